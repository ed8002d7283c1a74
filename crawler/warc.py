"""Fetches as WARC records and back: the only use of warcio.

A body is written as it is stored, transfer and content encodings removed, so the headers that name
those go by another name, with `X-Archive-Orig-` before it.
"""

import io
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any, BinaryIO

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeaders
from warcio.utils import Digester
from warcio.warcwriter import WARCWriter

from crawler.errors import DamagedError
from crawler.items import Snapshot

_REQUESTED = "X-Stet-Requested-URI"
_ORIGINAL = "X-Archive-Orig-"
_ENCODINGS = {"transfer-encoding", "content-encoding", "content-length"}
_NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
_GZIP = b"\x1f\x8b"
_BLOCK = 1 << 16
LARGEST = 8 * 1024 * 1024
"""Bytes of a body that is read; of a larger one so many and one more, which no parser takes."""


@dataclass(frozen=True, slots=True)
class Capture:
    """One record of a file."""

    snapshot: Snapshot
    """What was fetched; of a revisit without the bytes."""
    digest: str
    """Of the bytes, as the file names it (`sha1:...`); empty where it does not, and for a 304."""
    is_revisit: bool = False
    """Whether the bytes are those of an earlier record with this digest."""


class Writer:
    """A WARC 1.1 file on its way, a gzip member a record."""

    def __init__(self, out: BinaryIO, software: str) -> None:
        """Write to `out`, beginning with what wrote it."""
        self._writer = WARCWriter(out, gzip=True, warc_version="1.1")
        info = {
            "software": software,
            "format": "WARC File Format 1.1",
            "conformsTo": "http://iipc.github.io/warc-specifications/specifications/"
            "warc-format/warc-1.1/",
        }
        self._writer.write_record(self._writer.create_warcinfo_record("", info))

    def write(self, snapshots: Iterable[Snapshot]) -> int:
        """The fetches of one article, oldest first; how many records. No answer, no record.

        Bytes that came before, and a 304, make a revisit of the fetch that brought them.
        """
        first: dict[str, tuple[str, str]] = {}
        latest = ""
        count = 0
        for each in snapshots:
            if not each.status:
                continue
            digest = _digest(each.payload)
            if each.status == HTTPStatus.NOT_MODIFIED and latest:
                record = self._revisit(each, latest, first[latest])
                record.rec_headers.replace_header("WARC-Profile", _NOT_MODIFIED)
            elif digest in first:
                record = self._revisit(each, digest, first[digest])
            else:
                record = self._response(each)
                first[digest] = each.final_url, _date(each.fetched_at)
            if each.status != HTTPStatus.NOT_MODIFIED:
                latest = digest
            self._writer.write_record(record)
            count += 1
        return count

    def _response(self, each: Snapshot) -> Any:
        return self._writer.create_warc_record(
            each.final_url,
            "response",
            payload=io.BytesIO(each.payload),
            length=len(each.payload),
            http_headers=_http(each),
            warc_headers_dict=_fields(each),
        )

    def _revisit(self, each: Snapshot, digest: str, of: tuple[str, str]) -> Any:
        return self._writer.create_revisit_record(
            each.final_url, digest, *of, http_headers=_http(each), warc_headers_dict=_fields(each)
        )


def _digest(payload: bytes) -> str:
    digester = Digester("sha1")
    digester.update(payload)
    return str(digester)


def _date(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _fields(each: Snapshot) -> dict[str, str]:
    asked = {_REQUESTED: each.url} if each.url != each.final_url else {}
    return {"WARC-Date": _date(each.fetched_at), **asked}


def _http(each: Snapshot) -> StatusAndHeaders:
    phrases = {status.value: status.phrase for status in HTTPStatus}
    headers = [
        (f"{_ORIGINAL}{name}" if name.lower() in _ENCODINGS else name, value)
        for name, value in each.headers
    ]
    line = f"{each.status} {phrases.get(each.status, 'Unknown')}"
    return StatusAndHeaders(line, headers, protocol="HTTP/1.1")


# ------------------------------------------------------------------ reading


def read(file: BinaryIO, source: str) -> Iterator[Capture]:
    """The HTTP responses and revisits of a WARC, compressed or not, in the order of the file.

    Raises `DamagedError` where it is cut or no WARC.
    """
    count = last = 0
    try:
        found = ArchiveIterator(file, check_digests=True)
        for record in found:
            capture = _capture(record)
            _check_whole(record)
            count, last = count + 1, found.get_record_offset()
            if capture:
                yield capture
        _check_end(file, last)
    except _DAMAGE as error:
        said = (str(error).splitlines() or ["cannot be read"])[0][:200]
        if isinstance(error, KeyError | AttributeError):
            said = _CUT
        raise DamagedError(
            f"{source}, record {count + 1}: {said}: what stood before it was taken in"
        ) from error


_CUT = "the file is cut here"
# Of a record whose head is cut warcio takes the missing fields for text.
_DAMAGE = (ArchiveLoadFailed, EOFError, ValueError, OSError, KeyError, AttributeError, zlib.error)


def _check_whole(record: Any) -> None:
    """Hold a record against its own length and digests, as warcio takes what is cut for its end.

    Raises EOFError where less came than was said, ValueError where other bytes did.
    """
    if not (record.rec_headers.get_header("Content-Length") or "").strip().isdecimal():
        raise EOFError("it says no length, so that the file may be cut here")
    while record.raw_stream.read(_BLOCK):
        pass
    if record.raw_stream.limit:
        raise EOFError(_CUT)
    if record.digest_checker and record.digest_checker.passed is False:
        raise ValueError("the bytes are cut, or not those that were written")


def _check_end(file: BinaryIO, last: int) -> None:
    """Raises EOFError where something follows the last record: warcio passes over what is cut."""
    file.seek(last)
    if file.read(len(_GZIP)) != _GZIP:
        return
    file.seek(last)
    member = zlib.decompressobj(zlib.MAX_WBITS | 16)
    while not member.eof:
        block = file.read(_BLOCK)
        if not block:
            break
        member.decompress(block)
    if not member.eof or member.unused_data or file.read(1):
        raise EOFError(_CUT)


def _capture(record: Any) -> Capture | None:
    if record.rec_type not in {"response", "revisit"} or record.http_headers is None:
        return None
    named: Mapping[str, str] = dict(record.rec_headers.headers)
    status = record.http_headers.get_statuscode()
    target = named.get("WARC-Target-URI", "").strip("<>")
    body = record.content_stream().read(LARGEST + 1)
    snapshot = Snapshot(
        url=named.get(_REQUESTED, target),
        final_url=target,
        fetched_at=datetime.fromisoformat(named["WARC-Date"]).astimezone(UTC),
        status=int(status) if status.isdigit() else 0,
        headers=tuple(_headers(record.http_headers.headers)),
        payload=body,
    )
    if status == "304":
        return Capture(snapshot, "")
    digest = named.get("WARC-Payload-Digest", "")
    return Capture(snapshot, digest, is_revisit=record.rec_type == "revisit")


def _headers(headers: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """As they were stored: of encodings that were removed on the way nothing is said."""
    for name, value in headers:
        if name.lower() not in _ENCODINGS:
            yield name.removeprefix(_ORIGINAL), value
