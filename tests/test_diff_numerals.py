import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.diff.numerals import amount


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2500", "2500"),
        ("2,500", "2500"),
        ("２５００", "2500"),
        ("兩千五百", "2500"),
        ("三十二", "32"),
        ("十二", "12"),
        ("一百零五", "105"),
        ("3萬5000", "35000"),
        ("1億2千萬", "120000000"),
        ("1.5萬", "15000"),
        ("1萬億", "1000000000000"),
        ("萬", "10000"),
        ("3.50%", "3.5%"),
        ("−3", "-3"),
        ("二〇二三", "2023"),
        ("21:20", "21:20"),
        ("5三", "5三"),
        ("二三", "二三"),
        ("一千五", "1500"),
        ("廿三", "23"),
        ("卅", "30"),
        ("兩成五", "25%"),
        ("3成5", "35%"),
        ("一千零五", "1005"),
        ("一億二", "100000002"),
        ("5.20", "5.20"),
        ("1.50萬", "15000"),
        ("百分之四十五", "45%"),
        ("41 percent", "41%"),
        ("負0.3", "-0.3"),
        ("$5萬", "$50000"),
        ("1 2", "1 2"),
        ("10 000", "10000"),
        ("7,5", "7,5"),
        ("1,00,000", "1,00000"),
        ("0,125", "0,125"),
        ("08:05", "8:05"),
        ("007", "007"),
        ("0912345678", "0912345678"),
        ("〇〇七", "〇〇七"),
        ("05", "5"),
        ("0.5萬", "5000"),
        ("2.005萬", "20050"),
        ("9" * 17, "9" * 17),
    ],
)
def test_one_amount_however_written(written: str, expected: str) -> None:
    assert amount(written) == expected


@given(st.integers(0, 10**12))
def test_separators_change_no_amount(number: int) -> None:
    assert amount(f"{number:,}") == amount(str(number)) == str(number)


def test_hostile_runs_cost_little() -> None:
    start = time.process_time()
    for run in ("一", "3", "1,", "1點", "3成", "零下", "百分之"):
        assert amount(run * 50_000)
    assert time.process_time() - start < 3


def test_a_decimal_point_is_read_where_its_number_begins() -> None:
    assert amount("三點五十點五") == "3.5十點五"
