"""Spiders, as stories: real `scrapy crawl` children that read the newsroom."""

import csv
import json
from pathlib import Path

import pytest

from crawler import sites
from crawler.store import Store
from scheduler.newsroom import Newsroom
from tests.children import BODY, crawl, scrapy, states, stories

pytestmark = pytest.mark.no_cover

# ---------------------------------------------------------------- commands


def test_the_spiders_are_named_after_what_they_read(data: Path):
    listed = scrapy(None, data, "list")

    named = {"article", "discover", "lists", "seeds", *(site.name for site in sites.every())}
    assert listed.stdout.split() == sorted(named)
    assert listed.stderr == ""
    assert not data.exists()


def test_a_wrong_environment_is_one_clear_line(data: Path):
    listed = scrapy(None, data, "list", STET_NOW="soon")

    assert listed.returncode == 2
    assert listed.stderr.startswith("stet: STET_NOW='soon' is no instant")
    assert len(listed.stderr.splitlines()) == 1


@pytest.mark.slow
def test_check_and_parse_work(newsroom: Newsroom, data: Path):
    [story] = stories(newsroom, "地震搖醒清晨")

    checked = scrapy(newsroom, data, "check")
    parsed = scrapy(newsroom, data, "parse", "--nocolour", story.url)

    assert (checked.returncode, parsed.returncode) == (0, 0)
    assert "地震搖醒清晨" in parsed.stdout
    assert "Traceback" not in checked.stderr + parsed.stderr


# ---------------------------------------------------------------- pages


@pytest.mark.slow
def test_a_page_is_read_with_its_related_articles(newsroom: Newsroom, data: Path):
    first, second, third, other = stories(
        newsroom, "地震搖醒清晨", "捷運一度停駛", "學校停課", "無關"
    )
    newsroom.relate(first, second)
    newsroom.relate(second, third)

    done = crawl(newsroom, data, "cna", "-a", f"url={first.url}", STET_NOW="2026-01-05T12:00:00Z")

    with Store.open(data) as archive:
        assert states(archive) == {"cna:202601050001": "active", "cna:202601050002": "active"}
        article = archive.article("cna:202601050001")
        [version] = archive.versions("cna:202601050001")
        [run] = archive.runs(5)
    assert article.title == "地震搖醒清晨"
    assert version.first_seen.isoformat() == "2026-01-05T12:00:00+00:00"
    assert (run.spider, run.reason, run.stats["stet/kept/first"]) == ("cna", "finished", 2)
    assert other.url not in newsroom.requests
    assert done.returncode == 0
    assert "2 seen for the first time" in done.stderr.splitlines()[-1]
    assert done.stderr.splitlines()[-1].endswith("Next: stet report")


@pytest.mark.slow
def test_only_so_many_are_watched_in_a_day_because_others_link_to_them(
    newsroom: Newsroom, data: Path
):
    first, *others = stories(newsroom, "地震搖醒清晨", "捷運停駛", "學校停課", "水庫安全")
    newsroom.relate(first, *others)
    enough = ("-s", "STET_MOST_RELATED_A_DAY=2")

    logs = [
        crawl(newsroom, data, "article", "-a", f"url={first.url}", *enough, STET_NOW=at).stderr
        for at in ("2026-01-05T12:00:00Z", "2026-01-06T11:00:00Z")
    ]
    with Store.open(data) as archive:
        assert len(states(archive)) == 3
        assert all(each.checks == 2 for it in states(archive) for each in archive.versions(it))
    crawl(newsroom, data, "article", "-a", f"url={first.url}", STET_NOW="2026-01-06T13:00:00Z")

    assert all("2 new articles of cna were found through others within a day" in it for it in logs)
    with Store.open(data) as archive:
        assert len(states(archive)) == 4


@pytest.mark.slow
def test_related_says_how_far_to_follow(newsroom: Newsroom, data: Path):
    first, second, third = stories(newsroom, "一", "二", "三")
    newsroom.relate(first, second)
    newsroom.relate(second, third, first)

    crawl(newsroom, data, "article", "-a", f"url={first.url}", "-a", "related=0")
    assert newsroom.requests[second.url] == 0
    crawl(newsroom, data, "article", "-a", f"url={first.url}", "-a", "related=2")

    assert newsroom.requests[first.url] == 2
    assert newsroom.requests[third.url] == 1
    with Store.open(data) as archive:
        assert archive.find("cna:202601050003").reached_from == "cna:202601050002"


@pytest.mark.slow
def test_a_correction_makes_version_2_and_noise_makes_none(newsroom: Newsroom, data: Path):
    [story] = stories(newsroom, "地震搖醒清晨")
    crawl(newsroom, data, "article", "-a", f"url={story.url}")
    newsroom.rotate_noise()
    crawl(newsroom, data, "article", "-a", f"url={story.url}")
    newsroom.correct(story, "2人", "3人")

    done = crawl(newsroom, data, "article", "-a", f"url={story.url}")

    with Store.open(data) as archive:
        one, two = archive.versions("cna:202601050001")
        assert (one.checks, two.number) == (2, 2)
    assert "1 with a new version" in done.stderr.splitlines()[-1]


@pytest.mark.slow
def test_many_urls_go_to_json_lines_and_csv(newsroom: Newsroom, data: Path, tmp_path: Path):
    first, second = stories(newsroom, "地震搖醒清晨", "=SUM(A1)")
    third = newsroom.publish("學校停課", BODY, dress="yahoo")  # with a header of 20 KB in one line
    (tmp_path / "urls.txt").write_text(f"# 今日\n{third.url}\n", encoding="utf-8")

    done = crawl(
        newsroom,
        data,
        "article",
        *("-a", f"url={first.url}", "-a", f"url={second.url}", "-a", "urls=urls.txt"),
        *("-O", "out.jsonl", "-O", "out.csv"),
    )

    assert done.returncode == 0
    text = (tmp_path / "out.jsonl").read_text(encoding="utf-8")
    records = {record["title"]: record for record in map(json.loads, text.splitlines())}
    assert "地震搖醒清晨" in text
    assert records["地震搖醒清晨"]["from"] == first.url
    assert not {"seed", "observed", "url"} & records["學校停課"].keys()
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["title"]: row for row in csv.DictReader(file)}
    assert set(rows) == {"地震搖醒清晨", "'=SUM(A1)", "學校停課"}
    assert rows["學校停課"]["body"].splitlines()[0].endswith(BODY[0])
    assert "(" not in rows["學校停課"]["tags"]


@pytest.mark.slow
def test_whatever_a_request_ends_with_is_a_visit(newsroom: Newsroom, data: Path):
    gone, broken, expired, _, moved, reset = stories(
        newsroom, "撤下", "故障", "過期", "禁止", "搬家", "中斷"
    )
    newsroom.retract(gone)
    newsroom.fail(broken, 503)
    newsroom.expire(expired)
    newsroom.redirect(moved, "http://169.254.169.254/latest/meta-data/")
    newsroom.fail(reset, "reset")
    newsroom.robots("barred.example", "User-agent: *\nDisallow: /\n")
    urls = [story.url for story in (gone, broken, expired, moved, reset)]

    done = crawl(
        newsroom,
        data,
        "article",
        *("-a", f"url={' '.join(urls)} https://barred.example/1 http://127.0.0.1:1/ http://[::1]/"),
    )

    with Store.open(data) as archive:
        found = states(archive)
        faults = {
            identity: (shot.fault, shot.status)
            for identity in found
            for shot in archive.snapshots(identity)
        }
    assert found["cna:202601050001"] == "gone-suspected"
    assert found["cna:202601050003"] == "expired"
    assert faults == {
        "cna:202601050001": ("gone", 404),
        "cna:202601050002": ("unreachable", 503),
        "cna:202601050003": ("expired", 200),
        "cna:202601050005": ("blocked", 0),
        "cna:202601050006": ("unreachable", 0),
        "barred.example:/1": ("blocked", 0),
        "127.0.0.1:/": ("blocked", 0),
        "::1:/": ("blocked", 0),
    }
    assert newsroom.requests[broken.url] == 1
    assert "expired: " in done.stderr
    assert BODY[0][:10] in done.stderr
    assert "8 not read" in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr
