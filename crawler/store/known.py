"""What a look may ask for only if it has changed: what the last answer was, and who read it."""

from dataclasses import dataclass

from sqlalchemy import bindparam, select

from crawler.store.database import Database
from crawler.store.tables import snapshot, version, watch


@dataclass(frozen=True, slots=True)
class LastSeen:
    """The latest version of an article that is there, as the last whole answer brought it."""

    url: str
    """That is asked for."""
    etag: str
    """Of that answer; empty where it sent none."""
    last_modified: str
    """The same."""
    payload: str
    """Digest of its bytes, hex; empty where they are not known."""
    extractor: str
    """Which of our parsers read it: `cna/3`."""
    checks: int
    """Looks that showed this version."""
    is_hinted: bool
    """Whether a list says that it was changed since."""


_CHOSEN = (
    select(
        watch.c.url,
        watch.c.etag,
        watch.c.last_modified,
        watch.c.hinted,
        version.c.extractor,
        version.c.checks,
        select(snapshot.c.payload)
        .where(snapshot.c.version_id == version.c.id, snapshot.c.payload.is_not(None))
        .order_by(snapshot.c.id.desc())
        .limit(1)
        .scalar_subquery()
        .label("payload"),
    )
    .join(version, (version.c.watch_id == watch.c.id) & (version.c.number == watch.c.versions))
    .where(watch.c.identity == bindparam("who"), watch.c.state == "active")
)


def last_seen(database: Database, identity: str) -> LastSeen | None:
    """None where the article was never read, or is not there any more."""
    with database.reading() as connection:
        row = connection.execute(_CHOSEN, {"who": identity}).one_or_none()
    if row is None:
        return None
    return LastSeen(
        row.url,
        row.etag,
        row.last_modified,
        row.payload or "",
        row.extractor,
        row.checks,
        row.hinted is not None,
    )
