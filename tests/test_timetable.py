"""When the daemon's jobs are due."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.clock import Faster
from crawler.config import Config
from crawler.entries import Source
from crawler.errors import ConfigError
from scheduler.daemon import timetable

TAIPEI = ZoneInfo("Asia/Taipei")
FRIDAY = datetime(2026, 3, 6, 0, 30, tzinfo=UTC)
"""Half past eight in Taipei."""


@pytest.mark.parametrize(
    ("line", "due"),
    [
        ("0 7 * * *", "2026-03-07 07:00"),
        ("0 7 * * 0", "2026-03-08 07:00"),
        ("0 7 * * 7", "2026-03-08 07:00"),
        ("0 7 * * 1-5", "2026-03-09 07:00"),
        ("*/15 9-17 * * mon-fri", "2026-03-06 09:00"),
        ("30 8 6 3 *", "2026-03-06 08:30"),
    ],
)
def test_a_crontab_line_is_read_as_cron_does(line: str, due: str):
    found = timetable.by_cron(line, TAIPEI, "").get_next_fire_time(None, FRIDAY)

    assert found.isoformat(" ").startswith(due)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("61 * * * *", "the last value (61) is higher than the maximum value (59)"),
        ("0 7 30 2 *", "there is no such day"),
        ("0 7 * * 8", "weekdays go from 0 to 7"),
        ("0 7 * * 5-1", "must not be higher than the maximum"),
        ("x * * * *", 'Unrecognized expression "x" for field "minute"'),
    ],
)
def test_a_line_that_is_none_is_refused_with_its_place(line: str, why: str):
    source = Source("https://a.example/list", cron=line)
    config = Config(file=Path("stet.toml"), source=(source,))
    with pytest.raises(ConfigError) as caught:
        list(timetable.all_of(config))

    said = str(caught.value)
    assert said.startswith(f"stet.toml: [[source]] https://a.example/list: cron = {line!r}: ")
    assert why in said
    assert said.endswith("it says minute, hour, day, month, weekday")


def test_what_was_missed_is_due_at_once_and_what_was_not_at_its_time():
    daily = timetable.by_cron("0 7 * * *", TAIPEI, "")
    seven = FRIDAY - timedelta(hours=1, minutes=30)
    tomorrow = seven + timedelta(days=1)

    assert timetable.first(daily, seven - timedelta(days=3), FRIDAY) == FRIDAY
    assert timetable.first(daily, seven, FRIDAY) == tomorrow
    assert timetable.first(daily, None, FRIDAY) == tomorrow
    assert timetable.first(daily, FRIDAY + timedelta(days=300), FRIDAY) == tomorrow


def test_an_interval_goes_on_from_its_latest_time():
    hourly = timetable.every(3600)

    assert timetable.first(hourly, None, FRIDAY) == FRIDAY
    for ago, wait in ((15, 45), (60, 0), (600, 0), (-9_000, 0)):
        latest = FRIDAY - timedelta(minutes=ago)
        assert timetable.first(hourly, latest, FRIDAY) - FRIDAY == timedelta(minutes=wait)


def test_a_source_is_varied_by_a_tenth_or_as_it_says():
    config = Config(zone=TAIPEI)
    every, by_cron = Source("a", timedelta(hours=1)), Source("b", cron="0 7 * * *")
    late = Source("c", cron="0 7 * * *", jitter=timedelta(minutes=5), zone=ZoneInfo("UTC"))

    found = [timetable.of_source(source, config) for source in (every, by_cron, late)]
    assert [each.jitter for each in found] == [360, None, 300]
    assert [str(each.timezone) for each in found] == ["UTC", "Asia/Taipei", "UTC"]


def test_a_clock_may_go_faster():
    began = datetime(2026, 11, 1, tzinfo=UTC)
    faster = Faster(FRIDAY, 60, began)
    minute = began + timedelta(minutes=1)

    assert faster.shown(minute) == FRIDAY + timedelta(hours=1)
    assert faster.real(FRIDAY + timedelta(hours=1)) == minute
    hourly = timetable.Fast(timetable.every(3600), faster)
    first = hourly.get_next_fire_time(None, began)
    assert first is not None
    assert hourly.get_next_fire_time(first, began) == first + timedelta(minutes=1)


@given(
    factor=st.floats(0.5, 10_000),
    seconds=st.floats(0, 1e8),
)
def test_the_next_time_of_a_faster_clock_is_never_the_same_again(factor: float, seconds: float):
    began = FRIDAY + timedelta(seconds=seconds)
    faster = Faster(FRIDAY, factor, began)
    hourly = timetable.Fast(timetable.by_cron("5 * * * *", UTC, "here"), faster)
    times = [began]
    for _ in range(5):
        previous = times[-1] if times[1:] else None
        due = hourly.get_next_fire_time(previous, times[-1])
        assert due is not None
        times.append(due)

    assert all(one < other for one, other in pairwise(times))
    hours = [faster.shown(other) - faster.shown(one) for one, other in pairwise(times[1:])]
    assert all(abs(each - timedelta(hours=1)) < timedelta(seconds=1) for each in hours)
