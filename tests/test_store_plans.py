"""How both databases answer what is asked: never by reading a whole table that grows."""

from collections.abc import Callable, Iterator
from functools import partial

import pytest

from crawler.config import Config
from crawler.errors import NotFoundError
from crawler.items import RelatedLink, Visit
from crawler.store import Bookmark, Retention, Sieve, Sought, Store, Wanted
from crawler.store.database import Database, open_database
from scheduler import rounds, web
from scheduler.compare import write_missing_reports
from scheduler.web import addresses
from tests import plans, postgresql
from tests.browser import opened
from tests.terminal import Inside
from tests.visits import article, hour, seed, visit

pytestmark = pytest.mark.no_cover

SITES = 8
WATCHED, READ, GONE = 400, 60, 4
ONE = "s3:100003"
URL = "https://s3.example/100003"
REPORT = f"tag:stet,2026:{ONE}/2..3"
BESIDE = tuple(RelatedLink(f"相關{number}") for number in range(5))
STORIES = [
    (
        f"s{number % SITES}:{100_000 + number}",
        f"https://s{number % SITES}.example/{100_000 + number}",
    )
    for number in range(WATCHED)
]


def fill(config: Config) -> None:
    """Enough that a database would rather use an index."""
    with Store.open(config) as store:
        run = store.start_run("article", {}, hour(0))
        for edition in range(3):
            read = [story(number, edition) for number in range(READ)]
            store.keep(read, run)
        store.keep([visit("blocked", identity=name, url=url) for name, url in STORIES[READ:]], run)
        for name, url in STORIES[:GONE]:
            store.keep([visit("gone", at, identity=name, url=url) for at in (20, 40, 60)], run)
        store.keep_seeds([seed("舊稿", identity=name, url=url) for name, url in STORIES[:READ]])
        write_missing_reports(store)
        store.set_due({name: hour(number) for number, (name, _) in enumerate(STORIES)})
        store.pause("s4:100004")


def story(number: int, edition: int) -> Visit:
    """Edited twice, each in a way of its own, but for the few that a whole site is edited like."""
    name, url = STORIES[number]
    injured = edition if number < GONE else number * 3 + edition
    lead = f"消防局說，火勢在{number + 2}小時內撲滅，{injured}人輕傷，沒有人死亡。"
    text = article(f"港口起火 {name}", lead, "起火原因仍在調查。", url=url, related=BESIDE)
    return visit(text, edition, identity=name)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def full(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Config]:
    config = Config(data=tmp_path_factory.mktemp("full"))
    if request.param == "sqlite":
        fill(config)
        yield config
        return
    with postgresql.schema() as url:
        config = Config(data=config.data, database_url=url)
        fill(config)
        postgresql.said("ANALYZE", url=url)
        # What is small, PostgreSQL reads whole: let it take every row for ten thousand.
        postgresql.said(
            "UPDATE pg_class SET reltuples = 10000 * reltuples"
            " WHERE relnamespace = current_schema()::regnamespace AND reltuples > 0",
            url=url,
        )
        yield config


@pytest.fixture
def database(full: Config) -> Iterator[Database]:
    database = open_database(full.data, full.database_url)
    yield database
    database.engine.dispose()


def read_whole(database: Database, ask: Callable[[], object]) -> dict[str, list[str]]:
    """The statements for which a table would be read from end to end, and which tables."""
    with plans.noted() as asked:
        ask()
    assert asked, "nothing was asked"
    found = {statement[0]: plans.read_whole(database, statement) for statement in asked}
    return {sql: tables for sql, tables in found.items() if tables}


@pytest.mark.parametrize(
    "words",
    [
        ["list", "--site", "s3"],
        *(["list", "--state", state] for state in ("gone", "unresolved", "paused", "removed")),
        ["report", "--since", "24h"],
        ["report", "--site", "s3"],
        ["report", "--limit", "5"],
        *(["history", name] for name in (ONE, ONE[:-1], "100003", URL, "no-such-article")),
        ["diff", ONE],
        ["show", ONE, "--version", "1"],
        ["judge", "--explain", ONE],
        ["agenda", "explain", ONE],
    ],
    ids=" ".join,
)
def test_a_verb_reads_no_table_whole(
    quick: Inside, full: Config, database: Database, words: list[str]
):
    place = {"STET_DATA": str(full.data), "STET_URL": full.database_url}

    assert read_whole(database, lambda: quick(*words, **place)) == {}


@pytest.mark.parametrize(
    ("words", "read"),
    [
        (["list"], {"watch"}),
        (["report"], {"report", "watch", "likeness"}),
        # How many of the latest score so high is in no index: they are read in order, until enough.
        (["report", "--limit", "5", "--min-score", "99"], {"report"}),
    ],
)
def test_who_asks_for_all_gets_all_and_nothing_else(
    quick: Inside, full: Config, database: Database, words: list[str], read: set[str]
):
    place = {"STET_DATA": str(full.data), "STET_URL": full.database_url}
    found = read_whole(database, lambda: quick(*words, **place))

    assert {table for tables in found.values() for table in tables} <= read


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/?site=s3",
        f"/?before={REPORT}",
        "/?q=x&tag=number&site=s3&since=2026-01-01",
        "/?day=2026-01-01",
        "/sites",
        "/sites/s3",
        addresses.article(ONE),
        addresses.article("100003"),
        addresses.version(ONE, 2),
        addresses.difference(ONE, 1, 3),
        addresses.report(REPORT),
        "/healthz",
        "/feed.atom?site=s3",
        "/feed.json",
        f"{addresses.article(ONE)}/feed.atom",
        "/api/articles?limit=5",
        "/api/articles?site=s3&limit=5",
        "/api/changes?limit=5",
    ],
)
def test_the_reader_reads_no_table_whole(full: Config, database: Database, path: str):
    with opened(web.app(full)) as browser:
        answers = []
        found = read_whole(database, lambda: answers.append(browser.get(path)))

    assert [answer.status_code for answer in answers] == [200]
    assert found == {}


def untold(store: Store, wanted: Wanted) -> None:
    """What is new to one who was told all before."""
    store.bookmarks.put("report", Bookmark(10**9, 10**9))
    assert store.bookmarks.untold("report", wanted)[0] == []


@pytest.mark.parametrize(
    "ask",
    [
        lambda store: store.due(hour(99)),
        lambda store: store.due(hour(99), site="s3"),
        lambda store: store.due(hour(99), limit=10),
        lambda store: store.due_in_turn(hour(99), 3, 50),
        lambda store: store.looked(hour(99)),
        lambda store: store.set_due({ONE: hour(3)}),
        lambda store: store.watches_called([ONE, "s4:100004"]),
        lambda store: store.watches_at({URL: ONE, "https://s4.example/moved": "s4:1"}),
        lambda store: store.related(ONE),
        lambda store: store.pasts.of([ONE, "s4:100004"]),
        lambda store: store.pasts.sampled(hour(1), 100),
        lambda store: store.pasts.looks(hour(30)),
        lambda store: store.pasts.learnt("agenda", dict),
        lambda store: store.seeds(ONE).__next__(),
        lambda store: store.common_lines("s3"),
        partial(untold, wanted=Wanted()),
        partial(untold, wanted=Wanted(site="s3")),
        lambda store: store.runs(),
        lambda store: store.deliveries.latest("desk"),
        lambda store: store.keep([visit(article("港口", "又起火。", url=URL), 99, identity=ONE)]),
        lambda store: store.keep_seeds([seed("更舊的稿", identity=ONE, url=URL, at=-200)]),
        write_missing_reports,
    ],
)
def test_agenda_and_crawl_read_no_table_whole(
    full: Config, database: Database, ask: Callable[[Store], object]
):
    with Store.open(full) as store:
        assert read_whole(database, partial(ask, store)) == {}


def test_a_scrape_reads_the_sums_and_nothing_else_whole(full: Config, database: Database):
    """There are a handful of sums for each site."""
    with opened(web.app(full)) as browser:
        found = read_whole(database, lambda: browser.get("/metrics"))

    assert {table for tables in found.values() for table in tables} <= {"tally", "tally_pkey"}


@pytest.mark.parametrize(
    ("ask", "index"),
    [
        (lambda store: store.waiting(hour(99)), "ix_watch_waiting"),
        (lambda store: store.overdue("s3", hour(99)), "ix_watch_waiting"),
        (lambda store: store.earliest_due(), "ix_watch_due"),
        (lambda store: store.due(hour(99), site="s3"), "ix_watch_waiting"),
    ],
)
def test_the_queue_is_counted_in_an_index_of_its_own(
    full: Config, database: Database, ask: Callable[[Store], object], index: str
):
    """Which holds all that is asked: a row of the table for each that waits would be dear."""
    with Store.open(full) as store, plans.noted() as asked:
        ask(store)
    steps = [step for statement in asked for step in plans.steps(database, statement)]

    assert [step for step in steps if index in step]


@pytest.mark.parametrize(
    ("sieve", "index"),
    [
        (Sieve(kind="deleted"), "ix_report_of_event"),
        (Sieve(kind="deleted", site="s3"), "ix_report_site_of_event"),
    ],
)
def test_what_was_taken_down_is_found_without_the_edits(
    full: Config, database: Database, sieve: Sieve, index: str
):
    with Store.open(full) as store, plans.noted() as asked:
        found = store.leaf(sieve).rows
    steps = [step for statement in asked[:2] for step in plans.steps(database, statement)]

    assert {row.kind for row in found} == {"deleted"}
    assert len([step for step in steps if f"{index} " in f"{step} "]) == 2


def test_a_round_ends_without_reading_a_table_whole(full: Config, database: Database):
    assert read_whole(database, lambda: rounds.settle(full, hour(500))) == {}


def test_a_scan_is_noticed(database: Database):
    """Or all of the above would be worth nothing."""
    for sql in (
        "SELECT title FROM watch WHERE title = 'x'",
        "SELECT count(*) FROM watch",
        "SELECT title FROM watch AS other ORDER BY title LIMIT 1",
        "UPDATE report SET score = 1 WHERE score = 2",
        "SELECT report.id FROM report JOIN watch ON watch.title = report.kind WHERE report.id = 1",
    ):
        assert plans.read_whole(database, (sql, ())) != [], sql


def test_what_is_due_is_found_by_its_own_index(full: Config, database: Database):
    """SQLite keeps no count of what an index holds, and is easily led to one that finds all."""
    with Store.open(full) as store, plans.noted() as asked:
        found = store.due(hour(99), limit=900)

    by_plan, by_number = asked[:3], asked[3:]
    assert len(found) < 900
    assert by_number
    assert not [whole for each in by_number for whole in plans.read_whole(database, each)]
    for statement in by_plan:
        assert [step for step in plans.steps(database, statement) if "ix_watch_due" in step]


@pytest.mark.parametrize(
    "sought",
    [
        Sought("港口", site="s3", publisher="例報", before=7),
        Sought("港口", since=hour(0), until=hour(1)),
        Sought("港口", kind="deleted", min_score=60),
    ],
)
def test_what_is_searched_for_is_read_by_its_index(
    full: Config, database: Database, sought: Sought
):
    with Store.open(full) as store:
        assert read_whole(database, lambda: store.search(sought)) == {}


def test_an_outlet_is_known_by_the_index_of_words(full: Config, database: Database):
    with Store.open(full) as store, plans.noted() as asked:
        store.strangers(publisher="沒有人讀過的報")
    read = {table for each in asked for table in plans.read_whole(database, each)}
    steps = [step for each in asked for step in plans.steps(database, each)]
    index = "ix_search_grams" if database.is_server else "VIRTUAL TABLE INDEX"

    assert read <= {"search"}
    assert [step for step in steps if index in step]


def test_what_few_articles_hold_is_named_by_the_index(full: Config, database: Database):
    with Store.open(full) as store, plans.noted() as asked:
        store.search(Sought("沒有人寫過的一句話"))
    *latest, statement = asked

    assert len(latest) == (1 if database.is_server else 0)
    assert plans.read_whole(database, statement) == []
    index = "ix_search_grams" if database.is_server else "VIRTUAL TABLE INDEX"
    assert [step for step in plans.steps(database, statement) if index in step]


def test_a_word_that_is_asked_for_often_is_planned_for_each_time(database: Database):
    """PostgreSQL plans a statement for any words once it was asked ten times: for frequent ones."""
    if not database.is_server:
        pytest.skip("SQLite plans for what is asked")
    with database.reading() as connection:
        connection.exec_driver_sql("SET plan_cache_mode = force_generic_plan")
    for _ in range(8):  # the driver prepares what it was given more than five times
        Store(database).search(Sought("沒有人寫過的一句話"))
    counted = "SELECT generic_plans, custom_plans FROM pg_prepared_statements"
    with database.reading() as connection:
        made = connection.exec_driver_sql(f"{counted} WHERE statement LIKE '%%grams%%'").all()

    assert len(made) == 2
    assert all(each.generic_plans == 0 and each.custom_plans > 0 for each in made)


def test_what_is_searched_for_is_read_in_the_order_of_the_index(full: Config, database: Database):
    """Of SQLite's, which has one; PostgreSQL's tells nothing of order."""
    if database.is_server:
        pytest.skip("a GIN index has no order")
    with Store.open(full) as store, plans.noted() as asked:
        store.search(Sought("港口", before=7))
    steps = plans.steps(database, asked[0])

    assert steps[0].startswith("SCAN search VIRTUAL TABLE INDEX")
    assert not [step for step in steps if "TEMP B-TREE" in step]


def test_the_latest_reports_are_read_in_order(full: Config, database: Database):
    with Store.open(full) as store, plans.noted() as asked:
        store.reports(limit=50)
    steps = plans.steps(database, asked[0])

    assert not [step for step in steps if "TEMP B-TREE" in step or step == "Sort"]


@pytest.mark.parametrize("site", [None, "s3"])
def test_what_may_go_is_found_in_one_pass_of_its_own_table(
    full: Config, database: Database, site: str | None
):
    """What is asked for one of its rows has an index; what is still to be told, one of its own."""
    limits = Retention(hour(0), snapshots=hour(0), versions=1, site=site)
    with Store.open(full) as store, plans.noted() as asked:
        list(store.prune(limits, dry_run=True))
    of_one_kind = {"payload", "snapshot", "run", "version"}
    if database.is_server:  # which reads what it needs for every row into a hash at once
        of_one_kind |= {"event", "site_page", "watch"}
        scanned = [set(plans.read_whole(database, each)) for each in asked]
    else:
        steps = [plans.steps(database, each) for each in asked]
        scans = [[it.split()[1] for it in some if _is_of_all(it)] for some in steps]
        assert all(len(some) <= 1 for some in scans), scans
        scanned = [set(some) for some in scans]
    assert len(asked) > 4
    assert set().union(*scanned) <= of_one_kind


def _is_of_all(step: str) -> bool:
    return step.startswith("SCAN") and "uncompared" not in step


def test_an_unknown_name_costs_no_more(full: Config, database: Database):
    with Store.open(full) as store:

        def ask() -> None:
            with pytest.raises(NotFoundError):
                store.find("nobody:1")

        assert read_whole(database, ask) == {}
