"""What today's parsers read on pages that were stored long ago, and what that does to reports.

A re-parse is ours: it makes no version. A version that reads otherwise is rewritten in place, and
the reports of its pairs are made anew.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from crawler.aside import Rule
from crawler.errors import DamagedError
from crawler.items import Reading
from crawler.store import ReportRow, SnapshotRow, Store, WatchRow
from scheduler.compare import write_missing_reports

Read = Callable[[Store, SnapshotRow], Reading]
"""Reads the stored page of a look with today's parsers."""


@dataclass(frozen=True, slots=True)
class Retold:
    """A report before and after."""

    id: str
    """The report's id."""
    before: ReportRow | None
    """None where there was none."""
    after: ReportRow | None
    """None where it vanishes."""


@dataclass(frozen=True, slots=True)
class Reparsed:
    """What one article's stored pages say today."""

    identity: str
    """Of the watch: `site:key`."""
    title: str
    """Of its latest version, as it was."""
    read: int
    """Versions whose page is kept, and was read."""
    differing: dict[int, tuple[str, ...]]
    """Version -> the fields that read otherwise."""
    lost: dict[int, str]
    """Version -> why no article is found on its page today; these are left as they are."""
    pruned: tuple[int, ...]
    """Versions of which text or page was pruned; these are left as they are."""
    retold: tuple[Retold, ...]
    """Reports that appear, vanish or change, the newest first."""


def reparse(
    store: Store, watch: WatchRow, read: Read, rules: Sequence[Rule] = (), *, keep: bool
) -> Reparsed:
    """Read every kept page of an article again; with `keep`, in one transaction, for good.

    Without `keep` the same is done and taken back: what is told is what would be. Pages are read
    before the transaction begins, so that no crawl waits for a parser. Raises `StoreError`, and
    `DamagedError` where the history is not as it was kept: to write over it would hide that.
    """
    for flaw in store.flaws(watch.identity):
        raise DamagedError(
            f"{watch.identity} is left as it is, for it is not as it was kept: {flaw.what}; "
            "`stet verify` lists all"
        )
    versions = store.versions(watch.identity)
    snapshots = store.snapshots(watch.identity)
    looks = _looks(snapshots)
    gone = {look.version for look in snapshots if look.pruned_at}
    readings = {
        version.id: read(store, looks[version.number])
        for version in versions
        if version.number in looks and not (version.is_seed or version.is_pruned)
    }
    pruned = tuple(
        version.number
        for version in versions
        if version.is_pruned or (version.number in gone and version.number not in looks)
    )
    lost = {
        version.number: fault.message
        for version in versions
        if version.id in readings and (fault := readings[version.id].fault)
    }
    differing, retold = _applied(store, watch, readings, rules, keep=keep)
    return Reparsed(watch.identity, watch.title, len(readings), differing, lost, pruned, retold)


def _looks(snapshots: Iterable[SnapshotRow]) -> dict[int, SnapshotRow]:
    """The first look at each version whose page is kept."""
    found: dict[int, SnapshotRow] = {}
    for look in snapshots:
        if look.version and look.has_page:
            found.setdefault(look.version, look)
    return found


def _applied(
    store: Store,
    watch: WatchRow,
    readings: dict[int, Reading],
    rules: Sequence[Rule],
    *,
    keep: bool,
) -> tuple[dict[int, tuple[str, ...]], tuple[Retold, ...]]:
    with store.together(keep=keep) as inside:
        write_missing_reports(inside, rules, watch.identity)
        before = _told(inside, watch)
        differing = inside.read_as(watch.identity, readings)
        write_missing_reports(inside, rules, watch.identity)
        after = _told(inside, watch)
    retold = (Retold(key, before.get(key), after.get(key)) for key in {**after, **before})
    return differing, tuple(each for each in retold if _is_another(each))


def _told(store: Store, watch: WatchRow) -> dict[str, ReportRow]:
    rows = store.reports(identity=watch.identity)
    return {row.id: row for row in rows if row.version is not None}


def _is_another(each: Retold) -> bool:
    if each.before is None or each.after is None:
        return True
    return each.before.record != each.after.record
