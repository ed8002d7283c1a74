"""What visits become in the archive: versions, fetches, events."""

from dataclasses import replace
from pathlib import Path

import pytest

from crawler.config import Config
from crawler.items import Article, Draft, Fault, Image, Moment, RelatedLink, Snapshot, Visit
from crawler.store import SnapshotRow, Store
from crawler.store.database import open_database
from tests.visits import IDENTITY, SEED_FIELDS, URL, article, hour, seed, visit

pytestmark = pytest.mark.no_cover


def outcomes(store: Store, *visits: Visit) -> list[str]:
    return [kept.outcome for kept in store.keep(visits)]


def test_the_first_look_makes_the_first_version(store: Store):
    [kept] = store.keep([visit(article(author="晨報"))])

    assert (kept.outcome, kept.version, kept.state, kept.event) == ("first", 1, "active", None)
    [version] = store.versions(IDENTITY)
    assert (version.number, version.checks, version.extractor) == (1, 1, "example/1")
    assert version.first_seen == version.last_seen == hour(0)
    [watch] = store.watches()
    assert (watch.identity, watch.site, watch.url) == (IDENTITY, "example", URL)
    assert (watch.title, watch.publisher, watch.versions) == ("港口清晨起火", "晨報", 1)
    assert watch.changed_at == watch.looked_at == watch.added_at == hour(0)


def test_an_unchanged_look_moves_last_seen_and_checks_only(store: Store):
    store.keep([visit(article())])
    [kept] = store.keep([visit(article(), 5)])

    assert (kept.outcome, kept.version) == ("same", 1)
    [version] = store.versions(IDENTITY)
    assert (version.first_seen, version.last_seen, version.checks) == (hour(0), hour(5), 2)
    assert len(store.snapshots(IDENTITY)) == 2


def test_a_text_that_returns_is_a_third_version_that_knows_it(store: Store):
    looks = ("港口起火", "港口大火", "港口起火")

    assert outcomes(store, *(visit(article(title), n) for n, title in enumerate(looks))) == [
        "first", "new", "new",
    ]  # fmt: skip
    assert [version.returned for version in store.versions(IDENTITY)] == [None, None, 1]
    assert [store.article(IDENTITY, number).title for number in (1, 2, 3)] == list(looks)
    assert store.watches()[0].title == "港口起火"


def test_a_batch_means_what_single_visits_mean(store: Store, tmp_path: Path):
    story = [
        *(visit(article(title), n) for n, title in enumerate("甲甲乙甲")),
        *(visit("gone", n) for n in (10, 20, 40)),
        visit(article("丙"), 50),
        visit("expired", 60),
    ]
    with Store.open(tmp_path / "single") as single:
        together = store.keep(story)
        apart = [kept for each in story for kept in single.keep([each])]

        assert together == apart
        assert store.versions(IDENTITY) == single.versions(IDENTITY)
        assert store.snapshots(IDENTITY) == single.snapshots(IDENTITY)
        assert store.events() == single.events()
        assert store.watches() == single.watches()


def test_nothing_to_keep_is_nothing(store: Store):
    assert store.keep([]) == []
    assert store.watches() == []


def test_a_ticking_modified_alone_is_no_version(store: Store):
    def updated(number: int) -> Article:
        return article(modified=Moment(hour(number), "剛剛", "minute"))

    assert outcomes(store, visit(updated(0)), visit(updated(1), 1)) == ["first", "same"]


def test_related_links_are_observed_over_time_and_make_no_version(store: Store):
    fire = RelatedLink("倉庫也起火", "https://news.example/2", age="1 小時前")
    calm = RelatedLink("港口恢復平靜")
    popular = RelatedLink("今日熱門", "https://news.example/hot", sitewide=True)
    later = replace(fire, age="3 小時前")

    assert outcomes(
        store,
        visit(article(related=(fire, popular))),
        visit(article(related=(calm, later)), 2),
        visit(article(related=(calm,)), 4),
    ) == ["first", "same", "same"]

    calm_row, fire_row = store.related(IDENTITY)
    assert (calm_row.title, calm_row.url) == ("港口恢復平靜", None)
    assert (calm_row.first_seen, calm_row.last_seen) == (hour(2), hour(4))
    assert (fire_row.url, fire_row.age) == ("https://news.example/2", "3 小時前")
    assert (fire_row.first_seen, fire_row.last_seen) == (hour(0), hour(2))


def test_a_fault_is_a_row_of_its_own_and_never_a_version(store: Store):
    store.keep([visit(article())])
    blank = Fault("empty-body", "no paragraph was found", extractor="example/1")
    [kept] = store.keep([visit(blank, 1, status=200, payload=b"<html></html>")])

    assert (kept.outcome, kept.version) == ("fault", None)
    fetch = store.snapshots(IDENTITY)[-1]
    assert (fetch.fault, fetch.message, fetch.version) == (
        "empty-body", "no paragraph was found", None,
    )  # fmt: skip
    assert store.payload(fetch.payload or "") == b"<html></html>"
    assert store.watches()[0].faults == 1
    store.keep([visit(article(), 2)])
    assert store.watches()[0].faults == 0


def test_a_fetch_keeps_headers_addresses_and_run(store: Store):
    run = store.start_run("example", {}, hour(0))
    headers = (("Set-Cookie", "a=1"), ("Set-Cookie", "b=2"), ("Server", "nginx"))
    final = "https://news.example/story/1?from=front"
    store.keep([visit(article(), headers=headers, final_url=final)], run)

    [fetch] = store.snapshots(IDENTITY)
    assert (fetch.headers, fetch.url, fetch.final_url) == (headers, URL, final)
    assert (fetch.run, fetch.status, fetch.version) == (run, 200, 1)
    assert fetch.fetched_at == hour(0)
    assert store.versions(IDENTITY)[0].snapshot == fetch.id


def test_a_fetch_without_an_answer_has_no_payload(store: Store):
    store.keep([visit("unreachable", status=0, payload=b"")])

    [fetch] = store.snapshots(IDENTITY)
    assert (fetch.status, fetch.payload, fetch.fault) == (0, None, "unreachable")


def test_identical_bodies_are_stored_once(store: Store, source: Config):
    body = "港口".encode() * 50_000
    store.keep([visit(article(), n, payload=body) for n in range(20)])

    assert len({fetch.payload for fetch in store.snapshots(IDENTITY)}) == 1
    database = open_database(source.data, source.database_url, read_only=True)
    with database.reading() as connection:
        bytes_kept = connection.exec_driver_sql("SELECT sum(length(body)) FROM payload").scalar()
    database.engine.dispose()
    assert 0 < int(bytes_kept or 0) < len(body)


def test_a_304_confirms_the_latest_version(store: Store):
    store.keep([visit(article("甲")), visit(article("乙"), 1)])
    unchanged = visit("unreadable", 2, status=304, payload=b"")
    [kept] = store.keep([unchanged])

    assert (kept.outcome, kept.version) == ("same", 2)
    assert store.versions(IDENTITY)[-1].last_seen == hour(2)
    assert store.snapshots(IDENTITY)[-1].fault is None
    assert store.watches()[0].faults == 0


def test_a_304_without_a_version_is_a_fault(store: Store):
    assert outcomes(store, visit("unreadable", status=304, payload=b"")) == ["fault"]


def test_validators_are_those_of_the_watched_url(store: Store):
    def tagged(tag: str, at: float, url: str = URL) -> Visit:
        headers = (("etag", tag), ("Last-Modified", "Sun, 01 Mar 2026 08:00:00 GMT"))
        return visit(article(), at, url=url, headers=headers)

    store.keep([tagged('"1"', 0)])
    [watch] = store.watches()
    assert (watch.etag, watch.last_modified) == ('"1"', "Sun, 01 Mar 2026 08:00:00 GMT")

    store.keep([tagged('"amp"', 1, "https://news.example/amp/1"), visit("gone", 2)])
    assert store.watches()[0].etag == '"1"'
    store.keep([tagged('"' + "x" * 2_000 + '"', 3, URL + "#top")])
    assert store.watches()[0].etag == ""


def test_deleted_restored_and_expired_are_events(store: Store):
    notice = Fault("expired", "您所查詢的文章已下架", "港口清晨起火", ("消防局說……",))
    missing = Fault("gone", "HTTP 404", title="404")
    kept = store.keep(
        [
            visit(article()),
            *(visit(missing, n) for n in (10, 20, 40)),
            visit(article(), 50),
            visit(notice, 60),
        ]
    )

    assert [each.event for each in kept] == [None, None, None, "deleted", "restored", "expired"]
    assert [each.state for each in kept] == [
        "active", "gone-suspected", "gone-suspected", "gone", "active", "expired",
    ]  # fmt: skip
    deleted, restored, expired = store.events(IDENTITY)
    assert (deleted.since, deleted.at, deleted.version) == (hour(10), hour(40), 1)
    assert (deleted.message, restored.title) == ("HTTP 404", "港口清晨起火")
    assert (expired.title, expired.lead) == ("港口清晨起火", ("消防局說……",))
    fetches = store.snapshots(IDENTITY)
    assert [fetches[n].id for n in (3, 4, 5)] == [e.snapshot for e in store.events()]


def test_what_was_never_read_makes_no_event(store: Store):
    kept = store.keep([visit("gone", n) for n in (0, 20, 40)] + [visit(article(), 50)])

    assert [each.event for each in kept] == [None] * 4
    assert [each.state for each in kept][2:] == ["gone", "active"]
    assert kept[-1].outcome == "first"
    assert store.events() == []


def test_a_watched_url_that_leads_elsewhere_is_moved(store: Store):
    there = "https://news.example/archive/1"
    [_, kept, again] = store.keep(
        [
            visit(article()),
            visit(article(), 1, final_url=there),
            visit(article(), 2, final_url=there),
        ]
    )

    assert (kept.outcome, kept.event, again.event) == ("same", "moved", None)
    [moved] = store.events()
    assert (moved.moved_from, moved.moved_to) == (URL, there)


@pytest.mark.parametrize("status", [200, 304])
def test_a_move_is_seen_at_once_though_nothing_else_is_new(store: Store, status: int):
    there = "https://news.example/archive/1"
    looks = [visit(article(), n, final_url=there, status=status) for n in (1, 2)]
    for each in looks:
        each.found = each.reading = None
    [_, kept, again] = store.keep([visit(article()), *looks])

    assert (kept.outcome, kept.event, again.event) == ("same", "moved", None)
    [moved] = store.events()
    assert (moved.at, moved.since, moved.moved_to) == (hour(1), hour(1), there)


@pytest.mark.parametrize(
    "addresses",
    [
        {"final_url": URL + "?utm_source=feed"},
        {"final_url": URL.replace("https", "http")},
        {"url": "https://m.news.example/1", "final_url": "https://m.news.example/1/full"},
        {"url": "https://news.example/politics/1", "final_url": "https://news.example/politics/1"},
    ],
)
def test_another_spelling_is_no_move(store: Store, addresses: dict[str, str]):
    kept = store.keep([visit(article()), visit(article(), 1, **addresses)])

    assert [each.event for each in kept] == [None, None]


def test_a_narrower_reading_counts_in_what_it_saw(store: Store):
    full = article(images=(Image("https://img.example/a.jpg", "港口"),))
    narrow = article(observed=("title", "body"))

    assert outcomes(store, visit(full), visit(narrow, 1), visit(full, 2)) == [
        "first", "same", "same",
    ]  # fmt: skip
    assert store.article(IDENTITY) == full
    assert outcomes(store, visit(replace(narrow, title="港口大火"), 3)) == ["new"]


# ------------------------------------------------------------------ seeds and pages


def test_a_page_that_says_what_the_seed_said_completes_it(store: Store):
    store.keep_seeds([seed()])
    page = article(categories=("社會",), images=(Image("https://img.example/a.jpg", "港口"),))
    [kept] = store.keep([visit(page, payload=b"<html>port</html>")])

    assert (kept.outcome, kept.version) == ("same", 1)
    [version] = store.versions(IDENTITY)
    assert (version.first_seen, version.last_seen, version.checks) == (hour(-100), hour(0), 2)
    assert (version.is_seed, version.extractor, version.snapshot) == (True, "example/1", 1)
    assert store.article(IDENTITY).images == page.images
    recaptioned = replace(page, images=(Image("https://img.example/a.jpg", "清晨的港口"),))
    assert outcomes(store, visit(recaptioned, 1)) == ["new"]


def test_the_seed_itself_stays_as_it_was_read(store: Store):
    document = seed()
    store.keep_seeds([document])
    store.keep([visit(article(categories=("社會",)))])

    assert list(store.seeds(IDENTITY)) == [(document.name, document.article)]
    assert store.article(IDENTITY).seed == document.article.seed


def test_a_page_that_differs_from_the_seed_is_version_2(store: Store):
    store.keep_seeds([seed("港口清晨起火")])
    [kept] = store.keep([visit(article("港口清晨大火"))])

    assert (kept.outcome, kept.version) == ("new", 2)
    [pair] = store.unreported()
    assert pair.old
    assert pair.new
    assert (pair.old.number, pair.new.number, pair.old.is_seed) == (1, 2, True)


def test_what_a_seed_could_not_observe_is_no_change(store: Store):
    store.keep_seeds([seed(observed=("title",))])

    assert outcomes(store, visit(article("港口清晨起火", "完全不同的內文。"))) == ["same"]
    assert set(SEED_FIELDS) < set(store.article(IDENTITY).observed)


# ------------------------------------------------------------------ our own parsers


def newer(body: bytes, fetch: SnapshotRow) -> Article | None:
    """Today's parser: finds the last paragraph, and the outlet, which the old one missed."""
    assert fetch.url == URL
    whole = article("港口清晨起火", "第一段。", "第二段。", author="晨報")
    return whole if body == b"<html>1</html>" else None


def test_a_change_of_ours_is_never_the_publishers(store: Store):
    old = article("港口清晨起火", "第一段。")
    store.keep([visit(old, payload=b"<html>1</html>")])
    now = visit(
        article("港口清晨起火", "第一段。", "第二段。"), 1, extractor="example/2", payload=b"2"
    )
    [kept] = store.keep([now], reread=newer)

    assert (kept.outcome, kept.version) == ("same", 1)
    [version] = store.versions(IDENTITY)
    assert (version.extractor, version.checks) == ("example/2", 2)
    assert store.article(IDENTITY).body == ("第一段。", "第二段。")
    assert store.watches()[0].publisher == "晨報"
    assert list(store.unreported()) == []


def test_a_true_change_is_compared_like_with_like(store: Store):
    store.keep([visit(article("港口清晨起火", "第一段。"), payload=b"<html>1</html>")])
    now = article("港口清晨起火", "第一段。", "第二段，更新。")
    [kept] = store.keep([visit(now, 1, extractor="example/2")], reread=newer)

    assert (kept.outcome, kept.version) == ("new", 2)
    assert store.article(IDENTITY, 1).body == ("第一段。", "第二段。")
    assert store.article(IDENTITY, 2).body == ("第一段。", "第二段，更新。")


@pytest.mark.parametrize("body", [b"<html>torn", b""])
def test_what_cannot_be_read_again_is_compared_as_it_was(store: Store, body: bytes):
    store.keep([visit(article("港口清晨起火", "第一段。"), payload=body)])
    now = visit(article("港口清晨起火", "第一段。", "第二段。"), 1, extractor="example/2")

    assert [kept.outcome for kept in store.keep([now], reread=newer)] == ["new"]


def test_the_same_parser_reads_nothing_again(store: Store):
    def never(body: bytes, fetch: SnapshotRow) -> Article | None:
        raise AssertionError("asked to read again")

    kept = store.keep([visit(article("甲")), visit(article("乙"), 1)], reread=never)
    assert [each.outcome for each in kept] == ["first", "new"]


# ------------------------------------------------------------------ what is refused


def test_a_draft_that_nobody_normalised_is_refused_with_its_batch(store: Store):
    raw = Visit("example:2", Snapshot(URL, URL, hour(0), 200), Draft(URL))
    with pytest.raises(ValueError, match=r"example:2.*normalised"):
        store.keep([visit(article()), raw])

    assert store.watches() == []


def test_a_fault_may_come_without_a_reading(store: Store):
    plain = Visit(IDENTITY, Snapshot(URL, URL, hour(0), 0), Fault("unreachable", "timed out"))

    assert outcomes(store, plain) == ["fault"]


def test_a_time_without_zone_is_refused(store: Store):
    naive = visit(article(), fetched_at=hour(0).replace(tzinfo=None))
    with pytest.raises(ValueError, match="no time zone"):
        store.keep([naive])
