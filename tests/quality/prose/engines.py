"""The engines side by side: ours, and those that others use, as hunks of two joined texts."""

import difflib
import importlib.util
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate

from rapidfuzz.distance import Levenshtein

from crawler.credits import lead, tail
from scheduler.diff import prose
from scheduler.diff.records import Change
from tests.quality.prose import wikidiff2
from tests.quality.prose.corpus import BREAK
from tests.quality.prose.hunks import Hunk, blocks, from_spans

Engine = Callable[[Sequence[str], Sequence[str]], list[Hunk]]


def ours(old: Sequence[str], new: Sequence[str]) -> list[Hunk]:
    """Stet's own diff of prose, fed with whom the articles credit as a crawl would."""
    return list(blocks(hunks_of(prose.diff(old, new, names=_credited(old, new)), old, new)))


def hunks_of(changes: Iterable[Change], old: Sequence[str], new: Sequence[str]) -> Iterator[Hunk]:
    """Each changed place of these texts."""
    starts = [_starts(side) for side in (old, new)]
    return (hunk for change in changes for hunk in _hunks(change, starts))


def _credited(*sides: Sequence[str]) -> re.Pattern[str] | None:
    people = [
        credit.name
        for side in sides
        for found in (lead(side), tail(side))
        for credit in found.credits
        if len(credit.name) > 1
    ]
    return re.compile("|".join(map(re.escape, people))) if people else None


def _starts(paragraphs: Sequence[str]) -> list[int]:
    return [0, *accumulate(len(paragraph) + 1 for paragraph in paragraphs)]


def _hunks(change: Change, starts: list[list[int]]) -> Iterator[Hunk]:
    places = (change.from_path or change.path, change.path)
    if change.kind == "added":
        start = starts[1][change.path[0]]
        yield Hunk(None, (start, start + len(change.new)), whole=True)
        return
    left = starts[0][places[0][0]]
    if change.kind == "removed":
        yield Hunk((left, left + len(change.old)), None, whole=True)
        return
    right = starts[1][places[1][0]]
    if change.kind == "moved":
        yield Hunk((left, left + len(change.old)), (right, right + len(change.new)), moves=True)
    whole = change.kind == "rewritten"
    yield from (replace(hunk, whole=whole) for hunk in from_spans(change.spans, left, right))


# ------------------------------------------------------------------ others


def by_difflib(old: Sequence[str], new: Sequence[str]) -> list[Hunk]:
    """The standard library, by character."""
    texts = BREAK.join(old), BREAK.join(new)
    return _from_codes(difflib.SequenceMatcher(None, *texts).get_opcodes())


def by_levenshtein(old: Sequence[str], new: Sequence[str]) -> list[Hunk]:
    """rapidfuzz, by character: the shortest edit script as it comes."""
    return _from_codes(
        (code.tag, code.src_start, code.src_end, code.dest_start, code.dest_end)
        for code in Levenshtein.opcodes(BREAK.join(old), BREAK.join(new))
    )


def _from_codes(codes: Iterable[tuple[str, int, int, int, int]]) -> list[Hunk]:
    found: list[Hunk] = []
    for tag, *place in codes:
        if tag == "equal":
            continue
        old, new = (place[0], place[1]), (place[2], place[3])
        last = found[-1] if found else None
        if last and last.old and last.new and (last.old[1], last.new[1]) == (old[0], new[0]):
            found[-1] = Hunk((last.old[0], old[1]), (last.new[0], new[1]))
        else:
            found.append(Hunk(old, new))
    return found


def by_semantic_jieba(old: Sequence[str], new: Sequence[str]) -> list[Hunk]:
    """fast-diff-match-patch with its semantic clean-up over jieba's words."""
    return _by_semantic(old, new, _jieba)


def by_semantic_icu(old: Sequence[str], new: Sequence[str]) -> list[Hunk]:
    """fast-diff-match-patch with its semantic clean-up over ICU's words."""
    return _by_semantic(old, new, _icu)


def by_semantic(old: Sequence[str], new: Sequence[str]) -> list[Hunk]:
    """fast-diff-match-patch with its semantic clean-up, by character."""
    return _by_semantic(old, new, list)


def _jieba(text: str) -> list[str]:
    import jieba

    jieba.setLogLevel("ERROR")
    return list(jieba.cut(text))


def _icu(text: str) -> list[str]:
    from icu4py.breakers import WordBreaker

    return list(WordBreaker(text, "zh"))


def _by_semantic(
    old: Sequence[str], new: Sequence[str], split: Callable[[str], list[str]]
) -> list[Hunk]:
    import fast_diff_match_patch

    sides = split(BREAK.join(old)), split(BREAK.join(new))
    codes: dict[str, str] = {}
    for token in (*sides[0], *sides[1]):
        codes.setdefault(token, chr(0x4E00 + len(codes)))
    tokens = {code: token for token, code in codes.items()}
    coded = ["".join(codes[token] for token in side) for side in sides]
    found = fast_diff_match_patch.diff(*coded, counts_only=False, cleanup="Semantic")
    signs = {"=": "=", "-": "-", "+": "+"}
    spans = [(signs[sign], "".join(tokens[code] for code in text)) for sign, text in found]
    return from_spans(spans)


OURS = "ours"
DIFFLIB = "difflib, by character"
ENGINES: dict[str, Engine] = {
    OURS: ours,
    DIFFLIB: by_difflib,
    "rapidfuzz Levenshtein, by character": by_levenshtein,
}
if importlib.util.find_spec("fast_diff_match_patch"):
    ENGINES["fast-diff-match-patch semantic, by character"] = by_semantic
    if importlib.util.find_spec("jieba"):
        ENGINES["fast-diff-match-patch semantic, jieba words"] = by_semantic_jieba
    if importlib.util.find_spec("icu4py"):
        ENGINES["fast-diff-match-patch semantic, ICU words"] = by_semantic_icu
if wikidiff2.is_there():
    ENGINES["wikidiff2"] = wikidiff2.by_wikidiff2
