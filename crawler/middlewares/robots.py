"""Keeps robots.txt as RFC 9309 says, and the pace that a host asks for in it.

In place of Scrapy's own middleware, which from the third waiting page of a host on says "allowed",
takes an error for permission and does not apply Crawl-delay.
"""

import asyncio
import logging
import re
from dataclasses import dataclass
from typing import Self
from urllib.parse import quote, urljoin

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest, NotConfigured
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from scrapy.robotstxt import RobotParser
from scrapy.utils.httpobj import urlparse_cached
from scrapy.utils.misc import build_from_crawler, load_object

from crawler.items import POSTPONED
from crawler.middlewares.guard import Refused

log = logging.getLogger(__name__)

MOST_REDIRECTS = 5
"""Followed for one robots.txt, to any host; behind more of them there is none (2.3.1.2)."""

LARGEST = 500 * 1024
"""Bytes of a robots.txt that are read (2.5)."""

LONGEST_DELAY = 60.0
"""Seconds that a crawl waits between two pages of one host; where a host asks for more, one page
of it is fetched in a crawl, and `Circuit` leaves it alone for as long."""

_AGENT = re.compile(r"\s*user[- ]?agent(?:\s*:|\s)(?P<named>[^#]*)", re.IGNORECASE)
_PRODUCT = re.compile(r"[a-z_-]++(?!\w)|\*(?!\S)")
_OTHER_ENDS = re.compile(r"[\v\f\x1c-\x1e\x85\u2028\u2029]")
_NOBODY = "0"
"""In place of other crawlers' names: no product token holds a digit."""


class Forbidden(IgnoreRequest):
    """The host's robots.txt forbids this page."""


class OutOfReach(IgnoreRequest):
    """The host's robots.txt cannot be read, which forbids all pages until it can (2.3.1.4)."""


class Postponed(IgnoreRequest):
    """The host asks for longer pauses than a crawl makes: this page is left for another crawl."""


@dataclass(slots=True)
class Rules:
    """What one host lets us do in this crawl."""

    parser: RobotParser | None = None
    """None: the host has no robots.txt, and nothing is forbidden."""
    delay: float = 0.0
    """Seconds between two pages."""
    used: bool = False
    """Whether a host that asks for more than `LONGEST_DELAY` has given its one page."""


class RobotsTxt:
    """Downloader middleware: lets a request go on once its host's robots.txt allows it.

    One robots.txt is asked for a scheme and authority in a crawl; all its pages wait for the
    same answer. ROBOTSTXT_OBEY, ROBOTSTXT_USER_AGENT, ROBOTSTXT_PARSER and the request's meta
    `dont_obey_robotstxt` mean what they mean to Scrapy.
    """

    def __init__(self, crawler: Crawler) -> None:
        settings = crawler.settings
        if not settings.getbool("ROBOTSTXT_OBEY"):
            raise NotConfigured
        self.crawler = crawler
        self.token = product_token(settings["ROBOTSTXT_USER_AGENT"] or settings["USER_AGENT"])
        self.parser: type[RobotParser] = load_object(settings["ROBOTSTXT_PARSER"])
        self.asked: dict[str, asyncio.Task[Rules]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Made by Scrapy."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Wait for the host's rules. Raises `Forbidden`, `OutOfReach`, `Postponed`, `Refused`."""
        if request.meta.get("dont_obey_robotstxt"):
            return
        if request.meta.get("redirect_times"):  # Scrapy would send it at the old host's pace
            request.meta.pop("download_slot", None)
        root = authority(request)
        rules = await self._rules(root)
        if rules.parser and not rules.parser.allowed(request.url, self.token):
            self.crawler.stats.inc_value("robotstxt/forbidden")
            raise Forbidden(f"the robots.txt of {named(root)} forbids this page")
        if rules.delay > LONGEST_DELAY and request.meta.get("robots_page") != root:
            if rules.used:
                pause = f"{named(root)} asks for {rules.delay:g} s between pages"
                raise Postponed(f"{POSTPONED}: {pause}")
            rules.used = True
            # Its retries and redirects carry this on.
            request.meta.update(robots_page=root, robots_pause=rules.delay)

    async def _rules(self, root: str) -> Rules:
        if root not in self.asked:
            self.asked[root] = asyncio.create_task(self._ask(root))
        try:
            return await self.asked[root]  # pages let go, which all are at once, take it along
        except Refused as refused:
            raise Refused(str(refused)) from None
        except Exception as error:  # whatever it is: without an answer nothing is allowed
            raise OutOfReach(f"the robots.txt of {named(root)} is out of reach: {error}") from error

    async def _ask(self, root: str) -> Rules:
        response = await self._fetched(f"{root}/robots.txt")
        if response is None or (400 <= response.status < 500 and response.status != 429):
            return Rules()
        if not 200 <= response.status < 300:
            raise OutOfReach(f"HTTP {response.status}")
        parser = build_from_crawler(self.parser, self.crawler, tidied(response.body, self.token))
        rules = Rules(parser, parser.crawl_delay(self.token) or 0.0)
        if rules.delay > LONGEST_DELAY:
            log.warning(
                "%s asks for %g s between pages, and a crawl waits for %g s at most: "
                "one page of it is fetched, the others are left for later crawls",
                *(named(root), rules.delay, LONGEST_DELAY),
            )
        elif rules.delay:
            log.info("%s asks for %g s between pages", named(root), rules.delay)
            self._slow_down(Request(root), rules.delay)
        return rules

    async def _fetched(self, url: str) -> Response | None:
        """The answer after redirects; None where there are too many."""
        for _ in range(MOST_REDIRECTS + 1):
            self.crawler.stats.inc_value("robotstxt/request_count")
            response = await self.crawler.engine.download_async(
                Request(
                    url,
                    callback=NO_CALLBACK,
                    meta={
                        "dont_obey_robotstxt": True,
                        "dont_redirect": True,
                        "allow_offsite": True,
                    },
                )
            )
            self.crawler.stats.inc_value("robotstxt/response_count")
            location = response.headers.get("Location")
            if location is None or response.status not in {301, 302, 303, 307, 308}:
                return response
            url = urljoin(url, location.decode("utf-8", "replace"))
        return None

    def _slow_down(self, request: Request, delay: float) -> None:
        """Give the host's download slot, now and whenever it is made anew, at least this delay.

        Without jitter, which would go below it by half. The robots.txt itself was the slot's
        latest request, so its first page waits as well.
        """
        downloader = self.crawler.engine.downloader
        key = downloader.get_slot_key(request)
        usual = {"delay": self.crawler.settings.getfloat("DOWNLOAD_DELAY")}
        own = usual | downloader.per_slot_settings.get(key, {})
        own |= {"delay": max(own["delay"], delay), "jitter": 0.0}
        downloader.per_slot_settings[key] = own
        if slot := downloader.slots.get(key):
            slot.delay, slot.jitter = max(slot.delay, own["delay"]), 0.0


def authority(request: Request) -> str:
    """Scheme, host and port of a request, without the port that goes without saying."""
    url = urlparse_cached(request)
    usual = {"http": ":80", "https": ":443"}
    return f"{url.scheme}://{url.netloc.removesuffix(usual.get(url.scheme, ''))}"


def named(root: str) -> str:
    """The host, and the port where it is an odd one, of what `authority` says."""
    return root.partition("://")[2]


def product_token(user_agent: str) -> str:
    """The name that groups of a robots.txt may call us by: `Stet/1.0 (+url)` is `stet`."""
    found = _PRODUCT.match(user_agent.lower())
    return found[0] if found else ""


def tidied(body: bytes, token: str) -> bytes:
    """A robots.txt as the parser can read it by the letter of the RFC.

    At most `LARGEST` bytes; lines end at CR, LF and CR LF only; a group is ours if its line holds
    our product token (2.2.1: not a part of it, but a version may follow), else it is nobody's.
    """
    text = body[:LARGEST].decode("utf-8-sig", errors="ignore")
    lines = re.split(r"\r\n?|\n", text)
    if len(body) > LARGEST:
        lines.pop()  # cut in two, a rule says something else
    return "\n".join(_line(line, token) for line in lines).encode()


def _line(line: str, token: str) -> str:
    if agent := _AGENT.match(line):
        name = product_token(agent["named"].strip())
        return f"User-agent: {name if name in {token, '*'} else _NOBODY}"
    return _OTHER_ENDS.sub(lambda end: quote(end[0]), line)
