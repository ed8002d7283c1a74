"""The reader's own pages: which of them several readers share, and until when."""

import dataclasses
import os
import time
from collections.abc import Callable, Iterator

import pytest
from starlette.applications import Starlette

from crawler.config import Config
from crawler.store.database import FILE
from scheduler import web
from tests.archives import filled
from tests.browser import opened, tell
from tests.reports.invented import NOISE
from tests.terminal import eventually

FERRY = "/article/cna:202603010001"
TOKEN = "correct-horse-battery"


def lazy(config: Config) -> Starlette:
    """A reader that gives old answers for an hour: no machine is so slow."""
    return web.app(config, stale=3600)


@pytest.fixture
def left(config: Config) -> Iterator[Callable[[str], int]]:
    """What becomes of an address that was asked for once, when the archive is gone."""
    filled(config)
    with opened(lazy(config)) as reader:

        def asked(path: str) -> int:
            assert reader.get(path).status_code == 200
            for file in config.data.glob(f"{FILE}*"):
                file.unlink()
            return reader.get(path).status_code

        yield asked


@pytest.mark.parametrize("path", ["/", "/sites", FERRY, "/feed.atom", "/api/changes"])
def test_a_page_is_given_again(left: Callable[[str], int], path: str):
    assert left(path) == 200


@pytest.mark.parametrize("path", ["/metrics", "/healthz", f"{FERRY}/diff/1..2/evidence.zip"])
def test_what_must_be_of_now_is_made_each_time(left: Callable[[str], int], path: str):
    assert left(path) == 503


def test_each_reader_gets_a_page_in_their_own_language_and_theme(config: Config):
    filled(config)
    with opened(lazy(config)) as browser:
        for _ in range(2):
            assert 'lang="en"' in browser.get("/", headers={"Cookie": "lang=en"}).text[:200]
            assert 'lang="zh-Hant-TW"' in browser.get("/").text[:200]
            dark = browser.get("/", headers={"Cookie": "theme=dark"}).text
            assert 'data-theme="dark"' in dark
            assert "data-theme" not in browser.get("/").text


def test_who_has_no_token_gets_nothing_that_others_got(config: Config):
    filled(config)
    with opened(lazy(dataclasses.replace(config, token=TOKEN))) as browser:
        assert browser.get("/").status_code == 401
        bearing = {"Authorization": f"Bearer {TOKEN}"}
        assert browser.get("/", headers=bearing).status_code == 200
        assert browser.get("/").status_code == 401


def test_a_page_is_made_anew_when_a_change_came(config: Config):
    filled(config)
    with opened(web.app(config, stale=0)) as browser:
        assert "渡輪公司" not in browser.get("/").text
        tell(config, NOISE)
        assert "渡輪公司" in browser.get("/").text


def test_a_page_of_an_archive_that_rests_is_not_made_again(config: Config):
    filled(config)
    archive, old = config.data / FILE, time.time() - 60
    os.utime(archive, (old, old))
    with opened(web.app(config, stale=0)) as browser:
        page = browser.get("/sites/cna")
        archive.write_bytes(bytes(archive.stat().st_size))
        os.utime(archive, (old, old))  # nobody can tell, and nobody looks
        assert browser.get("/sites/cna").content == page.content

        os.utime(archive)
        eventually(lambda: browser.get("/sites/cna").status_code == 503)  # it is held for a moment
