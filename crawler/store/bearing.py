"""Whether what no seal covers bears out what the seals say: pages, looks, events, the watch's row.

Each of these rows was written in one transaction with what it is held against, so where they differ
one of them was altered since. What can be held against nothing is named in docs/evidence.md.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from operator import attrgetter
from typing import Any, get_args

from sqlalchemy import Connection, bindparam, select

from crawler.errors import StoreError
from crawler.items import Article
from crawler.store import records
from crawler.store.histories import History
from crawler.store.rows import EventDetail, State
from crawler.store.snapshots import Headers
from crawler.store.states import GONE
from crawler.store.tables import snapshot

Told = tuple[int | None, str]
"""Number of the version, None where it is of none, and what does not hold of it."""


def flaws(history: History) -> Iterator[Told]:
    """What does not hold, for people."""
    yield from _pages(history)
    yield from _frame(history)
    yield from _events(history)
    yield from _standing(history)
    yield from _looks(history)
    yield from _times(history)
    yield from _listed(history)


def pageless(history: History) -> Sequence[tuple[Any, Any]]:
    """Versions that were sealed with a page, where no look of theirs knows of any, and the seals.

    An import without pages leaves that. So does who erases all that points to a page.
    """
    own, last = _looks_of(history), _last_seals(history)
    return [
        (row, last[row.number])
        for row in history.versions
        if row.number in last and last[row.number].payload and own[row.id]
        if not any(look.payload for look in own[row.id])
    ]


def erased(connection: Connection, history: History) -> Iterator[Told]:
    """Of the `pageless`, of which there are some, those whose pages did come: all, or none.

    An import writes all looks at an article together. Where one at another article was written
    between two that showed a version first, and made between them, they were made here, and brought
    their pages. Of an article with one version nobody can say.
    """
    own, lost = _looks_of(history), pageless(history)
    looks = sorted((own[row.id][0] for row, _ in lost), key=attrgetter("id"))
    ends = {"first": looks[0].id, "last": looks[-1].id, "own": history.owner.id}
    times = {"since": looks[0].fetched_at, "until": looks[-1].fetched_at}
    if connection.execute(_BETWEEN, ends | times).first():
        for row, sealed in lost:
            yield row.number, f"the page {sealed.payload} that it was sealed with is missing"


_BETWEEN = (
    select(snapshot.c.id)
    .where(
        snapshot.c.id.between(bindparam("first"), bindparam("last")),
        snapshot.c.watch_id != bindparam("own"),
        snapshot.c.fetched_at.between(bindparam("since"), bindparam("until")),
    )
    .limit(1)
)


def _last_seals(history: History) -> dict[int, Any]:
    return {row.number: row for row in history.seals}


def _looks_of(history: History) -> dict[int | None, list[Any]]:
    """The looks that showed each version, by its row id."""
    own = defaultdict(list)
    for look in history.looks:
        own[look.version_id].append(look)
    return own


# ------------------------------------------------------------------ pages


def _pages(history: History) -> Iterator[Told]:
    """Whether each version still has the page that it was sealed with.

    An import brings the pages of all looks or of none, and every look after it has its own. So a
    look without one, after a look that has one, has lost it.
    """
    first_with = min((look.id for look in history.looks if look.payload), default=None)
    own, last = _looks_of(history), _last_seals(history)
    for row in history.versions:
        sealed, looks = last.get(row.number), own[row.id]
        if sealed is None or not sealed.payload or not looks:
            continue
        named = f"the page {sealed.payload} that it was sealed with"
        if sealed.payload in {look.payload for look in looks}:
            if _never_goes(history, row, sealed) and _is_pruned(sealed.payload, looks):
                yield row.number, f"{named} is said to be pruned, but is none that ever goes"
        elif looks[0].payload:
            yield row.number, f"none of its looks has {named}"
        elif first_with is not None and first_with < looks[0].id:
            yield row.number, f"{named} is missing"


def _is_pruned(page: str, looks: Sequence[Any]) -> bool:
    return any(look.payload == page and look.pruned_at for look in looks)


def _never_goes(history: History, kept: Any, sealed: Any) -> bool:
    """Whether `stet prune` leaves the page alone, whatever it is told.

    It leaves the one that first showed the first version, and the latest. A version that was split
    off an earlier one has its looks from that, whose pages may have gone before: its seal is not of
    its first sight.
    """
    if kept.number == 1:
        return True
    return kept.number == history.owner.versions and any(
        row.payload == sealed.payload and row.at == row.first_seen for row in history.seals
    )


def _frame(history: History) -> Iterator[Told]:
    for row in history.keyframes:
        if not row.stored or row.pruned_at:
            how = "said to be pruned" if row.stored else "missing"
            yield None, f"the page {row.payload}, which its later ones are stored with, is {how}"


# ------------------------------------------------------------------ events


def _events(history: History) -> Iterator[Told]:
    """Whether the looks bear each event out: those that made one certain, or began it, never go."""
    looks = {look.id: look for look in history.looks}
    own = {row.id for row in history.versions}
    for row in history.events:
        named = f"its being {row.kind} at {_minute(row.at)}"
        if row.version_id is not None and row.version_id not in own:
            yield None, f"{named} is told of a version of another article"
        try:
            records.from_json(row.detail, EventDetail)
        except StoreError as error:
            yield None, f"{named} cannot be read: {error}"
        look = looks.get(row.snapshot_id)
        if look is None or look.fetched_at != row.at:
            yield None, f"{named} was seen by no look that is here"
        elif not _shows(row.kind, look):
            yield None, f"{named} is not what the look of that time found"
        elif row.kind == "deleted" and not any(
            each.fault in GONE and each.fetched_at == row.since for each in looks.values()
        ):
            yield None, f"{named} is said to be so since {_minute(row.since)}: no look found that"


def _shows(kind: str, look: Any) -> bool:
    """Whether a look can have made such an event certain."""
    if kind == "deleted":
        return look.fault in GONE
    if kind == "expired":
        return bool(look.fault == "expired")
    is_read = look.fault is None and look.version_id is not None
    return is_read and (kind == "restored" or (kind == "moved" and look.final_url != look.url))


_ENDS: Mapping[str, str] = {"gone": "deleted", "expired": "expired"}
"""State -> the event by which an article comes to be in it."""


def _standing(history: History) -> Iterator[Told]:
    """Whether the state is the one that the last event led to."""
    owner = history.owner
    happened = [row.kind for row in history.events if row.kind != "moved"]
    wanted, last = _ENDS.get(owner.state), happened[-1] if happened else None
    if owner.state not in get_args(State):
        yield None, f"it stands as {owner.state}, which is no state of an article"
    elif wanted and last != wanted and (last or _was_known(history)):
        yield None, f"it stands as {owner.state}, but no look of it is told as {wanted}"
    elif wanted is None and last in _ENDS.values():
        yield None, f"it stands as {owner.state}, but was {last} and never restored"


def _was_known(history: History) -> bool:
    """Whether there was a version when it came to be gone: without one nothing is told of that."""
    at = _gone_at(history)
    return bool(history.seals) and (at is None or history.seals[0].at < at)


def _gone_at(history: History) -> datetime | None:
    """The first look that found it gone, since it was last read."""
    first = None
    for look in history.looks:
        if look.version_id is not None:
            first = None
        elif look.fault in {*GONE, "expired"} and first is None:
            first = look.fetched_at
    return first


# ------------------------------------------------------------------ looks and times


def _looks(history: History) -> Iterator[Told]:
    for look in history.looks:
        named = f"its look of {_minute(look.fetched_at)}"
        try:
            records.unpack(look.headers, Headers)
        except StoreError as error:
            yield None, f"the headers of {named} cannot be read: {error}"
        if (look.fault is None) != (look.version_id is not None):
            yield None, f"{named} {'shows no version' if look.fault is None else 'has a fault'}"


def _times(history: History) -> Iterator[Told]:
    """Whether a version was seen as often, and as late, as looks and documents say.

    `stet prune` leaves the last look at each version, and some of those before it: there may have
    been more than are kept, and never fewer.
    """
    own, documents = _looks_of(history), defaultdict(list)
    for each in history.documents:
        documents[each.version_id].append(each.dated_at)
    for row in history.versions:
        times = [*(look.fetched_at for look in own[row.id]), *documents[row.id]]
        if row.last_seen != (last := max([row.first_seen, *times])):
            yield row.number, f"last seen at {row.last_seen}, while its looks say {last}"
        if row.checks < len(times):
            yield row.number, f"it was seen {row.checks} times, while {len(times)} looks are here"


# ------------------------------------------------------------------ the row of the watch


def _listed(history: History) -> Iterator[Told]:
    """Whether what lists tell of the article is so."""
    owner, kept = history.owner, history.versions
    if owner.site != owner.identity.partition(":")[0]:
        yield None, f"it is listed for the site {owner.site}"
    if owner.versions != (latest := max((row.number for row in kept), default=0)):
        yield None, f"it is listed with {owner.versions} versions; the last one here is {latest}"
    for row in kept:
        if row.pruned_at and row.record is not None:
            yield row.number, "its text is said to be pruned, but is here"
    if kept and owner.changed_at != kept[-1].first_seen:
        yield None, f"it is listed as changed at {owner.changed_at}, which is no version's time"
    yield from _named(history)
    yield from _looked_at(history)


def _named(history: History) -> Iterator[Told]:
    """Headline and outlet; a headline that the first reading could not see is never listed."""
    owner, text = history.owner, _latest(history)
    if text is None:
        return
    if owner.title not in {text.title, ""}:
        yield None, f"it is listed as {owner.title!r}, while its latest text is {text.title!r}"
    if owner.publisher != text.author:
        yield None, f"it is listed as of {owner.publisher!r}, while its latest text is not"


def _latest(history: History) -> Article | None:
    try:
        return history.text(history.versions[-1].number) if history.versions else None
    except StoreError:
        return None  # as is said of that text already


def _looked_at(history: History) -> Iterator[Told]:
    """The last look never goes, but where a document of a later date bears the version out."""
    said = history.owner.looked_at
    last = max((look.fetched_at for look in history.looks), default=None)
    if last is None:
        return
    is_pruned = any(each.dated_at > last for each in history.documents)
    if said is None or said < last or (said > last and not is_pruned):
        yield None, f"it is listed as looked at last at {said}, while its last look is of {last}"


def _minute(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"
