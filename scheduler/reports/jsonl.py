"""For programs: one report a line, as stored (change-report.schema.json)."""

import re
from collections.abc import Iterable, Iterator

from scheduler.diff.records import ChangeReport, to_json
from scheduler.reports.view.context import Context
from scheduler.reports.view.harmless import CONTROL


def render(reports: Iterable[ChangeReport], context: Context) -> Iterator[str]:
    """One JSON object a line, in UTF-8 text; nothing at all without reports.

    Control characters are written as escapes, so that a terminal does not obey them.
    """
    for report in reports:
        yield CONTROL.sub(_escape, to_json(report).decode()) + "\n"


def _escape(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"
