"""Pages that rest on one another, some of which were let go; and what is said of all that went."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select

from crawler.config import Config
from crawler.errors import DamagedError, PrunedError, StoreError
from crawler.store import Retention, Sought, Store, payloads
from crawler.store.database import FILE, open_database
from crawler.store.tables import keyframe, payload, site_page
from scheduler.compare import write_missing_reports
from tests.test_store_retention import (
    ALL,
    EDITED,
    FRAME,
    SHORT,
    WHOLE,
    brought,
    cured,
    gone,
    keep,
    page,
    pages,
    told,
)
from tests.visits import IDENTITY, article, hour, visit

pytestmark = pytest.mark.no_cover

OLD = Retention(payloads=hour(1_000), evidence=True)


def bases(source: Config) -> dict[str, str | None]:
    """What each page that is kept is compressed with."""
    database = open_database(source.data, source.database_url)
    with database.reading() as connection:
        chosen = select(payload.c.digest, payload.c.base).where(payload.c.pruned_at.is_(None))
        found: dict[str, str | None] = {row.digest: row.base for row in connection.execute(chosen)}
    database.engine.dispose()
    return found


def held(source: Config) -> set[str]:
    """The pages that the next ones would be compressed with."""
    database = open_database(source.data, source.database_url)
    with database.reading() as connection:
        found = set(connection.scalars(select(keyframe.c.payload)))
        found |= set(connection.scalars(select(site_page.c.payload))) - {None}
    database.engine.dispose()
    return found


def turned(at: float) -> bytes:
    """A page of another template: what is compressed with it next makes it the first."""
    return f"<html>{FRAME[::-1]} {at}</html>".encode()


def flaws(store: Store) -> list[str]:
    return [flaw.what for each in store.verify() for flaw in each.flaws]


def retemplated(store: Store) -> None:
    """One article whose template changed twice: its first pages are those of hours 0, 4 and 8."""
    for at in range(12):
        body = turned(at) if 4 <= at < 8 else brought(at)
        text = article("甲" if at < 2 else "乙" if at < 6 else "丙")
        store.keep([visit(text, at, payload=body)])
    told(store)


def test_a_base_goes_with_all_that_rests_on_it_and_stays_with_any(source: Config):
    with Store.open(source) as store:
        retemplated(store)
        before = bases(source)
        digests = [look.payload or "" for look in store.snapshots(IDENTITY)]
        assert before[digests[5]] == digests[4], "the second template rests on its first page"
        gone(store, Retention(payloads=hour(6.5), evidence=True))
        kept = [page(store, look) is not None for look in store.snapshots(IDENTITY)]
        # 6 first showed the latest version, so what it rests on (4) stays; 5 may go.
        assert kept == [True, False, False, False, True, False, True, *[True] * 5]
        assert flaws(store) == []

        store.keep([visit(article("丁"), 20, payload=brought(20))])
        told(store)
        gone(store, Retention(payloads=hour(15), evidence=True))
        kept = [page(store, look) is not None for look in store.snapshots(IDENTITY)]
        assert not any(kept[4:8]), "nothing that stays rests on the second template any more"
        assert kept[8] == (digests[8] in held(source) | set(bases(source).values()))
        assert flaws(store) == []


def test_what_the_next_page_is_compressed_with_stays(source: Config):
    with Store.open(source) as store:
        for number in range(8):
            looks = ((at, article("甲" if at else "乙")) for at in range(3))
            keep(store, *looks, identity=f"a:{number}")
        told(store)
        gone(store, OLD)

        kept = held(source)
        assert len(kept) == 8
        for digest in kept:
            assert store.payload(digest)


def test_the_statement_itself_spares_what_another_needs(source: Config):
    """Between the choice and the taking a crawl may have compressed a page with the chosen one."""
    with Store.open(source) as store:
        retemplated(store)
    before = bases(source)
    database = open_database(source.data, source.database_url)
    with database.writing() as connection:
        went = payloads.prune(connection, list(before), hour(99))
    database.engine.dispose()

    needed = held(source) | {base for base in before.values() if base}
    assert went == set(before) - needed
    with Store.open(source) as store:
        for digest in needed:
            assert store.payload(digest)


def test_a_page_that_comes_again_rests_on_what_is_there_now(source: Config):
    with Store.open(source) as store:
        retemplated(store)
        keep(store, (20, article("丙")))
        gone(store, Retention(payloads=hour(19)))
        back = brought(1), turned(5), brought(10)
        assert not {payloads.digest_of(body) for body in back} & bases(source).keys()
        for at, body in enumerate(back):
            store.keep([visit(article("丙"), 30 + at, payload=body)])

        found = bases(source)
        for body in back:
            digest = payloads.digest_of(body)
            assert store.payload(digest) == body
            assert found[digest] is None or found[digest] in found
        assert flaws(store) == []
        [look] = [each for each in store.snapshots(IDENTITY) if each.fetched_at == hour(1)]
        assert look.has_page


def test_verify_tells_what_was_pruned_from_what_was_lost(tmp_path: Path):
    with Store.open(tmp_path) as store:
        for at, paragraphs in enumerate((WHOLE, SHORT, WHOLE, (*WHOLE[:5], "改過了。"))):
            keep(store, (at, article("堤防", *paragraphs)))
            write_missing_reports(store)
        gone(store, Retention(payloads=hour(99), versions=1))
        checked = list(store.verify())
        assert [flaw for each in checked for flaw in each.flaws] == []
        assert [each.pruned for each in checked if each.identity] == [1]
        assert sum(each.pruned for each in checked if not each.identity) == 1
        seals = store.seals(IDENTITY)
        assert [link.number for link, _ in seals] == [1, 2, 3, 4]

    def after(*statements: str) -> list[str]:
        with closing(sqlite3.connect(tmp_path / FILE)) as connection:
            for statement in statements:
                connection.execute(statement)
            connection.commit()
        with Store.open(tmp_path, read_only=True) as store:
            return flaws(store)

    assert after("UPDATE version SET pruned_at = NULL WHERE number = 2") == ["its text is missing"]
    assert after("UPDATE version SET pruned_at = first_seen WHERE number = 2") == []
    assert after("UPDATE version SET digest = zeroblob(16) WHERE number = 2")[0].startswith(
        "its digest is not the one that was sealed"
    )
    [_, of_a_report] = after(  # the digest of version 2 is still a wrong one
        "DELETE FROM article WHERE version_id = (SELECT id FROM version WHERE number = 3)",
        "UPDATE version SET pruned_at = first_seen WHERE number = 3",
    )
    assert of_a_report.endswith("it is said to be pruned, but is none that ever goes")
    lost = after("UPDATE payload SET body = x'', base = NULL WHERE pruned_at IS NULL")
    assert [what for what in lost if "cannot be read" in what]


def pruned_archive(store: Store) -> None:
    """Four versions; of the second text and page are gone."""
    for at, paragraphs in enumerate((WHOLE, SHORT, WHOLE, (*WHOLE[:5], "改過了。"))):
        keep(store, (at, article("堤防", *paragraphs)))
        write_missing_reports(store)
    gone(store, Retention(payloads=hour(99), versions=1))


def test_what_was_pruned_goes_out_and_in_as_pruned(source: Config, tmp_path: Path):
    with Store.open(source) as store:
        pruned_archive(store)
        lines = list(store.export(with_payloads=True))
    end = json.loads(lines[-1])
    assert (end["pruned_texts"], end["pruned_pages"]) == (1, 1)
    with Store.open(tmp_path / "other") as other:
        [taken] = other.take(lines, "lines")
        assert (taken.versions, taken.pruned) == (4, 1)
        assert [row.is_pruned for row in other.versions(IDENTITY)] == [False, True, False, False]
        assert [found is None for found in pages(other)] == [False, True, False, False]
        assert flaws(other) == []
        assert list(other.export(with_payloads=True)) == lines
        with pytest.raises(PrunedError, match="version 2 of example:1 was pruned on 2026-05-23"):
            other.article(IDENTITY, 2)


def test_a_text_that_is_missing_is_not_taken_for_pruned(source: Config, tmp_path: Path):
    with Store.open(source) as store:
        pruned_archive(store)
        lines = list(store.export())
    text = next(line for line in lines if b'"number":3' in line and b'"article":{' in line)
    start = text.index(b'"article":')
    cut = [text[:start] + b'"article":null}\n' if line == text else line for line in lines]
    with Store.open(tmp_path / "other") as other, pytest.raises(DamagedError):
        list(other.take(cut, "lines"))


def test_a_text_that_is_lost_is_called_damage(tmp_path: Path):
    with Store.open(tmp_path) as store:
        keep(store, (0, article("甲")), (1, article("乙")))
        with closing(sqlite3.connect(tmp_path / FILE)) as connection:
            connection.execute("DELETE FROM article")
            connection.commit()
        with pytest.raises(StoreError, match="text of version 1 of example:1 is missing, the arch"):
            store.article(IDENTITY, 1)
        with pytest.raises(StoreError, match="a text is missing in it"):
            list(store.export())


def test_a_search_says_what_it_cannot_look_through(store: Store):
    pruned_archive(store)
    [row] = store.search(Sought("堤防工程")).rows

    assert (row.versions, row.pruned, row.of) == ((1, 3, 4), (2,), 4)
    assert store.without_text() == store.without_text("example") == 1
    assert store.without_text("cna") == 0


def test_everything_at_once_on_either_database(source: Config):
    with Store.open(source) as store:
        run = store.start_run("article", {}, hour(0))
        store.finish_run(run, hour(0), "finished", {})
        cured(store)
        keep(store, *((at, article("堤防", *EDITED)) for at in range(4, 9)))
        keep(store, *((at, "gone") for at in (10, 30, 50, 70)), (80, article("堤防", *EDITED)))
        keep(store, (81, "unreachable"), (82, article("堤防", *EDITED)))
        told(store)
        would = gone(store, ALL, dry_run=True)
        kinds = {one.kind for one in would}

        assert kinds == {"payload", "snapshot", "run", "text"}
        assert gone(store, ALL) == would
        assert gone(store, ALL, dry_run=True) == []
        assert not [flaw for each in store.verify() for flaw in each.flaws]
        assert len(store.reports()) == 3
