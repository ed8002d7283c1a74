"""Files that a verb writes for its user: each is there whole, or not at all, and none is ours."""

import argparse
import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from crawler.config import FILE, Config
from crawler.errors import StetError, UsageError
from crawler.store import backup
from crawler.store.database import file_of
from scheduler import lock

_SQLITE = b"SQLite format 3\x00"
MAGIC = len(_SQLITE)
"""Bytes at the beginning of a file that tell what it is."""


def named(word: str) -> Path:
    """A file or folder that an option names, for argparse: an empty word would mean this folder."""
    if not word.strip():
        raise argparse.ArgumentTypeError("an empty name is none: name a file")
    return Path(word)


def refuse_copy(head: bytes, source: str) -> None:
    """Raises `UsageError` where `head`, the beginning of a file, tells that it is a database."""
    if head.startswith(_SQLITE):
        raise UsageError(
            f"{source} is a backup, or an archive: `stet restore --check FILE` tells whether it is "
            "whole, `stet restore FILE` puts it in the archive's place"
        )


def add_force(parser: argparse.ArgumentParser) -> None:
    """--force, as verbs take it whose files are kept for long."""
    parser.add_argument("--force", action="store_true", help="replace a FILE that is there")


def check(path: Path, config: Config) -> None:
    """Refuse as an output what the archive in use, or `stet run` beside it, lives on.

    That is its file with the log beside it, the settings, the lock and the folder of logs, by
    whatever name or link. Raises `UsageError`, also for a folder that we may not enter, and for a
    dash, which means standard output where a verb can write there.
    """
    if str(path) == "-":
        raise UsageError("this cannot be written to standard output: name a file")
    from scheduler.runner import LOGS  # what starts crawls, which few that write need

    archive = file_of(config.data, config.database_url)
    ours = {
        "is the archive itself": backup.parts_of(archive) if archive else [],
        "holds settings": [config.file or Path(FILE), config.data / FILE],
        "is the lock of `stet run`": [config.data / lock.NAME],
    }
    try:
        with suppress(FileNotFoundError):
            path.stat()
        wrong = next((what for what, files in ours.items() if backup.is_among(path, files)), "")
        is_log = path.resolve().is_relative_to((config.data / LOGS).resolve())
    except OSError as error:  # a folder that we may not enter, a link to itself
        raise unwritable(path, error) from error
    if wrong:
        raise UsageError(f"{path} {wrong}: name another file")
    if is_log:
        raise UsageError(f"{path} is where the archive has its logs: name another place")


def check_writable(path: Path, config: Config) -> None:
    """The same, and whether it can be written at all, for what takes minutes to make.

    Raises what `check` and `unwritable` say.
    """
    check(path, config)
    try:
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        if path.is_file() or not path.exists():
            beside = _beside(path)
            beside.touch()
            beside.unlink()
    except OSError as error:
        raise unwritable(path, error) from error


def _beside(path: Path) -> Path:
    """Where what replaces `path`, or what that leads to, stands until all of it is written."""
    place = path.resolve()
    return place.with_name(f"{place.name}.partial")


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """What is called `path` once all of it is written; what was called so before stays until then.

    Of one that was not written to its end nothing is left. What is no file, such as a pipe or
    /dev/stdout, is written to as it is. Raises `OSError`.
    """
    if path.exists() and not path.is_file():
        with path.open("wb") as file:
            yield file
        return
    place, beside = path.resolve(), _beside(path)
    try:
        with beside.open("wb") as file:
            yield file
        if place.exists():
            shutil.copymode(place, beside)
        beside.replace(place)
    except BaseException:
        with suppress(OSError):  # what kept it from being written is the one to tell
            beside.unlink()
        raise


@contextmanager
def writing(path: Path, config: Config, *, force: bool = True) -> Iterator[BinaryIO]:
    """The same, of what `check` lets pass; without `force` over no file that is there.

    Raises what `check` and `unwritable` say, and `UsageError` for a file that is there.
    """
    check(path, config)
    if path.is_file() and not force:
        raise backup.is_there(path)
    try:
        with replacing(path) as file:
            yield file
    except OSError as error:
        raise unwritable(path, error) from error


def unwritable(path: Path, error: OSError, aside: str = "") -> StetError:
    """What to tell a user whose file or folder cannot be written; `aside` follows it."""
    if error.errno == errno.ENOSPC:
        return StetError(f"cannot write {path}: the disk is full, make room first{aside}")
    return UsageError(f"cannot write {path}: {error.strerror}{aside}")
