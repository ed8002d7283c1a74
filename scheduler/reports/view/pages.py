"""Templates to HTML: the one Jinja environment of the web page and the reader."""

import base64
import hashlib
from functools import cache
from pathlib import Path
from typing import TypeAlias

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from scheduler.reports.view.harmless import head, link, tongue, visible

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
    made.filters.update(head=head, link=link, tongue=tongue, visible=visible)
    return made


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
