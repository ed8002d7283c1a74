"""Versions that today's parsers read otherwise: rewritten in place, and no news to anybody."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection

from crawler.items import COMPARED, Reading
from crawler.store import lookup, reports, seals, versions, watches
from crawler.store.digests import complete, digest
from crawler.store.seals import Sealed
from crawler.store.versions import OpenVersion
from crawler.store.watches import Wanted

_BEFORE, _AFTER = 1, 2
"""How far from a version its text may decide about a report: a text that shrank is judged by the
version after it, and passed over by the one that follows."""


def read_as(
    connection: Connection, identity: str, readings: Mapping[int, Reading], now: datetime
) -> dict[int, tuple[str, ...]]:
    """Let versions, by row id, say what these readings of their own pages say.

    The numbers of those that now differ in what is compared, with the fields. The reports of these
    and of the versions beside them are dropped, and are missing until they are made anew. No
    version comes, goes or moves in time, and no event does. What is rewritten is sealed anew, as of
    `now`. Raises `NotFoundError`.
    """
    known = lookup.one(connection, identity)
    [watch] = watches.ensure(connection, {identity: Wanted(known.url, known.added_at)}).values()
    history = versions.of_watches(connection, [watch.id])[watch.id]
    differing = {}
    for one in history:
        fields = _read(connection, one, readings.get(one.id or 0))
        if fields:
            differing[one.number] = fields
    versions.write(connection, [(watch.id, one) for one in history])
    seals.add(connection, [Sealed(watch, one, now) for one in history if one.is_unsealed])
    if history[-1:] and (latest := history[-1]).is_rewritten and latest.article:
        watch.shows(latest.article, latest.number, latest.first_seen)
        watches.write(connection, [watch])
    touched = {number + step for number in differing for step in range(-_BEFORE, _AFTER + 1)}
    reports.forget_versions(connection, [one.id for one in history if one.number in touched], now)
    return differing


def _read(connection: Connection, one: OpenVersion, reading: Reading | None) -> tuple[str, ...]:
    """Take over a reading; the compared fields in which it differs. A pruned text stays so."""
    if reading is None or reading.article is None or one.pruned_at:
        return ()
    text = versions.text_of(connection, one)
    again = complete(reading.article, text)
    before = one.digest
    if again != text:
        one.read_as(again, reading.extractor)
    elif one.extractor != reading.extractor:
        one.extractor, one.is_touched = reading.extractor, True
    if digest(again) == before:
        return ()
    fields = [name for name in COMPARED if getattr(text, name) != getattr(again, name)]
    return tuple(fields)
