"""Tells readers what changed, each change once: [[deliver]] says whom, how and when.

What a reader was told is a bookmark in the archive. It is put once the channel has taken the
letter; that one is under way is written before. So a letter that was under way when we were
killed, or that was not taken, is made again of the same changes under the same name, whatever came
to pass meanwhile. One that is not taken for half a day is given up: the next one tells its changes.
"""

import importlib
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Protocol, cast
from urllib.parse import urlsplit

from crawler.config import Config
from crawler.entries import Delivery
from crawler.errors import ConfigError, DeliveryError, UnsetError, UsageError
from crawler.store import DeliveryRow, ReportRow, Store, Wanted
from crawler.text import counted
from scheduler import reports, shelf, told, tries
from scheduler.notify import bounded
from scheduler.notify.letter import Letter

CHANNELS = Path(__file__).parent / "channels"
FIRST = timedelta(days=1)
"""How far back a reader is told who was never told anything."""
MEDIA = {
    "atom": ("xml", "application/atom+xml"),
    "csv": ("csv", "text/csv"),
    "jsonfeed": ("json", "application/feed+json"),
    "jsonl": ("jsonl", "application/jsonl"),
    "markdown": ("md", "text/markdown"),
    "webpage": ("html", "text/html"),
}
"""File suffix and media type by format; of all others it is text."""


class Channel(Protocol):
    """A module of `scheduler/notify/channels`; its docstring says where letters go."""

    LONGEST: float
    """Seconds that it may take for one letter."""

    def check(self, to: str) -> object:
        """Raises `DeliveryError` where nothing can ever be sent to `to`.

        `UnsetError` where only our environment lacks what it needs.
        """

    def send(self, letter: Letter, to: str) -> None:
        """Deliver it. Raises `DeliveryError`; the same letter may come again after a kill."""


def check(config: Config) -> None:
    """Raises `ConfigError` where a delivery can never work: channel, format, or to whom.

    `UnsetError` where nothing is wrong but what our environment lacks.
    """
    unset: list[UnsetError] = []
    for each in config.deliver:
        about = f"{config.file}: [[deliver]] {each.name}"
        try:
            _format(each)
            channel(each.channel).check(_place(config, each))
        except UnsetError as error:
            unset.append(UnsetError(f"{about}: {error}"))
        except (UsageError, DeliveryError) as error:
            raise ConfigError(f"{about}: {error}") from None
    if unset:
        raise unset[0]


def channel(name: str) -> Channel:
    """The module of a channel. Raises `UsageError`, naming all."""
    known = shelf.listed(CHANNELS)
    if name not in known:
        raise UsageError(f"there is no channel {name!r}: the channels are {', '.join(known)}")
    return cast(Channel, importlib.import_module(f"scheduler.notify.channels.{name}"))


def _format(delivery: Delivery) -> reports.Format | reports.Digesting:
    return (reports.digesting if delivery.digest else reports.load)(delivery.format)


def latest(store: Store, delivery: Delivery) -> datetime | None:
    """For when it was last looked what there is to tell; None: it never was."""
    row = store.deliveries.latest(delivery.name)
    return row.at if row else None


def deliver(
    config: Config, delivery: Delivery, now: datetime, stop: threading.Event | None = None
) -> str:
    """Tell what was not told yet, if anything; what was done. Raises `DeliveryError`.

    A letter that is under way is made again first; then this is to be called again. Once `stop` is
    set, a channel that has not taken it soon is left alone.
    """
    with Store.open(config, make=False) as store:
        return _deliver(store, config, delivery, now, stop or threading.Event())


def _deliver(
    store: Store, config: Config, delivery: Delivery, now: datetime, stop: threading.Event
) -> str:
    question = f"deliver {delivery.name}"
    before = _given_up(store, store.deliveries.latest(delivery.name))
    is_again = before is not None and before.state == "under-way"
    since = _since(before, now)
    wanted = Wanted(since=since, site=delivery.site or None, min_score=delivery.min_score)
    rows, place = store.bookmarks.untold(question, wanted)
    row = DeliveryRow(delivery.name, now, since, place, 0, 0, now)
    if before and is_again:
        row = before
        rows = [each for each in rows if row.place.covers(each.version, each.event)]
    count = sum(each.is_told for each in rows)
    if not rows:
        store.deliveries.note(replace(row, state="delivered" if is_again else "nothing"), question)
        return "nothing new to tell"
    row = replace(row, changes=count, tries=row.tries + 1, tried_at=now, said="")
    store.deliveries.note(row)
    if not _is_taken(store, config, delivery, row, rows, stop):
        return f"not taken before we stop: {row.name} of {row.at} is taken up at the next start"
    store.deliveries.note(replace(row, state="delivered"), question)
    whom = urlsplit(delivery.to).hostname or delivery.to  # the rest of a URL may be a secret
    return f"{counted(count, 'change')} to {whom}"


def _given_up(store: Store, row: DeliveryRow | None) -> DeliveryRow | None:
    """The latest letter; given up where we were killed at each try, or the last one."""
    if row and row.state == "under-way" and row.tries >= tries.MOST:
        row = replace(row, state="given-up")
        store.deliveries.note(row)
    return row


def _since(before: DeliveryRow | None, now: datetime) -> datetime | None:
    """From when on a letter tells: where nothing was ever told, not from the beginning."""
    if before is None:
        return now - FIRST
    return before.since if before.state in {"under-way", "given-up"} else None


def _is_taken(
    store: Store,
    config: Config,
    delivery: Delivery,
    row: DeliveryRow,
    rows: list[ReportRow],
    stop: threading.Event,
) -> bool:
    """Whether the channel took it before we had to stop. Raises `DeliveryError`."""
    letter, to = _letter(config, delivery, rows, row.at), _place(config, delivery)
    by = channel(delivery.channel)
    try:
        return bounded.send(partial(by.send, letter, to), stop, by.LONGEST)
    except DeliveryError as error:
        failed = replace(row, said=str(error))
        if row.tries >= tries.MOST:
            failed = replace(failed, state="given-up")
        store.deliveries.note(failed)
        raise DeliveryError(f"{error}; {tries.prospect(failed)}") from None


def _place(config: Config, delivery: Delivery) -> str:
    """A folder is relative to the settings, like the data folder."""
    if delivery.channel == "folder" and config.file:
        return str(config.file.parent / delivery.to)
    return delivery.to


def _letter(config: Config, delivery: Delivery, rows: list[ReportRow], at: datetime) -> Letter:
    form, shown = _format(delivery), at.astimezone(config.zone)
    subject = f"{delivery.name} {shown:%Y-%m-%d %H:%M}"
    context = reports.Context(zone=config.zone, now=at, title=subject, width=0)
    make = form.digest if isinstance(form, reports.Digesting) and delivery.digest else None
    found = list(told.records(rows))
    pieces = (make or cast(reports.Format, form).render)(found, context)
    suffix, media_type = MEDIA.get(delivery.format, ("txt", "text/plain"))
    lead = "".join(reports.load("text").render(found[:MOST_IN_LEAD], context))
    return Letter(
        file=f"{delivery.name}-{shown:%Y%m%dT%H%M%S}.{suffix}",
        subject=f"{subject}: {counted(sum(row.is_told for row in rows), 'change')}",
        lead=lead,
        text="".join(pieces),
        media_type=media_type,
        at=at.astimezone(UTC),
    )


MOST_IN_LEAD = 20
"""Changes that are told before the document is opened."""
