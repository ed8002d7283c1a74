"""Reports: what is without one, and finding those that are stored. Runs beside them."""

from datetime import datetime

import pytest

from crawler.errors import NotFoundError, UsageError
from crawler.store import ReportRow, Store, Unreported
from crawler.store.reports import PAGE
from tests.visits import article, hour, visit

pytestmark = pytest.mark.no_cover


def report(pair: Unreported, score: int = 50) -> ReportRow:
    told = pair.event.kind if pair.event else f"v{pair.new.number if pair.new else 0}"
    return pair.report(
        f"tag:{pair.watch.identity}/{told}",
        pair.event.kind if pair.event else "edited",
        score,
        significant=score >= 50,
        record=b'{"score": %d}' % score,
    )


def change(store: Store, identity: str, times: int, start: float = 0) -> None:
    looks = [visit(article(f"第{n}版"), start + n, identity=identity) for n in range(times + 1)]
    store.keep(looks)


def test_neighbouring_versions_and_events_wait_for_their_reports(store: Store):
    change(store, "a:1", 2)
    store.keep([visit("expired", 9, identity="a:1")])
    waiting = list(store.unreported())

    assert [(each.old and each.old.number, each.new and each.new.number) for each in waiting] == [
        (1, 2), (2, 3), (3, None),
    ]  # fmt: skip
    assert [each.event.kind for each in waiting if each.event] == ["expired"]
    assert [each.changed_at for each in waiting] == [hour(1), hour(2), hour(9)]
    assert {each.watch.identity for each in waiting} == {"a:1"}


def test_saving_a_report_is_done_once(store: Store):
    change(store, "a:1", 1)
    [pair] = store.unreported()
    store.save_reports([report(pair, 70)])
    store.save_reports([report(pair, 10)])

    assert list(store.unreported()) == []
    [stored] = store.reports()
    assert stored == report(pair, 70)
    assert store.report(stored.id) == stored
    assert (stored.site, stored.changed_at, stored.version) == (
        "a",
        hour(1),
        pair.new and pair.new.id,
    )


def test_what_shows_no_difference_is_not_asked_again(store: Store):
    change(store, "a:1", 1)
    store.keep([visit("expired", 9, identity="a:1")])
    store.save_reports([], without=list(store.unreported()))

    assert list(store.unreported()) == []
    assert store.reports() == []


def test_reports_may_be_saved_while_what_is_missing_is_read(store: Store):
    change(store, "a:1", PAGE * 2 + 5)
    for n in range(PAGE):
        change(store, f"b:{n}", 0)
    store.keep([visit("expired", 500, identity=f"b:{n}") for n in range(PAGE)])
    seen = 0
    for pair in store.unreported():
        store.save_reports([report(pair)])
        seen += 1

    assert seen == PAGE * 3 + 5
    assert list(store.unreported()) == []
    assert len(store.reports()) == seen


def test_the_latest_change_comes_first_and_pages_follow_by_key(store: Store):
    for n in range(3):
        change(store, f"a:{n}", 4, start=n * 10)
    store.save_reports([report(pair) for pair in store.unreported()])
    whole = store.reports()
    paged: list[ReportRow] = []
    before = None
    while page := store.reports(limit=5, before=before):
        paged += page
        before = page[-1].id

    assert [each.changed_at for each in whole] == sorted(
        (each.changed_at for each in whole), reverse=True
    )
    assert len(whole) == 12
    assert paged == whole


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"site": "b"}, {"tag:b:1/v2"}),
        ({"identity": "a:1"}, {"tag:a:1/v2", "tag:a:1/v3"}),
        ({"min_score": 60}, {"tag:a:1/v3"}),
        ({"since": hour(2)}, {"tag:a:1/v3", "tag:b:1/v2"}),
        ({"since": hour(2), "site": "a", "min_score": 61}, set()),
    ],
)
def test_reports_are_chosen(store: Store, wanted: dict[str, object], found: set[str]):
    change(store, "a:1", 2)
    change(store, "b:1", 1, start=5)
    scores = [10, 60, 20]
    store.save_reports(
        [report(pair, score) for pair, score in zip(store.unreported(), scores, strict=True)]
    )

    assert {each.id for each in store.reports(**wanted)} == found  # type: ignore[arg-type]


def test_an_unknown_report_is_said(store: Store):
    with pytest.raises(NotFoundError, match="no report 'tag:x'"):
        store.report("tag:x")
    with pytest.raises(UsageError, match="no list goes on after 'tag:x'"):
        store.reports(before="tag:x")


def test_nothing_is_no_report(store: Store):
    change(store, "a:1", 0)
    [watch] = store.watches()

    with pytest.raises(ValueError, match="neither"):
        Unreported(watch, None, None, None).report("k", "edited", 0, significant=False, record=b"")


# ------------------------------------------------------------------ runs


def test_a_run_is_written_when_it_starts_and_when_it_ends(store: Store):
    number = store.start_run("cna", {"url": "https://news.example/1", "related": 1}, hour(0))
    started = store.run(number)
    assert (started.spider, started.arguments["related"], started.finished_at) == ("cna", 1, None)

    stats = {"stet/kept/new": 2, "start_time": datetime(2026, 3, 1), "share": 0.5}  # noqa: DTZ001
    store.finish_run(number, hour(1), "finished", stats)
    ended = store.run(number)
    assert (ended.finished_at, ended.reason) == (hour(1), "finished")
    assert ended.stats == {
        "stet/kept/new": 2, "start_time": "2026-03-01T00:00:00", "share": 0.5,
    }  # fmt: skip


def test_runs_are_listed_newest_first(store: Store):
    numbers = [store.start_run(f"spider{n}", {}) for n in range(3)]
    store.finish_run(numbers[0], None, "shutdown", {"odd": {1, 2} and object})

    assert [run.spider for run in store.runs(2)] == ["spider2", "spider1"]
    assert store.runs()[-1].finished_at


def test_an_unknown_run_is_said(store: Store):
    with pytest.raises(NotFoundError, match="no run 7"):
        store.run(7)
    with pytest.raises(NotFoundError, match="no run 7"):
        store.finish_run(7, hour(0), "finished", {})
