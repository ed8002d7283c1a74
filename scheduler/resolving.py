"""Headlines without addresses: which lists may name them, and what the archive knows of them."""

import re
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from crawler import clock, dates, sites
from crawler.config import Config
from crawler.dates import TAIPEI
from crawler.items import Article, SeedDocument
from crawler.seeds import render
from crawler.store import Sought, Store, WatchRow
from scheduler import runner
from scheduler.diff.similarity import similarity
from scheduler.matching import Candidate, Match, Wanted, between, match

DAYS = (-1, 0, 1)
"""Around a headline's day those whose lists are read: a feed's day and a page's are not one."""
FRESH = timedelta(days=3)
"""Lists of what is newest are read for headlines so young."""
MOST_KNOWN = 20
"""Articles of the archive that are looked at for one headline, and those for one like it."""
COUNTED = ("read", "failed")
"""Lists, as a crawl counts them."""


@dataclass(frozen=True, slots=True)
class Headline:
    """One headline that is looked for, and where it stands."""

    wanted: Wanted
    """What is looked for."""
    identity: str
    """Of the unresolved seed that it is of, or that it stands beside."""
    is_related: bool = False
    """Whether it stands beside the seed only."""


@dataclass(slots=True)
class Lists:
    """What lists named, as a crawl tells it line by line."""

    candidates: list[Candidate]
    """Each article as often as it was named."""
    now: datetime
    """When they name it, aware."""

    def note(self, line: Mapping[str, Any]) -> None:
        """Take one line of progress."""
        if line["event"] != "listed":
            return
        url, place = line["url"], line["list"]
        title = line["title"] or sites.site_for(url).title_in(url)
        at = datetime.fromisoformat(line["at"]) if line["at"] else _day_of(place, url)
        identity = sites.identity(url)
        self.candidates.append(Candidate(identity, url, title, at, "", place, self.now))


@dataclass(frozen=True, slots=True)
class Listed:
    """What a look at lists brought."""

    candidates: Sequence[Candidate]
    """Each article as often as it was named."""
    read: int = 0
    """How many of the lists could be read."""
    trouble: str = ""
    """What went wrong, in a sentence; empty: nothing did."""


def headlines(store: Store, watch: WatchRow, *, related: bool) -> Iterator[Headline]:
    """The seed's own headline, and with `related` those beside it: such as have no address.

    Of one beside it the age counts, from when it was last seen there: `3 天前`.
    """
    article = store.article(watch.identity)
    at = _noon(article.date.at) if article.date else None
    if watch.state == "unresolved":
        yield Headline(Wanted(article.title, at, article.author), watch.identity)
    if related:
        for link in store.related(watch.identity):
            if not link.url:
                since = at and _aged(link.age, _noon(link.last_seen))
                wanted = Wanted(link.title, since, link.publisher)
                yield Headline(wanted, watch.identity, is_related=True)


def _aged(age: str, seen: datetime) -> datetime:
    """About when a headline was new that was so old when it was seen; then, if no age is said."""
    said = dates.parse(age, fetched_at=seen)
    if said is None:
        return seen
    return said.at if said.precision == "minute" else _noon(said.at)


def lists_for(
    wanted: Iterable[Headline], config: Config, now: datetime, site: str | None
) -> list[str]:
    """The addresses of the lists that may name them, of one site or of all, each once."""
    days = sorted({each.wanted.at.date() for each in wanted if each.wanted.at})
    around = sorted({day + timedelta(days=step) for day in days for step in DAYS})
    is_fresh = any(now.date() - day <= FRESH for day in days)
    chosen = [each for each in sites.every() if site in {None, each.name}]
    found = [
        template.replace("{day}", f"{day:%Y-%m-%d}")
        for each in chosen
        for template in each.day_lists
        for day in around
        if day <= now.date()
    ]
    if is_fresh:
        found += [url for each in chosen for url in each.newest_lists]
        found += [it.url for it in config.source if site in {None, sites.site_for(it.url).name}]
    return list(dict.fromkeys(found))


def sites_known(config: Config) -> set[str]:
    """Sites that may be asked for though nothing of theirs is watched."""
    sources = {sites.site_for(it.url).name for it in config.source}
    return sources | {each.name for each in sites.every()}


def read(
    config: Config,
    urls: Sequence[str],
    now: datetime | None = None,
    stop: threading.Event | None = None,
) -> Listed:
    """What these lists name. Raises `CrawlError`."""
    lists = Lists([], now or clock.now())
    if not urls:
        return Listed([])
    batch = runner.Batch("lists", urls=urls)
    ended = runner.run(batch, config, now=now, on_progress=lists.note, stop=stop)
    stats = {name: int(str(ended.run.stats.get(f"stet/lists-{name}", 0))) for name in COUNTED}
    count = min(stats["read"], max(0, len(urls) - stats["failed"]))
    return Listed(lists.candidates, count, ended.message)


def known(store: Store, wanted: Wanted, site: str | None) -> Iterator[Candidate]:
    """Articles of the archive in which the headline stands, or all of it but its numbers."""
    title = wanted.title.replace('"', " ")
    for phrases in dict.fromkeys([(title,), tuple(between(title))]):
        asked = " ".join(f'"{phrase}"' for phrase in phrases)
        rows = store.search(Sought(asked, site=site, limit=MOST_KNOWN)).rows if asked else ()
        for row in rows:
            if row.url.startswith("http"):
                yield Candidate(
                    row.identity, row.url, row.title, row.first_seen, row.publisher, "the archive"
                )


def resolved(
    store: Store, headline: Headline, listed: Sequence[Candidate], site: str | None
) -> Match | None:
    """The likeliest article of a headline, whether certain enough or not."""
    return match(headline.wanted, [*known(store, headline.wanted, site), *listed])


def is_told_there(seed: Article, page: Article) -> bool:
    """Whether a page tells what the seed does: the text has to be related, not the headline."""
    return bool(similarity("".join(seed.body), "".join(page.body)))


def moved(store: Store, watch: WatchRow, identity: str, url: str) -> None:
    """Let the documents of an unresolved seed be versions of the article that was found."""
    found = [
        SeedDocument(name, render(article), replace(article, url=url), identity)
        for name, article in store.seeds(watch.identity)
    ]
    store.keep_seeds(found)
    store.remove_watch(watch.identity)


def _noon(moment: datetime) -> datetime:
    """Of its day where seeds are dated: most are told a day and no time."""
    return datetime.combine(moment.astimezone(TAIPEI).date(), time(12), tzinfo=TAIPEI)


def _day_of(place: str, url: str) -> datetime | None:
    """The day that a list's own address names."""
    template = next((it for it in sites.site_for(url).day_lists if _fits(it, place)), None)
    if template is None:
        return None
    start = template.index("{day}")
    day = date.fromisoformat(place[start : start + 10])
    return datetime.combine(day, time(12), tzinfo=sites.site_for(url).zone)


def _fits(template: str, place: str) -> bool:
    before, _, after = template.partition("{day}")
    return (
        re.fullmatch(rf"{re.escape(before)}\d{{4}}-\d\d-\d\d{re.escape(after)}", place) is not None
    )
