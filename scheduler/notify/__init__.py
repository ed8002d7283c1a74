"""Tells readers what changed, each change once: [[deliver]] says whom, how and when.

What a reader was told is a bookmark in the archive. It is put once the channel has taken the
letter; that one is on its way is written before. So a letter that was on its way when we were
killed is made again of the same changes under the same name, whatever came to pass meanwhile.
"""

import importlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol, cast
from urllib.parse import urlsplit

from crawler.config import Config
from crawler.entries import Delivery
from crawler.errors import ConfigError, DeliveryError, UsageError
from crawler.store import Bookmark, ReportRow, Store, Wanted
from crawler.text import counted
from scheduler import reports, shelf, told
from scheduler.notify.letter import Letter

CHANNELS = Path(__file__).parent / "channels"
NAME = "deliveries"
"""Under which it is kept what is on its way."""
LONG = timedelta(days=400)
"""Longer than from any time of a timetable to the next."""
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

    def check(self, to: str) -> object:
        """Raises `DeliveryError` where nothing can ever be sent to `to`."""

    def send(self, letter: Letter, to: str) -> None:
        """Deliver it. Raises `DeliveryError`; the same letter may come again after a kill."""


@dataclass(frozen=True, slots=True)
class Sent:
    """The latest letter of one delivery."""

    at: datetime
    """For when it was made."""
    since: datetime | None
    """From when on it tells; None: from where the one before ended."""
    place: Bookmark
    """Up to where it tells."""
    is_done: bool
    """Whether the channel took it."""


@dataclass(frozen=True, slots=True)
class Outbox:
    """The latest letter of each delivery, by its name."""

    letters: Mapping[str, Sent] = field(default_factory=dict)
    """By name of the delivery."""


def check(config: Config) -> None:
    """Raises `ConfigError` where a delivery can never work: channel, format, or to whom."""
    for each in config.deliver:
        try:
            channel(each.channel).check(each.to)
            _format(each)
        except (UsageError, DeliveryError) as error:
            raise ConfigError(f"{config.file}: [[deliver]] {each.name}: {error}") from None


def channel(name: str) -> Channel:
    """The module of a channel. Raises `UsageError`, naming all."""
    known = shelf.listed(CHANNELS)
    if name not in known:
        raise UsageError(f"there is no channel {name!r}: the channels are {', '.join(known)}")
    return cast(Channel, importlib.import_module(f"scheduler.notify.channels.{name}"))


def _format(delivery: Delivery) -> reports.Format | reports.Digesting:
    return (reports.digesting if delivery.digest else reports.load)(delivery.format)


def latest(store: Store, delivery: Delivery) -> datetime | None:
    """For when its last letter was made, None: none ever was. Long ago where one is on its way,
    which is due at once.
    """
    sent = _outbox(store).letters.get(delivery.name)
    return (sent.at if sent.is_done else sent.at - LONG) if sent else None


def deliver(config: Config, delivery: Delivery, now: datetime) -> str:
    """Tell what was not told yet, if anything; what was done. Raises `DeliveryError`."""
    question = f"deliver {delivery.name}"
    with Store.open(config) as store:
        sent = _outbox(store).letters.get(delivery.name)
        since, at = None if sent else now - FIRST, now
        again = sent if sent and not sent.is_done else None  # killed, or the channel failed
        if again:
            since, at = again.since, again.at
        wanted = Wanted(
            since=since,
            site=delivery.site or None,
            min_score=delivery.min_score,
        )
        rows, place = store.bookmarks.untold(question, wanted)
        if again:
            place = again.place
            rows = [row for row in rows if place.covers(row.version, row.event)]
        count = sum(row.is_told for row in rows)
        if rows:
            _note(store, delivery, Sent(at, since, place, is_done=False))
            channel(delivery.channel).send(
                _letter(config, delivery, rows, at), _place(config, delivery)
            )
        store.bookmarks.put(question, place)
        _note(store, delivery, Sent(at, since, place, is_done=True))
    whom = urlsplit(delivery.to).hostname or delivery.to  # the rest of a URL may be a secret
    return f"{counted(count, 'change')} to {whom}" if rows else "nothing new to tell"


def _place(config: Config, delivery: Delivery) -> str:
    """A folder is relative to the settings, like the data folder."""
    if delivery.channel == "folder" and config.file:
        return str(config.file.parent / delivery.to)
    return delivery.to


def _outbox(store: Store) -> Outbox:
    known = store.pasts.learnt(NAME, Outbox)
    return known[0] if known else Outbox()


def _note(store: Store, delivery: Delivery, sent: Sent) -> None:
    letters = {**_outbox(store).letters, delivery.name: sent}
    store.pasts.learn(NAME, Outbox(letters), sent.at)


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
