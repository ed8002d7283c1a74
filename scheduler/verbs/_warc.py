"""The archive as WARC, and WARC into the archive, as `export` and `import` do it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from http import HTTPStatus
from io import BufferedIOBase
from typing import BinaryIO

from crawler import clock, extract, sites, urls, warc
from crawler.config import Config
from crawler.errors import DamagedError
from crawler.items import Article, Snapshot, Visit
from crawler.store import SnapshotRow, Store
from crawler.store.payloads import digest_of
from crawler.text import counted
from scheduler import rounds

BATCH = 50
_HTML = ("text/html", "application/xhtml")


# ------------------------------------------------------------------ out


@dataclass(slots=True)
class Written:
    """What went into a WARC, and what did not."""

    records: int = 0
    """Of any kind."""
    missing: int = 0
    """Fetches left out, whose bytes never were in this archive."""
    pruned: int = 0
    """Fetches left out, whose bytes were pruned."""


def write(store: Store, out: BinaryIO, software: str, site: str | None) -> Written:
    """Every fetch that was answered and whose bytes are kept, article by article."""
    writer, written = warc.Writer(out, software), Written()
    for watch in [*store.watches(site), *store.watches(site, "removed")]:
        looks = store.snapshots(watch.identity)
        kept = [look for look in looks if look.pruned_at is None]
        whole = [look for look in kept if look.payload or _needs_no_bytes(look)]
        written.pruned += len(looks) - len(kept)
        written.missing += len(kept) - len(whole)
        written.records += writer.write(_fetched(store, look) for look in whole)
    return written


def _needs_no_bytes(look: SnapshotRow) -> bool:
    """Whether it brought none: it was no page, or a 304 that confirmed one."""
    return bool(look.version) == (look.status == HTTPStatus.NOT_MODIFIED)


def _fetched(store: Store, look: SnapshotRow) -> Snapshot:
    body = store.payload(look.payload) if look.payload else b""
    return Snapshot(look.url, look.final_url, look.fetched_at, look.status, look.headers, body)


# ------------------------------------------------------------------ in


def take(config: Config, file: BufferedIOBase, source: str) -> int:
    """Keep the pages of articles as visits at their own times, then report and plan; 0.

    Left out and counted: what is no article and never was one here, a page that is not all there,
    and what is not later than the last look at its article. Raises `DamagedError` for a file that
    is cut.
    """
    outcomes: Counter[str] = Counter()
    try:
        with Store.open(config) as store:
            reader = _Reader(store)
            for batch in _batches(warc.read(file, source)):
                outcomes.update(reader.keep(batch))
    finally:
        reports = rounds.settle(config, clock.now())
        _tell(outcomes, reports)
    return 0


def _batches(captures: Iterator[warc.Capture]) -> Iterator[list[warc.Capture]]:
    """Some records at a time; those before a place where the file is damaged, too."""
    batch: list[warc.Capture] = []
    try:
        for capture in captures:
            batch.append(capture)
            if len(batch) == BATCH:
                yield batch
                batch = []
    except DamagedError:
        yield batch
        raise
    yield batch


def _tell(outcomes: Counter[str], reports: int) -> None:
    looks = sum(outcomes[each] for each in ("first", "new", "same", "fault"))
    print(
        f"{counted(looks, 'page')}: {counted(outcomes['first'], 'new article')}, "
        f"{counted(outcomes['new'], 'more version')}; {counted(reports, 'report')}"
    )
    print(
        f"left out: {outcomes['other']} no articles, {outcomes['part']} not whole, "
        f"{outcomes['known']} not later than known"
    )


class _Reader:
    """Reads captures as visits; remembers under which digest the bytes of each are kept."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.kept: dict[str, str] = {}

    def keep(self, captures: Sequence[warc.Capture]) -> Iterator[str]:
        """What became of each: an outcome, `other`, `part` or `known`."""
        visits: list[Visit] = []
        recent: dict[str, bytes] = {}
        candidates = [each for each in captures if _may_be_article(each)]
        pages = [each for each in candidates if not each.is_part]
        names = [sites.identity(each.snapshot.url) for each in pages]
        known = self.store.watches_called(set(names))
        last = {name: watch.looked_at for name, watch in known.items()}
        yield from ["other"] * (len(captures) - len(candidates))
        yield from ["part"] * (len(candidates) - len(pages))
        for name, capture in zip(names, pages, strict=True):
            snapshot = self._whole(capture, recent)
            if snapshot is None:
                yield "other"
                continue
            looked_at = last.get(name)
            if looked_at and snapshot.fetched_at <= looked_at:
                yield "known"
                continue
            visit = _visit(name, snapshot)
            if name not in last and not (visit.reading and visit.reading.article):
                yield "other"
                continue
            last[name] = snapshot.fetched_at
            self.kept[capture.digest] = digest_of(snapshot.payload)
            visits.append(visit)
        yield from (each.outcome for each in self.store.keep(visits, reread=_reread))

    def _whole(self, capture: warc.Capture, recent: dict[str, bytes]) -> Snapshot | None:
        """The snapshot with its bytes; None of a revisit whose bytes no record has brought."""
        snapshot, digest = capture.snapshot, capture.digest
        if not capture.is_revisit:
            recent[digest] = snapshot.payload
            return snapshot
        if digest not in recent:
            if digest not in self.kept:
                return None
            recent[digest] = self.store.payload(self.kept[digest])
        return replace(snapshot, payload=recent[digest])


def _may_be_article(capture: warc.Capture) -> bool:
    snapshot = capture.snapshot
    kind = next((value for name, value in snapshot.headers if name.lower() == "content-type"), "")
    is_page = not kind or kind.lower().startswith(_HTML) or snapshot.status == 304
    return is_page and bool(snapshot.status) and urls.is_fetchable(snapshot.url)


def _visit(identity: str, snapshot: Snapshot) -> Visit:
    if snapshot.status == HTTPStatus.NOT_MODIFIED:  # as a crawl keeps what it asked for so
        return Visit(identity, snapshot, extract.sent_elsewhere(snapshot.final_url, snapshot.url))
    found = extract.draft(
        snapshot.payload,
        snapshot.final_url,
        dict(snapshot.headers),
        status=snapshot.status,
        requested=snapshot.url,
        fetched_at=snapshot.fetched_at,
    )
    return Visit(identity, snapshot, found, extract.finish(found, snapshot.fetched_at))


def _reread(payload: bytes, look: SnapshotRow) -> Article | None:
    snapshot = Snapshot(
        look.url, look.final_url, look.fetched_at, look.status, look.headers, payload
    )
    reading = _visit(look.identity, snapshot).reading
    return reading.article if reading else None
