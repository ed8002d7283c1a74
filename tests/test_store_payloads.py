"""How pages are stored: each once, as what differs from another page, and all to be had again."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, delete, func, select
from sqlalchemy.exc import IntegrityError

from crawler.store import Store
from crawler.store.database import Database, open_database
from crawler.store.payloads import body, digest_of
from crawler.store.tables import payload, site_page
from tests.visits import article, visit


def page(site: str, number: int, look: int = 0, design: int = 0) -> bytes:
    """A page of 24 kB: the site's own parts, the article's text, and what is new at each look."""
    own = random.Random(f"{site}/{design}").randbytes(10_000).hex()
    text = random.Random(f"{site}/{number}").randbytes(2_000).hex()
    view = random.Random(f"{site}/{number}/{look}").randbytes(100).hex()
    return f"<html><script>{own}</script><p>{text}</p><i>{view}</i></html>".encode()


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = open_database(tmp_path)
    yield database
    database.engine.dispose()


def keep(database: Database, site: str, number: int, look: int, content: bytes) -> None:
    read = article(url=f"https://{site}.example/{number}")
    identity = f"{site}:{number}"
    Store(database).keep([visit(read, look, identity=identity, payload=content)])


def taken(database: Database) -> int:
    """Bytes that all pages take."""
    with database.reading() as connection:
        return connection.scalar(select(func.sum(func.length(payload.c.body)))) or 0


def depth(connection: Connection, digest: str) -> int:
    base = connection.scalar(select(payload.c.base).where(payload.c.digest == digest))
    return 1 + depth(connection, base) if base else 0


def assert_all_come_back(database: Database, pages: list[bytes]) -> None:
    with database.reading() as connection:
        assert {digest_of(body(connection, digest_of(one))) for one in pages} == {
            digest_of(one) for one in pages
        }
        assert max(depth(connection, digest_of(one)) for one in pages) <= 2


def test_a_later_look_takes_what_is_new_in_it(database: Database):
    pages = [page("daily", 1, look) for look in range(30)]
    keep(database, "daily", 1, 0, pages[0])
    first = taken(database)
    for look, content in enumerate(pages[1:], 1):
        keep(database, "daily", 1, look, content)

    assert first > 0.4 * len(pages[0])
    assert taken(database) - first < 0.02 * 29 * len(pages[0])
    assert_all_come_back(database, pages)


def test_the_articles_of_a_site_share_one_page(database: Database):
    pages = [page("daily", number) for number in range(20)]
    for number, content in enumerate(pages[:3]):
        keep(database, "daily", number, 0, content)
    before = taken(database)
    for number, content in enumerate(pages[3:], 3):
        keep(database, "daily", number, 0, content)

    assert taken(database) - before < 0.13 * 17 * len(pages[0])  # a sixth of a page is its own text
    assert_all_come_back(database, pages)


def test_a_page_of_another_site_does_not_help(database: Database):
    for number in range(4):
        keep(database, "daily", number, 0, page("daily", number))
    before = taken(database)
    keep(database, "weekly", 1, 0, page("weekly", 1))

    assert taken(database) - before > 0.4 * len(page("weekly", 1))


def test_after_a_redesign_the_new_pages_are_what_others_are_compressed_with(database: Database):
    pages = [page("daily", number) for number in range(24)]
    pages += [page("daily", number, 1, design=1) for number in range(40)]
    for number, content in enumerate(pages[:24]):
        keep(database, "daily", number, 0, content)
    for number, content in enumerate(pages[24:]):
        keep(database, "daily", number, 1, content)
    before = taken(database)
    for number in range(40):
        keep(database, "daily", number, 2, page("daily", number, 2, design=1))

    assert taken(database) - before < 0.02 * 40 * len(pages[0])
    assert_all_come_back(database, pages)


def test_the_choice_for_a_site_is_kept_where_no_other_is_better(database: Database):
    chosen = set()
    for number in range(30):
        keep(database, "daily", number, 0, page("daily", number))
        with database.reading() as connection:
            chosen.add(connection.scalar(select(site_page.c.payload)))

    assert len(chosen - {None}) == 1


def test_a_very_large_page_stands_alone(database: Database):
    large = random.Random(1).randbytes(3 * 2**20)
    keep(database, "daily", 1, 0, large)
    keep(database, "daily", 1, 1, large + b"!")
    keep(database, "daily", 1, 2, page("daily", 1))

    assert_all_come_back(database, [large, large + b"!", page("daily", 1)])
    with database.reading() as connection:
        assert depth(connection, digest_of(large + b"!")) == 0


def test_what_others_are_compressed_with_cannot_be_taken_away(database: Database):
    for look in range(2):
        keep(database, "daily", 1, look, page("daily", 1, look))
    with pytest.raises(IntegrityError), database.writing() as connection:
        connection.execute(delete(payload).where(payload.c.base.is_(None)))

    assert_all_come_back(database, [page("daily", 1, 0), page("daily", 1, 1)])


looks = st.tuples(
    st.sampled_from(["daily", "weekly"]), st.integers(0, 5), st.integers(0, 3), st.integers(0, 1)
)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.lists(looks, min_size=1, max_size=8), min_size=1, max_size=6))
def test_whatever_comes_in_whatever_batches_comes_back(
    tmp_path_factory: pytest.TempPathFactory, batches: list[list[tuple[str, int, int, int]]]
):
    database = open_database(tmp_path_factory.mktemp("archive"))
    for at, batch in enumerate(batches):
        visits = [
            visit(
                article(url=f"https://{site}.example/{number}"),
                at,
                identity=f"{site}:{number}",
                payload=page(site, number, look, design),
            )
            for site, number, look, design in batch
        ]
        Store(database).keep(visits)

    assert_all_come_back(database, [page(*look) for batch in batches for look in batch])
    database.engine.dispose()
