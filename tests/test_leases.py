"""Two crawls beside each other: neither looks at what the other one is at work on."""

import os
import subprocess
import sys
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from crawler import clock
from crawler.config import Config
from crawler.entries import Source
from crawler.store import Store
from scheduler import leases, rounds
from scheduler.newsroom import Newsroom
from tests.children import stories
from tests.terminal import Terminal, eventually, left_on, lines
from tests.visits import START, article, hour, visit

NAMES = [f"cna:{number}" for number in range(1_200)]


def alive(holder: str) -> bool:
    return False


def gone(holder: str) -> bool:
    return True


def test_what_another_holds_is_not_to_be_had(store: Store):
    assert store.leases.take(NAMES[:700], "one", START, alive) == {}
    others = store.leases.take(NAMES, "two", hour(0.1), alive)

    assert others == dict.fromkeys(NAMES[:700], "one")
    assert store.leases.take(NAMES[:700], "one", hour(0.2), alive) == {}
    store.leases.give_back("one")
    assert store.leases.at_work(hour(0.2), alive) == dict.fromkeys(NAMES[700:], "two")


def test_a_lease_ends_by_itself_unless_it_is_renewed(store: Store):
    store.leases.take(["a"], "one", START, alive)
    store.leases.renew("one", hour(0.3))

    assert store.leases.take(["a"], "two", hour(0.6), alive) == {"a": "one"}
    assert store.leases.take(["a"], "two", hour(0.7), alive) == {}
    assert store.leases.at_work(hour(0.7), alive) == {"a": "two"}


def test_at_work_is_who_holds_something_and_lives(store: Store):
    store.leases.take(["a"], "one", START, alive)

    assert store.leases.at_work(hour(0.1), alive) == {"a": "one"}
    assert store.leases.at_work(hour(0.1), gone) == {}
    assert store.leases.at_work(hour(0.4), alive) == {}


def test_a_clock_that_was_set_back_keeps_nothing_for_ever(store: Store):
    store.leases.take(["a"], "one", hour(1000), alive)

    assert store.leases.take(["a"], "two", START, alive) == {}


def test_who_lives_no_more_holds_nothing(store: Store):
    store.leases.take(["a"], "one", START, alive)

    assert store.leases.take(["a"], "two", START, gone) == {}
    assert store.leases.take(["a"], "two", START, gone) == {}


def test_whether_a_holder_lives(config: Config):
    Store.open(config).close()
    with leases.held(config, ["a"]) as held:
        host, _, token, _ = held.holder.split("/")
        ended = subprocess.Popen([sys.executable, "-c", ""])
        ended.wait()

        assert not leases.is_gone(held.holder)
        assert not leases.is_gone(f"{host}/1/{token}/0")
        assert not leases.is_gone(f"elsewhere/{ended.pid}/{token}/0")
        assert leases.is_gone(f"{host}/{ended.pid}/{token}/0")
        assert leases.is_gone(f"{host}/{os.getpid()}/another/0"), "had this number before us"
    with Store.open(config) as store:
        assert store.leases.at_work(clock.now(), alive) == {}


def test_who_is_at_work_says_so_now_and_then(config: Config):
    with Store.open(config) as store, leases.held(config, ["a"]) as held:
        held.renew()
        assert held.renewed < clock.now() - timedelta(0)
        held.renewed -= timedelta(hours=1)
        earlier = held.renewed
        held.renew()
        assert held.renewed - earlier > timedelta(minutes=59)
        in_half_an_hour = clock.now() + timedelta(minutes=19)
        assert store.leases.take(["a"], "two", in_half_an_hour, alive) == {"a": held.holder}


def test_it_is_told_to_whom_articles_are_left():
    others = {"cna:1": "desk/12/ab/1", "cna:2": "desk/12/ab/2", "cna:3": "lab/7/cd/1"}

    assert leases.told({"cna:1": "desk/12/ab/1"}) == (
        "1 article is left to process 12 on desk, at work on it just now"
    )
    assert leases.told(others) == (
        "3 articles are left to process 12 on desk and process 7 on lab, at work on them just now"
    )


def test_a_list_that_is_read_is_read_once(config: Config):
    source = Source("https://www.cna.com.tw/list/aall.aspx")
    Store.open(config).close()
    with leases.held(config, [source.url]) as held:
        done = rounds.discover(config, source=source)

    assert done.left == {source.url: held.holder}
    with Store.open(config) as store:
        assert store.runs() == []


def test_what_was_looked_at_since_it_was_due_is_not_due(config: Config, tmp_path: Path):
    with Store.open(config) as store:
        store.keep([visit(article(), 0)])
        [watch] = store.watches()
        store.keep([visit(article(), 1)])

    assert rounds.still_due(config, {watch.identity: watch}, {}) == {}


@pytest.mark.slow
def test_an_article_that_is_looked_at_is_left_to_who_does(
    newsroom: Newsroom, stet: Terminal, config: Config
):
    first, second = stories(newsroom, "堤防完工", "渡輪復航")
    assert stet("add", first.url, second.url).returncode == 0
    newsroom.forget()
    with leases.held(config, ["cna:202601050001"]):
        looked = lines(stet("crawl"))
        added = stet("add", first.url)

    left = f"1 article is left to process {os.getpid()} on "
    assert looked[0] == "1 page: nothing new; 0 reports"
    assert looked[1].startswith(left)
    assert lines(added)[0].startswith(left)
    assert newsroom.requests[first.url] == 0
    assert newsroom.requests[second.url] == 1


@pytest.mark.slow
def test_a_daemon_and_a_crawl_by_hand_look_once(newsroom: Newsroom, stet: Terminal, config: Config):
    stet.configure("[crawl]\ndelay = 0.1\n")
    published = stories(newsroom, *(f"第{number}則" for number in range(30)))
    stet("add", *(story.url for story in published))
    newsroom.forget()
    with Store.open(config) as store:
        now = clock.now()
        store.set_due({watch.identity: now for watch in store.watches()})
    with left_on(stet, "run", "--tick", "0.2"):
        eventually(lambda: newsroom.requests[published[3].url])
        by_hand = lines(stet("crawl"))
        eventually(lambda: all(newsroom.requests[story.url] for story in published))

    assert by_hand[0] == "0 pages: nothing new; 0 reports"
    assert by_hand[1].startswith("30 articles are left to process ")
    counts = Counter(newsroom.requests[story.url] for story in published)
    assert counts == {1: 30}
