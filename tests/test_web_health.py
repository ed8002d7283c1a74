"""What watchdogs are told: whether all is well, and figures to plot."""

import os
from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest
from prometheus_client.openmetrics.parser import text_string_to_metric_families

from crawler import clock
from crawler.config import Config
from crawler.entries import Delivery, Source
from crawler.store import Bookmark, DeliveryRow, Found, SnapshotRow, Store, WatchRow
from scheduler import lock, web
from tests.archives import filled
from tests.browser import Browser, opened
from tests.visits import article, visit


def figures(browser: Browser) -> dict[str, float]:
    """`name`, `name site` or `name site kind` -> value."""
    answer = browser.get("/metrics")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("application/openmetrics-text")
    found = {}
    for family in text_string_to_metric_families(answer.text):
        for sample in family.samples:
            labels = sorted(sample.labels, key=lambda label: label != "site")
            found[" ".join((sample.name, *map(sample.labels.get, labels)))] = sample.value
    return found


def test_the_figures_are_those_of_the_archive(config: Config, browser: Browser):
    filled(config)
    with Store.open(config) as store:
        store.set_due({"news.example:/pier": clock.now() - timedelta(hours=2)})
        looks = Counter(watch.site for watch in store.watches() for _ in looks_at(store, watch))
        reports = Counter((row.site, row.kind) for row in store.reports())
        size = store.size()
    found = figures(browser)

    assert looks["news.example"] > 3
    assert sum_of(found, "stet_fetches_total news.example") == looks["news.example"]
    assert sum_of(found, "stet_fetches_total cna") == looks["cna"] == 3
    assert found["stet_fetches_total cna changed"] == 2
    assert found["stet_fetches_total news.example gone"] == 3
    assert found["stet_versions_total cna"] == 3
    assert found["stet_changes_total news.example deleted"] == reports["news.example", "deleted"]
    assert sum_of(found, "stet_changes_total") == reports.total()
    assert found["stet_articles_total news.example"] == 2
    assert found["stet_store_bytes"] == size
    assert found["stet_due news.example"] == 1
    assert found["stet_due cna"] == 0
    assert found["stet_lag_seconds"] == pytest.approx(7_200, abs=60)
    assert found["stet_last_success_age_seconds news.example"] == pytest.approx(3_600, abs=60)
    assert found["stet_daemon_up"] == 0


def looks_at(store: Store, watch: WatchRow) -> list[SnapshotRow]:
    return store.snapshots(watch.identity)


def sum_of(found: dict[str, float], beginning: str) -> float:
    return sum(value for name, value in found.items() if name.startswith(beginning))


def test_nothing_is_late_where_nothing_is_due(config: Config, browser: Browser):
    with Store.open(config) as store:
        store.keep([visit(article(), identity="a:1")])
    assert figures(browser)["stet_lag_seconds"] == 0

    with Store.open(config) as store:
        store.set_due({"a:1": clock.now() + timedelta(hours=2)})
    assert figures(browser)["stet_lag_seconds"] == 0


def test_a_letter_that_is_tried_in_vain_is_told(config: Config):
    at = clock.now()
    letter = DeliveryRow("desk", at, None, Bookmark(), 2, 3, at, "under-way", "HTTP 500")
    with Store.open(config) as store:
        store.deliveries.note(letter)
        store.deliveries.note(replace(letter, name="morning", state="delivered", said=""))
    readers = tuple(Delivery(name, "digests") for name in ("desk", "morning", "new"))
    with opened(web.app(replace(config, deliver=readers), stale=0)) as browser:
        found = figures(browser)

    tried = [found[f"stet_delivery_tries {name}"] for name in ("desk", "morning", "new")]
    assert tried == [3, 0, 0]


def test_a_source_that_fails_is_told_and_how_long_ago_it_did_not(config: Config):
    well, dead, new = (f"https://{name}.example/feed" for name in ("well", "dead", "new"))
    now = clock.now()
    with Store.open(config) as store:
        store.sources.note(well, now - timedelta(hours=1), Found(30, 2))
        store.sources.note(dead, now, None, "HTTP 404")
    sources = tuple(map(Source, (well, dead, new)))
    with opened(web.app(replace(config, source=sources), stale=0)) as browser:
        found = figures(browser)

    ages = {name: each for name, each in found.items() if "source_last_success" in name}
    assert ages == {f"stet_source_last_success_age_seconds {well}": pytest.approx(3_600, abs=60)}
    failing = {name: each for name, each in found.items() if "source_failing" in name}
    assert failing == {f"stet_source_failing {well}": 0, f"stet_source_failing {dead}": 1}


def test_without_an_archive_there_are_no_figures(browser: Browser):
    assert browser.get("/metrics").status_code == 503


def test_a_daemon_that_watches_a_server_from_elsewhere_is_up(served: Config):
    with (
        Store.open(served) as store,
        opened(web.app(served, stale=0)) as browser,
    ):
        assert figures(browser)["stet_daemon_up"] == 0
        with store.lease():
            assert figures(browser)["stet_daemon_up"] == 1


def test_a_daemon_that_says_nothing_any_more_fails(config: Config, browser: Browser):
    filled(config)
    with lock.only_instance(config.data):
        assert browser.get("/healthz").json()["daemon_silent_seconds"] < 60
        assert figures(browser)["stet_daemon_up"] == 1

        hour = clock.now().timestamp() - 3_600
        os.utime(config.data / lock.NAME, (hour, hour))
        answer = browser.get("/healthz")
        assert (answer.status_code, answer.json()["daemon"]) == (503, "hangs")
        assert figures(browser)["stet_daemon_up"] == 0
    assert browser.get("/healthz").status_code == 200
