"""The bytes of responses, each stored once under its digest."""

import hashlib
from collections.abc import Collection

from sqlalchemy import Connection, insert, select

from crawler.errors import NotFoundError
from crawler.store import records
from crawler.store.tables import payload

CODEC = "zstd"


def digest_of(body: bytes) -> str:
    """The hex BLAKE2b-128 of bytes."""
    return hashlib.blake2b(body, digest_size=16).hexdigest()


def add(connection: Connection, bodies: Collection[bytes]) -> dict[bytes, str]:
    """The digest of each body; those that are not there yet are compressed and stored."""
    digests = {body: digest_of(body) for body in bodies}
    known = set(
        connection.scalars(select(payload.c.digest).where(payload.c.digest.in_(digests.values())))
    )
    rows = [
        {"digest": digest, "codec": CODEC, "size": len(body), "body": records.compress(body)}
        for body, digest in digests.items()
        if digest not in known
    ]
    if rows:
        connection.execute(insert(payload), rows)
    return digests


def body(connection: Connection, digest: str) -> bytes:
    """The stored bytes. Raises `NotFoundError`."""
    stored = connection.scalar(select(payload.c.body).where(payload.c.digest == digest))
    if stored is None:
        raise NotFoundError(f"the archive holds no payload {digest}")
    return records.decompress(stored)
