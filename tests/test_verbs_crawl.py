"""`stet crawl`: which articles are looked at now, and what is said of the round."""

from datetime import UTC, datetime, timedelta

import pytest

from crawler.store import Store
from scheduler.newsroom import Newsroom, Story
from tests.archives import hours_until_now
from tests.terminal import BODY, TITLE, Inside, Terminal, complaint, lines
from tests.visits import article, visit

pytestmark = pytest.mark.no_cover


@pytest.fixture
def stories(newsroom: Newsroom, stet: Terminal) -> list[Story]:
    """Three articles of two sites that are watched; the last is not due for a day."""
    stories = [
        newsroom.publish("第一則", BODY),
        newsroom.publish("第二則", BODY, dress="jsonld"),
        newsroom.publish("第三則", BODY),
    ]
    stet("add", *(story.url for story in stories))
    now = datetime.now(UTC)
    due = {stories[0].url: now, stories[1].url: now, stories[2].url: now + timedelta(days=1)}
    with Store.open(stet.folder / "data") as store:
        store.set_due({watch.identity: due[watch.url] for watch in store.watches()})
    return stories


def looked_at(newsroom: Newsroom, stories: list[Story]) -> list[int]:
    """How often each was asked for since it was added."""
    return [newsroom.requests[story.url] - 1 for story in stories]


@pytest.mark.parametrize(
    ("words", "looks"),
    [
        (["crawl"], [1, 1, 1]),
        (["crawl", "--due"], [1, 1, 0]),
        (["crawl", "--site", "cna"], [1, 0, 1]),
        (["crawl", "--due", "--site", "cna"], [1, 0, 0]),
    ],
)
def test_a_round_looks_at_what_was_asked_for(
    newsroom: Newsroom, stet: Terminal, stories: list[Story], words: list[str], looks: list[int]
):
    looked = stet(*words)

    assert looked.returncode == 0
    assert lines(looked)[0].startswith(f"{sum(looks)} page")
    assert looked_at(newsroom, stories) == looks


def test_only_the_given_addresses_are_looked_at(
    newsroom: Newsroom, stet: Terminal, stories: list[Story]
):
    stet("crawl", stories[1].url)

    assert looked_at(newsroom, stories) == [0, 1, 0]


def test_related_articles_are_looked_at_as_far_as_asked(newsroom: Newsroom, stet: Terminal):
    second = newsroom.publish("第二則", BODY)
    first = newsroom.publish("第一則", BODY, related=[second])

    assert lines(stet("crawl", first.url))[0].startswith("1 page: 1 new article")
    assert lines(stet("crawl", first.url, "--related", 1))[0].startswith("2 pages: 1 new article")


def test_what_has_no_article_is_not_watched(newsroom: Newsroom, stet: Terminal):
    story = newsroom.publish(TITLE, BODY)
    newsroom.retract(story)
    looked = stet("crawl", story.url)

    assert looked.returncode == 0
    assert lines(looked) == [
        "1 page: 1 without an article (1 gone); 0 reports",
        "not watched, as no article was ever read there: cna:202601051001",
    ]
    assert lines(stet("list"))[0].startswith("nothing is watched here")


def test_an_outage_is_no_news_but_a_failure(newsroom: Newsroom, stet: Terminal):
    story = newsroom.publish(TITLE, BODY)
    stet("add", story.url)
    newsroom.fail(story.host, "reset")

    looked = stet("crawl")

    assert looked.returncode == 1
    assert looked.stdout == "1 page: 1 without an article (1 unreachable); 0 reports\n"
    assert "none of the 1 page could be reached: see data/logs/" in complaint(looked)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "nothing to look at: `stet add URL` starts a watch"),
        (["--site", "cna"], "nothing of cna to look at: "),
        (["--due"], "nothing is due yet: `stet list` shows when it will be"),
    ],
)
def test_nothing_to_look_at_is_no_failure(quick: Inside, words: list[str], said: str):
    Store.open(quick.folder / "data").close()

    answer = quick("crawl", *words)

    assert answer.returncode == 0
    [line] = lines(answer)
    assert line.startswith(said)


def test_a_budget_that_is_spent_may_be_why_nothing_is_due(quick: Inside):
    (quick.folder / "stet.toml").write_text("[agenda]\nrequests_a_day_per_site = 1\n")
    with Store.open(quick.folder / "data") as store:
        now = hours_until_now()
        store.keep([visit(article(), now - 2, identity=f"a:{number}") for number in range(2)])

    [line] = lines(quick("crawl", "--due"))
    assert line.startswith("nothing is due yet, or the budget of the day is spent: ")
