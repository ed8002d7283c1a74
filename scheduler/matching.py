"""Which of many articles a bare headline is of, and how certain that is. Pure functions.

Newspapers write many headlines that differ in one sign: 2死 and 3死, 新北 and 台北. So likeness is
no certainty: what stands in the place of something else makes it another story until the opposite
is known. Certain is what is the same but for signs, labels and where it was cut.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from difflib import SequenceMatcher
from functools import lru_cache

from crawler.text import counted
from scheduler.diff.similarity import similarity

ENOUGH = 0.9
"""From this certainty on a headline is resolved; below it nobody guesses."""
EXCHANGED = 0.6
"""At most, where something stands in the place of something else."""
TELLING = 0.4
"""At most, where a number or a negation is one of the differences."""
CUT = 0.95
"""Where one of the two ends early and says so with dots."""
UNDATED = 0.92
"""Of the certainty is left where nobody says of when the article is."""
OTHER_DAY = 0.5
"""Of it is left where it is of another day: many headlines come back."""
OTHER_OUTLET = 0.6
"""Of it is left where another outlet wrote it."""
SHORT = 6
"""Signs of a headline that says little; of the certainty a shorter one leaves 0.8."""
NEWEST = timedelta(days=30)
"""So old at most is what a list of the newest names without saying of when it is."""
NEAR = timedelta(hours=48)
"""So far may the dates of a headline and of its article lie apart."""

_LOOKED_AT = 0.75
"""Likeness below which two headlines are not compared sign by sign."""
_RIVAL = 0.9
"""An article so much as likely as the likeliest is its rival."""
_LABEL = re.compile(
    r"^(?:[【\[〔(（][^】\]〕)）]{1,8}[】\]〕)）]|(?:快訊|獨家|更新|影音?|圖輯?|有片|直播)\s*[/／｜|:：!！]+)\s*"
)
_TAIL = re.compile(r"\s*(?:[｜|]\s*[^｜|]{1,20}|[【\[〔(（](?:影|圖|有片|更新)[】\]〕)）])$")
_DOTS = re.compile(r"(?:…|\.{3})+$")
_TELLING = re.compile(r"[0-9٫負〇零一二三四五六七八九十百千萬億兩不未無非否沒免勿別]")
_THOUSANDS = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?![\d,])")
_BETWEEN_DIGITS = re.compile(r"(?<=\d)[\W_]+(?=\d)")
# A day that an event is called by is written in both ways: 7.21事件 and 721事件.
_NAMED_DAY = re.compile(
    r"(?<!\d)(\d{1,2})[.·‧/](?=\d{1,2}(?:事件|運動|运动|學運|学运|示威|遊行|游行|慘案|惨案|革命))"
)
_MINUS = re.compile(r"(?<!\d)[-−](?=\d+(?:\.\d+)?(?:%|度|℃|°))")
_APART, _BELOW = "٫", "負"
"""Stand for what parts two numbers or the places of one (3.2, 2:1, 1/3), and for a minus."""
_VARIANTS = str.maketrans("臺裏衆峯羣", "台裡眾峰群")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A headline whose article is looked for."""

    title: str
    """As written."""
    at: datetime | None = None
    """About when it was published, aware; None: not known."""
    publisher: str = ""
    """The outlet as named; empty: not known."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An article that it may be."""

    identity: str
    """`site:key`."""
    url: str
    """Where it stands."""
    title: str
    """As a list, an address or the archive has it."""
    at: datetime | None = None
    """When it was published, or the noon of the day whose list names it; None: not known."""
    publisher: str = ""
    """The outlet as named; empty: not known."""
    place: str = ""
    """Where it was found, for people."""
    listed: datetime | None = None
    """When a list had it among the newest, aware; None where none did."""


@dataclass(frozen=True, slots=True)
class Match:
    """The likeliest article of a headline."""

    candidate: Candidate
    """That article."""
    certainty: float
    """0 to 1; what is below `ENOUGH` is no answer."""
    rivals: int = 0
    """How many others are as likely."""


def match(wanted: Wanted, candidates: Iterable[Candidate]) -> Match | None:
    """The likeliest of `candidates`, with what is certain of it; None where none comes near.

    Where others are as likely the certainty is divided among them.
    """
    likely: dict[str, tuple[float, Candidate]] = {}
    for each in candidates:
        found = certainty(wanted, each)
        if found and found > likely.get(each.identity, (0.0, each))[0]:
            likely[each.identity] = found, each
    if not likely:
        return None
    best, candidate = max(likely.values(), key=lambda it: (it[0], it[1].identity))
    rivals = sum(found >= best * _RIVAL for found, _ in likely.values()) - 1
    return Match(candidate, best / (1 + rivals), rivals)


def certainty(wanted: Wanted, candidate: Candidate) -> float:
    """How certain it is that the candidate is the article, were it the only one; 0 to 1."""
    found = same_title(wanted.title, candidate.title)
    if not found:
        return 0.0
    if wanted.at is None or candidate.at is None:
        found *= UNDATED
    if _of_when(wanted, candidate):
        found *= OTHER_DAY
    if _is_of_another_outlet(wanted, candidate):
        found *= OTHER_OUTLET
    return found


def doubts(wanted: Wanted, found: Match) -> list[str]:
    """What speaks against a match, for people; empty where nothing does."""
    near = found.candidate
    told = [_difference(wanted.title, near.title)]
    if min(len(plain(wanted.title)), len(plain(near.title))) < SHORT:
        told.append("so short a headline says little")
    when = _of_when(wanted, near)
    if not when and (wanted.at is None or near.at is None):
        when = "nobody says that it is of the same day"
    told.append(when)
    if _is_of_another_outlet(wanted, near):
        told.append(f"{near.publisher} wrote it, and not {wanted.publisher}")
    if found.rivals:
        told.append(f"{counted(found.rivals, 'other')} as likely")
    return [each for each in told if each]


def _of_when(wanted: Wanted, candidate: Candidate) -> str:
    """Why the candidate is of another day; empty where it is not, or nobody says."""
    if wanted.at is None:
        return ""
    day = f"the headline of {wanted.at:%Y-%m-%d}"
    if candidate.at is None:
        is_old = candidate.listed is not None and candidate.listed - wanted.at > NEWEST
        return f"the list is of the newest, and {day}" if is_old else ""
    is_far = abs(wanted.at - candidate.at) > NEAR
    return f"it is of {candidate.at:%Y-%m-%d}, and {day}" if is_far else ""


def _is_of_another_outlet(wanted: Wanted, candidate: Candidate) -> bool:
    one, other = plain(wanted.publisher), plain(candidate.publisher)
    return bool(one and other) and not (one in other or other in one)


def between(title: str) -> list[str]:
    """What stands between the numbers and negations of a headline, as in one that has others."""
    parts = map(str.strip, _TELLING.split(title))
    return [part for part in parts if sum(map(str.isalnum, part)) > 1]


def same_title(one: str, other: str) -> float:
    """How certain two headlines are one: 1 where they differ in signs and labels only; 0 to 1."""
    here, there = plain(one), plain(other)
    if not here or not there:
        return 0.0
    short = 1.0 if min(len(here), len(there)) >= SHORT else 0.8
    if here == there or _is_as_in_address(one, other):
        return short
    if _is_cut(one, here, there) or _is_cut(other, there, here):
        return CUT
    likeness = similarity(here, there)
    return short * min(likeness, _bound(here, there)[0]) if likeness >= _LOOKED_AT else 0.0


@lru_cache(20_000)  # each of many headlines is held against all of a day's
def plain(title: str) -> str:
    """A headline without labels and without all that is neither letter nor digit, but for what
    makes another number of one: 3.2 is not 32, nor -5% 5%. The comma of 1,200 does not.
    """
    text = unicodedata.normalize("NFKC", title)
    return _bare(_THOUSANDS.sub(lambda found: found[0].replace(",", ""), text))


def _bare(normal: str) -> str:
    text = normal.strip()
    text = _TAIL.sub("", _LABEL.sub("", text)) or text
    text = _MINUS.sub(_BELOW, _NAMED_DAY.sub(r"\1", text))
    text = _BETWEEN_DIGITS.sub(_APART, text)
    kept = (
        sign for sign in text.casefold() if sign == _APART or unicodedata.category(sign)[0] in "LN"
    )
    return "".join(kept).translate(_VARIANTS)


def _is_as_in_address(one: str, other: str) -> bool:
    """Whether one is the other as an address has it, where every sign is a dash: 1-200."""
    return _parted(one) == plain(other) or plain(one) == _parted(other)


@lru_cache(20_000)
def _parted(title: str) -> str:
    return _bare(unicodedata.normalize("NFKC", title))


def _is_cut(written: str, short: str, long: str) -> bool:
    return bool(_DOTS.search(written.strip())) and len(short) > SHORT and long.startswith(short)


def _difference(one: str, other: str) -> str:
    """In what two headlines differ; empty where they do in signs and labels only."""
    here, there = plain(one), plain(other)
    if here == there or _is_as_in_address(one, other):
        return ""
    if _is_cut(one, here, there) or _is_cut(other, there, here):
        return "one of the two headlines is cut off"
    return _bound(here, there)[1]


def _bound(here: str, there: str) -> tuple[float, str]:
    """How certain two headlines can be one at most, by what differs in them, and what does."""
    steps = SequenceMatcher(None, here, there, autojunk=False).get_opcodes()
    differs: Sequence[tuple[str, str, str]] = [
        (kind, here[a:b], there[c:d]) for kind, a, b, c, d in steps if kind != "equal"
    ]
    if any(_TELLING.search(old + new) for _, old, new in differs):
        return TELLING, "a number or a negation differs"
    if any(kind == "replace" for kind, _, _ in differs):
        return EXCHANGED, "some words are other ones"
    # What is only added may be what happened next: 停電 and 停電 恢復供電.
    added = sum(len(old + new) for _, old, new in differs)
    return (1.0, "a sign is too many") if added == 1 else (EXCHANGED, "one of the two says more")
