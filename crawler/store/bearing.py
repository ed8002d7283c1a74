"""Whether what no seal covers bears out what the seals say: pages, looks, events, the watch's row.

Each of these rows was written in one transaction with what it is held against, so where they differ
one of them was altered since. What can be held against nothing is named in docs/evidence.md.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import Any

from sqlalchemy import Connection, bindparam, select

from crawler.store.histories import History
from crawler.store.tables import snapshot

Told = tuple[int | None, str]
"""Number of the version, None where it is of none, and what does not hold of it."""


def flaws(history: History) -> Iterator[Told]:
    """What does not hold, for people."""
    yield from _pages(history)
    yield from _frame(history)


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
