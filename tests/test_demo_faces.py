"""What the demo prints and writes, shown wrongly in every way: the check must name it."""

from dataclasses import replace
from datetime import datetime

import pytest

from scheduler import demo, reports
from scheduler.demo.performance import Performance
from scheduler.diff.records import ChangeReport, from_json
from tests.telling import (
    Mutations,
    assert_named,
    cards,
    moved_print,
    page,
    printed,
    rounds,
    sentence,
)

PRINTS: Mutations = {
    "nothing is printed": (
        rounds(lambda prints: prints.__setitem__(1, "")),
        "stands 0 times printed on Monday 12:00, not once",
    ),
    "an empty print": (
        rounds(lambda prints: prints.__setitem__(2, "這段期間沒有變動。\n")),
        "stands 0 times printed on Tuesday 00:00",
    ),
    "all of it twice": (
        rounds(lambda prints: prints.__setitem__(1, prints[1] * 2)),
        "stands 2 times printed on Monday 12:00",
    ),
    "a round late": (moved_print(3, 4), "stands 0 times printed on Tuesday 00:00"),
    "a title cut": (printed(2, "■ 行動診療車開進", "■ 行動診療車"), "its title is not"),
    "a title too long": (printed(2, "2140人次", "2140人次（圖）"), "its title is not"),
    "an address cut": (printed(2, "20260104/1005\n\n", "20260104\n\n"), "stands 0 times printed"),
    "another publisher's name": (printed(4, "中央社 · cna", "島嶼日報 · cna"), "publisher is not"),
    "another score": (printed(2, "重要度 71", "重要度 17"), "its score is not 重要度 71"),
    "a score with a digit more": (printed(2, "重要度 71", "重要度 710"), "its score is not"),
    "a reason unsaid": (printed(2, "、未註明更動", ""), "its reasons is not 數字、未註明更動"),
    "another count": (printed(2, "＋2 −2 字", "＋2 −3 字"), "its count is not ＋2 −2 字"),
    "other versions": (printed(2, "→ 第 2 版", "→ 第 3 版"), "its versions is not"),
    "hours in UTC": (printed(2, "09:00 仍未變", "01:00 仍未變"), "stands 0 times printed"),
    "the day after": (printed(3, "1月5日 12:00", "1月6日 12:00"), "stands 0 times printed"),
    "another zone": (printed(3, "Asia/Taipei", "UTC"), "nothing says that times are those of"),
    "marks left out": (printed(2, "[-98-]{+89+}", "89"), "it marks - "),
    "marks turned round": (printed(2, "[-98-]{+89+}", "[-89-]{+98+}"), "it marks - "),
    "the old text alone": (printed(2, "[-98-]{+89+}", "[-98-]"), "it marks + "),
    "a mark in the wrong place": (
        printed(2, "開車[-98-]{+89+}分鐘", "[-98-]{+89+}開車分鐘"), "change 1 does not stand in",
    ),
    "more marked": (printed(2, "{+89+}分鐘", "{+89+}{+分鐘+}"), "it marks + "),
    "another paragraph's number": (printed(2, "第 3 段", "第 4 段"), "change 1 does not stand in"),
    "moved elsewhere": (printed(2, "第 4 段 → 第 2 段", "第 2 段 → 第 4 段"), "does not stand in"),
    "the moved text left out": (printed(2, "環保局長宋清和", "某人"), "does not stand in"),
    "a verdict turned round": (printed(2, "98分鐘→89分鐘", "89分鐘→98分鐘"), "verdict says"),
    "a verdict that counts too many": (
        printed(2, "內文 1 處", "內文 2 處"), "its verdict counts 2 places, not 1",
    ),
    "a verdict that counts nothing": (printed(3, "新增 1 段", ""), "counts no paragraphs_added"),
    "a verdict of another kind": (printed(2, "移動 1 段", "刪除 1 段"), "paragraphs_moved"),
    "a deletion as a restoration": (
        printed(4, "文章已撤下", "撤下的文章又恢復了"), "its verdict is not 文章已撤下",
    ),
    "a deletion printed without its last paragraph": (
        rounds(lambda prints: prints.__setitem__(3, prints[3].partition("江望舒回應")[0])),
        "it marks - ",
    ),
    "a paragraph of a deletion cut": (printed(4, "月產能增加2", "月產能增加"), "it marks - "),
    "a page too many": (sentence(2, "18 pages", "19 pages"), "18 page would be right"),
    "a version too few": (sentence(2, "4 new versions", "3 new versions"), "4 new version would"),
    "an article too few": (sentence(1, "18 new articles", "17 new articles"), "18 new article"),
    "a fault unsaid": (sentence(3, ", 1 without an article", ""), "1 without an article would"),
    "a report too many": (sentence(4, "1 report", "2 reports"), "1 report would be right"),
}  # fmt: skip

PAGE: Mutations = {
    "an empty page": (lambda true: replace(true, page=""), "stands 0 times on the page"),
    "an article left out": (cards(lambda all_: all_.pop(2)), "stands 0 times on the page"),
    "an article twice": (cards(lambda all_: all_.append(all_[-1])), "stands 2 times"),
    "the oldest first": (cards(list.reverse), "do not stand newest first"),
    "a count too high": (page("8 次變動", "9 次變動"), "nothing at the top says 7篇文章，8次變動"),
    "another zone": (page("時間皆為 Asia/Taipei", "時間皆為 UTC"), "nothing at the top says"),
    "another title": (page("行動診療車開進鯨尾角", "行動診療車"), "its title is not"),
    "the old title": (page("增至3死 港務局認燈號異常</ins></a></h2>", "</ins></a></h2>"), "title"),
    "another link": (page('href="https://www.cna', 'href="https://cna'), "stands 0 times"),
    "another publisher": (page(">範例新聞網<", ">中央社<"), "its publisher is not 範例新聞網"),
    "another score": (page("重要度 71", "重要度 72"), "its score is not 重要度 71"),
    "matter as trifle": (page('<section class="report"', '<section class="report quiet"'), "shown"),
    "trifle as matter": (page('class="report quiet"', 'class="report"'), "shown as if significant"),
    "hours in UTC": (page("09:00 仍未變 → 12:00", "01:00 仍未變 → 04:00"), "stands 0 times"),
    "marks exchanged": (
        page("<del>98</del><ins>89</ins>", "<ins>98</ins><del>89</del>"), "it marks - 89",
    ),
    "marks left out": (page("<del>98</del><ins>89</ins>", "89"), "it marks - , not 98"),
    "text escaped twice": (page("半年看診", "半年&amp;#30475;診"), "its title is not"),
    "another verdict": (page("刪除 6 段", "刪除 1 段"), "counts 1 paragraphs_removed, not 6"),
    "no label": (page('<span class="tag">否定詞</span>', ""), "is not labelled ·內文第2段否定詞·"),
    "another label": (page(">文末增補</span>", ">錯字</span>"), "is not labelled ·內文第5段新增"),
    "more earlier changes than there are": (page("較早的 1 次", "較早的 2 次"), "which has 1"),
    "an earlier change left out": (
        lambda true: replace(
            true,
            page=true.page.partition("<details")[0] + true.page.partition("</details>")[2],
        ),
        "deleted@2026-01-06T05:00:00Z stands 0 times on the page",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", PRINTS)
def test_what_is_printed_wrongly_is_named(performance: Performance, name: str):
    assert_named(performance, *PRINTS[name])


@pytest.mark.parametrize("name", PAGE)
def test_what_the_page_shows_wrongly_is_named(performance: Performance, name: str):
    assert_named(performance, *PAGE[name])


def on_a_terminal(true: Performance, width: int, *, colour: bool) -> Performance:
    """The same performance, watched on another terminal."""
    told = [from_json(line) for line in true.jsonl.splitlines()]
    rounds = []
    for each in true.rounds:
        context = reports.Context(zone=true.zone, now=each.at, colour=colour, width=width)
        known = [report for report in told if due(report) == each.at]
        text = "".join(reports.load("text").render(known, context)) if known else ""
        rounds.append(replace(each, printed=text))
    return replace(true, rounds=tuple(rounds))


def due(report: ChangeReport) -> datetime | None:
    """When it was printed: an event says in its id when it became certain."""
    if report.kind == "deleted":
        return datetime.fromisoformat(report.id.rpartition("@")[2])
    return report.after.first_seen if report.after else None


@pytest.mark.parametrize("colour", [False, True])
@pytest.mark.parametrize("width", [0, 38, 61, 200])
def test_any_terminal_is_read(performance: Performance, width: int, colour: bool):
    watched = on_a_terminal(performance, width, colour=colour)

    assert demo.disagreements(watched) == []


def test_strike_and_underline_exchanged_are_named(performance: Performance):
    painted = on_a_terminal(performance, 61, colour=True)
    exchange = str.maketrans({"9": "4", "4": "9"})
    codes = ("31;9m", "32;4m")
    texts = []
    for each in painted.rounds:
        text = each.printed
        for code in codes:
            text = text.replace(f"\x1b[{code}", f"\x1b[?{code[:3]}{code[3:].translate(exchange)}")
        texts.append(replace(each, printed=text.replace("\x1b[?", "\x1b[")))

    found = demo.disagreements(replace(painted, rounds=tuple(texts)))

    assert any("it marks - 89, not 98" in sentence for sentence in found), found
