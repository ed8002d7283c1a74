"""Tables for a terminal: what is kept, cut and left out as it grows narrow."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.reports.view.columns import columns
from scheduler.verbs import _table
from scheduler.verbs._table import Column

HEADS = (
    Column("ARTICLE", cut_to=16),
    Column("STATE"),
    Column("LOOKED", spare=True),
    Column("TITLE", cut_to=10),
)
ROWS = [
    ("cna:202601051016", "active", "01-05 09:00", "霧津渡輪擦撞防波堤 釀2死14傷"),
    ("yahoo:050000004", "gone", "-", "Rice, 48.5 a kilo"),
]


def drawn(width: int) -> str:
    return "\n".join(_table.lines(HEADS, ROWS, width))


def test_nothing_is_cut_where_there_is_room():
    assert (
        drawn(0)
        == drawn(200)
        == (
            "ARTICLE           STATE   LOOKED       TITLE\n"
            "cna:202601051016  active  01-05 09:00  霧津渡輪擦撞防波堤 釀2死14傷\n"
            "yahoo:050000004   gone    -            Rice, 48.5 a kilo"
        )
    )


def test_where_nothing_is_cut_a_long_text_moves_its_own_line_only():
    long = ("example.com:/" + "a" * 400, "active", "-", "短")
    head, first, second = _table.lines(HEADS, [ROWS[0], long], 0)

    assert second == f"{long[0]}  active  -            短"
    assert columns(head) < 90
    assert first.startswith("cna:202601051016" + " " * 46 + "active")


def test_the_title_is_cut_first_and_never_in_half_a_character():
    assert drawn(60) == (
        "ARTICLE           STATE   LOOKED       TITLE\n"
        "cna:202601051016  active  01-05 09:00  霧津渡輪擦撞防波堤…\n"
        "yahoo:050000004   gone    -            Rice, 48.5 a kilo"
    )
    assert "霧津渡輪擦撞防波堤…\n" in drawn(58)
    assert "霧津渡輪擦撞防波…\n" in drawn(57)


def test_then_what_can_be_spared_is_left_out():
    assert drawn(48) == (
        "ARTICLE           STATE   TITLE\n"
        "cna:202601051016  active  霧津渡輪擦撞防波堤 釀…\n"
        "yahoo:050000004   gone    Rice, 48.5 a kilo"
    )


def test_in_the_end_the_names_are_cut_too():
    assert drawn(30) == (
        "ARTICLE     STATE   TITLE\ncna:20260…  active  霧津渡輪…\nyahoo:050…  gone    Rice, 48.…"
    )


@given(
    width=st.integers(40, 160),
    rows=st.lists(
        st.tuples(
            st.text("cna:/0123456789", max_size=80),
            st.sampled_from(["active", "gone-suspected"]),
            st.text("0123456789-: ", max_size=11),
            st.text("霧津渡輪abc 　😀e\u0301", max_size=60),
        ),
        max_size=5,
    ),
)
def test_no_line_is_wider_than_the_terminal(width: int, rows: list[tuple[str, ...]]):
    shown = list(_table.lines(HEADS, rows, width))

    assert len(shown) == len(rows) + 1
    assert max(map(columns, shown)) <= width


@pytest.mark.parametrize(
    ("width", "left"), [(4, "霧…"), (5, "霧津…"), (6, "霧津渡"), (9, "霧津渡")]
)
def test_a_text_is_cut_to_columns_not_characters(width: int, left: str):
    assert _table.cut("霧津渡", width) == left
