"""What is a slip of the pen in a word of letters, English first."""

import re

from rapidfuzz.distance import Levenshtein, Prefix

WORD = re.compile(r"[A-Za-z\u00c0-\u024f]{2,}")
"""In any Latin script."""

_SHORT = 4  # letters of a word that makes others where two are transposed: form and from

_OFTEN = (
    "the and that this with have were will when then they them their had has said not but his her"
    " you all can out she him been than also more over such into only some very what your most"
    " made year week home both city took told did who how now new are for by an as is it of in"
    " or to up we my man men"
)
_NEVER_WORDS = frozenset(_OFTEN.split())
"""Words of which no two neighbours make another one that is meant: teh, adn, wiht."""
_TWO_WORDS = (
    "martial marital, casual causal, dairy diary, brain brian, trail trial, angel angle"
    ", silver sliver, quiet quite, united untied, nuclear unclear, sacred scared, tired tried"
    ", tires tries, barley barely, bread beard"
    ", later latter, desert dessert, diner dinner, super supper, planed planned, filing filling"
    ", staring starring, stared starred, scared scarred, hoping hopping, taping tapping"
    ", wining winning, baring barring, robed robbed, fiance fiancee"
)
_BOTH_MEANT = frozenset(map(frozenset, (pair.split() for pair in _TWO_WORDS.split(","))))
"""Words that two neighbours, or one that is doubled, make of each other."""
_LONG = (
    "according accommodation achieve agreement although announced approximately argument"
    " arrested attorney authorities available because beginning believe between billionaire"
    " business calendar campaign candidate certainly children citizens colleagues commission"
    " committee community completely condition conference confirmed conscious consequence"
    " construction continue corruption decision definitely democracy democratic department"
    " describe development different difficult disappear disappointed earthquake economic"
    " emergency environment especially everything evidence existence experience explosion"
    " february foreign government hospital immediately important incident independent"
    " industry information intelligence international interview investigation journalist knowledge"
    " language lieutenant maintenance military minister ministry necessary neighbouring"
    " network newspaper northern occasion occurred occurrence official opportunity opposition"
    " organisation organization parliament parliamentary particularly performance politician"
    " population president previously privilege probably production professional prosecutors"
    " published received recently recommend referendum relationship religious representative"
    " republican residents responsible restaurant sanctions scientist secretary security"
    " september separate separately several significant similar situation something southern"
    " statement strategy successful sufficient supreme surprise surrounding suspected"
    " technology temperature temporary territory themselves therefore thousands throughout"
    " together tomorrow traditional transport university unfortunately vaccine vehicle"
    " volunteers wednesday whether withdrawal yesterday"
)
_WELL_KNOWN = frozenset(_LONG.split())
"""Words of which one letter more, less or another makes none that is meant."""
_BETWEEN = "the a an of to in and for with from by at on is was are were be"
_DOUBLED = frozenset(_BETWEEN.split())
"""What stands twice by a slip; `that that` and `had had` may be meant."""


def is_slip(old: str, new: str) -> bool:
    """Of two words of letters.

    Two neighbours transposed, or one doubled, so that no other word came of it; in a well-known
    word any one letter within. employer and employee are two, and so are most words a letter apart.
    """
    shorter, longer = sorted((old.lower(), new.lower()), key=len)
    if len(shorter) <= _SHORT:
        return len({shorter, longer} & _NEVER_WORDS) == 1 and _is_doubled_or_swapped(
            shorter, longer
        )
    pair = frozenset((shorter, longer))
    if pair in _BOTH_MEANT:
        return False
    if old[0].isupper() and new[0].isupper():  # Anderson and Andersen
        return False
    return _is_doubled_or_swapped(shorter, longer) or _is_misspelt(pair)


def stands_twice(word: str, before: str, behind: str) -> bool:
    """Whether the word that came or went stands there another time: `the the`."""
    own = word.strip().lower()
    if own not in _DOUBLED:
        return False
    return own in {*before.lower().split()[-1:], *behind.lower().split()[:1]}


def _is_misspelt(pair: frozenset[str]) -> bool:
    known = [word for word in pair if word in _WELL_KNOWN]
    if len(known) != 1:
        return False
    old, new = pair
    ends = old[0] == new[0] and old[-1] == new[-1]
    return ends and Levenshtein.distance(old, new, score_cutoff=1) == 1


def _is_doubled_or_swapped(shorter: str, longer: str) -> bool:
    head = Prefix.similarity(shorter, longer)
    if len(shorter) == len(longer):
        swapped = longer[head : head + 2][::-1] + longer[head + 2 :]
        return shorter[head:] == swapped
    doubled = longer[head : head + 1] in (longer[head - 1 : head], longer[head + 1 : head + 2])
    return doubled and shorter[head:] == longer[head + 1 :]
