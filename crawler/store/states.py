"""What a series of looks says of an article: pure functions of its state and one outcome."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from crawler.items import FaultKind
from crawler.store.rows import EventKind, State

Look = Literal["read"] | FaultKind
"""One visit as the states see it: the article was read, or why not."""

GONE: frozenset[Look] = frozenset({"gone", "front-page"})
"""The article is not there for a reader: 404, 410, a page that says so, a way back to the front."""
CLOSED: frozenset[Look] = frozenset({"blocked", "consent"})
"""We are kept out; whether the article stands is not known."""


@dataclass(frozen=True, slots=True)
class WatchState:
    """Where a watch stands, and the looks in a row that found the article gone."""

    name: State = "active"
    """What the looks say."""
    looks: int = 0
    """How many looks in a row."""
    since: datetime | None = None
    """The first of those looks."""
    last: datetime | None = None
    """The latest of them."""


@dataclass(frozen=True, slots=True)
class Rule:
    """How persistently an article has to be gone before it counts as deleted."""

    looks: int = 3
    """In a row, at least."""
    over: timedelta = timedelta(hours=24)
    """From the first of these looks to the last, at least."""


def step(
    state: WatchState, look: Look, now: datetime, rule: Rule | None = None
) -> tuple[WatchState, EventKind | None]:
    """The state after one more look at `now`, and the event that this look makes certain.

    Deleted needs `rule.looks` at different times over `rule.over`; a look between them that reads
    the article starts anew, and one that learns nothing (no answer, a block, a wrong page) counts
    neither way. What was already gone or expired stays so until it is read again, which is
    "restored"; a mere suspicion goes away silently. An unresolved watch stays unresolved.
    """
    is_lost = state.name in {"gone", "expired"}
    if state.name == "unresolved" or (is_lost and look != "read"):
        return state, None
    if look == "read":
        return WatchState(), "restored" if is_lost else None
    if look == "expired":
        return WatchState("expired"), "expired"
    if look in GONE:
        return _gone(state, now, rule or Rule())
    if look in CLOSED and state.name == "active":
        return replace(state, name="blocked"), None
    return state, None


def _gone(state: WatchState, now: datetime, rule: Rule) -> tuple[WatchState, EventKind | None]:
    if state.since is None or state.last is None:
        suspected = WatchState("gone-suspected", 1, now, now)
    elif now > state.last:
        suspected = WatchState("gone-suspected", state.looks + 1, state.since, now)
    else:  # the same visit by another URL, or a clock set back
        return state, None
    since = suspected.since or now
    if suspected.looks >= rule.looks and now - since >= rule.over:
        return replace(suspected, name="gone"), "deleted"
    return suspected, None
