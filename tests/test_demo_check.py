"""The demo's check, against one real performance that is told wrongly in every way."""

from dataclasses import replace
from datetime import timedelta

import pytest

from scheduler import demo
from scheduler.demo.performance import Performance
from tests.telling import (
    BRIDGE,
    CHIPS,
    FERRY,
    LAW,
    MARKET,
    TREATY,
    VAN,
    Document,
    Mutations,
    all_of,
    assert_named,
    first,
    listing,
    moved_print,
    put,
    report,
    spans,
    word,
)


def swapped(document: Document) -> None:
    """Old for new, in every change."""
    for change in document["changes"]:
        change["old"], change["new"] = change.get("new", ""), change.get("old", "")
        change["spans"] = [[{"+": "-", "-": "+"}.get(s, s), run] for s, run in change["spans"]]


def torn(document: Document) -> None:
    """A moved paragraph told as one that went and one that came."""
    [move] = document["changes"]
    shown, gone, come = move["new"], move["from_path"], move["path"]
    document["changes"] = [
        {"field": "body", "path": come, "kind": "added", "new": shown, "spans": [["+", shown]]},
        {"field": "body", "from_path": gone, "kind": "removed", "old": shown,
         "spans": [["-", shown]]},
    ]  # fmt: skip


def early(document: Document) -> None:
    """The deletion as if the first look at the empty page had been enough."""
    document["id"] = f"{document['id'].partition('@')[0]}@{document['to']['first_seen']}"


def borrowed(documents: list[Document]) -> None:
    """The change of one article in the report of another."""
    bridge, van = (
        next(each for each in documents if each["title"].startswith(title))
        for title in ("望潮大橋", "行動診療車")
    )
    bridge["changes"] = van["changes"]


def reused(documents: list[Document]) -> None:
    """The id of the deletion on the report of the restoration."""
    restored, deleted = documents[:2]
    restored["id"] = deleted["id"]


NOISE = {
    "field": "body", "path": [2], "kind": "added", "new": "廣告", "spans": [["+", "廣告"]],
}  # fmt: skip

REPORTS: Mutations = {
    "nothing is told": (listing(list.clear), "is not told: deleted in 《霜葉半導體"),
    "one is dropped": (listing(lambda all_: all_.pop()), "is not told"),
    "one is told twice": (listing(lambda all_: all_.append(all_[-1])), "is told 2 times"),
    "the oldest first": (listing(list.reverse), "do not stand newest first"),
    "a line is cut": (lambda true: replace(true, jsonl=true.jsonl[:-9]), "is no report"),
    "a key too many": (report(VAN, put(mood="sad")), "holds more than a report"),
    "a deletion told at the first look": (
        all_of(report(CHIPS, early, "deleted"), moved_print(4, 2)),
        "deleted@2026-01-05T04:00:00Z is told, but never happened",
    ),
    "a deletion that is only printed early": (
        moved_print(4, 2), "printed on Monday 12:00 stands what no report says",
    ),
    "a deletion cut to one paragraph": (
        report(CHIPS, lambda one: one.update(changes=one["changes"][:1]), "deleted"),
        "change 2 is left out",
    ),
    "a restoration without its last paragraph": (
        report(CHIPS, lambda one: one["changes"].pop(), "restored"), "change 6 is left out",
    ),
    "a restoration upside down": (
        report(CHIPS, lambda one: one["changes"].reverse(), "restored"), "change 1: new is",
    ),
    "an event as an edit": (report(CHIPS, put(kind="edited"), "deleted"), "kind is"),
    "an event under another's id": (listing(reused), "deleted@2026-01-06T05:00:00Z is told 2"),
    "another article": (report(VAN, put(article="cna:202601051016")), "article is"),
    "another address": (report(VAN, put(url="https://www.example-news.tw/1")), "url is"),
    "another site": (report(VAN, put(site="cna")), "site is"),
    "another publisher": (report(VAN, put(publisher="中央社")), "publisher is"),
    "the portal as publisher": (report(MARKET, put(publisher="Yahoo奇摩新聞")), "publisher is"),
    "no publisher": (report(VAN, put(publisher="")), "publisher is '', not '範例新聞網'"),
    "another title": (report(VAN, put(title="行動診療車翻覆")), "title is"),
    "the old title": (report(FERRY, put(title="霧津渡輪擦撞防波堤 釀2死14傷")), "title is"),
    "unchanged for longer": (
        report(BRIDGE, put(from__last_seen="2026-01-05T05:00:00Z")), "before is",
    ),
    "changed later": (report(BRIDGE, put(to__first_seen="2026-01-06T05:00:00Z")), "after is"),
    "a window turned round": (
        report(VAN, lambda one: one.update({"from": one["to"], "to": one["from"]})), "before is",
    ),
    "local time called UTC": (
        report(VAN, put(to__first_seen="2026-01-05T12:00:00Z")), "after is",
    ),
    "the same moment in another zone": (
        report(VAN, put(to__first_seen="2026-01-05T12:00:00+08:00")), "after is",
    ),
    "no window": (report(VAN, put(from_=None)), "before is None"),
    "a version too high": (report(VAN, put(to__version=3)), "after is"),
    "the version before the first": (report(VAN, put(from__version=0)), "before is"),
    "a score of nothing": (report(FERRY, put(score=0)), "score is 0, not 65 to 100"),
    "a score of everything": (report(TREATY, put(score=99)), "score is 99, not 20 to 45"),
    "a score one off": (report(VAN, put(score=72)), "its score is not 重要度 72"),
    "a toll that does not matter": (report(FERRY, put(significant=False)), "significant is False"),
    "a moved paragraph that matters": (report(MARKET, put(significant=True)), "significant is"),
    "no reason": (report(VAN, put(reasons=[])), "reasons are"),
    "a silent edit as an owned one": (report(VAN, put(reasons=["number"])), "reasons are number,"),
    "an owned edit as a silent one": (
        report(BRIDGE, put(reasons=["negation", "silent"])), "reasons are negation, silent,",
    ),
    "the lighter reason first": (
        report(FERRY, put(reasons=["headline", "number"])), "the heaviest does not come first",
    ),
    "one character too many": (report(VAN, put(added=3)), "added is 3, but its spans hold 2"),
    "one character too few": (report(VAN, put(removed=1)), "removed is 1"),
}  # fmt: skip

CHANGES: Mutations = {
    "old for new": (report(VAN, swapped), "change 1: old is"),
    "old for new in a credit": (report(TREATY, swapped), "change 2: old is"),
    "a change left out": (report(FERRY, lambda one: one["changes"].pop()), "change 2 is left out"),
    "a headline left out": (report(FERRY, lambda one: one["changes"].pop(0)), "change 1: field is"),
    "a credit left out": (report(TREATY, lambda one: one["changes"].pop()), "is left out: credits"),
    "a change told twice": (
        report(VAN, lambda one: one["changes"].append(one["changes"][0])),
        "change 2 is not the newsroom's",
    ),
    "noise in a report": (
        report(VAN, lambda one: one["changes"].append(NOISE)),
        "change 2 is not the newsroom's: added body '' -> '廣告'",
    ),
    "the text before the headline": (
        report(FERRY, lambda one: one["changes"].reverse()), "change 1: field is",
    ),
    "the change of another article": (listing(borrowed), "change 1: old is"),
    "another field": (report(VAN, first(field="description")), "field is"),
    "the next paragraph": (report(VAN, first(path=[3])), "path is (3,), not (2,)"),
    "no place": (report(VAN, first(path=[])), "path is (), not (2,)"),
    "from nowhere": (report(MARKET, first(from_path=[])), "from_path is (), not (3,)"),
    "moved the other way": (report(MARKET, first(path=[3], from_path=[1])), "path is (3,), not"),
    "a move as two changes": (report(MARKET, torn), "kind is added, not moved"),
    "an addition as an edit": (report(LAW, first(kind="edited")), "kind is edited, not added"),
    "an edit as an addition": (report(VAN, first(kind="added")), "kind is added"),
    "no tag": (report(BRIDGE, first(tags=[])), "tags are , not negation"),
    "another tag": (report(BRIDGE, first(tags=["typo"])), "tags are typo, not negation"),
    "a tag too many": (report(VAN, first(tags=["number", "noise"])), "tags are number, noise"),
    "a name misspelt": (
        report(TREATY, first(new="譯者：何千凡", spans=[["+", "譯者：何千凡"]])),
        "change 2: new is",
    ),
    "a translator as an editor": (
        report(TREATY, first(new="編輯：何千帆", spans=[["+", "編輯：何千帆"]])),
        "change 2: new is",
    ),
    "spans of another text": (
        report(LAW, spans(("+", "環境部晚間補充。"))), "its spans do not rebuild",
    ),
    "no spans": (report(VAN, first(spans=[])), "its spans do not rebuild"),
    "spans that lose a character": (
        report(VAN, lambda one: one["changes"][0]["spans"][0].__setitem__(1, "醫師")),
        "its spans do not rebuild",
    ),
    "spans shifted by one": (
        report(
            VAN,
            spans(
                ("=", "醫師尤可白說，過去居民到最近的醫院要開"), ("-", "車98"), ("+", "車89"),
                ("=", "分鐘，「小病常常拖成大病」。"),
            ),
        ),
        "its spans mark more than was changed",
    ),
    "a whole paragraph marked for a word": (
        report(
            VAN,
            lambda one: one["changes"][0].update(
                spans=[["-", one["changes"][0]["old"]], ["+", one["changes"][0]["new"]]]
            ),
        ),
        "its spans mark more than was changed",
    ),
    "spans cut in two": (
        report(TREATY, spans(("+", "譯者："), ("+", "何千帆"))), "its spans are cut to pieces",
    ),
}  # fmt: skip

WORD: Mutations = {
    "a story never looked at": (
        word(hits=lambda hits: hits.remove(next(hit for hit in hits if hit.story))),
        "was asked for 0 times at Monday 09:00, not once",
    ),
    "a story looked at twice": (
        word(hits=lambda hits: hits.append(hits[-1])), "was asked for 2 times at Tuesday 17:00",
    ),
    "a story looked at between the rounds": (
        word(hits=lambda hits: hits.append(replace(hits[-1], at=hits[-1].at + timedelta(hours=1)))),
        "was asked for at Tuesday 18:00, between the rounds",
    ),
    "a page that is no story": (
        word(hits=lambda hits: hits.append(replace(hits[-1], url="https://a.example/", story=""))),
        "https://a.example/ was asked for, which is no story",
    ),
    "an edit that is not in the log": (
        word(log=list.pop, proofs=list.pop), "but never happened: restored",
    ),
}  # fmt: skip


def test_what_was_really_told_is_right(performance: Performance):
    assert demo.disagreements(performance) == []


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_that_is_told_wrongly_is_named(performance: Performance, name: str):
    assert_named(performance, *REPORTS[name])


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_that_is_told_wrongly_is_named(performance: Performance, name: str):
    assert_named(performance, *CHANGES[name])


@pytest.mark.parametrize("name", WORD)
def test_what_the_newsroom_was_not_asked_is_named(performance: Performance, name: str):
    assert_named(performance, *WORD[name])
