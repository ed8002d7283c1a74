"""Which archive a command means, where stet.toml names a database: `--data` leads away from it."""

from pathlib import Path

import pytest

from crawler.store import Store
from scheduler.newsroom import Newsroom
from tests.children import crawl
from tests.terminal import BODY, TITLE, Terminal, complaint, lines


@pytest.fixture
def named(stet: Terminal) -> Path:
    """Where stet.toml says that the archive stands; nothing stands there yet."""
    database = stet.folder / "server.db"
    stet.configure(f'[store]\nurl = "sqlite:///{database}"\n[crawl]\ndelay = 0\n')
    return database


def titles(archive: Path) -> list[str]:
    with Store.open(archive, read_only=True) as store:
        return [watch.title for watch in store.watches()]


@pytest.mark.slow
def test_a_folder_on_the_command_line_is_an_archive_of_its_own(
    newsroom: Newsroom, stet: Terminal, named: Path
):
    story = newsroom.publish(TITLE, BODY)
    added = stet("add", story.url, "--data", "aside")

    assert added.returncode == 0
    assert titles(stet.folder / "aside") == [TITLE]
    assert lines(stet("status", "--data", "aside"))[0] == "archive   aside"
    assert not named.exists()
    assert "there is no archive at" in complaint(stet("list"))


@pytest.mark.slow
def test_so_it_is_for_scrapy(newsroom: Newsroom, stet: Terminal, named: Path):
    url = ("-a", f"url={newsroom.publish(TITLE, BODY).url}")
    data = stet.folder / "data"  # named by $STET_DATA, which leads nowhere else
    assert crawl(newsroom, data, "article", *url).returncode == 0
    assert crawl(newsroom, data, "article", *url, "-s", "STET_DATA=aside").returncode == 0

    assert lines(stet("status"))[:2] == [f"archive   {named}", "watched   1: 1 active"]
    assert titles(stet.folder / "aside") == [TITLE]
    assert not (data / "stet.db").exists()


@pytest.mark.slow
def test_to_read_a_page_leaves_the_archive_alone(newsroom: Newsroom, stet: Terminal, named: Path):
    assert TITLE in stet("read", newsroom.publish(TITLE, BODY).url).stdout
    assert not named.exists()
