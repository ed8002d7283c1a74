"""Style sheet and script, each under an address that changes with its content."""

import hashlib
from functools import cache
from pathlib import Path

from scheduler.reports.view import pages

FOLDER = Path(__file__).parent / "static"


@cache
def content(name: str) -> str:
    """`reader.css` with the style sheet of reports before it, or `reader.js`."""
    own = (FOLDER / name).read_text(encoding="utf-8")
    return f"{pages.style()}\n{own}" if name.endswith(".css") else own


@cache
def address(name: str) -> str:
    """Changes with the content, which may so be kept for good."""
    return f"/{name}?v={hashlib.sha256(content(name).encode()).hexdigest()[:12]}"
