"""What of an edit says nothing is folded beside what it says."""

from hypothesis import given
from hypothesis import strategies as st

from crawler.items import Article
from scheduler.diff import compare
from scheduler.diff.records import Change, Span
from scheduler.reports.view.quiet import folded, sorted_out

OLD = "「這是多年未有的災害，」局長王大明說,目前已有3人死亡、12人受傷,臺北市已開設應變中心."
NEW = "“這是多年未有的災害，”局長王大明說，目前已有5人死亡、12人受傷，台北市已開設應變中心。"


def edited(old: str, new: str) -> list[Change]:
    before, after = (
        Article(url="https://news.example/1", title="地震後的搜救", body=(text,))
        for text in (old, new)
    )
    return list(compare(before, after).changes)


def marked(change: Change) -> list[Span]:
    return [span for span in change.spans if span[0] != "="]


def test_a_toll_stands_alone_and_what_was_set_anew_is_folded() -> None:
    [told], [untold] = sorted_out(edited(OLD, NEW))
    assert marked(told) == [("-", "3"), ("+", "5")]
    assert told.tags == ("number",)
    assert "".join(text for sign, text in told.spans if sign != "-") == NEW
    assert folded(untold)
    assert untold.tags == ("width", "variant", "punctuation")
    assert ("-", "「") in untold.spans
    assert ("-", "3") not in untold.spans
    assert untold.path == told.path


def test_what_all_says_something_or_all_says_nothing_is_left_whole() -> None:
    says = edited("死亡3人，受傷12人。", "死亡5人，受傷20人。")
    assert sorted_out(says) == (says, [])
    nothing = edited("死亡3人,受傷12人.", "死亡3人，受傷12人。")
    assert sorted_out(nothing) == ([], nothing)


def test_a_headline_and_a_rewrite_are_shown_whole() -> None:
    old, new = "死亡3人,", "死亡5人，"
    change = Change(
        field="title", kind="edited", old=old, new=new,
        spans=(("=", "死亡"), ("-", "3"), ("+", "5"), ("=", "人"), ("-", ","), ("+", "，")),
        tags=("headline", "number"),
    )  # fmt: skip
    assert sorted_out([change]) == ([change], [])
    rewrite = Change(field="body", kind="rewritten", old=old, new=new, spans=change.spans)
    assert sorted_out([rewrite]) == ([rewrite], [])


def test_a_place_that_only_came_or_went_can_say_nothing_too() -> None:
    [told], [untold] = sorted_out(edited("局長說，死亡3人受傷12人。", "局長說死亡5人、受傷12人。"))
    assert marked(told) == [("-", "3"), ("+", "5")]
    assert marked(untold) == [("-", "，"), ("+", "、")]
    assert untold.tags == ("punctuation",)


def test_a_mark_that_went_from_the_beginning_leaves_nothing_behind() -> None:
    [told], [untold] = sorted_out(edited("※死亡3人，受傷12人。", "死亡5人，受傷12人。"))
    assert told.spans == (("=", "死亡"), ("-", "3"), ("+", "5"), ("=", "人，受傷12人。"))
    assert marked(untold) == [("-", "※")]


def test_words_for_which_a_report_bears_a_tag_are_shown() -> None:
    [told], [untold] = sorted_out(
        edited("議員周柏雅說,已有3人死亡。", "議員週柏雅說，已有4人死亡。")
    )
    assert {"name", "number"} <= {*told.tags}
    assert marked(told)[-2:] == [("-", "3"), ("+", "4")]
    assert "周" in marked(told)[0][1]
    assert marked(untold) == [("-", ","), ("+", "，")]


def test_a_mark_behind_a_word_that_says_no_is_shown() -> None:
    changes = edited("已有2人死亡，臺北不，可以重啟。", "已有3人死亡，台北不可以重啟。")
    [told], [untold] = sorted_out(changes)
    assert ("-", "，") in marked(told)
    assert untold.tags == ("variant",)


TEXTS = st.text("死傷35,，「“人臺台 。", max_size=12)


@given(st.lists(st.tuples(st.sampled_from("=-+"), TEXTS.filter(bool)), max_size=8))
def test_parting_loses_no_place(spans: list[Span]) -> None:
    change = Change(field="body", kind="edited", spans=tuple(spans))
    plain, minor = sorted_out([change])
    new = "".join(text for sign, text in spans if sign != "-")
    for each in (*plain, *minor):
        assert "".join(text for sign, text in each.spans if sign != "-") == new
    texts = {sign: "".join(text for own, text in spans if own == sign) for sign in "-+"}
    for sign, text in texts.items():
        shown = [own for each in (*plain, *minor) for own in each.spans if own[0] == sign]
        assert sum(len(own) for _, own in shown) == len(text)
