"""The archive as WARC: read back by warcio's own checker, and by us into an equal history."""

import gzip
import hashlib
import subprocess
import sys
from base64 import b32encode
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from warcio.archiveiterator import ArchiveIterator

from crawler import extract, sites
from crawler.items import Snapshot, Visit
from crawler.store import Store
from tests.terminal import Inside, complaint, lines
from tests.visits import START

URL = "https://news.example/2026/ferry.html"
PAGE = """\
<html><head><title>{title}</title></head><body><article><h1>{title}</h1>
<p>霧津渡輪擦撞防波堤，造成{toll}人死亡、14人受傷，傷者分送三家醫院，港務局已成立應變小組。</p>
<p>港務局長方景同說，燈號是正常的，事故原因仍待調查，航線暫停三天，旅客可以全額退票。</p>
</article></body></html>
"""


def page(toll: int, title: str = "渡輪擦撞") -> bytes:
    return PAGE.format(title=title, toll=toll).encode()


def look(body: bytes, at: float, url: str = URL, **others: Any) -> Visit:
    """A visit as a crawl makes it: read by our parsers."""
    given: dict[str, Any] = {
        "url": url, "final_url": url, "fetched_at": START + timedelta(hours=at, microseconds=7),
        "status": 200, "payload": body,
        "headers": (("Content-Type", "text/html; charset=utf-8"), ("ETag", f'"{at}"')),
    }  # fmt: skip
    snapshot = Snapshot(**(given | others))
    if snapshot.status == 304:
        return Visit(sites.identity(snapshot.url), snapshot, None)
    found = extract.draft(
        snapshot.payload, snapshot.final_url, dict(snapshot.headers), status=snapshot.status,
        requested=snapshot.url, fetched_at=snapshot.fetched_at,
    )  # fmt: skip
    reading = extract.finish(found, snapshot.fetched_at)
    return Visit(sites.identity(snapshot.url), snapshot, found, reading)


def watched(folder: Path) -> None:
    """An edited article with a 304 and an unchanged look; one that moved; one that went."""
    moved = "https://news.example/2026/ferry-new.html"
    gone = "https://news.example/2026/gone.html"
    encoded = (("Content-Type", "text/html"), ("Content-Encoding", "gzip"))
    looks = [
        look(page(2), 0),
        look(page(2), 1),
        look(b"", 2, status=304),
        look(page(3), 3),
        look(page(2), 4),
        look(page(3), 5, final_url=moved, headers=encoded),
        look(page(5, "另一則"), 0, url=gone),
        *(look(b"gone", at, url=gone, status=404) for at in (2, 20, 40)),
    ]
    with Store.open(folder) as store:
        store.keep(looks)


def records(path: Path) -> list[tuple[str, str, str]]:
    with path.open("rb") as file:
        return [
            (
                each.rec_type,
                each.http_headers.get_statuscode() if each.http_headers else "",
                (each.rec_headers.get_header("WARC-Profile") or "").rpartition("/")[2],
            )
            for each in ArchiveIterator(file)
        ]


def test_the_history_that_comes_back_is_the_same(quick: Inside):
    watched(quick.folder / "data")
    told = lines(quick("export", "--warc", "a.warc.gz"))
    taken = lines(quick("import", "a.warc.gz", "--data", "new"))

    assert told == ["10 records written to a.warc.gz"]
    assert taken[0].startswith("10 pages: 2 new articles, 3 more versions; ")
    with Store.open(quick.folder / "data") as one, Store.open(quick.folder / "new") as two:
        assert [each.identity for each in one.watches()] == [
            each.identity for each in two.watches()
        ]
        assert one.events() == two.events()
        for each in one.watches():
            name = each.identity
            assert one.versions(name) == two.versions(name)
            assert one.snapshots(name) == two.snapshots(name)
            assert one.seals(name) == two.seals(name)
            for version in one.versions(name):
                assert one.article(name, version.number) == two.article(name, version.number)
            for fetch in one.snapshots(name):
                assert not fetch.payload or one.payload(fetch.payload) == two.payload(fetch.payload)
    assert two.place.endswith("new/stet.db")


def test_unchanged_bytes_and_304_are_revisits(quick: Inside):
    watched(quick.folder / "data")
    quick("export", "--warc", "a.warc.gz")

    assert records(quick.folder / "a.warc.gz") == [
        ("warcinfo", "", ""),
        ("response", "200", ""),
        ("revisit", "200", "identical-payload-digest"),
        ("revisit", "304", "server-not-modified"),
        ("response", "200", ""),
        ("revisit", "200", "identical-payload-digest"),
        ("revisit", "200", "identical-payload-digest"),
        ("response", "200", ""),
        ("response", "404", ""),
        ("revisit", "404", "identical-payload-digest"),
        ("revisit", "404", "identical-payload-digest"),
    ]


def test_warcios_own_checker_finds_every_digest_right(quick: Inside):
    watched(quick.folder / "data")
    quick("export", "--warc", "a.warc.gz")
    path = quick.folder / "a.warc.gz"
    checker = Path(sys.executable).with_name("warcio")
    done = subprocess.run([checker, "check", "-v", path], capture_output=True, text=True)

    assert done.returncode == 0, done.stdout
    assert "digest pass" in done.stdout
    assert "failed" not in done.stdout
    with path.open("rb") as file:
        for record in ArchiveIterator(file, check_digests="raise"):
            body = record.content_stream().read()
            if record.rec_type == "response":
                digest = b32encode(hashlib.sha1(body, usedforsecurity=False).digest()).decode()
                assert record.rec_headers.get_header("WARC-Payload-Digest") == f"sha1:{digest}"


def test_a_fetch_without_an_answer_makes_no_record(quick: Inside):
    with Store.open(quick.folder / "data") as store:
        store.keep([look(page(2), 0), look(b"", 1, status=0)])

    assert lines(quick("export", "--warc", "a.warc.gz")) == ["1 record written to a.warc.gz"]


def test_the_same_file_again_changes_nothing(quick: Inside):
    watched(quick.folder / "data")
    quick("export", "--warc", "a.warc.gz")
    again = lines(quick("import", "a.warc.gz"))

    assert again[0].startswith("0 pages: 0 new articles, 0 more versions; ")
    assert again[1] == "left out: 0 no articles, 0 not whole, 10 not later than known"


def test_what_is_no_article_is_left_out(quick: Inside):
    picture = (("Content-Type", "image/png"),)
    with Store.open(quick.folder / "data") as store:
        store.keep(
            [
                look(page(2), 0),
                look(b"png", 0, url="https://news.example/a.png", headers=picture),
                look(b"<html>404</html>", 0, url="https://news.example/2026/no.html", status=404),
            ]
        )
    quick("export", "--warc", "a.warc.gz")
    taken = lines(quick("import", "a.warc.gz", "--data", "new"))

    assert taken == [
        "1 page: 1 new article, 0 more versions; 0 reports",
        "left out: 2 no articles, 0 not whole, 0 not later than known",
    ]


@pytest.mark.parametrize("cut", [0.5, 0.55, 0.7, 0.8, 0.95])
def test_a_cut_file_is_said_and_what_stood_before_is_kept(quick: Inside, cut: float):
    watched(quick.folder / "data")
    quick("export", "--warc", "a.warc.gz")
    whole = (quick.folder / "a.warc.gz").read_bytes()
    (quick.folder / "cut.warc.gz").write_bytes(whole[: int(len(whole) * cut)])
    answer = quick("import", "cut.warc.gz", "--data", "new")

    assert answer.returncode == 1
    assert complaint(answer).startswith("stet: cut.warc.gz, record ")
    with Store.open(quick.folder / "new", read_only=True) as store:
        assert len(store.watches()) >= 1
        assert not [flaw for each in store.verify() for flaw in each.flaws]


@pytest.mark.parametrize(
    ("at", "why"),
    [
        ("造成3".encode(), "the file is cut here"),
        (b"HTTP/1.1 200 OK\r\nContent-Type", "the file is cut here"),
        (b"WARC-Type: response\r\n", "the file is cut here"),
        (b"WARC/1.1\r\nWARC-", "it says no length, so that the file may be cut here"),
    ],
)
def test_a_record_that_is_cut_is_not_taken_for_a_version(quick: Inside, at: bytes, why: str):
    watched(quick.folder / "data")
    quick("export", "--warc", "a.warc.gz")
    whole = gzip.decompress((quick.folder / "a.warc.gz").read_bytes())
    page_of_the_fifth = whole[: whole.index("人死亡".encode(), whole.index("造成3".encode()))]
    (quick.folder / "cut.warc").write_bytes(whole[: page_of_the_fifth.rindex(at) + len(at)])

    answer = quick("import", "cut.warc", "--data", "new")

    assert answer.returncode == 1
    assert complaint(answer) == (
        f"stet: cut.warc, record 5: {why}: what stood before it was taken in"
    )
    assert "3 pages: 1 new article, 0 more versions; 0 reports" in answer.stdout


def test_a_file_that_is_not_packed_is_taken_as_it_is(quick: Inside):
    watched(quick.folder / "data")
    quick("export", "--warc", "a.warc.gz")
    whole = gzip.decompress((quick.folder / "a.warc.gz").read_bytes())
    (quick.folder / "a.warc").write_bytes(whole)

    told = lines(quick("import", "a.warc", "--data", "new"))

    assert told[0].startswith("10 pages: 2 new articles, 3 more versions; ")


def test_a_gzip_of_something_else_is_said(quick: Inside):
    (quick.folder / "x.gz").write_bytes(b"\x1f\x8bnonsense")
    answer = quick("import", "x.gz", "--data", "new")

    assert answer.returncode == 1
    assert complaint(answer).startswith("stet: x.gz cannot be unpacked to its end: ")


def test_options_that_do_not_go_together_are_said(quick: Inside):
    answer = quick("export", "--warc", "a.warc.gz", "--seeds")

    assert answer.returncode == 2
    assert "--warc FILE is all there is to say" in complaint(answer)
