"""For programs: one report a line, as stored (change-report.schema.json)."""

from collections.abc import Iterable, Iterator

from scheduler.diff.records import ChangeReport, to_json
from scheduler.reports.view.context import Context
from scheduler.reports.view.harmless import escaped


def render(reports: Iterable[ChangeReport], context: Context) -> Iterator[str]:
    """One JSON object a line, in UTF-8 text; nothing at all without reports.

    Control characters are written as escapes, so that a terminal does not obey them.
    """
    for report in reports:
        yield escaped(to_json(report).decode()) + "\n"
