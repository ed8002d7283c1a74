"""The clock at the edge: the real one, or the instant that a script says it is."""

from datetime import UTC, datetime

from crawler.errors import ConfigError


def now(scripted: str = "") -> datetime:
    """The present moment, aware and in UTC; `scripted` (STET_NOW, ISO 8601) stands in for it.

    Raises `ConfigError` where `scripted` is no instant: date, time and offset are all needed.
    """
    if not scripted:
        return datetime.now(UTC)
    try:
        instant = datetime.fromisoformat(scripted)
    except ValueError:
        instant = None
    if instant is None or instant.tzinfo is None:
        raise ConfigError(
            f"STET_NOW={scripted!r} is no instant: it looks like 2026-01-31T08:00:00+08:00"
        )
    return instant.astimezone(UTC)
