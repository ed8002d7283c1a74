"""For feed readers: Atom (RFC 4287), one entry a report, what changed marked inside."""

from collections.abc import Iterable, Iterator

from scheduler.diff.records import ChangeReport
from scheduler.reports.view.catalogue import Words
from scheduler.reports.view.context import Context
from scheduler.reports.view.entries import feed_id, opened

IS_LINKED = True
"""Entries lead to the pages of a reader, where one is known."""


def render(reports: Iterable[ChangeReport], context: Context) -> Iterator[str]:
    """One feed; each entry is written as its report comes."""
    from scheduler.reports.view import pages

    words = Words(context.lang)
    updated, entries = opened(reports, context)
    yield from pages.template("atom.xml").generate(
        words=words,
        id=feed_id(context),
        title=context.title or words("title"),
        updated=updated,
        pages=context.pages,
        entries=entries,
    )
    yield "\n"
