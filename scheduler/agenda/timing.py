"""The moment of the next look, and why then."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from scheduler.agenda.belief import Belief, replayed
from scheduler.agenda.bounds import (
    CEILING,
    CONFIRMATION,
    FLOOR,
    LONGEST,
    NEVER,
    QUIET_RATIO,
    REST_AFTER,
    RESTING,
    SHORTEST,
    STAGES,
    THETA,
)
from scheduler.agenda.curve import Curve
from scheduler.agenda.history import History

_HOUR = timedelta(hours=1)
_DOUBLINGS = 8
"""Looks after faults, from `FLOOR` to a little less than a day apart."""


@dataclass(frozen=True, slots=True)
class Look:
    """When an article is looked at next."""

    at: datetime
    """Aware, UTC; `NEVER` for a page that rests."""
    why: str
    """The rule that said so: `hint`, `confirmation`, `gone`, `expired`, `fault`, `rest`, `old`,
    `live`, `quiet` or `edits`.
    """


def next_due(
    history: History, now: datetime, curve: Curve | None = None, theta: float = THETA
) -> datetime:
    """The moment of the next look; never earlier than `now`.

    `curve` is what the archive has learnt, None: nothing yet. `theta` is how many unseen edits are
    worth a look: see `next_look`.
    """
    return max(now, next_look(history, curve, theta).at)


def next_look(history: History, curve: Curve | None = None, theta: float = THETA) -> Look:
    """When the next look is due, and by which rule; it may lie in the past.

    An article is due when its expected number of unseen edits reaches `theta`. A young archive
    goes by the quiet-time ratio: a page that has been quiet for a day is looked at every five
    hours, one that changed an hour ago every twelve minutes. Source: research/scale.md A2 and A4.

    A hint counts as so many unseen edits as it is worth: where that reaches `theta`, the article
    is due at once, whatever state it is in; else that much sooner.
    """
    if history.hinted and history.hinted > history.looked:
        theta -= history.hint_worth
        if theta <= 0:
            return Look(history.hinted, "hint")
    pause, why = _pause(history, curve, theta)
    return Look(NEVER if why == "rest" else history.looked + pause, why)


def pause_after(history: History, curve: Curve | None = None, theta: float = THETA) -> timedelta:
    """How long to leave an article alone after its last look; a hint is not asked."""
    return _pause(history, curve, theta)[0]


def overdue(looked: datetime | None, due: datetime | None, now: datetime) -> float:
    """The time since the last look over the time that was planned: what is looked at first.

    1 at the due time. Where there is more to do than time, all are late by the same share: a page
    planned every ten minutes is not put behind all those that are planned once a week.
    """
    if looked is None or due is None:
        return float("inf")
    return (now - looked) / max(due - looked, SHORTEST)


def _pause(history: History, curve: Curve | None, theta: float) -> tuple[timedelta, str]:
    if history.state in _APART:
        return _APART[history.state]
    if 0 < history.faults <= _DOUBLINGS:  # what fails for longer is looked at in its turn
        return FLOOR * 2 ** (history.faults - 1), "fault"
    quiet = max(timedelta(0), history.looked - history.changed)
    if quiet >= REST_AFTER and not history.is_own:
        return NEVER - history.looked, "rest"
    old = next((pause for after, pause in reversed(STAGES) if quiet >= after), None)
    return (old, "old") if old else _by_worth(history, quiet, curve, theta)


_APART = {
    "gone-suspected": (CONFIRMATION, "confirmation"),
    "gone": (CEILING, "gone"),
    "expired": (RESTING, "expired"),
}


def _by_worth(
    history: History, quiet: timedelta, curve: Curve | None, theta: float
) -> tuple[timedelta, str]:
    if curve is None:
        return _by_quiet(history.looked - history.quiet_since, theta), "quiet"
    by_quiet = _by_quiet(quiet, theta)
    by_edits = _by_edits(history, curve, theta)
    if history.is_live and by_quiet < by_edits:
        return by_quiet, "live"
    return by_edits, "edits"


def _by_quiet(quiet: timedelta, theta: float) -> timedelta:
    return min(max(quiet * QUIET_RATIO * (theta / THETA), FLOOR), CEILING)


def _by_edits(history: History, curve: Curve, theta: float) -> timedelta:
    belief = believed(history, curve)
    return timedelta(hours=belief.due(theta, SHORTEST / _HOUR, LONGEST / _HOUR))


def believed(history: History, curve: Curve) -> Belief:
    """What is believed of an article after all its looks, and after what it declares itself."""
    began = history.began
    first = ((history.first or history.changed) - began) / _HOUR
    looks = [((at - began) / _HOUR, changed) for at, changed in _looks(history)]
    hour = began.astimezone(UTC).hour
    return replayed(curve, history.site, hour, max(0.0, first), looks)


def _looks(history: History) -> Iterator[tuple[datetime, bool]]:
    for before, seen in history.changes:
        yield before, False
        yield seen, True
    shown = history.changes[-1][1] if history.changes else history.first
    if history.declared and shown and shown < history.declared:
        yield history.declared, False
        yield history.looked, True  # as good as seen
    else:
        yield history.looked, False
