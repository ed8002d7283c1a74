"""stet.toml and the environment as one frozen `Config`; every error names file, table and key."""

import codecs
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from crawler import entries
from crawler.aside import Rule
from crawler.entries import Delivery, Kind, Source
from crawler.errors import ConfigError
from crawler.keys import KEYS, TOKEN, Key

FILE = "stet.toml"
_TAIPEI = ZoneInfo("Asia/Taipei")


@dataclass(frozen=True, slots=True)
class Config:
    """What Stet is set to. A field is a key of stet.toml; `template` explains each."""

    data: Path = Path("data")
    """The folder of the archive, logs and locks."""
    database_url: str = ""
    """Of a database, as SQLAlchemy has it; empty: the SQLite file in `data`."""
    contact: str = ""
    """An address or page sent with the User-Agent, for sites to write to; empty: none."""
    delay: float = 1.0
    """Seconds."""
    concurrent: int = 2
    """Requests at one host at a time."""
    timeout: float = 30.0
    """Seconds."""
    max_related: int = 20
    """Links followed from one page."""
    max_related_a_day: int = 500
    """New articles of one site watched in a day because others link to them."""
    max_memory: int = 2_000_000_000
    """Bytes that the process of a crawl may take."""
    max_log: int = 20_000_000
    """Bytes that the log of a crawl may take."""
    requests_a_day: int = 0
    """Looks at all articles together; 0: no budget."""
    requests_a_day_per_site: int = 0
    """Looks at the articles of any one site; 0: no budget."""
    keep_pages: timedelta | None = None
    """Pages fetched longer ago may go; None: they stay."""
    keep_looks: timedelta | None = None
    """Looks longer ago that changed nothing may go; None: they stay."""
    keep_texts: int = 0
    """Latest texts that stay of each article; 0: all."""
    keep_size: int = 0
    """Bytes that the file of the archive may take; 0: no limit."""
    keep_cron: str = "0 4 * * *"
    """When the archive is looked after, in `zone`."""
    serve_port: int = 0
    """Where the daemon keeps the reader up; 0: nowhere."""
    serve_host: str = "127.0.0.1"
    """Of this machine."""
    serve_processes: int = 1
    """That answer."""
    zone: ZoneInfo = _TAIPEI
    """In which times are shown to the reader."""
    token: str = field(default="", repr=False)
    """What the reader asks of who comes from another machine; empty: nobody may."""
    source: tuple[Source, ...] = ()
    """[[source]]: where new articles are found."""
    deliver: tuple[Delivery, ...] = ()
    """[[deliver]]: who is told what changed."""
    ignore: tuple[Rule, ...] = ()
    """[[ignore]]: what is folded with the name of its rule, and scores nothing."""
    file: Path | None = None
    """The stet.toml that was read, if any."""
    text: str = field(default="", repr=False, compare=False)
    """What stood in it: it may be another one by now. It may hold a password."""

    @property
    def user_agent(self) -> str:
        """What sites see, with the contact where one is set."""
        from importlib import metadata  # 25 ms that a reader of the archive need not wait

        contact = f" (+{self.contact})" if self.contact else ""
        return f"Stet/{metadata.version('stet')}{contact}"


def load(path: Path | None, data: Path | None, env: Mapping[str, str]) -> Config:
    """The configuration of `path`, or of ./stet.toml where there is one.

    The data folder is `data` (--data), else $STET_DATA, else $STATE_DIRECTORY, else the file's
    own `[store] data`, else data/ beside the file, else ./data. The database is the file in it
    where `data` names it, else $STET_URL, else `[store] url`; $STET_TOKEN goes before
    `[serve] token`. Raises `ConfigError`.
    """
    file = path or (Path(FILE) if Path(FILE).is_file() else None)
    text = _text(file) if file else ""
    settings = _settings(file, text) if file else {}
    folder = data or _folder(env)
    if folder is None and file:
        folder = file.parent / str(settings.get("data", "data"))
    settings |= {"data": folder or Path("data"), "file": file, "text": text}
    if data:
        settings["database_url"] = ""
    elif "STET_URL" in env:
        settings["database_url"] = env["STET_URL"]
    if env.get("STET_TOKEN"):
        settings["token"] = _value("$STET_TOKEN", TOKEN, env["STET_TOKEN"])
    return Config(**settings)


def template() -> str:
    """A stet.toml that says nothing but the defaults, each explained: for `stet init`."""
    lines = ["# Settings of Stet. What is commented out is the default."]
    table = ""
    for key in KEYS:
        if key.table != table:
            table = key.table
            lines += ["", f"[{table}]"]
        lines += [f"# {line}" for line in key.comment.splitlines()]
        lines.append(f"#{key.name} = {key.default}")
    for kind in _KINDS.values():
        lines += ["", *kind.comment]
    return "\n".join(lines) + "\n"


def _folder(env: Mapping[str, str]) -> Path | None:
    # systemd may list several folders in $STATE_DIRECTORY; the first is the service's own.
    named = env.get("STET_DATA") or env.get("STATE_DIRECTORY", "").split(":")[0]
    return Path(named) if named else None


def _settings(file: Path, text: str) -> dict[str, Any]:
    tables = {key.table: f"[{key.table}]" for key in KEYS}
    tables |= {name: f"[[{name}]]" for name in _KINDS}
    places = {key.name: f"[{key.table}] {key.name}" for key in KEYS}
    found: dict[str, Any] = {}
    for table, keys in _tables(file, text).items():
        if table in _KINDS:
            found[table] = tuple(entries.read(file, _KINDS[table], keys))
            continue
        if table not in tables:
            where = f"[{table}]" if isinstance(keys, dict) else table
            raise entries.unknown(f"{file}:", where, tables | places)
        if not isinstance(keys, dict):
            raise ConfigError(f"{file}: {table} = {keys!r}: [{table}] is a table, not a key")
        known = {key.name: key for key in KEYS if key.table == table}
        for name, value in keys.items():
            if name not in known:
                own = {each: places[each] for each in known}
                raise entries.unknown(f"{file}: [{table}]", name, own)
            found[known[name].field] = _value(f"{file}: [{table}] {name}", known[name], value)
    return found


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")  # with the mark that Windows puts before it
    except UnicodeDecodeError as error:
        if error.object.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            raise ConfigError(f"{file}: it is UTF-16: save it as UTF-8") from None
        raise ConfigError(f"{file}: {error}") from None
    except OSError as error:
        raise ConfigError(f"{file}: {error.strerror}") from None


def _tables(file: Path, text: str) -> dict[str, Any]:
    import tomllib  # most have no stet.toml

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{file}: {error}") from None


def _value(place: str, key: Key, value: object) -> object:
    try:
        return key.read(value)
    except ValueError as error:
        said = "" if key.is_secret else f" = {value!r}"
        raise ConfigError(f"{place}{said}: expected {error}") from None


_KINDS: dict[str, Kind[Any]] = {
    kind.name: kind for kind in (entries.SOURCES, entries.DELIVERIES, entries.RULES)
}
