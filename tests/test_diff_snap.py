import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.diff import hunks
from scheduler.diff.characters import spans
from scheduler.diff.snap import snapped


def shown(found) -> str:
    marks = {"=": "{}", "-": "[-{}-]", "+": "{{+{}+}}"}
    return "".join(marks[sign].format(text) for sign, text in found if text)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("縣府宣布停課", "縣府公布停課", "縣府[-宣布-]{+公布+}停課"),
        ("多人死亡", "多人傷亡", "多人[-死亡-]{+傷亡+}"),
        ("至今未曾調整", "至今曾經調整", "至今[-未曾-]{+曾經+}調整"),
        ("經濟成長看好", "經濟成長率看好", "經濟[-成長-]{+成長率+}看好"),
        ("地震釀2死", "地震釀3死", "地震釀[-2-]{+3+}死"),
        ("長三點五公里", "長三點八公里", "長[-三點五-]{+三點八+}公里"),
        ("長5點3公里", "長5點8公里", "長[-5點3-]{+5點8+}公里"),
        ("售NT$1,299起", "售NT$1,399起", "售[-NT$1,299-]{+NT$1,399+}起"),
        ("氣溫-5°C左右", "氣溫5°C左右", "氣溫[--5°C-]{+5°C+}左右"),
        ("at 3:30 p.m. on", "at 3:30 a.m. on", "at 3:30 [-p.m.-]{+a.m.+} on"),
        ("台積電漲5%", "台積電跌5%", "台積電[-漲-]{+跌+}5%"),
        ("工程提前3個月", "工程延後3個月", "工程[-提前-]{+延後+}3個月"),
        ("損失數十億元", "損失數百億元", "損失[-數十億-]{+數百億+}元"),
        ("濃度0.05mg/L左右", "濃度0.08mg/L左右", "濃度[-0.05mg/L-]{+0.08mg/L+}左右"),
        ("時速120km/h左右", "時速150km/h左右", "時速[-120km/h-]{+150km/h+}左右"),
        ("警方逮捕李男到案", "警方逮捕王男到案", "警方逮捕[-李男-]{+王男+}到案"),
        ("記者葉知秋說", "記者葉知夏說", "記者[-葉知秋-]{+葉知夏+}說"),
    ],
)
def test_whole_words_are_shown(old: str, new: str, expected: str) -> None:
    assert shown(spans(old, new)) == expected


def test_hunks_that_meet_become_one() -> None:
    old, new = "他們研究生命", "他們探究生物"
    [found] = snapped([([(2, 3, 2, 3), (5, 6, 5, 6)], (old, new))])
    assert shown(hunks.spans(found, old, new)) == "他們[-研究生命-]{+探究生物+}"


def test_a_word_longer_than_is_looked_for_stays_cut() -> None:
    name = "甲·" + "乙" * 30
    old, new = f"總統{name}在", f"總統{name[:20]}丙{name[21:]}在"
    cut = [(22, 23, 22, 23)]
    assert snapped([(cut, (old, new))], re.compile(name)) == [cut]


@given(*[st.text(st.sampled_from("消防局今天統計，3人死亡。未曾調整ab "), max_size=40)] * 2)
def test_what_is_shown_rebuilds_both_texts(old: str, new: str) -> None:
    found = spans(old, new)
    assert "".join(text for sign, text in found if sign != "+") == old
    assert "".join(text for sign, text in found if sign != "-") == new


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("我們的心臟會跳", "我们的心脏会跳", "[-我們的心臟會-]{+我们的心脏会+}跳"),
        ("釀2死3傷", "釀3死5傷", "釀[-2-]{+3+}死[-3-]{+5+}傷"),
        ("更新：1 小時前", "更新：54 分鐘前", "更新：[-1 小時-]{+54 分鐘+}前"),
        (
            "他離世都沒有回家",
            "這位92歲的人都沒能回家",
            "[-他離世都沒有-]{+這位92歲的人都沒能+}回家",
        ),
        ("多人死亡。宣布停課", "多人傷亡。公布停課", "多人[-死亡-]{+傷亡+}。[-宣布-]{+公布+}停課"),
    ],
)
def test_one_character_kept_between_changed_words_goes_with_them(
    old: str, new: str, expected: str
) -> None:
    assert shown(spans(old, new)) == expected
