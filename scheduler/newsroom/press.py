"""Which page answers which request: stories, lists, robots.txt, faults."""

import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.utils import format_datetime
from hashlib import blake2b
from urllib.parse import quote, urlsplit

from scheduler.newsroom import dresses
from scheduler.newsroom.desk import Desk
from scheduler.newsroom.noise import Noise
from scheduler.newsroom.proxy import NO_ANSWER, Request, Response
from scheduler.newsroom.stories import Pointer, Story

ALLOW_ALL = "User-agent: *\nAllow: /\n"


@dataclass(frozen=True, slots=True)
class Hit:
    """One request that reached the newsroom."""

    at: datetime
    """By the newsroom's clock."""
    url: str
    """As asked for, absolute."""
    status: int
    """0 where the request got no whole answer: left hanging, reset, or without end."""
    headers: Mapping[str, str]
    """What the client sent; names in lower case."""
    story: str = ""
    """Address of the story that was asked for; empty where it was none."""
    links: tuple[Pointer, ...] = ()
    """What the page pointed to as related, where it showed the story."""
    size: int = 0
    """Bytes of the body that was answered."""
    moment: float = field(default_factory=time.monotonic)
    """By the machine's clock, in seconds: for how fast requests follow one another."""

    @property
    def agent(self) -> str:
        """The User-Agent header."""
        return self.headers.get("user-agent", "")


@dataclass(frozen=True, slots=True)
class Fault:
    """How a host or a page fails: with a status, or `hang`, `reset`, or `endless`."""

    how: int | str
    """An HTTP status, or one of `NO_ANSWER`."""
    retry_after: int | None = None
    """Seconds, sent as Retry-After."""


class Press(Desk):
    """A desk whose stories can be read, with everything else a news host answers."""

    def __init__(self, now: datetime, seed: int) -> None:
        """Equal seeds give equal noise for equal sequences of requests."""
        super().__init__(now)
        self.validators = False
        """Whether stories carry ETag and Last-Modified and are answered with 304."""
        self._seed = seed
        self._rotation = 0
        self._views = 0
        self._robots: dict[str, Response] = {}
        self._put: dict[str, Response] = {}
        self._faults: dict[str, Fault] = {}
        self._hits: list[Hit] = []

    @property
    def hits(self) -> tuple[Hit, ...]:
        """Every request so far, in the order of the answers."""
        with self.lock:
            return tuple(self._hits)

    @property
    def requests(self) -> Counter[str]:
        """How often each URL was asked for."""
        return Counter(hit.url for hit in self.hits)

    def forget(self) -> None:
        """Let go of the requests so far: a long play has too many."""
        with self.lock:
            self._hits.clear()

    def rotate_noise(self) -> None:
        """Other carousels, advertisements, rails, tag orders from now on; no story changes."""
        with self.lock:
            self._rotation += 1

    def robots(
        self, host: str, text: str = ALLOW_ALL, *, status: int = 200, crawl_delay: float = 0
    ) -> None:
        """What `host` answers for robots.txt; `crawl_delay` in seconds is added for everyone."""
        delay = f"\nUser-agent: *\nCrawl-delay: {crawl_delay:g}\n" if crawl_delay else ""
        with self.lock:
            self._robots[host.lower()] = plain(status, text + delay)

    def put(
        self,
        url: str,
        body: str | bytes = b"",
        *,
        status: int = 200,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        """Answer this at exactly `url`, HTML by default: for what is no story."""
        kind = {"Content-Type": "text/html; charset=utf-8"}
        content = body.encode() if isinstance(body, str) else body
        with self.lock:
            self._put[url] = Response(status, content, kind | dict(headers or {}))

    def fail(
        self, target: Story | str, how: int | str = 503, *, retry_after: int | None = None
    ) -> None:
        """Let a story's page, the page at a URL, or a whole host answer a status, or worse.

        `hang` says nothing, `reset` breaks the connection off, `endless` sends a body without end.
        """
        if isinstance(how, str) and how not in NO_ANSWER:
            raise ValueError(f"fail with a status, 'hang', 'reset' or 'endless', not {how!r}")
        with self.lock:
            self._faults[self._target(target)] = Fault(how, retry_after)

    def heal(self, target: Story | str | None = None) -> None:
        """Let it answer again; without a target, everything."""
        with self.lock:
            if target is None:
                self._faults.clear()
            else:
                self._faults.pop(self._target(target), None)

    def answer(self, request: Request) -> Response:
        """The response to one request, which is put on record."""
        with self.lock:
            self._views += 1
            response = self._response(request)
            size = len(response.body) if response.status else 0
            hit = Hit(self.now, request.url, response.status, request.headers, size=size)
            self._hits.append(self._of_story(hit))
            return response

    def _of_story(self, hit: Hit) -> Hit:
        story = self.find(hit.url)
        if story is None:
            return hit
        shown = hit.status == 200 and story.state == "live"
        links = dresses.named(story.dress).pointers(story, self.now) if shown else ()
        return replace(hit, story=story.url, links=links)

    def _response(self, request: Request) -> Response:
        parts = urlsplit(request.url)
        host = parts.netloc.lower()
        fault = self._faults.get(host) or self._faults.get(self.key(request.url))
        if fault:
            return failed(fault)
        if request.url in self._put:
            return self._put[request.url]
        if parts.path == "/robots.txt":
            return self._robots.get(host) or plain(200, ALLOW_ALL)
        story = self.find(request.url)
        if story:
            return self._story(story, request)
        return self._other(host, parts.path, request)

    def _story(self, story: Story, request: Request) -> Response:
        dress = dresses.named(story.dress)
        if story.state == "redirected":
            return Response(story.status, headers={"Location": quote(story.moved_to, safe=SAFE)})
        if story.state == "retracted":
            return page(story.status, dress.missing(self._noise(), self.now))
        validators = self._validators(story)
        if validators and unchanged(request, validators):
            return Response(304, headers=validators)
        view = dress.expired if story.state == "expired" else dress.article
        html = view(story, self._noise(), self.now)
        return page(200, html, {**dress.headers, **validators})

    def _other(self, host: str, path: str, request: Request) -> Response:
        here = [story for story in self.stories.values() if story.host.lower() == host]
        dress = dresses.named(here[0].dress) if here else dresses.of_host(host)
        listed = [story for story in here if story.state == "live"]
        if path == "/rss.xml":
            return feed(dress.feed(listed, host, self._noise(), self.now), "rss+xml")
        if path == "/sitemap.xml":
            return feed(dress.sitemap(listed), "xml")
        if own := dress.own_list(path, request.body, listed):
            kind, text = own
            return feed(text, kind)
        section = dress.section_of(path)
        if path in {"", "/"}:
            return page(200, dress.listing(listed, "", self._noise(), self.now))
        if section is not None:
            stories = [story for story in listed if section in {"", story.section}]
            return page(200, dress.listing(stories, section, self._noise(), self.now))
        return page(404, dress.missing(self._noise(), self.now))

    def _validators(self, story: Story) -> dict[str, str]:
        if not self.validators:
            return {}
        text = repr((story.title, story.paragraphs, story.state, story.modified))
        changed = (story.modified or story.published).astimezone(UTC)
        return {
            "ETag": f'W/"{blake2b(text.encode(), digest_size=8).hexdigest()}"',
            "Last-Modified": format_datetime(changed, usegmt=True),
        }

    def _noise(self) -> Noise:
        return Noise(self._seed, self._rotation, self._views)

    def _target(self, target: Story | str) -> str:
        url = target.url if isinstance(target, Story) else target
        return self.key(url) if "://" in url else url.lower()


SAFE = ";/?:@&=+$,%#[]!~*'()"
"""What a Location may hold as it is."""


def page(status: int, html: str, headers: dict[str, str] | None = None) -> Response:
    """An HTML page in UTF-8."""
    kind = {"Content-Type": "text/html; charset=utf-8", "Cache-Control": "private, max-age=0"}
    return Response(status, html.encode(), kind | (headers or {}))


def feed(text: str, kind: str) -> Response:
    """A document of `application/KIND`."""
    return Response(200, text.encode(), {"Content-Type": f"application/{kind}; charset=utf-8"})


def plain(status: int, text: str) -> Response:
    """A text file in UTF-8."""
    return Response(status, text.encode(), {"Content-Type": "text/plain; charset=utf-8"})


def failed(fault: Fault) -> Response:
    """What a broken host or page answers."""
    if isinstance(fault.how, str):
        return Response(0, fault.how.encode())
    delay = {} if fault.retry_after is None else {"Retry-After": str(fault.retry_after)}
    return Response(fault.how, b"<title>unavailable</title>", {"Content-Type": "text/html"} | delay)


def unchanged(request: Request, validators: dict[str, str]) -> bool:
    """Whether the client's validators say that it has this page; ETag goes before the date."""
    asked = request.headers.get("if-none-match")
    if asked is not None:
        return validators["ETag"] in asked or asked.strip() == "*"
    return request.headers.get("if-modified-since") == validators["Last-Modified"]
