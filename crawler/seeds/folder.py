"""The files of a folder of seeds, one after the other, each read or refused."""

import os
import stat
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from crawler.errors import SeedError, UsageError

LARGEST = 16 * 1024 * 1024
"""Bytes; the largest real seed has 0.3 MB."""

SUFFIXES = (".md", ".markdown", ".txt")

Found = tuple[Path, bytes] | SeedError
"""A file with what it holds, or why it was not read."""


def files(path: Path) -> Iterator[Found]:
    """The file `path`, or each file below the folder `path` that has a seed's suffix, in order.

    Hidden files and folders are passed over. Raises `UsageError` at once where `path` is missing,
    cannot be read, or holds no such file.
    """
    try:
        if not stat.S_ISDIR(path.stat().st_mode):
            return iter([_read(path)])
        _children(path)
    except OSError as error:
        hint = "name a seed document or a folder of them"
        raise UsageError(f"seeds {path}: {error.strerror}: {hint}") from None
    found = _below(path)
    first = next(found, None)
    if first is None:
        raise UsageError(f"seeds {path}: no {', '.join(SUFFIXES)} file is in this folder")
    return chain([first], found)


def _below(folder: Path) -> Iterator[Found]:
    root = os.path.realpath(folder)
    waiting = [folder]
    while waiting:
        path = waiting.pop()
        is_link = path.is_symlink() and path is not folder
        if is_link and not Path(os.path.realpath(path)).is_relative_to(root):
            yield _refused(path, "a file of this folder", f"a link to {os.path.realpath(path)}")
        elif not os.path.isdir(path):  # noqa: PTH112 -- Path.is_dir raises where it may not look
            if path.name.lower().endswith(SUFFIXES):
                yield _read(path)
        elif not is_link:  # what a link within the folder leads to is read where it lies
            try:
                waiting += reversed(_children(path))
            except OSError as error:
                yield _refused(path, "a folder that can be read", str(error.strerror))


def _children(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if not path.name.startswith("."))


def _read(path: Path) -> Found:
    try:
        kind = path.stat()
        if not stat.S_ISREG(kind.st_mode):  # a pipe would be waited for
            return _refused(path, "an ordinary file", "a pipe, a socket or a device")
        with path.open("rb") as file:
            document = file.read(LARGEST + 1)
    except OSError as error:
        return _refused(path, "a file that can be read", str(error.strerror))
    if len(document) > LARGEST:
        return _refused(path, "at most 16 MiB", f"{kind.st_size / 2**20:.1f} MiB")
    return path, document


def _refused(path: Path, expected: str, found: str) -> SeedError:
    return SeedError(1, expected, found, str(path))
