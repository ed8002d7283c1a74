"""Whether the archive still holds what it once kept: chains, texts, reports and bytes."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from sqlalchemy import (
    BindParameter,
    Connection,
    Row,
    and_,
    bindparam,
    case,
    func,
    select,
    union,
    union_all,
)

from crawler.errors import NotFoundError, StoreError
from crawler.store import bearing, fulltext, histories, payloads, report_seals, seals
from crawler.store.database import Database
from crawler.store.digests import digest
from crawler.store.histories import History
from crawler.store.pages import paged
from crawler.store.tables import (
    event,
    payload,
    report,
    report_seal,
    seal,
    seed,
    snapshot,
    version,
    watch,
)

PAGE = 100
"""Watches, or payloads, in one transaction."""


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something that is not as it was kept."""

    identity: str
    """Of the watch: `site:key`; empty for bytes that no fetch of any article brought."""
    version: int | None
    """Its number; None where it is of no version."""
    what: str
    """What does not hold, for people."""


@dataclass(frozen=True, slots=True)
class Checked:
    """One article's history, or the bytes of one response, after the check."""

    key: int | str
    """Where the next page begins: row id, or the payload's digest."""
    identity: str
    """Of the watch; empty for a payload."""
    versions: int
    """How many there are; 0 for a payload."""
    head: str
    """The last value of its chain, hex; empty where there is none, and for a payload."""
    flaws: Sequence[Flaw]
    """What does not hold."""
    pruned: int = 0
    """Of its versions those whose text was let go; of a payload 1 where its bytes were."""
    reports: int = 0
    """How many there are of it."""
    withdrawn: int = 0
    """How many were taken back since they were written; most of them were written anew."""
    told: str = ""
    """The last value of the chain of its reports, hex; empty where there is none."""
    pageless: int = 0
    """Of its versions those that no look has a page of, though they were sealed with one."""


Beside = Callable[[History], Iterable[str]]
"""Says what else does not hold of a history, in the words of a `Flaw`."""


def everything(database: Database, beside: Beside | None = None) -> Iterator[Checked]:
    """All histories, then all payloads; a transaction a page."""
    yield from paged(database, partial(watches, beside=beside), _row_of, 0, PAGE)
    with database.reading() as connection:
        yield from [
            Checked(row.watch_id, _ROW.format(row.watch_id), 0, "", [_orphaned(row.watch_id)])
            for row in connection.execute(_ORPHANS)
        ]
    yield from paged(database, bytes_kept, _digest_of, "", PAGE)


def history(database: Database, identity: str) -> Sequence[Flaw]:
    """What does not hold of one article; empty where all does, and where it is not known."""
    with database.reading() as connection:
        row = connection.execute(select(watch.c.id).where(watch.c.identity == identity)).first()
        return watches(connection, row.id - 1, row.id)[0].flaws if row else ()


def _row_of(last: Checked) -> int:
    return int(last.key)


def _digest_of(last: Checked) -> str:
    return str(last.key)


def watches(
    connection: Connection, after: int, last: int | None = None, *, beside: Beside | None = None
) -> list[Checked]:
    """Some watches beyond the one with row id `after`, each checked from its first seal on."""
    chosen = select(watch).where(watch.c.id > after)
    if last is not None:
        chosen = chosen.where(watch.c.id <= last)
    rows = connection.execute(chosen.order_by(watch.c.id).limit(PAGE)).all()
    found = list(histories.read(connection, rows))
    is_any_pruned = any(row.pruned_at for each in found for row in each.versions)
    needed = _needed(connection, [row.id for row in rows]) if is_any_pruned else set()
    checked = [_checked(connection, each, needed, beside) for each in found]
    unfound = _unfound(connection, rows) if last is None else ()
    return [
        replace(each, flaws=[*each.flaws, Flaw(each.identity, None, _UNFOUND)])
        if each.key in unfound
        else each
        for each in checked
    ]


_UNFOUND = (
    "`stet search` cannot find it, its words are not in the index: an archive into which this one "
    "is exported and imported makes that anew"
)


def _unfound(connection: Connection, rows: Sequence[Row[Any]]) -> set[int]:
    """Which of these watches have a text, and no words in the index."""
    read = [row for row in rows if row.versions]
    known: set[int] = set()
    for site in {row.site for row in read}:
        ids = [row.id for row in read if row.site == site]
        known |= fulltext.indexed(connection, site, min(ids), max(ids))
    return {row.id for row in read} - known


_SOME: BindParameter[Any] = bindparam("some", expanding=True)
_ORPHANS = union(*(
    select(table.c.watch_id)
    .outerjoin(watch, watch.c.id == table.c.watch_id)
    .where(watch.c.id.is_(None))
    for table in (seal, version, snapshot, report_seal)
))  # fmt: skip
_ROW = "row {}"
_POINTING = union_all(*(
    select(version.c.watch_id, version.c.number)
    .join(table, table.c.version_id == version.c.id)
    .where(table.c.watch_id.in_(_SOME))
    for table in (report, event, seed)
))  # fmt: skip
_TOLD = select(report.c.watch_id, report.c.key).where(report.c.watch_id.in_(_SOME))


def _needed(connection: Connection, watches: Sequence[int]) -> set[tuple[int, int]]:
    """Versions that something tells of, by watch and number: none of these is ever pruned."""
    some: Mapping[str, Any] = {"some": watches}
    found = {(row.watch_id, row.number) for row in connection.execute(_POINTING, some)}
    for row in connection.execute(_TOLD, some):
        older = row.key.rpartition("/")[2].partition("..")[0]
        found |= {(row.watch_id, int(older))} if older.isdecimal() else set()
    return found


def _checked(
    connection: Connection,
    history: History,
    needed: Collection[tuple[int, int]],
    beside: Beside | None,
) -> Checked:
    owner, kept = history.owner, history.versions
    flaws = [*_of_versions(history)]
    pageless = bearing.pageless(history)
    if pageless and not flaws:
        erased = bearing.erased(connection, history)
        flaws += [Flaw(owner.identity, of, what) for of, what in erased]
    pruned = [row for row in kept if row.record is None and row.pruned_at]
    ends = {1, owner.versions}
    never = [row for row in pruned if row.number in ends or (owner.id, row.number) in needed]
    flaws += [Flaw(owner.identity, row.number, _NEVER) for row in never]
    others = beside(history) if beside and kept and not flaws else ()
    chain = {row.chain for row in history.seals}
    told = report_seals.flaws(owner.identity, history.report_seals, history.reports, chain)
    return Checked(
        owner.id,
        owner.identity,
        len(kept),
        history.seals[-1].chain if history.seals else "",
        [*flaws, *(Flaw(owner.identity, None, what) for what in (*told, *others))],
        len(pruned),
        len(history.reports),
        sum(row.digest is None for row in history.report_seals),
        history.report_seals[-1].chain if history.report_seals else "",
        len(pageless),
    )


def _of_versions(history: History) -> Iterator[Flaw]:
    owner, kept, looks = history.owner, history.versions, history.looks
    last = {row.number: row for row in history.seals}
    there = {row.number: row for row in kept}
    yield from _broken(owner.identity, history.seals)
    for number in sorted(last.keys() | there.keys() | set(range(1, owner.versions + 1))):
        for what in _differences(history, number, there.get(number), last.get(number)):
            yield Flaw(owner.identity, number, what)
    own = defaultdict(list)
    for look in looks:
        own[look.version_id].append(look)
    for row in kept:
        if row.number in last:
            for what in _unseen(row, last[row.number], own[row.id]):
                yield Flaw(owner.identity, row.number, what)
    for what in _pageless(looks):
        yield Flaw(owner.identity, None, what)
    for of, what in bearing.flaws(history):
        yield Flaw(owner.identity, of, what)


def _unseen(kept: Row[Any], sealed: Row[Any], own: Sequence[Row[Any]]) -> Iterator[str]:
    """Whether the look that first showed a version, and never goes, is there."""
    if sealed.payload is None:
        return
    seen = kept.is_seed or kept.first_seen != sealed.first_seen  # the latter is a flaw of its own
    if not seen and sealed.first_seen not in {look.fetched_at for look in own}:
        yield f"the look of {sealed.first_seen:%Y-%m-%d %H:%M} UTC that first showed it is missing"


def _pageless(looks: Sequence[Row[Any]]) -> Iterator[str]:
    """Looks whose page is gone, without having been pruned: that leaves the page's row."""
    for look in looks:
        if look.payload and not look.stored:
            when = f"{look.fetched_at:%Y-%m-%d %H:%M} UTC"
            yield f"the page {look.payload} of its look of {when} is missing"


def _orphaned(row: int) -> Flaw:
    return Flaw(_ROW.format(row), None, "an article is missing: it has seals, versions or looks")


_NEVER = "its text is missing; it is said to be pruned, but is none that ever goes"


def _broken(identity: str, sealed: Sequence[Row[Any]]) -> Iterator[Flaw]:
    def after(row: Row[Any], previous: str) -> str:
        return seals.link_of(row).after(previous, identity)

    if found := seals.broken(sealed, after):
        row, what = found
        yield Flaw(identity, row.number if row else None, f"seal {what}")


def _differences(
    history: History, number: int, kept: Row[Any] | None, sealed: Row[Any] | None
) -> Iterator[str]:
    """How a version differs from its last seal."""
    if sealed is None:
        yield "was never sealed" if kept else "is missing"
        return
    when = f"{sealed.at:%Y-%m-%d %H:%M} UTC"
    if kept is None:
        yield f"is missing; it was sealed at {when}"
        return
    if kept.first_seen != sealed.first_seen:
        yield f"first seen at {kept.first_seen}, sealed at {when} as {sealed.first_seen}"
    if kept.digest != sealed.digest:
        yield f"its digest is not the one that was sealed at {when}"
    if kept.record is not None or kept.pruned_at is None:
        yield from _text_differs(history, number, sealed.digest, when)


def _text_differs(history: History, number: int, wanted: str, when: str) -> Iterator[str]:
    try:
        text = history.text(number)
    except StoreError as error:
        yield f"its text cannot be read: {error}"
        return
    if text is None:
        yield "its text is missing"
    elif digest(text) != wanted:
        yield f"its text is not the one that was sealed at {when}"


def bytes_kept(connection: Connection, after: str) -> list[Checked]:
    """Some payloads beyond the one with this digest: whether their bytes still have it."""
    chosen = _PAGES.where(payload.c.digest > after) if after else _PAGES
    return [
        Checked(row.digest, "", 0, "", list(_not_gone(connection, row)), pruned=1)
        if row.pruned_at
        else Checked(row.digest, "", 0, "", list(_altered(connection, row.digest)))
        for row in connection.execute(chosen).all()
    ]


_IS_PRUNED = payload.c.pruned_at.is_not(None)
_PAGES = (
    select(
        payload.c.digest,
        payload.c.pruned_at,
        case((_IS_PRUNED, func.length(payload.c.body)), else_=0).label("left"),
        and_(_IS_PRUNED, payloads.is_held(payload)).label("is_held"),
    )
    .order_by(payload.c.digest)
    .limit(PAGE)
)


def _not_gone(connection: Connection, row: Any) -> Iterator[Flaw]:
    """What `stet prune` leaves of no page that it takes."""
    if row.left:
        yield _of_page(connection, row.digest, "are said to be pruned, but are here")
    elif row.is_held:
        told = "are said to be pruned, but are none that ever go: others are stored with them"
        yield _of_page(connection, row.digest, told)


def _altered(connection: Connection, key: str) -> Iterator[Flaw]:
    try:
        is_whole = payloads.digest_of(payloads.body(connection, key)) == key
        what = "are not those that were stored"
    except (StoreError, NotFoundError) as error:
        is_whole, what = False, f"cannot be read: {error}"
    if not is_whole:
        yield _of_page(connection, key, what)


def _of_page(connection: Connection, key: str, what: str) -> Flaw:
    """Names the first article, and version, that the page is of."""
    shown = (
        select(watch.c.identity, version.c.number)
        .select_from(snapshot)
        .join(watch, snapshot.c.watch_id == watch.c.id)
        .outerjoin(version, snapshot.c.version_id == version.c.id)
        .where(snapshot.c.payload == key)
        .order_by(snapshot.c.id)
        .limit(1)
    )
    row = connection.execute(shown).one_or_none()
    told = f"the bytes {key} of its page {what}"
    return Flaw(row.identity, row.number, told) if row else Flaw("", None, told)
