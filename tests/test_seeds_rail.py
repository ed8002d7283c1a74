"""The rail of the text form: headlines, summaries, and who published them."""

from hypothesis import given
from hypothesis import strategies as st

from crawler.items import RelatedLink
from crawler.seeds.rail import is_summary, publishers, read, write


def test_a_summary_ends_with_its_age():
    assert is_summary("夜市開張。晨星報 ・ 13 小時前")
    assert is_summary("夜市開張。晨星報・昨天")
    assert not is_summary("詹姆斯・林談夜市")
    assert not is_summary("夜市 13 小時前開張")


def test_headlines_and_summaries_need_not_alternate():
    lines = ["一 ・ 1 天前", "夜市", "公車", "末班車。 ・ 1 天前", "又一行 ・ 2 天前", ""]

    assert read(lines) == (
        RelatedLink("夜市"),
        RelatedLink("公車", summary="末班車。", age="1 天前"),
    )


def test_a_publisher_is_told_where_the_summary_has_ended():
    assert publishers(
        [
            "夜市開張。晨星報",
            "他說：「開張了」暮星週刊Dusk Weekly",
            "夜市下週...Dawn Star News",
            "夜市下週 […]午星報",
            "看影片：https://video.example.com/a.b/1晨星電視",
            "【夜星網】夜市下週開夜星網",
        ]
    ) == [
        "晨星報",
        "暮星週刊Dusk Weekly",
        "Dawn Star News",
        "午星報",
        "晨星電視",
        "夜星網",
    ]


def test_a_publisher_is_told_where_it_repeats():
    assert (
        publishers(["夜市下週將開晨星日報", "公車，晨星日報", "路燈亮了。市長昨晚晨星日報"])
        == ["晨星日報"] * 3
    )
    assert publishers(["夜市下週將開午星新聞網", "公車延到半暮星新聞網"]) == ["星新聞網"] * 2
    assert publishers(["公園。晨星報", "夜市下週將開晨星報"]) == ["晨星報"] * 2


def test_what_cannot_be_told_stays_in_the_summary():
    assert publishers(["夜市下週將開晨星報", "公車延到。 末班車在暮星報", "", "開張。"]) == [""] * 4
    assert publishers(["甲新聞網", "乙新聞網"]) == ["", ""]
    assert publishers(["開張。" + "很長的名字" * 10]) == [""]
    assert publishers(["看 https://video.example.com/a.b/1"]) == [""]


def test_links_are_written_as_a_rail_and_read_back():
    links = (
        RelatedLink("夜市", publisher="晨星報", summary="夜市開張。", age="13 小時前"),
        RelatedLink("公車", age="1 天前"),
        RelatedLink("路燈"),
    )
    lines = write(links)

    assert lines == ["夜市", "夜市開張。晨星報 ・ 13 小時前", "公車", "・ 1 天前", "路燈"]
    assert read(lines) == links


@given(st.lists(st.text(st.sampled_from("一二三四五。」晨星日報新聞 ."))))
def test_a_publisher_is_always_the_end_of_its_text(texts: list[str]):
    for text, name in zip(texts, publishers(texts), strict=True):
        assert text.endswith(name)
