"""Whether reports say what stands in the versions that they are of.

The seal of a report says that it is the one that was written, not that what it says was so. But the
texts that it quotes are sealed, too: so it is held against them. What it makes of them, its score
and what it calls a move, is the judgement of the Stet that wrote it.
"""

from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from crawler.errors import StoreError
from crawler.items import Article
from crawler.store import Checked, History, ReportRow, Store
from crawler.store.reports import row_of
from scheduler.diff.records import Change, ChangeReport, DecodeError, Seen, from_json

_QUOTED = ("title", "body")
"""Fields whose Changes hold the very text; of the others it is made for a reader."""


@dataclass(frozen=True, slots=True)
class _Known:
    """What an article's reports are held against."""

    history: History
    versions: Mapping[int, Any]
    """Their rows, by number."""
    read_again: Container[int]
    """Numbers of versions that were read anew since, by a newer parser: reports are of before."""
    events: Mapping[int, Any]
    """Their rows, by row id."""


def verified(store: Store) -> Iterator[Checked]:
    """As `Store.verify`, with what does not hold of the reports among the flaws."""
    return store.verify(_flaws)


def _flaws(history: History) -> Iterator[str]:
    if not history.reports:
        return
    sealed = Counter(row.number for row in history.seals)
    known = _Known(
        history,
        {row.number: row for row in history.versions},
        {number for number, times in sealed.items() if times > 1},
        {row.id: row for row in history.events},
    )
    for row in history.reports:
        for what in _wrong(row, known):
            yield f"the report {row.key} {what}"


def _wrong(stored: Any, known: _Known) -> Iterator[str]:
    """What a report says that is not so."""
    try:
        row = row_of(stored)
    except StoreError:
        return  # as its seal says already
    try:
        report = from_json(row.record)
    except (DecodeError, ValueError) as error:
        yield f"cannot be read: {error}"
        return
    listed = (row.id, row.identity, row.site, row.kind, row.score, row.significant)
    told = report.id, report.article, report.site, report.kind, report.score, report.significant
    if told != listed:
        yield "is not listed as what it is"
    elif row.event is None:
        yield from _wrong_of_versions(row, report, known)
    else:
        yield from _wrong_of_event(row, report, known)


def _wrong_of_versions(row: ReportRow, report: ChangeReport, known: _Known) -> Iterator[str]:
    pair = [known.versions.get(end.version or 0) if end else None for end in _ends(report)]
    old, new = pair
    if not (old and new) or new.id != row.version:
        yield "is of no two versions that are here"
        return
    seen = [end.first_seen if end else None for end in _ends(report)]
    if [*seen, row.changed_at] != [old.first_seen, new.first_seen, new.first_seen]:
        yield "tells other times than its versions"
    if report.before and (last := report.before.last_seen) and last > old.last_seen:
        yield f"saw version {old.number} at {last}, after which that is not said to be seen"
    yield from misquoted(report.changes, _text(old.number, known), _text(new.number, known))


def _wrong_of_event(row: ReportRow, report: ChangeReport, known: _Known) -> Iterator[str]:
    event = known.events.get(row.event or 0)
    if event is None or (event.kind, event.at) != (row.kind, row.changed_at):
        yield "is of no event that is here"
        return
    text = _text(event.number, known) if event.number and report.kind != "moved" else None
    if report.kind == "restored":
        yield from misquoted(report.changes, None, text)
    else:  # what an expired page still shows stands in no version
        yield from misquoted(report.changes, text, None)


def _ends(report: ChangeReport) -> Sequence[Seen | None]:
    return report.before, report.after


def _text(number: int, known: _Known) -> Article | None:
    """None where it is not to be asked, or was pruned."""
    return None if number in known.read_again else known.history.text(number)


def misquoted(changes: Sequence[Change], old: Article | None, new: Article | None) -> Iterator[str]:
    """What changes quote that does not stand in the texts; None: a text that is not asked."""
    for change in changes:
        if change.field not in _QUOTED:
            continue
        for sign, which, quoted, text in (
            ("-", "older", change.old, old),
            ("+", "newer", change.new, new),
        ):
            if change.spans and quoted != "".join(
                said for mark, said in change.spans if mark in {"=", sign}
            ):
                yield f"contradicts itself on the {change.field}"
            elif text and quoted and not _stands(change.field, quoted, text):
                yield f"quotes a {change.field} that the {which} version has not"


def _stands(field: str, quoted: str, text: Article) -> bool:
    """Whether the very headline, or each paragraph, is there."""
    if field == "title":
        return quoted == text.title
    return set(quoted.split("\n")) <= {line for said in text.body for line in said.split("\n")}
