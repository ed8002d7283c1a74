"""One line that says what happened: 「標題改寫；內文 2 處：數字 2人→3人；移動 1 段」."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from scheduler.diff.opposites import are_opposite
from scheduler.diff.quantities import SHORT, quantities
from scheduler.diff.records import Change, ChangeReport, Sign, Span, replace
from scheduler.reports.view.catalogue import Words
from scheduler.reports.view.harmless import visible
from scheduler.reports.view.passages import spans_of
from scheduler.reports.view.quiet import MINOR, sorted_out

PAIRS = 3
"""Pairs told of one tag."""
TOLD = ("number", "negation", "opposite", "name", "rank", "date", "typo", "variant")
"""Tags whose words the verdict tells, the first that a change bears."""

_SENTENCE = re.compile(r"[。！？!?]")
_WORD = re.compile(r"[A-Za-z]")
_SHORT = 4  # letters of a unit that stands close to its number: kg, km/h


def fold_reasons(changes: Sequence[Change], words: Words) -> str:
    """Why these are folded: 「標點、重新分段、規則「電子報」」."""
    named = (name for change in changes for name in _fold_names(change, words))
    return words("list").join(dict.fromkeys(named))


def _fold_names(change: Change, words: Words) -> Iterator[str]:
    if change.rule:
        yield words("rule", name=visible(change.rule))
        return
    keys = [key for key in change.tags if key in MINOR] if change.tags else [change.kind]
    for key in keys:
        if not (key == "noise" and "boilerplate" in keys):  # which is how it says so
            yield words.name("tag", key)


def verdict(report: ChangeReport, words: Words) -> str:
    """The whole line; says so where all of it is minor."""
    plain, minor = sorted_out(report.changes)
    parts = [] if report.kind == "edited" else [words(f"verdict.{report.kind}")]
    parts += _headline(plain, words)
    parts += _text([change for change in plain if change.field == "body"], words)
    parts += _fields(plain, words)
    if minor and parts:
        parts.append(words("verdict.folded", n=len(minor)))
    elif minor:
        parts.append(words("verdict.only") + words("colon") + fold_reasons(minor, words))
    return words("join").join(parts) or words("verdict.nothing")


def _headline(changes: Sequence[Change], words: Words) -> Iterator[str]:
    for change in changes:
        if change.field == "title":
            named = _named("title", change.kind, words)
            worded = tuple(tag for tag in change.tags if tag in _told(change))
            told = words("comma").join(_tags([replace(change, tags=worded)], words))
            yield named + words("colon") + told if told else named


def _fields(changes: Sequence[Change], words: Words) -> Iterator[str]:
    others = Counter((c.field, c.kind) for c in changes if c.field not in {"title", "body", "url"})
    for field, kind in others:
        yield _named(field, kind, words)


def _named(field: str, kind: str, words: Words) -> str:
    space = "" if words("lang").startswith("zh") else " "
    return f"{words.name('field', visible(field))}{space}{words.name('kind', kind)}"


def _text(changes: Sequence[Change], words: Words) -> Iterator[str]:
    edits = [change for change in changes if change.kind in {"edited", "rewritten"}]
    if edits:
        told = words("comma").join(_details(edits, words))
        places = words("verdict.places", n=len(edits))
        yield places + words("colon") + told if told else places
    kinds = Counter[str](change.kind for change in changes if not change.is_move)
    for kind in ("added", "removed", "moved"):
        if kinds[kind]:
            counted = words(f"verdict.paragraphs_{kind}", n=kinds[kind])
            of_kind = [each for each in changes if each.kind == kind]
            if kind == "moved":
                details = _details([each for each in of_kind if each.tags], words)
            else:
                details = _tags([each for each in of_kind if each.quantities], words)
            told = words("comma").join(details)
            yield counted + words("colon") + told if told else counted
    moved = sum(move.sign == "-" for change in changes for move in change.moves)
    if moved:
        yield words("verdict.sentences_moved", n=moved)


def _details(edits: Sequence[Change], words: Words) -> Iterator[str]:
    yield from _tags(edits, words)
    yield from _sentences(edits, words)


def _tags(edits: Sequence[Change], words: Words) -> Iterator[str]:
    """Each tag once, with the words it stands for: 「數字 2人→3人、87人→103人」."""
    told: dict[str, list[str]] = {}
    for change in edits:
        words_of = _told(change)
        for tag in sorted(change.tags, key=lambda tag: tag not in words_of):
            told.setdefault(tag, []).extend(words_of.get(tag, ()))
    for label, replaced in told.items():
        listed = words("list").join(dict.fromkeys(replaced[:PAIRS]))
        yield f"{words.name('tag', label)} {listed}".rstrip()


def _told(change: Change) -> dict[str, list[str]]:
    """Tag -> the words for which the change bears it; words that earn it several, once."""
    told: dict[str, list[str]] = {}
    spans = spans_of(change)
    if "number" in change.tags:
        told["number"] = [
            f"{visible(_counted(each.old, each.unit))}→{visible(_counted(each.new, each.unit))}"
            + (f"({_signed(each.difference)})" if each.difference else "")
            for each in change.quantities or quantities(spans)  # older reports have none
        ]
    known: set[tuple[str, str]] = set()
    for tag in TOLD[1:]:
        for pair in _exchanged(change, tag, spans):
            if pair not in known:
                told.setdefault(tag, []).append("→".join(map(visible, pair)))
                known.add(pair)
    return {tag: words for tag, words in told.items() if words}


def _counted(number: str, unit: str) -> str:
    """A number and what it counts, as they are set: 3人, 45mph, Two people."""
    is_word = bool(_WORD.match(unit)) and (len(unit) > _SHORT or number[-1:].isalpha())
    return f"{number} {unit}" if is_word else number + unit


def _exchanged(change: Change, tag: str, spans: Sequence[Span]) -> Iterator[tuple[str, str]]:
    """Of several places nobody knows which one bears the tag, but where the report tells it."""
    if tag not in change.tags:
        return
    yield from ((each.old, each.new) for each in change.exchanges if each.tag == tag)
    if change.exchanges:
        return
    pairs = list(_pairs(spans))
    if tag == "opposite":
        yield from (pair for pair in pairs if are_opposite(*pair))
    elif len(pairs) == _places(spans) == 1 and "number" not in change.tags:
        yield from pairs


def _signed(difference: str) -> str:
    """`+1`, `−1,000`."""
    return f"{Decimal(difference):+,f}".replace("-", "−")


def _places(spans: Sequence[Span]) -> int:
    """How many there are that changed."""
    changed = [sign != "=" for sign, _ in spans]
    return sum(now and not before for before, now in pairwise([False, *changed]))


def _pairs(spans: Sequence[Span]) -> Iterator[tuple[str, str]]:
    """Short words put in the place of others."""
    for (sign, old), (other, new) in pairwise(spans):
        if (sign, other) == ("-", "+") and max(len(old), len(new)) <= SHORT:
            yield old, new


def _sentences(edits: Sequence[Change], words: Words) -> Iterator[str]:
    """Whole sentences that came or went inside paragraphs."""
    signs: tuple[tuple[Sign, str], ...] = (("+", "added"), ("-", "removed"))
    for sign, key in signs:
        count = sum(
            len(_SENTENCE.findall(change.unmoved(sign, text)))
            for change, spans in zip(edits, map(spans_of, edits), strict=True)
            for position, (own, text) in enumerate(spans)
            if own == sign and not _replaced(spans, position)
        )
        if count:
            yield words(f"verdict.sentences_{key}", n=count)


def _replaced(spans: Sequence[Span], position: int) -> bool:
    """Whether a run stands beside one of the other sign: then it is a replacement."""
    beside = (*spans[max(0, position - 1) : position], *spans[position + 1 : position + 2])
    return any(sign != "=" for sign, _ in beside)
