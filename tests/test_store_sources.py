"""How it stands with sources of new articles: what is kept of each look, on either database."""

from datetime import timedelta

import pytest

from crawler.store import Found, Sourced, Store
from crawler.store.sources import MOST
from tests.visits import hour

pytestmark = pytest.mark.no_cover

FEED = "https://news.example/feed"


def test_what_was_read_last_stands_beside_what_was_wrong_last(store: Store):
    assert store.sources.known() == {}
    store.sources.note(FEED, hour(1), Found(30, 2))
    store.sources.note(FEED, hour(2), None, "HTTP 500")

    failing = store.sources.known()[FEED]
    assert failing == Sourced(hour(2), hour(1), Found(30, 2), True, "HTTP 500", hour(2))
    assert failing.is_failing

    store.sources.note(FEED, hour(3), Found(0, 0))
    cured = store.sources.known()[FEED]
    assert cured == Sourced(hour(3), hour(3), Found(0, 0), True, "HTTP 500", hour(2))
    assert not (cured.is_failing)
    assert not (cured.is_broken_in_part)


def test_one_of_several_lists_may_be_broken(store: Store):
    store.sources.note(FEED, hour(1), Found(9, 0), "https://news.example/2.xml: HTTP 404")

    known = store.sources.known()[FEED]
    assert known.is_broken_in_part
    assert not known.is_failing


def test_one_that_never_named_anything_is_known(store: Store):
    store.sources.note(FEED, hour(1), Found(0, 0))

    known = store.sources.known()[FEED]
    assert (known.has_named, known.is_failing) == (False, False)


def test_what_was_looked_at_longest_ago_is_forgotten(store: Store):
    with store.together(keep=True) as one:
        for number in range(MOST + 2):
            moment = hour(0) + timedelta(seconds=number)
            one.sources.note(f"{FEED}/{number}", moment, Found(1, 0))

    known = store.sources.known()
    assert len(known) == MOST
    assert f"{FEED}/1" not in known
    assert f"{FEED}/2" in known
