"""Invented articles, segmented by hand: the judge of where a word may not be cut.

Chinese and Japanese files set words apart by blanks that are not in the text (`_` stands for a
blank that is); English and Korean are written as they are. `*` behind a word marks a name.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
BREAK = "\n"
UNSPACED = ("zh", "ja")

_LATIN = re.compile(r"\s|[^\W_](?:[\w'’%*.,:-]*[\w%*])?|[$€£][\d.,]+\w*|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number, mark, blank or paragraph break."""

    text: str
    is_name: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """One article: its language, and the tokens of its body with breaks between paragraphs."""

    name: str
    language: str
    title: tuple[Token, ...]
    tokens: tuple[Token, ...]


@dataclass(frozen=True, slots=True)
class Spares:
    """What edits put in, in one language."""

    names: tuple[Token, ...]
    sentences: tuple[tuple[Token, ...], ...]
    quote: tuple[Token, ...]
    paragraph: tuple[Token, ...]
    correction: tuple[Token, ...]
    words: dict[str, str]


def tokens(written: str, language: str) -> tuple[Token, ...]:
    """The tokens of one line."""
    if language.startswith(UNSPACED):
        parts = written.split(" ")
        return tuple(_token(part.replace("_", " ")) for part in parts if part)
    return tuple(_token(part) for part in _LATIN.findall(written))


def _token(written: str) -> Token:
    return Token(written.rstrip("*") or written, written.endswith("*") and written != "*")


def plain(found: tuple[Token, ...]) -> str:
    """The text of tokens."""
    return "".join(token.text for token in found)


@cache
def articles() -> tuple[Text, ...]:
    """Every article of the folder, by name."""
    return tuple(map(_read, sorted((HERE / "articles").glob("*.txt"))))


def _read(path: Path) -> Text:
    language = {"zhs": "zh-Hans", "zh": "zh-Hant"}.get(path.stem.split("-")[0], path.stem[:2])
    title, *paragraphs = path.read_text(encoding="utf-8").splitlines()
    flat: list[Token] = []
    for paragraph in paragraphs:
        flat += [Token(BREAK)] if flat else []
        flat += tokens(paragraph, language)
    return Text(path.stem, language, tokens(title, language), tuple(flat))


@cache
def spares(language: str) -> Spares:
    """What edits of this language put in."""
    given: dict[str, Any] = tomllib.loads((HERE / "spares.toml").read_text("utf-8"))[language]
    return Spares(
        names=tuple(tokens(name, language)[-1] for name in given["names"]),
        sentences=tuple(tokens(sentence, language) for sentence in given["sentences"]),
        quote=tokens(given["quote"], language),
        paragraph=tokens(given["paragraph"], language),
        correction=tokens(given["correction"], language),
        words=given["words"],
    )
