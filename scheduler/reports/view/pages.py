"""Templates to HTML: the one Jinja environment of the web page and the reader."""

import base64
import hashlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TypeAlias

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup, escape

from scheduler.reports.view.catalogue import Words
from scheduler.reports.view.harmless import head, link, tongue, visible
from scheduler.reports.view.passages import Piece

Templates: TypeAlias = Environment
Html: TypeAlias = Markup
"""What stands in a page as it is."""

FOLDER = Path(__file__).parents[1] / "templates"


def environment(*folders: Path) -> Environment:
    """Templates of `folders` before ours; everything escaped, every unknown name an error."""
    made = Environment(
        loader=FileSystemLoader([*folders, FOLDER]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(
        head=head, link=link, tongue=tongue, visible=visible, runs=runs, tongue_of=tongue_of
    )
    return made


# A page has hundreds of these, and a macro takes ten times as long to call.


def runs(pieces: Sequence[Piece], words: Words) -> Html:
    """A text with what was removed and added marked in it, and what is left out named."""
    return Markup("").join(_run(piece, words) for piece in pieces)


def _run(piece: Piece, words: Words) -> Html:
    text = escape(piece.text)
    if piece.sign == "=":
        return text
    if piece.sign == "…":
        title = escape(words("gap", n=piece.omitted))
        return Markup(f'<span class="gap" title="{title}">{text}</span>')  # noqa: S704 -- escaped
    mark = "del" if piece.sign == "-" else "ins"
    muted = ' class="muted"' if piece.is_muted else ""
    return Markup(f"<{mark}{muted}>{text}</{mark}>")  # noqa: S704 -- escaped


def tongue_of(pieces: Sequence[Piece]) -> Html:
    """The attributes of an element that say which language and direction a text has."""
    lang = tongue("".join(piece.text for piece in pieces))
    return Markup(f'lang="{lang}" dir="auto"')  # noqa: S704 -- one of a few words


@cache
def template(name: str) -> Template:
    """One of the templates that are the same for all, compiled once."""
    return environment().get_template(name)


@cache
def style() -> Markup:
    """The style sheet; ours, so it goes into a page as it is."""
    return Markup((FOLDER / "style.css").read_text(encoding="utf-8"))  # noqa: S704 -- our own file


def style_hash() -> str:
    """What a Content-Security-Policy calls the style sheet, where it stands inside a page."""
    return "sha256-" + base64.b64encode(hashlib.sha256(style().encode()).digest()).decode()
