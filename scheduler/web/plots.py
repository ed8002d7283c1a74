"""Plots as numbers for SVG: pure functions of what is drawn; templates write the marks."""

from collections.abc import Sequence
from dataclasses import dataclass

from crawler.store import Life


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a plot."""

    x: float
    """Its left edge."""
    y: float
    """Its top."""
    height: float
    """Down to the ground line."""


def bars(values: Sequence[int], width: float, height: float) -> list[Bar]:
    """A bar for each value, the highest as high as the plot; a value above 0 can be seen."""
    most = max(*values, 1) if values else 1
    tall = [max(value / most * height, 1.5 if value else 0.0) for value in values]
    return [
        Bar(round(number * width / len(values), 1), round(height - high, 1), round(high, 1))
        for number, high in enumerate(tall)
    ]


def edited_by(lives: Sequence[Life]) -> list[tuple[float, float]]:
    """(hours, share of the articles that were edited by then): Kaplan and Meier 1958.

    An article that is unchanged so far counts for as long as it was watched, and no longer.
    """
    standing, left = 1.0, len(lives)
    curve = [(0.0, 0.0)]
    for life in sorted(lives, key=lambda life: (life.hours, not life.is_edited)):
        if life.is_edited:
            standing *= 1 - 1 / left
            curve.append((life.hours, 1 - standing))
        left -= 1
    return curve


def steps(
    curve: Sequence[tuple[float, float]], end: float, width: float, height: float, top: float
) -> str:
    """A curve that stays until it jumps, as the `points` of a polyline; from 0 to `end` hours.

    `top` is the share at the upper edge.
    """
    found: list[tuple[float, float]] = []
    level = 0.0
    for hours, share in curve:
        if hours > end:
            break
        found += [(hours, level), (hours, share)]
        level = share
    found.append((end, level))
    scaled = [(hours / end * width, height - share / top * height) for hours, share in found]
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in scaled)
