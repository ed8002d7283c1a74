"""Records of the archive as JSON (msgspec), and that as bytes (zstd)."""

import threading
from collections.abc import Mapping
from functools import cached_property
from typing import Any, TypeVar

import msgspec
import zstandard

from crawler.errors import StoreError

_Record = TypeVar("_Record")
_LEVEL = 3  # beyond it the time doubles for 3 % of the size: research/scale.md B1


class _Codec(threading.local):
    """zstd's state: dear to set up, and not to be shared between threads."""

    def __init__(self) -> None:
        self.compressor = zstandard.ZstdCompressor(_LEVEL)
        self.decompressor = zstandard.ZstdDecompressor()


_codec = _Codec()


def pack(record: object) -> bytes:
    """A dataclass or plain data as compressed JSON; what JSON does not know becomes text."""
    return compress(to_json(record))


def unpack(stored: bytes, kind: type[_Record]) -> _Record:
    """The record that `pack` was given. Raises `StoreError` where the bytes are damaged."""
    return from_json(decompress(stored), kind)


def plain(record: object) -> Any:
    """A dataclass in the terms of JSON: mappings and lists, times as ISO 8601, sets in order."""
    return msgspec.to_builtins(record, order="deterministic", enc_hook=str)


def to_json(record: object) -> bytes:
    """A dataclass or plain data as JSON in UTF-8; what JSON does not know becomes text."""
    return msgspec.json.encode(record, enc_hook=str)


def from_json(document: bytes | str, kind: type[_Record]) -> _Record:
    """The record that `to_json` was given. Raises `StoreError` where the document is damaged."""
    try:
        return msgspec.json.decode(document, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise StoreError(f"the archive holds a damaged {kind.__name__}: {error}") from error


def line(fields: Mapping[str, object]) -> bytes:
    """A line of JSON Lines; a value of `embedded` stands in it to the byte."""
    return msgspec.json.encode(fields, enc_hook=str) + b"\n"


def embedded(document: bytes) -> object:
    """JSON that is part of a `line` as it is."""
    return msgspec.Raw(document)


def fields_of(line: bytes) -> dict[str, bytes]:
    """The fields of a line, each still JSON. Raises `StoreError` where it is no JSON object."""
    return {name: bytes(raw) for name, raw in from_json(line, dict[str, msgspec.Raw]).items()}


class Base:
    """Bytes that others are compressed with: zstd makes them ready once. Of one thread alone."""

    def __init__(self, content: bytes) -> None:
        """Not empty."""
        self.content = content

    @cached_property
    def compressor(self) -> zstandard.ZstdCompressor:
        """Leaves out what the bytes hold."""
        return zstandard.ZstdCompressor(_LEVEL, dict_data=self._dictionary)

    @cached_property
    def decompressor(self) -> zstandard.ZstdDecompressor:
        """Puts it in again."""
        return zstandard.ZstdDecompressor(dict_data=self._dictionary)

    @property
    def _dictionary(self) -> zstandard.ZstdCompressionDict:
        return zstandard.ZstdCompressionDict(self.content, dict_type=zstandard.DICT_TYPE_RAWCONTENT)


def compress(raw: bytes, base: Base | None = None) -> bytes:
    """One zstd frame that knows its size; what `raw` has in common with `base` is left out."""
    return (base or _codec).compressor.compress(raw)


def decompress(stored: bytes, base: Base | None = None) -> bytes:
    """What was compressed with the same `base`. Raises `StoreError` where the bytes are damaged."""
    try:
        return (base or _codec).decompressor.decompress(stored)
    except zstandard.ZstdError as error:
        raise StoreError(f"the archive holds damaged bytes: {error}") from error
