"""An archive's file that is read again and again: it is held open, and let go of soon."""

import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import event

from crawler.config import Config
from crawler.errors import NotFoundError
from crawler.store import Moments, Store
from crawler.store.backup import back_up
from crawler.store.complaints import PATIENCE
from crawler.store.database import FILE
from crawler.store.file import engine
from crawler.store.restore import restore
from tests.test_store_backup import quiet
from tests.visits import IDENTITY, article, visit

LONG = 600.0


@pytest.fixture
def file(config: Config) -> Path:
    """An archive with one article."""
    with Store.open(config) as store:
        store.keep([visit(article("原來的稿子"))])
    return config.data / FILE


@pytest.fixture
def opened(file: Path) -> Iterator[list[object]]:
    """Grows by one for each connection that is opened to be read from."""
    found: list[object] = []

    def note(connection: object, _: object) -> None:
        found.append(connection)

    reader = engine(file, PATIENCE, read_only=True)
    event.listen(reader, "connect", note)
    yield found
    event.remove(reader, "connect", note)


def title(moments: Moments) -> str:
    with moments.now() as store:
        return store.find(IDENTITY).title


def test_one_connection_serves_one_moment_after_the_other(config: Config, opened: list[object]):
    with closing(Moments(config, held=LONG)) as moments:
        for _ in range(3):
            assert title(moments) == "原來的稿子"
        assert len(opened) == 1
        with moments.now() as one, moments.now() as other:
            assert one.find(IDENTITY) == other.find(IDENTITY)
        assert len(opened) == 2


def test_it_is_closed_when_its_time_is_over(config: Config, opened: list[object]):
    with closing(Moments(config, held=0)) as moments:
        for _ in range(3):
            title(moments)
    assert len(opened) == 3


def test_what_was_read_by_one_who_failed_is_closed(config: Config, opened: list[object]):
    with closing(Moments(config, held=LONG)) as moments:
        with pytest.raises(NotFoundError), moments.now() as store:
            store.find("cna:0")
        title(moments)
    assert len(opened) == 2


def test_another_file_of_the_same_name_is_opened(config: Config, file: Path, tmp_path: Path):
    with Store.open(tmp_path / "other") as store:
        store.keep([visit(article("另一份稿子"))])
    with closing(Moments(config, held=LONG)) as moments:
        assert title(moments) == "原來的稿子"
        (tmp_path / "other" / FILE).replace(file)
        assert title(moments) == "另一份稿子"
        file.unlink()
        file.symlink_to(tmp_path / "nowhere")
        with pytest.raises(Exception, match="there is no archive"):
            title(moments)


def test_a_copy_takes_the_place_of_a_file_that_is_held(config: Config, file: Path, tmp_path: Path):
    copy = tmp_path / "copy.db"
    back_up(file, copy, quiet)
    with Store.open(config) as store:
        store.keep([visit(article("改過的稿子"), 1)])
    with closing(Moments(config, held=0.2)) as moments:
        for _ in range(2):  # of which one looks on as the other is let go of
            with moments.now(), moments.now():
                pass
        assert title(moments) == "改過的稿子"
        restore(copy, file, quiet, datetime(2026, 3, 9, tzinfo=UTC))
        assert title(moments) == "原來的稿子"


def test_nobody_waits_for_it_who_ends(config: Config, file: Path):
    before = set(threading.enumerate())
    with closing(Moments(config, held=LONG)) as moments:
        title(moments)
        [timer] = set(threading.enumerate()) - before
        assert timer.daemon
    timer.join()
