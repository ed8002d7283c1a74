"""What programs are answered: the types, and their JSON."""

from datetime import datetime
from http import HTTPStatus
from typing import Annotated

import msgspec

from crawler.items import Article
from crawler.store import FoundRow, Standing, VersionRow, WatchRow
from scheduler.diff.records import ChangeReport
from scheduler.reports.view.harmless import escaped

PROBLEM = "application/problem+json"
Instant = Annotated[datetime, msgspec.Meta(tz=True)]


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """Why there is no answer (RFC 9457)."""

    type: str = "about:blank"
    """Always so: `status` says of which kind it is."""
    title: str
    """The name of the status in HTTP."""
    status: int
    """As in HTTP."""
    detail: str
    """For people: what, and what to do."""


class Changes(msgspec.Struct, frozen=True, kw_only=True):
    """Reports, the latest change first."""

    reports: tuple[ChangeReport, ...]
    """May be fewer than asked for, even none, where `next` is not null."""
    next: str | None
    """`before` of the page that goes on; null at the end."""


class Watched(msgspec.Struct, frozen=True, kw_only=True):
    """An article that is, or was, watched."""

    identity: str
    """`site:key`."""
    site: str
    """The part before the colon: not who wrote it."""
    url: str
    """Where it is looked at; `text:DIGEST` for a seed without an address."""
    title: str
    """Of the latest version; empty before the first."""
    publisher: str
    """The outlet as named."""
    state: Standing
    """What a person decided, else what the looks say."""
    added_at: Instant
    """When its watch began."""
    looked_at: Instant | None
    """The last look."""
    changed_at: Instant | None
    """When the latest version was first seen."""
    versions: int
    """How many there are."""


class Articles(msgspec.Struct, frozen=True, kw_only=True):
    """Articles in the order in which they were added."""

    articles: tuple[Watched, ...]
    """At most `limit`."""
    next: str | None
    """`after` of the page that goes on; null at the end."""


class Version(msgspec.Struct, frozen=True, kw_only=True):
    """A distinct text of an article over time, without the text."""

    number: int
    """From 1, by the time of first sight."""
    first_seen: Instant
    """The look that brought it."""
    last_seen: Instant
    """The last look that found it unchanged."""
    checks: int
    """Looks that showed it."""
    digest: str
    """Over what is compared, hex."""
    extractor: str
    """Which parser read it."""
    is_seed: bool
    """Whether its first sight is a seed document."""
    returned: int | None
    """The earlier version whose text it has again."""
    pruned_at: Instant | None
    """When its text was let go; null: it is kept."""


class Versions(msgspec.Struct, frozen=True, kw_only=True):
    """All versions of an article, oldest first."""

    article: Watched
    """Whose they are."""
    versions: tuple[Version, ...]
    """Empty where it was never read."""


class Text(msgspec.Struct, frozen=True, kw_only=True):
    """A version with its text."""

    version: Version
    """When it was seen."""
    text: Article
    """What the page said."""


class Sites(msgspec.Struct, frozen=True, kw_only=True):
    """The names of all sites that are watched."""

    sites: tuple[str, ...]
    """In order."""


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """An article with a version that holds what was looked for."""

    identity: str
    """`site:key`."""
    site: str
    """The part before the colon."""
    url: str
    """Where it is looked at."""
    title: str
    """Of the latest version."""
    publisher: str
    """The outlet as named."""
    versions: tuple[int, ...]
    """The numbers of those that hold it."""
    of: int
    """How many versions it has."""


class Search(msgspec.Struct, frozen=True, kw_only=True):
    """Articles that hold what was looked for."""

    articles: tuple[Found, ...]
    """May be none where `next` is not null: the search goes on."""
    next: int | None
    """`before` of the page that goes on; null at the end."""


def problem(status: int, detail: str) -> Problem:
    """What a program is told in the place of an answer."""
    named = HTTPStatus(status)
    return Problem(title=named.phrase, status=status, detail=detail or named.description)


def watched(row: WatchRow) -> Watched:
    """A watch as programs see it."""
    names = (field.name for field in msgspec.structs.fields(Watched))
    return Watched(**{name: getattr(row, name) for name in names})


def version(row: VersionRow) -> Version:
    """A version as programs see it."""
    names = (field.name for field in msgspec.structs.fields(Version))
    return Version(**{name: getattr(row, name) for name in names})


def found(row: FoundRow) -> Found:
    """An article that was found."""
    names = (field.name for field in msgspec.structs.fields(Found))
    return Found(**{name: getattr(row, name) for name in names})


# ------------------------------------------------------------------ JSON


def to_json(answer: object) -> bytes:
    """UTF-8; control characters are escapes, so that no terminal obeys them."""
    return escaped(msgspec.json.encode(answer).decode()).encode()
