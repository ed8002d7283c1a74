"""Versions: writing those that a batch made, and reading a history."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, func, select, update

from crawler.errors import NotFoundError, PrunedError, StetError, StoreError
from crawler.items import Article
from crawler.store import fulltext, prepared, records
from crawler.store.digests import complete, digest
from crawler.store.numbering import added
from crawler.store.rows import VersionRow
from crawler.store.tables import article as articles
from crawler.store.tables import seed, snapshot, version, watch

_MOST = 2**31 - 1
"""What a column of numbers holds on PostgreSQL; to ask for more is an error of its own there."""


@dataclass(slots=True)
class OpenVersion:
    """A version while a batch is at work on it: written at the end, once."""

    number: int
    """From 1, by the time of first sight."""
    first_seen: datetime
    """Aware, UTC."""
    last_seen: datetime
    """Aware, UTC."""
    checks: int
    """Looks that showed it, the first included."""
    digest: str
    """Hex."""
    extractor: str
    """Which of our parsers read it."""
    is_seed: bool = False
    """Whether its first sight is a seed document."""
    id: int | None = None
    """None until it is written."""
    article: Article | None = None
    """None until somebody needs it: `text_of`."""
    is_touched: bool = False
    """Whether the row has to be written at all."""
    is_rewritten: bool = False
    """Whether the text has to be written, too."""
    filed: tuple[int, datetime] | None = None
    """Number and first sight as they stand on file; None until it is written."""
    pruned_at: datetime | None = None
    """When its text was let go; None: it is kept."""

    @property
    def is_unsealed(self) -> bool:
        """Whether what its last seal says of it does not hold any more, or it has none."""
        return self.is_rewritten or self.filed != (self.number, self.first_seen)

    def seen(self, at: datetime) -> None:
        """One more look that showed it."""
        self.last_seen = max(self.last_seen, at)
        self.checks += 1
        self.is_touched = True

    def seen_in_document(self, at: datetime) -> None:
        """A seed document shows it too, at a time of its own."""
        self.is_seed |= at < self.first_seen
        self.first_seen = min(self.first_seen, at)
        self.seen(at)

    def read_as(self, text: Article, extractor: str) -> None:
        """The same version, read better: in place, so that it is no news to anybody."""
        self.article = text
        self.digest = digest(text)
        self.extractor = extractor
        self.is_touched = self.is_rewritten = True

    def learn(self, text: Article, richer: Article, extractor: str) -> None:
        """Take over what only `richer`, which says the same as the version's `text`, observed."""
        completed = complete(text, richer)
        if completed is not text:
            self.read_as(completed, extractor)


def made(
    number: int, text: Article, extractor: str, at: datetime, known_digest: str = ""
) -> OpenVersion:
    """A version seen for the first time; `known_digest` is that of `text`, if it was asked for."""
    return OpenVersion(number, at, at, 1, known_digest or digest(text), extractor, article=text)


def latest(connection: Connection, watches: Collection[int]) -> dict[int, OpenVersion]:
    """The newest version of each watch that has one, without its text."""
    rows = prepared.ask(connection, _LATEST, watches)
    return {row.watch_id: _opened(row) for row in rows}


_LATEST = (
    select(version)
    .join(watch, (version.c.watch_id == watch.c.id) & (version.c.number == watch.c.versions))
    .where(watch.c.id.in_(bindparam("some", expanding=True)))
)


def of_watches(connection: Connection, watches: Collection[int]) -> dict[int, list[OpenVersion]]:
    """Every version of these watches, oldest first, without the texts."""
    found: dict[int, list[OpenVersion]] = {number: [] for number in watches}
    chosen = select(version).where(version.c.watch_id.in_(watches))
    for row in connection.execute(chosen.order_by(version.c.watch_id, version.c.number)):
        found[row.watch_id].append(_opened(row))
    return found


def _opened(row: Row[tuple[object, ...]]) -> OpenVersion:
    return OpenVersion(
        row.number,
        row.first_seen,
        row.last_seen,
        row.checks,
        row.digest,
        row.extractor,
        row.is_seed,
        row.id,
        filed=(row.number, row.first_seen),
        pruned_at=row.pruned_at,
    )


def text_of(connection: Connection, one: OpenVersion) -> Article:
    """The text of a version in a batch. Raises `PrunedError` where it was let go."""
    if one.article is None:
        read_texts(connection, [one])
    if one.article is None:
        raise _without_text(f"version {one.number}", one.pruned_at)
    return one.article


def read_texts(connection: Connection, some: Iterable[OpenVersion]) -> None:
    """Read the texts of those that have none at hand, together."""
    wanted = {one.id: one for one in some if one.id and one.article is None}
    for row in prepared.ask(connection, _TEXTS, wanted):
        wanted[row.version_id].article = records.unpack(row.record, Article)


_TEXTS = select(articles.c.version_id, articles.c.record).where(
    articles.c.version_id.in_(bindparam("some", expanding=True))
)


def write(connection: Connection, opened: Sequence[tuple[int, OpenVersion]]) -> None:
    """Write (watch id, version) pairs: the new ones, and what was touched of the others."""
    new = [(owner, one) for owner, one in opened if one.id is None]
    touched = [one for _, one in opened if one.id is not None and one.is_touched]
    rewritten = [one for one in touched if one.is_rewritten]
    fulltext.add(
        connection,
        ((owner, one.article) for owner, one in opened if one.id is None or one.is_rewritten),
        ((owner, one.article) for owner, one in opened if one.id and not one.is_rewritten),
    )
    prepared.run(connection, _UPDATE, map(_touch, touched))
    prepared.run(connection, _REWRITE, (_record("of_version", one) for one in rewritten))
    if new:
        _insert(connection, new)


def _insert(connection: Connection, new: Sequence[tuple[int, OpenVersion]]) -> None:
    rows = [
        {
            "watch_id": owner,
            "number": one.number,
            "first_seen": one.first_seen,
            "last_seen": one.last_seen,
            "checks": one.checks,
            "digest": one.digest,
            "extractor": one.extractor,
            "is_seed": one.is_seed,
            "compared": False,
        }
        for owner, one in new
    ]
    for (_, one), number in zip(new, added(connection, version, rows), strict=True):
        one.id = number
    texts = (_record("version_id", one) for _, one in new)
    prepared.run(connection, prepared.into(articles), texts)


_UPDATE = (
    update(version)
    .where(version.c.id == bindparam("of_version"))
    .values({name: bindparam(f"new_{name}") for name in (
        "number", "first_seen", "last_seen", "checks", "digest", "extractor", "is_seed"
    )})
)  # fmt: skip
_REWRITE = (
    update(articles)
    .where(articles.c.version_id == bindparam("of_version"))
    .values(record=bindparam("record"))
)


def _touch(one: OpenVersion) -> dict[str, object]:
    return {
        "of_version": one.id,
        "new_number": one.number,
        "new_first_seen": one.first_seen,
        "new_last_seen": one.last_seen,
        "new_checks": one.checks,
        "new_digest": one.digest,
        "new_extractor": one.extractor,
        "new_is_seed": one.is_seed,
    }


def _record(key: str, one: OpenVersion) -> dict[str, object]:
    # The form of a seed document belongs to the document: it stands in `seed`, once.
    text = one.article
    if text and text.seed:
        text = replace(text, seed=None)
    return {key: one.id, "record": records.pack(text)}


# ------------------------------------------------------------------ reading


def selected() -> Select[tuple[object, ...]]:
    """Versions with their identity and first fetch, for `row_of`."""
    first_fetch = (
        select(func.min(snapshot.c.id))
        .where(snapshot.c.version_id == version.c.id)
        .scalar_subquery()
    )
    return select(version, watch.c.identity, first_fetch.label("snapshot")).join(
        watch, version.c.watch_id == watch.c.id
    )


def row_of(row: Row[tuple[object, ...]]) -> VersionRow:
    """One row of `selected`."""
    return VersionRow(
        row.id,
        row.identity,
        row.number,
        row.first_seen,
        row.last_seen,
        row.checks,
        row.digest,
        row.extractor,
        row.is_seed,
        row.snapshot,
        pruned_at=row.pruned_at,
    )


def history(connection: Connection, identity: str) -> list[VersionRow]:
    """All versions of an article, oldest first."""
    first: dict[str, int] = {}
    rows = []
    for row in map(row_of, prepared.read(connection, _history(), identity=identity)):
        rows.append(replace(row, returned=first.get(row.digest)))
        first.setdefault(row.digest, row.number)
    return rows


@cache
def _history() -> Select[Any]:
    chosen = selected().where(watch.c.identity == bindparam("identity"))
    return chosen.order_by(version.c.number)


def article(connection: Connection, identity: str, number: int | None) -> Article:
    """The text of one version, the latest if no number is given.

    Raises `NotFoundError`; `PrunedError` where it was let go.
    """
    if number is None:
        found = prepared.read(connection, _LAST_TEXT, identity=identity)
    elif 0 < number <= _MOST:
        found = prepared.read(connection, _TEXT, identity=identity, number=number)
    else:
        found = []
    row = next(iter(found), None)
    if row is None:
        raise _missing(connection, identity, number)
    if row.record is None:
        raise _without_text(f"version {row.number} of {identity}", row.pruned_at)
    text = records.unpack(row.record, Article)
    return replace(text, seed=_form(connection, row.id).seed) if row.is_seed else text


_ANY_TEXT = (
    select(version, articles.c.record)
    .join(watch, version.c.watch_id == watch.c.id)
    .outerjoin(articles, articles.c.version_id == version.c.id)
    .where(watch.c.identity == bindparam("identity"))
)
_LAST_TEXT = _ANY_TEXT.where(version.c.number == watch.c.versions)
_TEXT = _ANY_TEXT.where(version.c.number == bindparam("number"))


def _form(connection: Connection, version_id: int) -> Article:
    first = select(seed.c.record).where(seed.c.version_id == version_id).order_by(seed.c.id)
    return records.unpack(connection.execute(first.limit(1)).scalar_one(), Article)


def _without_text(called: str, pruned_at: datetime | None) -> StetError:
    """What there is to say of a version whose text is not there."""
    if pruned_at is None:
        return _damaged(f"the text of {called}")
    return PrunedError(
        f"the text of {called} was pruned on {pruned_at:%Y-%m-%d}: when it was seen, and its "
        "digest, are all that is kept of it"
    ).labelled("text.pruned", day=f"{pruned_at:%Y-%m-%d}")


def _damaged(missing: str) -> StoreError:
    return StoreError(
        f"{missing} is missing, the archive is damaged: look with `stet verify`, "
        "and put a backup in its place"
    )


def _missing(connection: Connection, identity: str, number: int | None) -> StetError:
    """What there is to say of a version that is not there."""
    count = connection.scalar(select(watch.c.versions).where(watch.c.identity == identity))
    if count is None:
        error = NotFoundError(f"nothing in this archive is called {identity!r}")
        return error.labelled("article", name=identity)
    if not count:
        return NotFoundError(f"{identity} has not been read yet").labelled("article.unread")
    if number is None or 0 < number <= count:
        return _damaged(f"version {number or count} of {identity}")
    error = NotFoundError(f"{identity} has no version {number}: they are 1 to {count}")
    return error.labelled("version.missing", number=number, count=count)
