"""Whether a passage was turned round: how often either side says no, idle words not counted."""

import re

from scheduler.diff import patterns, words
from scheduler.diff.passages import Passage, meets

_BESIDE = 4  # characters in which the rest of a word may stand on the other side
_HELPS = frozenset("會会能得可必用要想願愿肯敢應应該该宜准許许曾再是需須须讓让給给予有法意權权")
"""不會 negates what follows it, while 不幸 is a word of its own."""
_ADMITS = re.compile("承[認认]|坦[承言]|[認认]罪")
_NOBODY = re.compile("人$|一[人個个]")
"""Behind 無, of 無人 and 空無一人."""
_ASKS = re.compile(r"(\w)[不沒没]\1|有[無无]|[是能可會会應应]否|有[沒没]有")
"""Asks, and denies nothing: 有無, 是否, 能不能."""
_DENIAL = re.compile(
    "違法|违法|違規|违规|失[當当]|地下|有限|缺席|薄弱|[謠谣]言|[虛虚]假|假消息|假的|拒[絕绝]|婉拒|否[認认]|禁止|[嚴严]禁|反[對对]|駁回|驳回|缺乏|避免|停止|取消"
)
"""Says no without a negation: for 不願 it is no turn."""


def is_turned(old: Passage, new: Passage) -> bool:
    """Whether one side says no more often than the other.

    A negation inside a word of the dictionary negates nothing (不幸, 無辜), unless the other side
    has the rest of that word (不安全 and 安全) or it helps what follows (不會).
    """
    before, after = _count(old, new), _count(new, old)
    if before == after:
        return False
    less = (old if before < after else new).words(_DENIAL)
    more = (new if before < after else old).words(_DENIAL)
    return max(len(less) - len(more), 0) < abs(before - after)


def _count(passage: Passage, other: Passage) -> int:
    near = other.text[max(other.start - _BESIDE, 0) : other.last + _BESIDE]
    asked = [match.span() for match in passage.found(_ASKS)]
    return sum(
        not (_is_idle(match, near) or meets(*match.span(), asked))
        for match in passage.found(patterns.NEGATION)
    )


def _is_idle(match: re.Match[str], near: str) -> bool:
    end = words.at(match.string, match.start())[1]
    if match[0] == "否" and _ADMITS.search(near):
        return True  # 承認 and 否認 are opposites
    rest = match.string[match.end() : end]  # none where it stands alone, or as in 尚未
    is_told = _NOBODY.match(rest) or rest[:1] in _HELPS or rest in near
    return bool(rest) and not is_told
