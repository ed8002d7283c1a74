"""What programs ask the reader for, and what they are answered: the types, and their JSON."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Annotated, Any, TypeVar

import msgspec

from crawler.errors import UsageError
from crawler.items import Article
from crawler.store import FoundRow, Standing, VersionRow, WatchRow
from scheduler.diff.records import ChangeReport, ReportKind, Tag
from scheduler.reports.view.harmless import escaped

_Asked = TypeVar("_Asked", bound="Asked")

Instant = Annotated[datetime, msgspec.Meta(tz=True)]
Word = Annotated[str, msgspec.Meta(max_length=200)]
Cursor = Annotated[str, msgspec.Meta(max_length=4_000)]
Score = Annotated[int, msgspec.Meta(ge=0, le=100)]
Number = Annotated[int, msgspec.Meta(ge=1, le=999_999_999)]
Limit = Annotated[int, msgspec.Meta(ge=1, le=200)]

# ------------------------------------------------------------------ what is asked


class Asked(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The question of an address, which has none of its own."""


class ChangesAsked(Asked, frozen=True, kw_only=True):
    """Which changes; what is left out leaves a question open."""

    q: Word = ""
    """Stands in the headline or in what was changed."""
    site: Word = ""
    """The site's name, as identities begin: `cna`."""
    publisher: Word = ""
    """The outlet as named."""
    kind: ReportKind | None = None
    """What happened."""
    tag: Tag | None = None
    """What a change touches."""
    min_score: Score = 0
    """0 for all."""
    since: date | None = None
    """From this day on, in the zone of the archive's settings."""
    until: date | None = None
    """Up to this day, with it."""
    before: Cursor = ""
    """`next` of the page before."""
    limit: Limit = 40
    """At most so many."""


class ArticlesAsked(Asked, frozen=True, kw_only=True):
    """Which articles."""

    site: Word = ""
    """The site's name, as identities begin."""
    after: Cursor = ""
    """`next` of the page before."""
    limit: Limit = 40
    """At most so many."""


class PageAsked(Asked, frozen=True, kw_only=True):
    """Which page of a list."""

    before: Cursor = ""
    """`next` of the page before."""
    limit: Limit = 40
    """At most so many."""


class SearchAsked(Asked, frozen=True, kw_only=True):
    """What is looked for in every version of every article."""

    q: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    """Words that all stand in one version, `"a phrase"`, `-word` that must not."""
    site: Word = ""
    """The site's name, as identities begin."""
    publisher: Word = ""
    """The outlet as the version names it."""
    kind: ReportKind | None = None
    """Articles to which this happened."""
    min_score: Score = 0
    """Articles with a change of such a score."""
    since: date | None = None
    """Versions first seen from this day on."""
    until: date | None = None
    """Versions first seen up to this day, with it."""
    before: Annotated[int, msgspec.Meta(ge=0, le=2**53)] | None = None
    """`next` of the page before."""
    limit: Annotated[int, msgspec.Meta(ge=1, le=100)] = 20
    """At most so many articles."""


def asked(pairs: Iterable[tuple[str, str]], kind: type[_Asked]) -> _Asked:
    """The question of an address. Raises `UsageError` for what it does not know, or knows twice."""
    said: dict[str, str] = {}
    for name, value in pairs:
        if name in said:
            raise UsageError(f"{name[:40]!r} is asked twice")
        said[name] = value
    try:
        question = msgspec.convert(said, kind, strict=False)
    except msgspec.ValidationError as error:
        raise UsageError(str(error)) from None
    for name, value in said.items():  # msgspec takes the word `null` for nothing
        if getattr(question, name) is None:
            raise UsageError(f"Invalid value {value!r} - at `$.{name}`")
    return question


# ------------------------------------------------------------------ what is answered


class Error(msgspec.Struct, frozen=True, kw_only=True):
    """Why there is no answer."""

    status: int
    """As in HTTP."""
    error: str
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


def described(kinds: Iterable[type], place: str) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """The JSON Schema of each type, and of all that they are made of; `place` has `{name}` in it.

    A field's docstring is none of Python's, so it is not here: the type's is.
    """
    schemas, parts = msgspec.json.schema_components(list(kinds), ref_template=place)
    return list(schemas), parts


def parameters(kind: type[Asked]) -> list[dict[str, Any]]:
    """The question as OpenAPI has it: a parameter a field."""
    [_], parts = msgspec.json.schema_components([kind], ref_template="{name}")
    schema: Mapping[str, Any] = parts[kind.__name__]
    needed = schema.get("required", ())
    return [
        {"name": name, "in": "query", "required": name in needed, "schema": _plain(shape)}
        for name, shape in schema["properties"].items()
    ]


def _plain(shape: dict[str, Any]) -> dict[str, Any]:
    """An address says nothing by leaving out: it knows no null."""
    shape = {name: value for name, value in shape.items() if name != "default" or value is not None}
    if "anyOf" in shape:
        [only] = [each for each in shape.pop("anyOf") if each != {"type": "null"}]
        shape |= only
    return shape
