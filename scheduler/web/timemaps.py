"""Web pages as they were (Memento, RFC 7089): what an archive has of a URL, and how it is named."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from urllib.parse import quote

from crawler.errors import NotFoundError, UsageError
from crawler.store import SnapshotRow

LINK_FORMAT = "application/link-format"
LONGEST = 1_000
"""Pages in one list, at most."""
_STAMP = "%Y%m%d%H%M%S"
_SAFE = ":/?#[]@!$&'()*+,;=%~"  # what may stand in a URI-reference between angle brackets


@dataclass(frozen=True, slots=True)
class TimeMap:
    """The pages that an archive has of one URL, oldest first, and where it serves them."""

    base: str
    """Scheme and host of the reader."""
    original: str
    """The URL that was asked for."""
    looks: Sequence[SnapshotRow]
    """Those that brought the article, with their bytes; never empty."""
    longest: int = LONGEST
    """Pages named in one list; the others stand in lists of their own (RFC 7089, section 5)."""

    def memento(self, look: SnapshotRow) -> str:
        """The address of one page as it was."""
        return f"{self.base}/memento/{stamp(look.fetched_at)}/{_uri(self.original)}"

    @property
    def gate(self) -> str:
        """The address that chooses one by its time."""
        return f"{self.base}/timegate/{_uri(self.original)}"

    @property
    def here(self) -> str:
        """The address of the list, of several the first."""
        return self.listed(1)

    def listed(self, number: int) -> str:
        """The address of one of the lists, which are numbered from 1, the oldest pages first."""
        which = f"{number}/" if number > 1 else ""
        return f"{self.base}/timemap/{which}{_uri(self.original)}"

    def nearest(self, at: datetime | None) -> SnapshotRow:
        """The page of the time nearest to `at`, of two the earlier one; None: the latest."""
        if at is None:
            return self.looks[-1]
        return min(self.looks, key=lambda look: abs(look.fetched_at - at))

    def at(self, said: str) -> SnapshotRow | None:
        """The page that was fetched at this very second, the last of several."""
        found = [look for look in self.looks if stamp(look.fetched_at) == said]
        return found[-1] if found else None

    def lines(self, number: int = 1) -> Iterator[str]:
        """One of the lists in `application/link-format` (RFC 6690), a link a line.

        It names the others, and the time that each is of. Raises `NotFoundError`.
        """
        starts = range(0, len(self.looks), self.longest)
        if not 1 <= number <= len(starts):
            raise NotFoundError(f"there is no list {number} of {self.original}: see {self.here}")
        yield _link(self.original, "original")
        yield _link(self.gate, "timegate")
        for each, start in enumerate(starts, 1):
            part = self.looks[start : start + self.longest]
            first, last = (http_date(part[end].fetched_at) for end in (0, -1))
            span = {"type": LINK_FORMAT, "from": first, "until": last}
            yield _link(self.listed(each), "self" if each == number else "timemap", **span)
        start = starts[number - 1]
        for look in self.looks[start : start + self.longest]:
            yield self._memento(look, self._place(look))

    def header(self, chosen: SnapshotRow) -> str:
        """The Link header of a page, and of a TimeGate that leads to it."""
        links = [
            _link(self.original, "original"),
            _link(self.gate, "timegate"),
            _link(self.here, "timemap", type=LINK_FORMAT),
        ]
        index = self.looks.index(chosen)
        beside = self.looks[max(0, index - 1) : index + 2]
        places = {look.id: look for look in (self.looks[0], self.looks[-1], *beside)}
        told = sorted(places.values(), key=lambda look: (look.fetched_at, look.id))
        links += [self._memento(look, self._place(look, chosen)) for look in told]
        return ", ".join(links)

    def _place(self, look: SnapshotRow, chosen: SnapshotRow | None = None) -> str:
        ends = [("first", self.looks[0]), ("last", self.looks[-1])]
        if chosen is not None:
            index = self.looks.index(chosen)
            ends += [("prev", each) for each in self.looks[max(0, index - 1) : index]]
            ends += [("next", each) for each in self.looks[index + 1 : index + 2]]
        return " ".join([*(name for name, each in ends if each is look), "memento"])

    def _memento(self, look: SnapshotRow, rel: str) -> str:
        return _link(self.memento(look), rel, datetime=http_date(look.fetched_at))


def stamp(at: datetime) -> str:
    """`20230114012300`: how a time stands in an address, in UTC."""
    return at.astimezone(UTC).strftime(_STAMP)


def http_date(at: datetime) -> str:
    """`Sat, 14 Jan 2023 01:23:00 GMT`."""
    return format_datetime(at.astimezone(UTC), usegmt=True)


def accepted(said: str | None) -> datetime | None:
    """The moment of an Accept-Datetime header. Raises `UsageError`."""
    if said is None:
        return None
    try:
        found = parsedate_to_datetime(said)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise UsageError(
            f"Accept-Datetime {said[:40]!r} is no date: it looks like Sat, 14 Jan 2023 01:23:00 GMT"
        )
    return found


def _link(target: str, rel: str, **attributes: str) -> str:
    told = "".join(f'; {name}="{value}"' for name, value in attributes.items())
    return f'<{target}>; rel="{rel}"{told}'


def _uri(url: str) -> str:
    return quote(re.sub(r"\s", "", url), safe=_SAFE, errors="replace")
