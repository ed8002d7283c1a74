"""The keys of stet.toml: the table each stands in, its default, what it may say."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from crawler import amounts, entries


@dataclass(frozen=True, slots=True)
class Key:
    """One key of stet.toml."""

    table: str
    """In which it stands: `crawl`."""
    name: str
    """As it is written."""
    field: str
    """Of `crawler.config.Config`."""
    default: str
    """As TOML."""
    read: Callable[[Any], object]
    """The checked value. Raises `ValueError` saying what belongs here."""
    comment: str
    """What it means, for `stet init`."""
    is_secret: bool = False
    """Whether no error repeats it."""


def _contact(value: object) -> str:
    contact = entries.text(value)
    if not contact.isascii() or not contact.isprintable():
        raise ValueError("a URL or an e-mail address, ASCII only")
    return contact


def _seconds(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 86_400:
        raise ValueError("a number of seconds, 0 or more, less than 86400 (a day)")
    return float(value)


def _timeout(value: object) -> float:
    seconds = _seconds(value)
    if not seconds:
        raise ValueError("a number of seconds, more than 0, less than 86400 (a day)")
    return seconds


def _size(lowest: int) -> Callable[[object], int]:
    def read(value: object) -> int:
        found = amounts.size(entries.text(value))
        if found is None or found < lowest:
            raise ValueError(f'a size from {amounts.told(lowest)} on, such as "500MB" or "2GB"')
        return found

    return read


_memory = _size(200_000_000)  # a crawl that reads nothing takes about half of it
_log = _size(10_000)


def _budget(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 1_000_000_000:
        raise ValueError("a whole number of requests a day, to 1000000000; 0 for no budget")
    return value


def _port(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 0xFFFF:
        raise ValueError("a port, 1 to 65535, or 0 for none")
    return value


_HOST = re.compile(r"(?:[\w-]{1,63}\.)*[\w-]{1,63}\.?|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(%\w+)?")


def _host(value: object) -> str:
    host = entries.text(value)
    if not _HOST.fullmatch(host):
        raise ValueError('an address or a name of this machine, such as "127.0.0.1", "::1"')
    return host


def _processes(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= 64:
        raise ValueError("a number of processes, 1 to 64")
    return value


def _age(value: object) -> timedelta | None:
    word = entries.text(value)
    age = amounts.span(word, "dwy")
    if word and not age:  # "0d" may be meant as never, and would let all go
        raise ValueError('an age such as "180d", "26w", "2y", or "" for no limit')
    return age


def _room(value: object) -> int:
    return _size(1_000_000)(value) if value != "" else 0


def _texts(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 1_000_000:
        raise ValueError("a whole number of texts, 0 for all")
    return value


def _token(value: object) -> str:
    token = entries.text(value)
    if token and not (len(token) >= 16 and token.isascii() and token.isprintable()):
        raise ValueError("16 characters or more, ASCII only")
    return token


TOKEN = Key(
    "serve",
    "token",
    "token",
    '""',
    _token,
    "What the reader asks of whoever comes from another machine, 16 characters or more.\n"
    "$STET_TOKEN goes before it. Empty: it serves this machine alone.",
    is_secret=True,
)
KEYS = (
    Key(
        "store",
        "data",
        "data",
        '"data"',
        entries.text,
        "The folder of the archive, relative to this file. --data, $STET_DATA and\n"
        "$STATE_DIRECTORY go before it.",
    ),
    Key(
        "store",
        "url",
        "database_url",
        '""',
        entries.text,
        "The database: postgresql+psycopg://user@host/database. Empty: the SQLite file stet.db in\n"
        "the folder above. $STET_URL goes before it; --data names a folder with its own file.",
    ),
    Key(
        "crawl",
        "contact",
        "contact",
        '""',
        _contact,
        "Your web page or e-mail address, sent with every request, so that a site can reach you.",
    ),
    Key(
        "crawl",
        "delay",
        "delay",
        "1.0",
        _seconds,
        "Seconds between two requests to one host, varied by half.",
    ),
    Key("crawl", "concurrent", "concurrent", "2", entries.count, "Requests at one host at a time."),
    Key(
        "crawl",
        "timeout",
        "timeout",
        "30.0",
        _timeout,
        "Seconds after which a page that has not come is given up.",
    ),
    Key(
        "crawl",
        "max_related",
        "max_related",
        "20",
        entries.count,
        "Related articles followed from one page at most.",
    ),
    Key(
        "crawl",
        "max_related_a_day",
        "max_related_a_day",
        "500",
        entries.count,
        "New articles of one site that are watched in a day because others link to them.",
    ),
    Key(
        "crawl",
        "max_memory",
        "max_memory",
        '"2GB"',
        _memory,
        "What the process of a crawl may take; one that takes four fifths ends in good order.",
    ),
    Key(
        "crawl",
        "max_log",
        "max_log",
        '"20MB"',
        _log,
        "What the log of a crawl may take on the disk; its middle is cut out of a longer one.",
    ),
    Key(
        "agenda",
        "requests_a_day",
        "requests_a_day",
        "0",
        _budget,
        "Looks a day at all articles together, never more; how long pages are left alone follows\n"
        "from it. 0: no budget, about 24 looks at an article in its first two weeks.",
    ),
    Key(
        "agenda",
        "requests_a_day_per_site",
        "requests_a_day_per_site",
        "0",
        _budget,
        "The same for the articles of any one site. 0: no budget.",
    ),
    Key(
        "keep",
        "pages",
        "keep_pages",
        '""',
        _age,
        "Once a day `stet run` lets go of what `stet prune` would: pages fetched longer ago than\n"
        'this ("180d", "26w", "2y"), but for evidence. "": they stay.',
    ),
    Key(
        "keep",
        "looks",
        "keep_looks",
        '""',
        _age,
        'Looks longer ago than this that changed nothing. "": they stay.',
    ),
    Key("keep", "texts", "keep_texts", "0", _texts, "Latest texts of each article. 0: all."),
    Key(
        "keep",
        "size",
        "keep_size",
        '""',
        _room,
        'What the file may take ("20GB"): the oldest pages go, but for evidence. "": no limit.',
    ),
    Key(
        "keep",
        "cron",
        "keep_cron",
        '"0 4 * * *"',
        entries.cron,
        "When: minute, hour, day, month, weekday (0 or 7 is Sunday), in the zone of [report].",
    ),
    Key(
        "serve",
        "port",
        "serve_port",
        "0",
        _port,
        "The port at which `stet run` keeps the reader up, with /healthz and /metrics. 0: it does\n"
        "not; `stet serve` does by hand.",
    ),
    Key(
        "serve",
        "host",
        "serve_host",
        '"127.0.0.1"',
        _host,
        "Where: this machine alone. Any other address needs the token below.",
    ),
    Key(
        "serve",
        "processes",
        "serve_processes",
        "1",
        _processes,
        "How many answer there, for many readers at once: each on a core, with its own memory.",
    ),
    TOKEN,
    Key(
        "report",
        "zone",
        "zone",
        '"Asia/Taipei"',
        entries.zone,
        "The time zone in which you read times.",
    ),
)
