"""Dates: what is believed, what counts from the fetch, and that nothing is lost or invented."""

import email.utils
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler import dates
from crawler.dates import TAIPEI

FETCHED = datetime(2026, 1, 7, 4, 30, 20, tzinfo=UTC)  # 12:30:20 in Taipei
EASTERN = timezone(timedelta(hours=-5))
NEW_YORK = ZoneInfo("America/New_York")


@pytest.mark.parametrize(
    ("raw", "at", "precision"),
    [
        ("30 秒前", "2026-01-07T04:29", "minute"),
        ("5分鐘前", "2026-01-07T04:25", "minute"),
        ("半小時前", "2026-01-07T04:00", "minute"),
        ("13 小時前", "2026-01-06T15:30", "minute"),
        ("an hour ago", "2026-01-07T03:30", "minute"),
        ("2 hrs. ago", "2026-01-07T02:30", "minute"),
        ("1 天前", "2026-01-05T16:00", "day"),
        ("2 週前", "2025-12-23T16:00", "day"),
        ("3個月前", "2025-10-07T16:00", "day"),
        ("1 年之前", "2025-01-06T16:00", "day"),
        ("剛剛", "2026-01-07T04:30", "minute"),
        ("just now", "2026-01-07T04:30", "minute"),
        ("今天 08:30", "2026-01-07T00:30", "minute"),
        ("昨天 下午8:30", "2026-01-06T12:30", "minute"),
        ("前天", "2026-01-04T16:00", "day"),
        ("大前天 9:00", "2026-01-04T01:00", "minute"),
        ("昨晚11:20", "2026-01-06T15:20", "minute"),
        ("今早 8:30", "2026-01-07T00:30", "minute"),
        ("Updated yesterday at 3:04 pm", "2026-01-06T07:04", "minute"),
        ("中央社 ・ 13 小時前", "2026-01-06T15:30", "minute"),
        ("兩小時前", "2026-01-07T02:30", "minute"),
        ("5分前", "2026-01-07T04:25", "minute"),
        ("3時間前", "2026-01-07T01:30", "minute"),
        ("3か月前", "2025-10-07T16:00", "day"),
        ("5시간 전", "2026-01-06T23:30", "minute"),
        ("어제 15:04", "2026-01-06T07:04", "minute"),
        ("방금 전", "2026-01-07T04:30", "minute"),
    ],
)
def test_relative_dates_count_from_the_fetch(raw: str, at: str, precision: str) -> None:
    moment = dates.parse(raw, fetched_at=FETCHED)
    assert moment is not None
    assert (f"{moment.at:%Y-%m-%dT%H:%M}", moment.precision) == (at, precision)
    assert moment.at.second == 0
    assert dates.parse(raw) is None
    assert dates.is_relative(raw)


def test_a_time_that_is_none_is_no_moment_yesterday_either() -> None:
    assert dates.parse("昨天 25:30", fetched_at=FETCHED) is None


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "市府公布新費率",
        "十分前衛",
        "縣長14日前往台東",
        "1月14日前完成",
        "USA Today",
        "今天起渡輪票價全面調整，市府說明新費率",
        "剛剛發生的事，要等到很久以後才會有人明白",
    ],
)
def test_nothing_relative_in_plain_text(raw: str) -> None:
    assert not dates.is_relative(raw)
    assert dates.parse(raw, fetched_at=FETCHED) is None


@pytest.mark.parametrize("raw", ["2026-01-05", "1767574800", "1/5 22:08", "Jan 5, 22:08"])
def test_a_date_of_its_own_is_not_relative(raw: str) -> None:
    assert not dates.is_relative(raw)
    assert dates.parse(raw, fetched_at=FETCHED) is not None


def test_hours_ago_pass_over_the_change_of_clocks() -> None:
    spring = datetime(2023, 3, 12, 8, 0, tzinfo=UTC)  # 04:00 in New York, an hour after 01:59
    hours = dates.parse("3 hours ago", zone=NEW_YORK, fetched_at=spring)
    day = dates.parse("1 day ago", zone=NEW_YORK, fetched_at=spring)
    assert hours is not None
    assert day is not None
    assert hours.at == datetime(2023, 3, 12, 5, tzinfo=UTC)
    assert day.at == datetime(2023, 3, 11, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("raw", "at"),
    [
        ("2023-03-12 02:30", "2023-03-12T07:30"),  # the clocks skip it
        ("2023-11-05 01:30", "2023-11-05T05:30"),  # they show it twice
        ("2023-11-05 01:30 EST", "2023-11-05T06:30"),
        ("2023-11-05", "2023-11-05T04:00"),
    ],
)
def test_days_on_which_the_clocks_change(raw: str, at: str) -> None:
    found = dates.parse(raw, zone=NEW_YORK)
    assert found is not None
    assert found.at == datetime.fromisoformat(at).replace(tzinfo=UTC)


def test_published_and_updated_stand_in_one_line() -> None:
    published, updated = dates.parse_all("2026/1/5 21:20（1/5 22:08 更新）")
    assert (published.at, published.raw) == (
        datetime(2026, 1, 5, 13, 20, tzinfo=UTC),
        "2026/1/5 21:20",
    )
    assert (updated.at, updated.raw) == (datetime(2026, 1, 5, 14, 8, tzinfo=UTC), "1/5 22:08")


@pytest.mark.parametrize(
    ("raw", "update"),
    [
        ("2025/12/31 23:50（1/1 00:10 更新）", "2025-12-31T16:10"),
        ("2024/2/28 23:50（2/29 00:10 更新）", "2024-02-28T16:10"),
        ("2025/12/31（2/29 00:10 更新）", "2028-02-28T16:10"),
    ],
)
def test_an_update_takes_the_first_year_that_has_its_day(raw: str, update: str) -> None:
    _, updated = dates.parse_all(raw)
    assert updated.at == datetime.fromisoformat(update).replace(tzinfo=UTC)


def test_an_update_on_no_day_is_none() -> None:
    assert [it.raw for it in dates.parse_all("2024/2/28 9:50（2/30 0:10 更新）")] == [
        "2024/2/28 9:50"
    ]


@pytest.mark.parametrize(
    ("raw", "year"),
    [("01/07 09:00", 2026), ("12/30 09:00", 2025), ("1月8日 09:00", 2026), ("2/29 9:00", 2024)],
)
def test_a_date_without_year_is_the_last_one_before_the_fetch(raw: str, year: int) -> None:
    moment = dates.parse(raw, fetched_at=FETCHED)
    assert moment is not None
    assert moment.at.year == year


def test_a_far_future_is_not_believed() -> None:
    assert dates.parse("2026-01-08 12:30", fetched_at=FETCHED) is not None
    assert dates.parse("2026-01-08 12:31", fetched_at=FETCHED) is None
    assert dates.parse("2026-01-08 12:31") is not None
    assert dates.parse("2100-01-02") is None


def test_nor_a_time_before_the_web_or_the_site() -> None:
    assert dates.parse("1989-12-31T15:59:59Z") is None
    assert dates.parse("0001-01-01T00:00:00Z") is None
    since = datetime(2011, 1, 1, tzinfo=UTC)
    assert dates.parse("2010-06-01") is not None
    assert dates.parse("2010-06-01", earliest=since) is None
    assert [it.raw for it in dates.parse_all("2010/6/1、2012/6/1", earliest=since)] == ["2012/6/1"]


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


HAN_DIGITS = str.maketrans("0123456789", "〇一二三四五六七八九")
FRENCH = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
    "octobre", "novembre", "décembre",
)  # fmt: skip


def han(value: int) -> str:
    """14 as people count: 十四."""
    tens, ones = divmod(value, 10)
    ten = ("" if tens == 1 else han(tens)) + "十" if tens else ""
    return ten + (str(ones).translate(HAN_DIGITS) if ones else "") or "零"


def day_of(at: datetime, year: str = "年", month: str = "月", day: str = "日") -> str:
    return f"{at.year}{year}{at.month}{month}{at.day}{day}"


def half_of(at: datetime, early: str, late: str) -> str:
    return f"{early if at.hour < 12 else late}{at.hour % 12 or 12}"


FORMS: dict[str, tuple[str, Callable[[datetime], str]]] = {
    "ISO": ("second", lambda at: at.isoformat()),
    "ISO in UTC": ("second", lambda at: f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S}Z"),
    "ISO basic": ("second", lambda at: f"{at:%Y%m%dT%H%M%S%z}"),
    "ISO week": ("day", lambda at: "{}-W{:02}-{}".format(*at.isocalendar())),
    "ISO ordinal": ("day", lambda at: f"{at:%Y-%j}"),
    "RFC 2822": ("second", email.utils.format_datetime),
    "Java": ("second", lambda at: f"{at.astimezone(UTC):%a %b %d %H:%M:%S GMT %Y}"),
    "epoch": ("second", lambda at: f"{at.timestamp() * 1000:.0f}"),
    "compact": ("minute", lambda at: f"{at:%Y%m%d%H%M}"),
    "slashes": ("minute", lambda at: f"{at.year}/{at.month}/{at.day} {at:%H:%M}"),
    "dots": ("day", lambda at: f"{at.year}.{at.month}.{at.day}"),
    "German": ("minute", lambda at: f"{at:%d.%m.%Y, %H:%M} Uhr"),
    "English": ("minute", lambda at: f"{at:%B} {at.day}, {at.year} at {at:%I:%M %p}"),
    "French": ("minute", lambda at: f"{at.day} {FRENCH[at.month - 1]} {at:%Y à %Hh%M}"),
    "Chinese": ("minute", lambda at: f"{day_of(at)} {half_of(at, '上午', '下午')}時{at:%M}分"),
    "numerals": (
        "minute",
        lambda at: (
            f"{str(at.year).translate(HAN_DIGITS)}年{han(at.month)}月{han(at.day)}日"
            f"{han(at.hour)}時{han(at.minute)}分"
        ),
    ),
    "Republic": ("day", lambda at: f"民國{at.year - 1911}年{at.month}月{at.day}日"),
    "Japanese": ("minute", lambda at: f"{day_of(at)} {half_of(at, '午前', '午後')}:{at:%M}"),
    "Korean": (
        "minute",
        lambda at: f"{day_of(at, '년 ', '월 ', '일')} {half_of(at, '오전 ', '오후 ')}:{at:%M}",
    ),
}
ZONES = st.sampled_from(["Asia/Taipei", "Asia/Tokyo", "America/New_York", "Europe/Paris"])
MOMENTS = st.datetimes(datetime(2001, 9, 10), datetime(2099, 1, 1))  # noqa: DTZ001
FETCHES = st.datetimes(datetime(1995, 1, 1), datetime(2099, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
PIECES = (
    *"0123456789/-.:,()TZ+年月日時分前天秒週上下午小個十一百〇 ", "2023", "15:04", "上午", "民國",
    "令和", "Jan", " ago", " GMT", "-05:00", "今天", "昨", " at ", "mai", "２", "٣", "\u0301", "ﷺ",
)  # fmt: skip


@given(st.sampled_from(sorted(FORMS)), MOMENTS, ZONES.map(ZoneInfo))
def test_in_whatever_form_a_moment_is_written_it_is_read_back(
    form: str, moment: datetime, zone: ZoneInfo
) -> None:
    precision, write = FORMS[form]
    said = moment.replace(second=moment.second if precision == "second" else 0, microsecond=0)
    said = said.replace(hour=0, minute=0) if precision == "day" else said
    aware = said.replace(tzinfo=zone)
    found = dates.parse(write(aware), zone=zone)
    assert found is not None
    assert (found.at, found.precision) == (aware.astimezone(UTC), precision)


@given(st.text(max_size=80), st.none() | FETCHES)
def test_any_text_is_read_without_an_error(raw: str, fetched_at: datetime | None) -> None:
    for moment in dates.parse_all(raw, fetched_at=fetched_at):
        assert moment.at.tzinfo is UTC
        assert moment.at >= dates.EARLIEST
    dates.is_relative(raw)


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join), FETCHES, ZONES.map(ZoneInfo))
def test_any_heap_of_date_pieces_is_read_without_an_error(
    raw: str, fetched_at: datetime, zone: ZoneInfo
) -> None:
    for moment in dates.parse_all(raw, fetched_at=fetched_at, zone=zone):
        assert dates.EARLIEST <= moment.at <= fetched_at + dates.LATEST_AHEAD
        assert len(moment.raw) <= 300


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=8).map("".join))
def test_a_megabyte_of_pieces_takes_no_time(heap: str) -> None:
    hostile = heap * (1_000_000 // len(heap))
    begun = time.process_time()
    dates.parse_all(hostile, fetched_at=FETCHED)
    dates.is_relative(hostile)
    assert time.process_time() - begun < 1  # 3 ms, and what loads once, and room
