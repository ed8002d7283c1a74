"""Missing reports, written from what the archive holds."""

import json
from typing import Any

import jsonschema
import pytest

from crawler.items import Fault, Moment
from crawler.store import Store
from scheduler import reports
from scheduler.compare import BATCH, of_versions, write_missing_reports
from scheduler.diff.records import ChangeReport, Seen, from_json
from tests.visits import IDENTITY, article, hour, seed, visit

pytestmark = pytest.mark.no_cover

SCHEMA = json.loads((reports.FOLDER / "change-report.schema.json").read_text("utf-8"))
QUAKE, RESCUE = "港口今晨地震，2人受傷。", "消防局在傍晚前救出受困民眾。"


def told(store: Store) -> list[ChangeReport]:
    """All reports, oldest first; every one follows the schema, and is there once."""
    rows = store.reports()[::-1]
    for row in rows:
        jsonschema.validate(json.loads(row.record), SCHEMA)
    found = [from_json(row.record) for row in rows]
    assert [row.id for row in rows] == [report.id for report in found]
    assert [row.score for row in rows] == [report.score for report in found]
    return found


def test_an_edit_is_reported_once_with_its_window(store: Store) -> None:
    store.keep([visit(article("地震", QUAKE)), visit(article("地震", QUAKE), 2)])
    store.keep([visit(article("地震", QUAKE.replace("2", "3"), author="範例社"), 5)])

    assert write_missing_reports(store) == 1
    assert write_missing_reports(store) == 0
    [report] = told(store)
    assert report.id == "tag:stet,2026:example:1/1..2"
    assert (report.article, report.site, report.publisher) == (IDENTITY, "example", "範例社")
    assert report.before == Seen(version=1, first_seen=hour(0), last_seen=hour(2))
    assert report.after == Seen(version=2, first_seen=hour(5))
    assert report.reasons == ("number",)
    assert report.significant


def test_versions_that_look_the_same_get_no_report(store: Store) -> None:
    dates = (Moment(hour(at), "今晨", "minute") for at in (0, 1))
    store.keep([visit(article(date=date), at) for at, date in enumerate(dates)])
    assert len(store.versions(IDENTITY)) == 2
    assert write_missing_reports(store) == 0
    assert list(store.unreported()) == []


def test_a_seed_is_compared_with_its_page_and_is_never_silent(store: Store) -> None:
    store.keep_seeds([seed("地震", QUAKE)])
    store.keep([visit(article("地震", QUAKE.replace("2", "3")))])
    assert write_missing_reports(store) == 1
    [report] = told(store)
    assert report.before == Seen(version=1, first_seen=hour(-100), last_seen=hour(-100))
    assert report.reasons == ("number",)


def test_any_two_versions_are_compared(store: Store) -> None:
    store.keep([visit(article(title), n) for n, title in enumerate(("甲", "乙", "丙"))])
    first, _, last = store.versions(IDENTITY)
    report = of_versions(store, store.find(IDENTITY), first, last)
    assert report.id == "tag:stet,2026:example:1/1..3"
    assert [(change.old, change.new) for change in report.changes] == [("甲", "丙")]


def test_hundreds_are_written_batch_by_batch(store: Store) -> None:
    many = BATCH * 2 + 1
    store.keep([visit(article(f"第{n}號"), n) for n in range(many + 1)])
    assert write_missing_reports(store) == many
    assert len(told(store)) == many


# ------------------------------------------------------------------ events


def deleted(store: Store, **fields: Any) -> None:
    store.keep([visit(article("地震", QUAKE, RESCUE, **fields))])
    store.keep([visit("gone", at) for at in (6, 20, 31)])


def test_a_deletion_shows_the_last_text_as_removed(store: Store) -> None:
    deleted(store, author="範例社")
    assert write_missing_reports(store) == 1
    [report] = told(store)
    assert report.id == "tag:stet,2026:example:1/deleted@2026-03-02T15:00:00Z"
    assert (report.kind, report.title, report.publisher) == ("deleted", "地震", "範例社")
    assert [(change.kind, change.old) for change in report.changes] == [
        ("removed", QUAKE),
        ("removed", RESCUE),
    ]
    assert report.before == Seen(version=1, first_seen=hour(0), last_seen=hour(0))
    assert report.after == Seen(first_seen=hour(6))
    assert (report.significant, report.reasons) == (True, ("deleted",))
    assert (report.added, report.removed) == (0, len(QUAKE + RESCUE))


def test_a_restored_article_shows_its_text_as_added(store: Store) -> None:
    deleted(store)
    store.keep([visit("unreachable", 32), visit(article("地震", QUAKE, RESCUE), 40)])
    assert write_missing_reports(store) == 2
    gone, back = told(store)
    assert gone.before == Seen(version=1, first_seen=hour(0), last_seen=hour(0))
    assert [(change.kind, change.new) for change in back.changes] == [
        ("added", QUAKE),
        ("added", RESCUE),
    ]
    assert back.before == Seen(first_seen=hour(6), last_seen=hour(31))
    assert back.after == Seen(version=1, first_seen=hour(40))


def test_an_expired_article_shows_what_is_left(store: Store) -> None:
    store.keep([visit(article("地震", QUAKE, RESCUE))])
    store.keep([visit(Fault("expired", "the page says so", lead=(QUAKE,)), 9)])
    assert write_missing_reports(store) == 1
    [report] = told(store)
    [change] = report.changes
    assert (change.kind, change.path, change.from_path) == ("edited", (0,), (0, 1))
    assert change.new == QUAKE
    assert change.spans == (("=", QUAKE), ("-", f"\n{RESCUE}"))
    assert report.before == Seen(version=1, first_seen=hour(0), last_seen=hour(0))
    assert (report.kind, report.significant) == ("expired", False)


def test_an_expired_article_without_a_lead_shows_what_is_gone(store: Store) -> None:
    store.keep([visit(article("地震", QUAKE)), visit("expired", 9)])
    assert write_missing_reports(store) == 1
    assert [change.kind for change in told(store)[0].changes] == ["removed"]


def test_an_event_that_shows_nothing_is_no_report(store: Store) -> None:
    store.keep([visit(article("地震", QUAKE))])
    store.keep([visit(Fault("expired", "the page says so", lead=(QUAKE,)), 9)])
    assert write_missing_reports(store) == 0
    assert list(store.unreported()) == []


def test_a_new_address_is_shown_beside_the_old(store: Store) -> None:
    store.keep([visit(article())])
    store.keep([visit(article(), 3, final_url="https://news.example/moved/1")])
    assert write_missing_reports(store) == 1
    [report] = told(store)
    assert (report.kind, report.url) == ("moved", "https://news.example/moved/1")
    [change] = report.changes
    assert (change.field, change.old, change.new) == (
        "url",
        "https://news.example/story/1",
        "https://news.example/moved/1",
    )
    assert report.before == Seen(version=1, first_seen=hour(0), last_seen=hour(0))
    assert report.after == Seen(version=1, first_seen=hour(3))


def test_a_move_with_an_edit_goes_from_the_version_before_it(store: Store) -> None:
    store.keep([visit(article(), at) for at in (0, 2)])
    edited = article("港口清晨大火")
    store.keep([visit(edited, 3, final_url="https://news.example/moved/1")])
    assert write_missing_reports(store) == 2
    [report] = [each for each in told(store) if each.kind == "moved"]
    assert report.before == Seen(version=1, first_seen=hour(0), last_seen=hour(2))
    assert report.after == Seen(version=2, first_seen=hour(3))


def test_a_deletion_of_a_seed_that_no_fetch_confirmed(store: Store) -> None:
    store.keep_seeds([seed("地震", QUAKE)])
    store.keep([visit("gone", at) for at in (0, 12, 24)])
    assert write_missing_reports(store) == 1
    [report] = told(store)
    assert report.before == Seen(version=1, first_seen=hour(-100), last_seen=hour(-100))


def test_what_was_gone_from_the_first_look_on_is_restored(store: Store) -> None:
    store.keep_seeds([seed("地震", QUAKE)])
    store.keep([visit("gone", at) for at in (0, 12, 24)])
    store.keep([visit(article("地震", QUAKE), 30)])
    assert write_missing_reports(store) == 2
    assert told(store)[1].before == Seen(first_seen=hour(0), last_seen=hour(24))


def test_a_seed_without_a_body_loses_its_headline(store: Store) -> None:
    store.keep_seeds([seed("地震", body=())])
    store.keep([visit("gone", at) for at in (0, 12, 24)])
    assert write_missing_reports(store) == 1
    assert [change.old for change in told(store)[0].changes] == ["地震"]
