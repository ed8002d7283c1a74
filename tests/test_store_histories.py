"""Any history, in any batches, comes out the same and adds up, on either database."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.config import Config
from crawler.items import Article, FaultKind
from crawler.store import Store
from crawler.store.tables import metadata
from tests import postgresql
from tests.visits import SEED_FIELDS, article, hour, seed, visit

pytestmark = pytest.mark.no_cover

IDENTITIES = ("a:1", "a:2")
TEXTS: list[Article | FaultKind] = [
    article("甲"),
    article("乙"),
    article("乙", tags=("港口",)),
    article("乙", observed=SEED_FIELDS),
    "gone",
    "expired",
    "unreachable",
]

looks = st.lists(
    st.tuples(st.sampled_from(IDENTITIES), st.sampled_from(TEXTS), st.booleans()), max_size=16
)


Emptied = Callable[[], AbstractContextManager[Store]]


@contextmanager
def on_sqlite() -> Iterator[Store]:
    """An empty archive."""
    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder)) as store:
        yield store


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def emptied(request: pytest.FixtureRequest) -> Iterator[Emptied]:
    """Opens an empty archive for each example; on a server always the same, as making one takes."""
    if request.param == "sqlite":
        yield on_sqlite
        return

    numbered = [table.name for table in metadata.sorted_tables if "id" in table.c]
    forget = [str(table.delete()) for table in reversed(metadata.sorted_tables)]
    forget += [f"SELECT setval('{name}_id_seq', 1, false)" for name in numbered]

    @contextmanager
    def on_server() -> Iterator[Store]:
        postgresql.said(";".join(forget), url=url)
        yield store

    with postgresql.schema() as url, Store.open(Config(database_url=url)) as store:
        yield on_server


@settings(max_examples=40)
@given(looks)
def test_batches_of_any_size_mean_the_same(
    emptied: Emptied, told: list[tuple[str, Article | FaultKind, bool]]
):
    visits = [visit(found, n * 9, identity=name) for n, (name, found, _) in enumerate(told)]
    cuts = [n for n, (*_, ends) in enumerate(told) if ends]
    with on_sqlite() as one, emptied() as cut:
        together = one.keep(visits)
        parts = [visits[start:end] for start, end in pairwise([0, *cuts, len(visits)])]
        apart = [kept for part in parts for kept in cut.keep(part)]

        assert together == apart
        assert one.events() == cut.events()
        for name in IDENTITIES:
            assert one.versions(name) == cut.versions(name)
            assert_adds_up(one, name)
            for version in one.versions(name):
                assert one.article(name, version.number) == cut.article(name, version.number)


def assert_adds_up(store: Store, name: str) -> None:
    versions, fetches = store.versions(name), store.snapshots(name)
    assert [version.number for version in versions] == list(range(1, len(versions) + 1))
    for version in versions:
        shown = [fetch for fetch in fetches if fetch.version == version.number]
        assert version.checks == len(shown)
        assert (version.first_seen, version.last_seen) == (
            shown[0].fetched_at,
            shown[-1].fetched_at,
        )
    for older, newer in pairwise(versions):
        assert older.last_seen < newer.first_seen
        assert older.digest != newer.digest


@settings(max_examples=40)
@given(st.permutations(range(6)), st.integers(1, 6))
def test_seeds_in_any_order_make_one_history(emptied: Emptied, order: list[int], batch: int):
    documents = [seed(title, at=n * 10 - 100) for n, title in enumerate("甲乙乙丙甲丁")]
    mixed = [documents[n] for n in order]
    with emptied() as store:
        for start in range(0, 6, batch):
            store.keep_seeds(mixed[start : start + batch])

        found = [
            (store.article("example:1", version.number).title, version.first_seen, version.checks)
            for version in store.versions("example:1")
        ]
    dates = [hour(n * 10 - 100) for n in (0, 1, 3, 4, 5)]
    assert found == list(zip("甲乙丙甲丁", dates, (1, 2, 1, 1, 1), strict=True))
