"""Tables that may stand in stet.toml any number of times: [[source]] and [[ignore]]."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Generic, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from crawler import amounts, aside, urls
from crawler.aside import Rule
from crawler.errors import ConfigError, UsageError
from crawler.items import COMPARED

Made = TypeVar("Made")
Reader = Callable[[object], object]
"""The checked value. Raises `ValueError` saying what belongs here."""

_LONGEST_NAME = 60  # characters: it stands in one line with others
SHORTEST = timedelta(minutes=1)
CRON = ("minute", "hour", "day", "month", "weekday")
MOST = 1_000


@dataclass(frozen=True, slots=True)
class Source:
    """One `[[source]]`: a list page, a feed or a sitemap that names new articles."""

    url: str
    """As it was written, checked."""
    every: timedelta = timedelta(minutes=30)
    """Between two looks at it, varied by a tenth."""
    cron: str = ""
    """When to look at it, as a crontab line; empty: `every` counts."""
    zone: ZoneInfo | None = None
    """Of `cron`; None: the reader's."""
    jitter: timedelta | None = None
    """How much later it may be, at random; None: a tenth of `every`, nothing with `cron`."""
    limit: int = 50
    """New articles fetched in one look at most; the others are left for the next."""
    max_age: timedelta | None = None
    """What the source says is older is left out; None: nothing is."""
    only: str = ""
    """RE2: of what it names only the addresses and sections in which this is found."""
    skip: str = ""
    """RE2: not those in which this is found."""

    @property
    def arguments(self) -> dict[str, str]:
        """As the spider `discover` takes them."""
        age = f"{self.max_age // SHORTEST}m" if self.max_age else ""
        said = {"url": self.url, "limit": str(self.limit), "max_age": age}
        said |= {"only": self.only, "skip": self.skip}
        return {name: value for name, value in said.items() if value}


@dataclass(frozen=True, slots=True)
class Delivery:
    """One `[[deliver]]`: whom `stet run` tells what changed, how and when."""

    name: str
    """Of the delivery; files and subjects begin with it."""
    to: str
    """A folder, or what the channel calls its readers."""
    channel: str = "folder"
    """A module of `scheduler/notify/channels`."""
    format: str = "webpage"
    """A module of `scheduler/reports`."""
    digest: bool = False
    """Whether it is told by site and article, the heaviest first."""
    cron: str = "0 7 * * *"
    """When, as a crontab line, in the reader's zone."""
    site: str = ""
    """Only of this site; empty: of all."""
    min_score: int = 0
    """0 to 100."""


@dataclass(frozen=True, slots=True)
class Kind(Generic[Made]):
    """One kind of such tables."""

    name: str
    """As in `[[name]]`."""
    comment: Sequence[str]
    """How it is written, for `stet init`."""
    keys: Mapping[str, Reader]
    """What may stand in it."""
    make: Callable[[Mapping[str, Any]], Made]
    """Raises `ValueError` with what is wrong of the whole."""
    unique: str
    """The key that names an entry: no two are alike."""


def read(file: Path, kind: Kind[Made], tables: object) -> Iterator[Made]:
    """What the tables of one kind say, in order. Raises `ConfigError`."""
    if not isinstance(tables, list) or not all(isinstance(each, dict) for each in tables):
        raise ConfigError(f"{file}: [{kind.name}] is written [[{kind.name}]], once for each")
    taken: set[object] = set()
    for number, table in enumerate(tables, 1):
        where = f"{file}: [[{kind.name}]] {number}:"
        values = _values(where, kind, table)
        try:
            made = kind.make(values)
        except ValueError as error:
            raise ConfigError(f"{where} {error}") from None
        name = values[kind.unique]
        if name in taken:
            raise ConfigError(f"{where} {kind.unique} = {name!r}: another one has it already")
        taken.add(name)
        yield made


def _values(where: str, kind: Kind[Made], table: Mapping[str, object]) -> dict[str, Any]:
    found = {}
    for name, value in table.items():
        if name not in kind.keys:
            raise unknown(where, name, {key: f"[[{kind.name}]] {key}" for key in kind.keys})
        try:
            found[name] = kind.keys[name](value)
        except ValueError as error:
            raise ConfigError(f"{where} {name} = {value!r}: expected {error}") from None
    return found


def unknown(where: str, word: str, known: Mapping[str, str]) -> ConfigError:
    """The error for a word that is no setting, with the one that may have been meant."""
    import difflib

    near = difflib.get_close_matches(word.strip("[]"), known, n=1)
    hint = f"did you mean {known[near[0]]}?" if near else f"known are {', '.join(known.values())}"
    return ConfigError(f"{where} {word} is no setting of Stet: {hint}")


# ------------------------------------------------------------------ sources


def _source(values: Mapping[str, Any]) -> Source:
    if "url" not in values:
        raise ValueError("a source needs a url")
    if {"every", "cron"} <= set(values):
        raise ValueError("a source has a time between two looks (every) or a timetable (cron)")
    if "zone" in values and "cron" not in values:
        raise ValueError("the zone is that of a timetable (cron), which is not there")
    if values.get("only") and values["only"] == values.get("skip"):
        raise ValueError("only and skip are the same pattern: nothing would be taken")
    source = Source(**values)
    if source.jitter and not source.cron and source.jitter > source.every:
        raise ValueError(
            f"jitter = {values['jitter'] // SHORTEST}m is longer than the time between two looks, "
            f"every = {source.every // SHORTEST}m: name a shorter one"
        )
    return source


def list_address(word: str) -> str:
    """The URL of a list, in which `{day}` may stand for a day. Raises `UsageError`."""
    url = urls.check(word)  # `{day}` in it is a URL's own characters, too
    if found := _PLACEHOLDER.search(url.replace("{day}", "")):
        raise UsageError(
            f"nothing is put in the place of {found[0]} in {url}: write {{day}} where a day such "
            "as 2026-01-31 stands, and %7B and %7D for braces"
        )
    return url


_PLACEHOLDER = re.compile(r"\{[^{}]*\}|[{}]")


def _url(value: object) -> str:
    try:
        return list_address(text(value))
    except UsageError as error:
        raise ValueError(f"the address of a list page, a feed or a sitemap ({error})") from None


def span(value: object) -> timedelta:
    """A time such as `10m`, `2h` or `1d`. Raises `ValueError` for less than a minute."""
    long = amounts.span(text(value), "mhd")
    if long is None or long < SHORTEST:
        raise ValueError('a time from a minute on, such as "10m", "2h", "1d"')
    return long


def cron(value: object) -> str:
    """A crontab line; whether its numbers are any, whoever reads it says. Raises `ValueError`."""
    line = text(value)
    if len(line.split()) != len(CRON):
        raise ValueError(f'{", ".join(CRON)}, such as "0 7 * * mon-fri"')
    return line


def zone(value: object) -> ZoneInfo:
    """A time zone. Raises `ValueError`."""
    try:
        return ZoneInfo(text(value))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError('the name of a time zone, such as "Asia/Taipei"') from None


def count(value: object) -> int:
    """A number of things. Raises `ValueError` for none, for too many, and for anything else."""
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= MOST:
        raise ValueError(f"a whole number from 1 to {MOST}")
    return value


def pattern(value: object) -> str:
    """A pattern of RE2. Raises `ValueError` for what is none."""
    said = text(value)
    aside.check(said)
    return said


def text(value: object) -> str:
    """A text. Raises `ValueError` for anything else."""
    if not isinstance(value, str):
        raise ValueError("a text in quotes")  # noqa: TRY004  one error for whatever is wrong
    return value


SOURCES = Kind(
    "source",
    (
        "# Where new articles are found while `stet run` is on: one [[source]] for each list page,",
        "# RSS or Atom feed, or sitemap. `every` is the time between two looks (m, h, d); or",
        "# `cron` says when, in `zone`, up to `jitter` later. `limit` is how many new articles one",
        "# look may bring, `max_age` how old they may be; `only` and `skip` are patterns (RE2) of",
        "# addresses and sections.",
        "# [[source]]",
        '# url = "https://www.cna.com.tw/list/aall.aspx"',
        '# every = "30m"',
        "# limit = 50",
        '# max_age = "7d"',
        '# only = "/news/a[io]pl/"',
    ),
    {
        "url": _url,
        "every": span,
        "cron": cron,
        "zone": zone,
        "jitter": span,
        "limit": count,
        "max_age": span,
        "only": pattern,
        "skip": pattern,
    },
    _source,
    "url",
)


# ------------------------------------------------------------------ rules


_TOLD = (*COMPARED, "canonical_url")
"""The fields whose changes reports tell."""


def _rule(values: Mapping[str, Any]) -> Rule:
    if "name" not in values:
        raise ValueError("a rule needs a name, which stands in the reports")
    if not {"pattern", "field"} & set(values):
        raise ValueError("a rule needs a pattern or a field")
    rule = Rule(**values)
    if rule.site and rule.article and not rule.concerns(rule.article):
        raise ValueError(
            f"{rule.article} is no article of site = {rule.site!r}: the rule would match nothing"
        )
    return rule


def _name(value: object) -> str:
    name = text(value)
    if not (0 < len(name.strip()) <= len(name) <= _LONGEST_NAME and name.isprintable()):
        raise ValueError(f"a name of 1 to {_LONGEST_NAME} characters")
    return name


def _field(value: object) -> str:
    field = text(value)
    if field not in _TOLD:
        import difflib

        near = difflib.get_close_matches(field, _TOLD, n=1)
        raise ValueError(f"{near[0]}?" if near else f"one of {', '.join(_TOLD)}")
    return field


def _site(value: object) -> str:
    site = text(value)
    if not re.fullmatch(r"[^\s:/]+", site):
        raise ValueError("the name of a site, as identities begin: cna, yahoo, news.example")
    return site


def _identity(value: object) -> str:
    identity = text(value)
    if not re.fullmatch(r"[^\s:/]+:\S+", identity):
        raise ValueError("an identity such as cna:202301140005")
    return identity


RULES = Kind(
    "ignore",
    (
        "# What you do not want to be told of: one [[ignore]] a rule. What it matches is folded",
        "# and scores nothing. `pattern` (RE2) or `field` says what, `site` and `article` where;",
        "# without them the rule holds everywhere.",
        "# [[ignore]]",
        '# name = "newsletter"',
        '# pattern = "訂閱.*電子報.*"',
        '# field = "body"',
        '# site = "cna"',
        '# article = "cna:202301140005"',
    ),
    {"name": _name, "pattern": pattern, "field": _field, "site": _site, "article": _identity},
    _rule,
    "name",
)


# ------------------------------------------------------------------ deliveries


def _delivery(values: Mapping[str, Any]) -> Delivery:
    if not {"name", "to"} <= set(values):
        raise ValueError("a delivery needs a name, and whom it is for (to)")
    if not values["to"].strip():
        raise ValueError("to is empty: name a folder, or whom the channel is to tell")
    return Delivery(**values)


def _file_name(value: object) -> str:
    name = text(value)
    if not re.fullmatch(r"[\w-]{1,40}", name):
        raise ValueError("a name of 1 to 40 letters, digits, - and _, as files begin with it")
    return name


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError("true or false")  # noqa: TRY004  one error for whatever is wrong
    return value


def _score(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 100:
        raise ValueError("a whole number from 0 to 100")
    return value


DELIVERIES = Kind(
    "deliver",
    (
        "# Whom `stet run` tells what changed, each change once: one [[deliver]] a reader. `cron`",
        "# is when, in the zone of [report]; `channel` is folder, mail or webhook, `format` as of",
        "# stet report.",
        "# [[deliver]]",
        '# name = "morning"',
        '# to = "digests"',
        '# cron = "0 7 * * *"',
        '# format = "webpage"',
        "# digest = true",
    ),
    {
        "name": _file_name,
        "to": text,
        "channel": text,
        "format": text,
        "digest": _flag,
        "cron": cron,
        "site": _site,
        "min_score": _score,
    },
    _delivery,
    "name",
)
