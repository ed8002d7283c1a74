"""Why a round looks at nothing just now, and when one will: for who has a timer of his own."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from crawler.config import Config
from crawler.store import Resting, Store, WatchRow, left_alone
from crawler.store.rows import RESTS
from crawler.text import counted
from crawler.urls import host
from scheduler import plans

MOST = 5_000
"""Articles that are due of which it is asked what they wait for."""


def told(store: Store, config: Config, now: datetime) -> str:
    """A sentence on why nothing was looked at; all its times are UTC."""
    waiting = store.due_in_turn(now, MOST, MOST)
    if not waiting:
        return f"nothing is due, and {_next(store)}"
    reasons = "; ".join(_reasons(store, waiting, config, now)) or "their turn has just come"
    due = sum(store.pasts.waiting(now).values())
    return f"nothing was looked at of {counted(due, 'article')} due: {reasons}"


def _next(store: Store) -> str:
    at = store.earliest_due()
    if at is None or at >= RESTS:
        return "nothing will be: `stet list` shows what is watched, `stet add URL` starts a watch"
    return f"the next article will be at {_shown(at)}"


def _reasons(
    store: Store, waiting: Sequence[WatchRow], config: Config, now: datetime
) -> Iterator[str]:
    resting = store.hosts.resting()
    alone = {host(each.url): left_alone(each.url, resting, now) for each in waiting}
    held = {name: state for name, state in alone.items() if state}
    yield from _hosts(held)
    others = {each.site for each in waiting if host(each.url) not in held}
    moments = [plans.room_from(store, config, now, site) for site in sorted(others)]
    if moments and all(moments):
        at = min(filter(None, moments))
        yield f"the budget of [agenda] is spent, and has room again at {_shown(at)}"


def _hosts(held: Mapping[str, Resting]) -> Iterator[str]:
    for name, state in sorted(held.items(), key=lambda it: it[1].until):
        yield f"{name} is left alone until {_shown(state.until)} ({state.why})"


def _shown(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"
