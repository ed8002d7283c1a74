from scheduler.diff.records import Change
from scheduler.diff.turned import folded, in_one_script

TURNED = Change(field="body", kind="rewritten", old="县府说明", new="縣府說明", tags=("variant",))


def test_what_moved_in_an_article_that_was_turned_has_still_moved() -> None:
    moved = Change(field="body", kind="moved", old="山城下雨。", new="山城下雨。")
    assert folded([TURNED, moved]) == [TURNED, moved]
    assert folded([moved]) == [moved]


def test_a_headline_that_was_turned_is_still_one() -> None:
    title = Change(
        field="title", kind="edited", old="王后到山里", new="王後到山裡", tags=("name", "headline")
    )
    [turned, _] = folded([title, TURNED])
    assert turned.tags == ("headline", "variant")
    assert folded([title]) == [title]


def test_what_was_edited_besides_is_left() -> None:
    edited = Change(field="body", kind="rewritten", old="国军有三人受伤", new="國軍有五人受傷")
    plain = in_one_script(edited)
    assert (plain.kind, plain.old, plain.new) == ("edited", "国军有三人受伤", "国军有五人受伤")
    other = Change(field="body", kind="rewritten", old="国军受伤", new="國軍傷亡慘重啊啊啊")
    assert in_one_script(other).old == "国军受伤"
