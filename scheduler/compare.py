"""Writes the reports that are missing: of neighbouring versions, and of events."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice

from crawler.items import Article
from crawler.store import EventRow, SnapshotRow, Store, Unreported, VersionRow, WatchRow
from scheduler.diff import TAG, changes, compare, judge, prose
from scheduler.diff.records import Change, ChangeReport, Seen, replace, to_json

BATCH = 50
"""Reports saved in one transaction."""

_LOST = frozenset({"gone", "front-page", "expired"})
"""Faults that show a reader that the article is not there."""


def write_missing_reports(store: Store) -> int:
    """Write a report for each pair of versions and each event without one; how many.

    What shows no difference to a reader gets none and is not asked for again. Each batch is stored
    before the next is compared, so that a killed run loses little. Raises `StoreError`.
    """
    written = 0
    missing = store.unreported()
    while batch := list(islice(missing, BATCH)):
        made = [(each, _report(store, each)) for each in batch]
        rows = [
            each.report(report.id, report.kind, report.score, report.significant, to_json(report))
            for each, report in made
            if report.changes
        ]
        store.save_reports(rows, [each for each, report in made if not report.changes])
        written += len(rows)
    return written


def of_versions(store: Store, watch: WatchRow, old: VersionRow, new: VersionRow) -> ChangeReport:
    """The report of any two versions of an article, with their windows; not stored."""
    before, after = (store.article(watch.identity, version.number) for version in (old, new))
    return replace(
        compare(before, after, watch.identity),
        id=f"{TAG}{watch.identity}/{old.number}..{new.number}",
        before=_seen(old, old.last_seen),
        after=Seen(version=new.number, first_seen=new.first_seen),
    )


def _report(store: Store, missing: Unreported) -> ChangeReport:
    if missing.event:
        return _event(store, missing.watch, missing.event, missing.old)
    if missing.old and missing.new:
        return of_versions(store, missing.watch, missing.old, missing.new)
    raise ValueError("neither two versions nor an event")


def _seen(version: VersionRow, last: datetime | None) -> Seen:
    return Seen(version=version.number, first_seen=version.first_seen, last_seen=last)


# ------------------------------------------------------------------ events


def _event(
    store: Store, watch: WatchRow, event: EventRow, version: VersionRow | None
) -> ChangeReport:
    """What a reader saw before and after; without changes where there was nothing to see."""
    text = store.article(watch.identity, version.number) if version else None
    found = _shown(event, text)
    before, after = _window(store.snapshots(watch.identity), event, version)
    verdict = judge.event_verdict(event.kind)
    return ChangeReport(
        id=f"{TAG}{watch.identity}/{event.kind}@{event.at:%Y-%m-%dT%H:%M:%SZ}",
        article=watch.identity,
        url=event.moved_to or watch.url,
        site=watch.site,
        publisher=(text.author if text else "") or watch.publisher,
        title=(text.title if text else "") or event.title or watch.title,
        before=before,
        after=after,
        kind=event.kind,
        score=verdict.score,
        significant=verdict.significant,
        reasons=verdict.reasons,
        added=judge.extent(found, "+"),
        removed=judge.extent(found, "-"),
        changes=tuple(found),
    )


def _shown(event: EventRow, text: Article | None) -> list[Change]:
    """The text as removed or added; the lead that an expired article keeps; the two addresses."""
    if event.kind == "moved":
        return [changes.change("url", event.moved_from, event.moved_to)]
    if text is None:
        return []
    if event.kind == "expired":
        return _expired(text.body, event.lead)
    paragraphs = [*text.body] or [text.title]
    gone = event.kind == "deleted"
    return prose.diff(paragraphs, []) if gone else prose.diff([], paragraphs)


def _expired(body: tuple[str, ...], lead: tuple[str, ...]) -> list[Change]:
    """One change of the whole, so that the lead is shown in full below what is gone."""
    if not (body and lead) or body == lead:
        return prose.diff(body, lead)
    whole = changes.change("body", prose.BREAK.join(body), prose.BREAK.join(lead))
    path, from_path = tuple(range(len(lead))), tuple(range(len(body)))
    return [replace(whole, kind="rewritten", path=path, from_path=from_path)]


def _window(
    looks: Iterable[SnapshotRow], event: EventRow, version: VersionRow | None
) -> tuple[Seen | None, Seen]:
    """Between which two looks it happened: the state before it, and the first sight of it."""
    number = version.number if version else None
    if event.kind == "restored":
        lost = list(_lost_before(event.at, looks))
        absent = Seen(first_seen=lost[-1], last_seen=lost[0]) if lost else None
        return absent, Seen(version=number, first_seen=event.at)
    shown = [look.fetched_at for look in looks if look.version and look.fetched_at < event.since]
    after = Seen(version=number if event.kind == "moved" else None, first_seen=event.since)
    if version is None:
        return None, after
    return _seen(version, max(shown, default=version.first_seen)), after


def _lost_before(moment: datetime, looks: Iterable[SnapshotRow]) -> Iterator[datetime]:
    """The looks up to `moment` that found the article gone, the last first, in a row."""
    for look in sorted(looks, key=lambda look: look.fetched_at, reverse=True):
        if look.fetched_at < moment:
            if look.version:
                return
            if look.fault in _LOST:
                yield look.fetched_at
