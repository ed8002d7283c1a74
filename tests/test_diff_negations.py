import pytest

from scheduler.diff.characters import spans
from scheduler.diff.negations import is_turned
from scheduler.diff.place import changed


def turned(old: str, new: str) -> bool:
    return any(is_turned(place.old, place.new) for place in changed(spans(old, new), old, new))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("但律師說，這是好事。", "不過律師說，這是好事。"),
        ("不過他強調會繼續。", "他強調會繼續。"),
        ("警方查獲安非他命5公斤。", "警方查獲海洛因5公斤。"),
        ("傷者送醫不治。", "傷者送醫死亡。"),
        ("兩人不幸罹難。", "兩人罹難。"),
        ("他出門，不料遇到大雨。", "他出門，遇到大雨。"),
        ("他不禁落淚。", "他落淚。"),
        ("他不時回國。", "他時常回國。"),
        ("不只一人受害。", "不止一人受害。"),
        ("他無奈表示，會再努力。", "他表示，會再努力。"),
        ("多名無辜民眾受傷。", "多名民眾受傷。"),
        ("一名未成年少女失蹤。", "一名少女失蹤。"),
        ("這是不法行為。", "這是違法行為。"),
        ("店家無預警歇業。", "店家突然歇業。"),
        ("他拒絕透露細節。", "他不願透露細節。"),
        ("Notably, the bill passed.", "Not surprisingly, the bill passed."),
    ],
)
def test_a_negation_inside_a_word_negates_nothing(old: str, new: str) -> None:
    assert not turned(old, new)
    assert not turned(new, old)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("縣長不同意這項計畫", "縣長同意這項計畫"),
        ("他不會出席會議。", "他將出席會議。"),
        ("現場有人受傷", "現場無人受傷"),
        ("警方找不到他", "警方找到他"),
        ("他尚未到場", "他已經到場"),
        ("他不願透露細節", "他透露細節"),
        ("他毫無悔意", "他有悔意"),
        ("這是非營利團體辦的", "這是營利團體辦的"),
        ("問題ない", "問題がある"),
        ("他不幸罹難", "他未罹難"),
        ("他不否認", "他否認"),
        ("He was not there", "He was there"),
    ],
)
def test_a_negation_turns_what_it_stands_before(old: str, new: str) -> None:
    assert turned(old, new)
    assert turned(new, old)
