"""Every form in which a page of the world's press writes a date, family by family."""

from datetime import UTC, datetime, timedelta

import pytest

from crawler import dates
from crawler.dates import longtail
from crawler.dates.numerals import number
from crawler.items import Moment

DAYS = """
    2023-01-14; 2023-1-14; 2023/01/14; 2023.01.14; 2023. 1. 14.; 20230114; 2023-014
    2023-W02-6; 2023W026; 2023‐01‐14; ２０２３／０１／１４; 2023 Jan 14; 2023-Jan-14
    民國112年1月14日; 中華民國112年01月14日; 112年1月14日; 民國112.01.14; 1120114; 112/01/14
    112.1.14; 112-01-14; 民國一百一十二年一月十四日; 一一二年一月十四日; 民国112/1/14
    2023年1月14日; 2023 年 1 月 14 日; 2023年01月14號; 2023年1月14号; 2023年㋀14日
    二〇二三年一月十四日; 二○二三年一月十四日; 二零二三年一月十四日; 2023年1月14日 星期六
    令和5年1月14日; 2023년 1월 14일; 2023.01.14.
    14 January 2023; 14th of January 2023; January 14, 2023; Jan. 14th 2023; Sat 14 Jan 2023
    14-Jan-2023; 14/01/2023; 01/14/2023; 14-01-2023; 14.01.2023; 14. 1. 2023
    14 janvier 2023; 14. Januar 2023; 14 de enero de 2023; 14 ENE 2023; 14 de janeiro de 2023
    14 gennaio 2023; 14 januari 2023; 14 januar 2023; 14 января 2023; 14 січня 2023
    14 stycznia 2023; 14. ledna 2023; 14 ocak 2023; 14 tammikuuta 2023; 2023. január 14.
    2023 m. sausio 14 d.; 14 Ιανουαρίου 2023; 14 يناير 2023; ١٤ يناير ٢٠٢٣; 14 ינואר 2023
    14 जनवरी 2023; 14 มกราคม 2566; 14 ม.ค. 2566; 14 tháng 1 năm 2023; 14 tháng 1, 2023
    Januari 14, 2023; enero 14, 2023
"""

MINUTES = """
    2023-01-14 15:04; 2023/01/14 15:04; 2023.01.14. 15:04; 20230114 15:04; 202301141504
    2023/1/14（六）15:04; 2023-01-14 (15:04); 【2023/01/14 15:04 報導】; 15:04 2023-01-14
    2023-01-14 | 15:04; 發稿時間：2023/01/14 15:04; 2023/01/14 03:04 PM
    2023年1月14日 下午3時04分; 2023年1月14日下午三時四分; 2023年1月14日 15时04分
    2023年01月14日15:04; 2023年1月14日 週六 下午3:04; 2023年1月14日（土）15時04分
    2023年1月14日 午後3時4分; 2023年1月14日15点04; 二〇二三年一月十四日十五時四分
    民國112年1月14日 下午3點04分; 112/01/14 15:04; 令和5年1月14日 15:04
    ２０２３年１月１４日　１５：０４
    2023년 1월 14일 오후 3:04; 2023년 1월 14일 오후 3시 4분; 2023-01-14 (토) 15:04
    입력 2023.01.14 15:04; 2023년 1월 14일 토요일 15:04
    January 14, 2023 at 3:04 PM; Jan. 14, 2023, 3:04 p.m.; 14 January 2023, 15:04
    3:04 PM, Sat January 14, 2023; 14 janvier 2023 à 15h04; 14. Januar 2023, 15:04 Uhr
    14.01.2023, 15.04 Uhr; 14 de enero de 2023 a las 15:04; 14 gennaio 2023 alle ore 15:04
    14 de janeiro de 2023 às 15h04; 14 januar 2023 kl. 15.04; 14 января 2023, 15:04
    Thứ bảy, 14/1/2023, 15:04; 14/01/2023 - 15:04
"""


def table(text: str) -> list[str]:
    lines = (line.strip() for line in text.strip().splitlines())
    return [form for line in lines for form in (it.strip() for it in line.split("; "))]


@pytest.mark.parametrize("raw", table(DAYS))
def test_one_day_in_all_its_forms(raw: str) -> None:
    assert dates.parse(raw) == Moment(
        datetime(2023, 1, 13, 16, tzinfo=UTC), " ".join(raw.split()), "day"
    )
    assert not dates.is_relative(raw)


@pytest.mark.parametrize("raw", table(MINUTES))
def test_one_minute_in_all_its_forms(raw: str) -> None:
    found = dates.parse(raw)
    assert found == Moment(datetime(2023, 1, 14, 7, 4, tzinfo=UTC), " ".join(raw.split()), "minute")


@pytest.mark.parametrize(
    "raw",
    [
        "2023-01-14T15:04:05+08:00",
        "2023-01-14T15:04:05.123456789+08:00",
        "2023-01-14T07:04:05,1Z",
        "2023-01-14t15:04:05+0800",
        "2023-01-14T15:04:05+08",
        "20230114T150405",
        "20230114150405",
        "2023-W02-6T15:04:05",
        "2023-014T07:04:05Z",
        "2023-01-14T15:04:05+08:00[Asia/Taipei]",
        "2023-01-14 02:04:05 −05:00",
        "2023-01-14 16:04:05 JST+0900",
        "Sat, 14 Jan 2023 07:04:05 GMT",
        "Sat, 14 Jan 23 07:04:05 UT",
        "Sat, 14 Jan 2023 15:04:05 +0800 (CST)",
        "Saturday, 14-Jan-23 07:04:05 GMT",
        "Sat Jan 14 15:04:05 2023",
        "Sat Jan 14 15:04:05 CST 2023",
        "Sat Jan 14 2023 15:04:05 GMT+0800 (台北標準時間)",
        "2023年1月14日15時04分05秒",
        "1673679845",
        "1673679845.123",
        "1673679845123",
        "1673679845123456",
    ],
)
def test_one_second_in_all_its_forms(raw: str) -> None:
    assert dates.parse(raw) == Moment(datetime(2023, 1, 14, 7, 4, 5, tzinfo=UTC), raw, "second")


@pytest.mark.parametrize(
    ("written", "hour"),
    [
        ("上午12:04", 0), ("凌晨0:04", 0), ("凌晨1點04分", 1), ("零時04分", 0), ("清晨5:04", 5),
        ("早上8:04", 8), ("中午11:04", 11), ("中午12:04", 12), ("中午1:04", 13), ("下午12:04", 12),
        ("下午15:04", 15), ("傍晚6:04", 18), ("晚間8:04", 20), ("晚上11:04", 23), ("深夜1:04", 1),
        ("午前9:04", 9), ("午後9:04", 21), ("오전 12:04", 0), ("저녁 7:04", 19), ("밤 11:04", 23),
        ("12:04 AM", 0), ("12:04 p.m.", 12), ("4:04 pm", 16),
    ],
)  # fmt: skip
def test_the_halves_of_a_day(written: str, hour: int) -> None:
    found = dates.parse(f"2023年1月14日 {written}", zone=UTC)
    assert found is not None
    assert found.at == datetime(2023, 1, 14, hour, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "minutes_east"),
    [
        ("Z", 0), ("GMT", 0), ("BST", 60), ("CET", 60), ("(CEST)", 120), ("MSK", 180), ("IST", 330),
        ("+05:45", 345), ("(GMT+7)", 420), ("UTC+08:00", 480), ("HKT", 480), ("KST", 540),
        ("AEDT", 660), ("NZDT", 780), ("-0330", -210), ("EST", -300), ("EDT", -240), ("PST", -480),
        ("ET", -300), ("Eastern", -300), ("CT", -360), ("PT", -480), ("CST", -360),
    ],
)  # fmt: skip
def test_the_zone_beside_the_time(written: str, minutes_east: int) -> None:
    found = dates.parse(f"2023-01-14 15:04 {written}", zone=UTC)
    assert found is not None
    assert found.at == datetime(2023, 1, 14, 15, 4, tzinfo=UTC) - timedelta(minutes=minutes_east)


def test_the_united_states_have_summer_time_without_saying_so() -> None:
    found = dates.parse("July 4, 2023 3:04 p.m. ET")
    assert found is not None
    assert found.at == datetime(2023, 7, 4, 19, 4, tzinfo=UTC)


def test_the_whole_hours_and_halves() -> None:
    for raw, at in {
        "2023-01-14 3 pm": "2023-01-14T15:00",
        "2023-01-14T15Z": "2023-01-14T15:00",
        "2023年1月14日 3點半": "2023-01-14T03:30",
        "2023年1月14日晚上12點": "2023-01-15T00:00",
        "14 janvier 2023 à 15h": "2023-01-14T15:00",
        "2023-01-14T24:00": "2023-01-15T00:00",
        "2023-01-14 23:59:60": "2023-01-15T00:00",
    }.items():
        found = dates.parse(raw, zone=UTC)
        assert found is not None, raw
        assert found.at == datetime.fromisoformat(at).replace(tzinfo=UTC), raw


def test_a_range_of_times_is_no_zone() -> None:
    found = dates.parse("2023-01-14 10:00-11:30", zone=UTC)
    assert found is not None
    assert found.at == datetime(2023, 1, 14, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    "raw",
    [
        "2023-13-01", "2023-02-29", "2023-W54-1", "2023-366", "0000-01-01", "2023-01",
        "2023-01-14 10:75", "2023-01-14 25:10", "2023-01-14 24:30", "2023-01-14 23:59:61",
        "2023-01-14 10:00 UTC+99", "03/04/2023", "十四年十三月一日", "百百年一月一日",
        "12345", "99999999999999999999", "9991399", "第14屆2023年", "version 2023.1.5.4",
        "IP 112.1.14.5", "in 5 ways 2023", "iPhone 14 Pro 2023", "14 out of 2020", "10 min 2021",
        "7 sun 2020", "1月14日", "01/14 22:08", "14日",
    ],
)  # fmt: skip
def test_what_is_no_date(raw: str) -> None:
    assert dates.parse(raw) is None


@pytest.mark.parametrize(
    ("written", "value"),
    [("14", 14), ("十", 10), ("十四", 14), ("二十", 20), ("廿四", 24), ("卅一", 31), ("元", 1),
     ("一百一十二", 112), ("一百零八", 108), ("一一二", 112), ("二〇二三", 2023), ("１４", 14)],
)  # fmt: skip
def test_chinese_numerals(written: str, value: int) -> None:
    assert number(written) == value


@pytest.mark.parametrize(
    ("word", "month"),
    [
        ("listopad", 11),
        ("février", 2),
        ("FÉVRIER", 2),
        ("ม.ค.", 1),
        ("pro", 0),
        ("sat", 0),
        ("", 0),
    ],
)
def test_names_of_months(word: str, month: int) -> None:
    assert longtail.month_of(word) == month


@pytest.mark.parametrize(
    ("host", "zone"),
    [
        ("www.example.co.jp", "Asia/Tokyo"),
        ("EXAMPLE.KR", "Asia/Seoul"),
        ("example.com", "Asia/Taipei"),
        ("example.us", "Asia/Taipei"),
        ("", "Asia/Taipei"),
    ],
)
def test_the_zone_of_a_country(host: str, zone: str) -> None:
    assert dates.zone_of(host).key == zone
