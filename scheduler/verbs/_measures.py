"""What the verbs that keep the archive share: ages and sizes in words, and how far a work is."""

import sys
from datetime import UTC, datetime, tzinfo

from crawler import amounts
from crawler.errors import UsageError

CLEAR = "\r\x1b[K"


size = amounts.told


def bytes_of(option: str, word: str) -> int:
    """`500MB`, `1.5 GB` in bytes. Raises `UsageError`, naming the option."""
    found = amounts.size(word)
    if found is None:
        raise UsageError(f"{option} {word!r} is no size: it looks like 500MB, 1.5GB or 2TB")
    return found


def before(option: str, word: str, now: datetime, zone: tzinfo) -> datetime:
    """The moment so long before now, or a day's beginning. Raises `UsageError`, naming the option.

    Never later than now: nothing may go for a look that is still to come.
    """
    age = amounts.span(word, "dwy")
    try:
        if age is not None:
            return now - age
        moment = datetime.fromisoformat(word)
        moment = (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise UsageError(
            f"{option} {word!r} is no age: it looks like 180d, 26w, 2y or 2026-01-31"
        ) from None
    if moment > now:
        raise UsageError(f"{option} {word!r} is still to come: name a day that is over")
    return moment


class Share:
    """Shows how much is done: a line that is overwritten, only where someone is watching."""

    def __init__(self) -> None:
        """Nothing is shown yet."""
        self.shown = sys.stderr.isatty()

    def __call__(self, doing: str, share: float) -> None:
        """Say what is being done, and how much of it is: 0 to 1."""
        if self.shown:
            sys.stderr.write(f"{CLEAR}{doing} {share:.0%}")
            sys.stderr.flush()

    def count(self, doing: str, things: int) -> None:
        """Say how many are done, where nobody knows of how many."""
        if self.shown and things % 100 == 0:
            sys.stderr.write(f"{CLEAR}{doing} {things:,}")
            sys.stderr.flush()

    def done(self) -> None:
        """Take the line away."""
        if self.shown:
            sys.stderr.write(CLEAR)
            sys.stderr.flush()
