"""What a text is found by: plain forms, grams, questions, and where a hit is shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.store import grams
from crawler.text import fold

FERRY = "霧津渡輪擦撞防波堤，造成 2人死亡、1,400人受傷（COVID-19 檢疫），全長３.２公里，臺灣首見。"


def is_found(asked: str, *lines: str) -> bool:
    return grams.question(asked).holds(lines[0], lines[1:])


def marked(asked: str, *lines: str) -> str:
    excerpt = grams.excerpt(lines, grams.question(asked))
    return "".join(f"[{text}]" if is_hit else text for text, is_hit in excerpt.pieces)


@pytest.mark.parametrize(
    "asked",
    [
        "渡輪", "2人", "2人死亡", "1400", "1,400人", "１４００", "covid", "COVID-19", "3.2公里",
        "台灣", "臺灣", "渡輪 死亡", '"2人死亡"', "造成2人", "渡輪 -火災", "死亡、1,400", "輪",
    ],
)  # fmt: skip
def test_words_of_any_script_and_width_are_found(asked: str):
    assert is_found(asked, FERRY)


@pytest.mark.parametrize(
    "asked",
    [
        "火災",
        "人2",
        "400",
        "14",
        "3.",
        "covi",
        "堤造",
        "亡1400",
        "渡輪 -死亡",
        '"渡輪 死亡"',
        "人人",
    ],
)
def test_what_does_not_stand_there_is_not_found(asked: str):
    assert not is_found(asked, FERRY)


def test_a_word_does_not_reach_into_the_next_paragraph():
    assert not is_found("起火災", "港口清晨起火", "災情擴大")
    assert not is_found('"first second"', "the first", "second day")


def test_blanks_stand_between_no_signs():
    assert is_found("林知遠", "記者林 知遠")
    assert is_found("3死", "渡輪擦撞 釀 3 死")


@pytest.mark.parametrize("asked", ["", " ", "-", '"', '""', "。，", "* ( )", "-火災", '-"a b"'])
def test_a_question_without_a_word_has_no_terms(asked: str):
    assert grams.question(asked).terms == ()


@pytest.mark.parametrize("asked", ["NEAR(a, b)", "title:a AND b*", 'x" OR "y', "^a + {b}", "a\0b"])
def test_the_signs_of_a_query_language_mean_nothing(asked: str):
    question = grams.question(asked)

    assert set("".join(question.terms)) <= set("nearbtilandxoy‹›")
    assert not question.without


def test_a_question_of_ten_thousand_characters_asks_for_few_grams():
    letters = "".join(chr(0x4E00 + number % 5_000) for number in range(10_000))

    assert 0 < len(grams.question(letters).grams) <= 32
    assert (
        0
        < len(grams.question(" ".join(letters[n : n + 2] for n in range(0, 9_999, 3))).grams)
        <= 32
    )


# ------------------------------------------------------------------ for any text

WRITTEN = st.text(
    st.sampled_from("渡輪死亡人釀バーｶﾞ시장ก0123,.12 　-、。「」aBcß臺Ｃ３％½²①๒ﬁé\u0301")
    | st.characters(codec="utf-8"),
    max_size=40,
).map(fold)  # fmt: skip


@given(WRITTEN)
def test_every_text_is_found_by_every_piece_between_its_blanks(text: str):
    form = grams.plain(text)
    pieces = [part for part in text.split(" ") if part]
    for piece in pieces:
        asked = grams.question(f'"{piece}"' if '"' not in piece else "")
        for term in asked.terms:
            assert term in form
            assert set(asked.grams) <= grams.grams(form)


@given(st.lists(WRITTEN, min_size=1, max_size=3), st.text("渡輪死亡人バス시장 ", max_size=4))
def test_a_run_of_signs_is_found_as_in_the_plain_form(lines: list[str], asked: str):
    question = grams.question(f'"{asked}" {asked}')
    form = grams.form(lines[0], lines[1:])

    assert question.holds(lines[0], lines[1:]) == all(term in form for term in question.terms)


@given(WRITTEN)
def test_clauses_are_found_by_what_their_text_is_found_by(text: str):
    found = [grams.grams(grams.plain(clause)) for clause in grams.clauses([text])]

    assert set().union(*found) == grams.grams(grams.plain(text))


def test_a_text_is_cut_at_its_punctuation_but_not_in_a_number():
    assert grams.clauses(["渡輪擦撞，2人死亡。1,400人受傷", "渡輪擦撞，霧津港"]) == {
        "渡輪擦撞，2人死亡", "1,400人受傷", "渡輪擦撞", "霧津港",
    }  # fmt: skip


@given(WRITTEN, WRITTEN)
def test_an_excerpt_is_a_piece_of_a_line(text: str, asked: str):
    excerpt = grams.excerpt([text], grams.question(asked))

    assert "".join(piece for piece, _ in excerpt.pieces) in text
    if grams.question(asked).holds(text, ()) and grams.question(asked).terms:
        assert any(is_hit for _, is_hit in excerpt.pieces)


# ------------------------------------------------------------------ where it stands


def test_the_first_line_that_holds_the_first_word_that_any_holds_is_shown():
    lines = "霧津港起霧", "渡輪停駛", "渡輪復駛"

    assert marked("渡輪 起霧", *lines) == "[渡輪]停駛"
    assert marked("火災 起霧", *lines) == "霧津港[起霧]"
    assert marked("火災", *lines) == "霧津港起霧"


@pytest.mark.parametrize("around", ["ß", "㍿", "ｶﾞ", "ﬁ", "ＡＢ", ""])
def test_what_is_written_in_more_or_fewer_signs_moves_no_mark(around: str):
    assert marked("渡輪", f"{around}渡輪{around}") == f"{around}[渡輪]{around}"


def test_a_hit_is_marked_as_it_is_written():
    assert marked("covid19 1400人", FERRY) == FERRY.replace("1,400人", "[1,400人]")
    assert marked('"covid 19" 台灣', FERRY).count("[") == 2
    assert marked("バス", "路線ﾊﾞｽ停駛") == "路線[ﾊﾞｽ]停駛"
    assert marked("株", "㈱甲") == "[㈱]甲"


def test_a_long_line_is_cut_around_its_first_hit():
    excerpt = grams.excerpt(["甲" * 200 + "渡輪" + "乙" * 200], grams.question("渡輪"))

    assert excerpt.pieces == (("甲" * 30, False), ("渡輪", True), ("乙" * 58, False))
    assert excerpt.is_cut == (True, True)


def test_the_line_that_holds_the_first_word_is_shown():
    assert marked("死亡 渡輪", "渡輪停航", "2人死亡") == "2人[死亡]"
