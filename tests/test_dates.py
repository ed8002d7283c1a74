"""Every way a page writes a date."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler import dates
from crawler.dates import TAIPEI

FETCHED = datetime(2026, 1, 7, 4, 30, 20, tzinfo=UTC)  # 12:30:20 in Taipei
EASTERN = timezone(timedelta(hours=-5))


@pytest.mark.parametrize(
    ("raw", "at", "precision"),
    [
        # ISO 8601 and its relatives
        ("2026-01-05T09:06:00+08:00", "2026-01-05T01:06:00", "second"),
        ("2026-01-05T01:06:04.000Z", "2026-01-05T01:06:04", "second"),
        ("2026-01-05T09:06+0800", "2026-01-05T01:06:00", "minute"),
        ("2026-01-05 09:06:11 -05:30", "2026-01-05T14:36:11", "second"),
        ("2026-01-05 09:06 JST+0900", "2026-01-05T00:06:00", "minute"),
        ("2026-01-05 10:00 UTC+8", "2026-01-05T02:00:00", "minute"),
        ("2026-01-05 10:00 GMT", "2026-01-05T10:00:00", "minute"),
        ("2026-01-05 10:00 kst", "2026-01-05T01:00:00", "minute"),
        ("2026-01-05", "2026-01-04T16:00:00", "day"),
        # naive, in the page's own zone
        ("2026/01/05 22:08", "2026-01-05T14:08:00", "minute"),
        ("2026.1.5 7:08:09", "2026-01-04T23:08:09", "second"),
        ("2026/1/5（一）21:20", "2026-01-05T13:20:00", "minute"),
        ("發稿時間：2026/01/05 11:38", "2026-01-05T03:38:00", "minute"),
        ("2026/01/05 24:00", "2026-01-05T16:00:00", "minute"),
        # Chinese
        ("2026年1月5日", "2026-01-04T16:00:00", "day"),
        ("２０２６年１月５日　星期一", "2026-01-04T16:00:00", "day"),
        ("2026年1月5日 週一 上午12:05", "2026-01-04T16:05:00", "minute"),
        ("2026年1月5日凌晨1點", "2026-01-04T17:00:00", "minute"),
        ("2026年1月5日下午3時20分", "2026-01-05T07:20:00", "minute"),
        ("2026年1月5日 下午3时20分5秒", "2026-01-05T07:20:05", "second"),
        ("2026年1月5日中午12:10", "2026-01-05T04:10:00", "minute"),
        ("2026年1月5日中午1:10", "2026-01-05T05:10:00", "minute"),
        ("2026年1月5日晚上12點", "2026-01-05T16:00:00", "minute"),
        ("2026年1月5日 下午15:10", "2026-01-05T07:10:00", "minute"),
        # Republic of China
        ("1150105", "2026-01-04T16:00:00", "day"),
        ("990105", "2010-01-04T16:00:00", "day"),
        ("民國115年1月5日", "2026-01-04T16:00:00", "day"),
        ("115年1月5日 08:00", "2026-01-05T00:00:00", "minute"),
        ("民國115.1.5", "2026-01-04T16:00:00", "day"),
        ("115/01/05 08:00", "2026-01-05T00:00:00", "minute"),
        # RFC 822 and English
        ("Mon, 05 Jan 2026 23:04:04 GMT", "2026-01-05T23:04:04", "second"),
        ("5 January 2026", "2026-01-04T16:00:00", "day"),
        ("January 5th, 2026 at 9:05 AM", "2026-01-05T01:05:00", "minute"),
        ("9:05 PM EST, Mon January 5, 2026", "2026-01-06T02:05:00", "minute"),
        ("Jan. 5, 2026, 12:05 p.m.", "2026-01-05T04:05:00", "minute"),
        # other orders, where they are sure
        ("31/12/2025", "2025-12-30T16:00:00", "day"),
        ("12/31/2025", "2025-12-30T16:00:00", "day"),
        ("05.01.2026", "2026-01-04T16:00:00", "day"),
        # digits alone
        ("20260105", "2026-01-04T16:00:00", "day"),
        ("202601050904", "2026-01-05T01:04:00", "minute"),
        ("20260105090433", "2026-01-05T01:04:33", "second"),
        ("1767574800", "2026-01-05T01:00:00", "second"),
        ("1767574800000", "2026-01-05T01:00:00", "second"),
        ("1767574800.25", "2026-01-05T01:00:00", "second"),
    ],
)
def test_absolute_dates(raw: str, at: str, precision: str) -> None:
    moment = dates.parse(raw)
    assert moment is not None
    assert moment.at == datetime.fromisoformat(at).replace(tzinfo=UTC)
    assert moment.precision == precision
    assert moment.raw == " ".join(raw.split())
    assert not dates.is_relative(raw)


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "x" * 10_000,
        "昨夜小雨",
        "2026-13-01",
        "03/04/2026",  # the third of April or the fourth of March?
        "1989-12-31T15:59:59Z",
        "0001-01-01T00:00:00Z",
        "01/05 22:08",  # of which year?
        "12345",
        "99999999999999999999",
        "9991399",
        "2026-01-05 10:00 UTC+99",
    ],
)
def test_what_is_no_date_or_cannot_be_believed(raw: str) -> None:
    assert dates.parse(raw) is None


def test_an_impossible_time_leaves_no_moment() -> None:
    assert dates.parse("2026-01-05 10:75") is None
    assert dates.parse("2026-01-05 25:10") is None


@pytest.mark.parametrize(
    ("raw", "at", "precision"),
    [
        ("30 秒前", "2026-01-07T04:30:00", "minute"),
        ("5分鐘前", "2026-01-07T04:25:00", "minute"),
        ("半小時前", "2026-01-07T04:00:00", "minute"),
        ("13 小時前", "2026-01-06T15:30:00", "minute"),
        ("an hour ago", "2026-01-07T03:30:00", "minute"),
        ("2 hrs. ago", "2026-01-07T02:30:00", "minute"),
        ("1 天前", "2026-01-05T16:00:00", "day"),
        ("2 週前", "2025-12-23T16:00:00", "day"),
        ("3個月前", "2025-10-07T16:00:00", "day"),
        ("1 年之前", "2025-01-06T16:00:00", "day"),
        ("剛剛", "2026-01-07T04:30:00", "minute"),
        ("just now", "2026-01-07T04:30:00", "minute"),
        ("今天 08:30", "2026-01-07T00:30:00", "minute"),
        ("昨天 下午8:30", "2026-01-06T12:30:00", "minute"),
        ("前天", "2026-01-04T16:00:00", "day"),
    ],
)
def test_relative_dates_count_from_the_fetch(raw: str, at: str, precision: str) -> None:
    moment = dates.parse(raw, fetched_at=FETCHED)
    assert moment is not None
    assert (moment.at.isoformat()[:19], moment.precision) == (at, precision)
    assert dates.parse(raw) is None
    assert dates.is_relative(raw)


def test_a_time_that_is_none_is_no_moment_yesterday_either() -> None:
    assert dates.parse("昨天 25:30", fetched_at=FETCHED) is None


def test_nothing_relative_in_plain_text() -> None:
    assert not dates.is_relative("市府公布新費率")
    assert dates.parse("市府公布新費率", fetched_at=FETCHED) is None


def test_published_and_updated_stand_in_one_line() -> None:
    published, updated = dates.parse_all("2026/1/5 21:20（1/5 22:08 更新）")
    assert (published.at.isoformat(), published.raw) == (
        "2026-01-05T13:20:00+00:00",
        "2026/1/5 21:20",
    )
    assert (updated.at.isoformat(), updated.raw) == ("2026-01-05T14:08:00+00:00", "1/5 22:08")


def test_an_update_after_new_year_takes_the_new_year() -> None:
    _, updated = dates.parse_all("2025/12/31 23:50（1/1 00:10 更新）")
    assert updated.at == datetime(2025, 12, 31, 16, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("raw", "year"), [("01/07 09:00", 2026), ("12/30 09:00", 2025), ("1月8日 09:00", 2026)]
)
def test_a_date_without_year_is_the_last_one_before_the_fetch(raw: str, year: int) -> None:
    moment = dates.parse(raw, fetched_at=FETCHED)
    assert moment is not None
    assert moment.at.year == year


def test_a_far_future_is_not_believed() -> None:
    assert dates.parse("2026-01-08 12:30", fetched_at=FETCHED) is not None
    assert dates.parse("2026-01-08 12:31", fetched_at=FETCHED) is None
    assert dates.parse("2026-01-08 12:31") is not None


def test_the_zone_of_the_page_counts_for_what_names_none() -> None:
    moment = dates.parse("2026-01-05 09:00", zone=EASTERN)
    assert moment is not None
    assert moment.at == datetime(2026, 1, 5, 14, tzinfo=UTC)


def test_roc_reads_seven_digits_and_nothing_else() -> None:
    moment = dates.roc(" 1150105 ")
    assert moment is not None
    assert moment.at == datetime(2026, 1, 5, tzinfo=TAIPEI)
    assert dates.roc("1151305") is None
    assert dates.roc("2026-01-05") is None


@given(st.text(max_size=80), st.none() | st.datetimes(timezones=st.just(UTC)))
def test_any_text_is_read_without_an_error(raw: str, fetched_at: datetime | None) -> None:
    for moment in dates.parse_all(raw, fetched_at=fetched_at):
        assert moment.at.tzinfo is UTC
        assert moment.at >= dates.EARLIEST
    dates.is_relative(raw)


@given(
    st.text(
        alphabet="0123456789/-.:年月日時分前天秒年週 （）()上下午小個TZ+民國agoJan,", max_size=40
    )
)
def test_any_heap_of_date_pieces_is_read_without_an_error(raw: str) -> None:
    for moment in dates.parse_all(raw, fetched_at=FETCHED):
        assert dates.EARLIEST <= moment.at <= FETCHED + dates.LATEST_AHEAD


@given(st.datetimes(min_value=datetime(1991, 1, 1), max_value=datetime(2100, 1, 1)))  # noqa: DTZ001
def test_what_iso_writes_is_read_back(moment: datetime) -> None:
    aware = moment.replace(microsecond=0, tzinfo=TAIPEI)
    found = dates.parse(aware.isoformat())
    assert found is not None
    assert (found.at, found.precision) == (aware, "second")
