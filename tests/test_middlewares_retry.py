"""How long a host asks to be left alone."""

from datetime import timedelta
from email.utils import format_datetime

from crawler import clock
from crawler.middlewares.retry import seconds_of_rest


def test_how_long_a_host_asks_to_be_left_alone():
    soon = format_datetime(clock.now() + timedelta(seconds=50), usegmt=True)
    long_ago = format_datetime(clock.now() - timedelta(days=1), usegmt=True)

    assert seconds_of_rest("120") == 120
    assert 40 < (seconds_of_rest(soon) or 0) <= 50
    assert seconds_of_rest(long_ago) == 0
    assert [seconds_of_rest(one) for one in ("", "soon", "-1", "1.5")] == [None] * 4
