"""Two texts side by side: every paragraph once, in reading order."""

from hypothesis import given
from hypothesis import strategies as st

from scheduler.diff import prose
from scheduler.reports.view.rows import Row, rows, stretches
from tests.reports.invented import change

paragraphs = st.lists(
    st.sampled_from(
        [
            "渡輪今早停航兩天。",
            "渡輪今早停航三天。",
            "港務局說，風浪太大。",
            "乘客改搭巴士。",
            "無事。",
        ]
    ),
    max_size=7,
)


@given(paragraphs, paragraphs)
def test_every_paragraph_stands_there_once_and_in_order(old: list[str], new: list[str]):
    found = rows(len(old), len(new), prose.diff(old, new))

    olds = [place for row in found for place in row.old]
    news = [place for row in found for place in row.new]
    assert sorted(olds) == list(range(len(old)))
    assert sorted(news) == list(range(len(new)))
    for row in found:
        if row.what == "same":
            assert [old[place] for place in row.old] == [new[place] for place in row.new]


def test_a_text_says_what_became_of_it():
    found = rows(
        4,
        4,
        [
            change("body", "moved", "丁。", path=(0,), from_path=(3,)),
            change("body", "edited", "[-甲-]{+乙+}", path=(1,), from_path=(0,)),
            change("body", "removed", "[-丙-]", from_path=(1,)),
            change("body", "added", "{+戊+}", path=(3,)),
        ],
    )

    assert [(row.what, row.old, row.new) for row in found] == [
        ("came", (), (0,)),
        ("changed", (0,), (1,)),
        ("removed", (1,), ()),
        ("same", (2,), (2,)),
        ("left", (3,), ()),
        ("added", (), (3,)),
    ]


def test_what_no_change_names_is_told_nevertheless():
    assert [row.what for row in rows(1, 3, [])] == ["same", "added", "added"]
    assert [row.what for row in rows(2, 1, [])] == ["same", "removed"]


def test_what_is_unchanged_is_folded_but_for_what_stands_around():
    found = [*(Row("same") for _ in range(6)), Row("changed"), *(Row("same") for _ in range(2))]
    folded = [(len(each.rows), each.is_folded) for each in stretches(found, 1)]

    assert folded == [(5, True), (3, False), (1, False)]
    assert [each.is_folded for each in stretches([Row("same")] * 3, 1)] == [True]
    assert stretches([], 1) == []


def test_a_quiet_change_stands_alone():
    found = [*(Row("same") for _ in range(3)), Row("changed"), *(Row("same") for _ in range(3))]
    [before, alone, after] = stretches(found, 1, is_quiet=lambda _: True)

    assert (before.is_folded, len(alone.rows), after.is_folded) == (True, 1, True)
