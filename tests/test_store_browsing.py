"""Reports as pages ask for them: each page of bounded cost, and none left out."""

from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawler.config import Config
from crawler.store import MANY, Sieve, SiteRow, Store
from tests.browser import tell, unread
from tests.reports.invented import FERRY, at, change
from tests.visits import article, visit

EDITS = [
    FERRY.report(
        change("title", "edited", f"[-{n}-]{{+{n + 1}+}}"),
        score=n * 37 % 100,
        reasons=(),
        versions=(n, n + 1),
    )
    for n in range(1, 40)
]


def ids(store: Store, sieve: Sieve, limit: int, looked: int) -> list[str]:
    """All that a sieve lets through, a page at a time."""
    found: list[str] = []
    before = ""
    while True:
        leaf = store.leaf(sieve, before=before, limit=limit, looked=looked)
        assert len(leaf.rows) <= limit
        found += [row.id for row in leaf.rows]
        before = leaf.before
        if not before:
            return found


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(score=st.integers(0, 100), limit=st.integers(1, 50), looked=st.integers(1, 50))
def test_page_by_page_all_that_fit_are_found_once_and_in_order(
    config: Config, score: int, limit: int, looked: int
):
    if not (config.data / "stet.db").exists():
        tell(config, *EDITS)
    wanted = [edit.id for edit in reversed(EDITS) if edit.score >= score]

    with Store.open(config, read_only=True) as store:
        assert ids(store, Sieve(min_score=score), limit, looked) == wanted
        assert ids(store, Sieve(min_score=score, publisher="nobody"), limit, looked) == []


def test_a_page_looks_no_further_than_it_was_told(config: Config):
    tell(config, *EDITS)
    with Store.open(config, read_only=True) as store:
        leaf = store.leaf(Sieve(publisher="nobody"), looked=10)

    assert leaf.rows == []
    assert leaf.before == EDITS[-10].id


def test_changes_are_counted_by_spans_of_time(config: Config):
    tell(config, *EDITS)
    hour = timedelta(hours=1)
    spans = [(at(4, 0), at(4, 0) + hour), (at(4, 1), at(4, 1) + hour), (at(4, 0), at(5, 0))]
    with Store.open(config, read_only=True) as store:
        assert store.counted(spans) == [0, 39, 39]
        assert store.counted(spans, "nowhere") == [0, 0, 0]
        assert store.counted([]) == []
        assert store.sites() == [FERRY.article.partition(":")[0]]
    assert MANY > 39


def test_sites_are_listed_with_what_is_counted_of_each(config: Config):
    tell(config, *EDITS)
    site = FERRY.article.partition(":")[0]
    span = at(4, 0), at(5, 0)
    with Store.open(config) as store:
        store.keep(
            [unread(f"zeta:{number}", f"https://zeta.example/{number}") for number in (1, 2)]
        )
        store.pause("zeta:2")
        standings = store.standings("zeta")
        rows = store.site_rows([span, (at(5, 0), at(6, 0))])

        assert [row.name for row in rows] == [site, "zeta"]
        assert [row.changes for row in rows] == [[39, 0], [0, 0]]
        assert [rows[0].articles, rows[1].articles] == [len(store.articles(site)), 2]
        assert store.site_rows([], after=site) == [SiteRow("zeta", 2, 0, [])]
        assert [row.name for row in store.site_rows([], limit=1)] == [site]
    assert standings == {"active": 1, "paused": 1}


def test_what_a_site_told_last_is_read_as_on_its_leaf(source: Config):
    tell(source, *EDITS)
    site = FERRY.article.partition(":")[0]
    with Store.open(source, read_only=True) as store:
        rows = store.leaf(Sieve(site=site), limit=7).rows

        assert list(store.latest_told(site, 7).items()) == [(row.id, row.record) for row in rows]
        assert len(store.latest_told(site, 100)) == len(EDITS)
        assert store.latest_told("nowhere", 7) == {}


def test_what_waits_is_counted_without_what_is_paused(source: Config):
    with Store.open(source) as store:
        store.keep([unread(f"zeta:{n}", f"https://zeta.example/{n}") for n in range(4)])
        store.set_due({f"zeta:{n}": at(3, n) for n in range(4)})
        store.pause("zeta:0")

        assert store.overdue("zeta", at(3, 2)) == (1, at(3, 1))
        assert store.overdue("zeta", at(4, 0)) == (3, at(3, 1))
        assert store.overdue("zeta", at(3, 0)) == (0, None)
        assert store.overdue("eta", at(4, 0)) == (0, None)


def test_an_outlet_is_known_by_its_very_name(source: Config):
    with Store.open(source) as store:
        assert store.strangers("cna", "海峽時報") == [], "nothing is watched at all"
        store.keep([visit(article("早版", author="海峽時報"))])
        store.keep([visit(article("晚版", author="海峽晚報"), 1)])

        assert store.strangers(publisher="海峽晚報") == []
        assert [each.near for each in store.strangers(publisher="海峽日報")] == ["海峽晚報"]
        # The newest version's is the article's; blanks and width are not told apart by the index.
        assert [each.name for each in store.strangers(publisher="海峽時報")] == ["海峽時報"]
        assert [each.name for each in store.strangers(publisher=" 海峽晚報")] == [" 海峽晚報"]
