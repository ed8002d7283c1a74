"""What each change touches: its tags, and the words and numbers for which it bears them."""

import re
from collections.abc import Iterator, Sequence, Set
from itertools import islice
from typing import get_args

from crawler.items import Article
from crawler.urls import canonical, image_identity
from scheduler.diff import (
    characters,
    given,
    idle,
    listed,
    moves,
    parts,
    patterns,
    shifted,
    signals,
    slips,
    staff,
    turned,
)
from scheduler.diff.exchanges import exchanged
from scheduler.diff.hunks import Hunk
from scheduler.diff.place import Place, changed
from scheduler.diff.quantities import change_owners, is_reordered, quantities_at
from scheduler.diff.quantities import turned as turned_numbers
from scheduler.diff.records import Change, Exchange, Quantity, Tag, replace

FIELD_TAGS: dict[str, Tag] = {
    "title": "headline",
    "credits": "byline",
    "dateline": "byline",
    "date": "date",
}
"""What a change of such a field touches, whatever was changed in it."""
_OF_A_WHOLE: frozenset[Tag] = frozenset({"number", "date", "byline"})
"""What may be said of a passage that shares little with the one it replaces."""
_COMPARED: tuple[Tag, ...] = ("number", "date")
"""Of these, where both texts have some: what only the new one tells is no other number."""
_FACTS: frozenset[Tag] = frozenset({"number", "name", "negation", "opposite", "rank", "date"})
_QUOTES = ("「", "『", "“", '"')
_ASIDE: frozenset[Tag] = frozenset({"quotation"})
"""Where a passage stands rather than what it says."""
ADDRESS = re.compile(r"https?://\S+")
"""What stands for a picture without words under it; a number in it counts nothing."""
_MOST = 500  # places of one change that are looked at


def known_names(*articles: Article) -> re.Pattern[str] | None:
    """The people whom the articles credit, to be found in their texts."""
    return patterns.any_of(credit.name for article in articles for credit in article.credits)


def tagged(change: Change, names: re.Pattern[str] | None = None) -> Change:
    """The change with the tags that its text and its field earn, in the order of `Tag`."""
    exchanges: list[Exchange] = []
    earned = {*change.tags}
    if change.field != "date":  # as code writes it: its digits are no figures
        earned.update(_by_text(change, names, exchanges))
    if "noise" in earned:
        earned.discard("appended")
    if change.field in FIELD_TAGS:
        earned.add(FIELD_TAGS[change.field])
    found = _quantities(change) if "number" in earned else ()
    tags = tuple(tag for tag in get_args(Tag) if tag in earned)
    told = tuple(each for each in exchanges if each.tag in tags)
    return replace(change, tags=tags, quantities=found, exchanges=told)


def _quantities(change: Change) -> tuple[Quantity, ...]:
    return tuple(quantities_at(_edges(change), (change.old, change.new)))


def _edges(change: Change) -> Sequence[Hunk]:
    return [place.edges for place in places(change)]


def all_tagged(changes: Sequence[Change], names: re.Pattern[str] | None = None) -> list[Change]:
    """The changes with their tags; of a sentence that moved and was edited what was edited, too."""
    found = turned.folded([tagged(each, names) for each in changes])
    for number, old, new in moves.edited(changes):
        spans = characters.spans(old, new, names)
        edit = tagged(Change(field="body", kind="edited", old=old, new=new, spans=spans), names)
        change = found[number]
        tags = {*change.tags, *(tag for tag in edit.tags if tag in _FACTS)}
        found[number] = replace(
            change,
            tags=tuple(tag for tag in get_args(Tag) if tag in tags),
            quantities=(*change.quantities, *edit.quantities),
            exchanges=(*change.exchanges, *edit.exchanges),
        )
    return found


def _by_text(
    change: Change, names: re.Pattern[str] | None, exchanges: list[Exchange]
) -> Iterator[Tag]:
    """The tags; what words these stand for is added to `exchanges`."""
    if change.kind == "reflowed" or (change.kind == "moved" and change.field != "body"):
        return  # the same values in another order
    whole = _as_a_whole(change)
    if whole is not None:
        yield from whole
        return
    if change.old and change.new:
        yield from _by_places(change, names, exchanges)
    elif staff.is_line(change.old or change.new):
        yield "byline"
    if patterns.correction(change.new) and any(map(_admits, places(change))):
        yield "correction"


def _as_a_whole(change: Change) -> Sequence[Tag] | None:
    """What a picture, a line of the page, or one of the staff touches; of any other text None."""
    texts = [text for text in (change.old, change.new) if text]
    if change.field == "images" and all(map(ADDRESS.fullmatch, texts)):
        is_same = len({*map(image_identity, texts)}) < len(texts)
        return ("noise",) if is_same else ()  # the same picture, elsewhere
    if change.field == "body" and all(map(patterns.BOILERPLATE.fullmatch, texts)):
        return () if _are_other_addresses(texts) else ("noise",)
    if len(texts) > 1 and all(map(staff.is_line, texts)) and not staff.are_same(*texts):
        return ("byline",)
    return None


def _are_other_addresses(texts: Sequence[str]) -> bool:
    """Whether a link, or a video that is set in, leads elsewhere than before."""
    return len({*map(canonical, texts)}) > 1 and all(map(ADDRESS.fullmatch, texts))


def places(change: Change) -> Iterator[Place]:
    """The places that changed, but for what only went to another paragraph."""
    found = changed(change.spans, change.old, change.new)
    if change.moves:
        found = [
            place
            for place in found
            if change.unmoved("-", place.old.own) or change.unmoved("+", place.new.own)
        ]
    yield from parts.parts(found)


def _admits(place: Place) -> bool:
    """Whether a notice stands there that did not before."""
    old, new = (len([*side.found(patterns.CORRECTION)]) for side in (place.old, place.new))
    return new > old


def _by_places(
    change: Change, names: re.Pattern[str] | None, exchanges: list[Exchange]
) -> set[Tag]:
    """Of places that differ in meaning what they touch; where there are none, why not."""
    plain = turned.in_one_script(change)
    if plain is not change and plain.old == plain.new:
        return {"variant"}
    found_at = islice(places(plain), _MOST)
    empty = [(place, idle.layer(place)) for place in found_at]
    real = [place for place, layer in empty if layer is None]
    same = shifted.rewritten_amounts(real)
    real = [place for place in real if place not in same]
    if not real:
        return {layer or "variant" for _, layer in empty}
    found: set[Tag] = set()
    elsewhere = shifted.shifted(real)
    real = shifted.mirrored(real)
    for place in real:
        tags = {*signals.touched(place, names)}
        if not tags and given.exchanged(place):
            tags.add("name")
        tags &= _ASIDE if place in elsewhere else tags
        found |= tags
        if plain is change:
            exchanges += exchanged(place, tags)
    found = _together(plain, real, found, exchanges)
    if plain.kind == "rewritten" and not any(place.exchanged for place in real):
        quoted = all(text.startswith(_QUOTES) for text in (change.old, change.new))
        found &= _OF_A_WHOLE | (_ASIDE if quoted else set())
        found -= {tag for tag in _COMPARED if not any(signals.are_told(one, tag) for one in real)}
    if found <= _ASIDE and slips.is_slip(real):  # a slip is one in a quotation, too
        return {"typo"}
    return found


def _together(
    change: Change, real: Sequence[Place], found: set[Tag], exchanges: list[Exchange]
) -> set[Tag]:
    """With what only all places together tell, and without what they take back."""
    if listed.is_reordered(real):
        exchanges.clear()
        return found & _ASIDE
    found |= {*_of_numbers(change, real, frozenset(found), exchanges)}
    if not found and (both := shifted.swapped(real)):
        exchanges += (Exchange(tag="opposite", old=old, new=new) for old, new in (both, both[::-1]))
        return {"opposite"}
    if "name" in found and is_reordered(change.spans):
        exchanges[:] = [each for each in exchanges if each.tag != "name"]
        found.discard("name")
    return found


def _of_numbers(
    change: Change, real: Sequence[Place], found: Set[Tag], exchanges: list[Exchange]
) -> Iterator[Tag]:
    """What only the numbers of all places together tell."""
    is_told = "number" in found
    if not (is_told or change_owners(change.spans) or _count_others(change, real)):
        return
    yield "number"
    if "opposite" not in found:
        for old, new in turned_numbers(_edges(change), (change.old, change.new)):
            yield "opposite"
            exchanges.append(Exchange(tag="opposite", old=old, new=new))


def _count_others(change: Change, real: Sequence[Place]) -> bool:
    """Whether in a place reworded a number can be told: 1死15傷 became 2人死亡、17人受傷."""
    return any(place.is_replaced for place in real) and any(_quantities(change))
