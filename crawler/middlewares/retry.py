"""Asks again for what is worth it, and never before a host wants it: Retry-After is kept."""

import time
from email.utils import parsedate_to_datetime

from scrapy import Request
from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.exceptions import CannotResolveHostError
from scrapy.http import Response
from scrapy.utils.httpobj import urlparse_cached

from crawler import clock
from crawler.middlewares.guard import GuardedResolver, Refused, plain_host

LONGEST_REST = 60.0
"""Seconds a crawl waits on a Retry-After; a page that asks for more is left for another day."""


class PoliteRetry(RetryMiddleware):
    """Retries what is worth it; waits as long as a host asks, or leaves it alone.

    Scrapy repeats 429 and 503 within milliseconds and does not read Retry-After
    (scrapy issue 3849). Here they are repeated only after the rest the host named, up to
    `LONGEST_REST`, during which no other request goes to that host either.
    """

    def process_response(  # type: ignore[override]  # without the spider
        self, request: Request, response: Response
    ) -> Request | Response:
        """A new request to be made later, or the response as it is."""
        if response.status not in {429, 503}:
            return super().process_response(request, response)
        rest = seconds_of_rest((response.headers.get("Retry-After") or b"").decode("latin-1"))
        if rest is None or rest > LONGEST_REST:
            return response
        self._pause(request, rest)
        return self._retry(request, f"HTTP {response.status}, Retry-After {rest:.0f} s") or response

    def process_exception(  # type: ignore[override]  # without the spider
        self, request: Request, exception: Exception
    ) -> Request | Response | None:
        """What our resolver refused is not asked for again."""
        host = plain_host(urlparse_cached(request).hostname or "")
        if isinstance(exception, CannotResolveHostError) and host in GuardedResolver.refused:
            raise Refused(f"refused to fetch {request.url[:200]}: {GuardedResolver.refused[host]}")
        return super().process_exception(request, exception)

    def _pause(self, request: Request, rest: float) -> None:
        slot = self.crawler.engine.downloader.slots.get(request.meta.get("download_slot", ""))
        if slot is not None:
            slot.delay = max(slot.delay, 0.01)  # without any delay Scrapy does not look at lastseen
            soonest = slot.delay * (1 - slot.jitter)  # after lastseen, if chance has it so
            slot.lastseen = time.monotonic() + rest - max(0.0, soonest)


def seconds_of_rest(header: str) -> float | None:
    """What a Retry-After header asks for, in seconds; None where it names no time we can read."""
    if header.strip().isdecimal():
        return float(header)
    try:
        until = parsedate_to_datetime(header)
    except ValueError:
        return None
    return max(0.0, (until - clock.now()).total_seconds()) if until.tzinfo else None
