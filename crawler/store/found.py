"""What is looked for in the texts of the archive, and what is found: frozen, free of SQL."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, get_args

from crawler.store.rows import EventKind

KINDS: Final[tuple[str, ...]] = ("edited", *get_args(EventKind))
"""What a report may be of: two versions, or an event."""


@dataclass(frozen=True, slots=True)
class Sought:
    """What somebody looks for in all versions of all articles; None leaves a question open."""

    text: str
    """Words that must all stand in one version, `"a phrase"`, `-word` that must not."""
    site: str | None = None
    """The site's name, as identities begin: `cna`."""
    publisher: str | None = None
    """The outlet as the version names it, whatever its width and case."""
    since: datetime | None = None
    """Versions first seen at this moment or later."""
    until: datetime | None = None
    """Versions first seen before this moment."""
    kind: str | None = None
    """Articles with a report of this kind: `edited`, or that of an event."""
    min_score: int = 0
    """Articles with a report that scores so much; with `kind` it is the same report."""
    limit: int = 20
    """At most so many articles."""
    before: int | None = None
    """Where the page before ended: its `FoundPage.before`."""


@dataclass(frozen=True, slots=True)
class FoundRow:
    """An article that holds what was looked for, in some of its versions."""

    identity: str
    """Of the watch: `site:key`."""
    site: str
    """The part of `identity` before the colon."""
    url: str
    """As in its `WatchRow`."""
    title: str
    """Of the newest version that holds it, as are `publisher` and `pieces`."""
    publisher: str
    """The outlet as named; empty where it is not."""
    versions: tuple[int, ...]
    """The numbers of all versions that hold it, oldest first."""
    of: int
    """How many versions the article has."""
    shown: int
    """The newest version that holds it and was first seen when asked for."""
    first_seen: datetime
    """Of the oldest version that holds it."""
    last_seen: datetime
    """When a version that holds it was last looked at."""
    pieces: tuple[tuple[str, bool], ...]
    """A line around the first hit: text, and whether it is what was looked for."""
    is_cut: tuple[bool, bool]
    """Whether that line goes on before and after."""
    pruned: tuple[int, ...] = ()
    """The numbers of versions whose text was let go: nobody can say whether they held it."""

    @property
    def runs(self) -> list[tuple[int, int]]:
        """The numbers in `versions` as (first, last) of what follows one another."""
        found: list[tuple[int, int]] = []
        for number in self.versions:
            if found and found[-1][1] == number - 1:
                found[-1] = (found[-1][0], number)
            else:
                found.append((number, number))
        return found


@dataclass(frozen=True, slots=True)
class FoundPage:
    """Some of what was found, the article that was added last first."""

    rows: tuple[FoundRow, ...]
    """May be fewer than asked for, even none, where there is more to look through."""
    before: int | None
    """Where the next page goes on; None at the end."""
