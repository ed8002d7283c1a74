"""Looks, pages and articles that somebody took out or exchanged: found, and never built upon."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from crawler.config import Config
from crawler.store import Retention, Store, records
from crawler.store.database import FILE
from tests import postgresql
from tests.archives import filled
from tests.terminal import Inside, complaint, lines
from tests.visits import article, hour, visit

FERRY = "cna:202603010001"
"""The first article of the archive; its versions have the row ids 1 to 3."""


@pytest.fixture
def archive(quick: Inside) -> Inside:
    filled(quick.folder / "data")
    assert quick("verify").returncode == 0
    return quick


def tamper(archive: Inside, *statements: str) -> None:
    """As with the sqlite3 shell, which looks after no foreign key."""
    with closing(sqlite3.connect(archive.folder / "data" / FILE)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


PAGE_EXCHANGED = (
    "UPDATE snapshot SET payload = (SELECT payload FROM snapshot WHERE version_id = 1)"
    " WHERE version_id = 2"
)


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        (PAGE_EXCHANGED, f"{FERRY} version 2: none of its looks has the page"),
        ("DELETE FROM payload", f"{FERRY}: the page "),
        ("DELETE FROM snapshot WHERE version_id = 1", "UTC that first showed it is missing"),
        ("DELETE FROM watch WHERE id = 1", "an article is missing: it has seals"),
        ("UPDATE article SET record = X'00'", "its text cannot be read"),
    ],
)
def test_what_was_taken_out_or_exchanged_is_listed(archive: Inside, statement: str, said: str):
    tamper(archive, statement)
    answer = archive("verify")

    assert answer.returncode == 1
    assert said in answer.stdout
    assert "all as it was kept" not in answer.stdout


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE version SET digest = 'abc'", "holds 'abc' where a digest belongs"),
        ("UPDATE version SET first_seen = 'long ago'", "holds a row that cannot be read"),
    ],
)
def test_what_is_no_value_at_all_is_said(archive: Inside, statement: str, said: str):
    tamper(archive, statement)

    for verb in (["verify"], ["history", FERRY]):
        assert said in complaint(archive(*verb))


def test_nothing_is_built_upon_an_article_that_was_tampered_with(archive: Inside):
    tamper(archive, PAGE_EXCHANGED)
    with Store.open(archive.folder / "data", read_only=True) as store:
        before = store.article(FERRY, 2)
    read_again = archive("reparse", FERRY)

    assert read_again.returncode == 1
    assert f"{FERRY} is left as it is, for it is not as it was kept" in complaint(read_again)
    assert "none of its looks has the page" in complaint(archive("bundle", FERRY, 1, 2))
    with Store.open(archive.folder / "data", read_only=True) as store:
        assert store.article(FERRY, 2) == before


def test_an_archive_without_pages_is_whole(archive: Inside):
    archive("export", "--out", "all.jsonl")
    archive("import", "all.jsonl", "--data", "in")
    [counts, pageless, _] = lines(archive("verify", "--data", "in"))

    assert counts.endswith("0 pages: all as it was kept")
    assert pageless.startswith("without the page that it was sealed with")
    assert pageless.endswith(": 6 versions")


def test_looks_with_pages_follow_on_looks_without(archive: Inside):
    archive("export", "--out", "all.jsonl")
    archive("import", "all.jsonl", "--data", "in")
    with Store.open(archive.folder / "in") as store:
        again = visit(store.article(FERRY), 900, identity=FERRY, payload=b"<p>other bytes</p>")
        [kept] = store.keep([again])
    assert kept.outcome == "same"

    assert archive("verify", "--data", "in").returncode == 0


ERASED = (
    "UPDATE snapshot SET payload = NULL WHERE watch_id = 1",
    "DELETE FROM keyframe WHERE watch_id = 1",
    "UPDATE payload SET base = NULL",
    "DELETE FROM payload WHERE digest NOT IN (SELECT payload FROM snapshot WHERE payload NOT NULL)",
)


def test_pages_that_were_erased_with_all_that_named_them_are_missed(quick: Inside):
    """Between looks of one article there are looks at others, unless it came with an import."""
    with Store.open(quick.folder / "data") as store:
        for hours, text in enumerate(["甲", "乙"]):
            for identity in (FERRY, "cna:202603010002"):
                store.keep([visit(article(text), hours, identity=identity)])
        page = store.snapshots(FERRY)[1].payload
    tamper(quick, *ERASED)
    answer = quick("verify")

    assert answer.returncode == 1
    assert f"{FERRY} version 2: the page {page} that it was sealed with is missing" in answer.stdout


def test_one_page_that_was_erased_is_missed(archive: Inside):
    tamper(archive, "UPDATE snapshot SET payload = NULL WHERE version_id = 2")
    answer = archive("verify")

    assert answer.returncode == 1
    assert f"{FERRY} version 2: the page " in answer.stdout


PRUNED = "UPDATE payload SET body = X'', base = NULL, pruned_at = '2026-04-01 00:00:00'"
OF_VERSION = " WHERE digest = (SELECT payload FROM snapshot WHERE version_id = {})"


@pytest.mark.parametrize("number", [1, 3])
def test_no_page_of_the_first_or_latest_version_is_ever_pruned(archive: Inside, number: int):
    tamper(
        archive, "DELETE FROM keyframe", "DELETE FROM site_page", PRUNED + OF_VERSION.format(number)
    )
    answer = archive("verify")

    assert answer.returncode == 1
    assert f"{FERRY} version {number}: the page " in answer.stdout
    assert "is said to be pruned, but is none that ever goes" in answer.stdout


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        (PRUNED, "are said to be pruned, but are none that ever go"),
        ("UPDATE payload SET pruned_at = '2026-04-01 00:00:00'", "to be pruned, but are here"),
    ],
)
def test_what_is_said_to_be_pruned_is_gone_and_may_be(archive: Inside, statement: str, said: str):
    tamper(archive, statement)
    answer = archive("verify")

    assert answer.returncode == 1
    assert said in answer.stdout


def test_a_report_that_cannot_be_read_is_named(archive: Inside):
    damaged = records.compress(b'{"kind": 7}').hex()
    tamper(archive, f"UPDATE report SET record = X'{damaged}'")  # noqa: S608  bytes of our own

    for form in ("jsonl", "text"):
        assert "is not as it was kept" in archive("report", "--format", form).stderr


@pytest.mark.parametrize("pair", [(3, 1), (2, 2)])
def test_evidence_goes_from_an_older_version_to_a_newer_one(
    archive: Inside, pair: tuple[int, int], tmp_path: Path
):
    assert "give an older version and a newer one" in complaint(archive("bundle", FERRY, *pair))
    assert not list(tmp_path.glob("*.zip"))


def test_a_last_version_that_was_taken_out_is_not_said_to_be_unread(archive: Inside):
    tamper(
        archive,
        "DELETE FROM seal WHERE watch_id = 1 AND number = 3",
        "DELETE FROM version WHERE id = 3",
    )

    said = f"version 3 of {FERRY} is missing, the archive is damaged: look with `stet verify`"
    assert said in complaint(archive("show", FERRY))
    assert said in complaint(archive("show", FERRY, "--version", "3"))
    assert "has no version 4: they are 1 to 3" in complaint(archive("show", FERRY, "--version", 4))


# ------------------------------------------------------------------ what no seal covers

LOST = "news.example:/lost"
"""The third article: read once, deleted since; its watch has the row id 3."""
WHEN = "'2026-03-01 11:00:00.000000'"
EVENT = (
    "INSERT INTO event (watch_id, version_id, snapshot_id, kind, at, since, detail, compared)"
    " VALUES (1, 3, {}, '{}', {}, {}, '{{}}', 1)"
)
A_LOOK = "(SELECT id FROM snapshot WHERE version_id = 2)"


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        (EVENT.format("NULL", "deleted", WHEN, WHEN), "was seen by no look that is here"),
        (EVENT.format(A_LOOK, "deleted", WHEN, WHEN), "is not what the look of that time found"),
        (EVENT.format(A_LOOK, "expired", WHEN, WHEN), "is not what the look of that time found"),
        (EVENT.format(A_LOOK, "moved", WHEN, WHEN), "is not what the look of that time found"),
        (EVENT.format(A_LOOK, "vanished", WHEN, WHEN), "is not what the look of that time found"),
        (EVENT.format(A_LOOK, "restored", "'2026-03-02 11:00:00.000000'", WHEN), "by no look"),
        ("UPDATE event SET detail = 'false'", "cannot be read: the archive holds a damaged"),
        (
            "UPDATE event SET since = '2026-03-01 11:00:00'",
            "is said to be so since 2026-03-01 11:00 UTC",
        ),
        ("UPDATE event SET version_id = 1", "is told of a version of another article"),
        ("DELETE FROM event", f"{LOST}: it stands as gone, but no look of it is told as deleted"),
        ("UPDATE watch SET state = 'active'", "stands as active, but was deleted and never"),
        ("UPDATE watch SET state = 'gone'", f"{FERRY}: it stands as gone, but no look of it"),
        ("UPDATE watch SET state = 'deleted'", f"{FERRY}: it stands as deleted, which is no state"),
        ("UPDATE watch SET state = 'expired'", f"{LOST}: it stands as expired, but no look of it"),
    ],
)
def test_what_is_told_to_have_happened_was_seen(archive: Inside, statement: str, said: str):
    tamper(archive, statement)
    answer = archive("verify")

    assert answer.returncode == 1
    assert said in answer.stdout


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        (
            "UPDATE version SET last_seen = '2026-03-01 11:00:00'",
            "version 1: last seen at 2026-03-01 11:00",
        ),
        ("UPDATE version SET checks = 0", "version 1: it was seen 0 times, while 1 looks are here"),
        ("UPDATE snapshot SET headers = X'FF'", f"{FERRY}: the headers of its look of 2026-03-01"),
        ("UPDATE snapshot SET fault = 'gone'", f"{FERRY}: its look of 2026-03-01 08:00 UTC has a"),
        ("UPDATE snapshot SET fault = NULL", f"{LOST}: its look of 2026-03-02 04:00 UTC shows no"),
        ("UPDATE watch SET title = '無事'", f"{FERRY}: it is listed as '無事', while its latest"),
        ("UPDATE watch SET publisher = '他報'", f"{FERRY}: it is listed as of '他報'"),
        ("UPDATE watch SET site = 'bbc'", f"{FERRY}: it is listed for the site bbc"),
        ("UPDATE watch SET versions = 2", f"{FERRY}: it is listed with 2 versions; the last one"),
        (
            "UPDATE watch SET changed_at = '2026-03-01 11:00:00'",
            f"{FERRY}: it is listed as changed at 2026",
        ),
        (
            "UPDATE watch SET looked_at = '2026-03-01 11:00:00'",
            f"{FERRY}: it is listed as looked at last at",
        ),
        (
            "UPDATE version SET pruned_at = '2026-04-01 00:00:00'",
            "version 1: its text is said to be pruned, but is here",
        ),
    ],
)
def test_what_is_listed_is_what_was_seen(archive: Inside, statement: str, said: str):
    tamper(archive, statement)
    answer = archive("verify")

    assert answer.returncode == 1
    assert said in answer.stdout


def test_headers_that_cannot_be_read_are_those_of_an_article(archive: Inside):
    tamper(archive, "UPDATE snapshot SET headers = X'FF' WHERE watch_id = 1")

    assert f"{FERRY} is not as it was kept: the headers" in complaint(
        archive("bundle", FERRY, 1, 2)
    )
    said = complaint(archive("export", "--out", "all.jsonl", "--payloads"))
    assert f"{FERRY} cannot be exported: the archive holds damaged bytes" in said


def test_an_article_that_no_search_would_find_is_listed(archive: Inside):
    tamper(archive, "INSERT INTO search (search) VALUES ('delete-all')")
    answer = archive("verify")

    assert answer.returncode == 1
    assert f"{FERRY}: `stet search` cannot find it" in answer.stdout
    assert archive("bundle", FERRY, 1, 2).returncode == 0, "it is evidence all the same"


def test_an_archive_that_nobody_touched_is_sound_on_either_database(source: Config):
    filled(source)
    with Store.open(source) as store:
        assert [flaw for each in store.verify() for flaw in each.flaws] == []
        limits = Retention(payloads=hour(9_999), evidence=True, snapshots=hour(9_999), versions=1)
        assert list(store.prune(limits))
        assert [flaw for each in store.verify() for flaw in each.flaws] == []


def test_pages_that_were_erased_are_missed_on_a_server(served: Config):
    filled(served)
    with Store.open(served) as store:
        store.keep([visit(article("又改"), 90, identity=FERRY)])
    erased = (
        "UPDATE snapshot SET payload = NULL",
        "DELETE FROM keyframe",
        "DELETE FROM site_page",
        "DELETE FROM payload",
        "DELETE FROM search WHERE watch_id = 1",
    )
    for statement in erased:
        postgresql.said(statement, url=served.database_url)

    with Store.open(served) as store:
        [first, *_] = store.verify()
    missing = [f"version {each.version}: {each.what[:8]}" for each in first.flaws[:-1]]
    assert missing == [f"version {number}: the page" for number in (1, 2, 3, 4)]
    assert "`stet search` cannot find it" in first.flaws[-1].what
