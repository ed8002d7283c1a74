"""A bare headline finds its article, or nothing: never the one that is nearly it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.matching import (
    CUT,
    ENOUGH,
    OTHER_DAY,
    Candidate,
    Match,
    Wanted,
    between,
    certainty,
    doubts,
    match,
    plain,
    same_title,
)
from tests.quality import ratchet, titles

DAY = datetime(2026, 1, 5, 4, tzinfo=UTC)
TITLE = "海角鎮堤防提前完工 居民放鞭炮慶祝"


def candidate(title: str, number: int = 1, **fields: object) -> Candidate:
    found = {"identity": f"yahoo:{number}", "url": f"https://a.example/{number}", "at": DAY}
    return Candidate(title=title, **(found | fields))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "title",
    [
        "海角鎮堤防提前完工　居民放鞭炮慶祝",
        "海角鎮堤防提前完工-居民放鞭炮慶祝",
        "【更新】海角鎮堤防提前完工，居民「放鞭炮」慶祝！",
        "快訊／海角鎮堤防提前完工 居民放鞭炮慶祝",
        "海角鎮堤防提前完工 居民放鞭炮慶祝｜海角日報",
        "海角鎮堤防提前完工 居民放鞭炮慶祝【影】",
    ],
)
def test_signs_and_labels_make_no_other_headline(title: str):
    assert same_title(TITLE, title) == 1


def test_width_case_and_variants_make_no_other_headline():
    assert same_title("臺鐵ＡＩ售票上線試辦", "台鐵ai售票上線試辦") == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("渡輪相撞釀2死10傷", "渡輪相撞釀3死10傷"),
        ("渡輪相撞釀兩死十傷", "渡輪相撞釀三死十傷"),
        ("新北晚間大停電 萬戶受影響", "台北晚間大停電 萬戶受影響"),
        ("海角鎮長宣布參選連任", "海角鎮長宣布不參選連任"),
        ("海角鎮大停電影響兩千戶", "海角鎮大停電影響兩千戶 已恢復供電"),
        ("颱風假 宜蘭縣停班停課", "颱風假 花蓮縣停班停課"),
        ("海角鎮議會三讀通過預算", "海角鎮議會二讀通過預算"),
        ("警方：嫌犯已落網", "警方：嫌犯未落網"),
        ("Storm kills 12 in harbour town", "Storm kills 13 in harbour town"),
        ("Court rules for the harbour", "Court rules against the harbour"),
        ("柳渡市第三季經濟成長率3.2% 優於預期", "柳渡市第三季經濟成長率32% 優於預期"),
        ("海角隊以2:1擊敗柳渡隊", "海角隊以21擊敗柳渡隊"),
        ("海角鎮出口年增-5%", "海角鎮出口年增5%"),
        ("海角鎮1/3居民接種", "海角鎮13居民接種"),
        ("海角外海地震規模5.0", "海角外海地震規模50"),
        ("海角鎮氣溫降３．５度", "海角鎮氣溫降35度"),
        ("", TITLE),
        ("完全兩回事的新聞", TITLE),
    ],
)
def test_a_story_beside_it_is_never_taken_for_it(one: str, other: str):
    assert same_title(one, other) < ENOUGH
    assert same_title(other, one) < ENOUGH
    found = match(Wanted(one, DAY), [candidate(other)])
    assert found is None or found.certainty < ENOUGH


def test_a_headline_that_was_cut_says_so_itself():
    assert same_title("海角鎮堤防提前完工 居民…", TITLE) == CUT
    assert same_title(TITLE, "海角鎮堤防提前完工...") == CUT
    assert same_title("海角鎮堤防提前完工", TITLE) < ENOUGH
    assert same_title("海角…", TITLE) < ENOUGH


def test_a_sign_too_many_is_no_other_story():
    assert same_title("海角鎮的堤防提前完工 居民放鞭炮慶祝", TITLE) > ENOUGH


@pytest.mark.parametrize(
    ("title", "address"),
    [
        ("柳渡市第三季經濟成長率3.2% 優於預期", "柳渡市第三季經濟成長率3-2-優於預期"),
        ("海角鎮停電影響1,200戶", "海角鎮停電影響1-200戶"),
        ("海角鎮停電影響1,200戶", "海角鎮停電影響1200戶"),
        ("海角隊以2：1擊敗柳渡隊", "海角隊以2-1擊敗柳渡隊"),
        ("海角鎮7.21事件週年 居民遊行", "海角鎮721事件週年 居民遊行"),
    ],
)
def test_numbers_are_told_as_in_an_address(title: str, address: str):
    assert same_title(title, address) == same_title(address, title) == 1


def test_the_very_headline_is_found_beside_one_with_another_number():
    title = "柳渡市第三季經濟成長率3.2% 優於預期"
    others = [candidate(title.replace("3.2", each), n) for n, each in enumerate(("32", "2.3"))]

    found = match(Wanted(title, DAY), [*others, candidate(title, 9)])

    assert found
    assert (found.candidate.title, found.certainty, found.rivals) == (title, 1.0, 0)


def test_the_right_one_is_found_among_those_beside_it():
    titles = ["渡輪相撞釀2死10傷", "渡輪相撞釀3死10傷", "渡輪相撞釀3死11傷", "渡輪相撞"]
    found = match(Wanted(titles[1], DAY), [candidate(t, n) for n, t in enumerate(titles)])

    assert found == Match(candidate(titles[1], 1), 1.0)


def test_of_two_with_one_headline_none_is_taken_unless_the_day_tells():
    twice = [candidate(TITLE, 1), candidate(TITLE, 2, at=DAY - timedelta(days=7))]
    same_day = [candidate(TITLE, 1), candidate(TITLE, 2)]

    assert match(Wanted(TITLE, DAY), same_day) == Match(same_day[1], 0.5, rivals=1)
    assert match(Wanted(TITLE, DAY), twice) == Match(twice[0], 1.0)
    assert match(Wanted(TITLE), twice[1:] * 3) == Match(twice[1], 0.92)
    assert match(Wanted(TITLE, DAY), twice[1:]) == Match(twice[1], OTHER_DAY)
    assert match(Wanted(TITLE, DAY), []) is None


def test_a_list_of_the_newest_names_nothing_of_years_ago():
    listed = candidate("渡輪停航三天 乘客改搭客運", at=None, listed=DAY)
    for days, taken in ((0, True), (2, True), (2_500, False)):
        at = DAY - timedelta(days=days)
        assert (certainty(Wanted("渡輪停航三天 乘客改搭客運", at), listed) >= ENOUGH) is taken


def test_another_outlet_wrote_another_article():
    named = Wanted(TITLE, DAY, "海角日報")

    assert certainty(named, candidate(TITLE, publisher="海角日報社")) == 1
    assert certainty(named, candidate(TITLE, publisher="青嶼新聞")) < ENOUGH
    assert certainty(named, candidate(TITLE)) == 1


WEEK = timedelta(days=7)


@pytest.mark.parametrize(
    ("wanted", "near", "said"),
    [
        (Wanted(TITLE, DAY), candidate(f"【更新】{TITLE}"), []),
        (
            Wanted(TITLE, DAY),
            candidate(TITLE, at=DAY - WEEK),
            ["it is of 2025-12-29, and the headline of 2026-01-05"],
        ),
        (
            Wanted(TITLE, DAY - 9 * WEEK),
            candidate(TITLE, at=None, listed=DAY),
            ["the list is of the newest, and the headline of 2025-11-03"],
        ),
        (
            Wanted(TITLE, DAY),
            candidate(TITLE, at=None, listed=DAY),
            ["nobody says that it is of the same day"],
        ),
        (Wanted(TITLE), candidate(TITLE), ["nobody says that it is of the same day"]),
        (
            Wanted(TITLE, DAY, "海角日報"),
            candidate(TITLE, publisher="青嶼新聞"),
            ["青嶼新聞 wrote it, and not 海角日報"],
        ),
        (Wanted("天氣預報", DAY), candidate("天氣預報"), ["so short a headline says little"]),
        (
            Wanted("海角鎮堤防提前完工…", DAY),
            candidate(TITLE),
            ["one of the two headlines is cut off"],
        ),
        (
            Wanted("渡輪相撞釀2死10傷", DAY),
            candidate("渡輪相撞釀3死10傷"),
            ["a number or a negation differs"],
        ),
        (
            Wanted("新北晚間大停電 萬戶受影響", DAY),
            candidate("台北晚間大停電 萬戶受影響"),
            ["some words are other ones"],
        ),
        (
            Wanted("海角鎮大停電影響全鎮", DAY),
            candidate("海角鎮大停電影響全鎮 恢復"),
            ["one of the two says more"],
        ),
        (
            Wanted(TITLE, DAY),
            candidate("海角鎮的堤防提前完工 居民放鞭炮慶祝"),
            ["a sign is too many"],
        ),
    ],
)
def test_it_is_said_what_speaks_against_a_match(wanted: Wanted, near: Candidate, said: list[str]):
    found = match(wanted, [near])

    assert found
    assert doubts(wanted, found) == said


def test_one_of_two_that_are_alike_says_so():
    found = match(Wanted(TITLE, DAY), [candidate(TITLE, 1), candidate(TITLE, 2)])

    assert found
    assert doubts(Wanted(TITLE, DAY), found) == ["1 other as likely"]


def test_a_short_headline_alone_says_too_little():
    assert same_title("天氣預報", "天氣預報") < ENOUGH


TITLES = st.text(st.sampled_from("海角鎮堤防完工23死傷不未 ，。【】…Ab|"), max_size=20)


@given(TITLES, TITLES)
def test_certainty_is_a_share_and_the_same_both_ways(one: str, other: str):
    assert 0 <= same_title(one, other) <= 1
    assert (same_title(one, other) >= ENOUGH) == (same_title(other, one) >= ENOUGH)
    assert same_title(one, one) in {0, 0.8, 1}


@given(TITLES, st.integers(0, 9), st.integers(0, 9))
def test_no_number_is_taken_for_another(title: str, one: int, other: int):
    here, there = (f"渡輪相撞{number}死{title}" for number in (one, other))

    assert (same_title(here, there) >= ENOUGH) == (one == other)


@given(TITLES)
def test_what_is_plain_stays_plain(title: str):
    assert plain(plain(title)) == plain(title)
    assert match(Wanted(title, DAY), [candidate(title)]) or not plain(title)


def test_real_headlines_find_their_article_and_never_another(shared: Path):
    floors = ratchet.read((Path(titles.__file__).parent / "ratchet.toml").read_text("utf-8"))

    assert not ratchet.below(floors, titles.measured(shared))


@pytest.mark.parametrize(
    ("title", "parts"),
    [
        ("港邊散步：測試連載第32篇", ["港邊散步：測試連載第"]),
        ("渡輪相撞釀3死10傷 港務公司說明", ["渡輪相撞釀", "傷 港務公司說明"]),
        ("2026——31「」", []),
        ("碼頭燈號", ["碼頭燈號"]),
    ],
)
def test_what_stands_between_numbers_may_stand_in_another_headline(title: str, parts: list[str]):
    assert between(title) == parts
