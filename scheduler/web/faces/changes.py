"""The latest changes, sieved and a page at a time, under their days: the first page."""

from datetime import date, timedelta
from functools import partial

from starlette.requests import Request
from starlette.responses import Response

from crawler import clock
from crawler.store import Sieve, Store
from scheduler.web import days, leaves, welcome
from scheduler.web.face import Page
from scheduler.web.questions import LatestAsked
from scheduler.web.reader import Reader
from scheduler.web.sieves import KINDS, TAGS, Wanted, wanted

SITES = 200
"""Sites that the form knows by name; any other may be typed."""
HEAVIEST = 80_000
"""Bytes of the cards of one page: what is more stands on the next. The rest of it takes 15,000."""
EVER = timedelta(days=36500)


def changes(_: Request, reader: Reader, store: Store) -> Response:
    """The latest changes, a page at a time, of those that were asked for."""
    question: LatestAsked = reader.asked
    asked, before = wanted(question, reader.config.zone), question.before
    strange = store.strangers(question.site, question.publisher)
    found, more = ([], "") if strange else leaves.leaf(store, asked, before)
    if not found and not asked.said and not before:
        watched = bool(store.due(clock.now() + EVER, limit=1))
        return welcome.nothing_yet(reader, watched=watched)
    before_each = store.older([report.id for report in found])
    shown = reader.cards.listed(found, before_each, reader.context)
    while len(found) > 1 and (weight := sum(card.weight for card in shown)) > HEAVIEST:
        found = found[: max(1, len(found) * HEAVIEST // weight)]
        more, shown = found[-1].id, reader.cards.listed(found, before_each, reader.context)
    newest = [] if asked.said or before else store.leaf(Sieve(), limit=1).rows
    named = "strip", asked.sieve.site, _day(asked), reader.context.lang
    strip = partial(_strip, reader, store, asked)
    return reader.page(
        "changes.html",
        title=reader.words("web.changes"),
        days=days.by_day(shown, reader.context),
        asked=asked,
        strange=strange,
        kinds=KINDS,
        tags=TAGS,
        sites=reader.recent.of("sites", store.sites)[:SITES],
        publishers=sorted({card.outlet for card in shown}),
        strip=reader.recent.of(named, strip) if before else strip(),
        older=asked.address(before=more) if more else "",
        newest=newest[0].id if newest else "",
    )


def _strip(reader: Reader, store: Store, asked: Wanted) -> list[days.Bar]:
    """The days around the one that is shown, or the last ones; none where nothing changed."""
    site = asked.sieve.site
    newest = store.leaf(Sieve(site=site), limit=1).rows
    if not newest:
        return []
    last = newest[0].changed_at.astimezone(reader.config.zone).date()
    return days.strip(store, reader.context, _last(asked, last), site, _day(asked))


def _day(asked: Wanted) -> str:
    return asked.said.get("day", "")


def _last(asked: Wanted, newest: date) -> date:
    """The last day of the strip: a week beyond the one that is shown, if there are so many."""
    beyond = timedelta(days=days.SHOWN // 2)
    shown = date.fromisoformat(_day(asked) or newest.isoformat())
    if newest - shown < beyond:
        return newest
    return max(shown + beyond, date.min + timedelta(days=days.SHOWN))


ADDRESSES = (Page("/", changes, asks=LatestAsked, without=welcome.no_archive),)
