"""Sentences that went from one paragraph to another: removed here and added there word for word."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from scheduler.diff import sentences
from scheduler.diff.records import Change, Move, Sign, Span, replace
from scheduler.diff.similarity import SURELY, related

_SENTENCE = 8
"""Characters of a sentence from which it is found again: shorter ones recur by chance."""

_BREAK = "\n"
_SIGNS: tuple[Sign, Sign] = ("-", "+")

Place = tuple[int, int]
"""A change by its number, and the paragraph, in the old text or in the new one."""


def marked(changes: list[Change]) -> list[Change]:
    """The changes of one body, with `moves` where a sentence of one stands in another now.

    Each sentence is found once, the first of equal ones first; spans stay what they are. Of one
    place nothing can have gone to another.
    """
    if not changes or (len(changes) == 1 and _is_one_place(changes[0].spans)):
        return changes
    gone = _sentences(changes, "-")
    come = _sentences(changes, "+") if gone else {}
    found: defaultdict[int, list[Move]] = defaultdict(list)
    for text, places in gone.items():
        for (one, source), (other, target) in zip(places, come.get(text, ()), strict=False):
            found[one].append(Move(sign="-", text=text, paragraph=target))
            found[other].append(Move(sign="+", text=text, paragraph=source))
    return [
        replace(change, moves=tuple(found[place])) if place in found else change
        for place, change in enumerate(changes)
    ]


def edited(changes: Sequence[Change]) -> list[tuple[int, str, str]]:
    """Sentences that went elsewhere and are not quite what they were.

    By the number of the change where they stand now: what they said and what they say, the most
    alike first. Of what only stands in place of another in one place the change itself tells.
    """
    gone, come = (
        [
            each
            for number, change in enumerate(changes)
            if change.field == "body"
            for each in _alone(number, change, sign)
        ]
        for sign in _SIGNS
    )
    if not (gone and come):
        return []
    sides = (dict(enumerate(text for _, text in side)) for side in (gone, come))
    scored = sorted(related(*sides), key=lambda pair: -pair[2])
    found: list[tuple[int, str, str]] = []
    taken: set[tuple[Sign, int]] = set()
    for one, other, score in scored:
        if score >= SURELY and taken.isdisjoint({("-", one), ("+", other)}):
            taken |= {("-", one), ("+", other)}
            found.append((come[other][0], gone[one][1], come[other][1]))
    return found


def _alone(number: int, change: Change, sign: Sign) -> Iterator[tuple[int, str]]:
    """Sentences in whose place nothing stands on the other side, and that moved nowhere."""
    for place, (own, text) in enumerate(change.spans):
        beside = (*change.spans[max(place - 1, 0) : place], *change.spans[place + 1 : place + 2])
        if own != sign or len(text) < _SENTENCE or any(other != "=" for other, _ in beside):
            continue
        for sentence in sentences.split(change.unmoved(sign, text)):
            if len(sentence.strip()) >= _SENTENCE:
                yield number, sentence.strip()


def _is_one_place(spans: Sequence[Span]) -> bool:
    return "=" not in [sign for sign, _ in spans[1:-1]]


def _sentences(changes: Sequence[Change], sign: Sign) -> dict[str, list[Place]]:
    """Sentence -> where it was removed, or where it was added."""
    found: defaultdict[str, list[Place]] = defaultdict(list)
    long = {
        number
        for number, change in enumerate(changes)
        for own, text in change.spans
        if own == sign and len(text) >= _SENTENCE
    }
    for number in sorted(long):
        for paragraph, sentence in _of_one(changes[number], sign):
            if len(sentence) >= _SENTENCE:
                found[sentence].append((number, paragraph))
    return found


def _of_one(change: Change, sign: Sign) -> Iterator[tuple[int, str]]:
    """The sentences of one sign, and in which paragraph of their side they stand.

    Whole ones: two figures that were exchanged within theirs did not move, they were altered.
    """
    places = (change.from_path or change.path) if sign == "-" else change.path
    whole = {each.strip() for each in sentences.split(change.old if sign == "-" else change.new)}
    passed = 0
    for own, text in change.spans:
        for sentence in sentences.split(text) if own == sign else ():
            before = passed + len(sentence) - len(sentence.lstrip(_BREAK))
            if sentence.strip() in whole:
                yield places[min(before, len(places) - 1)], sentence.strip()
            passed += sentence.count(_BREAK)
        if own == "=":
            passed += text.count(_BREAK)
