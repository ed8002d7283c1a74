"""What an address asks for: an article, a version, a page of a long list."""

import re
from collections.abc import Sequence
from urllib.parse import urlencode

from starlette.requests import Request

from crawler.store import ReportRow, Store, WatchRow
from scheduler.diff.records import ChangeReport
from scheduler.reports.view.harmless import visible
from scheduler.web import addresses
from scheduler.web.worded import MissingError

PAGE = 40
"""Reports on one page."""


def watch(request: Request, store: Store) -> WatchRow:
    """The article of `{identity}`. Raises `NotFoundError`."""
    return store.find(addresses.name(request.path_params["identity"]))


def number(text: str) -> int:
    """The number of a version. Raises `NotFoundError`."""
    if not re.fullmatch("[0-9]{1,9}", text):
        raise MissingError("error.version.none", said=visible(text[:20]))
    return int(text)


def older(path: str, rows: Sequence[ReportRow | ChangeReport], **asked: object) -> str:
    """The address of the page that follows, where `rows` holds more than one page."""
    if len(rows) <= PAGE:
        return ""
    asked |= {"before": rows[PAGE - 1].id}
    return f"{path}?{urlencode({name: value for name, value in asked.items() if value})}"
