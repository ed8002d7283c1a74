"""What the agenda is told of articles: when each was seen as what, and what it has learnt."""

from dataclasses import dataclass
from datetime import UTC, datetime

from crawler.items import Fault, Moment
from crawler.store import Past, Store
from crawler.store.pasts import MOST_VERSIONS
from tests.visits import article, hour, seed, visit


@dataclass(frozen=True, slots=True)
class Lesson:
    """Something learnt."""

    text: str
    """In a sentence."""


def test_a_past_is_the_spans_in_which_each_version_was_seen(store: Store):
    told = datetime(2026, 3, 1, 7, 30, tzinfo=UTC)
    date = Moment(told, "2026/3/1 15:30", "minute")
    for at, lead in ((0, "一"), (1, "一"), (5, "二"), (9, "二")):
        store.keep([visit(article("港口", lead, date=date), at)])
    store.keep([visit("unreachable", 11)])

    assert store.pasts.of(["example:1", "example:2"]) == {
        "example:1": Past(
            "example:1",
            "example",
            told,
            hour(0),
            hour(11),
            ((hour(0), hour(1)), (hour(5), hour(9))),
        )
    }


def test_what_was_never_read_has_no_past(store: Store):
    store.keep([visit("unreachable", identity="example:2")])
    store.keep_seeds([seed("只有舊稿", url="https://news.example/3", identity="example:3")])

    assert store.pasts.of(["example:2", "example:3"]) == {}


def test_of_a_live_blog_the_latest_versions_say_enough(store: Store):
    for at in range(MOST_VERSIONS + 5):
        store.keep([visit(article("港口", f"第{at}次更新。"), at)])
    [past] = store.pasts.of(["example:1"]).values()

    assert [first for first, _ in past.seen] == [hour(at) for at in range(5, MOST_VERSIONS + 5)]


def test_a_sample_is_of_the_watches_that_began_since_then(store: Store):
    for at in range(40):
        store.keep([visit(article("港口", "一"), at, identity=f"a:{at}")])
        store.keep([visit("unreachable", at, identity=f"b:{at}")])

    assert [past.identity for past in store.pasts.sampled(hour(36), 100)] == [
        "a:36",
        "a:37",
        "a:38",
        "a:39",
    ]
    assert len(store.pasts.sampled(hour(0), 10_000)) == 40
    assert 3 <= len(store.pasts.sampled(hour(0), 10)) <= 10
    assert store.pasts.sampled(hour(40), 100) == []


def test_an_empty_archive_has_neither_pasts_nor_looks(store: Store):
    assert store.pasts.sampled(hour(0), 10) == []
    assert store.pasts.looks(hour(0)) == {}


def test_looks_are_counted_by_site(store: Store):
    for at in range(6):
        store.keep([visit(article("港口", "一"), at, identity="a:1")])
        store.keep([visit("blocked", at + 0.5, identity="b:1")])

    assert store.pasts.looks(hour(3)) == {"a": 3, "b": 3}
    assert store.pasts.looks(hour(5.5)) == {"b": 1}
    assert store.pasts.looks(hour(6)) == {}


def test_looks_that_nobody_answered_are_not_counted(store: Store):
    store.keep([visit(article("港口", "一"), 1, identity="a:1")])
    for at in (2, 3):
        store.keep([visit(Fault("unreachable", "no answer"), at, identity="a:1", status=0)])
    store.keep([visit(article("港口", "一"), 4, identity="a:1")])

    assert store.pasts.looks(hour(0)) == {"a": 2}
    assert store.pasts.look(hour(0), 1, "a") == hour(4)


def test_what_is_learnt_takes_the_place_of_what_was(store: Store):
    assert store.pasts.learnt("agenda", Lesson) is None

    store.pasts.learn("agenda", Lesson("一"), hour(0))
    store.pasts.learn("agenda", Lesson("二"), hour(24))
    store.pasts.learn("other", Lesson("三"), hour(1))

    assert store.pasts.learnt("agenda", Lesson) == (Lesson("二"), hour(24))
