"""When jobs are due: by interval or by crontab line, at once where one was missed."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, tzinfo

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from crawler.clock import Faster
from crawler.config import Config
from crawler.entries import CRON, Delivery, Source
from crawler.errors import ConfigError

_NUMBER = re.compile(r"(?<![/\d])\d+")
_DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat", "sun")


def by_cron(line: str, zone: tzinfo, where: str, jitter: timedelta | None = None) -> BaseTrigger:
    """A crontab line, up to `jitter` later each time. Raises `ConfigError`, naming `where`."""
    minute, hour, day, month, weekday = line.split()
    try:
        # Weekdays are counted from Sunday there, and from Monday by APScheduler.
        named = _NUMBER.sub(lambda number: _DAYS[int(number[0])], weekday.lower())
        found = CronTrigger.from_crontab(f"{minute} {hour} {day} {month} {named}", zone)
    except (ValueError, IndexError) as error:
        why = "weekdays go from 0 to 7" if isinstance(error, IndexError) else str(error)
        raise _no_timetable(where, line, why) from None
    if found.get_next_fire_time(None, datetime(2026, 1, 1, tzinfo=UTC)) is None:
        raise _no_timetable(where, line, "there is no such day")
    found.jitter = jitter.total_seconds() if jitter else None
    return found


def _no_timetable(where: str, line: str, why: str) -> ConfigError:
    return ConfigError(f"{where} cron = {line!r}: {why}; it says {', '.join(CRON)}")


def of_source(source: Source, config: Config) -> BaseTrigger:
    """When to look at a source. Raises `ConfigError`."""
    if source.cron:
        where = f"{config.file}: [[source]] {source.url}:"
        return by_cron(source.cron, source.zone or config.zone, where, source.jitter)
    seconds = source.every.total_seconds()
    jitter = source.jitter.total_seconds() if source.jitter else seconds / 10
    return IntervalTrigger(seconds=seconds, timezone=UTC, jitter=jitter)


def of_upkeep(config: Config) -> BaseTrigger:
    """When the archive is looked after. Raises `ConfigError`."""
    return by_cron(config.keep_cron, config.zone, f"{config.file}: [keep]")


def of_delivery(delivery: Delivery, config: Config) -> BaseTrigger:
    """When readers are told. Raises `ConfigError`."""
    where = f"{config.file}: [[deliver]] {delivery.name}:"
    return by_cron(delivery.cron, config.zone, where)


def every(seconds: float) -> BaseTrigger:
    """An interval."""
    return IntervalTrigger(seconds=seconds, timezone=UTC)


def all_of(config: Config) -> Iterator[BaseTrigger]:
    """Every timetable that the settings name. Raises `ConfigError` for one that is none."""
    yield of_upkeep(config)
    for source in config.source:
        yield of_source(source, config)
    for delivery in config.deliver:
        yield of_delivery(delivery, config)


def first(trigger: BaseTrigger, latest: datetime | None, now: datetime) -> datetime:
    """When a job is due that was last run then, if ever: at once where its time went by.

    One that never ran is due at once by an interval, and at its next time by a crontab line.
    """
    if isinstance(trigger, IntervalTrigger):
        return max(latest + trigger.interval, now) if latest and latest <= now else now
    after = min(latest, now) + timedelta(seconds=1) if latest else now
    due: datetime | None = trigger.get_next_fire_time(None, after)
    return max(due, now) if due else now


def ticker(*threads: str) -> BackgroundScheduler:
    """What calls jobs when they are due, each in the thread that it names, or in one for all."""
    return BackgroundScheduler(
        timezone=UTC,
        executors={name: ThreadPoolExecutor(1) for name in ("default", *threads)},
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
    )


class Fast(BaseTrigger):  # type: ignore[misc]  # APScheduler has no types
    """Another trigger by a clock that goes faster, told by the machine's."""

    def __init__(self, trigger: BaseTrigger, faster: Faster) -> None:
        self.trigger = trigger
        self.faster = faster

    def get_next_fire_time(
        self, previous_fire_time: datetime | None, now: datetime
    ) -> datetime | None:
        """As APScheduler asks: always later than `previous_fire_time`, or it would ask for ever.

        The machine's microseconds are coarse for such a clock: 04:00 becomes a moment of which it
        shows that it is a little before 04:00, and so what is next is 04:00 again.
        """
        previous = self.faster.shown(previous_fire_time) if previous_fire_time else None
        moment = self.faster.shown(now)
        due = self.trigger.get_next_fire_time(previous, moment)
        while due and previous_fire_time and self.faster.real(due) <= previous_fire_time:
            due = self.trigger.get_next_fire_time(due, max(moment, due))
        return self.faster.real(due) if due else None
