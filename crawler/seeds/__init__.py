"""Seed documents, in either form: bytes to Article, and back byte for byte."""

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Literal

from crawler import sites
from crawler.errors import SeedError, UsageError
from crawler.items import COMPARED, Article, SeedDocument
from crawler.seeds import folder, jekyll, plaintext

Form = Literal["jekyll", "text"]

TEXT = "text:"
"""How the URL and the identity of an article without URL begin."""

_NAME_UNITS = 50
_SUFFIXES = {"jekyll": ".md", "text": ".txt"}
_CONTROLS = dict.fromkeys([*range(0x20), *range(0x7F, 0xA0)])
_IN_NAMES = _CONTROLS | {ord("/"): "--", ord("\\"): "_", ord("\n"): "_"}


def parse(document: bytes, source: str = "") -> Article:
    """The Article that a seed document holds, with `seed` set for an exact write-back.

    `source` is the file name that an error gives. Raises `SeedError` with the line and what was
    expected there. `render(parse(x)) == x`.
    """
    try:
        text = document.decode()
        article = _parse(text)
    except UnicodeDecodeError as error:
        line = document.count(b"\n", 0, error.start) + 1
        raise SeedError(line, "UTF-8 text", repr(document[error.start :][:1]), source) from None
    except SeedError as error:
        raise SeedError(error.line, error.expected, error.found, source) from None
    return replace(article, observed=_observed(article))


def _observed(article: Article) -> tuple[str, ...]:
    """What the document of `article` was able to show: only that is compared with a page.

    A feed often brings no text, mostly no byline, and keywords only where they stand in the text.
    Its date is the time it was fetched, its tags and categories are the outlet's name; a caption
    it may hold or not.
    """
    seen = {
        "title": bool(article.title),
        "body": bool(article.body),
        "credits": bool(article.credits),
        "dateline": bool(article.body),
        "tags": bool(article.tags),
    }
    return tuple(name for name in COMPARED if seen.get(name))


def _parse(text: str) -> Article:
    first = text.partition("\n")[0]
    if first.startswith("---"):
        return jekyll.parse(text)
    if plaintext.is_title_line(first):
        return plaintext.parse(text)
    raise SeedError(1, "`---` or ` date YYYY-MM-DD TITLE`", first)


def render(article: Article, form: Form | None = None) -> bytes:
    """`article` as a seed document: in the form it was read from, or in `form`; else Jekyll's.

    What the article was read from stands to the byte, but for the title, date, URL, author and
    body that have been changed since; see `crawler.seeds.jekyll` and `crawler.seeds.plaintext`.
    Raises `UsageError` where a text is none (half a surrogate pair in a URL).
    """
    write = {"jekyll": jekyll.render, "text": plaintext.render}[_form(article, form)]
    try:
        return write(article).encode()
    except UnicodeEncodeError as error:
        raise UsageError(f"{article.url!r} cannot be written as UTF-8: {error.reason}") from None


def file_name(article: Article, form: Form | None = None) -> str:
    """The name that the generator gives to `article`'s document, without folders.

    Date, then the first 50 UTF-16 units of the title as written, with `--` for a slash and `_`
    for a backslash or a line break. No control characters, never over 255 bytes.
    """
    chosen = _form(article, form)
    date, title = {"jekyll": jekyll.heading, "text": plaintext.heading}[chosen](article)
    units = title.encode("utf-16-le", "surrogatepass")[: 2 * _NAME_UNITS]
    name = units.decode("utf-16-le", "replace").translate(_IN_NAMES)
    return f"{date}-{name}{_SUFFIXES[chosen]}"


def read_folder(path: Path) -> Iterator[SeedDocument | SeedError]:
    """Every seed document at `path`, a file or a folder with all below it, in order of path.

    What is no seed, cannot be read, is larger than 16 MiB or leads out of the folder by a symbolic
    link comes as the `SeedError` that says so. Other kinds of files and hidden ones are passed
    over. Raises `UsageError` at once where there is nothing to read.
    """
    return map(_document, folder.files(Path(path)))


def _document(found: folder.Found) -> SeedDocument | SeedError:
    if isinstance(found, SeedError):
        return found
    path, document = found
    try:
        article = parse(document, str(path))
    except SeedError as error:
        return error
    name = os.fsencode(path.name).decode("utf-8", "replace")  # names out of old archives are not
    return SeedDocument(name, document, article, identity(article))


def identity(article: Article) -> str:
    """`site:key` of the article's URL, `text:DIGEST` where it names none."""
    return article.url if article.url.startswith(TEXT) else sites.identity(article.url)


def _form(article: Article, form: Form | None) -> Form:
    return form or (article.seed.form if article.seed else "jekyll")
