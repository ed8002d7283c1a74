"""How often a letter is tried, and when again; what became of it, in a sentence."""

from collections.abc import Callable
from datetime import datetime, timedelta

from crawler.store import DeliveryRow
from crawler.text import counted

PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 25, 120, 600))
"""After each try that failed; a letter that then fails once more is given up."""
MOST = len(PAUSES) + 1


def is_due(row: DeliveryRow, now: datetime) -> bool:
    """Whether a letter that is under way is to be tried by now.

    At once where nobody knows what became of it. A clock that is set back holds up nothing.
    """
    return not row.tried_at <= now < following(row)


def following(row: DeliveryRow) -> datetime:
    """When a letter that is under way is tried again."""
    return row.tried_at + PAUSES[min(row.tries, len(PAUSES)) - 1] if row.said else row.tried_at


def in_utc(moment: datetime) -> str:
    """`2026-01-31 07:00 UTC`."""
    return f"{moment:%Y-%m-%d %H:%M} UTC"


def prospect(row: DeliveryRow, written: Callable[[datetime], str] = in_utc) -> str:
    """What becomes of a letter that was not taken; times as `written` has them."""
    if row.state == "given-up":
        return f"tried {row.tries} times and given up: the next letter tells its changes"
    return f"tried {row.tries} of {MOST} times, again at {written(following(row))}"


def told(row: DeliveryRow, written: Callable[[datetime], str] = in_utc) -> str:
    """What became of a letter; times as `written` has them."""
    if row.state == "delivered":
        return f"{counted(row.changes, 'change')} told"
    if row.state == "nothing":
        return "nothing new to tell"
    return f"{row.said or 'nobody knows whether it was taken'}; {prospect(row, written)}"


def has_failed(row: DeliveryRow) -> bool:
    """Whether its reader waits for it, and something was wrong."""
    return row.state == "given-up" or (row.state == "under-way" and bool(row.said))
