"""Answers that several readers share: who gets which, for how long, and in how much room."""

import asyncio
from collections import Counter
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from scheduler.web import fresh, shared
from scheduler.web.shared import Answers, Shared
from tests.browser import Browser, opened


class Site:
    """A site of one page that tells how often it was made, and of which archive."""

    def __init__(self, look: Callable[[Request], Response] | None = None) -> None:
        self.time = 100.0
        self.archive: Hashable | None = "as it was"
        self.asked: list[Request] = []
        self.at_once, self.most_at_once = 0, 0
        self.answers = Answers(lambda: self.archive, clock=lambda: self.time)
        self._look = look or self._told

    def _told(self, request: Request) -> Response:
        return Response(f"{len(self.asked)}: {self.archive}")

    async def _answered(self, request: Request) -> Response:
        self.asked.append(request)
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        await asyncio.sleep(0)  # others come meanwhile
        self.at_once -= 1
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


def test_an_answer_that_goes_on_from_another_is_given_for_longer(site: Site, browser: Browser):
    browser.get("/?before=it")
    site.archive = "changed"
    site.time += shared.PAST - 1

    assert browser.get("/?before=it").text == "1: as it was"

    site.time += 1

    assert browser.get("/?before=it").text == "2: changed"


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


def test_few_are_made_at_once_and_each_in_its_turn(site: Site, browser: Browser):
    site._look = lambda request: Response(request.url.path)
    paths = [f"/{number}" for number in range(4 * shared.AT_ONCE)]
    answers = browser.together(*paths, *paths)

    assert Counter(answer.text for answer in answers) == dict.fromkeys(paths, 2)
    assert len(site.asked) == len(paths), "one that waits for its turn is begun already"
    assert site.most_at_once == shared.AT_ONCE


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
