"""Turns what a request ended with, an answer or a failure, into a Visit: no look is silent."""

from datetime import datetime

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    NotSupported,
    ResponseDataLossError,
)
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler import extract, sites, urls
from crawler.items import Fault, FaultKind, Snapshot, Visit
from crawler.middlewares import unchanged
from crawler.middlewares.guard import Refused
from crawler.middlewares.robots import Forbidden, OutOfReach, Postponed

_UNSAID = {"Set-Cookie"}
"""Headers not kept: they differ at every answer and are nobody's business."""

_TOO_LARGE = "the page is larger than we read"
_TOO_OFTEN = "redirected too often: in a circle, or until a cookie is sent, which we do not"

_FAILURES: tuple[tuple[type[Exception], FaultKind, str], ...] = (
    (Refused, "blocked", ""),
    (Forbidden, "blocked", ""),
    (OutOfReach, "unreachable", ""),
    (Postponed, "unreachable", ""),
    (NotSupported, "blocked", ""),
    (CannotResolveHostError, "unreachable", "no address is known for {host}"),
    (DownloadConnectionRefusedError, "unreachable", "{place} refused the connection"),
    (DownloadTimeoutError, "unreachable", "{place} gave no answer in time"),
    (DownloadFailedError, "unreachable", "{place} broke the connection off{cause}"),
    (ResponseDataLossError, "unreachable", "the answer of {place} broke off"),
    (DownloadCancelledError, "unreadable", _TOO_LARGE),
)


def answered(response: Response, asked: str, reached_from: str, now: datetime) -> Visit:
    """The Visit of an answer of any status; `asked` is the URL before redirects."""
    headers = headers_of(response)
    snapshot = Snapshot(asked, response.url, now, response.status, headers, response.body)
    if unchanged.SAME in response.flags:
        fault = extract.sent_elsewhere(response.url, asked)
        return Visit(sites.identity(asked), snapshot, fault, reached_from=reached_from)
    found = extract.draft(
        response.body,
        response.url,
        dict(headers),
        status=response.status,
        requested=asked,
        fetched_at=now,
    )
    return Visit(sites.identity(asked), snapshot, found, reached_from=reached_from)


def failed(failure: Failure, asked: str, reached_from: str, now: datetime) -> Visit:
    """The Visit of a request without an answer: network, robots.txt, or refused by us."""
    url: str = failure.request.url  # type: ignore[attr-defined]  # Scrapy sets it
    fault = fault_of(failure.value, url)
    snapshot = Snapshot(asked, url, now, status=0)
    return Visit(sites.identity(asked), snapshot, fault, reached_from=reached_from)


def fault_of(error: BaseException | None, url: str) -> Fault:
    """Why a request for `url` brought no answer, in words."""
    if isinstance(error, OutOfReach) and error.__cause__:
        why = fault_of(error.__cause__, url).message
        return Fault(
            "unreachable", f"the robots.txt of {urls.authority(url)} is out of reach ({why})"
        )
    for kind_of_error, kind, message in _FAILURES:
        if isinstance(error, kind_of_error):
            said = message.format(
                host=urls.host(url), place=urls.authority(url), cause=_cause(error)
            )
            return Fault(kind, said or str(error))
    if "DOWNLOAD_MAXSIZE" in str(error):  # all that Scrapy says of what was packed too small
        return Fault("unreadable", _TOO_LARGE)
    if str(error) == "max redirections reached":  # likewise
        return Fault("unreachable", _TOO_OFTEN)
    return Fault("unreachable", f"{type(error).__name__}: {error}"[:300])


def _cause(error: BaseException) -> str:
    """What Twisted knows of a failed download: a certificate we do not trust, a reset."""
    reasons: list[Failure] = getattr(error.__cause__, "reasons", [])
    return f" ({reasons[-1].getErrorMessage()[:200]})" if reasons else ""


def headers_of(response: Response) -> tuple[tuple[str, str], ...]:
    """Name and value of every header worth keeping, in the order they came."""
    return tuple(
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in response.headers.items()
        for value in values
        if name.decode("latin-1") not in _UNSAID
    )
