"""What is let go of an archive, and what never is."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from crawler.errors import NotFoundError, PrunedError
from crawler.items import Article, FaultKind
from crawler.store import Gone, Retention, SnapshotRow, Store
from scheduler.compare import write_missing_reports
from tests.visits import IDENTITY, article, hour, seed, visit

ALL = Retention(payloads=hour(1_000), evidence=True, snapshots=hour(1_000), versions=1)


def gone(store: Store, limits: Retention, *, dry_run: bool = False) -> list[Gone]:
    return sorted(
        store.prune(limits, now=hour(2_000), dry_run=dry_run), key=lambda one: (one.kind, one.name)
    )


def names(found: Iterable[Gone], kind: str) -> list[str]:
    return [one.name for one in found if one.kind == kind]


def page(store: Store, look: SnapshotRow) -> bytes | None:
    """The page that a look brought; None where it was pruned."""
    try:
        return store.payload(look.payload or "")
    except PrunedError:
        return None


def pages(store: Store, identity: str = IDENTITY) -> list[bytes | None]:
    return [page(store, look) for look in store.snapshots(identity)]


FRAME = "".join(chr(0x4E00 + number) for number in range(900))
"""What all pages share, as those of a site do: later ones are compressed with the first."""


def brought(at: float, identity: str = IDENTITY) -> bytes:
    """The page of a look, which no other look has."""
    return f"<html>{FRAME} {identity} {at}</html>".encode()


def told(store: Store) -> None:
    write_missing_reports(store)


Looked = tuple[float, Article | FaultKind]


def keep(store: Store, *looks: Looked, identity: str = IDENTITY) -> None:
    """Looks, each of which brings a page of its own: hour -> what was read."""
    for at, found in looks:
        store.keep([visit(found, at, identity=identity, payload=brought(at, identity))])


@pytest.fixture
def store(data: Path) -> Iterator[Store]:
    """On SQLite: what may go is said in SQL that both databases are asked in other tests."""
    with Store.open(data) as store:
        yield store


# ------------------------------------------------------------------ pages


def test_old_pages_go_and_what_first_showed_a_version_stays(store: Store):
    looks = [(at, article("甲" if at < 3 else "乙")) for at in range(6)]
    keep(store, *looks)
    told(store)
    taken = gone(store, Retention(payloads=hour(5)))

    kept = [brought(at) for at in range(6)]
    assert pages(store) == [kept[0], None, None, kept[3], None, kept[5]]
    assert [one.kind for one in taken] == ["payload"] * 3
    assert {one.identity for one in taken} == {IDENTITY}
    assert {one.at for one in taken} == {hour(1), hour(2), hour(4)}
    assert len(store.snapshots(IDENTITY)) == 6
    assert [row.checks for row in store.versions(IDENTITY)] == [3, 3]


def test_a_page_that_was_pruned_is_said_to_be(store: Store):
    keep(store, (0, article("甲")), (1, article("甲")))
    gone(store, Retention(payloads=hour(5)))
    [_, look] = store.snapshots(IDENTITY)
    with pytest.raises(PrunedError, match=rf"page {look.payload} was pruned on 2026-05-") as said:
        store.payload(look.payload or "")

    assert "its digest and its size are all that is kept of it" in str(said.value)
    assert isinstance(said.value, NotFoundError)
    assert said.value.exit_code == 2


def test_a_page_that_comes_again_is_stored_again(store: Store):
    keep(store, (0, article("甲")), (1, article("甲")))
    gone(store, Retention(payloads=hour(5)))
    store.keep([visit(article("甲"), 9, payload=brought(1))])

    assert pages(store)[1:] == [brought(1)] * 2


def test_a_page_that_another_look_needs_stays(store: Store):
    wall = brought(0, "a wall")
    for at, identity in ((0, "a:1"), (1, "b:1"), (8, "b:2")):
        keep(store, (99, "unreachable"), identity=identity)
        store.keep([visit("gone", at, identity=identity, payload=wall)])

    assert gone(store, Retention(payloads=hour(5))) == []
    assert gone(store, Retention(payloads=hour(9), site="a")) == []
    [one] = gone(store, Retention(payloads=hour(9)))
    assert (one.identity, one.at) == ("a:1", hour(8))


def test_of_one_site_alone(store: Store):
    for identity in ("a:1", "b:1"):
        keep(store, (0, article("甲")), (1, article("甲")), identity=identity)
    gone(store, Retention(payloads=hour(5), site="a"))

    assert pages(store, "a:1")[1] is None
    assert pages(store, "b:1")[1] == brought(1, "b:1")


def test_what_first_showed_a_version_goes_when_it_is_asked_for_but_for_two(store: Store):
    keep(store, *((at, article(f"第{at}版")) for at in range(4)))
    told(store)
    gone(store, Retention(payloads=hour(9), evidence=True))

    assert [found is None for found in pages(store)] == [False, True, True, False]


def test_the_next_page_of_a_version_is_its_evidence_where_the_first_was_let_go(store: Store):
    keep(store, *((at, article(f"第{at // 3}版")) for at in range(9)))
    told(store)
    gone(store, Retention(payloads=hour(4), evidence=True))
    gone(store, Retention(payloads=hour(99)))

    assert [at for at, found in enumerate(pages(store)) if found] == [0, 4, 6]


def test_what_shows_that_an_article_was_deleted_is_evidence(store: Store):
    looks: list[Looked] = [
        (0, article("甲")),
        (10, "gone"),
        (30, "gone"),
        (50, "gone"),
        (60, "gone"),
    ]
    keep(store, *looks)
    told(store)
    gone(store, Retention(payloads=hour(99)))
    assert [found is None for found in pages(store)] == [False, True, True, False, True]

    gone(store, Retention(payloads=hour(99), evidence=True))
    assert [found is None for found in pages(store)] == [False, True, True, True, True]


def test_the_next_parser_has_the_page_of_the_latest_version(store: Store):
    keep(store, *((at, article("甲" if at < 2 else "乙")) for at in range(5)))
    told(store)
    gone(store, ALL)
    asked: list[bytes] = []

    def reread(payload: bytes, look: SnapshotRow) -> Article:
        asked.append(payload)
        return article("乙", "今天的讀法。")

    new = visit(article("乙", "今天的讀法。"), 99, extractor="example/2")
    assert store.keep([new], reread=reread)[0].outcome == "same"
    assert asked == [brought(2)]


# ------------------------------------------------------------------ looks


def test_looks_that_changed_nothing_go_with_their_pages(store: Store):
    keep(store, *((at, article("甲" if at < 4 else "乙")) for at in range(8)))
    told(store)
    taken = gone(store, Retention(snapshots=hour(99)))

    assert [look.fetched_at for look in store.snapshots(IDENTITY)] == [
        hour(0), hour(3), hour(4), hour(7),
    ]  # fmt: skip
    assert len(names(taken, "snapshot")) == len(names(taken, "payload")) == 4
    for digest in names(taken, "payload"):
        with pytest.raises(NotFoundError, match="holds no payload"):
            store.payload(digest)
    assert [row.checks for row in store.versions(IDENTITY)] == [4, 4]


def test_the_look_that_brought_the_evidence_stays_where_an_earlier_one_brought_no_page(
    store: Store,
):
    for at in range(4):
        page = b"" if at == 0 else brought(at)
        store.keep([visit(article("甲"), at, payload=page)])
    gone(store, Retention(payloads=hour(99), snapshots=hour(99)))

    left = [(look.fetched_at, bool(look.payload)) for look in store.snapshots(IDENTITY)]
    assert left == [(hour(0), False), (hour(1), True), (hour(3), True)]
    assert store.payload(store.snapshots(IDENTITY)[1].payload or "") == brought(1)


def test_the_first_fetch_of_a_text_that_a_seed_showed_before_stays(store: Store):
    store.keep_seeds([seed("甲", at=-9)])
    store.keep([visit(article("甲"), 0, payload=b"")])
    keep(store, *((at, article("甲")) for at in range(1, 5)))
    [first] = {row.snapshot for row in store.versions(IDENTITY)}
    gone(store, Retention(payloads=hour(99), snapshots=hour(99)))

    assert [look.fetched_at for look in store.snapshots(IDENTITY)] == [hour(0), hour(1), hour(4)]
    assert store.snapshots(IDENTITY)[0].id == first


def test_looks_of_one_site_alone(store: Store):
    for identity in ("a:1", "b:1"):
        keep(store, *((at, article("甲")) for at in range(4)), identity=identity)
    taken = gone(store, Retention(snapshots=hour(99), site="a"))

    assert {one.identity for one in taken} == {"a:1"}
    assert (len(store.snapshots("a:1")), len(store.snapshots("b:1"))) == (2, 4)


def test_failed_looks_go_once_the_article_was_read_again(store: Store):
    looks: list[Looked] = [(0, article("甲")), (1, "unreachable"), (2, "gone"), (3, article("甲"))]
    keep(store, *looks, (4, "unreachable"), (5, "gone"))
    gone(store, Retention(snapshots=hour(99)))

    left = [look.fetched_at for look in store.snapshots(IDENTITY)]
    assert left == [hour(0), hour(3), hour(4), hour(5)]


def test_the_looks_that_say_how_long_an_article_was_gone_stay(store: Store):
    away: list[Looked] = [(at, "gone") for at in (10, 30, 50, 70, 90)]
    keep(
        store,
        (0, article("甲")),
        (3, article("甲")),
        (5, article("甲")),
        *away,
        (100, "unreachable"),
    )
    keep(store, (110, article("甲")), (120, article("甲")))
    told(store)
    before = [row.record for row in store.reports()]
    gone(store, replace(ALL, versions=None))
    left = [look.fetched_at for look in store.snapshots(IDENTITY)]
    assert left == [hour(at) for at in (0, 5, 10, 30, 50, 70, 90, 110, 120)]

    store.keep_seeds([seed("更早的稿子")])  # all is told anew
    told(store)
    again = [row.record for row in store.reports() if row.kind != "edited"]
    assert len(before) == len(again) == 2
    assert [record.replace(b'"version":2', b'"version":1') for record in again] == before


def test_crawls_of_which_no_look_is_left_go(store: Store):
    first, last = (store.start_run("article", {}, hour(at)) for at in (0, 9))
    store.keep([visit(article("甲"), 0)], run=first)
    for at in (3, 4, 5):
        run = store.start_run("article", {}, hour(at))
        store.keep([visit(article("甲"), at)], run=run)
        store.finish_run(run, hour(at), "finished", {})
    store.finish_run(first, hour(1), "finished", {})
    taken = gone(store, Retention(snapshots=hour(99)))

    assert names(taken, "run") == ["3", "4"]
    assert [row.id for row in store.runs()] == [5, last, first]
    assert gone(store, Retention(snapshots=hour(99), site="a")) == []


# ------------------------------------------------------------------ texts


WHOLE = tuple(f"第{n}段：海角鎮公所今天宣布堤防工程提前完工。" for n in range(6))
EDITED = (*WHOLE[:5], "第5段：改過了。")
SHORT = ("第0段。",)


def read(store: Store, *texts: tuple[str, ...]) -> None:
    """A look an hour, each with its text, and each told of as far as there is anything to tell."""
    for at, paragraphs in enumerate(texts):
        keep(store, (at, article("堤防", *paragraphs)))
        told(store)


def cured(store: Store) -> None:
    """Four versions: the second is a fault of reading that nobody was told of."""
    read(store, WHOLE, SHORT, WHOLE, EDITED)


def test_a_text_that_nothing_tells_of_goes_and_its_row_stays(store: Store):
    cured(store)
    before = store.versions(IDENTITY)
    [one] = gone(store, Retention(versions=1))

    assert (one.kind, one.identity, one.name) == ("text", IDENTITY, "2")
    after = store.versions(IDENTITY)
    assert [row.is_pruned for row in after] == [False, True, False, False]
    assert [replace(row, pruned_at=None) for row in after] == before
    with pytest.raises(PrunedError, match="text of version 2 of example:1 was pruned"):
        store.article(IDENTITY, 2)
    assert [row.id for row in store.reports()] == ["tag:stet,2026:example:1/3..4"]
    assert gone(store, Retention(versions=1)) == []


def test_the_latest_texts_stay_as_many_as_are_asked_for(store: Store):
    cured(store)

    assert gone(store, Retention(versions=3)) == []
    assert names(gone(store, Retention(versions=2)), "text") == ["2"]


def test_the_page_of_a_text_that_goes_is_evidence_no_more(store: Store):
    cured(store)
    limits = Retention(payloads=hour(99), versions=1)
    assert len(names(gone(store, limits, dry_run=True), "payload")) == 1
    gone(store, limits)

    assert [found is None for found in pages(store)] == [False, True, False, False]


def test_what_a_report_tells_of_stays(store: Store):
    keep(store, *((at, article(f"第{at}版", f"內文{at}。")) for at in range(6)))
    told(store)

    assert len(store.reports()) == 5
    assert gone(store, Retention(versions=1)) == []


def test_the_page_of_a_text_that_went_before_is_evidence_no_more(store: Store):
    cured(store)
    gone(store, Retention(versions=1))
    gone(store, Retention(payloads=hour(99)))

    assert [found is None for found in pages(store)] == [False, True, False, False]


def test_the_newer_text_of_a_report_stays_where_it_is_the_older_of_none(store: Store):
    read(store, WHOLE, EDITED, SHORT, EDITED)

    assert [row.id.rpartition("/")[2] for row in store.reports()] == ["1..2"]
    assert names(gone(store, Retention(versions=1)), "text") == ["3"]


def test_a_text_that_a_seed_document_shows_stays(store: Store):
    cured(store)
    [kept] = store.keep_seeds([seed("堤防", *SHORT, at=1.5)])

    assert (kept.outcome, kept.version) == ("same", 2)
    assert gone(store, Retention(versions=1)) == []


def test_no_text_goes_of_an_article_of_which_there_is_something_to_tell(store: Store):
    cured(store)
    keep(store, (9, article("堤防", *WHOLE[:5])))
    assert gone(store, Retention(versions=1)) == []
    told(store)

    assert names(gone(store, Retention(versions=1)), "text") == ["2"]


def test_what_is_still_to_be_told_stays(store: Store):
    keep(store, *((at, article("甲" if at < 8 else "乙")) for at in range(12)))
    assert names(gone(store, ALL), "snapshot") == names(gone(store, ALL), "text") == []
    told(store)

    assert len(names(gone(store, ALL), "snapshot")) == 8


def test_an_older_seed_is_placed_beside_pruned_texts(store: Store):
    cured(store)
    gone(store, ALL)
    store.keep_seeds([seed("堤防", "更早的內文。", at=-9), seed("堤防", "插在中間的。", at=1)])
    told(store)

    rows = store.versions(IDENTITY)
    assert [row.is_pruned for row in rows] == [False, False, True, False, False, False]
    assert [row.id.rpartition("/")[2] for row in reversed(store.reports())] == [
        "1..2", "2..4", "4..5", "5..6",
    ]  # fmt: skip
    assert not list(store.unreported())
