"""A newcomer adds a site: a file, a page or two, and nothing else to edit."""

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from scrapy.exceptions import UsageError

from crawler.commands import capture, genspider
from scheduler.newsroom import Newsroom
from tests import warm
from tests.trees import ROOT, Tree

pytestmark = [pytest.mark.slow, pytest.mark.no_cover]

HOST = "news.island.example"
PAGE = f"""<!doctype html><meta charset=utf-8>
<html lang=zh-TW><head><title>霧津渡輪復航｜島報</title>
<link rel=canonical href="https://{HOST}/story/20260105">
<meta property="article:published_time" content="2026-01-05T09:00+08:00"></head>
<body><h1>霧津渡輪復航</h1><div class=who>記者林知遠／霧津報導</div>
<div class=story><p>霧津渡輪停航一週後今天復航，首日載客兩千一百四十人。</p>
<p>港務局長說，每一班船都加派一名瞭望員，天候不佳時減速航行。</p></div>
<p>看更多島報新聞，請加入好友並且訂閱電子報。</p></body></html>"""


class Clone:
    """A copy of this checkout, in which a newcomer works."""

    def __init__(self, root: Path, newsroom: Newsroom | None) -> None:
        Tree.ours().copy(root)
        self.root = root
        self.environment = os.environ | (newsroom.environment() if newsroom else {})
        self.environment |= {"PYTHONPATH": str(root), "STET_DATA": str(root / "data")}
        self.environment.pop(warm.COVERED, None)  # what runs there is no file of ours

    def scrapy(self, *arguments: str | Path, code: int = 0) -> str:
        """What `scrapy ARGUMENTS` says; it ends with `code`."""
        return self.python("-m", "scrapy", *arguments, code=code)

    def python(self, *arguments: str | Path, code: int = 0) -> str:
        ended = subprocess.run(
            [sys.executable, *map(str, arguments)],
            cwd=self.root,
            env=self.environment,
            capture_output=True,
            encoding="utf-8",
            timeout=120,
        )
        assert ended.returncode == code, ended.stdout + ended.stderr
        return ended.stdout + ended.stderr

    def site(self, name: str) -> Path:
        return self.root / "crawler" / "sites" / f"{name}.py"

    def case(self, name: str) -> Path:
        return self.root / "tests" / "sites" / name


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    return Clone(tmp_path / "clone", None)


def test_a_newcomer_adds_a_site(clone: Clone, tmp_path: Path):
    saved = tmp_path / "saved.html"
    saved.write_text(PAGE, encoding="utf-8")

    assert "scrapy capture" in clone.scrapy("genspider", "-t", "site", "island", HOST)
    assert "island" in clone.scrapy("list").split()

    assert "island        no page yet" in clone.scrapy("capture", "--check", code=1)

    told = clone.scrapy("capture", saved)
    assert "tests/sites/island/2026-01, read by island/" in told
    assert f"saved.html is at https://{HOST}/story/20260105, by its link canonical" in told
    assert "empty: modified, author, tags, categories, credits, dateline" in told

    rules = clone.site("island").read_text(encoding="utf-8")
    assert "Island(Site)" in rules
    clone.site("island").write_text(
        rules + '    byline = ".who"\n    body = ".story"\n    publisher = "島報"\n',
        encoding="utf-8",
    )
    assert "read otherwise than recorded: 2026-01" in clone.scrapy("capture", "--check", code=1)

    page = clone.case("island/2026-01") / "page.html"
    assert "reporter 林知遠" in clone.scrapy("capture", page)
    record = json.loads(page.with_name("article.json").read_text(encoding="utf-8"))
    assert record["article"]["author"] == "島報"
    assert len(record["article"]["body"]) == 2

    checked = clone.scrapy("capture", "--check")
    assert "island        1 pages, 1 of them articles" in checked
    assert "on every one: url, title, date, author, credits, dateline, body" in checked

    clone.python("-m", "tests.manual")
    assert "## island" in (clone.root / "docs" / "sites.md").read_text(encoding="utf-8")
    clone.python("-m", "pytest", "-q", "-n0", "tests/test_sites.py", "tests/test_docs.py")


def test_a_page_is_fetched_as_every_crawl_does(tmp_path: Path, newsroom: Newsroom):
    clone = Clone(tmp_path / "clone", newsroom)
    url = "https://www.cna.com.tw/news/aipl/202601050001.aspx"
    story = newsroom.publish("渡輪復航", ["霧津渡輪今天復航，首日載客兩千人。"], url=url)

    told = clone.scrapy("capture", url, "--case", "mine")
    assert "tests/sites/cna/mine" in told
    assert "title         渡輪復航" in told
    assert "is there already" in clone.scrapy("capture", url, "--case", "mine", code=2)

    newsroom.retract(story)
    assert "no article: gone" in clone.scrapy("capture", url, code=1)
    record = json.loads((clone.case("cna/gone") / "article.json").read_text(encoding="utf-8"))
    assert (record["status"], record["fault"]["kind"]) == (404, "gone")
    assert clone.scrapy("capture", "--check")

    assert "refuse" in clone.scrapy("capture", "http://127.0.0.1:1/x", code=2)


def test_a_page_whose_header_alone_says_its_encoding(clone: Clone):
    clone.scrapy("genspider", "-t", "site", "island", HOST)
    clone.case("island/2026-01").mkdir(parents=True)
    page = clone.case("island/2026-01") / "page.html"
    page.write_bytes(PAGE.replace("<meta charset=utf-8>", "").encode("big5"))
    told = {"url": f"https://{HOST}/story/1", "content_type": "text/html; charset=big5"}
    page.with_name("article.json").write_text(json.dumps(told), encoding="utf-8")

    assert "title         霧津渡輪復航" in clone.scrapy("capture", page)
    record = json.loads(page.with_name("article.json").read_text(encoding="utf-8"))
    assert record["content_type"] == told["content_type"]


def test_a_broken_site_file_takes_no_other_down(clone: Clone):
    clone.site("island").write_text("class Island(:\n", encoding="utf-8")

    assert {"cna", "yahoo"} <= set(clone.scrapy("list").split())
    checked = clone.scrapy("capture", "--check", code=1)
    assert "crawler/sites/island.py is broken: SyntaxError" in checked
    assert "cna " in checked
    page = clone.case("cna/2023-08") / "page.html"
    assert "crawler/sites/island.py is left out: SyntaxError" in clone.scrapy("capture", page)


def test_a_page_of_a_broken_site_file_is_not_kept_as_one_of_any(clone: Clone):
    clone.site("island").write_text("class Island(:\n", encoding="utf-8")
    page = clone.root / "saved.html"
    page.write_text(PAGE, encoding="utf-8")

    told = clone.scrapy("capture", page, "--url", f"https://{HOST}/story/1", code=2)

    assert "island.py is left out: SyntaxError" in told
    assert "nothing was written: mend the file" in told
    assert not list((clone.root / "tests" / "sites" / "any").glob("2*"))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["Island", HOST], "cannot name a site"),
        (["base", HOST], "cannot name a site"),
        (["island"], "which site?"),
        (["island", "https://"], "is no host"),
        (["island", "www.cna.com.tw"], "is read by crawler/sites/cna.py already"),
        (["cna", "www.cna.com.tw"], "is there already: --force"),
    ],
)
def test_what_cannot_become_a_site(arguments: list[str], said: str):
    asked = argparse.Namespace(template="site", list=False, dump="", force=False, edit=False)
    with pytest.raises(UsageError, match=said):
        genspider.Command().run(arguments, asked)


def test_a_site_file_is_written_anew_when_forced(clone: Clone):
    clone.scrapy("genspider", "-t", "site", "cna", "https://www.cna.com.tw/x", "--force")
    assert 'hosts = ("cna.com.tw",)' in clone.site("cna").read_text(encoding="utf-8")


def test_scrapys_own_templates_are_still_there(clone: Clone):
    listed = clone.scrapy("genspider", "-l")
    assert {"basic", "crawl", "csvfeed", "xmlfeed", "site"} <= set(listed.split())
    assert "from crawler.sites.base import Site" in clone.scrapy("genspider", "-d", "site")
    clone.scrapy("genspider", "harbour", "harbour.example")
    assert (clone.root / "crawler" / "spiders" / "harbour.py").exists()


@pytest.mark.parametrize(
    ("pages", "options", "said"),
    [
        ([], {}, "which page?"),
        (["missing.html"], {}, "cannot read missing.html"),
        (["README.md"], {}, "does not say where it was found"),
        (["README.md"], {"url": "ftp://x.example/"}, "ftp"),
        (["README.md"], {"url": "https://x.example/1", "case": "../x"}, "is no name"),
        (["https://x.example/1"], {"url": "https://x.example/1"}, "leave it out"),
        (["README.md"], {"check": True}, "--check reads every case"),
    ],
)
def test_what_cannot_be_captured(
    pages: list[str], options: dict[str, str], said: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(ROOT)
    asked = argparse.Namespace(**{"url": None, "case": None, "check": False} | options)
    with pytest.raises(UsageError, match=said):
        capture.Command().run(pages, asked)


def test_a_broken_record_is_named(clone: Clone):
    page = clone.case("cna/2023-08") / "page.html"
    page.with_name("article.json").write_text("{", encoding="utf-8")
    assert "article.json is broken" in clone.scrapy("capture", page, code=2)


def test_a_page_of_no_site_is_told_how_to_get_one(clone: Clone, tmp_path: Path):
    saved = tmp_path / "saved.html"
    saved.write_text("<h1>題</h1><p>2026-01-05</p>", encoding="utf-8")
    told = clone.scrapy("capture", saved, "--url", "https://x.example/1", code=1)
    assert "no file of crawler/sites reads x.example: scrapy genspider -t site" in told
    assert "tests/sites/any/empty-body, read by any/" in told
