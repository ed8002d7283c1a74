"""Lines beside the text of an article: who shares, owns, prints and advertises it.

Every rule here is about whole lines in the words of many sites, never about one of them. A line in
the middle of an article is text unless it can be nothing else.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from crawler.text import fold

_LONGEST_LABEL, _LONGEST_NOTICE, _LONGEST_CAPTION = 60, 400, 120
_LEAST_TEXT = 40  # characters: a line that is no byline any more
_HEAD, _TAIL = 6, 8  # lines at either end of an article that labels may stand in

_TIME = (
    r"(?:上午|下午|晚上|凌晨)?\s*\d{1,2}\s*[:：時时點点]\s*\d{2}"
    r"(?:\s*[:：分]\s*\d{0,2}\s*秒?)?\s*(?:[ap]\.?m\.?)?"
)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DAY = (
    r"(?:(?:19|20)\d{2}|民國\s*\d{2,3}|\d{2,3})\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?"
    r"|\d{1,2}[-/.]\d{1,2}[-/.](?:19|20)\d{2}"
    rf"|(?:\d{{1,2}}(?:st|nd|rd|th)?\s+)?{_MONTH}\s+(?:\d{{1,2}}(?:st|nd|rd|th)?,?\s*)?(?:19|20)\d{{2}}"
)
_DATE = re.compile(
    rf"(?:{_DAY})(?:[\sT,，]*(?:[（(]?星期.[）)]?|週.|周.)?[\sT,，]*{_TIME})?", re.IGNORECASE
)
_IN_SENTENCES = re.compile(r"[，。！？]|\w[.!?]$")
_ADDRESS = re.compile(r"https?://[\w./-]+")
_BRACKETED = re.compile(r"【[^】]*】|\[[^\]]*\]")
_LEFT_OF_DATE_LINE = 24  # characters beside the date: a source, a size of type

_LABEL_WORDS = (
    r"文章[來来]源|稿件[來来]源|本文[來来]源|[來来]源|出[處处]|稿源|[發发][佈布稿]?[時时][間间]|[發发]表[時时][間间]"
    r"|更新[時时][間间]|最[後后]更新|[時时][間间]|日期|字[號号體体級级](?:大小)?|[調调]整字[體体級级]|[點点][擊击]|[瀏浏][覽览]|人[氣气]"
    r"|published|updated|last (?:updated|modified)|source|posted|by"
)
_LABEL = re.compile(
    rf"\W*(?:{_LABEL_WORDS})\s*[:：︰].*|[【\[]?(?:[糾纠][錯错]|[大中小\s|｜]+|T\s*\|\s*T)[】\]]?",
    re.IGNORECASE,
)

_CREDIT = re.compile(
    r"(?:[【\[][糾纠][錯错][】\]]\s*)?\W{0,2}(?:\w{0,4}?(?:[責责]任?[編编][輯辑]?|(?:[實实]習|[網网]路?|[執执]行|值班)?[編编][輯辑]|稿源|作者|[來来]源"
    r"|本文[來来]源|原[標标][題题]|[審审]核|校[對对]))\s*[:：].{0,60}"
    r"|[（(\[【](?=.{2,40}$)[^（()）]*(?:[編编][輯辑譯译]|撰稿|[編编][譯译])[）)\]】]",
)

_ALWAYS_BESIDE = (
    # to share, print, save, judge, turn the page
    r"分享(?:[到至給给此]|本文|文章|新[聞闻])?.{0,40}",
    r"(?:我要)?(?:列印|打印|[轉转]寄|收藏|[評评][論论]|留言|推[薦荐]|[舉举][報报])(?:\W.{0,20})?",
    r"[上下]一[頁页篇則则](?:\s*[:：].{0,60}|(?:\W|[上下]一[頁页篇則则]|\d)*)",
    r"[首尾末][頁页]",
    r"[【\[]?(?:[糾纠][錯错]|我要[糾纠][錯错])[】\]]?",
    r"已有\d+人.{0,20}",
    r"\d+人[參参][與与].{0,40}",
    r"[評评][論论]\s*[（(]\d+[）)]",
    r"(?:share|tweet|email|print|comments?)(?:\s+(?:this|on|article|via|to)\b.{0,60})?",
    # how many did so
    r"(?:[瀏浏][覽览]|[點点][閱阅擊击]|[觀观]看|[閱阅][讀读]|人[氣气]|按?[讚赞]|分享|收藏|留言|[回迴][應应]|[評评][論论])"
    r"(?:人?次?[數数]|人次|量)?\s*[:：]?\s*\d[\d,.]*\s*[萬万kKmM]?\s*[次人則则]?",
    r"\d[\d,.]*\s*[km]?\s*(?:views?|shares?|likes?|comments?|reads?)",
    # to read more of the site
    r"加入.{0,16}好友.{0,20}",
    r"[獲获]取更多\s*RSS.{0,40}",
    r"(?:[點点按]我?)?看更多.{0,40}",
    r"更多.{0,24}(?:[報报][導导道]|新[聞闻]|[內内]容|文章|影音|資訊|资讯)[》」】:：]?",
    r"read more(?:[:：].{0,160})?",
    r"most (?:read|popular)",
    # keywords
    r"(?:[標标][籤签]|[關关][鍵键][字詞词].{0,3}|tags?)[:：].{0,200}",
    # advertisements and newsletters
    r"advertisement|[廣广]告|ad|sponsored(?: content)?",
    r"sign up .{0,120}newsletters?.{0,60}",
    r"subscribe (?:to|now|for)\b.{0,120}",
    r"follow us\b.{0,80}",
    r"click here\b.{0,80}",
)
_AT_THE_END_BESIDE = (
    r"(?:免[責责]|特[別别]|版[權权]|[鄭郑]重|法律)?[聲声]明\s*[:：︰].{0,400}",
    r"(?:\W|本\w{1,6}){0,3}(?:版[權权]|著作[權权]).{0,12}(?:所有|屬|属|[歸归]).{0,120}",
    r"(?:©|\(c\)|copyright\b).{0,160}",
    r".{0,60}all rights reserved.{0,60}",
    r".{0,60}未[經经].{0,16}(?:授[權权]|[許许]可|同意).{0,30}(?:不得|禁止|[請请]勿|[嚴严]禁|必究).{0,200}",
    r".{0,40}禁止.{0,20}[轉转]載?.{0,60}",
    r".{0,30}[違违]者必究.{0,20}",
    r".{0,24}(?:不代表|非代表).{0,12}(?:立[場场]|[觀观][點点]|意[見见]).{0,300}",
    r"\W*凡.{0,20}(?:注明|註明|[轉转][載载]).{0,400}",
)
_ALWAYS = re.compile(rf"\W{{0,3}}(?:{'|'.join(_ALWAYS_BESIDE)})\W*", re.IGNORECASE)
_AT_THE_END = re.compile("|".join(_AT_THE_END_BESIDE), re.IGNORECASE | re.DOTALL)

_PLACE_TO_FOLLOW = (
    r"line|facebook|fb|google\s?(?:plus|\+)|[臉脸][書书]|粉[絲丝]|[專专][頁页]|instagram|ig|youtube|[頻频]道|telegram|app|[電电]子[報报]|公[眾众][號号]"
    r"|微信|微博|客[戶户]端|twitter|threads|newsletter|whatsapp|訂閱|下載|活動辦法"
)
_WAY_TO_FOLLOW = (
    r"加入|追[蹤踪]|按[讚赞]|[訂订][閱阅]|下[載载]|[關关]注|按此|[點点][此我這这選选擊击]|快[點点]到|[掃扫]描?|立即|[馬马]上|[鎖锁]定"
    r"|歡迎|欢迎|like|follow|download|join"
)
_FOLLOW = re.compile(
    rf"(?=.*(?:{_PLACE_TO_FOLLOW}))(?=.*(?:{_WAY_TO_FOLLOW})).{{4,200}}", re.IGNORECASE | re.DOTALL
)
_SENTENCE = re.compile("。")
_SAYS = re.compile(
    r"[「『“][^」』”]*[，。！？,][^」』”]*[」』”]|表示|指出|(?<![圖图解])[說说]|said\b"
)
_EMPTY = re.compile(r"\W*")

_CAPTION = re.compile(
    r"[▲▼△▽▴▾◀▶►◄↑↓←→⬆⬇]{1,3}\s*\S.*"
    r"|[（(【\[]?(?:[圖图](?:[說说片]|[為为]|[一二三四五六七八九十\d])?|照片|[資资]料[圖图照]片?|[檔档]案照片?)\s*[:：︰／/】\]].*"
    r"|.*[（(【\[](?=[^（()）]{0,40}(?:[攝摄]|提供|翻[拍攝摄]|截[圖图]|取自|[資资]料照?片?[圖图]?|示意[圖图]|供[圖图]|[圖图]片?[／/:：]|照片))"
    r"[^（()）]{1,40}[）)】\]]"
    r"|.{0,100}[／/][攝摄]影?|.{0,80}(?:[資资]料[圖图]片?|供[圖图]|[攝摄]影[報报]道)",
    re.DOTALL,
)
_WIRED = re.compile(
    r"[（(](?:美[聯联]社|路透社?|法新社|[歐欧]新社|共同社|中央社|新[華华]社|彭博|[資资]料照|AP|AFP|Reuters|EPA"
    r"|Getty)[^（()）]{0,12}[）)]$"
)


@dataclass(frozen=True, slots=True)
class Sorted:
    """The lines of a text, each in its place."""

    body: list[str]
    """The text."""
    byline: list[str]
    """Lines that only name who edited or supplied the text."""
    captions: list[str]
    """Lines that tell what is on a picture."""


def sort(lines: Sequence[str], titles: Sequence[str] = ()) -> Sorted:
    """`lines` of a found body, unfolded: what is text, what names people, what tells a picture.

    `titles` are the headlines of the page: a line that repeats one is no text. Where the captions
    say more than the rest, as in a story told by pictures, they are the text.
    """
    body: list[str] = []
    byline: list[str] = []
    captions: list[str] = []
    for place, line in enumerate(lines):
        text = fold(line[: _LONGEST_NOTICE + 1])  # what is longer is text, whatever it says
        ahead = place < _HEAD and max(map(len, body), default=0) < _LEAST_TEXT
        behind = len(lines) - place <= _TAIL
        if behind and body and is_notice(text):
            break
        if _is_beside(text, titles if ahead else (), ahead=ahead, behind=behind):
            continue
        if len(text) <= _LONGEST_LABEL and _CREDIT.fullmatch(text):
            byline.append(line)
        elif is_caption(text) or (ahead and _is_wired_picture(text)):
            captions.append(line)
        else:
            body.append(line)
    if sum(map(len, body)) < sum(map(len, captions)):
        beside = {*byline}
        body = [line for line in lines if line in {*body, *captions} - beside]
    return Sorted(body, byline, captions)


def is_notice(text: str) -> bool:
    """Whether a folded line says whose the text is and what one may not do with it."""
    return len(text) <= _LONGEST_NOTICE and _AT_THE_END.fullmatch(text) is not None


def is_caption(text: str) -> bool:
    """Whether a folded line tells what is on a picture, by its marks."""
    is_short = len(text) <= _LONGEST_CAPTION and len(_SENTENCE.findall(text)) < 2
    return is_short and _CAPTION.fullmatch(text) is not None and not _SAYS.search(text)


def _is_wired_picture(text: str) -> bool:
    """Whether a short line at the head of a text ends with who sent the picture above it."""
    return len(text) <= _LONGEST_CAPTION and _WIRED.search(text) is not None


def is_beside(text: str) -> bool:
    """Whether a folded line is none of a text wherever it stands: to share, to count, to sell."""
    return len(text) <= _LONGEST_NOTICE and (
        _EMPTY.fullmatch(text) is not None or _ALWAYS.fullmatch(text) is not None
    )


def _is_beside(text: str, titles: Sequence[str], *, ahead: bool, behind: bool) -> bool:
    if is_beside(text):
        return True
    if ahead:
        return _is_label(text) or any(text in title for title in titles)
    return behind and _FOLLOW.fullmatch(text) is not None and not _SAYS.search(text)


def _is_label(text: str) -> bool:
    """Whether a line at the head of a text only says when and from where it is."""
    if len(text) > _LONGEST_LABEL:
        return False
    left = _ADDRESS.sub("", _BRACKETED.sub("", _DATE.sub("", text)))
    is_sentence = _IN_SENTENCES.search(left) is not None
    dated = len(left) < len(text) and len(left) <= _LEFT_OF_DATE_LINE and not is_sentence
    return dated or _LABEL.fullmatch(text) is not None
