"""Sizes and times as people write them."""

from datetime import timedelta

import pytest

from crawler import amounts


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("500MB", 500_000_000),
        ("1.5 gb", 1_500_000_000),
        ("2TB", 2_000_000_000_000),
        ("10kB", 10_000),
        ("500", None),
        ("-1MB", None),
        ("1,5GB", None),
        ("1GiB", None),
    ],
)
def test_a_size(word: str, count: int | None):
    assert amounts.size(word) == count


@pytest.mark.parametrize(
    ("word", "units", "time"),
    [
        ("10m", "mhd", timedelta(minutes=10)),
        ("2h", "mhd", timedelta(hours=2)),
        ("180d", "dwy", timedelta(days=180)),
        ("26w", "dwy", timedelta(weeks=26)),
        ("2y", "dwy", timedelta(days=730)),
        ("2h", "dwy", None),
        ("d", "dwy", None),
        ("1.5d", "dwy", None),
    ],
)
def test_a_time(word: str, units: str, time: timedelta | None):
    assert amounts.span(word, units) == time


@pytest.mark.parametrize(
    ("count", "said"),
    [(0, "0 bytes"), (1, "1 byte"), (4_100, "4.1 kB"), (1_234_000_000_000_000, "1,234.0 TB")],
)
def test_a_size_is_told(count: int, said: str):
    assert amounts.told(count) == said
