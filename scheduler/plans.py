"""The agenda asked with what an archive knows: what it learns daily, and what is due when."""

from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import pairwise, zip_longest
from types import MappingProxyType

from crawler import urls
from crawler.config import Config
from crawler.store import AT_REST, Past, Resting, Store, WatchRow
from scheduler.agenda import (
    ANY,
    HABITS,
    TRUSTED,
    Curve,
    Habits,
    History,
    Steering,
    hourly,
    is_live,
    learnt,
    next_due,
    overdue,
    room,
    worth,
)

NAME = "agenda"
"""Under which what is learnt is kept."""
DAILY = timedelta(days=1)
HOURLY = timedelta(hours=1)
REMEMBERED = timedelta(days=28)
"""The articles whose watch began so lately are learnt from: what a press does changes."""
SAMPLE = 5_000
"""Of them so many: enough for every figure that is learnt, whatever the size of the archive."""


@dataclass(frozen=True, slots=True)
class Learnt:
    """What an archive goes by."""

    habits: Habits = HABITS
    """Of the press; of no article where there are too few to learn from."""
    steering: Steering = field(default_factory=Steering)
    """What a look must be worth."""
    hints: Mapping[str, float] = field(default_factory=dict)
    """What a hint is worth, for each site that has weighed some. Not learnt daily: read anew."""

    def worth(self, site: str) -> float:
        """What a hint of this site is worth."""
        return self.hints.get(site, worth(0, 0))

    @property
    def curve(self) -> Curve | None:
        """As the agenda takes it; None while nothing is learnt."""
        return Curve(self.habits) if self.habits.articles else None


def current(store: Store) -> Learnt:
    """What the archive goes by now."""
    known = store.pasts.learnt(NAME, Learnt)
    return known[0] if known else Learnt()


def with_hints(store: Store, known: Learnt, sites: Collection[str]) -> Learnt:
    """The same with what hints of these sites are worth now."""
    weighed = store.hints.weighed(sites).items()
    return replace(
        known, hints={site: worth(each.changed, each.unchanged) for site, each in weighed}
    )


def learn(store: Store, config: Config, now: datetime) -> Learnt:
    """What the archive goes by from now on: learnt anew where a day has passed since it was."""
    known = store.pasts.learnt(NAME, Learnt)
    if known and now - known[1] < DAILY:
        return known[0]
    before = known[0] if known else Learnt()
    histories = [_history(past) for past in store.pasts.sampled(now - REMEMBERED, SAMPLE)]
    used, bounds = store.pasts.looks(now - DAILY), budgets(config)
    waiting = store.pasts.waiting(now) if any(bounds) else {}
    found = Learnt(
        learnt(histories, before.habits) or before.habits,
        before.steering.moved(used, *bounds, waiting=waiting),
    )
    store.pasts.learn(NAME, found, now)
    return found


def plan(store: Store, known: Learnt, now: datetime, looked_at: Collection[str] = ()) -> None:
    """Set when each article is due again that was looked at, or hinted at, since it was planned."""
    just_now = store.watches_called(looked_at)
    others = (*store.looked(now), *store.hints.pending())
    waiting = just_now | {each.identity: each for each in others}
    awake = [each for each in waiting.values() if each.state not in AT_REST]
    looked = _looked(awake, now, looked_at)
    pasts = store.pasts.of([each.identity for each in looked])
    known = with_hints(store, known, {each.site for each in looked})
    store.set_due(planned(looked, now, looked_at, pasts=pasts, known=known))


def planned(
    watches: Iterable[WatchRow],
    now: datetime,
    looked_at: Container[str] = (),
    *,
    pasts: Mapping[str, Past] = MappingProxyType({}),
    known: Learnt | None = None,
) -> dict[str, datetime]:
    """When each article is due again, for those looked at since they were last planned.

    `looked_at` are the identities of those looked at just now. A last look that lies ahead, by a
    clock that was set back since, says nothing of that: then only these count.
    """
    going_by = known or Learnt()
    curve = going_by.curve
    return {
        each.identity: next_due(
            history(each, pasts.get(each.identity), now, going_by.worth(each.site)),
            now,
            curve,
            going_by.steering.of(each.site),
        )
        for each in _looked(watches, now, looked_at)
    }


def _looked(
    watches: Iterable[WatchRow], now: datetime, looked_at: Container[str]
) -> list[WatchRow]:
    return [
        each
        for each in watches
        if each.looked_at
        and (
            (each.identity in looked_at and not _is_asked_for(each, now))
            or (each.hinted and each.next_due and each.next_due > now)
            or each.next_due is None
            or each.next_due <= each.looked_at <= now
        )
    ]


def _is_asked_for(watch: WatchRow, now: datetime) -> bool:
    """Whether somebody has asked for it since its last look, as `stet now` does during a round."""
    looked, due = watch.looked_at, watch.next_due
    return looked is not None and due is not None and looked < due <= now


def in_order(watches: Iterable[WatchRow], now: datetime) -> list[WatchRow]:
    """What is the most overdue by the time that was planned for it comes first.

    Of what was never looked at, what was asked for, as by `stet now`, goes before the others.
    """

    def place(each: WatchRow) -> tuple[float, bool]:
        return -overdue(each.looked_at, each.next_due, now), each.next_due is None

    return sorted(watches, key=place)


def history(
    watch: WatchRow, past: Past | None, now: datetime, hint_worth: float = worth(0, 0)
) -> History:
    """An article as the agenda sees it; without a `past` it was never read.

    What a site declares counts as a change that happened, seen or not, while it can be trusted.

    Moments that lie ahead, by a clock that was set back since, count as now, and as a day ago where
    nothing else is known of its changes.
    """
    looked = min(watch.looked_at or watch.added_at, now)
    before = (each for each in (watch.changed_at, watch.added_at) if each and each <= now)
    changed = next(before, looked - DAILY)
    is_trusted = watch.declared and hint_worth >= TRUSTED and watch.declared <= looked
    declared = watch.declared if is_trusted else None
    spans = past.seen if past else ()
    seen = [(first, min(last, now)) for first, last in spans if first <= now]
    return History(
        looked=looked,
        changed=max(changed, declared) if declared else changed,
        state=watch.state,
        published=past.published if past else None,
        first=seen[0][0] if seen else None,
        changes=_changes(seen),
        site=watch.site,
        hinted=watch.hinted,
        hint_worth=hint_worth,
        declared=declared,
        faults=watch.faults,
        is_live=is_live(watch.title),
        is_own=not watch.reached_from,  # neither from another article nor on a list
    )


def _history(past: Past) -> History:
    return History(
        looked=past.looked_at,
        changed=past.seen[-1][0],
        published=past.published,
        first=past.seen[0][0],
        changes=_changes(past.seen),
        site=past.site,
    )


def _changes(
    seen: Sequence[tuple[datetime, datetime]],
) -> tuple[tuple[datetime, datetime], ...]:
    return tuple((last, first) for (_, last), (first, _) in pairwise(seen))


def shared(
    watches: Iterable[WatchRow], resting: Mapping[str, Resting], now: datetime, most: int
) -> list[WatchRow]:
    """What one round looks at: of each host at most `most`, in turn, so that no host waits long.

    The order within a host stays. A host that is left alone is left out; of one that is to be
    tried again comes the first alone.
    """
    by_host: dict[str, list[WatchRow]] = {}
    for each in watches:
        name = urls.host(each.url)
        known = resting.get(name)
        room = most if known is None else 0 if now < known.until else 1
        of_host = by_host.setdefault(name, [])
        if len(of_host) < room:
            of_host.append(each)
    turns = zip_longest(*by_host.values())
    return [each for turn in turns for each in turn if each]


@dataclass(frozen=True, slots=True)
class Room:
    """How many looks the budgets of the day still allow."""

    of_all: int = ANY
    """At all articles together."""
    fresh: int = ANY
    """At those of a site that was not looked at in the last 24 hours."""
    sites: Mapping[str, int] = field(default_factory=dict)
    """At those of each other site."""
    used: Mapping[str, int] = field(default_factory=dict)
    """Looks of the last 24 hours at each site; nothing where there is no budget."""

    def of(self, site: str) -> int:
        """How many looks this site may have now."""
        return min(self.of_all, self.sites.get(site, self.fresh))


def room_now(store: Store, config: Config, now: datetime) -> Room:
    """What is left of the budgets, by the archive's own fetches.

    Every one counts, those of new articles and those that somebody asked for by hand, too.
    """
    of_all, of_each = budgets(config)
    if not (of_all or of_each):
        return Room()
    day, hour = store.pasts.looks(now - DAILY), store.pasts.looks(now - HOURLY)
    return Room(
        room(of_all, sum(day.values()), sum(hour.values())),
        room(of_each, 0, 0),
        {site: room(of_each, looks, hour.get(site, 0)) for site, looks in day.items()},
        day,
    )


def room_from(store: Store, config: Config, now: datetime, site: str) -> datetime | None:
    """From when on the budgets allow another look at a site; None: they do now."""
    of_all, of_each = budgets(config)
    moments = [
        _full_until(store, now, span, most, whose)
        for budget, whose in ((of_all, None), (of_each, site))
        if budget
        for span, most in ((DAILY, budget), (HOURLY, hourly(budget)))
    ]
    return max(filter(None, moments), default=None)


def _full_until(
    store: Store, now: datetime, span: timedelta, most: int, site: str | None
) -> datetime | None:
    """When so many of the looks within a span have gone that one more fits; None: it does now."""
    made = store.pasts.looks(now - span)
    over = (made.get(site, 0) if site else sum(made.values())) - most
    last = store.pasts.look(now - span, over, site) if over >= 0 else None
    return last + span if last else None


def within(watches: Iterable[WatchRow], left: Room) -> list[WatchRow]:
    """Those that the budgets allow: the first ones of each site, and of all."""
    found: list[WatchRow] = []
    taken: dict[str, int] = {}
    for each in watches:
        number = taken.get(each.site, 0)
        if len(found) < left.of_all and number < left.of(each.site):
            taken[each.site] = number + 1
            found.append(each)
    return found


def budgets(config: Config) -> tuple[int, int]:
    """Looks a day at all articles, and at those of any one site; 0: any number."""
    return config.requests_a_day, config.requests_a_day_per_site
