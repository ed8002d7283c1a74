"""Which changes a reader asked for: what the form of the first page sends, checked."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import get_args
from urllib.parse import urlencode

from crawler.errors import UsageError
from crawler.store import Sieve
from scheduler.diff.records import ChangeReport, ReportKind, Tag
from scheduler.reports.view.passages import spans_of

KINDS: tuple[str, ...] = get_args(ReportKind)
TAGS: tuple[str, ...] = get_args(Tag)
NAMES = ("q", "site", "publisher", "kind", "tag", "min_score", "since", "until", "day")
"""What the form asks, and the address of a page keeps."""
LONGEST = 200
"""Characters of one answer."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for, as it was said and as it is meant."""

    said: Mapping[str, str]
    """By the names of the form; what was left empty is not in it."""
    sieve: Sieve
    """What the archive can answer."""
    text: str = ""
    """Stands in the headline or in what was changed, whatever the case of its letters."""
    tag: str = ""
    """What a change touches."""

    @property
    def is_narrow(self) -> bool:
        """Whether the reports themselves must be read to tell which are meant."""
        return bool(self.text or self.tag)

    def fits(self, report: ChangeReport) -> bool:
        """Whether a report that passed the sieve is meant."""
        if self.tag and not any(self.tag in change.tags for change in report.changes):
            return False
        return not self.text or _holds(report, self.text.casefold())

    def address(self, path: str = "/", **other: str) -> str:
        """The address that asks for the same, but for `other`; an empty one is left out."""
        asked = {name: value for name, value in {**self.said, **other}.items() if value}
        return f"{path}?{urlencode(asked)}" if asked else path


def wanted(asked: Mapping[str, str], zone: tzinfo) -> Wanted:
    """Raises `UsageError` for what no form of ours sends."""
    said = {name: value for name in NAMES if (value := asked.get(name, "").strip())}
    for name, value in said.items():
        if len(value) > LONGEST:
            raise UsageError(
                f"{name}={value[:20]!r}...: at most {LONGEST} characters are looked at"
            )
    day = said.get("day", "")
    sieve = Sieve(
        since=begin(day or said.get("since", ""), zone),
        until=begin(day or said.get("until", ""), zone, later=1),
        site=said.get("site", ""),
        publisher=said.get("publisher", ""),
        kind=one_of("kind", said.get("kind", ""), KINDS),
        min_score=_score(said.get("min_score", "0")),
    )
    if not sieve.min_score:
        said.pop("min_score", None)
    return Wanted(said, sieve, said.get("q", ""), one_of("tag", said.get("tag", ""), TAGS))


def begin(day: str, zone: tzinfo, later: int = 0) -> datetime | None:
    """The beginning of a day, or of one so many days later, in the reader's zone; "": None.

    Raises `UsageError`.
    """
    if not day:
        return None
    try:
        first = date.fromisoformat(day) + timedelta(days=later)
        return datetime.combine(first, time(), zone).astimezone(UTC)
    except (ValueError, OverflowError):
        raise UsageError(f"{day[:20]!r} is no day: it looks like 2026-01-31") from None


def one_of(name: str, said: str, known: tuple[str, ...]) -> str:
    """`said` if it is empty or known. Raises `UsageError`."""
    if said and said not in known:
        raise UsageError(f"{name}={said[:20]!r}: expected one of {', '.join(known)}")
    return said


def _score(said: str) -> int:
    if not re.fullmatch("0?[0-9]{1,2}|100", said):
        raise UsageError(f"min_score={said[:20]!r}: expected a number from 0 to 100")
    return int(said)


def _holds(report: ChangeReport, text: str) -> bool:
    if text in report.title.casefold():
        return True
    changed = "\n".join(
        run for change in report.changes for sign, run in spans_of(change) if sign != "="
    )
    return text in changed.casefold()
