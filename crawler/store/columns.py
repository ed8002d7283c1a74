"""How values become columns, the same on SQLite and on PostgreSQL."""

from collections.abc import Callable
from datetime import UTC, datetime

from sqlalchemy import DateTime, Dialect, LargeBinary, TypeDecorator
from sqlalchemy import Text as AnyText

from crawler.errors import StoreError


class Instant(TypeDecorator[datetime]):
    """An aware datetime; in UTC in the archive, and in UTC on the way out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """SQLite keeps no offset, so what goes in must be aware and is turned to UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} has no time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """SQLite gives it back without its offset, PostgreSQL in the zone of its session."""
        if value is None:
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


class Text(TypeDecorator[str]):
    """A text; a NUL character in it, which PostgreSQL cannot keep, becomes U+FFFD on both.

    What has an index has the order of its bytes there too, as in SQLite: migration 0003.
    """

    impl = AnyText
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[str | None], str | None]:
        """What a page wrote need not be text."""
        return _without_nul


class Digest(TypeDecorator[str]):
    """A hex digest, kept as its 16 bytes."""

    impl = LargeBinary(16)
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[str | None], bytes | None]:
        """Hex to bytes."""
        return _to_bytes

    def result_processor(
        self, dialect: Dialect, coltype: object
    ) -> Callable[[bytes | None], str | None]:
        """Bytes to hex. What it returns raises `StoreError` for what is no bytes."""
        return _to_hex


# Given to SQLAlchemy as they are: by `process_bind_param` it calls two more for each value, of
# which a version has thirty.


def _without_nul(value: str | None) -> str | None:
    return value.replace("\0", "\ufffd") if value else value


def _to_bytes(value: str | None) -> bytes | None:
    return None if value is None else bytes.fromhex(value)


def _to_hex(value: bytes | None) -> str | None:
    try:
        return None if value is None else value.hex()
    except AttributeError:
        raise StoreError(f"the archive holds {value!r} where a digest belongs") from None
