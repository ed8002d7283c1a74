"""`stet resolve`: headlines without addresses find theirs, or say why not."""

from datetime import datetime, timedelta

import pytest

from crawler.dates import TAIPEI
from crawler.store import Store
from scheduler.newsroom import Newsroom
from tests.terminal import BODY, TITLE, Inside, Terminal, complaint, lines
from tests.visits import article, visit

DAY = datetime(2026, 1, 9, 15, tzinfo=TAIPEI)
NEARLY = "海角鎮堤防完工3年"
SEED = "\n".join(
    (
        f" date 2026-01-09 {TITLE}",
        "記者莊谷／綜合報導",
        *BODY,
        "其他人也在看",
        "渡輪相撞釀3死10傷",
        "港務公司說明。海角日報 ・ 13 小時前",
        "海角鎮堤防完工2年",
        "鎮公所說明。海角日報 ・ 1 天前",
        "早安",
    )
)


@pytest.fixture
def press(newsroom: Newsroom) -> Newsroom:
    """A day of a portal on which headlines resemble one another."""
    newsroom.now = DAY
    near = ("海角鎮堤防提前動工", "渡輪相撞釀2死10傷", "渡輪相撞釀3死10傷", NEARLY)
    for title in near:
        newsroom.publish(title, ["完全是另外一則新聞，講的是另一件事。"], dress="yahoo")
    return newsroom


@pytest.mark.slow
def test_a_seed_finds_its_page_and_becomes_its_first_version(press: Newsroom, stet: Terminal):
    text = [BODY[0].replace("兩千三百戶", "兩千四百戶"), *BODY[1:]]
    page = press.publish(TITLE, text, dress="yahoo")
    (stet.folder / "one.txt").write_text(SEED, encoding="utf-8")
    stet("add", "--seeds", "one.txt")

    told = lines(stet("resolve", "--related", "--add"))

    assert f"{TITLE}" in told[0]
    assert page.url in told[1]
    assert told[2] == "    certainty 1.00, in https://tw.news.yahoo.com/sitemap-2026-01-09.xml"
    assert told[3] == "  beside it: 渡輪相撞釀3死10傷"
    assert "certainty 1.00" in told[5]
    assert told[6] == "  beside it: 海角鎮堤防完工2年"
    assert told[7].startswith("    not certain: ")
    assert any(line.startswith("    not found: nothing like it is in the arch") for line in told)
    assert told[-1] == "2 articles watched"
    with Store.open(stet.folder / "data", read_only=True) as store:
        watch = store.find(page.url)
        assert [each.is_seed for each in store.versions(watch.identity)] == [True, False]
        [report] = store.reports(identity=watch.identity)
        assert report.kind == "edited"
        assert store.watches(state="unresolved") == []
    assert lines(stet("resolve")) == ["nothing is unresolved here: every seed has a URL"]


@pytest.mark.slow
def test_a_page_that_tells_something_else_takes_no_seed(press: Newsroom, stet: Terminal):
    press.publish(TITLE, ["完全是另外一則新聞，講的是另一件事。"], dress="yahoo")
    (stet.folder / "one.txt").write_text(SEED, encoding="utf-8")
    stet("add", "--seeds", "one.txt")
    press.fail("https://tw.news.yahoo.com/sitemap-2026-01-10.xml", 500)

    answer = stet("resolve", "--add", "--site", "yahoo")

    assert answer.returncode == 1
    assert "cannot read the list https://tw.news.yahoo.com/sitemap-2026-01-10" in answer.stderr
    assert "is another one, so the seed stays by itself" in answer.stdout
    assert "1 of 1 headline found; 2 of 3 lists could be read" in answer.stdout
    with Store.open(stet.folder / "data", read_only=True) as store:
        assert len(store.watches(state="unresolved")) == 1


def test_only_what_is_unresolved_is_resolved(quick: Inside):
    assert complaint(quick("resolve", "cna:1")).startswith("stet: there is no archive")
    (quick.folder / "one.txt").write_text(SEED, encoding="utf-8")
    quick("add", "--seeds", "one.txt")
    with Store.open(quick.folder / "data") as store:
        store.keep_seeds([])
        [watch] = store.watches()

    answer = quick("resolve", watch.identity, "--site", "pts", "--certainty", "0.95")
    *_, why, end = answer.stdout.splitlines()
    assert why == (
        "    not found: nothing like it is in the archive or on a list; there is no list to look in"
    )
    assert end == "0 of 1 headline found; there is no list to look in"


@pytest.mark.slow
def test_what_differs_in_a_number_is_named_and_lists_that_could_not_be_read_are(
    newsroom: Newsroom, stet: Terminal
):
    (stet.folder / "one.txt").write_text(SEED.replace(TITLE, "港邊散步：測試連載第32篇"), "utf-8")
    with Store.open(stet.folder / "data") as store:
        near = article("港邊散步：測試連載第31篇", url="https://news.example/31")
        store.keep([visit(near, identity="news.example:/31")])
    stet("add", "--seeds", "one.txt")
    newsroom.fail("tw.news.yahoo.com", 500)

    answer = stet("resolve", "--site", "yahoo")
    alone = stet("resolve")

    assert "nothing like it is in the archive or on a list; none of 3 lists" in answer.stdout
    assert (
        "    not certain: 港邊散步：測試連載第31篇 (certainty 0.20, below 0.9: a number or a"
        in alone.stdout
    )
    assert alone.stdout.endswith("0 of 1 headline found; none of 3 lists could be read\n")


WEEKLY = "汽油下週一起漲0.3元"
BESIDE = "\n".join(
    (
        f" date 2026-01-09 {TITLE}",
        *BODY,
        "其他人也在看",
        WEEKLY,
        "中油說明。海角日報 ・ 7 天前",
        "汽油下週一起漲0.5元",
        "中油說明。海角日報 ・ 7 小時前",
        "渡輪相撞釀3死10傷",
        "港務公司說明。海角日報 ・ 7 天前",
    )
)


@pytest.mark.slow
def test_headlines_beside_a_seed_are_told_apart_by_their_ages(press: Newsroom, stet: Terminal):
    """The same comes back each week, and another one differs in a digit: the age says which."""
    dear = press.publish("汽油下週一起漲0.5元", ["漲五角。"], dress="yahoo")
    this_week = press.publish(WEEKLY, ["又漲三角。"], dress="yahoo")
    page = press.publish(TITLE, BODY, dress="yahoo")
    press.now = DAY - timedelta(days=7)
    last_week = press.publish(WEEKLY, ["漲三角。"], dress="yahoo")
    press.now = DAY
    (stet.folder / "one.txt").write_text(BESIDE, encoding="utf-8")
    stet("add", "--seeds", "one.txt")
    stet("resolve", "--add")
    seed = stet("resolve", page.url)
    assert complaint(seed).endswith("; --related looks for what is beside it")

    told = lines(stet("resolve", page.url, "--related", "--add"))

    beside = [line.removeprefix("  beside it: ") for line in told if "beside it" in line]
    assert beside == [WEEKLY, "汽油下週一起漲0.5元", "渡輪相撞釀3死10傷"]
    assert last_week.url in told[1]
    assert told[2].endswith("certainty 1.00, in https://tw.news.yahoo.com/sitemap-2026-01-02.xml")
    assert dear.url in told[4]
    assert told[7].startswith("    not certain: 渡輪相撞釀3死10傷 "), "of a week later"
    assert told[-1] == "2 articles watched"
    with Store.open(stet.folder / "data", read_only=True) as store:
        watched = {watch.url for watch in store.watches()}
    assert watched == {page.url, last_week.url, dear.url}
    assert this_week.url not in watched
