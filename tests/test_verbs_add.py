"""`stet add` with URLs: what becomes a watch, what does not, and what is said of it."""

import os
import signal
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crawler import sites
from crawler.config import Config
from crawler.store import Store
from scheduler import rounds
from scheduler.newsroom import Newsroom
from tests.terminal import BODY, TITLE, Terminal, complaint, eventually, lines

pytestmark = pytest.mark.no_cover


def watched(stet: Terminal) -> list[str]:
    """URLs of what is watched."""
    with Store.open(stet.folder / "data", read_only=True) as store:
        return [watch.url for watch in store.watches()]


def test_a_new_article_is_fetched_at_once_and_its_title_shown(newsroom: Newsroom, stet: Terminal):
    story = newsroom.publish(TITLE, BODY)

    added = stet("add", story.url)

    assert added.returncode == 0
    assert lines(added) == [f"cna:202601051001  {TITLE}", f"  new article, version 1: {story.url}"]


def test_an_article_that_is_known_is_said_to_be(newsroom: Newsroom, stet: Terminal):
    story = newsroom.publish(TITLE, BODY)
    stet("add", story.url)
    again = stet("add", story.url)
    newsroom.retitle(story, "海角鎮堤防完工 節省2700萬元")
    changed = stet("add", story.url)

    assert lines(again)[1] == f"  known article, version 1: {story.url}"
    assert lines(changed)[1] == f"  known article, new version 2: {story.url}"


@pytest.mark.parametrize("is_due", [False, True])
def test_an_article_that_rests_is_looked_at_from_now_on(
    newsroom: Newsroom, stet: Terminal, is_due: bool
):
    newsroom.now = datetime.now(UTC) - timedelta(days=400)
    story = newsroom.publish(TITLE, BODY)
    first = newsroom.publish("第一則", BODY, related=[story])
    began = rounds.batches([first.url], related=1, environment=newsroom.environment())
    rounds.crawl(Config(data=stet.folder / "data", delay=0), began, now=newsroom.now)
    stet("crawl", story.url)
    assert " rests " in stet("list").stdout
    if is_due:
        stet("now", story.url)

    stet("add", story.url)

    assert " rests " not in stet("list").stdout
    explained = stet("agenda", "explain", story.url).stdout
    assert "next look     never" not in explained
    with Store.open(stet.folder / "data", read_only=True) as store:
        watch = store.find(sites.identity(story.url))
    assert watch.next_due
    assert watch.looked_at
    assert watch.looked_at < watch.next_due < watch.looked_at + timedelta(days=31)


@pytest.mark.parametrize("verb", ["remove", "pause"])
def test_an_article_that_was_left_alone_is_watched_again(
    newsroom: Newsroom, stet: Terminal, verb: str
):
    story = newsroom.publish(TITLE, BODY)
    stet("add", story.url)
    stet(verb, story.url)

    added = stet("add", story.url)

    assert added.returncode == 0
    assert lines(added)[1] == f"  known article, version 1, watched again: {story.url}"
    assert stet("crawl").stdout.startswith("1 page: ")


def test_a_removed_article_that_is_gone_is_watched_again_all_the_same(
    newsroom: Newsroom, stet: Terminal
):
    story = newsroom.publish(TITLE, BODY)
    stet("add", story.url)
    stet("remove", story.url)
    newsroom.retract(story)

    added = stet("add", story.url)

    assert added.returncode == 1
    assert added.stdout.splitlines()[1:] == [
        "  no article there now: gone, HTTP 404",
        f"  known article, version 1, watched again: {story.url}",
    ]
    assert watched(stet) == [story.url]


def test_what_moved_is_added_by_its_new_address_to_what_is_known(
    newsroom: Newsroom, stet: Terminal
):
    story = newsroom.publish(TITLE, BODY, url="https://news.example/story/1.html")
    now_at = newsroom.publish(TITLE, BODY, url="https://news.example/archive/1.html")
    stet("add", story.url)
    newsroom.redirect(story, now_at.url)
    stet("add", story.url)

    added = stet("add", now_at.url)

    assert added.returncode == 0
    assert added.stdout.splitlines()[1:] == [f"  known article, version 1: {story.url}"]
    assert watched(stet) == [story.url]


def test_an_expired_page_shows_the_title_and_the_lead_that_are_left(
    newsroom: Newsroom, stet: Terminal
):
    story = newsroom.publish(TITLE, BODY)
    newsroom.expire(story)

    added = stet("add", story.url)

    assert added.returncode == 1
    assert f"  expired: {TITLE} — " in added.stdout
    assert BODY[0] in added.stdout
    assert watched(stet) == [story.url]


# ------------------------------------------------------------------ lists


def test_what_a_list_names_is_watched_and_nothing_is_fetched_twice(
    newsroom: Newsroom, stet: Terminal
):
    one = newsroom.publish(TITLE, BODY)
    stet("add", one.url)
    two = newsroom.publish("渡輪復航", BODY)
    before = len(newsroom.hits)

    added = stet("add", "--list", f"https://{two.host}/list/aall.aspx")

    assert lines(added) == [
        f"{sites.identity(two.url)}  渡輪復航",
        f"1 new article of https://{two.host}/list/aall.aspx",
    ]
    assert set(watched(stet)) == {one.url, two.url}
    assert one.url not in {hit.url for hit in newsroom.hits[before:]}


def test_a_list_that_cannot_be_read_is_said(newsroom: Newsroom, stet: Terminal):
    newsroom.publish(TITLE, BODY)
    added = stet("add", "--list", "https://www.cna.com.tw/list/nothing.aspx")

    assert added.returncode == 1
    address = "https://www.cna.com.tw/list/nothing.aspx"
    assert f"stet: cannot read the list {address}: HTTP 404 (" in added.stderr
    assert "0 new articles of" in added.stdout


# ------------------------------------------------------------------ what never was an article


def gone(newsroom: Newsroom) -> str:
    story = newsroom.publish(TITLE, BODY)
    newsroom.retract(story)
    return story.url


def feed(newsroom: Newsroom) -> str:
    return f"https://{newsroom.publish(TITLE, BODY).host}/rss.xml"


def sent_to_the_front(newsroom: Newsroom) -> str:
    story = newsroom.publish(TITLE, BODY)
    newsroom.redirect(story, f"https://{story.host}/")
    return story.url


def silent(newsroom: Newsroom) -> str:
    story = newsroom.publish(TITLE, BODY)
    newsroom.fail(story, "reset")
    return story.url


@pytest.mark.parametrize(
    ("made", "why"),
    [
        (gone, "gone, HTTP 404"),
        (feed, "unreadable, Content-Type application/rss+xml"),
        (sent_to_the_front, "front-page, https://"),
        (silent, "unreachable, "),
        (lambda _: "http://10.0.0.1/news", "blocked, refused to fetch http://10.0.0.1/news"),
    ],
)
def test_what_brings_no_article_at_its_first_look_is_not_watched(
    newsroom: Newsroom, stet: Terminal, made: Callable[[Newsroom], str], why: str
):
    url = made(newsroom)
    added = stet("add", url)
    identity = added.stdout.split()[0]

    assert added.returncode == 1
    assert f"  no article there now: {why}" in added.stdout
    assert "  not watched: no article was ever read there" in added.stdout
    assert watched(stet) == []
    assert url in stet("list", "--state", "removed", "--json").stdout
    assert lines(stet("resume", identity))[0].endswith(": watched again")
    assert watched(stet) == [url]


def test_what_a_host_lets_wait_is_watched_and_said_to_be(newsroom: Newsroom, stet: Terminal):
    first, other = newsroom.publish(TITLE, BODY), newsroom.publish("第二則", BODY)
    newsroom.robots(first.host, crawl_delay=3600)
    stet("add", first.url)

    added = stet("add", other.url)

    assert added.returncode == 1
    *_, why, what = lines(added)
    assert f"{other.host} is left alone until " in why
    assert "it asks for 3600 s between pages" in why
    assert what == "  it is watched, and asked for then"
    assert "(not read yet)" in stet("list").stdout


def test_what_is_watched_all_the_same_stays_so(newsroom: Newsroom, stet: Terminal):
    url = gone(newsroom)
    stet("add", url)
    stet("resume", url)
    stet("add", url)

    assert watched(stet) == [url]


def test_what_was_not_watched_is_as_soon_as_it_is_an_article(newsroom: Newsroom, stet: Terminal):
    story = newsroom.publish(TITLE, BODY)
    newsroom.retract(story)
    stet("add", story.url)
    newsroom.restore(story)

    added = stet("add", story.url)

    assert added.returncode == 0
    assert lines(added)[1] == f"  new article, version 1: {story.url}"
    assert watched(stet) == [story.url]


def test_one_address_without_an_article_does_not_cost_the_others(
    newsroom: Newsroom, stet: Terminal
):
    story = newsroom.publish("第一則", BODY)
    added = stet("add", gone(newsroom), story.url)

    assert added.returncode == 1
    assert watched(stet) == [story.url]


@pytest.mark.parametrize("path", ["", "/", "/index.html"])
def test_a_front_page_is_no_article(stet: Terminal, path: str):
    added = stet("add", f"https://www.cna.com.tw{path}")

    assert added.returncode == 2
    assert "is the front page of www.cna.com.tw, not an article" in complaint(added)
    assert not (stet.folder / "data").exists()


# ------------------------------------------------------------------ related articles


def test_related_articles_are_added_as_far_as_asked(newsroom: Newsroom, stet: Terminal):
    last = newsroom.publish("第三則", BODY)
    second = newsroom.publish("第二則", BODY, related=[last])
    first = newsroom.publish("第一則", BODY, related=[second])

    alone = stet("add", first.url)
    assert watched(stet) == [first.url]
    near = stet("add", first.url, "--related", 1)
    assert watched(stet) == [first.url, second.url]
    far = stet("add", first.url, "--related", 2)
    assert watched(stet) == [first.url, second.url, last.url]

    assert len(lines(alone)) == 2
    assert [lines(each)[-1] for each in (near, far)] == ["and 1 related article"] * 2


def test_a_related_page_without_an_article_is_not_watched(newsroom: Newsroom, stet: Terminal):
    lost = newsroom.publish("第二則", BODY)
    first = newsroom.publish("第一則", BODY, related=[lost])
    newsroom.retract(lost)

    added = stet("add", first.url, "--related", 1)

    assert added.returncode == 0
    assert lines(added)[-1] == "1 related page brought no article: not watched"
    assert watched(stet) == [first.url]


# ------------------------------------------------------------------ interrupted


def kill_the_crawl(adding: subprocess.Popen[str]) -> None:
    children = Path(f"/proc/{adding.pid}/task/{adding.pid}/children")
    os.kill(int(children.read_text(encoding="ascii").split()[0]), signal.SIGKILL)


def press_ctrl_c(adding: subprocess.Popen[str]) -> None:
    adding.send_signal(signal.SIGINT)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("interrupt", "code", "why"),
    [
        (kill_the_crawl, 1, "the article crawl was ended: SIGKILL ended it, which was not ours"),
        (press_ctrl_c, 130, "interrupted; what was read before is kept"),
    ],
)
def test_what_an_interrupted_crawl_did_not_reach_is_named(
    newsroom: Newsroom,
    stet: Terminal,
    interrupt: Callable[[subprocess.Popen[str]], None],
    code: int,
    why: str,
):
    stories = [newsroom.publish(f"第{number}則", BODY) for number in range(3)]
    stet.configure("[crawl]\ndelay = 4\nconcurrent = 1\n")
    with stet.started("add", *(story.url for story in stories)) as adding:
        eventually(lambda: newsroom.requests[stories[0].url] == 1)
        eventually(lambda: watched(stet) == [stories[0].url])
        interrupt(adding)
        said, complaints = adding.communicate(timeout=60)

    assert adding.returncode == code
    assert why in complaints
    assert "Traceback" not in complaints
    assert f"  new article, version 1: {stories[0].url}" in said.splitlines()
    assert said.count("  not reached, run the command again") == 2

    stet.configure("[crawl]\ndelay = 0\n")
    again = stet("add", *(story.url for story in stories))
    assert again.returncode == 0
    assert len(watched(stet)) == 3
