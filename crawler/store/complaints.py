"""What the errors of SQLite and PostgreSQL mean to a person: where it is, and what to do."""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType

from sqlalchemy.exc import (
    DatabaseError,
    DataError,
    DBAPIError,
    IntegrityError,
    InterfaceError,
    ProgrammingError,
)
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from crawler.errors import BusyError, ServerError, StoreError

PATIENCE = 30.0
"""Seconds that a writer waits for another one."""

_OURS = (DataError, IntegrityError, InterfaceError, ProgrammingError)
"""A wrong statement is no news for the user."""
_OTHER = (StoreError, "cannot be used: {said}")
_BUSY = "is being written by another process for over {patience:g} s: wait for it or stop it"


@contextmanager
def told(place: str, patience: float = PATIENCE) -> Iterator[None]:
    """Turns what a database driver raises into a `StoreError` that says where and what to do."""
    try:
        yield
    except DBAPIError as error:
        is_of_server = hasattr(error.orig, "sqlstate")
        meant = _of_server(error) if is_of_server else _of_file(error, Path(place))
        if meant is None:
            raise
        kind, sentence = meant
        raise kind(f"{place} {sentence.format(said=_said(error), patience=patience)}") from error
    except PoolTimeoutError as error:
        raise BusyError(f"{place} is being asked by too many at once: try again") from error
    except ValueError as error:  # what SQLAlchemy says of a time that is none
        if not {"datetime", "isoformat"} & {*str(error).split()}:
            raise
        raise StoreError(f"{place} holds a row that cannot be read: {error}") from error


def _said(error: DBAPIError) -> str:
    """What the driver said, in one line; of several attempts to connect the last."""
    lines = [line for line in str(error.orig).splitlines() if line[:1].strip()]
    if not lines:
        return type(error.orig).__name__
    line = lines[0] if error.statement else lines[-1]
    return line.rpartition(" failed: ")[2].removeprefix("FATAL:").strip()


# ------------------------------------------------------------------ SQLite


def _of_file(error: DBAPIError, path: Path) -> tuple[type[StoreError], str] | None:
    """The kind of an error and its sentence; None for a mistake of ours."""
    if isinstance(error, _OURS) or not isinstance(error, DatabaseError):
        return None
    return _meant(str(error.orig), path)


def trouble(place: str, said: str) -> StoreError:
    """What SQLite's own words on the file at `place` mean to a person."""
    kind, sentence = _meant(said, Path(place))
    return kind(f"{place} {sentence.format(said=said, patience=PATIENCE)}")


def _meant(said: str, path: Path) -> tuple[type[StoreError], str]:
    if "disk I/O error" in said and _has_no_room(path.parent):
        said = "database or disk is full"  # SQLite does not say so of its -shm file
    known = ((kind, sentence) for symptom, kind, sentence in _SYMPTOMS if symptom in said)
    return next(known, _OTHER)


def _has_no_room(folder: Path) -> bool:
    return folder.is_dir() and shutil.disk_usage(folder).free < _ROOM_NEEDED


_ROOM_NEEDED = 64 * 1024  # bytes: the -shm file takes 32 KB
NO_PERMISSION = (
    "cannot be written: give yourself write permission on the file and its folder, "
    "or name another folder with --data"
)
_SYMPTOMS: tuple[tuple[str, type[StoreError], str], ...] = (
    ("readonly", StoreError, NO_PERMISSION),
    (
        "is full",
        StoreError,
        "has no room: the disk is full; make room and run it again, what was stored is kept",
    ),
    ("locked", BusyError, _BUSY),
    (
        "unable to open",
        StoreError,
        "cannot be opened: check the permissions of the file and its folder, "
        "or name another folder with --data",
    ),
    (
        "not a database",
        StoreError,
        "is no Stet archive, or is damaged: name another one, or put a backup in its place",
    ),
    ("malformed", StoreError, "is damaged: keep a copy of it and put a backup in its place"),
    (
        "disk I/O error",
        StoreError,
        "cannot be read or written, the disk failed: check it, then run it again",
    ),
)


# ------------------------------------------------------------------ PostgreSQL


def _of_server(error: DBAPIError) -> tuple[type[StoreError], str] | None:
    """The kind of an error and its sentence; None for a mistake of ours."""
    state = getattr(error.orig, "sqlstate", None) or ""
    if error.connection_invalidated:
        return ServerError, _CUT
    if error.statement is None and not state:
        known = (sentence for symptom, sentence in _UNREACHED if symptom in str(error.orig))
        return ServerError, next(known, _NO_ANSWER)
    known_state = _BY_STATE.get(state) or _BY_STATE.get(state[:2])
    return known_state or (None if isinstance(error, _OURS) else _OTHER)


_CUT = (
    "broke the connection off ({said}): what was stored before is kept; "
    "see that the server runs, then run it again"
)
NO_SCHEMA = (
    "has no schema for an archive: make the one that [store] url names with "
    "`CREATE SCHEMA NAME`, or name another one"
)
_BY_STATE: Mapping[str, tuple[type[StoreError], str]] = MappingProxyType({
    # https://www.postgresql.org/docs/current/errcodes-appendix.html; two characters are a class.
    "25006": (
        StoreError,
        "cannot be written: it is a standby, or was opened for reading only; "
        "name the server that takes changes in [store] url",
    ),
    "3F000": (StoreError, NO_SCHEMA),
    "42501": (
        StoreError,
        "does not let this user do it ({said}): name the user that owns the tables in [store] url, "
        "or GRANT what is missing",
    ),
    "42P01": (StoreError, "is no whole archive ({said}): restore a backup, or name another one"),
    "53100": (
        StoreError,
        "has no room, the server's disk is full: make room and run it again, "
        "what was stored is kept",
    ),
    "55P03": (BusyError, _BUSY),
    "XX": (StoreError, "is damaged ({said}): keep a copy of it and restore a backup"),
})  # fmt: skip

# libpq keeps no code of a connection that never was: the server's words are all there is.
_UNREACHED = (
    *(
        (
            symptom,
            "does not let us in ({said}): check the user in [store] url, and the password there, "
            "in PGPASSWORD or in ~/.pgpass",
        )
        for symptom in ("password", "pg_hba.conf", "authentication", 'role "')
    ),
    (
        "does not exist",
        "has no such database ({said}): make it with `createdb --encoding=UTF8 NAME`, "
        "or name another one in [store] url",
    ),
    *(
        (symptom, "takes no connection now ({said}): run it again in a moment")
        for symptom in ("starting up", "shutting down", "recovery", "too many", "slots")
    ),
)
_NO_ANSWER = "does not answer ({said}): see that the PostgreSQL server runs, and check [store] url"
