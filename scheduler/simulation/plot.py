"""The measures of one world as a picture: budgets from left to right, a line for each policy."""

from collections.abc import Iterator, Sequence
from html import escape

from scheduler.simulation.measures import Measure

WIDTH, HEIGHT = 640, 400
_LEFT, _RIGHT, _TOP, _BOTTOM = 56, 96, 40, 44
_COLOURS = ("#444444", "#0b6fa4", "#b5541c", "#3d7a2e", "#8a3b8f", "#a08300")


def svg(measures: Sequence[Measure]) -> str:
    """An SVG document of its own, one panel for each world, one under the other.

    Up is the share of the oracle's captures, from 50 to 100 %.
    """
    worlds = list(dict.fromkeys(each.world for each in measures))
    whole = HEIGHT * len(worlds)
    panels = "".join(
        f'<g transform="translate(0 {number * HEIGHT})">'
        f"{''.join(_panel(name, [each for each in measures if each.world == name]))}</g>\n"
        for number, name in enumerate(worlds)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {whole}" width="{WIDTH}"'
        f' height="{whole}" font-family="sans-serif" font-size="12" fill="#222222">\n'
        f'<rect width="{WIDTH}" height="{whole}" fill="#ffffff"/>\n{panels}</svg>\n'
    )


def _panel(world: str, measures: Sequence[Measure]) -> Iterator[str]:
    budgets = sorted({each.budget for each in measures})
    yield f'<text x="{_LEFT}" y="22">World {escape(world)}: share of the oracle’s captures</text>'
    for percent in range(50, 101, 10):
        height = _y(percent / 100)
        yield (
            f'<path d="M{_LEFT} {height}H{WIDTH - _RIGHT}" stroke="#dddddd"/>'
            f'<text x="{_LEFT - 8}" y="{height + 4}" text-anchor="end">{percent} %</text>'
        )
    for budget in budgets:
        yield (
            f'<text x="{_x(budget, budgets)}" y="{HEIGHT - _BOTTOM + 18}" text-anchor="middle">'
            f"{budget:g}</text>"
        )
    middle = (_LEFT + WIDTH - _RIGHT) / 2
    yield f'<text x="{middle}" y="{HEIGHT - 8}" text-anchor="middle">looks a story</text>'
    for number, name in enumerate(dict.fromkeys(each.policy for each in measures)):
        line = [(_x(m.budget, budgets), _y(m.of_oracle)) for m in measures if m.policy == name]
        yield from _line(name, line, _COLOURS[number % len(_COLOURS)])


def _line(name: str, line: Sequence[tuple[float, float]], colour: str) -> Iterator[str]:
    points = " ".join(f"{x:g},{y:g}" for x, y in line)
    yield f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>'
    yield from (f'<circle cx="{x:g}" cy="{y:g}" r="3" fill="{colour}"/>' for x, y in line)
    x, y = line[-1]
    yield f'<text x="{x + 8:g}" y="{y + 4:g}" fill="{colour}">{escape(name)}</text>'


def _x(budget: float, budgets: Sequence[float]) -> float:
    place = budgets.index(budget) / max(1, len(budgets) - 1)
    return round(_LEFT + 24 + place * (WIDTH - _LEFT - _RIGHT - 48), 1)


def _y(share: float) -> float:
    place = (min(max(share, 0.5), 1.0) - 0.5) * 2
    return round(HEIGHT - _BOTTOM - place * (HEIGHT - _TOP - _BOTTOM), 1)
