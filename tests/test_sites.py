"""Sites: identities, files found by name, and every folder under tests/sites as a test."""

import json
import sys
from pathlib import Path

import pytest

from crawler import cases, extract, sites
from crawler.cases import Case
from crawler.sites.base import Site
from crawler.store.digests import digest

CASES_OF = Path(__file__).parent / "sites"
CASES = list(cases.every(Path(__file__).parents[1]))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_page_is_read_as_recorded(case: Case) -> None:
    assert case.found == case.expected


def test_twins_are_one_article() -> None:
    """On AMP, on the mobile host, in another category: one id, one text, one canonical URL."""
    twins = [CASES_OF / "cna" / name for name in ("2023-02", "amp", "mobile", "firstnews")]
    urls = [json.loads((twin / "article.json").read_text("utf-8"))["url"] for twin in twins]
    found = [
        extract.read((twin / "page.html").read_bytes(), url).article
        for twin, url in zip(twins, urls, strict=True)
    ]
    assert len(set(urls)) == 4
    assert {sites.identity(url) for url in urls} == {"cna:202601050123"}
    assert {it.canonical_url for it in found if it} == {urls[0]}
    assert len({digest(it) for it in found if it}) == 1


def test_every_site_has_a_case() -> None:
    assert {site.name for site in sites.every()} <= {case.folder.parent.name for case in CASES}


@pytest.mark.parametrize(
    ("url", "identity"),
    [
        ("https://www.cna.com.tw/news/aopl/202601050005.aspx", "cna:202601050005"),
        ("https://www.cna.com.tw/news/aipl/202601050005.aspx?utm_source=x", "cna:202601050005"),
        ("https://www.cna.com.tw/amp/news/aopl/202601050005.aspx", "cna:202601050005"),
        ("https://m.cna.com.tw/news/firstnews/202601050005.aspx", "cna:202601050005"),
        ("http://www.cna.com.tw/News/aCN/202601050005-1.aspx", "cna:202601050005"),
        ("https://www.cna.com.tw/news/202601050005", "cna:202601050005"),
        ("https://www.cna.com.tw/list/aopl.aspx", "cna.com.tw:/list/aopl.aspx"),
        ("https://www.cna.com.tw/x/2026010500051.aspx", "cna.com.tw:/x/2026010500051.aspx"),
        ("https://tw.news.yahoo.com/%E6%B8%AF-2026-123456789.html?guce=1", "yahoo:123456789"),
        ("https://tw.news.yahoo.com/%E5%85%A9-123456789.html", "yahoo:123456789"),
        ("https://tw.news.yahoo.com/amphtml/%E5%85%A9-123456789.html", "yahoo:123456789"),
        ("https://tw.news.yahoo.com/archive", "tw.news.yahoo.com:/archive"),
        ("https://WWW.Example.com/a/?b=1&fbclid=2#c", "example.com:/a/?b=1"),
        ("http://example.com:8080/", "example.com:/"),
        (
            "https://notcna.com.tw/news/aopl/202601050005.aspx",
            "notcna.com.tw:/news/aopl/202601050005.aspx",
        ),
        ("text:0123", "text:0123"),
        ("http://[::1", "http://[::1"),
    ],
)
def test_one_article_has_one_identity(url: str, identity: str) -> None:
    assert sites.identity(url) == identity


def test_an_identity_is_never_longer_than_a_database_can_find() -> None:
    paths = ["/news/" + "x" * 8_000 + end for end in ("1", "2")]
    names = {sites.identity(f"https://example.com{path}") for path in paths}

    assert len(names) == 2
    assert {name[:24] for name in names} == {"example.com:/news/xxxxxx"}
    assert max(map(len, names)) < 300
    slug = "https://example.com/" + "%E6%B8%AF" * 100
    assert sites.identity(slug) == "example.com:/" + "%E6%B8%AF" * 100


def test_shipped_sites_all_load() -> None:
    assert {"cna", "yahoo"} <= {site.name for site in sites.every()}
    assert not sites.broken()


WRONG = {
    "group": r"key = re.compile(r'/([0-9]+)')",
    "key": r"key = r'/(?P<key>[0-9]+)'",
    "hosts": "hosts = 'x.example'",
    "zone": "zone = 'Asia/Nowhere'",
}


def test_a_broken_site_file_takes_no_other_down(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "newsstand"
    package.mkdir()
    begin = "from crawler.sites.base import Site\nclass It(Site):\n    hosts = ('x.example',)\n"
    (package / "__init__.py").write_text("")
    (package / "base.py").write_text("raise RuntimeError('never a site')")
    (package / "good.py").write_text(begin)
    (package / "wrong_selector.py").write_text(f"{begin}    body = 'p >'\n")
    (package / "no_class.py").write_text("x = 1\n")
    (package / "no_python.py").write_text("class It(:\n")
    (package / "no_luck.py").write_text("1 / 0\n")
    (package / "no_way.py").write_text("raise SystemExit(3)\n")
    for name, line in WRONG.items():
        (package / f"{name}.py").write_text(f"import re\n{begin}    {line}\n")
    monkeypatch.syspath_prepend(tmp_path)

    found, broken = sites.load("newsstand", [str(package)])

    assert [(site.name, type(site).__bases__) for site in found] == [("good", (Site,))]
    others = ["no_class.py", "no_luck.py", "no_python.py", "no_way.py", "wrong_selector.py"]
    assert sorted(broken) == sorted([*others, *(f"{name}.py" for name in WRONG)])
    assert broken["group.py"].startswith("TypeError: key has no group of that name")
    assert broken["no_luck.py"] == "ZeroDivisionError: division by zero"
    for name in [name for name in sys.modules if name.startswith("newsstand")]:
        del sys.modules[name]


def test_every_page_says_what_it_is_made_after() -> None:
    """None of ours is a publisher's: each says at its top that it is invented, and after what."""
    ours = {"cna", "yahoo", "ltn", "udn", "ettoday", "setn", "pts"}
    for case in CASES:
        if case.folder.parent.name in ours:
            assert b"<!-- Invented" in case.page[:400], case.name
