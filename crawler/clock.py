"""The clock at the edge: the real one, or the instant that a script says it is."""

from dataclasses import dataclass, field
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


@dataclass(frozen=True, slots=True)
class Faster:
    """A clock that shows `start` now, and goes `factor` times as fast as the machine's."""

    start: datetime
    """Aware."""
    factor: float
    """1 for as fast."""
    began: datetime = field(default_factory=now)
    """By the machine's clock."""

    def now(self) -> datetime:
        """What it shows."""
        return self.shown(now())

    def shown(self, real: datetime) -> datetime:
        """What it shows when the machine's clock shows `real`."""
        return self.start + (real - self.began) * self.factor

    def real(self, shown: datetime) -> datetime:
        """What the machine's clock shows when it shows this."""
        return self.began + (shown - self.start) / self.factor
