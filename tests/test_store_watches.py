"""Watches: who is watched, found, paused, due."""

from datetime import timedelta

import pytest

from crawler.errors import NotFoundError
from crawler.items import POSTPONED, Fault
from crawler.store import Store
from tests.visits import article, hour, visit

pytestmark = pytest.mark.no_cover


def watched(store: Store, *identities: str) -> None:
    store.keep(
        [
            visit(
                article(f"標題{name}", url=f"https://{name.replace(':', '.example/')}"),
                identity=name,
            )
            for name in identities
        ]
    )


def test_a_watch_may_start_before_anything_is_read(store: Store):
    store.keep([visit("unreachable", identity="example:1")])
    [watch] = store.watches()

    assert (watch.state, watch.versions, watch.title) == ("active", 0, "")
    assert store.versions("example:1") == []
    assert store.due(hour(0)) == [watch]
    with pytest.raises(NotFoundError, match="has not been read yet"):
        store.article("example:1")


def test_the_way_it_was_reached_is_kept(store: Store):
    store.keep([visit(article(), reached_from="example:0"), visit(article(), 1)])

    assert store.watches()[0].reached_from == "example:0"


def test_lists_are_by_site_and_state(store: Store):
    watched(store, "a:1", "b:1", "a:2")
    store.pause("a:2")
    store.keep([visit("expired", 1, identity="b:1")])

    assert [watch.identity for watch in store.watches()] == ["a:1", "b:1", "a:2"]
    assert [watch.identity for watch in store.watches(site="a")] == ["a:1", "a:2"]
    assert [watch.identity for watch in store.watches(state="paused")] == ["a:2"]
    assert [watch.identity for watch in store.watches(state="expired")] == ["b:1"]
    assert [watch.identity for watch in store.watches("a", "active")] == ["a:1"]


def test_what_is_removed_is_watched_no_more_and_stays_readable(store: Store):
    watched(store, "a:1")
    assert store.remove_watch("a:1").state == "removed"

    assert store.watches() == []
    assert [watch.identity for watch in store.watches(state="removed")] == ["a:1"]
    assert store.due(hour(1)) == []
    assert store.article("a:1").title == "標題a:1"
    assert store.find("a:1").state == "removed"
    assert store.resume("a:1").state == "active"
    assert len(store.versions("a:1")) == 1


def test_a_pause_covers_the_state_and_keeps_it(store: Store):
    watched(store, "a:1")
    store.keep([visit("gone", n, identity="a:1") for n in (1, 2)])
    assert store.pause("a:1").state == "paused"
    [kept] = store.keep([visit("gone", 30, identity="a:1")])

    assert (kept.state, kept.event) == ("paused", "deleted")
    resumed = store.resume("a:1")
    assert (resumed.state, resumed.gone_looks, resumed.gone_since) == ("gone", 3, hour(1))


def test_due_is_the_longest_overdue_first_and_the_unplanned_before_all(store: Store):
    watched(store, "a:1", "a:2", "b:1", "b:2", "b:3")
    store.set_due({"a:1": hour(3), "a:2": hour(2), "b:1": hour(9)})
    store.pause("b:2")

    assert [watch.identity for watch in store.due(hour(3))] == ["b:3", "a:2", "a:1"]
    assert [watch.identity for watch in store.due(hour(3), site="a")] == ["a:2", "a:1"]
    assert [watch.identity for watch in store.due(hour(3), limit=2)] == ["b:3", "a:2"]
    assert store.find("a:1").next_due == hour(3)
    store.set_due({})


@pytest.mark.parametrize(
    "name",
    [
        "cna:202603010005",
        "202603010005",
        "cna:20260301",
        "2026030100",
        "https://www.news.example/a/202603010005.aspx",
        "HTTPS://www.news.example/a/202603010005.aspx?utm_source=feed#top",
    ],
)
def test_an_article_is_found_by_any_name_it_has(store: Store, name: str):
    for identity, url in (
        ("cna:202603010005", "https://www.news.example/a/202603010005.aspx"),
        ("yahoo:123456789", "https://news.example/123456789.html"),
    ):
        store.keep([visit("unreachable", identity=identity, url=url)])

    assert store.find(name).identity == "cna:202603010005"


def test_what_moved_is_found_by_where_it_is_now(store: Store):
    here, there = "https://news.example/story/1", "https://news.example/archive/1"
    store.keep([visit(article(), 0, identity="a:1", url=here, final_url=here)])
    store.keep([visit(article(), 1, identity="a:1", url=here, final_url=there)])
    watched(store, "a:2")

    assert store.find(f"{there}?utm_source=feed").identity == "a:1"
    asked = {there: "a:9", f"{there}#top": "a:8", "https://news.example/2": "a:2", here: "a:1"}
    assert {url: each.identity for url, each in store.watches_at(asked).items()} == {
        there: "a:1",
        f"{there}#top": "a:1",
        "https://news.example/2": "a:2",
        here: "a:1",
    }
    assert store.watches_at({"https://news.example/archive/2": "a:7"}) == {}


def test_an_exact_name_wins_over_a_beginning(store: Store):
    watched(store, "a:12", "a:123")

    assert store.find("a:12").identity == "a:12"
    with pytest.raises(NotFoundError, match="may be any of: a:12 標題a:12, a:123 標題a:123"):
        store.find("a:1")


def test_the_beginning_of_a_name_has_three_characters_at_least(store: Store):
    watched(store, "a:12")

    assert store.find("a:1").identity == "a:12"
    for name in ("", "/", "a:"):
        with pytest.raises(NotFoundError, match="nothing in this archive is called"):
            store.find(name)


def test_an_unknown_name_gets_the_names_that_are_close(store: Store):
    watched(store, "cna:202603010005")

    with pytest.raises(
        NotFoundError, match=r"'cna:202603010006'; did you mean cna:202603010005 標題"
    ):
        store.find("cna:202603010006")
    with pytest.raises(NotFoundError, match="`stet list` shows what is watched"):
        store.find("完全不同")
    for act in (store.pause, store.resume, store.remove_watch):
        with pytest.raises(NotFoundError, match="did you mean"):
            act("cna:202603010006")


def test_wildcards_in_a_name_mean_themselves(store: Store):
    watched(store, "a:1")

    for name in ("a%", "_:1", "%"):
        with pytest.raises(NotFoundError, match="nothing in this archive"):
            store.find(name)


def test_times_come_back_aware_and_in_utc(store: Store):
    watched(store, "a:1")
    [watch] = store.watches()

    assert watch.looked_at
    assert watch.looked_at.utcoffset() == timedelta(0)


def test_a_version_that_is_not_there_says_which_are(store: Store):
    watched(store, "a:1")

    for number in (4, 0, -1, 10**10, 10**30):
        with pytest.raises(NotFoundError, match=f"a:1 has no version {number}: they are 1 to 1"):
            store.article("a:1", number)
    with pytest.raises(NotFoundError, match="nothing in this archive is called 'a:2'"):
        store.article("a:2")
    with pytest.raises(NotFoundError, match="no payload"):
        store.payload("00" * 16)


def test_a_long_queue_of_one_site_leaves_room_for_the_others(store: Store):
    for site, count in (("a", 9), ("b", 2), ("c", 1)):
        for number in range(count):
            store.keep([visit(article(), identity=f"{site}:{number}")])
            store.set_due({f"{site}:{number}": hour(1 + number / 10)})

    def chosen(of_each: int, limit: int) -> list[str]:
        return [watch.identity for watch in store.due_in_turn(hour(2), of_each, limit)]

    assert chosen(5, 9) == ["a:0", "a:1", "a:2", "b:0", "b:1", "c:0"]
    assert chosen(2, 9) == ["a:0", "a:1", "b:0", "b:1", "c:0"]
    assert len(chosen(2, 99)) == 12


def test_what_others_looked_at_is_found_to_be_planned(store: Store):
    for name in ("planned", "due", "unplanned", "again"):
        store.keep([visit(article(), 1, identity=f"a:{name}")])
    store.set_due({"a:planned": hour(9), "a:due": hour(2), "a:again": hour(2)})
    store.keep([visit(article(), 3, identity="a:again")])

    assert [watch.identity for watch in store.looked(hour(4))] == ["a:unplanned", "a:again"]


def test_a_page_that_was_not_asked_for_is_watched_and_stays_due(store: Store):
    left = Fault("unreachable", f"{POSTPONED}: news.example is left alone until tomorrow")
    [first] = store.keep([visit(left, status=0, payload=b"")])
    store.keep([visit(article("甲"), 1), visit(left, 2, status=0, payload=b"")])
    store.keep([visit(left, 3, status=0, payload=b"")])
    [watch] = store.watches()

    assert (first.outcome, first.version) == ("fault", None)
    assert (watch.looked_at, watch.faults, watch.versions) == (hour(1), 0, 1)
    assert [look.fetched_at for look in store.snapshots(watch.identity)] == [hour(1)]
    assert store.due(hour(4)) == [watch]
