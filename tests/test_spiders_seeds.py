"""Spiders that start from seeds and from lists, as stories."""

import json
from pathlib import Path

import pytest

from crawler.items import SeedDocument
from crawler.seeds import read_folder
from crawler.store import Store
from scheduler.newsroom import Newsroom
from tests.children import BODY, crawl, states, stories
from tests.seed_documents import SEED

TEXT = " date 2026-01-05 沒有網址的新聞\n記者王小明／綜合報導\n第一段。\n其他人也在看\n另一則新聞\n"


@pytest.mark.slow
def test_seeds_are_version_1_and_their_pages_are_compared(
    newsroom: Newsroom, data: Path, tmp_path: Path
):
    first, beside, _ = stories(newsroom, "地震搖醒清晨", "捷運一度停駛", "全站輪播")
    newsroom.relate(first, beside)
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    text = SEED.format(title="地震搖醒清晨", url=first.url, body="氣象站表示，1人輕傷。")
    (seeds / "2026-01-05-one.md").write_text(text, encoding="utf-8")
    (seeds / "2026-01-05-two.txt").write_text(TEXT, encoding="utf-8")
    (seeds / "notes.md").write_text("no seed\n", encoding="utf-8")

    done = crawl(newsroom, data, "seeds", "-a", f"path={seeds}", "-a", "related=1")

    with Store.open(data) as archive:
        one, two = archive.versions("cna:202601050001")
        [unresolved] = archive.watches(state="unresolved")
        watched = states(archive)
    assert (one.is_seed, two.is_seed) == (True, False)
    assert "cna:202601050002" in watched
    assert "cna:202601050003" not in watched
    assert unresolved.identity.startswith("text:")
    assert "two.txt names no URL" in done.stderr
    assert "notes.md" in done.stderr
    last = done.stderr.splitlines()[-1]
    assert "2 seed documents (1 without a URL, unresolved)" in last
    assert "1 refused" in last
    assert last.endswith("Next: stet report")


@pytest.mark.slow
def test_the_first_real_seed_is_followed_to_its_four_related_articles(
    newsroom: Newsroom, data: Path, shared: Path
):
    documents = [one for one in read_folder(shared / "seeds") if isinstance(one, SeedDocument)]
    [seed] = [one.article for one in documents if one.article.url.startswith("https://")]
    related = [link for link in seed.related if link.url and not link.sitewide]
    page = newsroom.publish(seed.title, BODY, url=seed.url)
    beside = [newsroom.publish(link.title, BODY, url=link.url or "") for link in related]
    newsroom.relate(page, *beside)

    done = crawl(newsroom, data, "seeds", "-a", f"path={shared / 'seeds'}", "-a", "related=1")

    with Store.open(data) as archive:
        assert [row.is_seed for row in archive.versions("cna:202301140005")] == [True, False]
    assert len(beside) == 4
    assert set(newsroom.requests) == {story.url for story in (page, *beside)} | {
        "https://www.cna.com.tw/robots.txt"
    }
    assert done.stderr.splitlines()[-1].endswith("Next: stet report")


@pytest.mark.slow
def test_an_import_that_is_cut_short_ends_at_once(
    newsroom: Newsroom, data: Path, tmp_path: Path, nine_hundred: Path
):
    cut_short = ("-s", "CLOSESPIDER_ITEMCOUNT=120", "-O", "out.jsonl")

    done = crawl(newsroom, data, "seeds", "-a", f"path={nine_hundred}", *cut_short)

    with Store.open(data) as archive:
        [run] = archive.runs(5)
        kept = {watch.identity for watch in archive.watches()}
    exported = (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()
    assert run.reason == "closespider_itemcount"
    assert 120 <= len(kept) < 200
    assert len(kept) == run.stats["stet/seeds/first"] == run.stats["item_scraped_count"]
    assert len({json.loads(line)["title"] for line in exported}) == len(kept)
    assert newsroom.hits == ()
    assert f"{len(kept)} seed documents" in done.stderr.splitlines()[-1]


@pytest.mark.slow
def test_discover_fetches_the_articles_of_a_list_and_a_feed(newsroom: Newsroom, data: Path):
    stories(newsroom, "一", "二", "三")

    crawl(
        newsroom,
        data,
        "discover",
        *("-a", "url=https://www.cna.com.tw/rss.xml", "-a", "limit=2"),
    )
    with Store.open(data) as archive:
        assert len(archive.watches()) == 2

    crawl(newsroom, data, "discover", "-a", "url=https://www.cna.com.tw/sitemap.xml")
    with Store.open(data) as archive:
        assert len(archive.watches()) == 3
