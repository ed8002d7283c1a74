"""The errors of Stet, one tree.

::

    StetError                 exit 1   anything below; its text says who, which URL, what to do
    ├── UsageError            exit 2   the command line, a URL, a folder the user named
    ├── ConfigError           exit 2   stet.toml or the environment
    │   └── UnsetError        exit 2   a variable that the settings need and this environment lacks
    ├── SeedError                      a document that is no seed: file, line, what was expected
    ├── StoreError            exit 1   the archive cannot be opened, read or written
    │   ├── FolderError       exit 2   the folder named for the archive cannot hold one
    │   ├── NewerStoreError   exit 2   written by a newer Stet
    │   ├── ServerError       exit 1   the database server does not answer, or broke off
    │   └── BusyError         exit 75  another instance holds the lock
    ├── DamagedError          exit 1   a file of ours is cut, or not as it was written: file, where
    ├── CrawlError            exit 1   a crawl failed, hung or was killed
    ├── DeliveryError         exit 1   a channel did not take a letter
    └── NotFoundError         exit 2   no such article, version or report
        └── PrunedError       exit 2   it was there, and was let go by `stet prune`

What is wrong with a *page* is no error: it is a `crawler.items.Fault`, recorded and counted.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Self

EX_FAILED = 1
EX_USAGE = 2
EX_TEMPFAIL = 75  # sysexits.h: try again later
EX_INTERRUPTED = 130  # 128 + SIGINT, as shells have it


class StetError(Exception):
    """The root: catch this to catch all of ours. `exit_code` is what a verb ends with."""

    exit_code = EX_FAILED
    label = ""
    """Which sentence the text is, for a face that says it in other languages; empty: no such."""
    values: Mapping[str, object] = MappingProxyType({})
    """What stands in that sentence."""

    def labelled(self, label: str, **values: object) -> Self:
        """The same error, with the name of its sentence and what stands in it."""
        self.label, self.values = label, values
        return self


class UsageError(StetError):
    """What the user asked for cannot be understood or done as asked."""

    exit_code = EX_USAGE


class ConfigError(StetError):
    """A setting is wrong; the text names file, table and key."""

    exit_code = EX_USAGE


class UnsetError(ConfigError):
    """A variable that the settings need is not set in our environment; it may be in another."""


class SeedError(StetError):
    """A document that does not follow the grammar of its seed form."""

    def __init__(self, line: int, expected: str, found: str = "", source: str = "") -> None:
        """`line` counts from 1; `expected` and `found` are short texts; `source` a file name."""
        self.line = line
        self.expected = expected
        self.found = found
        self.source = source
        super().__init__(str(self))

    def __str__(self) -> str:
        where = f"{self.source}, line {self.line}" if self.source else f"line {self.line}"
        seen = f", found {self.found[:60]!r}" if self.found else ""
        return f"{where}: not a seed document: expected {self.expected}{seen}"


class StoreError(StetError):
    """The archive cannot be opened, read or written; the text says which file and what to do."""


class FolderError(StoreError):
    """The folder named for the archive is none, or may not be entered or written."""

    exit_code = EX_USAGE


class NewerStoreError(StoreError):
    """The archive was written by a newer Stet: upgrade Stet; nothing was changed."""

    exit_code = EX_USAGE


class ServerError(StoreError):
    """The database server does not answer, or broke the connection off: it may come back."""


class BusyError(StoreError):
    """Another instance holds the lock; the text says which process."""

    exit_code = EX_TEMPFAIL


class DamagedError(StetError):
    """What Stet wrote is cut or was changed; the text names the place."""


class CrawlError(StetError):
    """A crawl did not end well: it failed, outran its deadline, or was killed."""


class DeliveryError(StetError):
    """A channel did not take a letter; the text names it, and the next time tries again."""


class NotFoundError(StetError):
    """No such article, version or report in this archive."""

    exit_code = EX_USAGE


class PrunedError(NotFoundError):
    """It was in this archive, and was let go by `stet prune`; the text says what is left of it."""


def in_words(error: Exception) -> str:
    """What an error of the machine or the network says, without its number and its Python."""
    cause = getattr(error, "reason", None)  # of what urllib raises
    said = cause if isinstance(cause, Exception) else error
    return str(getattr(said, "strerror", "") or said) or type(said).__name__
