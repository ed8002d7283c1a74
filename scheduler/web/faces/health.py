"""For watchdogs: whether the archive can be read and the daemon lives; figures as OpenMetrics."""

from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from crawler import clock
from crawler.errors import StoreError
from crawler.store import Store
from scheduler import lock
from scheduler.web.face import Page, Plain
from scheduler.web.reader import Reader
from scheduler.web.worded import GoneError

if TYPE_CHECKING:
    from collections.abc import Iterator

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
            yield from _totals(store)
            yield from _sites(store)
            yield from _daemon(reader)

    registry = CollectorRegistry(auto_describe=False)
    registry.register(Archive())
    body: bytes = generate_latest(registry)  # type: ignore[no-untyped-call]  # as it is
    return Response(body, media_type=OPENMETRICS)


def _totals(store: Store) -> "Iterator[Metric]":
    from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily

    totals, room = store.totals(), store.room()
    for name, told, count in (
        ("stet_fetches", "Fetches that were stored.", totals.looks),
        ("stet_versions", "Distinct texts that were stored.", totals.versions),
        ("stet_changes", "Change reports that were written.", totals.reports),
        ("stet_articles", "Articles whose watch began.", totals.watches),
    ):
        yield CounterMetricFamily(name, told, value=count)
    if room:
        size = GaugeMetricFamily("stet_store_bytes", "What the file takes.", unit="bytes")
        size.add_metric([], room.size)
        yield size


def _sites(store: Store) -> "Iterator[Metric]":
    from prometheus_client.core import GaugeMetricFamily

    now, reached, oldest = clock.now(), store.reached(), 0.0
    due = GaugeMetricFamily("stet_due", "Articles that wait for a look.", labels=["site"])
    looks = GaugeMetricFamily("stet_recent_fetches", "Of the last 5,000.", labels=["site"])
    faults = GaugeMetricFamily(
        "stet_recent_errors", "Of these, those without an article.", labels=["site"]
    )
    age = GaugeMetricFamily(
        "stet_last_success_age_seconds",
        "Since an article of the site was read, where one of the last 5,000 fetches did.",
        labels=["site"],
        unit="seconds",
    )
    for site in store.sites():
        waiting, since = store.overdue(site, now)
        due.add_metric([site], waiting)
        oldest = max(oldest, (now - since).total_seconds() if since else 0.0)
        if site in reached:
            looks.add_metric([site], reached[site].looks)
            faults.add_metric([site], reached[site].faults)
            if well := reached[site].well:
                age.add_metric([site], (now - well).total_seconds())
    lag = GaugeMetricFamily(
        "stet_lag_seconds", "How late the most overdue article is.", unit="seconds"
    )
    lag.add_metric([], oldest)
    yield from (due, looks, faults, age, lag)


def _daemon(reader: Reader) -> "Iterator[Metric]":
    from prometheus_client.core import GaugeMetricFamily

    silent = _silence(reader)
    yield GaugeMetricFamily("stet_daemon_up", "1 where a daemon lives.", value=_is_up(silent))
    if silent is not None:
        told = "Since the daemon said that it lives."
        yield GaugeMetricFamily("stet_daemon_silent_seconds", told, silent, unit="seconds")


def _is_up(silent: float | None) -> int:
    return int(silent is not None and silent <= SILENT)


ADDRESSES = (
    Plain("/healthz", healthz, to_programs=True),
    Page("/metrics", metrics, to_programs=True, stale=None),
)
