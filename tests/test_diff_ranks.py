import pytest

from scheduler.diff.ranks import titles, untitled


def told(marked: str) -> list[str]:
    """The titles that touch what stands between two bars."""
    before, own, after = marked.split("|")
    return [*titles(before + own + after, len(before), len(before + own))]


@pytest.mark.parametrize(
    ("marked", "found"),
    [
        ("今天|副總理|到場", ["副总理"]),
        ("今天|副|總理到場", ["副总理"]),
        ("今天||總理到場", ["总理"]),
        ("第一|副|總理到場", ["第一副总理"]),
        ("今天|前|立委到場", ["前立委"]),
        ("今天|主任|檢察官到場", ["主任检察官"]),
        ("日|前|總統到場", ["总统"]),
        ("市長|候選人|到場", ["市长候选人"]),
        ("地|區|長期缺水", []),
        ("|董事|會開會", []),
        ("局長今天|到場|，總統也在", []),
        ("|局長與處長|到場", ["局长", "处长"]),
        ("The |acting| mayor spoke", ["acting mayor"]),
        ("An |Ex|-President spoke", ["ex-president"]),
        ("The |secretary|-general spoke", ["secretary-general"]),
        ("The |presidential| race", []),
    ],
)
def test_the_titles_at_a_place(marked: str, found: list[str]) -> None:
    assert told(marked) == found


@pytest.mark.parametrize(
    ("name", "place"), [("Vice President Ann Hill", 15), ("Ann Hill", 0), ("President", 0)]
)
def test_where_the_name_behind_a_title_begins(name: str, place: int) -> None:
    assert untitled(name) == place
