"""What is a slip of the pen: a character taken for another, doubled or transposed."""

import re
from collections.abc import Iterator, Sequence

from crawler import sounds
from scheduler.diff import patterns, spelling, words
from scheduler.diff.atoms import NUMERALS
from scheduler.diff.passages import Passage
from scheduler.diff.place import Place

_SLIP = 4
_FEW = 5  # slips of one paragraph
_DOUBLED = re.compile(rf"(?![上下前後后曾]$)[\u3040-\u30ff\u3400-\u9fff]{{1,{_SLIP}}}")
"""What is a slip where it stands twice; 上上週 and 曾曾祖父 are none, nor are II and III."""
_WELL_KNOWN = re.compile(
    "表示|应该|已经|即将|陆续|必须|需要|其他|以及|并且|因为|所以|似乎|仍然|继续|进行|导致|造成|认为|指出|强调|说明|希望|相关"
    "|相当|包括|根据|依照|透过|由于|对于|关于|不过|但是|然而|虽然|如果|除了|甚至|尤其|特别|非常|可能|能够|无法|没有|可以|开始|结束"
    "|完成|发生|发现|公布|发布|宣布|举行|召开|提供|影响|情况|状况|问题|方面|部分|报导|报道|消息|媒体|警方|消防|民众|团队"
    "|登陆|地震|受伤|调查|鉴定|法院|坦承|呼吁|澄清|澄澈|侦办|侦讯|移送|现场|送医|抢救|驾驶|肇事|疏散|撤离|警戒|评估|考虑|规划"
    "|推动|落实|加强|配合|协助|处理|解决|讨论|沟通|接受|访问|采访|介绍|参考|建议|决定|准备|安排|终于|仅仅|几乎|曾经|刚刚"
    "|正在|未来|过去|现在|最后|最近|首先|另外|此外|同时|随即|立即|马上|赶紧|暂时|持续|预计|估计|大约|左右|超过|成为|做出|作出|走出|被捕|智能|智慧"
    "|再度|毫无|获悉|家属|即使|部分|截至|起获|派遣|引擎|搭乘|遗憾|切实|面对|部署|进驻|落实|遣返"
    "|政策|当局|安全|社会|组织|感染|企业|行为|隔离|任何|威胁|非法|因此|迫害|而且"
    "|是否|协议|学生|机构|口罩|至少|警察|评论|风险|针对|拒绝|涉及|然后|比较|系统"
    "|挑战|选择|反对|战略|应对|面临|面对|根本|接触|证据|紧急|诉讼|承诺|允许|披露"
    "|形容|冲突|拥有|破坏|打压|带来|更加|状态|表现|肯定|领袖|攻击|类似|证明|服务"
    "|群体|批准|迅速|明确|同样|舆论|谈判|例如|案件|弹劾|范围|宣传|并非|危险|附近"
    "|减少|连续|变化|放弃|统计|错误|谴责|侵犯|策略|确保|监狱|巨大|程序|形成|竞争"
    "|需求|负责|标准|建设|失败|经常|容易|强烈|犯罪|局势|隐瞒|签署|袭击|避免|确认"
    "|逮捕|凌晨|感谢|降低|必要|否认|确实|暂停|骚扰|办理|足够|调整|陷入|遭遇|显然"
    "|互动|促进|循环|主动|或许|嫌犯|嫌疑|羁押|判决|起诉|罹难|监视|通缉|检察|逃逸|毒品|候选"
)
"""Words, in simplified characters, that no other word sounds like which a newsroom would mean."""
_AROUND = 3  # characters of such a word
_ONE_WORD = frozenset(("帳賬", "畫劃", "份分", "面麵"))
"""Of both forms the dictionary has words, and they are the same: 計畫 and 計劃."""


def is_slip(found: Sequence[Place]) -> bool:
    """Whether all that changed is a slip of the pen: one character taken for one that looks or
    sounds like it, doubled or transposed characters.

    A letter that differs is none but in a well-known word: employer and employee are two. Of
    several places each is one.
    """
    return 0 < len(found) <= _FEW and all(map(_is_slip, found))


def _is_slip(place: Place) -> bool:
    apart = place.apart
    old, new = (side.own for side in apart)
    if any(character in NUMERALS or character.isdigit() for character in old + new):
        return False
    whole = place.old.own, place.new.own
    if all(map(spelling.WORD.fullmatch, whole)):
        return spelling.is_slip(*whole)
    if not (old and new):
        return any(map(_is_doubled, apart))
    if _are_alike(place, old, new) or _is_misheard(*apart):
        return True
    return max(len(old), len(new)) <= _SLIP and place.is_transposed


def _are_alike(place: Place, old: str, new: str) -> bool:
    """Whether a character was taken for a look-alike, and made no other word: 過度 and 過渡."""
    for group in patterns.LOOKALIKES:
        if {old, new} <= set(group):
            sides = (place.old.own, place.new.own)
            are_words = (
                len(sides[0]) > 1
                and words.is_chinese(sides[0])
                and all(words.pieces(side) == 1 for side in sides)
            )
            is_counted = place.old.text[: place.old.start][-1:].isdigit()  # 30分 and 30份
            return (not are_words or group in _ONE_WORD) and not is_counted
    return False


def _is_misheard(old: Passage, new: Passage) -> bool:
    """Whether a character stands for another of its sound: 表是 and 表示, 因該 and 應該.

    In a word that is well known, where the other side has none: 致癌 and 治癌, 抗議 and 抗疫 sound
    alike and are both meant, whatever the dictionary has.
    """
    if len(old.own) != 1 or len(new.own) != 1 or not sounds.are_alike(old.own, new.own):
        return False
    return any(
        words.pieces(other.text[other.start + start : other.start + end]) > 1
        for one, other in ((old, new), (new, old))
        for start, end in _well_known(one)
    )


def _well_known(passage: Passage) -> Iterator[tuple[int, int]]:
    """Where such a word with the passage in it begins and ends, counted from the passage."""
    first, last = passage.window(_AROUND)
    for match in _WELL_KNOWN.finditer(words.simplified(passage.text[first:last])):
        start, end = (first + place - passage.start for place in match.span())
        if start <= 0 < end:
            yield start, end


def _is_doubled(passage: Passage) -> bool:
    own, text = passage.own, passage.text
    near = 2 * _SLIP
    before, behind = text[max(passage.start - near, 0) : passage.start], text[passage.end :][:near]
    if spelling.stands_twice(own, before, behind):
        return True
    if not _DOUBLED.fullmatch(own):
        return False
    before = text[max(passage.start - len(own), 0) : passage.start]
    return own in (before, text[passage.end : passage.end + len(own)])
