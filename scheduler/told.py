"""Stored reports as they are told: with the site-wide event that they belong to."""

from collections.abc import Iterable, Iterator

from crawler.errors import DamagedError
from crawler.store import ReportRow
from scheduler.diff.records import Affected, ChangeReport, Sitewide, from_json, replace


def records(rows: Iterable[ReportRow]) -> Iterator[ChangeReport]:
    """The reports of these rows, in their order."""
    return map(record, rows)


def record(row: ReportRow) -> ChangeReport:
    """The report of one row."""
    report = alone(row.id, row.record)
    if row.sitewide is None:
        return report
    articles = (
        Affected(article=each.identity, url=each.url, title=each.title)
        for each in row.sitewide.articles
    )
    event = Sitewide(id=row.sitewide.id, count=row.sitewide.count, articles=tuple(articles))
    return replace(report, sitewide=event)


def alone(key: str, record: bytes) -> ChangeReport:
    """The report of that id by what is kept of it, without the event that it may belong to.

    Raises `DamagedError` where that is no report.
    """
    try:
        return from_json(record)
    except ValueError as error:
        raise DamagedError(
            f"the report {key} is not as it was kept ({error}): restore an earlier copy"
        ) from None
