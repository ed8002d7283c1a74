"""A page of what changed, of those that were asked for: for the first page and for programs."""

from crawler.store import Store
from scheduler import told
from scheduler.diff.records import ChangeReport
from scheduler.web.asked import PAGE
from scheduler.web.sieves import Wanted

READ = 400
"""Reports read for one page, where they themselves must tell which are meant."""
LEAVES = 2
"""Times that the archive looks through for one page where it leaves some reports out."""


def leaf(
    store: Store, asked: Wanted, before: str, most: int = PAGE
) -> tuple[list[ChangeReport], str]:
    """A page of what is told, and the id after which the next one begins; empty at the end.

    A site-wide event of hundreds of articles is told once: the rows of its others fill no page.
    Raises `UsageError` for a wrong `before`.
    """
    found: list[ChangeReport] = []
    read = asked_for = 0
    limit = READ // 2 if asked.is_narrow else most
    while True:
        asked_for += asked.sieve.is_fine
        leaf = store.leaf(asked.sieve, before=before, limit=limit)
        for row in leaf.rows:
            report = told.record(row)
            read += 1
            if report.is_told and asked.fits(report):
                found.append(report)
            if len(found) == most:
                more = leaf.before or (row is not leaf.rows[-1])
                return found, row.id if more else ""
        before = leaf.before
        if not before or read >= READ or asked_for >= LEAVES or (found and asked.sieve.is_fine):
            return found, before
