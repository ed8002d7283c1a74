"""What is watched: listed, left alone, taken up again, removed; and how all of it is doing."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from crawler.store import Bookmark, DeliveryRow, Found, Resting, Store
from crawler.store.rows import RESTS
from scheduler.newsroom import Newsroom
from scheduler.reports.view.columns import columns
from tests.archives import filled
from tests.terminal import BODY, TITLE, Inside, Terminal, complaint, lines
from tests.visits import article, visit

TAIPEI = ZoneInfo("Asia/Taipei")


@pytest.fixture
def archive(quick: Inside) -> Path:
    """The archive in the folder where `quick` is run."""
    folder = quick.folder / "data"
    filled(folder)
    return folder


def identities(answer_lines: list[str]) -> list[str]:
    return [line.split()[0] for line in answer_lines[1:]]


# ------------------------------------------------------------------ list


def test_a_list_has_a_heading_and_a_line_for_each_article(archive: Path, quick: Inside):
    soon = datetime.now(UTC) + timedelta(hours=2)
    with Store.open(archive) as store:
        store.set_due({"cna:202603010001": soon})

    head, ferry, pier, lost, unresolved = lines(quick("list"))

    assert head.split("  ")[0] == "ARTICLE"
    assert head.split()[1:] == ["STATE", "LATEST", "LOOKED", "AT", "NEXT", "LOOK", "TITLE"]
    assert ferry.split()[:3] == ["cna:202603010001", "active", "v3"]
    assert ferry.endswith(f"{soon.astimezone(TAIPEI):%m-%d %H:%M}  渡輪擦撞 釀3死！")
    assert pier.split()[-2:] == ["now", "碼頭燈號"]
    assert lost.split()[1] == "gone"
    assert unresolved.split()[1:3] == ["unresolved", "v1"]
    assert unresolved.split()[-2:] == ["-", "沒有網址的稿子"]


@pytest.mark.parametrize("width", [60, 80, 120])
@pytest.mark.parametrize("verb", ["list", "status"])
def test_a_table_fits_the_terminal(archive: Path, quick: Inside, verb: str, width: int):
    with Store.open(archive) as store:
        wide = article("霧津渡輪擦撞防波堤釀死傷" * 9, url="https://wide.example/a")
        store.keep([visit(wide, identity="wide.example:/news/2026/03/01/a-very-long-name")])

    shown = lines(quick(verb, COLUMNS=str(width)))

    assert max(map(columns, shown)) <= width
    assert any("…" in line for line in shown) is (verb == "list")


def test_what_nobody_watches_on_a_terminal_is_not_cut(archive: Path, quick: Inside):
    assert "…" not in quick("list").stdout


def test_what_is_due_of_a_host_that_is_left_alone_is_held(archive: Path, quick: Inside):
    until = datetime.now(UTC) + timedelta(hours=2)
    with Store.open(archive) as store:
        soon = {"cna:202603010001": until - timedelta(hours=1)}
        store.set_due(soon | {"news.example:/pier": until + timedelta(hours=1)})
        for name in ("www.cna.com.tw", "news.example", "elsewhere.example"):
            store.hosts.note(name, Resting(1, until, "HTTP 503"))
    at, later = (
        f"{each.astimezone(TAIPEI):%m-%d %H:%M}" for each in (until, until + timedelta(hours=1))
    )

    _, ferry, pier, lost, unresolved, *hosts = lines(quick("list"))
    held = [json.loads(line)["held_until"] for line in lines(quick("list", "--json"))]

    assert held == [until.isoformat()] * 3 + [None]
    assert f"  held {at}  渡輪" in ferry
    assert f"  {later}  " in pier, "its turn comes later"
    assert f"  held {at}  失蹤" in lost
    assert "held" not in unresolved
    assert hosts == [
        f"news.example is left alone until {at}: HTTP 503",
        f"www.cna.com.tw is left alone until {at}: HTTP 503",
    ]


def test_a_list_of_one_site(archive: Path, quick: Inside):
    assert identities(lines(quick("list", "--site", "cna"))) == ["cna:202603010001"]
    assert "`stet list` shows all of it" in quick("list", "--site", "nowhere").stdout


def test_a_list_of_one_state(archive: Path, quick: Inside):
    assert identities(lines(quick("list", "--state", "gone"))) == ["news.example:/lost"]
    quick("pause", "cna:202603010001")
    assert identities(lines(quick("list", "--state", "paused"))) == ["cna:202603010001"]


def test_a_list_for_programs(archive: Path, quick: Inside):
    shown = [json.loads(line) for line in lines(quick("list", "--json"))]

    assert [each["identity"] for each in shown][:2] == ["cna:202603010001", "news.example:/pier"]
    assert shown[0]["title"] == "渡輪擦撞 釀3死！"
    assert datetime.fromisoformat(shown[0]["looked_at"]).tzinfo


def test_times_are_those_of_the_configured_zone(archive: Path, quick: Inside):
    (quick.folder / "tokyo.toml").write_text('[report]\nzone = "Asia/Tokyo"\n', encoding="utf-8")
    taipei = quick("history", "cna:202603010001").stdout
    tokyo = quick("history", "cna:202603010001", "--config", "tokyo.toml").stdout

    assert "2026-03-01 16:00" in taipei
    assert "2026-03-01 17:00" in tokyo


# ------------------------------------------------------------------ leave alone, take up


def test_watches_are_paused_resumed_and_removed(newsroom: Newsroom, stet: Terminal):
    story = newsroom.publish(TITLE, BODY)
    stet("add", story.url)

    assert lines(stet("pause", story.url)) == [
        f"cna:202601051001  {TITLE}: paused until `stet resume`"
    ]
    assert lines(stet("crawl"))[0].startswith("nothing to look at")
    assert lines(stet("resume", "cna:202601051001"))[0].endswith(": watched again")
    assert lines(stet("crawl"))[0].startswith("1 page: ")
    assert "no longer watched, its history is kept" in stet("remove", "202601051001").stdout
    assert lines(stet("list"))[0].startswith("nothing is watched here")
    assert "v1" in stet("history", story.url).stdout


@pytest.mark.parametrize("verb", ["pause", "resume", "remove", "now"])
def test_what_was_never_read_is_said_to_be_so(archive: Path, quick: Inside, verb: str):
    with Store.open(archive) as store:
        store.keep([visit("unreachable", identity="far.example:/1")])

    assert lines(quick(verb, "far.example:/1"))[0].startswith("far.example:/1  (not read yet): ")


@pytest.mark.parametrize("verb", ["pause", "resume", "remove"])
def test_several_articles_or_none(archive: Path, quick: Inside, verb: str):
    wrong = quick(verb, "cna:202603010001", "cna:999")
    both = quick(verb, "cna:202603010001", "news.example:/pier")

    assert wrong.returncode == 2
    assert "nothing in this archive is called 'cna:999'" in wrong.stderr
    assert wrong.stdout == ""
    assert len(lines(both)) == 2


# ------------------------------------------------------------------ status


def test_status_tells_of_the_archive(newsroom: Newsroom, stet: Terminal):
    story = newsroom.publish(TITLE, BODY)
    stet("add", story.url)
    newsroom.correct(story, "3.2公里", "2.3公里")
    stet("crawl")

    shown = lines(stet("status"))

    assert shown[:4] == [
        "archive   data",
        "watched   1: 1 active",
        "due now   0",
        "changes   1 in the last 24 hours: `stet report --since 24h`",
    ]
    assert [line.split()[0] for line in shown[5:7]] == ["SITE", "cna"]
    crawls = [line.split() for line in shown[9:]]
    assert [(row[0], *row[3:]) for row in crawls] == [
        ("2", "article", "finished", "1", "new"),
        ("1", "article", "finished", "1", "first"),
    ]


def test_status_tells_what_became_of_letters(archive: Path, quick: Inside):
    (archive.parent / "stet.toml").write_text('[[deliver]]\nname = "desk"\nto = "digests"\n')
    assert "told " not in quick("status").stdout
    at = datetime.now(UTC) - timedelta(hours=3)
    with Store.open(archive) as store:
        failed = DeliveryRow("desk", at, None, Bookmark(), 2, 1, at, "under-way", "HTTP 500")
        store.deliveries.note(failed)

    [told] = [line for line in lines(quick("status")) if line.startswith("told")]
    made, again = (
        f"{moment.astimezone(TAIPEI):%m-%d %H:%M}" for moment in (at, at + timedelta(minutes=1))
    )
    assert told == f"told      desk {made}: HTTP 500; tried 1 of 6 times, again at {again}"


def test_status_shows_how_it_stands_with_each_source(archive: Path, quick: Inside):
    feeds = [f"https://{name}.example/feed" for name in ("well", "dead", "new")]
    settings = "".join(f'[[source]]\nurl = "{feed}"\n' for feed in feeds)
    (archive.parent / "stet.toml").write_text(settings)
    at = datetime(2026, 3, 2, 7, tzinfo=UTC)
    with Store.open(archive) as store:
        store.sources.note(feeds[0], at, Found(30, 2))
        store.sources.note(feeds[1], at, None, f"{feeds[1]}: HTTP 404")

    shown = lines(quick("status"))
    start = next(number for number, line in enumerate(shown) if line.startswith("SOURCE"))
    assert shown[start].split("  ")[0] == "SOURCE"
    well, dead, new = ([*filter(None, line.split("  "))] for line in shown[start + 1 : start + 4])
    assert (well[0], *(each.strip() for each in well[2:])) == (feeds[0], "30", "2", "-")
    assert dead[-1].endswith(" HTTP 404")
    assert new[-1] == "not looked at yet"


def test_a_crawl_that_could_not_read_its_list_did_not_just_finish(archive: Path, quick: Inside):
    unread = {"stet/lists-failed": 2, "stet/list-fault": "https://a.example/: HTTP 404"}
    with Store.open(archive) as store:
        for more in ({}, {"stet/lists-read": 1, "stet/kept/first": 3}):
            run = store.start_run("discover", {})
            store.finish_run(run, None, "finished", {**unread, **more})

    part, whole = lines(quick("status"))[-2:]
    assert "in part  3 first, 2 lists unread" in part
    assert "failed   2 lists unread" in whole


def test_status_counts_what_is_due_and_what_has_no_article(archive: Path, quick: Inside):
    shown = lines(quick("status"))

    assert shown[1] == "watched   4: 2 active, 1 gone, 1 unresolved"
    assert shown[2] == "due now   3"
    [head, *_] = [line for line in shown if line.startswith("SITE")]
    [example] = [line for line in shown if line.startswith("news.example")]
    cells = {name: example[head.index(name) :].split()[0] for name in ("WATCHED", "DUE", "ERRORS")}
    assert cells == {"WATCHED": "2", "DUE": "2", "ERRORS": "-"}  # one is gone: that is news
    assert example[head.index("NO ARTICLE NOW") :].split()[0] == "1"


def test_status_names_the_hosts_that_are_left_alone(archive: Path, quick: Inside):
    now = datetime.now(UTC)
    with Store.open(archive) as store:
        store.hosts.note("busy.example", Resting(1, now + timedelta(hours=1), "HTTP 429"))
        store.hosts.note("back.example", Resting(1, now, "HTTP 503"))

    [line] = [line for line in lines(quick("status")) if line.startswith("resting")]
    assert line.startswith("resting   busy.example is left alone until ")
    assert line.endswith(": HTTP 429")


def test_status_counts_what_is_held_where_it_counts_what_is_due(archive: Path, quick: Inside):
    with Store.open(archive) as store:
        until = datetime.now(UTC) + timedelta(hours=1)
        store.hosts.note("news.example", Resting(1, until, "HTTP 503"))

    shown = lines(quick("status"))

    assert shown[2] == "due now   3, 2 of them held"
    [example] = [line for line in shown if line.startswith("news.example")]
    assert "  2, 2 held  " in example


def test_status_says_which_fields_a_site_has_lost(archive: Path, quick: Inside):
    with Store.open(archive) as store:
        for number in range(70):
            tags = () if number >= 20 else ("港口",)
            text = article(f"第{number}則", url=f"https://new.example/{number}", tags=tags)
            store.keep([visit(text, number, identity=f"new.example:/{number}")])

    [line] = [line for line in lines(quick("status")) if line.startswith("new.example")]
    assert "tags 100→0 %" in line


# ------------------------------------------------------------------ now


def test_articles_are_looked_at_before_their_turn(archive: Path, quick: Inside):
    later = datetime.now(UTC) + timedelta(days=9)
    with Store.open(archive) as store:
        store.keep([visit(article("另一則", url="https://cna.example/2"), identity="cna:2")])
        awake = {watch.identity for watch in store.watches(site="cna")}
        store.set_due(dict.fromkeys(awake, later))

    assert lines(quick("now", "cna:2")) == ["cna:2  另一則: due now"]
    with Store.open(archive, read_only=True) as store:
        assert [watch.identity for watch in store.due(datetime.now(UTC), site="cna")] == ["cna:2"]
    assert lines(quick("now", "cna")) == ["2 articles due now"]
    with Store.open(archive, read_only=True) as store:
        assert {watch.identity for watch in store.due(datetime.now(UTC), site="cna")} == awake


def test_all_of_a_site_is_paused_and_taken_up_again(archive: Path, quick: Inside):
    quick("remove", "news.example:/lost")
    with Store.open(archive) as store:
        store.keep(
            [visit(article("另一則", url="https://news.example/2"), identity="news.example:/2")]
        )
    quick("pause", "news.example:/2")

    assert lines(quick("pause", "news.example")) == ["1 article: paused until `stet resume`"]
    assert complaint(quick("now", "news.example")).startswith("stet: news.example is paused")
    assert lines(quick("pause", "news.example")) == ["all of it is paused already"]
    assert lines(quick("resume", "news.example")) == ["2 articles: watched again"]
    assert lines(quick("resume", "news.example")) == ["nothing of it is paused"]
    with Store.open(archive, read_only=True) as store:
        states = {watch.identity: watch.state for watch in store.watches(site="news.example")}
        assert states == {"news.example:/pier": "active", "news.example:/2": "active"}
        assert store.find("news.example:/lost").state == "removed", "it was not only paused"


def test_one_article_that_rests_is_watched_again_and_a_site_is_as_it_was(
    archive: Path, quick: Inside
):
    found = [visit(article("另一則"), identity=f"far.example:/{key}") for key in (1, 2)]
    with Store.open(archive) as store:
        store.keep([replace(each, reached_from="cna:1") for each in found])
        store.set_due(dict.fromkeys(("far.example:/1", "far.example:/2"), RESTS))
    quick("pause", "far.example")
    quick("resume", "far.example")
    rest = lines(quick("list", "--site", "far.example"))[1:]

    assert lines(quick("resume", "far.example:/1")) == ["far.example:/1  另一則: watched again"]
    one, other = lines(quick("list", "--site", "far.example"))[1:]
    assert ["  rests  " in line for line in (*rest, one, other)] == [True, True, False, True]
    assert "  now  " in one


def test_a_site_of_one_article_is_named_by_it(archive: Path, quick: Inside):
    assert lines(quick("pause", "cna")) == [
        "cna:202603010001  渡輪擦撞 釀3死！: paused until `stet resume`"
    ]


def test_what_is_at_rest_is_not_hurried(archive: Path, quick: Inside):
    quick("pause", "cna:202603010001")

    assert "is paused, which is looked at again" in complaint(quick("now", "cna:202603010001"))
    assert "stet list" in complaint(quick("now", "nobody.example:/1"))
