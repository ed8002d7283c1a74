"""Why a round looks at nothing, and when one will: told to who has a timer of his own."""

from dataclasses import replace

import pytest

from crawler.config import Config
from crawler.store import Resting, Store
from scheduler import waiting
from tests.visits import article, hour, visit

NOW = hour(10)


@pytest.fixture
def watched(store: Store) -> Store:
    """One article each of two sites, looked at half an hour ago and due."""
    for name in ("busy", "news"):
        page = article("一", url=f"https://{name}.example/1")
        store.keep([visit(page, 9.5, identity=f"{name}.example:/1")])
    return store


def test_nothing_is_watched(store: Store, source: Config):
    told = waiting.told(store, source, NOW)

    assert told.startswith("nothing is due, and nothing will be: ")


def test_nothing_is_due_yet(watched: Store, source: Config):
    watched.set_due({"busy.example:/1": hour(12), "news.example:/1": hour(11)})

    assert waiting.told(watched, source, NOW) == (
        "nothing is due, and the next article will be at 2026-03-01 19:00 UTC"
    )


def test_hosts_are_left_alone(watched: Store, source: Config):
    watched.hosts.note("busy.example", Resting(1, hour(12), "HTTP 503"))
    watched.hosts.note("news.example", Resting(1, hour(11), "HTTP 429"))

    assert waiting.told(watched, source, NOW) == (
        "nothing was looked at of 2 articles due: "
        "news.example is left alone until 2026-03-01 19:00 UTC (HTTP 429); "
        "busy.example is left alone until 2026-03-01 20:00 UTC (HTTP 503)"
    )


def test_the_budget_is_spent(watched: Store, source: Config):
    config = replace(source, requests_a_day=8)
    watched.hosts.note("busy.example", Resting(1, hour(12), "HTTP 503"))

    assert waiting.told(watched, config, NOW) == (
        "nothing was looked at of 2 articles due: "
        "busy.example is left alone until 2026-03-01 20:00 UTC (HTTP 503); "
        "the budget of [agenda] is spent, and has room again at 2026-03-01 18:30 UTC"
    )


def test_what_became_due_just_now_waits_for_nothing(watched: Store, source: Config):
    assert waiting.told(watched, source, NOW).endswith("due: their turn has just come")
