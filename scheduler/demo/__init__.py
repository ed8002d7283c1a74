"""The whole of Stet in a minute, offline: a newsroom, five rounds of crawling, and the proof."""

import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from html import escape
from pathlib import Path
from typing import Any

from crawler.config import Config
from crawler.errors import CrawlError, UsageError
from crawler.sites import identity
from crawler.store import Store
from scheduler import reports, rounds, runner
from scheduler.demo.check import disagreements
from scheduler.demo.script import SCENES, Scene, sabotage
from scheduler.diff.records import ChangeReport, from_json
from scheduler.newsroom import Edition, Newsroom, opening_edition

MARK = ".stet-demo"
"""Says that a folder is the demo's own and may be emptied."""
PAGE = "report.html"

Say = Callable[[str], None]


def rehearse(
    config: Config, say: Say, *, colour: bool = False, spoilt: bool = False
) -> tuple[list[str], Path]:
    """Run the demo in `config.data`, which is emptied first.

    Returns what Stet and the newsroom disagree on (nothing, unless `spoilt`) and the report's
    file. Raises `UsageError` where the folder holds something else, `CrawlError` where a crawl
    fails.
    """
    _empty(config.data)
    with Newsroom() as newsroom:
        edition = opening_edition(newsroom)
        say(f"A newsroom with {len(edition.stories)} invented stories answers for every host.")
        for number, scene in enumerate(SCENES, 1):
            _play(scene, newsroom, edition)
            if spoilt and number == len(SCENES):
                sabotage(newsroom, edition)
            say(f"\nRound {number}, {newsroom.now:%A %H:%M}: {scene.told}.")
            _round(config, newsroom, edition, say, colour=colour)
        edits = [edit for edit in newsroom.log if edit.kind != "published"]
    page = config.data / PAGE
    told = _reported(config)
    _write_page(config, told, page, newsroom.now)
    say(f"\nThe newsroom made {len(edits)} edits; {len(told)} reports tell of them.")
    return disagreements(edits, told, identity) + _unshown(told, page), page


def _empty(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file: name a folder with --data")
    if folder.exists() and any(folder.iterdir()):
        if not (folder / MARK).exists():
            raise UsageError(
                f"{folder} holds something that is not of a demo: name another folder with --data"
            )
        shutil.rmtree(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / MARK).touch()
    except OSError as error:
        raise UsageError(f"cannot write {folder}: {error.strerror}") from error


def _play(scene: Scene, newsroom: Newsroom, edition: Edition) -> None:
    newsroom.advance(hours=scene.hours)
    scene.act(newsroom, edition)
    newsroom.rotate_noise()


def _round(config: Config, newsroom: Newsroom, edition: Edition, say: Say, *, colour: bool) -> None:
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
    if rows:
        found = [from_json(row.record) for row in rows]
        say("".join(reports.load("text").render(found, context)))


def _counter() -> Callable[[Mapping[str, Any]], None] | None:
    """Counts pages on one line, where someone is watching."""
    if not sys.stderr.isatty():
        return None
    pages = iter(range(1, sys.maxsize))

    def show(line: Mapping[str, Any]) -> None:
        if line.get("event") == "page":
            sys.stderr.write(f"\r\x1b[K  {next(pages)} pages\r")
            sys.stderr.flush()

    return show


def _reported(config: Config) -> list[ChangeReport]:
    """What a reader gets who asks for the changes: read as a program would."""
    command = [sys.executable, "-m", "scheduler", "report", "--format", "jsonl"]
    asked = subprocess.run(  # noqa: S603  our own interpreter and arguments
        [*command, "--data", str(config.data)], capture_output=True, check=False
    )
    if asked.returncode:
        raise CrawlError(f"stet report failed: {asked.stderr.decode(errors='replace')}")
    return [from_json(line) for line in asked.stdout.splitlines()]


def _unshown(told: list[ChangeReport], page: Path) -> list[str]:
    """A sentence for each report that the web page leaves out."""
    shown = page.read_text(encoding="utf-8")
    return [f"{report.id} is not on the page" for report in told if escape(report.url) not in shown]


def _write_page(config: Config, told: list[ChangeReport], page: Path, now: datetime) -> None:
    context = reports.Context(zone=config.zone, now=now)
    with page.open("w", encoding="utf-8") as file:
        file.writelines(reports.load("webpage").render(told, context))
