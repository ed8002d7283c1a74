"""Seals of reports: what each told when it was written, a chain a watch, only ever added to.

Each hangs on the last seal of its article's versions, and by it on both that it compares. A report
that is taken back, since an older version turned up or a parser learnt more, is sealed as gone, and
what is told in its place anew: so what was judged again shows, and when.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, select

from crawler.errors import StoreError
from crawler.store import payloads, prepared, records, seals
from crawler.store.tables import likeness, report, report_seal, seal, watch
from crawler.text import digest

_New = tuple[int, str, str | None]
"""Row id of the watch, the report's id, the digest of what it tells; None: it is taken back."""


@dataclass(frozen=True, slots=True)
class ReportLink:
    """One seal: what its chain value is made of."""

    position: int
    """From 1, in the chain of its watch's reports."""
    at: datetime
    """When it was written, or taken back; aware, UTC."""
    key: str
    """The report's id."""
    digest: str | None
    """Of all that it tells, hex; None where it was taken back."""
    upon: str | None
    """The last value of the versions' chain at that time, hex; None where there was none."""

    def after(self, previous: str, identity: str) -> str:
        """The chain value, hex: BLAKE2b-128 of the one before (empty: none) and of all these."""
        moment = self.at.astimezone(UTC).isoformat()
        said = (str(self.position), moment, self.digest or "", self.upon or "")
        return digest(previous, identity, self.key, " ".join(said))


def digest_of(row: Any) -> str:
    """The hex digest of a report as stored, with all that it is found and listed by.

    `row` has the columns of `report`, and the `way`. Raises `StoreError` for damaged bytes.
    """
    return digest(
        row.key,
        row.site,
        row.kind,
        str(row.score),
        str(bool(row.significant)),
        row.changed_at.astimezone(UTC).isoformat(),
        row.way or "",
        payloads.digest_of(records.decompress(row.record)),
    )


def add(connection: Connection, chosen: ColumnElement[bool], now: datetime) -> None:
    """Seal the reports that are so, as they are stored."""
    told = select(report, likeness.c.way).outerjoin(likeness, likeness.c.report_id == report.c.id)
    rows = connection.execute(told.where(chosen).order_by(report.c.id))
    _append(connection, [(row.watch_id, row.key, digest_of(row)) for row in rows], now)


def withdraw(connection: Connection, chosen: ColumnElement[bool], now: datetime) -> None:
    """Seal that the reports that are so are taken back; they are still there."""
    gone = select(report.c.watch_id, report.c.key).where(chosen).order_by(report.c.id)
    rows = connection.execute(gone)
    _append(connection, [(row.watch_id, row.key, None) for row in rows], now)


def _append(connection: Connection, new: Sequence[_New], now: datetime) -> None:
    owners = {owner for owner, _, _ in new}
    named = select(watch.c.id, watch.c.identity).where(watch.c.id.in_(owners))
    identities = {row.id: row.identity for row in connection.execute(named)} if owners else {}
    upon = seals.last(connection, seal, owners)
    heads = seals.last(connection, report_seal, owners)
    rows = []
    for owner, key, told in new:
        position, previous = heads.get(owner, (0, ""))
        _, versions = upon.get(owner, (0, None))
        made = ReportLink(position + 1, now, key, told, versions)
        chain = made.after(previous, identities[owner])
        heads[owner] = made.position, chain
        rows.append({
            "watch_id": owner,
            "position": made.position,
            "at": now,
            "key": key,
            "digest": told,
            "upon": versions,
            "chain": chain,
        })  # fmt: skip
    prepared.run(connection, prepared.into(report_seal), rows)


# ------------------------------------------------------------------ checking


def flaws(
    identity: str, sealed: Sequence[Any], told: Sequence[Any], versions: Collection[str]
) -> Iterator[str]:
    """What does not hold of an article's reports, for people.

    `sealed` and `told` are its rows of `report_seal` and `report` in order, `versions` the values
    of the chain of its versions.
    """

    def after(row: Any, previous: str) -> str:
        return ReportLink(row.position, row.at, row.key, row.digest, row.upon).after(
            previous, identity
        )

    if found := seals.broken(sealed, after):
        yield f"seal of reports {found[1]}"
    for row in sealed:
        if row.upon is not None and row.upon not in versions:
            yield f"seal of reports {row.position} hangs on no seal of its versions"
    last = {row.key: row for row in sealed}
    for row in told:
        yield from _differences(row, last.pop(row.key, None))
    for row in last.values():
        if row.digest is not None:
            yield f"the report {row.key} is missing; it was sealed at {_when(row)}"


def _differences(row: Any, sealed: Any) -> Iterator[str]:
    """How a report differs from its last seal."""
    if sealed is None:
        yield f"the report {row.key} was never sealed"
        return
    if sealed.digest is None:
        yield f"the report {row.key} is here; it was taken back at {_when(sealed)}"
        return
    try:
        is_same = digest_of(row) == sealed.digest
    except StoreError as error:
        yield f"the report {row.key} cannot be read: {error}"
        return
    if not is_same:
        yield f"the report {row.key} is not the one that was sealed at {_when(sealed)}"


def _when(sealed: Any) -> str:
    return f"{sealed.at:%Y-%m-%d %H:%M} UTC"
