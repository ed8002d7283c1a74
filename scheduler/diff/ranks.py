"""Titles, with the words that make another rank of them: 副總理 is no 總理."""

import re
from collections.abc import Iterator
from functools import cache

from scheduler.diff import words

_HAN = (
    "总统 总理 首相 主席 部长 次长 司长 署长 局长 处长 科长 组长 队长 课长 股长 厅长 所长 站长"
    " 行政院长 立法院长 监察院长 司法院长 考试院长"
    " 馆长 厂长 店长 市长 县长 省长 州长 镇长 乡长 区长 里长 村长 院长 校长 系主任 主任"
    " 主任秘书 会长 社长 行长 总裁 执行长 营运长 财务长 技术长 资讯长 总经理"
    " 经理 董事长 董事局主席 创办人 创始人 参议员 众议员 董事(?!会)"
    " 秘书长 议长 议员 立委 立法委员 委员长"
    " 委员(?!会) 理事长 理事(?!会) 监事(?!会) 总书记 书记(?!官) 检察总长 检察长 检察官"
    " 主任检察官 审判长 法官 大法官 国务卿 大臣 大使(?!馆) 公使 参谋总长 参谋长 总司令 司令(?!部)"
    " 指挥官 上将 中将 少将 上校 中校 少校 上尉 中尉 少尉"
    " 总教练 教练 教授 研究员 总编辑 主编 总监 发言人 舰长 机长 船长"
    " 首席执行官 外交官 特使 秘书 外长 防长 顾问 幕僚长 厅长 警员 警长 督察 警司 主治医师 住院医师"
    " 巡查 巡查部长 知事 长官 干事长 本部长"
)
_BEFORE_HAN = (
    "第[一二三] [一二三]级 首席 常务 名誉 荣誉 助理 代理 署理 前任 候任 时任 暂代 高级 副 代 准"
    " 总(?=警司|督察|队长|主任)"
    " (?<![中草高平太还复])原"
    " (?<![日目以之先当稍从向空事])前(?:[一-鿿]{2,4}?)??"
)
"""前 also of 前法务部长."""
_BEHIND_HAN = "[候侯]选人 当选人 参选人 提名人 助理 代行 代理"
FORMER = frozenset(
    {"前", "原", "署理", "代理", "候任", "时任", "暂代", "元", "전", "former", "acting"}
)
"""Before an office or its house: 署理警务处处长."""
_HANGUL = (
    "대통령 총리 장관 차관 차관보 대표 위원장 의장 시장 지사 청장 차장 검사장 차장검사 부장검사"
    " 회장 사장 원장 총장 서장 감독 코치 국장 과장 팀장 본부장 총재 이사장 행장"
)
_LATIN = (
    "president premier chancellor minister secretary(?:-general)? governor mayor senator"
    " ambassador chairman chairwoman director commissioner superintendent dean professor manager"
    " spokesman spokeswoman spokesperson prosecutor admiral colonel captain lieutenant sergeant"
    " general judge constable inspector"
)
_BEFORE_LATIN = (
    "vice deputy acting former interim assistant associate ex incoming outgoing prime under"
    " lieutenant chief honorary"
    " retired senior"
)
_OF_LATIN = (
    "police home foreign defen[cs]e finance health education justice trade transport energy"
    " interior state attorney district"
)
"""Between both: Acting Police Commissioner."""


_LEAST, _MOST = 2, 4  # characters of a name
_LONGEST = 12  # characters of a title with its house
_WIDEST = 24  # characters of both with a name
_MARKS = re.compile(r"^\W+|\W+$")


@cache
def _title() -> re.Pattern[str]:
    """The longest title first, with what stands before and behind it; no 區長 in 地區長期."""
    han = "|".join(sorted(_HAN.split(), key=len, reverse=True))
    hangul = "|".join(sorted(_HANGUL.split(), key=len, reverse=True))
    of = "|".join(_OF_LATIN.split())
    latin, before = "|".join(_LATIN.split()), "|".join(_BEFORE_LATIN.split())
    return re.compile(
        rf"(?:{'|'.join(_BEFORE_HAN.split())})*(?:{han})(?![期远久途])"
        rf"(?:{'|'.join(_BEHIND_HAN.split())})?"
        rf"|\b(?:(?:{before})[ -])*(?:(?:{of}) )?(?:{latin})s?(?:[ -]elect)?\b"
        rf"|(?:(?<![가-힣])[전현] )?[부수석]{{0,2}}(?:{hangul})(?![가-힣]{{3}})",
        re.IGNORECASE,
    )


def titles(text: str, start: int, end: int) -> Iterator[str]:
    """The titles in `text` that overlap or touch what stands from `start` to before `end`.

    In simplified characters and small letters, with the words that make their rank.
    """
    for match in _title().finditer(words.simplified(text)):
        if match.start() <= end and match.end() >= start:
            yield match[0].lower().replace("侯选人", "候选人").replace("立法委员", "立委")


def spans(plain: str) -> list[tuple[int, int]]:
    """Where the titles of a text in simplified characters begin and end."""
    return [match.span() for match in _title().finditer(plain)]


def parted(text: str) -> tuple[str, str]:
    """A title with what stands before it, and the name behind it; two empty ones of other text."""
    plain = _MARKS.sub("", text)
    found = spans(words.simplified(plain))
    end = found[-1][1] if found else 0
    is_named = end > 0 and _LEAST <= len(plain) - end <= _MOST and words.is_chinese(plain[end:])
    return (plain[:end], plain[end:]) if is_named else ("", "")


def beside(text: str, start: int, end: int) -> tuple[str, str]:
    """The title before a name that ends at `end`, and the name; both empty where none is.

    The title ends where `start` is or behind it: of 教育部次長葉丙仁 that may be at 次, or at 葉.
    """
    if not _LEAST <= end - start <= _WIDEST:
        return "", ""
    near = [span for span in _near(text, start, end) if start <= span[1] <= end - _LEAST]
    if not near:
        return "", ""
    title, name = text[slice(*near[-1])], text[near[-1][1] : end]
    return (title, name) if len(name) <= _MOST and words.is_chinese(name) else ("", "")


def title_at(text: str, start: int, end: int) -> str:
    """The last title that overlaps what stands there, whole; empty where none does."""
    told = [
        span for span in _near(text, start, end + _LONGEST) if span[0] < end and span[1] > start
    ]
    return text[slice(*told[-1])] if told else ""


def _near(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The titles from a little before `start` to `end`."""
    first = max(start - _LONGEST, 0)
    plain = words.simplified(text[first:end])
    return [(first + one, first + other) for one, other in spans(plain)]


def untitled(name: str) -> int:
    """At which character of it the name begins: behind `Vice President `, of all else at once."""
    title = _title().match(name)
    behind = title.end() + 1 if title else 0
    return behind if behind < len(name) and name[behind - 1 : behind] == " " else 0
