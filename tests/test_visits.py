"""What a request may end with, in words."""

import pytest
from scrapy import Request
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    NotSupported,
    ResponseDataLossError,
)
from scrapy.http import Response
from twisted.internet.error import ConnectionLost
from twisted.python.failure import Failure
from twisted.web.client import ResponseFailed

from crawler import clock
from crawler.items import Draft, Fault
from crawler.middlewares.guard import Refused
from crawler.middlewares.robots import Forbidden, OutOfReach, Postponed
from crawler.middlewares.unchanged import SAME
from crawler.spiders import visits

URL = "https://News.example/1"
NOW = clock.now("2026-01-31T08:00:00Z")


@pytest.mark.parametrize(
    ("error", "kind", "said"),
    [
        (Refused("refused to fetch x: why"), "blocked", "refused to fetch x: why"),
        (NotSupported("Unsupported URL scheme 'ftp'"), "blocked", "Unsupported URL scheme 'ftp'"),
        (Forbidden("the robots.txt of x forbids it"), "blocked", "the robots.txt of x forbids it"),
        (Postponed("left for a later crawl: why"), "unreachable", "left for a later crawl: why"),
        (IgnoreRequest("max redirections reached"), "unreachable", "redirected too often: in"),
        (CannotResolveHostError(), "unreachable", "no address is known for news.example"),
        (DownloadConnectionRefusedError(), "unreachable", "news.example refused the connection"),
        (DownloadTimeoutError(), "unreachable", "news.example gave no answer in time"),
        (DownloadFailedError(), "unreachable", "news.example broke the connection off"),
        (ResponseDataLossError(), "unreachable", "the answer of news.example broke off"),
        (DownloadCancelledError(), "unreadable", "larger than we read"),
        (IgnoreRequest("its body exceeded DOWNLOAD_MAXSIZE"), "unreadable", "larger than we read"),
        (RuntimeError("x" * 999), "unreachable", "RuntimeError: xxx"),
        (None, "unreachable", "NoneType"),
    ],
)
def test_every_failure_has_a_kind_and_words(error: Exception | None, kind: str, said: str):
    fault = visits.fault_of(error, URL)

    assert fault.kind == kind
    assert said in fault.message
    assert len(fault.message) <= 300


def test_why_a_connection_broke_is_told():
    error = DownloadFailedError()
    error.__cause__ = ResponseFailed([Failure(ConnectionLost("certificate verify failed"))])

    assert "certificate verify failed" in visits.fault_of(error, URL).message


@pytest.mark.parametrize(
    ("cause", "said"),
    [
        (OutOfReach("HTTP 503"), "(HTTP 503)"),
        (DownloadTimeoutError(), "(news.example gave no answer in time)"),
    ],
)
def test_why_a_robots_txt_is_out_of_reach_is_told(cause: Exception, said: str):
    error = OutOfReach("the robots.txt of news.example is out of reach")
    error.__cause__ = cause

    fault = visits.fault_of(error, URL)

    assert fault == Fault("unreachable", f"the robots.txt of news.example is out of reach {said}")


def test_an_odd_port_is_named():
    error = OutOfReach("the robots.txt is out of reach")
    error.__cause__ = DownloadConnectionRefusedError()

    fault = visits.fault_of(error, "http://news.example:8080/1")

    assert fault.message == (
        "the robots.txt of news.example:8080 is out of reach "
        "(news.example:8080 refused the connection)"
    )


def test_a_failed_request_is_a_visit_without_an_answer():
    failure = Failure(DownloadTimeoutError())
    failure.request = Request("https://other.example/2")  # type: ignore[attr-defined]

    visit = visits.failed(failure, URL, "cna:1", NOW)

    assert visit.identity == "news.example:/1"
    assert visit.reached_from == "cna:1"
    assert isinstance(visit.found, Fault)
    snapshot = visit.snapshot
    assert (snapshot.url, snapshot.final_url) == (URL, "https://other.example/2")
    assert (snapshot.status, snapshot.payload, snapshot.fetched_at) == (0, b"", NOW)


def test_the_front_page_is_not_the_article_though_it_is_not_modified():
    moved = Response("https://news.example/archive/1", status=304, flags=[SAME])
    sent = Response("https://news.example/", status=304, flags=[SAME])

    assert visits.answered(moved, URL, "", NOW).found is None
    fault = visits.answered(sent, URL, "", NOW).found
    assert isinstance(fault, Fault)
    assert (fault.kind, fault.message) == ("front-page", "sent to https://news.example/")


def test_a_redirect_to_what_is_no_page_is_told():
    headers = {"Location": "file:///etc/passwd"}

    fault = visits.answered(Response(URL, status=302, headers=headers), URL, "", NOW).found

    assert fault == Fault(
        "blocked", "HTTP 302 to file:///etc/passwd, which is no address of a web page"
    )


def test_an_answer_is_a_visit_with_its_headers_but_no_cookies():
    headers = {"Content-Type": "text/html", "ETag": '"1"', "Set-Cookie": ["a=1", "b=2"]}
    response = Response(URL, status=410, headers=headers, body=b"<title>410</title>")

    visit = visits.answered(response, URL, "", NOW)

    assert dict(visit.snapshot.headers) == {"Content-Type": "text/html", "Etag": '"1"'}
    assert visit.snapshot.payload == b"<title>410</title>"
    assert isinstance(visit.found, Fault)
    assert visit.found.kind == "gone"


def test_a_part_of_the_page_is_no_edit_of_it():
    page = "<title>堤防完工</title><h1>堤防完工</h1><p>兩千三百戶居民今天起不必再擔心。</p>"
    whole, part = (Response(URL, status=status, body=page.encode()) for status in (200, 206))

    assert isinstance(visits.answered(whole, URL, "", NOW).found, Draft)
    assert visits.answered(part, URL, "", NOW).found == Fault(
        "unreadable", "HTTP 206, a part of the page, though the whole was asked for"
    )
