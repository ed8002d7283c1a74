"""What is folded: changes that say nothing, and such places of an edit that also says something.

A newsroom that sets its quotation marks anew while it corrects a toll marks ten places in a
paragraph, of which one is news.
"""

from collections.abc import Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from scheduler.diff import layers
from scheduler.diff.records import OF_FIELDS, Change, Span, Tag, replace

MINOR = frozenset({"noise", "punctuation", "width", "variant", "boilerplate"})
"""Tags that fold a change, where it bears no other but those of its field."""
_PARTED = frozenset({"edited", "moved"})
"""Kinds of which each place can be shown without the others. A rewrite is shown whole."""


def folded(change: Change) -> bool:
    """Whether the change is kept out of the way, with its reason.

    A headline's punctuation is not: 「會贏」 and 「會贏？」 are two statements.
    """
    minor = MINOR - {"punctuation", "variant"} if change.field == "title" else MINOR
    touched = set(change.tags) - OF_FIELDS
    return change.kind == "reflowed" or (bool(touched) and touched <= minor)


def sorted_out(changes: Sequence[Change]) -> tuple[list[Change], list[Change]]:
    """What is shown in full, and what is folded.

    An edit of which some places say nothing is in both, each with its own places marked: what is
    marked in the other stands there as the newer text has it. So `old` is not what their spans
    rebuild. A headline is never parted: its marks are part of what it says.
    """
    plain: list[Change] = []
    minor: list[Change] = []
    for change in changes:
        if folded(change):
            minor.append(change)
            continue
        told, untold = _parted(change)
        plain.append(told)
        minor += untold
    return plain, minor


def muted(change: Change) -> Sequence[bool]:
    """For each of its spans whether it is part of a place that says nothing; empty without any."""
    return [bool(place.tag) for place in _mixed(change) for _ in place.spans]


class _Place(NamedTuple):
    """A run of spans that are changed, or that are not."""

    spans: Sequence[Span]
    is_changed: bool
    tag: Tag | None
    """The layer that hides it; None where it says something, or did not change."""


def _parted(change: Change) -> tuple[Change, list[Change]]:
    places = _mixed(change)
    if not places:
        return change, []
    told = replace(
        change, spans=_marked(places, [place.is_changed and not place.tag for place in places])
    )
    untold = Change(
        field=change.field,
        path=change.path,
        from_path=change.from_path,
        kind="edited",
        old=change.old,
        new=change.new,
        spans=_marked(places, [bool(place.tag) for place in places]),
        tags=tuple(dict.fromkeys(place.tag for place in places if place.tag)),
    )
    return told, [untold]


def _mixed(change: Change) -> Sequence[_Place]:
    """All of it, where some places say something and some do not; else nothing."""
    if change.kind not in _PARTED or change.field == "title":
        return ()
    runs = [
        (is_changed, list(run))
        for is_changed, run in groupby(change.spans, lambda span: span[0] != "=")
    ]
    if sum(is_changed for is_changed, _ in runs) < 2:  # as nearly every edit
        return ()
    places = [
        _Place(run, is_changed, _tag(before, run, change) if is_changed else None)
        for (_, before), (is_changed, run) in pairwise([(False, []), *runs])
    ]
    said = {bool(place.tag) for place in places if place.is_changed}
    return places if len(said) == 2 else ()


def _tag(before: Sequence[Span], place: Sequence[Span], change: Change) -> Tag | None:
    """What hides a place; nothing hides words for which the change bears a tag: 周柏雅→週柏雅."""
    old, new = ("".join(text for own, text in place if own == sign) for sign in "-+")
    told = (each for each in change.exchanges if each.tag not in MINOR)
    is_told = any(old in each.old and new in each.new for each in told)
    return None if is_told else layers.after("".join(text for _, text in before), old, new)


def _marked(places: Sequence[_Place], chosen: Sequence[bool]) -> tuple[Span, ...]:
    """The chosen places as they are, all others as they are now; neighbours joined."""
    spans: list[Span] = []
    for place, is_chosen in zip(places, chosen, strict=True):
        now: list[Span] = [("=", "".join(text for sign, text in place.spans if sign != "-"))]
        for sign, text in place.spans if is_chosen else now:
            if spans and spans[-1][0] == sign:
                spans[-1] = sign, spans[-1][1] + text
            elif text:
                spans.append((sign, text))
    return tuple(spans)
