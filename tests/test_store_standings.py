"""How many articles of a site are in which state: never other than a full count would tell."""

import random
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.config import Config
from crawler.items import FaultKind, Reading
from crawler.store import Retention, Store
from crawler.store.database import FILE
from crawler.store.restore import restore
from tests import archives
from tests.older import made_older
from tests.visits import article, hour, seed, visit

pytestmark = pytest.mark.no_cover

FOUND: Sequence[FaultKind | None] = (None, None, "gone", "gone", "expired", "unreachable")


def counted(store: Store) -> dict[str, Counter[str]]:
    """Of each site, every watch looked at."""
    found: dict[str, Counter[str]] = {}
    after = ""
    while page := store.articles(after=after, limit=500):
        for watch in page:
            found.setdefault(watch.site, Counter())[watch.state] += 1
        after = page[-1].identity
    return found


def told(store: Store) -> dict[str, Counter[str]]:
    """The same as the sums tell it."""
    return {site: Counter(store.standings(site)) for site in store.sites()}


def live(store: Store, chance: random.Random, steps: int) -> None:
    """What may happen to some articles of two sites, in any order."""
    for step in range(steps):
        names = [f"{chance.choice('ab')}:{chance.randrange(6)}" for _ in range(3)]
        looked = [
            visit(kind or article(f"第{step}版"), 30 * step, identity=name)
            for name, kind in zip(names, chance.choices(FOUND, k=3), strict=True)
        ]
        store.keep(looked)
        store.keep_seeds([seed(f"舊稿{step}", identity=names[0], at=-1 - step)])
        lost = f"text:{chance.randrange(4)}"
        store.keep_seeds([seed(f"無址{step}", url=lost, identity=lost)])
        held = chance.choice((store.pause, store.resume, store.remove_watch))
        held(chance.choice(names))


@pytest.mark.parametrize("number", range(5))
def test_whatever_happens_the_sums_are_what_a_full_count_tells(store: Store, number: int):
    for _ in range(3):
        live(store, random.Random(number), 8)

        assert told(store) == counted(store)
    assert sum(sum(of_site.values()) for of_site in told(store).values()) > 8


def test_an_article_stands_where_its_looks_and_who_watches_it_have_put_it(store: Store):
    def stands() -> dict[str, int]:
        return store.standings("a")

    assert stands() == {}
    store.keep([visit(article(), 0, identity=f"a:{number}") for number in range(3)])
    assert stands() == {"active": 3}
    store.keep([visit("gone", at, identity="a:0") for at in (20, 40, 60)])
    assert stands() == {"active": 2, "gone": 1}
    store.pause("a:0")
    store.pause("a:0")
    assert stands() == {"active": 2, "paused": 1}
    store.remove_watch("a:1")
    assert stands() == {"active": 1, "paused": 1, "removed": 1}
    store.resume("a:0")
    assert stands() == {"active": 1, "gone": 1, "removed": 1}
    store.keep([visit(article("又在了"), 80, identity="a:0")])
    assert stands() == {"active": 2, "removed": 1}
    store.keep_seeds([seed("找回來的稿", identity="a:1")])
    assert stands() == {"active": 3}
    assert store.site_rows([])[0].articles == 3


def test_pruning_moves_nothing(store: Store):
    live(store, random.Random(7), 8)
    before = told(store)
    went = list(store.prune(Retention(hour(9999), snapshots=hour(9999), versions=1)))

    assert went
    assert told(store) == before == counted(store)


def test_what_is_imported_is_counted_once(source: Config, tmp_path: Path):
    with Store.open(tmp_path / "first") as store:
        live(store, random.Random(3), 8)
        lines, known = list(store.export(with_payloads=True)), told(store)

    with Store.open(source) as copy:
        copy.keep([visit(article(), 0, identity="a:77")])
        for _ in range(2):
            list(copy.take(lines, "export"))
        assert told(copy) == counted(copy)
        known["a"]["active"] += 1
        assert told(copy) == known


def test_what_is_put_back_has_the_sums_of_its_day(config: Config, tmp_path: Path):
    copy = tmp_path / "copy.db"
    with Store.open(config) as store:
        live(store, random.Random(5), 4)
        before = told(store)
    copy.write_bytes((config.data / FILE).read_bytes())
    with Store.open(config) as store:
        live(store, random.Random(6), 8)
        assert told(store) != before
    restore(copy, config.data / FILE, lambda doing, share: None, datetime.now(UTC))

    with Store.open(config) as store:
        assert told(store) == before == counted(store)


def test_what_fails_is_not_counted(store: Store):
    with store.together(keep=False) as draft:
        draft.keep([visit(article(), identity="a:1")])
        assert draft.standings("a") == {"active": 1}

    assert store.standings("a") == {}


def test_an_archive_of_an_older_stet_is_counted_when_it_is_opened(source: Config):
    archives.filled(source)
    with Store.open(source) as store:
        live(store, random.Random(2), 8)
        known = counted(store)
    made_older(source, "0017")

    with Store.open(source) as store:
        assert told(store) == known
        live(store, random.Random(4), 4)
        assert told(store) == counted(store)


def test_what_is_read_anew_stands_as_it_did(store: Store):
    store.keep([visit(article(), at, identity=f"a:{at}") for at in range(3)])
    store.pause("a:1")
    [version] = store.versions("a:1")
    store.read_as("a:1", {version.id: Reading(article("另一題"), None, "example/2")})

    assert store.find("a:1").title == "另一題"
    assert store.standings("a") == {"active": 2, "paused": 1}
