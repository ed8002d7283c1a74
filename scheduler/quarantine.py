"""Articles that no crawl came to an end with: tried in ever smaller company, at last put off.

A page may block a parser for good, or take more memory than there is. The crawl is killed then,
and nobody knows which of its pages it was. Without this the next crawl would meet it again.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, timedelta

COMPANY = (500, 50, 5)
"""How many URLs a child process is given at most, by how often in a row it came to nothing."""
ALONE = len(COMPANY)
SHORTEST, LONGEST = timedelta(hours=1), timedelta(days=1)
"""For how long one is put off that came to nothing alone, doubled each time."""


class Quarantine:
    """What one daemon remembers of it; a new one begins anew."""

    def __init__(self) -> None:
        """Nobody is suspected."""
        self._failures: Counter[str] = Counter()

    def apart(self, identities: Sequence[str]) -> Iterator[list[str]]:
        """Batches, in order; those that came to nothing before are kept apart from the others."""
        for times in sorted({self._times(each) for each in identities}):
            alike = [each for each in identities if self._times(each) == times]
            size = COMPANY[times] if times < ALONE else 1
            yield from (alike[start : start + size] for start in range(0, len(alike), size))

    def _times(self, identity: str) -> int:
        return min(self._failures[identity], ALONE)

    def judge(
        self, asked: Collection[str], looked_at: Collection[str], now: datetime
    ) -> dict[str, datetime]:
        """Of a round that nobody stopped: when those are due again that came to nothing alone."""
        put_off = {}
        for identity in asked:
            if identity in looked_at:
                self._failures.pop(identity, None)
                continue
            self._failures[identity] += 1
            beyond = self._failures[identity] - ALONE - 1
            if beyond >= 0:
                put_off[identity] = now + min(SHORTEST * 2 ** min(beyond, 10), LONGEST)
        return put_off
