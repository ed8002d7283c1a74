"""What the daemon does beside its crawls, inside of the test: no article is due."""

import logging
import os
import signal
import socket
import sqlite3
import threading
import time
import urllib.request
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from crawler.clock import Faster
from crawler.config import Config, load
from crawler.entries import Delivery, Source
from crawler.errors import ConfigError
from crawler.store import DeliveryRow, Resting, Store, Wanted
from scheduler import rounds
from scheduler.compare import write_missing_reports
from scheduler.daemon import Daemon
from scheduler.daemon.late import Late
from scheduler.lock import beaten
from scheduler.rounds import Round
from tests.archives import filled
from tests.children import offspring
from tests.terminal import eventually
from tests.visits import START, article, hour, visit

NIGHT = datetime(2026, 11, 30, 19, 59, 30, tzinfo=UTC)
"""Half a minute before four in Taipei."""


@pytest.fixture
def quiet(config: Config) -> Config:
    """The settings of one whose articles are all left alone."""
    filled(config)
    with Store.open(config) as store:
        for watch in store.watches():
            store.pause(watch.identity)
    return config


def run(daemon: Daemon, until: Callable[[], object]) -> None:
    """Let it run until something holds, then stop it."""

    def watch() -> None:
        latest = time.monotonic() + 60
        while not until() and time.monotonic() < latest:
            time.sleep(0.02)
        daemon.stopping.set()
        daemon.woken.set()

    watcher = threading.Thread(target=watch)
    watcher.start()
    assert daemon.run() == 0
    watcher.join()


def test_the_archive_is_looked_after_at_its_time_and_once(
    quiet: Config, caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.INFO, "scheduler")
    logs = quiet.data / "logs"
    logs.mkdir()
    for number in range(205):
        (logs / f"{number:04}.log").write_text("x")
    with Store.open(quiet) as store:
        same = article("同一則", "第一段。", "第二段。", url="https://news.example/same")
        for at in range(3):
            store.keep([visit(same, at, identity="news.example:/same")])
        store.pause("news.example:/same")
    config = replace(quiet, keep_looks=timedelta(days=1))

    daemon = Daemon(config, lambda: config, 0.1, Faster(NIGHT, 10))
    run(daemon, lambda: "maintenance: " in caplog.text)
    assert "maintenance: pruned 1 look, " in caplog.text
    assert "; removed 6 logs; the archive takes " in caplog.text

    caplog.clear()
    an_hour_later = Faster(NIGHT + timedelta(hours=1), 10)
    ticks = iter(range(10))
    daemon = Daemon(config, lambda: config, 0.1, an_hour_later)
    run(daemon, lambda: next(ticks, None) is None)
    assert "maintenance" not in caplog.text

    days_later = Faster(NIGHT + timedelta(days=3), 10)
    run(
        Daemon(config, lambda: config, 0.1, days_later),
        lambda: "maintenance: " in caplog.text,
    )


def test_a_clock_that_is_set_stalls_nothing(quiet: Config, caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.INFO, "scheduler")
    asked = iter(range(1_000))

    def set_back() -> datetime:
        return datetime.now(UTC) - timedelta(hours=next(asked) // 3)

    run(
        Daemon(quiet, lambda: quiet, 0.05, wall=set_back),
        lambda: caplog.text.count("the clock went -3600 s") >= 2,
    )
    assert caplog.text.count("the clock went") >= 2


def test_an_archive_that_is_out_of_reach_as_all_is_planned_anew_ends_nothing(
    quiet: Config, caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.INFO, "scheduler")
    fresh = replace(quiet, keep_cron="* * * * *")
    daemon = Daemon(quiet, lambda: fresh, 0.1, Faster(NIGHT + timedelta(hours=1), 60))
    steps = iter(["ALTER TABLE learnt RENAME TO away", "ALTER TABLE away RENAME TO learnt"])
    reached = iter(
        [lambda: "watching " in caplog.text, lambda: "no such table: learnt" in caplog.text]
    )

    def is_over() -> bool:
        if (then := next(steps, None)) is None:
            return "maintenance: " in caplog.text
        eventually(next(reached))
        with closing(sqlite3.connect(quiet.data / "stet.db")) as archive:
            archive.execute(then)
        daemon.woken.set()
        return False

    run(daemon, is_over)

    assert "the settings were read again" in caplog.messages


def test_it_gives_a_sign_of_life(quiet: Config, caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.INFO, "scheduler")
    started = time.time()

    run(Daemon(quiet, lambda: quiet, 0.1), lambda: (beaten(quiet.data) or 0) >= started)

    assert "stopping" in caplog.messages, "and tells of no crawl where none runs"


def test_nobody_who_never_watched_gives_one(tmp_path: Path):
    assert beaten(tmp_path) is None


def test_what_was_missed_is_told(config: Config, caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.INFO, "scheduler")
    filled(config)
    with Store.open(config) as store:
        for watch in store.watches():
            store.pause(watch.identity)
        run_id = store.start_run("article", {}, NIGHT)
        store.finish_run(run_id, NIGHT, "finished", {})
        store.resume("cna:202603010001")
        store.set_due({"cna:202603010001": NIGHT + timedelta(days=2)})

    stopped = Daemon(config, lambda: config, 60, Faster(NIGHT + timedelta(days=3), 1))
    stopped.stopping.set()
    stopped.run()
    assert "nobody crawled since 2026-11-30 19:59:30+00:00: 1 article due" in caplog.text


@pytest.mark.slow
def test_the_reader_is_up_while_it_watches_and_knows_new_settings(quiet: Config):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    config = replace(quiet, serve_port=port, serve_processes=2)
    settings = [config]
    daemon = Daemon(config, lambda: settings[-1], 0.2)
    readers: list[set[int]] = []
    answers: list[bytes] = []

    def again() -> bool:
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with suppress(OSError), opener.open(f"http://127.0.0.1:{port}/healthz") as page:
            answers.append(page.read())
            readers.append({*offspring(os.getpid())})
            if len(settings) == 1:
                settings.append(replace(config, zone=ZoneInfo("Asia/Tokyo")))
                daemon.woken.set()
        return len(readers) > 1 and readers[0].isdisjoint(readers[-1])

    run(daemon, again)
    assert all(b'"daemon_silent_seconds"' in answer for answer in answers)
    assert readers[0].isdisjoint(readers[-1]), "it was started anew"
    assert offspring(os.getpid()) == []


@pytest.mark.slow
def test_a_reader_that_dies_comes_back_by_the_settings_that_are_in_use(
    quiet: Config, tmp_path: Path
):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    file = tmp_path / "stet.toml"
    file.write_text(f"[serve]\nport = {port}\n")
    config = load(file, quiet.data, {})
    kept = quiet.data / "logs" / "serve.toml"
    killed: set[int] = set()

    def is_back() -> bool:
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with suppress(OSError), opener.open(f"http://127.0.0.1:{port}/healthz"):
            here = {*offspring(os.getpid())}
            if not killed:
                assert kept.stat().st_mode & 0o777 == 0o600
                file.write_text("[serve")
                killed.update(here)
                for process in here:
                    os.kill(process, signal.SIGKILL)
            return bool(here) and not here & killed
        return False

    run(Daemon(config, lambda: config, 0.2), is_back)
    assert killed
    assert not kept.exists()


@pytest.mark.slow
def test_where_the_reader_is_is_said_once_it_listens_there(
    quiet: Config, caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.INFO, "scheduler")
    taken = socket.create_server(("127.0.0.1", 0))
    port = taken.getsockname()[1]
    config = replace(quiet, serve_port=port)
    here = f"the reader is at http://127.0.0.1:{port}/"

    def is_told() -> bool:
        if "the reader ended with 2 (stet: cannot listen on 127.0.0.1 port" in caplog.text:
            assert taken.fileno() < 0 or here not in caplog.text
            taken.close()
        return here in caplog.text

    run(Daemon(config, lambda: config, 0.2), is_told)
    assert caplog.text.index("cannot listen") < caplog.text.index(here)


def test_a_reader_whose_settings_cannot_be_kept_costs_the_watch_nothing(
    quiet: Config, caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.INFO, "scheduler")
    (quiet.data / "logs").write_text("a file where the folder of logs is to be")
    config = replace(quiet, serve_port=8000)

    run(Daemon(config, lambda: config, 0.1), lambda: "watching" in caplog.text)

    assert f"the reader: cannot write {quiet.data / 'logs' / 'serve.toml'}: " in caplog.text


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"keep_cron": "0 25 * * *"}, "[keep] cron = '0 25 * * *': "),
        ({"deliver": (Delivery("a", "b", cron="0 7 31 2 *"),)}, "[[deliver]] a: cron = "),
        ({"deliver": (Delivery("a", "b", channel="owl"),)}, "[[deliver]] a: there is no channel"),
        ({"serve_port": 8000, "serve_host": "192.0.2.1"}, "[serve] host: "),
    ],
)
def test_settings_that_mean_nothing_are_refused_at_the_start(
    config: Config, wrong: dict[str, Any], said: str
):
    settings = replace(config, **wrong)

    with pytest.raises(ConfigError) as caught:
        Daemon(settings, lambda: settings)
    assert f"None: {said}" in str(caught.value)


def test_a_letter_that_was_not_taken_is_tried_again_before_its_next_time(
    quiet: Config, tmp_path: Path, caplog: pytest.LogCaptureFixture
):
    """By a clock on which a minute takes a tenth of a second."""
    caplog.set_level(logging.INFO, "scheduler")
    folder = tmp_path / "digests"
    daily = Delivery("daily", str(folder), cron="0 4 * * *", format="jsonl")
    config = replace(quiet, deliver=(daily,), file=tmp_path / "stet.toml")

    def is_told() -> bool:
        if "tried 2 of 6 times" in caplog.text and folder.is_file():
            folder.unlink()
        return "daily: 1 change to " in caplog.text

    edited_before(config, NIGHT)
    daemon = Daemon(config, lambda: config, 0.1, Faster(NIGHT - timedelta(minutes=30), 600))
    folder.write_text("a file where the folder should be")
    run(daemon, is_told)
    assert caplog.text.count("daily: cannot write ") == 2
    [path] = folder.iterdir()
    assert path.name.startswith("daily-20261201T04")


def edited_before(config: Config, moment: datetime) -> None:
    """An article that is left alone was edited an hour earlier."""
    at = (moment - START).total_seconds() / 3600
    with Store.open(config) as store:
        for text, hours in (("第一段。", at - 2), ("第二段。", at - 1)):
            read = article("夜裡", text, url="https://news.example/night")
            store.keep([visit(read, hours, identity="news.example:/night")])
        store.pause("news.example:/night")
        write_missing_reports(store)


def test_what_was_under_way_is_taken_up_at_the_start_and_once(
    quiet: Config, tmp_path: Path, caplog: pytest.LogCaptureFixture
):
    """And what is due since then is told by a letter of its own."""
    caplog.set_level(logging.INFO, "scheduler")
    folder = tmp_path / "digests"
    daily = Delivery("daily", str(folder), cron="0 4 * * *", format="jsonl")
    config = replace(quiet, deliver=(daily,), file=tmp_path / "stet.toml")
    edited_before(config, NIGHT)
    with Store.open(config) as store:
        _, place = store.bookmarks.untold("deliver daily", Wanted())
        two_days = NIGHT - timedelta(days=2)
        killed = DeliveryRow("daily", two_days, two_days, place, 1, 1, two_days)
        store.deliveries.note(killed)

    daemon = Daemon(config, lambda: config, 0.1, Faster(NIGHT, 1))
    run(daemon, lambda: "daily: nothing new to tell" in caplog.text)
    assert caplog.text.count("daily: 1 change to ") == 1
    [path] = folder.iterdir()
    assert path.name == f"daily-{two_days.astimezone(config.zone):%Y%m%dT%H%M%S}.jsonl"


def test_a_source_whose_host_is_left_alone_goes_first_once_it_may_be_asked(config: Config):
    source, late = Source("https://news.example/rss.xml"), Late()
    config = replace(config, source=(source,))
    with Store.open(config) as store:
        store.hosts.note("news.example", Resting(0, hour(1), "it asks for 90 s between pages"))
    late.look_for(source, lambda: rounds.discover(config, source=source, now=hour(0)))

    assert late.ready(config, hour(0.9)) == []
    assert late.ready(config, hour(1)) == [source]
    assert late.ready(replace(config, source=()), hour(1)) == [], "it is not looked at any more"
    late.look_for(source, Round)
    assert late.ready(config, hour(1)) == []
