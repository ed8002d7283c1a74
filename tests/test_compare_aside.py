"""Reports of texts that vanish for one look, and of what readers and sites put aside."""

import json

import pytest

from crawler.aside import Rule
from crawler.store import Store
from scheduler.compare import SiteLines, is_missing_any, of_versions, write_missing_reports
from scheduler.diff.records import ChangeReport, from_json
from scheduler.newsroom import Newsroom
from tests.terminal import BODY, TITLE, Inside, Terminal, lines
from tests.visits import IDENTITY, article, hour, seed, visit

LEAD = "消防局說，火勢在兩小時內撲滅。"
WHOLE = (LEAD, *(f"第{n}位目擊者說，他在碼頭上看見濃煙，隨後有船員跳海求生。" for n in range(9)))
EDITED = (LEAD.replace("兩", "三"), *WHOLE[1:])
SHORT = (LEAD,)
SHORTER = (LEAD[:8],)


def look(store: Store, *bodies: tuple[str, ...], start: int = 0) -> None:
    """One look an hour, each of which finds this body."""
    store.keep([visit(article("起火", *body), start + n) for n, body in enumerate(bodies)])


def told(store: Store) -> list[str]:
    """The ends of all reports, oldest first, after the missing ones were written."""
    write_missing_reports(store)
    return [row.id.rpartition("/")[2] for row in store.reports()[::-1]]


@pytest.mark.parametrize(
    ("bodies", "reports"),
    [
        ((WHOLE, SHORT), []),
        ((WHOLE, SHORT, SHORT), ["1..2"]),
        ((WHOLE, SHORT, WHOLE), []),
        ((WHOLE, SHORT, EDITED), ["1..3"]),
        ((WHOLE, SHORT, EDITED, SHORT, WHOLE), ["1..3", "3..5"]),
        ((WHOLE, SHORT, SHORT, WHOLE), ["1..2", "2..3"]),
        ((WHOLE, SHORT, (LEAD[:-1],)), ["1..2", "2..3"]),  # two looks found the text gone
        ((SHORT, WHOLE, SHORT), ["1..2"]),
        ((WHOLE, WHOLE[:5]), ["1..2"]),
    ],
)
def test_most_of_a_text_gone_is_told_when_a_second_look_finds_it_so(
    store: Store, bodies: tuple[tuple[str, ...], ...], reports: list[str]
):
    look(store, *bodies)
    assert told(store) == reports


@pytest.mark.parametrize(
    ("bodies", "reports"),
    [
        ((WHOLE, SHORT, SHORT), ["1..2"]),
        ((WHOLE, SHORT, WHOLE), []),
        ((WHOLE, SHORT, EDITED), ["1..3"]),
        ((WHOLE, SHORT, (LEAD[:-1],)), ["1..2", "2..3"]),
    ],
)
def test_it_is_the_same_where_reports_are_written_after_every_look(
    store: Store, bodies: tuple[tuple[str, ...], ...], reports: list[str]
):
    for at, body in enumerate(bodies):
        look(store, body, start=at)
        write_missing_reports(store)

    assert told(store) == reports


def test_the_report_says_that_the_text_shrank_and_when(store: Store):
    look(store, WHOLE, SHORT, SHORT)
    told(store)
    [row] = store.reports()
    report = from_json(row.record)

    assert report.reasons[0] == "shrunk"
    assert report.after
    assert report.after.first_seen == row.changed_at == hour(1)


def test_what_waits_is_nothing_to_be_written(store: Store):
    look(store, WHOLE, SHORT)
    assert not is_missing_any(store)
    look(store, SHORT, start=2)
    assert is_missing_any(store)
    told(store)
    assert not is_missing_any(store)


def test_nobody_waits_for_a_look_that_will_not_come(store: Store):
    look(store, WHOLE, SHORT)
    assert told(store) == []
    store.pause(IDENTITY)
    assert told(store) == ["1..2"]


def test_a_step_that_was_told_of_is_told_back(store: Store):
    look(store, WHOLE, SHORT)
    store.pause(IDENTITY)
    assert told(store) == ["1..2"]
    look(store, WHOLE, start=5)
    assert told(store) == ["1..2", "2..3"]


def test_a_document_is_not_looked_at_twice(store: Store):
    store.keep_seeds([seed("起火", *WHOLE, at=-9), seed("起火", *SHORT, at=-5)])
    assert told(store) == ["1..2"]


def test_a_page_that_came_cut_short_once_is_no_edit(newsroom: Newsroom, stet: Terminal):
    story = newsroom.publish(TITLE, BODY)
    stet("add", story.url)
    story.body = ["海角鎮公所今天宣布。"]

    assert lines(stet("crawl"))[0] == "1 page: 1 new version; 0 reports"
    assert "這段期間沒有變動。" in stet("report").stdout
    story.body = [*BODY]
    assert lines(stet("crawl"))[0] == "1 page: 1 new version; 0 reports"
    assert "這段期間沒有變動。" in stet("report").stdout
    assert [line.split()[0] for line in lines(stet("history", story.url))[2:]] == ["v1", "v2", "v3"]


def test_a_text_that_stays_cut_is_told_with_its_reason(newsroom: Newsroom, stet: Terminal):
    story = newsroom.publish(TITLE, BODY)
    stet("add", story.url)
    story.body = ["海角鎮公所今天宣布。"]
    stet("crawl")

    assert lines(stet("crawl"))[0] == "1 page: nothing new; 1 report"
    assert "全文大減" in stet("report").stdout


# ------------------------------------------------------------------ rules


RULES = """
[crawl]
delay = 0
[[ignore]]
name = "讀書會"
pattern = "海角讀書會.*"
"""


def test_a_rule_is_named_in_every_face_and_hides_nothing(
    newsroom: Newsroom, stet: Terminal, quick: Inside
):
    stet.configure(RULES)
    story = newsroom.publish(TITLE, BODY, dress="jsonld")
    stet("add", story.url)
    newsroom.append(story, "海角讀書會本週選書是《海的那一邊》。")
    stet("crawl")

    for words in (["report"], ["diff", story.url]):
        for form in ("text", "markdown", "webpage"):
            shown = quick(*words, "--format", form).stdout
            assert "1 處細微變動：規則「讀書會」" in shown.replace("\u00a0", " ")
            assert "海的那一邊" in shown
        [found] = map(json.loads, lines(quick(*words, "--format", "jsonl")))
        assert [(change["rule"], change["tags"]) for change in found["changes"]] == [
            ("讀書會", ["noise"])
        ]
        assert (found["score"], found["significant"]) == (0, False)


def test_a_rule_holds_for_reports_that_are_still_to_be_written(store: Store):
    look(store, WHOLE, EDITED)
    write_missing_reports(store)
    look(store, (*EDITED, "完"), start=5)
    write_missing_reports(store, [Rule("內文", field="body")])
    newest, oldest = (from_json(row.record) for row in store.reports())

    assert newest.changes[0].rule == "內文"
    assert not oldest.changes[0].rule


# ------------------------------------------------------------------ lines of a site


OFFER = "加入港灣日報會員，隨時掌握第一手消息"
TEXT = "港務局長方景同說，碼頭的燈號一直是正常的，船長也已經向海巡單位說明了經過。"


def publish(store: Store, number: int, *more: str, at: float = 0) -> None:
    text = article(f"第{number}則", f"第{number}則：{TEXT}", *more)
    store.keep([visit(text, at, identity=f"example:{number}")])


def reports(store: Store) -> dict[str, ChangeReport]:
    write_missing_reports(store)
    return {row.identity: from_json(row.record) for row in store.reports()}


def test_a_line_under_many_articles_is_learnt(store: Store):
    for number in range(20):
        publish(store, number, *([OFFER] if number < 6 else []))
    publish(store, 9, OFFER, at=1)
    publish(store, 8, "縣府明日停課。", at=1)
    found = reports(store)

    assert found["example:9"].reasons == ("noise", "boilerplate")
    assert found["example:8"].reasons == ("appended",)


def test_a_line_that_went_from_all_pages_at_once_is_known_from_the_version_before(store: Store):
    for number in range(20):
        publish(store, number, OFFER)
    for number in range(20):
        publish(store, number, at=1)

    assert {report.score for report in reports(store).values()} == {0}


def test_another_site_learns_nothing_from_it(store: Store):
    for number in range(20):
        publish(store, number, OFFER)
    text = article("別站", TEXT)
    store.keep([visit(text, identity="other:1")])
    store.keep([visit(article("別站", TEXT, OFFER), 1, identity="other:1")])

    assert reports(store)["other:1"].reasons == ("appended",)


def test_two_versions_compared_by_hand_know_the_lines_too(store: Store):
    for number in range(20):
        publish(store, number, OFFER)
    publish(store, 3, at=1)
    old, new = store.versions("example:3")

    assert of_versions(store, store.find("example:3"), old, new).score == 0
    assert OFFER in SiteLines(store, "example")
    assert "" not in SiteLines(store, "example")
