"""A page that is not ours, shown as it came: it runs nothing, and asks for nothing."""

import re

from crawler.store import SnapshotRow

HEADERS = {
    "Content-Security-Policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'; "
    "img-src data:; form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-cache, no-transform",
}
"""A page that is not ours runs nothing, asks nobody for anything, and knows nothing of us."""
_HTML = re.compile(r"(text/html|application/xhtml\+xml)\b", re.IGNORECASE)
_CHARSET = re.compile(r"charset=[\"']?([\w.:-]+)", re.IGNORECASE)


def media_type(look: SnapshotRow) -> str:
    """As the site said, where it is a page; anything else is shown as plain text."""
    said = next((value for name, value in look.headers if name.lower() == "content-type"), "")
    kind = _HTML.match(said)
    charset = _CHARSET.search(said)
    shown = kind[1].lower() if kind else "text/plain" if said else "text/html"
    return f"{shown}; charset={charset[1]}" if charset else shown
