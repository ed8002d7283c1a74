from typing import Literal

import pytest

from scheduler.diff.records import Change, Exchange, Move, Quantity, replace
from scheduler.reports import Context
from scheduler.reports.view.catalogue import Words
from scheduler.reports.view.shown import show
from scheduler.reports.view.verdict import verdict
from tests.reports.invented import NOISE, QUAKE, change

ZH, EN = Words("zh-Hant"), Words("en")


def told(*changes: Change, words: Words = ZH) -> str:
    report = QUAKE.report(*changes, score=1, reasons=(), versions=(1, 2))
    return verdict(report, words).replace("\u00a0", " ")


def test_the_verdict_tells_numbers_with_their_unit():
    line = told(
        change("title", "rewritten", "[-甲-]{+乙+}", tags=("headline",)),
        change("body", "edited", "近[-2-]{+3+}年來", path=(0,), tags=("number",)),
        change("body", "edited", "漲[-2.5-]{+25+}%、", path=(1,), tags=("number",)),
        change("body", "moved", "同一段。", path=(1,), from_path=(4,)),
    )

    assert line == "標題改寫；內文 2 處：數字 2年→3年(+1)、2.5%→25%(+22.5)；移動 1 段"


@pytest.mark.parametrize(
    ("old", "new", "unit", "expected"),
    [
        ("Two", "Three", "people", "Two people→Three people"),
        ("3", "4", "villages", "3 villages→4 villages"),
        ("45", "60", "mph", "45mph→60mph"),
        ("2", "3", "公里", "2公里→3公里"),
    ],
)
def test_a_word_that_is_counted_stands_apart(old: str, new: str, unit: str, expected: str):
    counted = Quantity(old=old, new=new, unit=unit)
    edit = change("body", "edited", f"[-{old}-]{{+{new}+}} {unit}", tags=("number",))

    assert told(replace(edit, quantities=(counted,))) == f"內文 1 處：數字 {expected}"


def test_the_verdict_tells_the_number_of_a_sentence_that_moved_and_was_edited():
    three = Quantity(old="3", new="5", unit="人", difference="+2")
    moved = change("body", "added", "{+5人死亡。+}", path=(2,), tags=("number",))
    line = told(
        change("body", "removed", "[-3人死亡。-]", path=(0,)), replace(moved, quantities=(three,))
    )

    assert line == "新增 1 段：數字 3人→5人(+2)；刪除 1 段"


def test_the_verdict_tells_each_word_that_stands_for_its_opposite():
    text = "宣布[-升息-]{+降息+}，[-樂觀-]{+淡定+}，創[-新高-]{+新低+}"

    assert told(change("body", "edited", text, tags=("opposite",))) == (
        "內文 1 處：相反詞 升息→降息、新高→新低"
    )


def test_a_pair_of_words_is_told_of_the_tag_that_it_earned():
    text = "[-張大明-]{+張大銘+}說，船隻[-沒有-]超速，他[-支持-]{+力挺+}調查。"
    edit = change("body", "edited", text, tags=("name", "negation"))
    name = Exchange(tag="name", old="張大明", new="張大銘")

    assert told(replace(edit, exchanges=(name,))) == "內文 1 處：名字 張大明→張大銘，否定詞"
    assert told(edit) == "內文 1 處：名字，否定詞"  # an older report does not tell which


def test_words_that_earned_two_tags_are_told_once():
    edit = change("body", "edited", "由[-王副總-]{+林總+}主持。", tags=("name", "rank"))
    both = [Exchange(tag=tag, old="王副總", new="林總") for tag in ("name", "rank")]

    assert told(replace(edit, exchanges=tuple(both))) == "內文 1 處：名字 王副總→林總，職銜"


def test_the_verdict_tells_a_title_of_another_rank():
    edit = change("body", "edited", "由[-副總理-]{+總理+}主持", tags=("rank",))

    assert told(edit) == "內文 1 處：職銜 副總理→總理"
    assert told(edit, words=EN).endswith("title or rank 副總理→總理")


def test_a_unit_is_no_particle_and_no_other_word():
    assert told(change("body", "edited", "第[-二-]{+三+}的人", tags=("number",))).endswith(
        "第二→第三"
    )
    assert told(change("body", "edited", "[-甲乙-]{+丙+}人", tags=("name",))).endswith("甲乙→丙")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[-1,200-]{+950+}人", "1,200人→950人(−250)"),
        ("[-5億-]{+6億+}元", "5億元→6億元(+100,000,000)"),
        ("[-3人-]{+3戶+}。", "3人→3戶"),
        ("[-7-11-]{+7-12+}。", "7-11→7-12"),
        ("[-兩人-]{+3人+}。", "兩人→3人(+1)"),
        ("[-1.2.3-]{+1.2.4+}版", "1.2.3版→1.2.4版"),
    ],
)
def test_the_verdict_says_by_how_much_where_one_thing_is_counted(text: str, expected: str):
    line = told(change("body", "edited", text, tags=("number",)))

    assert line == f"內文 1 處：數字 {expected}"


def test_long_words_are_named_and_not_told():
    line = told(
        change("body", "edited", "[-" + "甲" * 20 + "-]{+乙+}。", tags=("name", "quotation"))
    )

    assert line == "內文 1 處：名字，引述"


def test_whole_sentences_that_came_and_went_are_counted():
    assert (
        told(change("body", "edited", "甲。[-乙。丙。-]丁。{+戊！+}"))
        == "內文 1 處：增 1 句，刪 2 句"
    )


def test_sentences_that_only_went_to_another_paragraph_are_neither_added_nor_removed():
    went = change("body", "edited", "甲。[-乙丙丁。戊。-]", path=(0,), moves=(move("-", 4),))
    came = change("body", "added", "{+乙丙丁。+}", path=(4,), moves=(move("+", 0),))

    assert told(went, came) == "內文 1 處：刪 1 句；移動 1 句"
    assert told(went, came, words=EN) == "text in 1 place: 1 sentence removed; 1 sentence moved"
    [one, other] = show(
        QUAKE.report(went, came, score=10, reasons=("moved",), versions=(1, 2)), Context()
    ).passages
    moved = tuple(each.move.replace("\u00a0", " ") for each in (one, other))
    assert moved == ("1 句移至第 5 段", "1 句原在第 1 段")


def test_what_was_changed_in_a_moved_paragraph_is_told():
    moved = change("body", "moved", "釀[-2-]{+3+}死", path=(0,), from_path=(3,), tags=("number",))
    assert told(moved) == "移動 1 段：數字 2死→3死(+1)"


def move(sign: Literal["-", "+"], paragraph: int) -> Move:
    return Move(sign=sign, text="乙丙丁。", paragraph=paragraph)


def test_the_verdict_in_english():
    line = told(
        change("title", "edited", "[-a-]{+b+}"),
        change("body", "removed", "[-a-]"),
        change("credits", "added", "{+a+}"),
        change("body", "edited", "[-.-]{+。+}", tags=("punctuation",)),
        words=EN,
    )

    assert line == "headline edited; 1 paragraph removed; credits added; 1 minor change"


def test_what_is_only_minor_says_why():
    assert verdict(NOISE, ZH) == "只有細微變動：標點、寫法、全形半形"
    assert told(change("body", "reflowed", "甲[-\n-]乙")) == "只有細微變動：重新分段"


def test_nothing_to_see_is_said():
    assert told() == "看不出文字變動"


def test_a_headlines_punctuation_is_shown_and_its_white_space_folded():
    question = change("title", "edited", "會贏{+？+}", tags=("headline", "punctuation"))
    space = change("title", "edited", "會{+ +}贏", tags=("headline", "noise"))
    asked, spaced = (
        show(QUAKE.report(each, score=1, reasons=(), versions=(1, 2)), Context())
        for each in (question, space)
    )

    assert [(passage.label, passage.tags) for passage in asked.passages] == [("標題", ("標點",))]
    assert not asked.folded
    assert not spaced.passages
    assert spaced.fold_line.endswith("：頁面雜訊")
