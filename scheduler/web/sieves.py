"""Which changes and texts a question means: what the archive is asked for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import get_args
from urllib.parse import urlencode

from crawler.errors import NotFoundError
from crawler.store import Sieve, Sought, Store, Stranger, grams
from scheduler.diff.records import ChangeReport, ReportKind
from scheduler.reports.view.catalogue import Words
from scheduler.reports.view.harmless import visible
from scheduler.reports.view.passages import spans_of
from scheduler.web.questions import LookedFor, QuestionError, Reason, Sifted

KINDS: tuple[str, ...] = get_args(ReportKind)
TAGS: tuple[str, ...] = get_args(Reason)
NAMES = ("q", "site", "publisher", "kind", "tag", "min_score", "since", "until", "day")
"""What the form asks, and the address of a page keeps."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for, as it was said and as it is meant."""

    said: Mapping[str, str]
    """By the names of the form; what was left empty is not in it."""
    sieve: Sieve
    """What the archive can answer."""
    text: str = ""
    """Stands in the headline, the outlet or what was changed, whatever the case of its letters."""
    tag: str = ""
    """What a change touches, or why its report counts."""

    @property
    def is_narrow(self) -> bool:
        """Whether the reports themselves must be read to tell which are meant."""
        return bool(self.text or self.tag)

    def fits(self, report: ChangeReport) -> bool:
        """Whether a report that passed the sieve is meant."""
        of_changes = any(self.tag in change.tags for change in report.changes)
        if self.tag and not (of_changes or self.tag in report.reasons):
            return False
        return not self.text or _holds(report, self.text.casefold())

    def address(self, path: str = "/", **other: str) -> str:
        """The address that asks for the same, but for `other`; an empty one is left out."""
        asked = {name: value for name, value in {**self.said, **other}.items() if value}
        return f"{path}?{urlencode(asked)}" if asked else path


def wanted(question: Sifted, zone: tzinfo) -> Wanted:
    """What a question means in the reader's zone."""
    said = {name: str(value) for name in NAMES if (value := getattr(question, name, None))}
    day = getattr(question, "day", None)
    sieve = Sieve(
        since=begin(day or question.since, zone),
        until=begin(day or question.until, zone, later=1),
        site=question.site,
        publisher=question.publisher,
        kind=question.kind or "",
        min_score=question.min_score,
    )
    return Wanted(said, sieve, question.q, question.tag or "")


def sought(question: LookedFor, zone: tzinfo, limit: int) -> Sought:
    """What is looked for in texts. Raises `QuestionError` where no word is named."""
    if not grams.question(question.q).terms:
        raise QuestionError("error.asked.wordless", name="q")
    return Sought(
        question.q,
        site=question.site or None,
        publisher=question.publisher or None,
        since=begin(question.since, zone),
        until=begin(question.until, zone, later=1),
        kind=question.kind,
        min_score=question.min_score,
        limit=limit,
        before=question.before,
    )


def told_of(stranger: Stranger, words: Words) -> str:
    """That the archive has nothing of a name, and which one may have been meant."""
    said = words("web.strange", name=visible(stranger.name))
    if not stranger.near:
        return said
    return f"{said} {words('web.strange.meant', near=visible(stranger.near))}"


def check_names(store: Store, site: str, publisher: str = "") -> None:
    """Tells programs, in English. Raises `NotFoundError` for a name that no article bears."""
    for stranger in store.strangers(site, publisher):
        raise NotFoundError(told_of(stranger, Words("en")))


def begin(day: date | None, zone: tzinfo, later: int = 0) -> datetime | None:
    """The beginning of a day, or of one so many days later, in the reader's zone.

    None for no day, and where it lies beyond all that a calendar holds: nothing does.
    """
    if day is None:
        return None
    try:
        return datetime.combine(day + timedelta(days=later), time(), zone).astimezone(UTC)
    except OverflowError:
        return None


def _holds(report: ChangeReport, text: str) -> bool:
    if text in f"{report.title}\n{report.publisher}".casefold():
        return True
    changed = "\n".join(
        run for change in report.changes for sign, run in spans_of(change) if sign != "="
    )
    return text in changed.casefold()
