"""What the verbs share: which archive, which article, how a crawl is shown while it runs."""

import argparse
import os
import re
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from crawler import clock, urls
from crawler import config as settings
from crawler.config import Config
from crawler.errors import NotFoundError, UsageError
from crawler.items import Reading
from crawler.store import (
    AT_REST,
    Flaw,
    Resting,
    SnapshotRow,
    Store,
    WatchRow,
    left_alone,
)
from crawler.text import counted
from scheduler import reports
from scheduler.diff.records import ChangeReport
from scheduler.verbs import _files

CLEAR = "\r\x1b[K"
RECENT = timedelta(days=150)
"""Nearer than this, month and day of a time say enough."""
HELD = "held"
"""So begins the next look at what is due while its host is left alone."""
SHOWN = 10
"""Of a long list, on a terminal."""
TOGETHER = 200
"""Watches of a site that one transaction changes: others wait for it to write."""
_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_FRONT = re.compile(r"/(?:(?:index|default|home)\.\w+)?")


def config_of(options: argparse.Namespace) -> Config:
    """The configuration that the command line asks for."""
    return settings.load(options.config, getattr(options, "data", None), os.environ)


def open_to_read(options: argparse.Namespace) -> Store:
    """The archive, read only. Raises `StoreError` where there is none yet."""
    return Store.open(config_of(options), read_only=True)


def find(store: Store, name: str) -> WatchRow:
    """The watch that `name` means: an identity or its beginning, or a URL in any spelling."""
    if "://" in name:
        from crawler.sites import identity  # parses pages: not loaded for a mere identity

        name = identity(name)
    return store.find(name)


def article_url(word: str) -> str:
    """A URL as it was typed, if an article may stand there. Raises `UsageError`."""
    url = urls.check(word)
    if _FRONT.fullmatch(urls.path_and_query(url)):
        raise UsageError(
            f"{url} is the front page of {urls.host(url)}, not an article: "
            "give the address of an article"
        )
    return url


def read_again(store: Store, look: SnapshotRow) -> Reading:
    """What our parsers read on the page that a look brought."""
    from crawler import extract  # loads the parser, which few verbs need

    body = store.payload(look.payload) if look.payload else b""
    found = extract.draft(
        body,
        look.final_url,
        dict(look.headers),
        status=look.status,
        requested=look.url,
        fetched_at=look.fetched_at,
    )
    return extract.finish(found, look.fetched_at)


def local(moment: datetime | None, config: Config) -> str:
    """`2026-01-09 17:00` in the reader's zone; `-` for none."""
    return moment.astimezone(config.zone).strftime("%Y-%m-%d %H:%M") if moment else "-"


def short(moment: datetime | None, config: Config, now: datetime) -> str:
    """For a table: `01-09 17:00` in the reader's zone, `2023-01-14` if long ago; `-` for none."""
    if moment is None:
        return "-"
    form = "%m-%d %H:%M" if abs(now - moment) < RECENT else "%Y-%m-%d"
    return moment.astimezone(config.zone).strftime(form)


def next_look(
    watch: WatchRow,
    config: Config,
    now: datetime,
    resting: Mapping[str, Resting] = MappingProxyType({}),
) -> str:
    """When a watch is looked at again: `now`, a time as `short` has it, or `-` for never.

    `rests`: never by itself, as nothing has changed for so long. `held 01-09 17:00`: not before, as
    its host, one of `resting`, is left alone until then.
    """
    if watch.state in AT_REST:
        return "-"
    if watch.is_resting:
        return "rests"
    alone = left_alone(watch.url, resting, now)
    if alone and (watch.is_due(now) or watch.is_due(alone.until)):
        return f"{HELD} {short(alone.until, config, now)}"
    return "now" if watch.is_due(now) else short(watch.next_due, config, now)


def told_host(name: str, state: Resting, config: Config, now: datetime) -> str:
    """For people: `busy.example is left alone until 01-09 17:00: HTTP 503`."""
    until = short(state.until, config, now)
    return clean(f"{name} is left alone until {until}: {state.why}", 0)


def heading(watch: WatchRow) -> str:
    """For people: `cna:202601051001  海角鎮堤防提前完工`."""
    return clean(f"{watch.identity}  {clean(watch.title) or '(not read yet)'}", 0)


def table_width() -> int:
    """How wide a table may be; 0, as wide as it likes, where no terminal shows it."""
    on_screen = sys.stdout.isatty() or "COLUMNS" in os.environ
    return shutil.get_terminal_size().columns if on_screen else 0


def clean(text: str, width: int = 60) -> str:
    """One line of a page's text that cannot move a terminal's cursor; `width` 0: all of it."""
    shown = "".join(letter if letter.isprintable() else " " for letter in text)
    return shown if not 0 < width < len(shown) else f"{shown[: width - 1]}…"


class Counter:
    """Shows how far a crawl is: a line that is overwritten, only where someone is watching."""

    def __init__(self) -> None:
        """Watches nothing yet."""
        self.pages = 0
        self.shown = sys.stderr.isatty()

    def __call__(self, line: Mapping[str, Any]) -> None:
        """Take a line of progress as `runner.run` hands it on."""
        if line.get("event") == "stopping":
            sys.stderr.write(
                f"{CLEAR if self.shown else ''}stet: stopping, {line['reason']}: what was read is "
                f"stored; pages on their way have {line['grace']:.0f} s to come, "
                "or until the next Ctrl-C\n"
            )
            sys.stderr.flush()
        if line.get("event") not in {"page", "seed"}:
            return
        self.pages += 1
        if self.shown:
            title = clean(str(line.get("title") or line.get("url")), 50)
            sys.stderr.write(f"{CLEAR}{self.pages} {line.get('outcome')} {title}")
            sys.stderr.flush()

    def done(self) -> None:
        """Take the line away."""
        if self.shown:
            sys.stderr.write(CLEAR)
            sys.stderr.flush()


def moment(option: str, when: str, zone: tzinfo) -> datetime:
    """A moment from a span before now, a day, or an instant; aware, UTC. Raises `UsageError`."""
    span = re.fullmatch(r"(\d{1,4})([mhdw])", when)
    if span:
        return clock.now() - timedelta(**{_UNITS[span[2]]: int(span[1])})
    try:
        found = datetime.fromisoformat(when)
        return (found if found.tzinfo else found.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise UsageError(
            f"{option} {when!r} is no time: it looks like 24h, 7d or 2026-01-31"
        ) from None


def number(
    lowest: float, highest: float, kind: type[int] | type[float] = int
) -> Callable[[str], float]:
    """An argparse type: a number within bounds, refused with the bounds."""

    def read(word: str) -> float:
        with suppress(ValueError):
            if lowest <= kind(word) <= highest:
                return kind(word)
        raise argparse.ArgumentTypeError(f"{word!r} is no number from {lowest} to {highest}")

    return read


def add_related(parser: argparse.ArgumentParser) -> None:
    """--related, as `add` and `crawl` take it."""
    parser.add_argument(
        "--related",
        type=int,
        choices=range(4),
        default=0,
        metavar="0..3",
        help="how far to follow related links (default: %(default)s)",
    )


def add_format(parser: argparse.ArgumentParser, *others: str) -> None:
    """--format, --lang and --out, as `report` and `diff` take them; `others` are no reports'."""
    parser.add_argument(
        "--format",
        default="text",
        metavar="F",
        help=f"one of {', '.join((*reports.formats(), *others))} (default: %(default)s)",
    )
    parser.set_defaults(other_formats=others)
    parser.add_argument(
        "--lang", choices=("zh-Hant", "en"), default="zh-Hant", help="language of the labels"
    )
    parser.add_argument(
        "--out", type=_files.named, metavar="FILE", help="write there, over what is there"
    )


def write_reports(
    found: Iterable[ChangeReport],
    options: argparse.Namespace,
    config: Config,
    nothing: Literal["none", "none.same"] = "none",
) -> None:
    """Render reports as the options of `add_format` ask. Raises `UsageError`."""
    form = reports.load(options.format, options.other_formats)
    write(form.render(found, context_of(options, config, nothing)), options.out, config)


def context_of(
    options: argparse.Namespace, config: Config, nothing: Literal["none", "none.same"] = "none"
) -> reports.Context:
    """How the options of `add_format` and the place of writing want reports to be shown."""
    colour = options.out is None and sys.stdout.isatty() and "NO_COLOR" not in os.environ
    return reports.Context(
        zone=config.zone,
        now=clock.now(),
        colour=colour,
        width=shutil.get_terminal_size().columns if options.out is None else 0,
        lang=options.lang,
        nothing=nothing,
    )


def told_flaw(flaw: Flaw) -> str:
    """A line on what is not as it was kept."""
    where = flaw.identity or "no article"
    version = "" if flaw.version is None else f" version {flaw.version}"
    return clean(f"{where}{version}: {flaw.what}", 0)


def tell_each(found: Sequence[str]) -> None:
    """A line each on stderr: all of them into a file or a pipe, the first ones on a terminal."""
    shown = found[:SHOWN] if sys.stderr.isatty() else found
    for line in shown:
        print(f"  {line}", file=sys.stderr)
    if left := len(found) - len(shown):
        print(f"  ... and {left} more: add `2> FILE` to have all of them in FILE", file=sys.stderr)


def add_site(
    parser: argparse.ArgumentParser, what: str = "only this site: cna, yahoo, a host name"
) -> None:
    """--site S, as verbs take it; an empty one would mean no site at all, or every one."""

    def named(word: str) -> str:
        if not word.strip():
            raise argparse.ArgumentTypeError("an empty name is none: leave it out for all sites")
        return word

    parser.add_argument("--site", type=named, metavar="S", help=what)


def tell_strangers(store: Store, site: str | None = None, publisher: str | None = None) -> None:
    """Say on stderr which of these names no article bears, where nothing answers to them.

    It is no failure: a site that is watched from tomorrow on may be asked for today.
    """
    for told in _strange(store, site, publisher):
        print(f"stet: {told}", file=sys.stderr)


def check_site(store: Store, site: str | None) -> None:
    """Raises `NotFoundError` for a site of which nothing is watched here, where anything is."""
    for told in _strange(store, site, None):
        raise NotFoundError(told)


def _strange(store: Store, site: str | None, publisher: str | None) -> Iterator[str]:
    for each in store.strangers(site or "", publisher or ""):
        meant = f"did you mean {each.near}?" if each.near else "`stet list` shows what is watched"
        yield f"no article of {clean(each.name)} is watched here; {meant}"


def write(pieces: Iterator[str], out: Path | None, config: Config) -> None:
    """Write a document to a file, or here. Raises what `_files.writing` does."""
    if out is None:
        for piece in pieces:
            sys.stdout.write(piece)
        return
    with _files.writing(out, config) as file:
        file.writelines(piece.encode() for piece in pieces)


def add_articles(parser: argparse.ArgumentParser) -> None:
    """ARTICLE..., as `change_each` takes them."""
    parser.add_argument("articles", nargs="+", metavar="ARTICLE", help="identity or URL")


def add_articles_or_sites(parser: argparse.ArgumentParser) -> None:
    """ARTICLE..., which may be the names of sites."""
    what = "identity or URL, or the name of a site"
    parser.add_argument("articles", nargs="+", metavar="ARTICLE", help=what)


def called(store: Store, name: str) -> list[WatchRow]:
    """What is watched of the site of this name, or the one article. Raises `NotFoundError`."""
    return store.watches(site=name) or [find(store, name)]


def change_each(
    options: argparse.Namespace, change: Callable[[Store, str], WatchRow], said: str
) -> int:
    """Change the named watches and say so; none of them where one is not known. 0."""
    with Store.open(config_of(options), make=False) as store:
        watches = [find(store, name) for name in options.articles]
        for watch in watches:
            change(store, watch.identity)
            print(f"{heading(watch)}: {said}")
    return 0


def change_all(
    options: argparse.Namespace,
    change: Callable[[Store, str], WatchRow],
    said: str,
    of_site: Callable[[WatchRow], bool],
    none: str,
) -> int:
    """The same, of a site at all those for which `of_site` holds; they are counted. 0.

    `none` is said where there are none of these.
    """
    with Store.open(config_of(options), make=False) as store:
        named = [called(store, name) for name in options.articles]
        chosen = {
            watch.identity: watch
            for watches in named
            for watch in watches
            if len(watches) == 1 or of_site(watch)
        }
        names = [*chosen]
        for start in range(0, len(names), TOGETHER):
            with store.together(keep=True) as one:
                _change(one, names[start : start + TOGETHER], change)
    if any(len(watches) > 1 for watches in named):
        print(f"{counted(len(chosen), 'article')}: {said}" if chosen else none)
        return 0
    for watch in chosen.values():
        print(f"{heading(watch)}: {said}")
    return 0


def _change(
    store: Store, identities: Iterable[str], change: Callable[[Store, str], WatchRow]
) -> None:
    for identity in identities:
        change(store, identity)
