"""The pages of sites: how they are reached, what they edit and take down; and the plots."""

import re
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.config import Config
from crawler.items import Fault, Snapshot, Visit
from crawler.store import MANY, Life, Store
from scheduler.compare import write_missing_reports
from scheduler.web import addresses, plots
from tests.archives import filled
from tests.browser import Browser, keep, links, shown, text, visit
from tests.reports.invented import at


def lives() -> st.SearchStrategy[list[Life]]:
    one = st.builds(Life, hours=st.floats(0, 1000), is_edited=st.booleans())
    return st.lists(one, max_size=30)


# ------------------------------------------------------------------ the plots


def test_who_is_edited_is_counted_among_who_was_watched_so_long():
    curve = plots.edited_by([Life(1, True), Life(2, False), Life(3, True), Life(4, False)])

    assert curve == [(0.0, 0.0), (1, 0.25), (3, 0.625)]


@given(lives())
def test_a_curve_never_falls(found: list[Life]):
    shares = [share for _, share in plots.edited_by(found)]

    assert shares == sorted(shares)
    assert all(0 <= share <= 1 + 1e-9 for share in shares)


def test_a_curve_stays_until_it_jumps():
    assert plots.steps([(0, 0), (5, 0.5), (50, 1)], 10, 100, 20, 1) == (
        "0.0,20.0 0.0,20.0 50.0,20.0 50.0,10.0 100.0,10.0"
    )


def test_a_bar_that_stands_for_something_is_seen():
    drawn = plots.bars([0, 1, 1000], 30, 100)

    assert [bar.height for bar in drawn] == [0, 1.5, 100]
    assert [bar.x for bar in drawn] == [0, 10, 20]
    assert plots.bars([], 30, 100) == []


# ------------------------------------------------------------------ the pages


@pytest.fixture
def watched(config: Config) -> Config:
    """Two sites: one edits silently and takes down, of the other nothing was read."""
    keep(config, "cna:1", text("渡輪釀2死", "2人死亡。"), text("渡輪釀3死", "3人死亡。"))
    keep(config, "cna:2", text("燈塔百年", "甲。"), text("燈塔百年", "甲。"))
    keep(config, "cna:3", text("夜市", "乙。"))
    gone = Fault("gone", "HTTP 404")
    with Store.open(config) as store:
        for hours in (10, 30, 60):
            look = Snapshot("https://e.org/3", "https://e.org/3", at(3, 0) + timedelta(hours=hours),
                            404)  # fmt: skip
            store.keep([Visit("cna:3", look, gone)])
        for number in range(3):
            lost = visit(f"lost.example:/{number}", text("x"), at(4, number))
            store.keep([Visit(lost.identity, lost.snapshot, Fault("unreachable", "no answer"))])
        store.set_due({"cna:1": at(3, 5), "cna:2": at(3, 7)})
        write_missing_reports(store)
    return config


def test_the_sites_stand_in_a_table(watched: Config, browser: Browser):
    answer = browser.get("/sites")
    rows = re.findall(r"<tr class=.*?</tr>", answer.text, re.DOTALL)

    assert "觀察 2 個網站" in shown(answer)
    assert ["/sites/cna" in rows[0], "/sites/lost.example" in rows[1]] == [True, True]
    assert "⚠ 100%" in rows[1]
    assert "⚠" not in rows[0]
    assert re.search(r'<td class="n"[^>]*>1</td>', rows[0]), "one was taken down"
    assert "/sites/lost.example" in links(browser.get("/sites?after=cna"))
    assert "/sites/cna" not in links(browser.get("/sites?after=cna"))


def test_a_site_tells_of_itself(watched: Config, browser: Browser):
    answer = browser.get("/sites/cna")
    said = shown(answer)

    assert "有 2 篇到期未看，最久的自 3月3日 13:00" in said
    assert "夜市 3月3日" in re.sub(r"\s+", " ", said)
    assert "最近 3 篇文章中有 1 篇改過" in said
    assert "30 日共 2 次" in said
    assert "3月5日 星期四：1 次變動" in answer.text.replace("\u00a0", " ")
    assert re.search(r'<polyline points="0.0,120.0 ', answer.text)
    assert "/?site=cna&day=2026-03-03" in links(answer)


def test_what_waits_is_counted_as_far_as_anybody_wants_to_know(config: Config, browser: Browser):
    names = [f"late.example:/{number}" for number in range(MANY)]
    lost = [
        Visit(name, visit(name, text("x"), at(4, 0)).snapshot, Fault("unreachable", "no answer"))
        for name in names
    ]
    with Store.open(config) as store:
        store.keep(lost)
        store.set_due(dict.fromkeys(names[1:], at(4, 1)) | {names[0]: at(3, 5)})
        assert store.overdue("late.example", at(4, 2)) == (MANY, at(3, 5))
    since = "最久的自 3月3日 13:00"

    assert f"有 1,000 篇以上到期未看，{since}" in shown(browser.get("/sites/late.example"))
    with Store.open(config) as store:
        store.remove_watch(names[1])
    assert f"有 999 篇到期未看，{since}" in shown(browser.get("/sites/late.example"))


def test_a_site_of_which_nothing_is_known_says_so(watched: Config, browser: Browser):
    said = shown(browser.get("/sites/lost.example"))

    assert "還沒有值得注意的修改" in said
    assert "沒有撤下的文章" in said
    assert "多久後被改" not in said


def test_a_site_that_is_not_watched_is_not_there(watched: Config, browser: Browser):
    assert browser.get("/sites/nowhere").status_code == 404


def test_without_an_archive_the_next_steps_stand_there(browser: Browser):
    assert "stet add" in shown(browser.get("/sites"))


def test_a_site_has_one_colour_on_every_page(config: Config, browser: Browser):
    filled(config)
    row = r'<tr class="(edge-\d)"[^>]*>\s*<th[^>]*><a href="/sites/cna"'
    listed = re.search(row, browser.get("/sites").text)
    article = addresses.article("cna:202603010001")

    assert listed
    for path in ("/sites/cna", "/?site=cna", article, f"{article}/v/1", "/search?q=渡輪&site=cna"):
        assert set(re.findall(r"edge-\d", browser.get(path).text)) == {listed[1]}, path
