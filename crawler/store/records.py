"""Records of the archive as bytes: JSON by msgspec, compressed by zstd."""

import threading
from typing import TypeVar

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
    return compress(msgspec.json.encode(record, enc_hook=str))


def unpack(stored: bytes, kind: type[_Record]) -> _Record:
    """The record that `pack` was given. Raises `StoreError` where the bytes are damaged."""
    try:
        return msgspec.json.decode(decompress(stored), type=kind)
    except msgspec.DecodeError as error:
        raise StoreError(f"the archive holds a damaged {kind.__name__}: {error}") from error


def compress(raw: bytes) -> bytes:
    """One zstd frame that knows its size."""
    return _codec.compressor.compress(raw)


def decompress(stored: bytes) -> bytes:
    """What was compressed. Raises `StoreError` where the bytes are damaged."""
    try:
        return _codec.decompressor.decompress(stored)
    except zstandard.ZstdError as error:
        raise StoreError(f"the archive holds damaged bytes: {error}") from error
