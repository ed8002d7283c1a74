"""Writes the reports that are missing: of neighbouring versions, and of events."""

import dataclasses
from collections.abc import Container, Iterable, Iterator, Sequence
from datetime import datetime
from functools import cached_property, lru_cache
from itertools import islice

from crawler.aside import Rule
from crawler.errors import NotFoundError, PrunedError
from crawler.items import Article
from crawler.store import (
    AT_REST,
    EventRow,
    ReportRow,
    SnapshotRow,
    Store,
    Unreported,
    VersionRow,
    WatchRow,
)
from scheduler.diff import TAG, changes, compare, judge, prose, ways
from scheduler.diff.records import Change, ChangeReport, Seen, replace, to_json

BATCH = 50
"""Reports saved in one transaction."""

_AT_HAND = 8
"""Texts kept unpacked."""
_NO_SECOND_LOOK = AT_REST | {"gone", "expired"}
"""States in which no look will read the text again soon."""
_LOST = frozenset({"gone", "front-page", "expired"})
"""Faults that show a reader that the article is not there."""


def write_missing_reports(
    store: Store, rules: Sequence[Rule] = (), identity: str | None = None
) -> int:
    """Write a report for each pair of versions and each event without one; how many.

    What shows no difference to a reader gets none and is not asked for again; what waits for a
    second look is. What `rules` match is folded. With `identity` only those of one article. Each
    batch is stored before the next is compared, so that a killed run loses little. Raises
    `StoreError`.
    """
    written = 0
    desk = _Desk(store, rules)
    missing = (each for each in store.unreported() if identity in {None, each.watch.identity})
    while batch := list(islice(missing, BATCH)):
        ripe = [each for each in batch if not desk.waits(each)]
        made = [(each, desk.report(each)) for each in ripe]
        rows = [_row(each, report) for each, report in made if report and report.changes]
        store.save_reports(rows, [each for each, report in made if not (report and report.changes)])
        written += len(rows)
    return written


def is_missing_any(store: Store) -> bool:
    """Whether `write_missing_reports` would get anything done: what waits for a look counts not."""
    desk = _Desk(store, ())
    return any(not desk.waits(each) for each in store.unreported())


def _row(missing: Unreported, report: ChangeReport) -> ReportRow:
    row = missing.report(report.id, report.kind, report.score, report.significant, to_json(report))
    return dataclasses.replace(row, way=ways.way(report))


def of_versions(
    store: Store,
    watch: WatchRow,
    old: VersionRow,
    new: VersionRow,
    rules: Sequence[Rule] = (),
    lines: Container[str] | None = None,
) -> ChangeReport:
    """The report of any two versions of an article, with their windows; not stored.

    `lines` are those of the site that stand in many of its articles, where they are known.
    """
    desk = _Desk(store, rules)
    if lines is not None:
        desk.lines[watch.site] = lines
    return desk.of_versions(watch, old, new)


class SiteLines(Container[str]):
    """The lines that stand in many articles of one site; the archive is asked when they count."""

    def __init__(self, store: Store, site: str) -> None:
        """Of the site's articles as they are when the first line is looked up."""
        self._store = store
        self._site = site

    @cached_property
    def _lines(self) -> frozenset[str]:
        return self._store.common_lines(self._site)

    def __contains__(self, line: object) -> bool:
        return bool(line) and line in self._lines


class _Desk:
    """Where the reports of one run are made: what was read for one may serve the next."""

    def __init__(self, store: Store, rules: Sequence[Rule]) -> None:
        self.store = store
        self.rules = rules
        self.lines: dict[str, Container[str]] = {}
        self.article = lru_cache(_AT_HAND)(store.article)

    def report(self, missing: Unreported) -> ChangeReport | None:
        """What there is to tell; None of a fault of reading that a later look put right."""
        if missing.event:
            return _event(self.store, missing.watch, missing.event, missing.old)
        if missing.new and missing.new.is_pruned:
            return None  # nothing was told of it, and nobody can any more
        old, new = self._pair(missing)
        if self._is_suspect(old, new) and self._is_cured(old, new):
            return None
        return self.of_versions(missing.watch, old, new)

    def waits(self, missing: Unreported) -> bool:
        """Whether most of the text went and nobody has looked again since.

        Where nobody will, there is nothing to wait for.
        """
        if missing.event or missing.watch.state in _NO_SECOND_LOOK:
            return False
        if missing.new and missing.new.is_pruned:
            return False
        old, new = self._pair(missing)
        return self._is_suspect(old, new) and not self._version(new, 1)

    def _pair(self, missing: Unreported) -> tuple[VersionRow, VersionRow]:
        """The two to be compared: a version that was a fault of reading, or that was pruned, is
        passed over.
        """
        if not (missing.old and missing.new):
            raise ValueError("neither two versions nor an event")
        old, new = missing.old, missing.new
        while old.is_pruned and (before := self._version(old, -1)):
            old = before
        if old.number > 1 and self._may_be_fault(old) and self._shrank(old, -1, 0):
            whole = self._version(old, -1)
            if whole and not self._shrank(old, -1, 1) and not self._is_told(whole, old):
                return whole, new
        return old, new

    def _version(self, beside: VersionRow, step: int) -> VersionRow | None:
        history = self.store.versions(beside.identity)
        return next((each for each in history if each.number == beside.number + step), None)

    def _may_be_fault(self, version: VersionRow) -> bool:
        """Whether one look alone, and at a page, brought it."""
        return version.checks == 1 and not version.is_seed

    def _is_suspect(self, old: VersionRow, new: VersionRow) -> bool:
        return self._may_be_fault(new) and self._shrank(new, old.number - new.number, 0)

    def _is_cured(self, old: VersionRow, new: VersionRow) -> bool:
        """Whether the look after `new` read the text whole again."""
        later = self._version(new, 1)
        return bool(later) and not self._shrank(new, old.number - new.number, 1)

    def _shrank(self, version: VersionRow, before: int, after: int) -> bool:
        """Whether most of the text went, between two versions so many steps from `version`."""
        steps = (version.number + before, version.number + after)
        try:
            return judge.is_shrunk(*(self.article(version.identity, number) for number in steps))
        except PrunedError:
            return False

    def _is_told(self, old: VersionRow, new: VersionRow) -> bool:
        try:
            return bool(self.store.report(_id(old, new)))
        except NotFoundError:
            return False

    def of_versions(self, watch: WatchRow, old: VersionRow, new: VersionRow) -> ChangeReport:
        """The report of any two versions."""
        before, after = (self.article(watch.identity, version.number) for version in (old, new))
        lines = self.lines.setdefault(watch.site, SiteLines(self.store, watch.site))
        made = compare(
            before,
            after,
            watch.identity,
            rules=self.rules,
            lines=lines,
            is_backwards=new.number < old.number,
        )
        return replace(
            made,
            id=_id(old, new),
            before=_seen(old, old.last_seen),
            after=Seen(version=new.number, first_seen=new.first_seen),
        )


def _id(old: VersionRow, new: VersionRow) -> str:
    return f"{TAG}{new.identity}/{old.number}..{new.number}"


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
    """One change of the whole: what is kept of it is the lead."""
    if not (body and lead) or body == lead:
        return prose.diff(body, lead)
    whole = changes.change("body", prose.BREAK.join(body), prose.BREAK.join(lead))
    path, from_path = tuple(range(len(lead))), tuple(range(len(body)))
    return [replace(whole, path=path, from_path=from_path)]


def _window(
    looks: Iterable[SnapshotRow], event: EventRow, version: VersionRow | None
) -> tuple[Seen | None, Seen]:
    """Between which two looks it happened: the state before it, and the first sight of it."""
    number = version.number if version else None
    if event.kind == "restored":
        lost = list(_lost_before(event.at, looks))
        absent = Seen(first_seen=lost[-1], last_seen=lost[0]) if lost else None
        return absent, Seen(version=number, first_seen=event.at)
    looks = list(looks)
    shown = [look.fetched_at for look in looks if look.version and look.fetched_at < event.since]
    if event.kind == "moved":  # the look that saw it may have brought an edit as well
        number = next((look.version for look in looks if look.id == event.snapshot), number)
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
