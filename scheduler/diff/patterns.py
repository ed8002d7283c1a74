"""The words by which a changed passage is judged, Chinese first: tables and expressions."""

import re
from collections.abc import Iterable

from scheduler.diff.atoms import NUMERALS


def any_of(words: Iterable[str]) -> re.Pattern[str] | None:
    """Finds these words, of two at one place the longer; None where there are none.

    One character alone is none: as part of other words it would be found everywhere.
    """
    spelt = sorted({word for word in words if len(word) > 1}, key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, spelt))) if spelt else None


NUMBER = re.compile(
    rf"[+\-−]?\d(?:[\d,.:/]*\d)?(?:[百千萬万億亿兆]+\d*)*[%％‰]?|[{NUMERALS}]{{2,}}"
    rf"|[{NUMERALS}半](?=[人名位歲岁年月天日號号時时點点分秒元塊块個个件起次週周倍成條条隻只輛辆艘架棟栋戶户"
    r"間间所家國国場场級级樓楼層层頁页屆届任票席噸吨里尺斤克死傷伤成])|(?<=[年天月歲岁倍時时])半"
)
"""A number as written; one numeral alone only before a measure word."""

DATE = re.compile(
    rf"(?:\d{{4}}|民國\s?\d+|民国\s?\d+|[{NUMERALS}]{{4}})年(?:\s?\d+月)?(?:\s?\d+[日號号])?"
    r"|\d{1,2}月(?:\s?\d{1,2}[日號号])?|(?<!\d)\d{1,2}[日號号]|\d{1,2}[:：]\d\d(?!\d)"
    r"|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[時时點点](?:\d{1,2}分|半)?(?!間|间|候)"
    r"|[週周][一二三四五六日]|(?:星期|禮拜|礼拜)[一二三四五六日天]|[今昨明前後后]天|[今去明前]年"
    r"|\d+[년월일](?!간)|오전|오후|午[前後]"
    r"|[上下]午|凌晨|晚間|晚间|清晨|傍晚|\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b"
    r"|\b(?:January|February|March|April|May|June|July|August|September|October|November|December)"
    r"(?: \d{1,2})?\b"
)
"""A point in time, which is no quantity."""

NEGATION = re.compile(
    r"不(?![過过僅仅只但論论管斷断久少錯错妨安滿满]|同(?!意))|未(?![來来])|[無无](?![論论線线人])|非(?![洲常凡])"
    r"|[沒没]有?|否(?=[認认決决])|\b(?:not|no|never|without|cannot)\b|\b\w+n['’]t\b",
    re.IGNORECASE,
)
"""A word that turns a sentence round."""

_SURNAMES = (
    "王李張张劉刘陳陈楊杨黃黄趙赵周吳吴徐孫孙朱馬马胡郭林何高梁鄭郑羅罗宋謝谢唐韓韩曹許许鄧邓蕭萧馮冯曾程蔡彭潘袁"
    "董余蘇苏葉叶呂吕魏蔣蒋田杜丁沈姜范江傅鍾钟盧卢汪戴崔任陸陆廖姚方金邱夏譚谭韋韦賈贾鄒邹石熊孟秦閻阎薛侯雷"
    "古柳裴岑谷麥麦鄔邬喻冉蒲曲聶聂尤莫駱骆殷焦卞柴覃"
    "白龍龙段郝孔邵史毛常萬万顧顾賴赖武康賀贺嚴严尹錢钱施牛洪龔龚湯汤黎溫温莊庄顏颜倪歐欧柯詹簡简游翁卓涂辜"
)
_BEFORE_NAME = (
    "記者|记者|總統|总统|主席|部長|部长|市長|市长|縣長|县长|院長|院长|署長|局長|局长|處長|处长|校長|校长|立委|委員"
    "|委员|議員|议员|教授|研究員|發言人|发言人|執行長|董事長|總經理|教練|選手|導演|歌手|演員|律師|律师|醫師|檢察官"
    "|男子|女子|嫌犯|嫌犯|死者|譯者|编辑|編輯|攝影"
)
_AFTER_NAME = (
    "[（(]|先生|女士|小姐|總統|总统|主席|部長|部长|市長|市长|縣長|县长|院長|院长|立委|委員|議員|议员|教授|發言人|发言人"
    "|律師|醫師|說|说|表示|指出|認為|认为|強調|强调|坦言|透露|宣布|呼籲|回應|回应|今天|昨天|昨|今|等人|稱|称|告訴|[0-9]"
)
_TOLD_BEFORE = "|".join(
    rf"(?<=(?:{'|'.join(word for word in _BEFORE_NAME.split('|') if len(word) == width)}).)"
    for width in sorted({*map(len, _BEFORE_NAME.split("|"))})
)
PERSON = re.compile(
    rf"[{_SURNAMES}](?:(?:{_TOLD_BEFORE})[\u4e00-\u9fff]{{1,2}}|[\u4e00-\u9fff]{{1,2}}(?={_AFTER_NAME}))"
)
"""A Chinese name within a clause: where it begins is sure, where it ends is not."""
NAME = re.compile(
    rf"(?:{_BEFORE_NAME})[：:／/]?(?P<a>[{_SURNAMES}][\u4e00-\u9fff]{{1,2}})"
    rf"|(?P<b>[{_SURNAMES}][\u4e00-\u9fff]{{1,2}})(?={_AFTER_NAME})"
    r"|(?P<c>[\u4e00-\u9fff]{1,6}[·‧・][\u4e00-\u9fff]{1,6})"
    r"|(?P<d>[\u4e00-\u9fff]{2,5})(?=[（(][A-Z][a-z])"
    r"|(?P<g>[\u4e00-\u9fff]{2,5})(?=氏|さん|容疑者)"
    r"|(?<=[の、])(?P<h>[\u4e00-\u9fff]{2,5}?)(?=教授|社長|会長|市長|知事|選手|監督)"
    r"|(?P<e>[A-Z][a-z'’\-]+(?: [A-Z][a-z'’\-]+)+)|(?<=[a-z,] )(?P<f>[A-Z][a-z'’]+)"
)
"""A person, by surname and what stands beside it; the name is the group that matched."""

BYLINE = re.compile(
    r"[（(〔【][^（()）〔〕【】。]{0,60}?(?:[電电]|外電|報導|报导|報道|报道|編譯)[）)〕】]"
    r"|[（(]?(?:編輯|编辑|譯者|译者|編譯|核稿|責編|责编|網編|攝影|撰文|校對|記者|记者)[：:／/][^（()）。]{1,60}"
    r"(?:[）)]\s*#?\d{0,8}|$)"
)
"""A bracket or line that names who wrote, translated, edited."""

CORRECTION = re.compile(
    r"更正|勘誤|勘误|訂正|订正|誤植|误植|特此(?:說明|说明|致歉)"
    r"|(?:本文|本報導|原文|先前|稍早|前述|標題)[^。]{0,12}(?:有誤|有误|錯誤|错误|修正)"
    r"|정정|바로잡|\bcorrections?\b|\bclarification\b|\bcorrected\b|\ban earlier version\b",
    re.IGNORECASE,
)
"""A notice that the outlet itself admits a change."""

BOILERPLATE = re.compile(
    r"(?:延伸閱讀|延伸阅读|相關新聞|相关新闻|更多新聞|推薦閱讀|其他人也在看|看更多|廣告|广告)\W*"
    r"|(?:獲取更多|获取更多)RSS\W*|https?://\S+|(?:點閱|瀏覽|浏览|閱讀|人氣|觀看)(?:次數|人次|数|數)?\W*[\d,]+\D?"
    r"|(?:訂閱|订阅|下載|下载)\S{0,20}(?:電子報|电子报|App|APP|應用程式)\S*|請繼續往下閱讀\W*"
    r"|(?:更新(?:時間|时间)?|發布(?:時間|时间)?|發稿時間)\W*[\d:/\- ]+"
    r"|\d+\s?(?:秒|分鐘|分钟|小時|小时|天|日)前"
)
"""A whole line that belongs to the page and not to the article."""

_GROUPS = (
    "的得地 在再 做作 帳賬 己已巳 份分 型形 像象相 度渡 須需 後后候 裡理 坐座 連聯 即既 至致"
    " 以已 躁燥噪 辯辨 績積 那哪 嗎麼 漂飄 煉練 決絕 帶戴 籍藉 詳祥 唯惟維 題提 由尤 必畢"
    " 複復覆 採彩 嶄斬 製制 勾鉤 限線 趨趣 廷延"
)
LOOKALIKES = tuple(_GROUPS.split())
"""Characters that are taken for each other, by sound or shape."""
