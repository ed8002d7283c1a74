"""How often a letter is tried, and when again; what became of it, in a sentence."""

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


def prospect(row: DeliveryRow) -> str:
    """What becomes of a letter that was not taken."""
    if row.state == "given-up":
        return f"tried {row.tries} times and given up: the next letter tells its changes"
    return f"tried {row.tries} of {MOST} times, again at {following(row):%Y-%m-%d %H:%M} UTC"


def told(row: DeliveryRow) -> str:
    """What became of a letter."""
    if row.state == "delivered":
        return f"{counted(row.changes, 'change')} told"
    if row.state == "nothing":
        return "nothing new to tell"
    return f"{row.said or 'nobody knows whether it was taken'}; {prospect(row)}"


def has_failed(row: DeliveryRow) -> bool:
    """Whether its reader waits for it, and something was wrong."""
    return row.state == "given-up" or (row.state == "under-way" and bool(row.said))
