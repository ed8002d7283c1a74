"""What stands at the top of every page of one article: who, where, and the strip of its life."""

from collections.abc import Sequence
from typing import Any

from crawler.items import Article
from crawler.store import Store, VersionRow, WatchRow
from scheduler import told
from scheduler.diff.records import ChangeReport
from scheduler.reports.view.harmless import head, visible
from scheduler.reports.view.shown import TITLE
from scheduler.reports.view.stories import edge
from scheduler.reports.view.times import instant
from scheduler.web.reader import Reader
from scheduler.web.strip import REPORTS, strip
from scheduler.web.worded import MissingError

CHOICES = 200
"""Versions that can be chosen from, the latest ones."""


def reports(store: Store, watch: WatchRow) -> list[ChangeReport]:
    """The reports that the strip is drawn of, the latest first."""
    return [*told.records(store.reports(identity=watch.identity, limit=REPORTS))]


def frame(
    reader: Reader,
    watch: WatchRow,
    versions: Sequence[VersionRow],
    reports: Sequence[ChangeReport],
) -> dict[str, Any]:
    """The values of the templates that extend `frame.html`."""
    return {
        "title": visible(head(watch.title, TITLE)) or visible(watch.identity),
        "watch": watch,
        "edge": edge(watch.site),
        "strip": strip(watch, versions, reports, reader.context),
        "choices": [
            (row.number, f"{row.number} · {instant(row.first_seen, reader.context).text}")
            for row in versions[-CHOICES:]
            if not row.is_pruned
        ],
    }


def one(versions: Sequence[VersionRow], number: int) -> VersionRow:
    """The version of that number. Raises `NotFoundError`."""
    for row in versions:
        if row.number == number:
            return row
    raise MissingError("error.version.missing", number=number, count=len(versions))


def times(reader: Reader, version: VersionRow, article: Article) -> list[tuple[str, str]]:
    """The page's own times beside ours: what is told, and the time."""
    words = reader.words

    def said(at: Any) -> str:
        return instant(at, reader.context).text

    own = [
        (words(key), visible(head(moment.raw, TITLE)) or said(moment.at))
        for key, moment in (
            ("web.said.date", article.date),
            ("web.said.modified", article.modified),
        )
        if moment
    ]
    return [
        *own,
        (words("web.ours.first"), said(version.first_seen)),
        (words("web.ours.last"), said(version.last_seen)),
        (words("web.ours.looks"), words("web.looks", n=version.checks)),
        (words("web.ours.reader"), version.extractor),
    ]
