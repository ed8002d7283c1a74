"""What time it is said to be."""

from datetime import timedelta

import pytest

from crawler import clock
from crawler.errors import ConfigError


def test_the_clock_is_the_real_one_or_the_scripted_instant():
    assert clock.now().utcoffset() == timedelta(0)
    assert clock.now("2026-01-31T08:00:00+08:00").isoformat() == "2026-01-31T00:00:00+00:00"


@pytest.mark.parametrize("written", ["yesterday", "2026-01-31T08:00:00", "2026-13-01T00:00:00Z"])
def test_a_scripted_instant_needs_date_time_and_offset(written: str):
    with pytest.raises(ConfigError, match="STET_NOW"):
        clock.now(written)
