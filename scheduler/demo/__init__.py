"""The whole of Stet in a minute, offline: a newsroom, five rounds of crawling, and the proof."""

import itertools
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from crawler.config import FILE, Config
from crawler.errors import CrawlError, StoreError
from crawler.store import Store, WatchRow
from crawler.text import counted
from scheduler import reports, rounds, runner
from scheduler.demo.check import disagreements
from scheduler.demo.performance import Performance, Round, Shelf, Word
from scheduler.demo.script import SCENES, Scene, sabotage
from scheduler.demo.stage import CERTIFICATES, MARK, prepared
from scheduler.diff.records import from_json
from scheduler.newsroom import Edition, Newsroom, opening_edition

__all__ = ["PAGE", "disagreements", "perform", "played", "prepared"]

PAGE = "report.html"

Say = Callable[[str], None]


def played(folder: Path, zone: ZoneInfo) -> Config | None:
    """The settings of the performance that came to its end in `folder`, to be looked at again.

    None where there is none, or one that only an older Stet can read.
    """
    if not ((folder / MARK).exists() and (folder / PAGE).exists()):
        return None
    config = Config(data=folder, zone=zone, file=folder / FILE)
    try:
        Store.open(config, read_only=True).close()
    except StoreError:
        return None
    return config


def perform(config: Config, say: Say, *, colour: bool = False, spoilt: bool = False) -> Performance:
    """Play the demo in a folder that is `prepared`, and write its HTML report there.

    Returns all that `disagreements` judges; where the newsroom is `spoilt` it cheats. Raises
    `CrawlError` where a crawl fails.
    """
    rounds = []
    with Newsroom(folder=config.data / CERTIFICATES) as newsroom:
        edition = opening_edition(newsroom)
        say(f"A newsroom with {len(edition.stories)} invented stories answers for every host.")
        for number, scene in enumerate(SCENES, 1):
            _play(scene, newsroom, edition)
            if spoilt and number == len(SCENES):
                sabotage(newsroom, edition)
            say(f"\nRound {number}, {newsroom.now:%A %H:%M}: {scene.told}.")
            rounds.append(_round(config, newsroom, edition, say, colour=colour))
        word = Word(newsroom.log, newsroom.proofs, newsroom.hits)
    jsonl = _reported(config)
    page = _written(config, jsonl, newsroom.now)
    edits = sum(edit.kind != "published" for edit in word.log)
    told = jsonl.count("\n")
    say(f"\nThe newsroom made {edits} edits; {told} reports tell of them.")
    if told < edits:
        say("What was done to one article between two looks is one report.")
    return Performance(word, tuple(rounds), jsonl, page, _shelves(config), config.zone)


def _play(scene: Scene, newsroom: Newsroom, edition: Edition) -> None:
    newsroom.advance(hours=scene.hours)
    scene.act(newsroom, edition)
    newsroom.rotate_noise()


def _round(
    config: Config, newsroom: Newsroom, edition: Edition, say: Say, *, colour: bool
) -> Round:
    """Crawl with a real child process on the newsroom's clock, and print what it found."""
    started = time.monotonic()
    batch = runner.Batch(
        "article",
        {"related": "1"},
        urls=[story.url for story in edition.front.values()],
        environment=newsroom.environment(),
        settings={"DOWNLOAD_DELAY": "0"},
    )
    done = rounds.crawl(config, [batch], now=newsroom.now, on_progress=_counter())
    for failure in done.failures:
        raise CrawlError(failure)
    say(f"  {done.sentence()} ({time.monotonic() - started:.1f} s)")
    with Store.open(config, read_only=True) as store:
        rows = store.reports(since=newsroom.now)
    context = reports.Context(
        zone=config.zone,
        now=newsroom.now,
        colour=colour,
        width=shutil.get_terminal_size().columns,
    )
    found = [from_json(row.record) for row in rows]
    printed = "".join(reports.load("text").render(found, context)) if found else ""
    if printed:
        say(printed)
    return Round(newsroom.now, done.sentence(), printed)


def _counter() -> Callable[[Mapping[str, Any]], None] | None:
    """Counts pages on one line, where someone is watching."""
    if not sys.stderr.isatty():
        return None
    pages = itertools.count()

    def show(line: Mapping[str, Any]) -> None:
        if line.get("event") == "page":
            sys.stderr.write(f"\r\x1b[K  {counted(next(pages), 'page')} ...\r")
            sys.stderr.flush()

    show({"event": "page"})  # the crawl takes a second to start
    return show


def _reported(config: Config) -> str:
    """What a reader gets who asks for the changes: read as a program would."""
    command = [sys.executable, "-m", "scheduler", "report", "--format", "jsonl"]
    asked = subprocess.run(  # noqa: S603  our own interpreter and arguments
        [*command, "--config", str(config.file), "--data", str(config.data)],
        capture_output=True,
        check=False,
    )
    if asked.returncode:
        raise CrawlError(f"stet report failed: {asked.stderr.decode(errors='replace')}")
    return asked.stdout.decode()


def _written(config: Config, jsonl: str, now: datetime) -> str:
    """The HTML report of these, as it stands in its file."""
    context = reports.Context(zone=config.zone, now=now)
    told = [from_json(line) for line in jsonl.splitlines()]
    file = config.data / PAGE
    file.write_text("".join(reports.load("webpage").render(told, context)), encoding="utf-8")
    return file.read_text(encoding="utf-8")


def _shelves(config: Config) -> tuple[Shelf, ...]:
    """All that the archive can be asked about."""
    with Store.open(config, read_only=True) as store:
        return tuple(_shelf(store, watch) for watch in store.watches())


def _shelf(store: Store, watch: WatchRow) -> Shelf:
    versions = tuple(store.versions(watch.identity))
    return Shelf(
        watch,
        versions,
        tuple(store.article(watch.identity, version.number) for version in versions),
        tuple(store.related(watch.identity)),
        tuple(store.events(watch.identity)),
    )
