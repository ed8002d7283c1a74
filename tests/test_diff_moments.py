import pytest

from tests.test_diff_another_hand import edit, told


@pytest.mark.parametrize(
    "marked",
    [
        "會議在`2026年1月5日→2026/1/5`舉行。",
        "會議在`下午3→15`時舉行。",
        "會議在`晚間8→20`時舉行。",
        "會議在`下午3時半→15:30`舉行。",
        "會議在`星期日→星期天`舉行。",
        "會議在`週日→星期日`舉行。",
        "會議在`3月5日→3/5`舉行。",
        "會議在`中午→`12時舉行。",
        "會議在`→中午`12時30分舉行。",
        "會議在5日`早上→`8時舉行。",
        "會議在`115→2026`年1月5日舉行。",
        "會議在`民國115→2026`年1月5日舉行。",
        "會議在`五月三日→5月3日`舉行。",
        "The talks begin at 7:30 `p.m.→PM` today.",
        "The talks begin on `May 3→3 May` in Paris.",
        "The talks began on `Jan. 5, 2024→January 5, 2024` in Paris.",
    ],
)
def test_one_moment_written_in_two_ways_is_a_variant(marked: str) -> None:
    assert told(*edit(marked)).reasons == ("variant",)


@pytest.mark.parametrize(
    "marked",
    [
        "會議在`下午3→16`時舉行。",
        "會議在`上午3→15`時舉行。",
        "會議在`2026年1月5日→2026/1/6`舉行。",
        "會議在`115→2025`年1月5日舉行。",
        "會議在`星期日→星期一`舉行。",
        "會議在`今晚→晚間`8時舉行。",
        "會議在`凌晨→`12時舉行。",
        "會議在`下午→`3時舉行。",
        "會議在`上午→`舉行。",
        "會議在`上午→下午`9時舉行。",
        "會議在`早上→晚上`8時30分舉行。",
        "會議在`凌晨→中午`12時舉行。",
        "會議在`深夜→中午`12時舉行。",
        "5月`3→4`日內完成。",
        "他獲判拘役30日，5月`3→4`日宣判。",
        "The talks begin at 7:30 `AM→PM` today.",
        "The talks begin on `May 3→4 May` in Paris.",
        "The talks begin in `May→March` in Paris.",
    ],
)
def test_another_one_is_a_date(marked: str) -> None:
    assert told(*edit(marked)).reasons[0] == "date"


@pytest.mark.parametrize(
    "marked",
    [
        "法官判處拘役`30→50`日。",
        "判他2`年→月`徒刑。",
        "工期`10→12`日。",
        "須在`10→15`日內完成。",
        "懷孕`5→7`月。",
        "全區停電`2時30→3時15`分。",
    ],
)
def test_how_long_it_takes_is_a_number(marked: str) -> None:
    assert told(*edit(marked)).reasons == ("number",)
