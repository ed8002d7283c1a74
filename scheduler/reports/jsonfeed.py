"""For feed readers and programs: JSON Feed 1.1, one item a report, its scores beside it."""

import json
from collections.abc import Iterable, Iterator, Mapping

from scheduler.diff.records import ChangeReport
from scheduler.reports.view.catalogue import Words
from scheduler.reports.view.context import Context
from scheduler.reports.view.entries import Entry, opened
from scheduler.reports.view.harmless import visible

VERSION = "https://jsonfeed.org/version/1.1"

IS_LINKED = True
"""Entries lead to the pages of a reader, where one is known."""


def render(reports: Iterable[ChangeReport], context: Context) -> Iterator[str]:
    """One object; each item is written as its report comes."""
    words, pages = Words(context.lang), context.pages
    _, entries = opened(reports, context)
    head = {
        "version": VERSION,
        "title": context.title or words("title"),
        "home_page_url": pages.home if pages else "",
        "feed_url": pages.here if pages else "",
        "next_url": pages.older if pages else "",
        "description": words("feed.about"),
        "language": words("lang"),
        "authors": [{"name": "Stet"}],
    }
    yield _written(_said(head))[:-1] + ',"items":['
    between = "\n"
    for entry in entries:
        yield between + _written(_item(entry))
        between = ",\n"
    yield "\n]}\n"


def _item(entry: Entry) -> dict[str, object]:
    report = entry.report
    item = {
        "id": entry.id,
        "url": entry.alternate,
        "external_url": entry.original,
        "title": entry.title,
        "summary": entry.summary,
        "content_html": entry.html,
        "date_published": entry.at,
        "date_modified": entry.at,
        "authors": [{"name": entry.shown.outlet}],
        "tags": list(entry.terms),
        "_stet": _said(
            {
                "about": "https://jsonfeed.org/mappingrssandatom",
                "article": visible(report.article),
                "site": entry.shown.site,
                "score": report.score,
                "significant": report.significant,
                "version_history": entry.history,
                "predecessor_version": entry.predecessor,
                "version": entry.version,
            }
        ),
    }
    return _said(item)


def _said(members: Mapping[str, object]) -> dict[str, object]:
    """Without what is empty: a feed leaves such members out."""
    return {name: value for name, value in members.items() if value not in ("", [], None)}


def _written(value: dict[str, object]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
