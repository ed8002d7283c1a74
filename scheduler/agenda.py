"""When an article is due again: pure functions of its history."""

from dataclasses import dataclass
from datetime import datetime, timedelta

QUIET_RATIO = 0.2
"""A look is worth one request after this share of the time that nothing has changed."""
FLOOR = timedelta(minutes=10)
CEILING = timedelta(hours=24)
CONFIRMATION = timedelta(hours=12)
"""Between two looks at a page that seems gone: three looks span the 24 h that deletion needs."""
RESTING = timedelta(days=7)
"""For a page that a site took behind a wall: it hardly ever comes back."""


@dataclass(frozen=True, slots=True)
class History:
    """What the archive knows of one watch. All times aware, UTC."""

    looked: datetime
    """The last visit, whatever it brought."""
    changed: datetime
    """When the latest version was first seen, or the page was published, whichever is later."""
    state: str = "active"
    """A state of a watch, as in `crawler.store`."""


def next_due(history: History, now: datetime) -> datetime:
    """The moment of the next look; never earlier than `now`.

    The quiet-time ratio: a page that has been quiet for a day is looked at every five hours,
    one that changed an hour ago every twelve minutes. It needs nothing learnt, and is the rule
    of a young archive. Source: research/scale.md A4, "quiet-time ratio".
    """
    return max(now, history.looked + pause_after(history))


def pause_after(history: History) -> timedelta:
    """How long to leave an article alone after its last look."""
    if history.state == "gone-suspected":
        return CONFIRMATION
    if history.state == "gone":
        return CEILING
    if history.state == "expired":
        return RESTING
    quiet = max(timedelta(0), history.looked - history.changed)
    return min(max(quiet * QUIET_RATIO, FLOOR), CEILING)
