"""What is told of a crawl."""

from typing import Any

import pytest

from crawler.extensions import last_word


@pytest.mark.parametrize(
    ("stats", "said"),
    [
        ({}, "0 pages: nothing was read. Next: stet report"),
        (
            {"stet/kept/first": 2, "stet/kept/new": 1, "stet/kept/same": 3},
            "6 pages: 2 seen for the first time, 1 with a new version, 3 unchanged. "
            "Next: stet report",
        ),
        (
            {"stet/kept/fault": 4, "stet/faults/gone": 1, "stet/faults/blocked": 3},
            "4 pages: 4 not read (3 blocked, 1 gone). Next: stet report",
        ),
        (
            {"stet/seeds/first": 2, "stet/unresolved": 1, "stet/refused/seed-document": 3},
            "2 seed documents (1 without a URL, unresolved); 0 pages: nothing was read. "
            "3 refused. Next: stet report",
        ),
        (
            {"stet/kept/first": 1, "stet/lost": 4, "stet/error": "the disk is full"},
            "1 page: 1 seen for the first time. 4 read but NOT kept: the disk is full",
        ),
        ({"stet/errors": 1}, "0 pages: nothing was read. 1 broke our own code, see above. "),
    ],
)
def test_the_last_word_says_what_came_of_it_and_what_comes_next(stats: dict[str, Any], said: str):
    assert last_word(stats).startswith(said)
