"""WARCs that other tools wrote: whole pages are read, and nothing is left out in silence."""

import gzip
import hashlib
import sys
from base64 import b32encode
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from crawler import warc
from crawler.store import Store
from tests.terminal import SEED, Inside, complaint, lines, piped
from tests.test_warc import URL, page

HTML = {"Content-Type": "text/html; charset=utf-8"}
WHOLE = page(2)
CUT = WHOLE[: WHOLE.index("<p>港務局長".encode())]
LENGTH = {"Content-Length": str(len(WHOLE))}
ONE = "1 page: 1 new article, 0 more versions; 0 reports"
"""What is told of the first page, whatever becomes of others."""


class Writer:
    """A tool of somebody else's: one record a day."""

    def __init__(self, path: Path, *, is_packed: bool = True) -> None:
        self._file = path.open("wb")
        self._writer = WARCWriter(self._file, gzip=is_packed)
        self._writer.write_record(self._writer.create_warcinfo_record("x.warc", {}))
        self._days = 0

    def __enter__(self) -> "Writer":
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def add(
        self,
        body: bytes,
        status: str = "200 OK",
        headers: Mapping[str, str] = HTML,
        fields: Mapping[str, str] | None = None,
        kind: str = "response",
    ) -> None:
        """Write what HTTP answered."""
        http = StatusAndHeaders(status, list(headers.items()), protocol="HTTP/1.1")
        self._write(URL, kind, body, http_headers=http, warc_headers_dict=self._dated(fields))

    def add_file(self, url: str, body: bytes, content_type: str, kind: str = "resource") -> None:
        """Write what did not come by HTTP."""
        self._write(
            url, kind, body, warc_content_type=content_type, warc_headers_dict=self._dated(None)
        )

    def _write(self, url: str, kind: str, body: bytes, **others: object) -> None:
        record = self._writer.create_warc_record(
            url, kind, payload=BytesIO(body), length=len(body), **others
        )
        self._writer.write_record(record)

    def _dated(self, fields: Mapping[str, str] | None) -> dict[str, str]:
        self._days += 1
        return {"WARC-Date": f"2026-01-{self._days:02}T00:00:00Z", **(fields or {})}


def versions(folder: Path) -> list[int]:
    """How often each version of the only article was seen."""
    with Store.open(folder, read_only=True) as store:
        [watch] = store.watches()
        return [each.checks for each in store.versions(watch.identity)]


@pytest.mark.parametrize(
    ("status", "headers", "fields"),
    [
        ("200 OK", HTML, {"WARC-Truncated": "length"}),
        ("200 OK", HTML, {"WARC-Truncated": "disconnect"}),
        ("200 OK", HTML, {"WARC-Segment-Number": "1"}),
        ("206 Partial Content", HTML | {"Content-Range": "bytes 0-99/200"}, {}),
        ("200 OK", HTML | LENGTH, {}),
    ],
    ids=["long", "disconnected", "segment", "206", "shorter"],
)
def test_a_part_of_a_page_is_no_edit(
    quick: Inside, status: str, headers: Mapping[str, str], fields: Mapping[str, str]
):
    with Writer(quick.folder / "a.warc.gz") as others:
        others.add(WHOLE)
        others.add(CUT, status, headers, fields)

    told = lines(quick("import", "a.warc.gz"))

    assert told == [ONE, "left out: 0 no articles, 1 not whole, 0 not later than known"]
    assert versions(quick.folder / "data") == [1]


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (WHOLE, LENGTH),
        (WHOLE, {"Content-Length": str(len(WHOLE) - 1)}),
        (gzip.compress(WHOLE), {"Content-Encoding": "gzip"}),
        (
            gzip.compress(WHOLE),
            {"Content-Encoding": "gzip", "Content-Length": str(len(gzip.compress(WHOLE)))},
        ),
        (WHOLE, {"Content-Encoding": "gzip", "Content-Length": "300"}),
        (WHOLE, {"Transfer-Encoding": "chunked", "Content-Length": "99999"}),
        (WHOLE, {"Content-Length": "unknown"}),
    ],
    ids=["equal", "longer", "packed", "packed-equal", "unpacked", "chunked", "unknown"],
)
def test_a_whole_page_is_read_whatever_was_removed_of_it(
    quick: Inside, body: bytes, headers: dict[str, str]
):
    with Writer(quick.folder / "a.warc.gz") as others:
        others.add(WHOLE)
        others.add(body, headers=HTML | headers)

    told = lines(quick("import", "a.warc.gz"))

    assert told[1] == "left out: 0 no articles, 0 not whole, 0 not later than known"
    assert versions(quick.folder / "data") == [2]


def test_a_revisit_is_whole_though_it_brings_nothing(quick: Inside):
    digest = hashlib.sha1(WHOLE, usedforsecurity=False).digest()
    same = {"WARC-Payload-Digest": f"sha1:{b32encode(digest).decode()}"}
    said = same | {"WARC-Truncated": "length"}  # so Heritrix
    with Writer(quick.folder / "a.warc") as others:
        others.add(WHOLE, fields=same)
        others.add(b"", headers=HTML | LENGTH, fields=said, kind="revisit")

    told = lines(quick("import", "a.warc"))

    assert told[1] == "left out: 0 no articles, 0 not whole, 0 not later than known"
    assert versions(quick.folder / "data") == [2]


def test_what_came_by_other_ways_is_read_or_counted(quick: Inside):
    with Writer(quick.folder / "a.warc.gz") as others:
        others.add_file(URL, WHOLE, "text/html; charset=utf-8")
        others.add_file("dns:news.example", b"192.0.2.1", "text/dns", "response")
        others.add_file("urn:pageinfo:1", b"{}", "application/json")
        others.add_file(URL, "渡輪擦撞".encode(), "text/plain", "conversion")
        others.add_file("metadata://x", b"a: b", "application/warc-fields", "metadata")

    told = lines(quick("import", "a.warc.gz"))

    assert told == [ONE, "left out: 3 no articles, 0 not whole, 0 not later than known"]


def test_a_warc_that_was_packed_as_a_whole_is_read(quick: Inside):
    with Writer(quick.folder / "a.warc", is_packed=False) as others:
        others.add(WHOLE)
        others.add(page(3))
    packed = gzip.compress((quick.folder / "a.warc").read_bytes())
    (quick.folder / "a.warc.gz").write_bytes(packed)
    (quick.folder / "cut.warc.gz").write_bytes(packed[:-9])

    told = lines(quick("import", "a.warc.gz"))
    cut = quick("import", "cut.warc.gz", "--data", "new")

    assert told[0] == "2 pages: 1 new article, 1 more version; 1 report"
    assert cut.returncode == 1
    assert complaint(cut).startswith("stet: cut.warc.gz, record ")
    assert versions(quick.folder / "new")[0] == 1


def test_a_head_without_end_is_refused(quick: Inside):
    bomb = b"WARC/1.0\r\nX: " + bytes(4 * warc.LONGEST)
    (quick.folder / "a.warc.gz").write_bytes(gzip.compress(bomb))

    answer = quick("import", "a.warc.gz")

    assert answer.returncode == 1
    assert "record 1: a line of its head is longer than 1048576 bytes" in complaint(answer)


@pytest.mark.parametrize("is_packed", [True, False])
def test_a_warc_comes_by_a_pipe(quick: Inside, monkeypatch: pytest.MonkeyPatch, is_packed: bool):
    with Writer(quick.folder / "a.warc", is_packed=is_packed) as others:
        others.add(WHOLE)
    monkeypatch.setattr(sys, "stdin", piped((quick.folder / "a.warc").read_bytes()))

    assert lines(quick("import", "-"))[0] == ONE


def test_what_another_verb_reads_is_said(quick: Inside):
    (quick.folder / "seed.txt").write_text(SEED, encoding="utf-8")
    lines(quick("import", "seed.txt"))
    lines(quick("backup", "b.db"))
    (quick.folder / "g.zip").write_bytes(b"PK\x03\x04" + b"." * 99)

    for answer in (quick("import", "b.db"), quick("verify", "b.db")):
        assert answer.returncode == 2
        assert "b.db is a backup, or an archive: `stet restore --check FILE`" in complaint(answer)
    answer = quick("import", "g.zip")
    assert answer.returncode == 2
    assert "g.zip is a ZIP: `stet verify FILE` reads a bundle" in complaint(answer)
