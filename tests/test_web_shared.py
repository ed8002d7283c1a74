"""Answers that several readers share: who gets which, for how long, and in how much room."""

import asyncio
import dataclasses
import os
import time
from collections import Counter
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from crawler.config import Config
from crawler.store.database import FILE
from scheduler import web
from scheduler.web import fresh, shared
from scheduler.web.shared import Answers, Shared
from tests.archives import filled
from tests.browser import Browser, opened, tell
from tests.reports.invented import NOISE
from tests.terminal import eventually


class Site:
    """A site of one page that tells how often it was made, and of which archive."""

    def __init__(self, look: Callable[[Request], Response] | None = None) -> None:
        self.time = 100.0
        self.archive: Hashable | None = "as it was"
        self.asked: list[Request] = []
        self.answers = Answers(lambda: self.archive, clock=lambda: self.time)
        self._look = look or self._told

    def _told(self, request: Request) -> Response:
        return Response(f"{len(self.asked)}: {self.archive}")

    async def _answered(self, request: Request) -> Response:
        self.asked.append(request)
        await asyncio.sleep(0)  # others come meanwhile
        return self._look(request)

    @contextmanager
    def opened(self) -> Iterator[Browser]:
        middleware = [Middleware(Shared, self.answers)]
        route = Route("/{name:path}", self._answered, methods=["GET"], middleware=middleware)
        with opened(Starlette(routes=[route], middleware=[Middleware(fresh.Fresh)])) as browser:
            yield browser


@pytest.fixture
def site() -> Site:
    return Site()


@pytest.fixture
def browser(site: Site) -> Iterator[Browser]:
    with site.opened() as browser:
        yield browser


# ------------------------------------------------------------------ for how long


def test_an_answer_is_given_again_while_the_archive_stays_as_it_is(site: Site, browser: Browser):
    browser.get("/")
    site.time += shared.LONGEST - 1

    assert browser.get("/").text == "1: as it was"

    site.time += 1

    assert browser.get("/").text == "2: as it was", "what it says of the time grows old"


def test_an_answer_of_an_archive_that_was_changed_is_given_for_a_moment(
    site: Site, browser: Browser
):
    browser.get("/")
    site.archive = "changed"
    site.time += shared.STALE / 2

    assert browser.get("/").text == "1: as it was"

    site.time += shared.STALE / 2

    assert browser.get("/").text == "2: changed"


def test_an_answer_is_as_old_as_what_it_was_made_of(site: Site):
    def changed_meanwhile(_: Request) -> Response:
        told, site.archive = str(site.archive), "changed"
        site.time += shared.STALE
        return Response(told)

    site._look = changed_meanwhile
    with site.opened() as browser:
        assert browser.get("/").text == "as it was"
        assert browser.get("/").text == "changed"


def test_where_nobody_knows_whether_the_archive_changed_it_is_given_for_a_moment(
    site: Site, browser: Browser
):
    site.archive = None
    browser.get("/")
    browser.get("/")

    assert len(site.asked) == 1

    site.time += shared.STALE
    browser.get("/")

    assert len(site.asked) == 2


def test_equal_questions_at_one_time_are_answered_once(site: Site, browser: Browser):
    site._look = lambda request: Response(request.url.path)
    answers = browser.together(*["/"] * 20, *["/other"] * 20)

    assert Counter(answer.text for answer in answers) == {"/": 20, "/other": 20}
    assert len(site.asked) == 2


def test_who_leaves_while_it_is_made_takes_it_from_nobody(site: Site):
    async def leave_and_stay() -> str:
        scope = {"type": "http", "scheme": "http", "path": "/", "query_string": b"", "headers": []}

        async def slow(_: object, __: object, send: Callable[..., object]) -> None:
            await asyncio.sleep(0.01)
            await Response("made")(dict(scope), None, send)  # type: ignore[arg-type]

        first, second = (
            asyncio.create_task(site.answers.get(slow, scope, shared.STALE)) for _ in range(2)
        )
        await asyncio.sleep(0)
        first.cancel()
        return (await second)[1].decode()

    assert asyncio.run(leave_and_stay()) == "made"


# ------------------------------------------------------------------ to whom


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("/", "/?q=1"),
        ("/a/b", "/a%2Fb"),
    ],
)
def test_another_address_is_another_question(site: Site, browser: Browser, one: str, other: str):
    assert browser.get(one).text != browser.get(other).text


@pytest.mark.parametrize(
    "headers",
    [
        {"Accept-Language": "en"},
        {"Cookie": "lang=en"},
        {"Cookie": "theme=dark"},
        {"Host": "localhost:8000"},
        {"Accept-Datetime": "Thu, 01 Jan 2026 00:00:00 GMT"},
    ],
)
def test_who_prefers_something_else_gets_an_answer_of_their_own(
    site: Site, browser: Browser, headers: dict[str, str]
):
    plain, own = browser.get("/").text, browser.get("/", headers=headers).text

    assert plain != own
    assert (browser.get("/").text, browser.get("/", headers=headers).text) == (plain, own)


@pytest.mark.parametrize(
    "headers",
    [
        {"Accept-Language": "zh-TW,zh;q=0.9,en;q=0.8"},
        {"Cookie": "theme=none; stet-reader=0123; other=1"},
        {"User-Agent": "another", "If-None-Match": '"1"', "Authorization": "Bearer 123"},
    ],
)
def test_who_prefers_the_same_in_other_words_gets_the_same(
    site: Site, browser: Browser, headers: dict[str, str]
):
    browser.get("/")
    browser.get("/", headers=headers)

    assert len(site.asked) == 1


def test_whoever_makes_an_answer_sees_nothing_of_who_asks(site: Site, browser: Browser):
    secret = {
        "Cookie": "stet-reader=0123; theme=dark; lang=en",
        "Authorization": "Bearer 123",
        "X-Forwarded-For": "192.0.2.1",
        "Accept-Language": "fr",
    }
    browser.get("/", headers=secret)
    [asked] = site.asked

    assert dict(asked.headers) == {
        "host": "127.0.0.1:8000",
        "accept-language": "en",
        "cookie": "theme=dark",
    }
    assert asked.client is None


# ------------------------------------------------------------------ what


def test_an_error_is_not_kept(site: Site):
    site._look = lambda _: Response("wrong", 503)
    with site.opened() as browser:
        assert [browser.get("/").status_code for _ in range(2)] == [503, 503]
        assert len(site.asked) == 2
        assert site.answers.size == 0


def test_a_bug_is_everybodys_who_waits_and_not_kept(site: Site):
    def wrong(_: Request) -> Response:
        raise ZeroDivisionError

    site._look = wrong
    with site.opened() as browser:
        answers = browser.together("/", "/")
        assert [answer.status_code for answer in answers] == [500, 500]
        assert len(site.asked) == 1
        site._look = lambda _: Response("well")
        assert browser.get("/").text == "well"


def test_an_answer_in_pieces_is_put_together(site: Site):
    site._look = lambda _: StreamingResponse(iter(("in ", "pieces")))
    with site.opened() as browser:
        answers = [browser.get("/") for _ in range(2)]

    assert [answer.text for answer in answers] == ["in pieces"] * 2
    assert len(site.asked) == 1


def test_who_has_it_already_gets_no_more_than_that(site: Site, browser: Browser):
    etag = browser.get("/").headers["etag"]

    again = browser.get("/", headers={"If-None-Match": etag})

    assert (again.status_code, again.content) == (304, b"")
    assert len(site.asked) == 1


def test_head_asks_for_what_get_does(site: Site, browser: Browser):
    page = browser.get("/")

    assert browser.head("/").headers == page.headers
    assert len(site.asked) == 1


# ------------------------------------------------------------------ room


def test_answers_take_no_more_than_their_room(site: Site):
    site._look = lambda _: Response("x" * (shared.LARGEST - 10_000))
    fitting = shared.ROOM // shared.LARGEST
    with site.opened() as browser:
        for number in range(fitting + 5):
            browser.get(f"/{number}")
            browser.get("/0")  # asked for again and again: it stays
        assert shared.ROOM - shared.LARGEST < site.answers.size <= shared.ROOM

        made = len(site.asked)
        browser.get("/0")
        browser.get(f"/{fitting + 4}")
        assert len(site.asked) == made
        browser.get("/1")
        assert len(site.asked) == made + 1, "what nobody asked for goes first"


def test_one_that_is_made_anew_takes_no_more_room(site: Site, browser: Browser):
    browser.get("/")
    size = site.answers.size
    site.time += shared.LONGEST
    browser.get("/")

    assert len(site.asked) == 2
    assert site.answers.size == size


def test_a_large_one_is_given_and_not_kept(site: Site):
    site._look = lambda _: Response("x" * shared.LARGEST)
    with site.opened() as browser:
        assert len(browser.get("/").content) == shared.LARGEST

    assert site.answers.size == 0


# ------------------------------------------------------------------ the reader

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
