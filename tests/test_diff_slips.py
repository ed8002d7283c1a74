import pytest

from crawler import sounds
from scheduler.diff.characters import spans
from scheduler.diff.place import changed
from scheduler.diff.slips import is_slip


@pytest.mark.parametrize(
    ("old", "new", "slip"),
    [
        ("他在次出現", "他再次出現", True),
        ("他表是不同意", "他表示不同意", True),
        ("颱風即將登路", "颱風即將登陸", True),
        ("警方逮補嫌犯", "警方逮捕嫌犯", True),
        ("外交部遣責", "外交部譴責", True),
        ("他向法院聲請", "他向法院申請", False),
        ("他因該出席", "他應該出席", True),
        ("他應該出席", "他因該出席", True),
        ("市長候選人登記", "市長侯選人登記", True),
        ("新北市長侯友宜到場", "新北市長候友宜到場", True),
        ("警方逮捕嫌煩", "警方逮捕嫌犯", True),
        ("這是他的權利", "這是他的權力", False),
        ("他說會出席", "她說會出席", False),
        ("那是一家該院", "那是一家醫院", False),
        ("該成分可致癌", "該成分可治癌", False),
        ("民眾上街抗議", "民眾上街抗疫", False),
        ("中華隊屬於日本隊", "中華隊輸於日本隊", False),
        ("警方獲報到場", "警方獲報到廠", False),
        ("縣議員涉貪", "現議員涉貪", False),
        ("台塑今天公布", "台素今天公布", False),
        ("研判是妻殺夫", "研判是夫殺妻", False),
        ("政府處於過度狀態", "政府處於過渡狀態", False),
        ("每股配息3分", "每股配息3份", False),
        ("這項計畫開始", "這項計劃開始", True),
        ("他是曾曾祖父", "他是曾祖父", False),
        ("declared marital law", "declared martial law", False),
        ("said Harris won", "said Haris won", False),
        ("出席会議の市長は式を会场で", "出席会議の市長は式を会場で", False),
        ("大大家都到了", "大家都到了", True),
        ("這是相關的問題", "這是關相的問題", True),
        ("그는 어제 발표했다", "그는 어제 표발했다", True),
        ("the recieved letter", "the received letter", True),
        ("it was begining", "it was beginning", True),
        ("the employer said", "the employee said", False),
        ("charged Anderson today", "charged Andersen today", False),
        ("他的女兒來了", "他的兒女來了", False),
        ("嫌犯林志明到案", "嫌犯林明志到案", False),
        ("the north coast", "the south coast", False),
        ("大家都到了", "大家都走了", False),
        ("大家到了", "大家全都到了", False),
        ("甲在次乙在次丙", "甲再次乙再次丙", False),
    ],
)
def test_a_slip_of_the_pen(old: str, new: str, slip: bool) -> None:
    assert is_slip(changed(spans(old, new), old, new)) is slip


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("示", "是", True),
        ("因", "應", True),
        ("重", "從", True),
        ("綠", "慮", True),
        ("陸", "旅", False),
        ("院", "醫", False),
        ("あ", "是", False),
        ("a", "a", False),
    ],
)
def test_which_characters_sound_alike(one: str, other: str, alike: bool) -> None:
    assert sounds.are_alike(one, other) is alike
