"""What may go out of an archive, as conditions of SQL. What something else rests on may not."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    FromClause,
    Function,
    String,
    Table,
    and_,
    cast,
    exists,
    false,
    func,
    literal,
    or_,
    select,
    text,
    true,
    union_all,
)

from crawler.store.payloads import is_held
from crawler.store.states import GONE
from crawler.store.tables import (
    UNCOMPARED_EVENT,
    UNCOMPARED_VERSION,
    article,
    event,
    payload,
    report,
    seed,
    snapshot,
    version,
    watch,
)

Test = ColumnElement[bool]


@dataclass(frozen=True, slots=True)
class Retention:
    """What may go. What is left out stays."""

    payloads: datetime | None = None
    """Pages that were fetched before this moment, for the last time, but for evidence."""
    evidence: bool = False
    """With `payloads`: also the pages that first showed a version, or what happened. Those of the
    first and of the latest version of an article stay: the next parser is held against them."""
    snapshots: datetime | None = None
    """Fetches before this moment that neither began nor ended anything, and crawls without any."""
    versions: int | None = None
    """Texts but for so many latest ones of each article, where no report tells of them."""
    site: str | None = None
    """Of this site alone, as identities begin: `cna`."""


def page_goes(page: FromClause, limits: Retention) -> Test:
    """Whether no fetch needs the bytes of a page, nor will the next page of its article or site.

    Not whether other pages rest on it: those may go before.
    """
    look = snapshot.alias()
    is_old = false() if limits.payloads is None else look.c.fetched_at < limits.payloads
    lets_go = and_(is_old, _of_site(look, limits), ~_is_evidence(look, limits))
    needs = ~surely(or_(lets_go, row_goes(look, limits)))
    # The fetches of one that others rested on may be gone: nobody knows any more whose it was.
    may_be_anybodys = true() if limits.site is None else _is_any(snapshot, "payload", page.c.digest)
    return and_(
        page.c.pruned_at.is_(None),
        may_be_anybodys,
        ~is_held(page),
        ~exists().where(look.c.payload == page.c.digest, needs),
    )


def row_goes(look: FromClause, limits: Retention) -> Test:
    """Whether a fetch may go: it confirmed what others show, or failed and a later one read.

    Those that found an article gone stay where it was deleted: they say since when, and how long.
    """
    if limits.snapshots is None:
        return false()
    shown, known, first = version.alias(), version.alias(), snapshot.alias()
    began = select(func.min(first.c.id)).where(first.c.version_id == look.c.version_id)
    between = look.c.fetched_at.not_in((shown.c.first_seen, shown.c.last_seen))
    last_read = select(func.max(known.c.last_seen)).where(known.c.watch_id == look.c.watch_id)
    confirmed = and_(
        look.c.id != began.scalar_subquery(),
        exists().where(shown.c.id == look.c.version_id, between),
    )
    of_absence = and_(
        look.c.fault.in_(sorted({*GONE, "expired"})), _is_any(event, "watch_id", look.c.watch_id)
    )
    failed = and_(
        look.c.version_id.is_(None), look.c.fetched_at < last_read.scalar_subquery(), ~of_absence
    )
    return and_(
        look.c.fetched_at < limits.snapshots,
        _of_site(look, limits),
        _is_settled(look),
        ~_is_any(event, "snapshot_id", look.c.id),
        ~_is_evidence(look, limits),
        ~_is_last_before_event(look),
        or_(confirmed, failed),
    )


def _is_last_before_event(look: FromClause) -> Test:
    """Whether it was the last to read an article before something happened to it."""
    happened, other = event.alias(), snapshot.alias()
    last = select(func.max(other.c.fetched_at)).where(
        other.c.watch_id == happened.c.watch_id,
        other.c.version_id.is_not(None),
        other.c.fetched_at < happened.c.since,
    )
    return exists().where(
        happened.c.watch_id == look.c.watch_id, look.c.fetched_at == last.scalar_subquery()
    )


def text_goes(one: FromClause, limits: Retention) -> Test:
    """Whether the text of a version may go: nothing was told of it, and nothing rests on it."""
    if limits.versions is None:
        return false()
    owner, tellings = watch.alias(), report.alias()
    latest = select(owner.c.versions - limits.versions).where(owner.c.id == one.c.watch_id)
    # The older of two versions stands in a report's id alone: `.../2..3`.
    told_before = tellings.c.key.like(literal("%/") + cast(one.c.number, String) + literal("..%"))
    return and_(
        one.c.number > 1,
        one.c.number <= latest.scalar_subquery(),
        _of_site(one, limits),
        _is_settled(one),
        ~_is_any(seed, "version_id", one.c.id),
        ~_is_any(event, "version_id", one.c.id),
        ~_is_any(report, "version_id", one.c.id),
        ~exists().where(tellings.c.watch_id == one.c.watch_id, told_before),
    )


# ------------------------------------------------------------------ what things rest on


def _is_any(table: Table, column: str, of: ColumnElement[Any]) -> Test:
    other = table.alias()
    return exists().where(other.c[column] == of)


def surely(test: Test) -> Function[Any]:
    """What SQL does not know is not so: nothing goes by a NULL."""
    return func.coalesce(test, false())


def _of_site(one: FromClause, limits: Retention) -> Test:
    if limits.site is None:
        return true()
    owner = watch.alias()
    return one.c.watch_id.in_(select(owner.c.id).where(owner.c.site == limits.site))


def _is_settled(one: FromClause) -> Test:
    """Whether no report of its article is still to be written, which may ask for anything."""
    return one.c.watch_id.not_in(_unsettled())


def _unsettled() -> CompoundSelect[Any]:
    versions, events = version.alias(), event.alias()
    return union_all(
        select(versions.c.watch_id).where(text(UNCOMPARED_VERSION)),
        select(events.c.watch_id).where(text(UNCOMPARED_EVENT)),
    )


def _is_evidence(look: FromClause, limits: Retention) -> Test:
    """Whether a fetch holds the page that first showed a version, or what happened."""
    shown, owner, other, page = (it.alias() for it in (version, watch, snapshot, payload))
    first = (
        select(func.min(other.c.id))
        .join(page, other.c.payload == page.c.digest)
        .where(other.c.version_id == look.c.version_id, page.c.pruned_at.is_(None))
    )
    counts = [
        shown.c.id == look.c.version_id,
        owner.c.id == shown.c.watch_id,
        _is_any(article, "version_id", shown.c.id),
        ~surely(text_goes(shown, limits)),
    ]
    if limits.evidence:
        counts.append(shown.c.number.in_((1, owner.c.versions)))
    shows = and_(look.c.id == first.scalar_subquery(), exists().where(*counts))
    if limits.evidence:
        return surely(shows)
    return or_(surely(shows), _is_any(event, "snapshot_id", look.c.id))
