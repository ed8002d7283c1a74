"""Who reported, translated, edited: out of bylines, lead and tail brackets. Pure functions."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from crawler.items import Credit
from crawler.text import fold

MOST_CREDITS = 60
_LONGEST_NAME, _LONGEST_HAN_NAME, _LONGEST_BYLINE, _LONGEST_LINE = 40, 10, 60, 300
_LEAD_WITHIN, _TAIL_WITHIN, _LOOKED_AT = 160, 300, 3

_ROLES = {
    "reporter": (
        "記者 特派記者 特約記者 特派員 駐站記者 撰文 撰稿 採訪 採訪撰文 文字 文 作者"
        " 记者 特派记者 特约记者 特派员 采访 采访撰文"
    ),
    "translator": "譯者 翻譯 編譯 译者 翻译 编译",
    "editor": (
        "編輯 責任編輯 責編 網編 網路編輯 主編 執行編輯"
        " 编辑 责任编辑 责编 网编 网络编辑 主编 执行编辑"
    ),
    "photographer": "攝影 攝影記者 摄影 摄影记者",
}
_ROLE_OF = {word: role for role, words in _ROLES.items() for word in words.split()}
_OWN_WORDS = (
    "核稿 核稿編輯 核稿编辑 審稿 审稿 校對 校对 文字整理 整理 剪輯 剪辑 圖 图 圖片 图片 監製 监制"
)
_ROLE_WORDS = "|".join(sorted([*_ROLE_OF, *_OWN_WORDS.split()], key=len, reverse=True))
_LABEL = re.compile(rf"(?<!\w)(?P<role>{_ROLE_WORDS})\s*[：:]\s*")
_LOOSE_LABEL = re.compile(rf"(?:(?<!\w)|(?<=\s))(?P<role>{_ROLE_WORDS})(?:\s*[：:／/]\s*|\s+)")
_BETWEEN_NAMES = re.compile(
    r"\s*[、，,;；/／&＆+＋|｜]\s*|\s+and\s+|(?<=[\u3400-\u9fff])\s+|\s+(?=[\u3400-\u9fff])"
    r"|(?<=[\u3400-\u9fff]{2})[和與及与](?=[\u3400-\u9fff]{2})"
)

_OPEN, _CLOSE = "（(〔【［\\[", "）)〕】］\\]"
_INSIDE = rf"[^{_OPEN}{_CLOSE}。！？]"
_HOW = "即時|即时|綜合|综合|採訪|采访|編譯|编译|專題|专题|連線|连线|外電|外电|整理|網站"
_DAY = r"(?:\d{4}年)?(?:\d{1,2}月)?\d{1,2}日"
_WIRED = r"(?:綜合外電報導|综合外电报道|專電|专电|外電|特稿|[電电])"
_TOLD = rf"(?:(?:{_HOW})*(?:報導|报导|報道|报道|編譯|编译))"
_LEAD = re.compile(
    rf"[{_OPEN}]\s*(?P<said>{_INSIDE}{{1,60}}?)\s*(?P<dated>{_DAY})?\s*"
    rf"(?:{_WIRED}|{_TOLD})\s*[{_CLOSE}]"
)
_PLACES_SAID = re.compile(r"\w{2,10}(?:\s*[/／、]\s*\w{2,10}){0,3}")
_TAIL = re.compile(
    rf"[{_OPEN}](?P<said>{_INSIDE}{{2,120}})[{_CLOSE}]\s*(?P<day>\d{{6,7}})?\s*[#＃]?\s*$"
)
_ROC_END = re.compile(r"(?<!\d)(?P<day>\d{6,7})\s*[#＃]?\s*$")
_REPORTER = re.compile(r"(?:特派|特約|特约|駐站)?(?:記者|记者|特派員|特派员|編譯|编译)\s*[：:]?\s*")
_AGENCY = re.compile(
    r"^(?:\w{0,6}?通[訊讯]社|中央社|新[華华]社|法新社|路透社?|[美韓韩][聯联]社|共同社|德新社|中新社)(?:網站)?"
)
_ONE_NAME = re.compile(r"[\u3400-\u9fff·]{2,4}|[A-Za-z.'’\-]+(?: [A-Za-z.'’\-]+){0,3}")
_DESK = r"[\u3400-\u9fff]{2,6}(?:中心|組|组)\s*[／/]\s*"
_BYLINE = re.compile(
    rf"{_DESK}[\w、\s]{{2,20}}?{_TOLD}|[{_OPEN}]?\s*[^\s{_OPEN}{_CLOSE}。！？，：:]{{0,8}}?(?:記者|记者|特派員|特派员|編譯|编译)\s*[／/：:]?\s*"
    rf"(?:[^。！？，,「」『』：:{_OPEN}{_CLOSE}]{{2,40}}?{_TOLD}|(?![會会])[\u3400-\u9fff]{{2,4}})"
    rf"\s*[{_CLOSE}]?"
)
_PLACES = re.findall(
    r"\w+",
    """台北 臺北 新北 桃園 台中 臺中 台南 臺南 高雄 基隆 新竹 苗栗 彰化 南投 雲林 嘉義 屏東
    宜蘭 花蓮 台東 臺東 澎湖 金門 馬祖 連江 台灣 臺灣 台湾 桃园 云林 嘉义 屏东 宜兰 花莲
    台东 金门 北京 上海 香港 澳門 澳门 廣州 广州 深圳 廈門 福州 南京 天津 重慶 成都 武漢
    杭州 西安 昆明 瀋陽 青島 大連 東京 东京 大阪 京都 名古屋 福岡 札幌 沖繩 那霸 橫濱 首爾
    首尔 釜山 平壤 馬尼拉 雅加達 新加坡 吉隆坡 曼谷 河內 胡志明市 金邊 仰光 奈比多 永珍
    新德里 孟買 加爾各答 達卡 可倫坡 喀布爾 加德滿都 伊斯蘭馬巴德 華盛頓 华盛顿 紐約 纽约
    舊金山 旧金山 洛杉磯 洛杉矶 芝加哥 波士頓 休士頓 達拉斯 西雅圖 亞特蘭大 邁阿密 檀香山
    多倫多 溫哥華 渥太華 墨西哥市 聖保羅 里約熱內盧 布宜諾斯艾利斯 聖地牙哥 利馬 波哥大
    亞松森 倫敦 伦敦 巴黎 柏林 法蘭克福 慕尼黑 布魯塞爾 日內瓦 蘇黎世 伯恩 維也納 布拉格
    華沙 布達佩斯 羅馬 米蘭 梵蒂岡 教廷 馬德里 巴塞隆納 里斯本 斯德哥爾摩 哥本哈根 奧斯陸
    赫爾辛基 雅典 莫斯科 基輔 維爾紐斯 海牙 伊斯坦堡 安卡拉 耶路撒冷 特拉維夫 加薩 德黑蘭
    杜拜 阿布達比 利雅德 巴格達 大馬士革 貝魯特 開羅 奈洛比 約翰尼斯堡 雪梨 悉尼 坎培拉
    墨爾本 布里斯本 威靈頓 奧克蘭 帛琉""",
)
_PLACE = "|".join(sorted(_PLACES, key=len, reverse=True))
_ENDS_IN_PLACE = re.compile(rf"^(?P<name>.*?\w\w)\s*(?P<place>(?:{_PLACE})+[縣市县]?)$")
_NO_PLACE = re.compile(rf"(?:{_HOW})*")
_NO_PLACE_END = re.compile(rf"(?:{_HOW})+$")
_ONLY_PLACE = re.compile(rf"(?:{_PLACE})+[縣市县]?")
_TOLD_BEHIND_SLASH = re.compile(
    rf"\s*[／/|｜]\s*(?P<place>[^／/|｜、\s]{{0,10}}?)(?:{_HOW})*(?:報導|报导|報道|报道)\s*$"
)
_TOLD_END = re.compile(rf"{_TOLD}\s*[{_CLOSE}]?\s*$")
_HAN = re.compile(r"[\u3400-\u9fff]+")
_STRIPPED = " \t#＃.。:：()（）〔〕【】[]"
_NAME_IN_HAN = 3
_OUTLET = re.compile(
    r"(?:通[訊讯]社|[日時时週周晚][報报刊]|[電电]子[報报]|新[聞闻][網网雲云]?|[電电][視视]台?|News)$"
)

_KIND_OF_PICTURE = r"(?:示意[圖图]|情境[圖图]|[資资]料(?:照片?|[圖图]片?)|[檔档]案照片?)"
_PICTURE = re.compile(
    r"(?P<person>(?:中央社)?(?:記者|记者)\S{2,12}?(?:翻?[攝摄]|傳真|提供))(?:\s*\d.*)?$"
    rf"|[（(](?:{_KIND_OF_PICTURE}\s*[／/，,、；;]\s*)?"
    r"(?P<source>[^（()）]*(?:[圖图片攝摄]|取自|提供|來源|来源)[^（()）]*)[）)]\s*$"
)


class Lead(NamedTuple):
    """What the bracket at the head of an article says."""

    credits: tuple[Credit, ...] = ()
    """In the order written; empty where nobody is named."""
    dateline: str = ""
    """The place, as written."""


class Tail(NamedTuple):
    """What the brackets at the end of an article say."""

    credits: tuple[Credit, ...] = ()
    """In the order written; empty where nobody is named."""
    day: str = ""
    """The ROC date behind them, as written: `1120114`."""


def bylines(lines: Iterable[str]) -> Lead:
    """The people that byline lines name, and the first place: `記者王小明／台北報導`.

    A line that is nothing but a name is a reporter's.
    """
    people: list[Credit] = []
    dateline = ""
    for line in lines:
        found = _byline(fold(line[:_LONGEST_LINE]))
        people += found.credits
        dateline = dateline or found.dateline
    return Lead(_once(people), dateline)


def is_byline(line: str) -> bool:
    """Whether a paragraph is nothing but a byline."""
    text = fold(line)
    if len(text) > _LONGEST_BYLINE:
        return False
    return bool(_BYLINE.fullmatch(text)) or _is_labels(text)


def lead(body: Sequence[str]) -> Lead:
    """What the bracket in the first paragraphs says: （中央社記者甲乙台北9日電）.

    Under a story may stand another one: a later paragraph that begins with a dated bracket names
    its people too.
    """
    starts = [fold(paragraph[:_LEAD_WITHIN]) for paragraph in body[:_LOOKED_AT]]
    found = map(_lead, filter(None, map(_LEAD.search, starts)))
    first = next(filter(any, found), Lead())
    later = (_LEAD.match(text[:_LEAD_WITHIN]) for text in body[_LOOKED_AT:] if text[:1] in _OPEN)
    others = [who for match in later if match and match["dated"] for who in _lead(match).credits]
    return Lead(_once([*first.credits, *others]), first.dateline)


def tail(body: Sequence[str]) -> Tail:
    """What the brackets at the end say: （譯者：甲/核稿：乙）1120114, or a line of labels.

    A bracket with its date ends a story wherever it stands: pictures, or another story, may follow.
    """
    dated = [_tail(text[-_TAIL_WITHIN:]) for text in body if text[-1:].isdigit()]
    last = (_tail(fold(text[-_TAIL_WITHIN:])) for text in reversed(body[-_LOOKED_AT:]))
    end = next(filter(any, last), Tail())
    people = [who for found in (*dated, end) for who in found.credits]
    return Tail(_once(people), end.day or next((it.day for it in dated if it.day), ""))


def picture(caption: str) -> str:
    """Whom a caption names for the picture, as written; empty where it names nobody."""
    match = _PICTURE.search(fold(caption))
    return (match["person"] or match["source"]).strip("（()） ") if match else ""


def _is_labels(text: str) -> bool:
    """Whether `text` is made of role words and short names only: 記者：甲乙 責編：丙丁."""
    labels = list(_LOOSE_LABEL.finditer(text))
    if not labels or labels[0].start() > 0:
        return False
    ends = [*(match.start() for match in labels[1:]), len(text)]
    for label, end in zip(labels, ends, strict=True):
        names = [name.strip(_STRIPPED) for name in _BETWEEN_NAMES.split(text[label.end() : end])]
        if not all(_ONE_NAME.fullmatch(name) for name in names if name) or not any(names):
            return False
    return True


def _lead(match: re.Match[str]) -> Lead:
    said, wired = match["said"], match["dated"] is not None
    if not _REPORTER.search(said):
        place = _AGENCY.sub("", said) if _AGENCY.match(said) else ""
        return Lead((), place if _PLACES_SAID.fullmatch(place) else "")
    return _people(said, "reporter", guessed=wired) if wired else _told(match[0], "reporter")


def _told(line: str, role: str) -> Lead:
    """`記者王小明／台北報導`: behind the last slash stands from where, or how, it is reported."""
    bare = line.strip(_OPEN + _CLOSE + " ")
    ending = _TOLD_BEHIND_SLASH.search(bare)
    if not ending:
        return _people(_TOLD_END.sub("", bare), role)
    found = _people(bare[: ending.start()], role)
    return Lead(found.credits, ending["place"] or found.dateline)


def _people(said: str, role: str, *, guessed: bool = False) -> Lead:
    """Names with, behind or inside the last of them, a place. A place that is not known is
    `guessed` from the length: names have three characters.
    """
    people: list[Credit] = []
    dateline = ""
    start = _REPORTER.search(said)
    for part in _REPORTER.split(said[start.start() :] if start else said):
        for name in _split_names(part):
            person, place = _name_and_place(name, guessed=guessed)
            dateline = dateline or place
            if person and not _OUTLET.search(person):
                people.append(Credit(role, person))
    return Lead(_once(people), dateline)


def _name_and_place(name: str, *, guessed: bool) -> tuple[str, str]:
    name = _NO_PLACE_END.sub("", name)
    if _ONLY_PLACE.fullmatch(name):
        return "", name
    match = _ENDS_IN_PLACE.match(name)
    if match:
        return match["name"].strip(), match["place"]
    if guessed and len(name) > _NAME_IN_HAN and _HAN.fullmatch(name):
        cut = _NAME_IN_HAN if len(name) > _NAME_IN_HAN + 1 else _NAME_IN_HAN - 1
        return name[:cut], name[cut:]
    return name, ""


def _byline(line: str) -> Lead:
    bracket = _LEAD.search(line)
    if bracket:
        return _lead(bracket)
    if not _TOLD_END.search(line):
        labelled = _once(_labelled(line, _LOOSE_LABEL if _is_labels(line) else _LABEL))
        if labelled:
            return Lead(labelled)
    bare = re.sub(rf"^(?:by\s+|{_DESK})", "", line, flags=re.IGNORECASE)
    translated = re.match(rf"[{_OPEN}\s]*(?:編譯|编译|譯者|译者)", bare) is not None
    return _told(bare, "translator" if translated else "reporter")


def _tail(paragraph: str) -> Tail:
    """The brackets that end a paragraph, the last first; or a paragraph that is only labels."""
    people: tuple[Credit, ...] = ()
    day = ""
    match = _TAIL.search(paragraph)
    while match and (found := tuple(_labelled(match["said"], _LABEL))):
        people, day = found + people, day or match["day"] or ""
        match = _TAIL.search(paragraph[: match.start()])
    if not people and is_byline(paragraph):
        people = tuple(_labelled(paragraph, _LOOSE_LABEL))
    if not day and (end := _ROC_END.search(paragraph)):
        day = end["day"]
    return Tail(_once(people), day)


def _labelled(text: str, label: re.Pattern[str]) -> Iterator[Credit]:
    """`譯者：甲/核稿：乙、丙` as credits, each role until the next."""
    labels = list(label.finditer(text))
    ends = [*(match.start() for match in labels[1:]), len(text)]
    for match, end in zip(labels, ends, strict=False):
        role = _ROLE_OF.get(match["role"], match["role"])
        for name in _split_names(text[match.end() : end]):
            yield Credit(role, name)


def _split_names(text: str) -> list[str]:
    names = (part.strip(_STRIPPED) for part in _BETWEEN_NAMES.split(text))
    return [name for name in names if _may_be_name(name)]


def _may_be_name(text: str) -> bool:
    longest = _LONGEST_HAN_NAME if _HAN.fullmatch(text) else _LONGEST_NAME
    is_manner = _NO_PLACE.fullmatch(text) or _TOLD_END.search(text)
    return 1 < len(text) <= longest and not is_manner


def _once(people: Iterable[Credit]) -> tuple[Credit, ...]:
    return tuple(dict.fromkeys(people))[:MOST_CREDITS]
