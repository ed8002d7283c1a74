"""One body by its whole name and by a short one: 中央研究院 and 中研院, 俄羅斯 and 俄國."""

import re

from scheduler.diff.layers import unvaried
from scheduler.diff.words import simplified

_SHORT = (
    "世界卫生组织/世卫 北大西洋公约组织/北约 中华人民共和国/中国 美利坚合众国/美国"
    " 台湾铁路公司/台铁 阿拉伯联合大公国/阿联 阿拉伯联合酋长国/阿联酋 大韩民国/南韩"
    " 大韩民国/韩国 朝鲜民主主义人民共和国/北韩 朝鲜民主主义人民共和国/朝鲜"
    " 国际货币基金组织/基金组织 东南亚国家协会/东协 东南亚国家联盟/东盟"
    " 台湾高速铁路公司/台高铁 联合国安全理事会/安理会"
)
_ALSO = frozenset(tuple(pair.split("/")) for pair in _SHORT.split())
"""Of less than is left of other names."""
_NO_OTHER = "中华民国"
"""Is not 中國 by a longer name."""
_KINDS = frozenset({"大学", "学院", "医院", "银行", "中学", "小学", "公司", "集团", "法院"})
"""Of which there are many with names that begin alike."""
_SURNAMES = (
    "欧阳",
    "司马",
    "诸葛",
    "上官",
    "司徒",
    "夏侯",
    "皇甫",
    "东方",
    "尉迟",
    "公孙",
    "端木",
    "慕容",
)
_NAME = re.compile("[\u3400-\u9fff]{1,24}")
"""In letters it may be another one: Jon and John."""
_LONGEST = 24  # characters of a name with what stands beside it
_PAIR = 2
_WHOLE = 4  # characters of what two stand for
_PART = 3  # of so many characters one is left, at least
_LAND = "国"


_SPELT = (
    "川普/特朗普 马克宏/马克龙 泽伦斯基/泽连斯基 史塔默/斯塔默/施纪贤 纳坦雅胡/内塔尼亚胡"
    " 普丁/普京/普亭 欧巴马/奥巴马 希拉蕊/希拉里 萧兹/朔尔茨 梅克尔/默克尔 柯瑞/库里"
    " 纽西兰/新西兰 义大利/意大利 北韩/朝鲜 寮国/老挝 沙乌地阿拉伯/沙特阿拉伯 卡达/卡塔尔 叶门/也门"
    " 杜拜/迪拜 雪梨/悉尼 卢安达/卢旺达 肯亚/肯尼亚 奈及利亚/尼日利亚 衣索比亚/埃塞俄比亚"
    " 乔治亚/格鲁吉亚 亚塞拜然/阿塞拜疆 克罗埃西亚/克罗地亚 斯洛维尼亚/斯洛文尼亚"
)
_AS_FIRST = {
    other: one for one, *others in (each.split("/") for each in _SPELT.split()) for other in others
}
_FOREIGN = re.compile("|".join(sorted(_AS_FIRST, key=len, reverse=True)))
"""Names as they are written on one side of the strait, and on the other."""


def are_one(name: str, other: str) -> bool:
    """Whether one of the names is made of characters of the other, in order.

    Or both are one foreign name, as either side of the strait has it. 台北地院 is 臺灣臺北地方法院;
    北大 no 北京師範大學, of which less than half is left. Of one name in two scripts, or twice the
    same, that is not asked.
    """
    if _are_spelt_otherwise(name, other):
        return True
    if len(name) == len(other) or not all(map(_NAME.fullmatch, (name, other))):
        return False
    short, long = sorted((simplified(unvaried(each)) for each in (name, other)), key=len)
    if (long, short) in _ALSO:
        return True
    if len(short) < _PAIR or short[0] != long[0] or long.startswith(_NO_OTHER):
        return False
    return _is_land(short, long) or _is_left(short, long)


def _are_spelt_otherwise(name: str, other: str) -> bool:
    """Whether both are one foreign name: 川普 and 特朗普."""
    if max(len(name), len(other)) > _LONGEST:
        return False
    plain = [simplified(unvaried(each)) for each in (name, other)]
    is_foreign = plain[0] != plain[1] and any(map(_FOREIGN.search, plain))
    return is_foreign and len({_FOREIGN.sub(_first, each) for each in plain}) == 1


def _first(match: re.Match[str]) -> str:
    return _AS_FIRST[match[0]]


def _is_land(short: str, long: str) -> bool:
    """Of 俄羅斯 俄國, and of no 國 that is called something else."""
    return short[1:] == _LAND and len(long) > _PAIR and _LAND not in long and long.isalpha()


def _is_left(short: str, long: str) -> bool:
    """Not of 北京師範大學 北京大學, which is another one, nor of 中美兩國 中國."""
    if long[-_PAIR:] in _KINDS and short.endswith(long[-_PAIR:]):
        return False
    if long.startswith(_SURNAMES) or short.endswith(_LAND):
        return False
    is_much = len(long) == _WHOLE if len(short) == _PAIR else len(short) * _PART >= len(long)
    left = iter(long)
    return is_much and all(character in left for character in short)
