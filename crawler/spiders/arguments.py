"""Reads what `-a` names: URLs, files of URLs, how far to follow, how many."""

import io
import re
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

from crawler import urls
from crawler.errors import UsageError

MOST_RELATED = 3
"""Links away from what was asked for; each step multiplies the pages by ten or more."""


class Pages(Iterable[str]):
    """URLs in order, of which there may be so many that each as a text takes too much memory."""

    def __init__(self, found: Iterable[str]) -> None:
        """Holds all of them; none has a line break in it."""
        held = bytearray()
        for url in found:
            held += f"{url}\n".encode("utf-8", "surrogatepass")
        self._held = bytes(held)

    def __iter__(self) -> Iterator[str]:
        """Each as a text."""
        return (line[:-1].decode("utf-8", "surrogatepass") for line in io.BytesIO(self._held))

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self._held)


def pages(url: str, file: str) -> Pages:
    """The URLs of `-a url=` and of the file of `-a urls=`, in order; one may come twice.

    Raises `UsageError` where there is none, where the file cannot be read, or where one is no
    URL: it names the argument or the line.
    """
    found = Pages(chain(map(urls.check, separate(url)), _lines_of(Path(file)) if file else ()))
    if not found:
        raise UsageError("no URL given: -a url=https://... or -a urls=FILE, one URL a line")
    return found


def separate(text: str) -> list[str]:
    """URLs written in one argument, apart by white space or commas; a comma inside a URL stays."""
    parts = re.split(r"\s+|,+\s*(?=https?://|$)", text.strip())
    return [part for part in parts if part]


def _lines_of(path: Path) -> Iterator[str]:
    for number, line in enumerate(_read(path), 1):
        if written := _COMMENT.sub("", line).strip():
            try:
                yield urls.check(written)
            except UsageError as error:
                raise UsageError(f"{path}, line {number}: {error}") from None


_COMMENT = re.compile(r"(^|\s)#.*", re.DOTALL)


def _read(path: Path) -> Iterator[str]:
    try:
        with path.open(encoding="utf-8-sig") as lines:
            yield from lines
    except (OSError, ValueError) as error:
        reason = "it is not UTF-8 text" if isinstance(error, ValueError) else error.strerror
        raise UsageError(f"cannot read the URLs in {path}: {reason}") from None


def number(name: str, value: str, least: int, most: int) -> int:
    """The whole number that `-a NAME=value` says. Raises `UsageError` naming its limits."""
    if re.fullmatch(r"[0-9]{1,9}", value) and least <= int(value) <= most:
        return int(value)
    raise UsageError(f"{name}={value!r}: a whole number from {least} to {most} is needed")


def refuse_unknown(given: Iterable[str], known: Iterable[str]) -> None:
    """Raise `UsageError` for the first argument that the spider does not know."""
    names = list(known)
    for name in given:
        if name not in names:
            raise UsageError(f"there is no argument -a {name}=; known are: {', '.join(names)}")
