"""What watchdogs are told: whether all is well, and figures to plot."""

import os
from datetime import timedelta

import pytest
from prometheus_client.openmetrics.parser import text_string_to_metric_families

from crawler import clock
from crawler.config import Config
from crawler.store import Store
from scheduler import lock
from tests.archives import filled
from tests.browser import Browser


def figures(browser: Browser) -> dict[str, float]:
    """`name` or `name site` -> value."""
    answer = browser.get("/metrics")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("application/openmetrics-text")
    found = {}
    for family in text_string_to_metric_families(answer.text):
        for sample in family.samples:
            found[" ".join((sample.name, *sample.labels.values()))] = sample.value
    return found


def test_the_figures_are_those_of_the_archive(config: Config, browser: Browser):
    filled(config)
    with Store.open(config) as store:
        store.set_due({"news.example:/pier": clock.now() - timedelta(hours=2)})
        looks = sum(len(store.snapshots(watch.identity)) for watch in store.watches())
        reports = len(store.reports())
        watches = len(store.watches())
    found = figures(browser)

    assert found["stet_fetches_total"] == looks
    assert found["stet_changes_total"] == reports
    assert found["stet_articles_total"] == watches
    assert found["stet_store_bytes"] > 100_000
    assert found["stet_due news.example"] == 1
    assert found["stet_lag_seconds"] == pytest.approx(7_200, abs=60)
    assert found["stet_recent_fetches cna"] == 3
    assert found["stet_recent_errors cna"] == 0
    assert found["stet_recent_errors news.example"] > 0
    assert found["stet_last_success_age_seconds news.example"] == pytest.approx(3_600, abs=60)
    assert found["stet_daemon_up"] == 0


def test_without_an_archive_there_are_no_figures(browser: Browser):
    assert browser.get("/metrics").status_code == 503


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
