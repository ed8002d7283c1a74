"""For watchdogs: whether the archive can be read and the daemon lives; figures as OpenMetrics."""

from datetime import datetime
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from crawler import clock
from crawler.errors import StoreError
from crawler.store import Store, Tally, last_read
from scheduler import lock, tries
from scheduler.web.face import Page, Plain
from scheduler.web.reader import Reader
from scheduler.web.worded import GoneError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from prometheus_client import Metric

SILENT = 600.0
"""Seconds after which a daemon that said nothing does not live: it says so each half minute, but
not while a round hangs."""
OPENMETRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8"


def healthz(_: Request, reader: Reader) -> Response:
    """200 where the archive can be read, or where there is none yet.

    503 where a daemon hangs, the archive cannot be read, or the one that was here is gone.
    """
    silent = _silence(reader)
    daemon = {} if silent is None else {"daemon_silent_seconds": round(silent)}
    if silent is not None and silent > SILENT:
        return JSONResponse({"status": "failing", "daemon": "hangs", **daemon}, 503)
    try:
        if not reader.presence.is_there():
            return JSONResponse({"status": "ok", "archive": "none yet", **daemon})
        with reader.archive.now() as store:
            runs = store.runs(1)
    except GoneError:
        return JSONResponse({"status": "failing", "archive": "gone", **daemon}, 503)
    except StoreError as error:
        return JSONResponse({"status": "failing", "archive": str(error), **daemon}, 503)
    last = runs[0].started_at.isoformat() if runs else None
    return JSONResponse({"status": "ok", "archive": "readable", "last_crawl": last, **daemon})


def _silence(reader: Reader) -> float | None:
    """Seconds since the daemon of this data folder said that it lives; None: there is none."""
    beaten = lock.beaten(reader.config.data)
    if beaten is None or not lock.holder(reader.config.data):
        return None
    return max(clock.now().timestamp() - beaten, 0.0)


def metrics(_: Request, reader: Reader, store: Store) -> Response:
    """What there is to plot and to be woken for; each figure is of bounded cost."""
    from prometheus_client import CollectorRegistry
    from prometheus_client.openmetrics.exposition import generate_latest

    class Archive:
        def collect(self) -> "Iterator[Metric]":
            now, tallies = clock.now(), store.tallies()
            yield from _sums(tallies)
            yield _last_successes(tallies, now)
            yield from _queue(store, now)
            yield from _size(store)
            yield _letters(reader, store)
            yield from _sources(reader, store, now)
            yield from _daemon(reader, store)

    registry = CollectorRegistry(auto_describe=False)
    registry.register(Archive())
    body: bytes = generate_latest(registry)  # type: ignore[no-untyped-call]  # as it is
    return Response(body, media_type=OPENMETRICS)


SUMS = {
    "articles": ("stet_articles", "Articles whose watch began.", ""),
    "bytes": ("stet_fetched_bytes", "Bytes of pages, content encoding undone.", ""),
    "changes": ("stet_changes", "Change reports that were written.", "kind"),
    "fetches": ("stet_fetches", "Fetches that were stored, by what they brought.", "outcome"),
    "versions": ("stet_versions", "Distinct texts that were stored.", ""),
}
"""Of each sum in the archive its metric, what that tells, and what its kinds are called."""


def _sums(tallies: "Sequence[Tally]") -> "Iterator[Metric]":
    from prometheus_client.core import CounterMetricFamily

    for name, (metric, told, kinds) in SUMS.items():
        labels = ["site", kinds] if kinds else ["site"]
        family = CounterMetricFamily(metric, told, labels=labels)
        for each in tallies:
            if each.name == name:
                family.add_metric([each.site, each.kind][: len(labels)], each.sum)
        yield family


def _last_successes(tallies: "Sequence[Tally]", now: datetime) -> "Metric":
    from prometheus_client.core import GaugeMetricFamily

    age = GaugeMetricFamily(
        "stet_last_success_age_seconds",
        "Since an article of the site was read, or found unchanged.",
        labels=["site"],
        unit="seconds",
    )
    for site, at in last_read(tallies).items():
        age.add_metric([site], (now - at).total_seconds())
    return age


def _queue(store: Store, now: datetime) -> "Iterator[Metric]":
    from prometheus_client.core import GaugeMetricFamily

    due = GaugeMetricFamily("stet_due", "Articles that wait for a look.", labels=["site"])
    for site, waiting in store.waiting(now).items():
        due.add_metric([site], waiting)
    earliest = store.earliest_due() or now
    told, late = "How late the most overdue article is.", (now - earliest).total_seconds()
    lag = GaugeMetricFamily("stet_lag_seconds", told, unit="seconds", value=max(late, 0.0))
    yield from (due, lag)


def _size(store: Store) -> "Iterator[Metric]":
    from prometheus_client.core import GaugeMetricFamily

    told = "What the archive takes on the disk."
    yield GaugeMetricFamily("stet_store_bytes", told, unit="bytes", value=store.size())


def _letters(reader: Reader, store: Store) -> "Metric":
    from prometheus_client.core import GaugeMetricFamily

    told = "How often the last letter of a reader was tried in vain; 0 where it was taken."
    family = GaugeMetricFamily("stet_delivery_tries", told, labels=["name"])
    for each in reader.config.deliver:
        row = store.deliveries.latest(each.name)
        family.add_metric([each.name], row.tries if row and tries.has_failed(row) else 0)
    return family


def _sources(reader: Reader, store: Store, now: datetime) -> "Iterator[Metric]":
    from prometheus_client.core import GaugeMetricFamily

    told = "1 where the last look at a source could read nothing of it."
    failing = GaugeMetricFamily("stet_source_failing", told, labels=["source"])
    age = GaugeMetricFamily(
        "stet_source_last_success_age_seconds",
        "Since a source of new articles could be read.",
        labels=["source"],
        unit="seconds",
    )
    known = store.sources.known() if reader.config.source else {}
    for each in reader.config.source:
        if state := known.get(each.url):
            failing.add_metric([each.url], state.is_failing)
            if state.read_at:
                age.add_metric([each.url], (now - state.read_at).total_seconds())
    yield from (failing, age)


def _daemon(reader: Reader, store: Store) -> "Iterator[Metric]":
    from prometheus_client.core import GaugeMetricFamily

    silent = _silence(reader)
    is_up = int(bool(store.watcher())) if silent is None else _is_up(silent)
    yield GaugeMetricFamily("stet_daemon_up", "1 where a daemon lives.", value=is_up)
    if silent is not None:
        told = "Since the daemon said that it lives."
        yield GaugeMetricFamily("stet_daemon_silent_seconds", told, silent, unit="seconds")


def _is_up(silent: float) -> int:
    return int(silent <= SILENT)


ADDRESSES = (
    Plain("/healthz", healthz, to_programs=True),
    Page("/metrics", metrics, to_programs=True, stale=None),
)
