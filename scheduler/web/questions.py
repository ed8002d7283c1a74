"""What may stand behind the question mark of an address, and how it is read: for every face alike.

A slip of the pen is refused and not ignored: `min_scor=30` would else be answered with everything.
The types are the one source of what is allowed, of the sentences that say so, and of OpenAPI.
"""

import difflib
import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from typing import Annotated, Literal, TypeVar, cast
from urllib.parse import urlencode

import msgspec
from msgspec import inspect

from crawler.errors import UsageError
from scheduler.diff.records import ReportKind, Tag
from scheduler.reports.view.harmless import head, visible
from scheduler.web.worded import WordedError

_Asked = TypeVar("_Asked", bound="Asked")
Said = tuple[str, str]
"""A name and what was said to it."""

GIVEN = 40
"""Characters of an answer that are repeated where it is refused."""

Reason = Literal["silent", Tag, "added", "removed", "rewritten", "moved"]
"""What people are told of a change beside its kind, or of its report."""

Word = Annotated[str, msgspec.Meta(max_length=200)]
Cursor = Annotated[str, msgspec.Meta(max_length=4_000)]
Score = Annotated[int, msgspec.Meta(ge=0, le=100)]
Number = Annotated[int, msgspec.Meta(ge=1, le=999_999_999)]
Limit = Annotated[int, msgspec.Meta(ge=1, le=200)]
Place = Annotated[int, msgspec.Meta(ge=0, le=2**53)]


class Asked(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The question of an address, which has none of its own."""


class Sifted(Asked, frozen=True, kw_only=True):
    """Which changes; what is left out leaves a question open."""

    q: Word = ""
    """Stands in the headline, the outlet's name or in what was changed."""
    site: Word = ""
    """The site's name, as identities begin: `cna`."""
    publisher: Word = ""
    """The outlet as named."""
    kind: ReportKind | None = None
    """What happened."""
    tag: Reason | None = None
    """What a change touches, or else why it counts."""
    min_score: Score = 0
    """0 for all."""
    since: date | None = None
    """From this day on, in the zone of the archive's settings."""
    until: date | None = None
    """Up to this day, with it."""
    before: Cursor = ""
    """`next` of the page before."""


class ChangesAsked(Sifted, frozen=True, kw_only=True):
    """Which changes a program asks for."""

    limit: Limit = 40
    """At most so many."""


class LatestAsked(Sifted, frozen=True, kw_only=True):
    """Which changes the first page and the feeds show."""

    day: date | None = None
    """On this day alone; goes before `since` and `until`."""


class ArticlesAsked(Asked, frozen=True, kw_only=True):
    """Which articles."""

    site: Word = ""
    """The site's name, as identities begin."""
    after: Cursor = ""
    """`next` of the page before."""
    limit: Limit = 40
    """At most so many."""


class BeforeAsked(Asked, frozen=True, kw_only=True):
    """Where a list goes on."""

    before: Cursor = ""
    """`next` of the page before."""


class PageAsked(BeforeAsked, frozen=True, kw_only=True):
    """Which page of a list."""

    limit: Limit = 40
    """At most so many."""


class AfterAsked(Asked, frozen=True, kw_only=True):
    """Where a list of names goes on."""

    after: Word = ""
    """The last name of the page before."""


class LookedFor(Asked, frozen=True, kw_only=True):
    """What the page that searches is asked for."""

    q: Word = ""
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
    before: Place | None = None
    """`next` of the page before."""


class SearchAsked(LookedFor, frozen=True, kw_only=True):
    """What is looked for in every version of every article."""

    q: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    """Words that all stand in one version, `"a phrase"`, `-word` that must not."""
    limit: Annotated[int, msgspec.Meta(ge=1, le=100)] = 20
    """At most so many articles."""


class ComparedAsked(Asked, frozen=True, kw_only=True):
    """How two versions are shown."""

    view: Literal["side"] | None = None
    """Beside each other; else woven into one."""
    text: Literal["whole"] | None = None
    """With all paragraphs; else with those around a change."""


class PairAsked(ComparedAsked, frozen=True, kw_only=True, rename={"first": "from", "last": "to"}):
    """Which two versions are compared."""

    first: Number | None = None
    """The older one's number; the last but one by default."""
    last: Number | None = None
    """The newer one's number; the last one by default."""


class SinceAsked(Asked, frozen=True, kw_only=True):
    """What an open page knows already."""

    since: Cursor = ""
    """The id of the newest report that it shows."""


class Preferred(Asked, frozen=True, kw_only=True):
    """What a reader prefers; an empty answer: as the browser says."""

    lang: Literal["zh-Hant", "en", ""] | None = None
    """The language of the pages."""
    theme: Literal["light", "dark", ""] | None = None
    """Their colours."""
    back: Cursor = "/"
    """The page that is led back to."""


class QuestionError(WordedError, UsageError):
    """An address asks what nobody answers there."""

    instead: str | None = None
    """The question that may have been meant; empty for none, None where nobody knows."""


def filled(pairs: Iterable[Said]) -> list[Said]:
    """What was said at all: a form sends its empty fields, too."""
    return [(name, value.strip()) for name, value in pairs if value.strip()]


def read(pairs: Iterable[Said], kind: type[_Asked]) -> _Asked:
    """The question of an address. Raises `QuestionError` for what it does not know, or not so."""
    listed, known = list(pairs), _fields(kind)
    said: dict[str, object] = {}
    for number, (name, value) in enumerate(listed):
        others = [*listed[:number], *listed[number + 1 :]]
        if name not in known:
            raise _unknown(name, value, others, list(known))
        field = known[name]
        if field.name in said:
            raise _wrong("twice", others, name=_shown(name))
        try:
            said[field.name] = _value(name, value, field.type)
        except QuestionError as error:
            error.instead = urlencode(others)
            raise
    for name, field in known.items():
        if field.required and field.name not in said:
            raise QuestionError("error.asked.missing", name=name)
    _check_span(said, listed)
    return kind(**said)


def _check_span(said: Mapping[str, object], listed: list[Said]) -> None:
    """Raises `QuestionError` where the first day that is asked for is later than the last."""
    match said:
        case {"since": date() as since, "until": date() as until} if since > until:
            other = {"since": "until", "until": "since"}
            instead = [(other.get(name, name), value) for name, value in listed]
            raise _wrong("span", instead, since=f"since={since}", until=f"until={until}")


@cache
def _fields(kind: type[Asked]) -> Mapping[str, inspect.Field]:
    """By the names that stand in addresses."""
    shape = cast(inspect.StructType, inspect.type_info(kind))
    return {field.encode_name: field for field in shape.fields}


def _unknown(name: str, value: str, others: list[Said], known: list[str]) -> QuestionError:
    shown = _shown(name)
    near = difflib.get_close_matches(name, set(known) - {other for other, _ in others}, n=1)
    if near:
        others = [*others, (near[0], value)]
        return _wrong("meant", others, name=shown, meant=near[0])
    if not known:
        return _wrong("none", others, name=shown)
    return _wrong("unknown", others, name=shown, known=", ".join(known))


def _wrong(key: str, instead: list[Said] | None = None, **values: object) -> QuestionError:
    error = QuestionError(f"error.asked.{key}", **values)
    error.instead = None if instead is None else urlencode(instead)
    return error


def _value(name: str, said: str, shape: inspect.Type) -> object:
    """What was said, as the type has it."""
    given = _shown(said)
    match shape:
        case inspect.UnionType(types=types):
            [only] = [each for each in types if not isinstance(each, inspect.NoneType)]
            return _value(name, said, only)
        case inspect.IntType(ge=int(least), le=int(most)):
            if re.fullmatch("-?[0-9]{1,18}", said) and least <= int(said) <= most:
                return int(said)
            raise _wrong("number", name=name, given=given, least=least, most=most)
        case inspect.LiteralType(values=values):
            if said in values:
                return said
            raise _wrong(
                "word", name=name, given=given, known=", ".join(map(str, filter(None, values)))
            )
        case inspect.DateType():
            return _day(name, said)
        case inspect.StrType(max_length=most, min_length=least):
            if most is not None and len(said) > most:
                raise _wrong("long", name=name, n=len(said), most=most)
            if least and not said:
                raise _wrong("missing", name=name)
    return said


def _day(name: str, said: str) -> date:
    if re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", said):
        try:
            return date.fromisoformat(said)
        except ValueError:
            pass
    raise _wrong("day", name=name, given=_shown(said))


def _shown(said: str) -> str:
    """Harmless, and so much of it as tells which one it is."""
    cut = head(said, GIVEN)
    return visible(cut) + ("…" if len(cut) < len(said) else "")
