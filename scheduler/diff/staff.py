"""Lines that say who wrote, edited, took the pictures, and nothing else."""

import re

from scheduler.diff import layers, patterns

_LONGEST = 200  # characters of such a line
_ROLES = (
    "責任編輯|责任编辑|特約記者|特约记者|記者|记者|責編|责编|網編|网编|編輯|编辑|編譯|编译|攝影|摄影|撰稿|撰文|校對|校对|作者"
    "|翻譯|翻译|譯者|译者|製作|制作|監製|监制|核稿|主持人|主持|來源|来源"
)
_ROLE = re.compile(rf"(?:{_ROLES})\s?[：:／/]")
_BY = re.compile(
    r"\W?(?:(?:additional )?(?:report|writ|edit|compil|translat)(?:ing|ed|ten) by"
    r" [\w .,'’&-]{1,60}[;.]?\s*)+\W*",
    re.IGNORECASE,
)
_PICTURED = re.compile(
    r"(?:photos?|pictures?|images?|credits?|圖|图|照片|圖片|图片|資料照|资料照)"
    r"(?: credits?| by|來源|来源|源)?\s?[：:／/]"
    r"[\w\s·‧・、.,&'’/／()（）-]{1,60}",
    re.IGNORECASE,
)
"""Whose picture it is."""
_NAMES = re.compile(r"[\w\s·‧・、./／()（）【】〔〕#＃＊*-]{0,40}")
_ASKS = re.compile(r"\W{0,2}(?:記者|记者)")
"""Before what somebody asked, where no other role is named."""
_REPORTED = re.compile(
    r"[\w（）()]{0,12}(?:記者|记者)[\w·]{2,12}(?:綜合|综合)?(?:報導|报导|报道)[。.]?[#＃]?"
)
_END = re.compile(r"[\s#＃*＊]+$")
"""The sign by which some houses end an article."""


def is_line(text: str) -> bool:
    """Whether the whole paragraph names those who made the article: 記者：高鋒 責編：許書婷."""
    if len(text) > _LONGEST:
        return False
    if any(line.fullmatch(text) for line in (patterns.BYLINE, _REPORTED, _PICTURED, _BY)):
        return True
    before, *parts = _ROLE.split(text)
    is_talk = len(parts) == 1 and _ASKS.match(text)
    is_staff = bool(parts) and not re.search(r"\w", before) and not is_talk
    return is_staff and all(map(_NAMES.fullmatch, parts))


def are_same(old: str, new: str) -> bool:
    """Whether two such lines name the same, but for marks and the sign of the end."""
    one, other = (_END.sub("", text) for text in (old, new))
    return one == other or layers.name(one, other) is not None
