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
from warcio.bufferedreaders import BufferedReader
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
_FETCHED = {"response", "revisit", "resource", "conversion", "continuation"}
"""Types of records that are no mere words about others."""
_PARTS = ("WARC-Truncated", "WARC-Segment-Number")
_BLOCK = 1 << 16
LARGEST = 8 * 1024 * 1024
"""Bytes of a body that is read; of a larger one so many and one more, which no parser takes."""

LONGEST = 1024 * 1024
"""Bytes of a line in the head of a record."""


@dataclass(frozen=True, slots=True)
class Capture:
    """One record of a file."""

    snapshot: Snapshot
    """What was fetched; of a revisit without the bytes."""
    digest: str
    """Of the bytes, as the file names it (`sha1:...`); empty where it does not, and for a 304."""
    is_revisit: bool = False
    """Whether the bytes are those of an earlier record with this digest."""
    is_part: bool = False
    """Whether the bytes are some of a page, and not all that there were."""


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


def read(file: io.BufferedIOBase, source: str) -> Iterator[Capture]:
    """What was fetched, as a WARC has it that is unpacked already, in the order of the file.

    Of what was not fetched by HTTP the status is 0, and of a `resource` 200. Raises `DamagedError`
    where the file is cut or no WARC, or where unpacking it fails.
    """
    count = 0
    try:
        found = ArchiveIterator(_AsItComes(file), check_digests=True)
        found.reader = _Reader(found.fh)
        for record in found:
            capture = _capture(record)
            _check_whole(record)
            count += 1
            if capture:
                yield capture
        _check_end(file)
    except _DAMAGE as error:
        said = (str(error).strip().splitlines() or ["cannot be read"])[0][:200]
        if isinstance(error, KeyError | AttributeError):
            said = _CUT
        raise DamagedError(
            f"{source}, record {count + 1}: {said}: what stood before it was taken in"
        ) from error


class _AsItComes:
    """A file for warcio: what comes before a place where it is cut is not lost with the rest."""

    def __init__(self, file: io.BufferedIOBase) -> None:
        self._file = file

    def read(self, size: int) -> bytes:
        """No more than is there."""
        return self._file.read1(size)


class _Reader(BufferedReader):  # type: ignore[misc]  # warcio's has no types
    """Warcio's, of what is unpacked already, and with a bound to what a line may take of memory."""

    def readline(self, length: int | None = None) -> bytes:
        """Raises ValueError for a longer one."""
        most, line = min(length or LONGEST, LONGEST), b""
        while len(line) < most and not line.endswith(b"\n"):
            piece = super().readline(most - len(line))  # may end sooner than where it was told to
            if not piece:
                break
            line += piece
        if len(line) == LONGEST:
            raise ValueError(f"a line of its head is longer than {LONGEST} bytes")
        return line


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


def _check_end(file: io.BufferedIOBase) -> None:
    """Raises EOFError where the file is cut while it is packed: warcio takes that for its end."""
    if file.read(1):
        raise EOFError(_CUT)


def _capture(record: Any) -> Capture | None:
    if record.rec_type not in _FETCHED:
        return None
    named: Mapping[str, str] = dict(record.rec_headers.headers)
    target = named.get("WARC-Target-URI", "").strip("<>")
    snapshot = Snapshot(
        url=named.get(_REQUESTED, target),
        final_url=target,
        fetched_at=datetime.fromisoformat(named["WARC-Date"]).astimezone(UTC),
        status=_status(record),
        headers=tuple(_headers(record)),
        payload=record.content_stream().read(LARGEST + 1),
    )
    if snapshot.status == HTTPStatus.NOT_MODIFIED:
        return Capture(snapshot, "")
    digest = named.get("WARC-Payload-Digest", "")
    return Capture(snapshot, digest, record.rec_type == "revisit", _is_part(record))


def _status(record: Any) -> int:
    if record.rec_type == "resource":
        return HTTPStatus.OK
    said = record.http_headers.get_statuscode() if record.http_headers else ""
    return int(said) if said.isdigit() else 0


def _is_part(record: Any) -> bool:
    """Whether a part was asked for or sent, or the end is missing.

    A revisit has no bytes of its own: it may be called truncated, and has the length of others.
    """
    if _status(record) == HTTPStatus.PARTIAL_CONTENT:
        return True
    if record.rec_type == "revisit":
        return False
    if any(record.rec_headers.get_header(name) for name in _PARTS):
        return True
    http = record.http_headers
    if http is None or http.get_header("Transfer-Encoding"):
        return False
    length = http.get_header("Content-Length") or ""
    return length.isdecimal() and record.payload_length < int(length)


def _headers(record: Any) -> Iterator[tuple[str, str]]:
    """As they were stored: of encodings that were removed on the way nothing is said."""
    if record.http_headers is None:
        yield "Content-Type", record.content_type or ""
        return
    for name, value in record.http_headers.headers:
        if name.lower() not in _ENCODINGS:
            yield name.removeprefix(_ORIGINAL), value
