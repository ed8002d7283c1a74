"""The words by which a changed passage is judged, Chinese first: tables and expressions."""

import re
from collections.abc import Iterable

from scheduler.diff.atoms import (
    CIRCLE,
    DASHES,
    MINUS,
    NO_ZERO,
    NUMERALS,
    POINTS,
    PREFIXED,
    TENTH,
)
from scheduler.diff.atoms import DECIMAL as _DECIMAL
from scheduler.diff.persons import ANY_SURNAME


def any_of(words: Iterable[str]) -> re.Pattern[str] | None:
    """Finds these words, of two at one place the longer; None where there are none.

    One character alone is none: as part of other words it would be found everywhere.
    """
    spelt = sorted({word for word in words if len(word) > 1}, key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, spelt))) if spelt else None


MEASURES = (
    r"人名位歲岁年月天日號号時时點点分秒元塊块個个件起次週周倍成條条座台臺支槍枪刀項项種种例處处批審审劑剂折度隻只輛辆艘架棟栋戶户"
    r"間间所家國国場场級级樓楼層层頁页屆届任票席噸吨里尺斤克死亡傷伤旬男女成碼码版期包箱瓶袋盒嫌"
)
"""Characters that stand behind a number and say what is counted."""
COUNTED = (
    rf"[{MEASURES}]|公[里斤噸吨尺分升頃顷克]|毫[米克升]|平方|立方|[英海]里|英尺|小[時时]|分[鐘钟]"
    r"|星[級级]|具(?=[遺遗屍尸])"
)
"""Before it a single numeral is a number."""
MONEY = r"新?[美日歐欧台臺港韓韩加澳英](?:元|圓|圆|鎊|镑|[幣币金])|人民[幣币]|[盧卢][布比]"
"""A currency by its name, before an amount or behind it."""
CRAFT = "無无警殲歼轟轰運运直風风征舟娥者旗擊击弓宮宫浪龍龙箭"
"""Before a dash and a number, which is that of an aeroplane, rocket or ship: 殲-20."""
DECIMAL = (
    rf"(?:(?<=分之)|(?<=[規规]模)|(?<=[強强]度)){_DECIMAL}"
    rf"|{_DECIMAL}(?=[多餘余]?\s?(?:[%％度倍成級级秒元米]|公[里斤噸吨尺分升頃顷克]|[英海]里|英尺|平方|立方"
    rf"|[個个]百分|{MONEY}))"
)
"""三點五公里: 點 is a decimal point only before what has decimals, else `8點3架` is an hour and a
number."""
_THOUSANDS = r"(?<!\d{4})[，\u0020\u00a0\u2009\u202f](?=\d{3}(?!\d))"
_URGED = "[不別别要勿莫可切]|[小當当]心|注意|留意|[記记]得|避免"
IDIOM = (
    rf"(?!千[萬万](?:{_URGED})|[萬万](?:一|[萬万][不別别沒没])|[億亿][萬万][富人家年]"
    rf"|一一(?![{NUMERALS}]))"
)
"""Not before words that are no numbers: 千萬不要, 千萬小心, 億萬富翁, 萬一, 萬萬別去, 一一說明."""
NUMBER = re.compile(
    rf"(?=[\d{NUMERALS}+\-−＋－{DASHES}負负$€£¥半首.TtFfSsEeNnHhDdMmBb])"  # most begin none
    rf"(?:{TENTH}|百分之(?:\d[\d.]*|[{NUMERALS}][{NUMERALS}{CIRCLE}]*(?:[{POINTS}][{NUMERALS}]+)?)|{DECIMAL}"
    rf"|[{NUMERALS}]+(?=分之)|(?<=分之)[{NUMERALS}]+"
    rf"|(?:[+\-−＋－]|{MINUS}|零下|負|负)?[$€£¥]?(?:{NO_ZERO})?\d(?:(?:[\d,.:/]|{_THOUSANDS})*\d)?"
    rf"(?:(?:(?!{PREFIXED})[百千萬万億亿兆])+\d*|조|억|만)*[%％‰]?"
    r"(?:[ -]?(?:(?:mill|bill|trill)ion|hundred|thousand)\b| {0,2}per ?cent\b"
    r"|(?: ?(?:[bm]ln|[btm]n|[mk])|(?<=\d)[KMBT])(?![A-Za-z]))?"
    rf"|{IDIOM}[{NUMERALS}]{{2,}}"
    rf"|(?<=[第比])[{NUMERALS}]"
    rf"|一半|半[數数]|首(?=[度次例位])|[{NUMERALS}半](?={COUNTED})|(?<=[年天月歲岁倍時时])半"
    r"|\b(?i:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty"
    r"|sixty|seventy|eighty|ninety|hundred|thousand|million|billion|trillion|dozen)s?\b)"
)
"""A number as written; one numeral alone only before a measure word."""

VAGUE = re.compile(rf"(?:[數数多幾几]|若干|[許许眾众]多)(?=[{MEASURES}])|\b(?:several|many|some)\b")
"""How many, without saying it: in exchange for a number it is one."""
MEASURE = re.compile(
    rf"[多餘余]?\s?({MONEY}|元"
    rf"|{PREFIXED}|[瓦帕]|[倍成坪℃℉]|°[CF](?![A-Za-z])|[KMGTP]B(?![A-Za-z])|[kKMGTm]?W(?![A-Za-z])|[kmnµμ]?g(?![A-Za-z])|公[里斤尺分升頃顷克釐]|公?[噸吨]|平方公?[里尺分米]|立方公?[尺分米]|毫[米升克]|[厘微奈]米|微克|千米|瓩|[歲岁]|[%％]|[個个]?百分[點点]|[英海]里|海?浬|英尺|小[時时]|分[鐘钟]|[秒天週周年]|[個个]?月"
    r"|(?:mph|kph|km/h|pp[mb]|[ckm]m|[km]?g|m[lL])(?![A-Za-z])"
    r"|(?:dollars?|euros?|pounds?|yen|yuan|won|rubles?|kilomet(?:er|re)s?|met(?:er|re)s?|miles?"
    r"|feet|kilograms?|tons?|tonnes?|hours?|days?|weeks?|months?|years?|minutes?|seconds?"
    r"|percent)\b)"
)
"""What the number before it counts: another one makes another quantity of it."""
MONEY_BEFORE = re.compile(rf"({MONEY}|[攝摄華华]氏|[A-Z]{{1,3}}\$)\s?(?=\$?[\d{NUMERALS}])")
"""In which currency or on whose scale the number behind it is: 新台幣12億元, NT$12億, 攝氏30度."""
OUTCOME = re.compile(
    "[死喪丧罹遇身死]+[亡生難难]|[死亡]|受?[輕轻]?重?[傷伤]|失[蹤踪联聯]|[獲获][救釋释]|生[還还]|被?捕|[確确][診诊]|痊癒|痊愈"
)
"""What became of those who were counted: 3 hurt and 3 dead are two figures."""
DEAD = re.compile("[死喪丧罹遇身]+[亡生難难]|[死亡]")
"""One outcome in other words: 死亡, 罹難, 喪生."""
_LIGHT_OR_NOT = re.compile("[輕轻]重")


def outcome(written: str) -> str:
    """One name for what became of somebody: of 死亡 and 罹難, of 輕重傷 and 受傷."""
    return _LIGHT_OR_NOT.sub("", DEAD.sub("死", written)).replace("伤", "傷").removeprefix("受")


_ONES = "一二三四五六七八九"
DAYTIME = (
    "上午|下午|中午|凌晨|清晨|早上|晚上|晚間|晚间|夜間|夜间|傍晚|深夜"
    "|今晨|今早|今晚|昨晚|昨夜|明早|明晚"
)
"""Before an hour."""
_HOUR = rf"(?:\d{{1,2}}|二?十[{_ONES}]?|[{_ONES}兩两零])"
_MINUTE = rf"(?:\d{{1,2}}|[二三四五]?十[{_ONES}]?|[零〇]?[{_ONES}])"
_RISEN = "漲涨跌升降挫揚扬滑"
_POINTS = (
    "積分|积分|聲明|声明|建議|建议|訴求|诉求|意見|意见|結論|结论|原因|理由|共識|共识|要求|呼籲|呼吁|看法"
    "|主張|主张|說明|说明|疑問|疑问|質疑|质疑|承諾|承诺|紅利|红利|優惠|优惠|回饋|回馈|球"
)
"""Behind `3點`: points of a list or a card, no hour."""
_WON = (
    r"\s?分?(?:[獲获取險险大]?[勝胜]|[擊击打惜][敗败退]|[領领]先|落[後后]|不[敵敌]"
    "|逆[轉转]|[氣气]走)"
)
"""Behind `20:18`: it is a score."""
_ON_THE = r"(?:(?<!\w)|(?<=[月於于在到至從从自今昨明計计將将]))"
"""Before `5號`, which without a month is a day only there: 嫦娥6號 and 13號颱風 are names."""
_NO_DAY = (
    "(?![機机線线候選选車车道館馆樓楼碼码門门球隊队班月航井廠厂艙舱坑]|公[路車车園园]"
    "|出口|[強强]?[颱台][風风])"
)
_TERM = (
    "(?<![刑徒處处役孕逾])(?<![工為为效孕]期)(?<!停[電电水])(?<!歷時)(?<!历时)"
    "(?<!持[續续])(?<!拘留)(?<![長长][達达])(?<![進进]行)(?<!延[誤误])(?<!耗[時时])(?<!休[息假])"
    "(?<!停[課课工班職职])"
)
"""Before `6月`: 徒刑6月 is a term, as 工期10日 is."""
_OF_TERM = r"(?<![判刑處处]\d年)(?<![判刑處处]\d\d年)"
"""Before the months of a term: 判11年6月."""
_OF_SPELT_TERM = (
    rf"(?<![^{NUMERALS}{CIRCLE}][{_ONES}兩两]年)(?<![^{NUMERALS}{CIRCLE}]十年)"
    rf"(?<![^{NUMERALS}{CIRCLE}]十[{_ONES}]年)"
)
"""Of 七年六月, and not of 一一三年六月."""
_NO_COUNT = "(?![場场次名位個个人件家])"
"""Behind `週三`: 每週三次 is no Wednesday."""
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_SHORT_MONTHS = r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b"
"""Only beside a day: Jan is a name, too."""
_NTH = r"\d{1,2}(?:st|nd|rd|th)?\b"
_YEAR = r"(?:,? (?:19|20)\d\d\b)?"

DATE = re.compile(
    rf"(?=[\d{NUMERALS}民令平昭上下本週周星禮礼今昨明前後后去月火水木金土日午凌清早晚夜中傍深"
    r"오어그내모월화수목금토일JFMASONDTWPapiosuftynm])(?:"
    r"\b(?:1[0-2]|0?\d)(?:[:.][0-5]\d)?\s?(?:[ap]\.m\.|(?:[AP]M|[ap]m)\b)"
    rf"|(?:\d{{4}}|民[國国]\s?(?:\d+|[{NUMERALS}]+)|[{NUMERALS}][{NUMERALS}{CIRCLE}]{{3}})年"
    r"(?:\s?\d+月)?(?:\s?\d+[日號号])?"
    r"|(?<!\d)1[01]\d年(?=\s?\d{1,2}月)(?:\s?\d+月)(?:\s?\d+[日號号])?|(?<=年[至到])1[01]\d年"
    r"|(?<!\d)(?:19|20)\d\d(?=[至到~～–—-](?:19|20)\d\d年)"
    rf"|(?<![^\d]\d年)(?<!\d){_OF_TERM}{_TERM}\d{{1,2}}月(?!徒?刑|有期)(?:\s?\d{{1,2}}[日號号])?"
    rf"|(?<!\d)(?<!\d[:：比])(?<!\d比分)(?<!\d[-–](?=\d+日本)){_TERM}\d{{1,2}}日"
    r"(?![圓圆元內内間间]|自主|隔[離离]|居家|之久)"
    rf"|{_ON_THE}(?:\d{{1,2}}|[二三]?十[{_ONES}]|[廿卅][{_ONES}]?)[號号]{_NO_DAY}"
    r"|(?<!\d)(?:1[01]\d|20\d\d)(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])(?!\d)"  # 1150105
    rf"|(?<![\d.:,以比數数分])(?:[01]?\d|2[0-4])[:：][0-5]\d(?![\d:]|{_WON})"
    rf"|(?:[二三]?十[{_ONES}]|[廿卅][{_ONES}]?)日(?![內内間间])"
    rf"|(?<![{NUMERALS}個个]){_OF_SPELT_TERM}{_TERM}[{NUMERALS}]{{1,3}}月(?!天(?![氣气]))(?:[{NUMERALS}]{{1,3}}[日號号])?"
    r"|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|(?<![\d/.])(?:1[0-2]|0?[1-9])/(?:1[3-9]|2\d|3[01])(?![\d/])"
    r"|(?<![\d/.])(?:1[0-2]|0?[1-9])/(?:1[0-2]|0?[1-9])(?=[起前止]|[（(][一二三四五六日])"
    rf"|(?:{DAYTIME})\s?{_HOUR}[時时點点](?:{_MINUTE}分|[0-5]\d(?![\d{MEASURES}])|半|整)?"
    rf"|(?<![{NUMERALS}\d]){_TERM}{_HOUR}[時时點点]{_MINUTE}分(?!之)"
    rf"|(?<![\d.,第{_RISEN}])(?<![{_RISEN}][了約约逾近])(?:[01]?\d|2[0-4])[時时點点]半?"
    rf"(?![\d間间候]|{_POINTS})"
    r"|(?:令和|平成|昭和)\d+年"
    rf"|(?:[上下]{{1,2}}[個个]?|本)?(?:[週周]|星期|禮拜|礼拜)[一二三四五六日]{_NO_COUNT}"
    r"|(?:[上下]{1,2}[個个]?|本)?(?:星期|禮拜|礼拜)天|(?:[上下]{1,2}[個个]?|本)(?:[週周月]|星期|禮拜|礼拜)"
    r"|[今昨明前後后][天日]|[今昨明當当][晚晨早夜]|[今昨明前後后本][（(]\d{1,2}[）)][日天月年]|[今去明前]年"
    r"|[月火水木金土日]曜日"
    r"|(?<!\d)(?:\d{4}년|\d{1,2}년(?= ?\d{1,2}월)|\d{1,2}시 ?\d{1,2}분|\d{1,2}[월일시](?!간))"
    r"|오전|오후"
    r"|[월화수목금토일]요일|(?<![가-힣])(?:오늘|어제|그제|내일|모레)(?![가-힣]{3})"
    r"|午[前後]|[上下]午|凌晨|深夜|晚間|晚间|夜間|夜间|清晨|傍晚|\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b"
    rf"|\b(?:{_NTH} (?:of )?)?(?:{_MONTHS})\b(?: {_NTH})?{_YEAR}"
    rf"|\b{_SHORT_MONTHS}\.? {_NTH}{_YEAR}|\b{_NTH} {_SHORT_MONTHS}\.?{_YEAR}"
    r"|\b(?:today|tomorrow|yesterday)\b|\b[ap]\.m\.|(?:(?<=\d)|(?<=\d\s))(?:[AP]M|[ap]m)\b"
    r"|\b(?:noon|midnight)\b"
    r"|\b(?:in|since|until|from|of) (?:19|20)\d\d\b)"
)
"""A point in time, which is no quantity."""

NEGATION = re.compile(
    r"(?<!不[得能可])不(?![得能可]不|過[，,是]|过[，,是]|[僅仅只止但論论斷断久少錯错丹鏽銹锈法時时]|治(?!理)|管(?!理)|妨(?![礙碍])|安(?!全)|[動动][產产]|同(?!意))"
    r"|未(?![來来婚])|[無无](?![論论線线錫锡黨党]|[預预]警|人[機机駕驾車车艇商島岛])|(?<![南北東东西中安])非(?![洲常凡裔農农典遺遗盟華华]|本地)"
    r"|(?<![淹沉吞埋覆])[沒没]有?(?!收(?![到回過过錢钱]))|[毋勿]|否(?=[認认決决])"
    r"|\bnot\b(?! (?:surprisingly|only|least|unlike))|\bno\b(?!\. ?\d)"
    r"|\b(?:never|without|cannot|none|nobody|nothing|neither|nor)\b"
    r"|\b\w+n['’]t\b"
    r"|(?<=[ぁ-ん題事])(?:ない|なかった|ません)|없|않|아니|못(?=[하했한할])|(?<!\S)안(?= )"
    r"|불(?=기소|합격|가능|참|허)|무죄|부결|비공개",
    re.IGNORECASE,
)
"""A word that turns a sentence round."""

_INSIDE = "[^（()）〔〕【】。]"
_LEAD = "[^（()）〔〕【】。，,]"
"""Before who reports there is no clause: （死亡人數增至30人，路透社報導）."""
_NO_FIGURES = rf"(?!{_INSIDE}{{0,60}}[\d{NUMERALS}]\s?(?:[人名死傷伤元]|公斤))"
"""What counts something is no byline: （死亡3人 路透社報導）."""
BYLINE = re.compile(
    rf"[（(〔【]{_NO_FIGURES}{_LEAD}{{0,40}}?(?:社|記者|记者|[綜综]合|外[電电]|\d{{1,2}}日){_INSIDE}{{0,40}}?"
    r"(?:[電电]|報導|报导|报道|編譯|编译)[）)〕】]"
    r"|[（(]?(?<![總总])(?:編輯|编辑|譯者|译者|編譯|核稿|責編|责编|网編|攝影|撰文|校對)[：:／/]"
    r"[\w\s·‧・、./／-]{1,60}(?:[）)]\s*#?\d{0,8}|$)"
    r"|[（(](?:記者|记者)(?![會会說说表問问])[\w\s·、]{2,20}[）)]"
    r"|[（(]?(?<![總总])(?:記者|记者)[：:／/]\s*\w{2,4}(?:[\s·‧・、./／-]+\w{2,12}){0,6}(?:[）)]|$)"
    r"|(?:記者|记者)(?![會会])[\u4e00-\u9fff]{2,4}(?:報導|报导|报道)(?![^。，\n）)])"
    rf"|(?:記者|记者)[{ANY_SURNAME}][\u4e00-\u9fff]{{2,6}}(?:報導|报导|报道)(?![^。，\n）)])"
    r"|(?:記者|记者)[\w·‧・、]{2,20}[／/][\w\s]{1,12}(?:[電电]|報導|报导|报道)"
    r"|^文[：:／/]\s?\w{2,4}(?:[\s、／/]\w{2,4}){0,3}$"
    r"|^By(?: [A-Z][\w.'’-]*){2,4}(?:,? and(?: [A-Z][\w.'’-]*){2,4})?$"
    rf"|[（(]{_NO_FIGURES}(?:[圖图](?![為为中])|照片|翻攝|翻摄|取自)[^（()）]{{0,40}}[）)]"
)
"""A bracket or line that names who wrote, translated, edited."""

_BLANKS = r"\s{0,20}"
"""Before a notice; of any number of line breaks each would be asked for all that follow it."""
_NOTICE = "更正|勘誤|勘误|訂正|订正"
_SAID = f"{_NOTICE}|修正|澄清"
"""In a bracket; before a colon alone others' 修正 and 澄清 are news."""
_OWN = (
    r"(?<![基劇剧])本文(?![化明件字])|本篇|(?:(?<![日原基成])本|此)[則则條条]?(?:新聞|新闻|報導|报道|稿)|(?<![日原])本(?:報導|报道)|(?<![日原成])本[報报](?![界告表價价])|(?<![日原])本刊|(?<![日基])本[台社]|(?<![報报社台刊網网文])(?:原文|原稿|前文|上文|內文|内文|標題|标题)|前述"
    r"|(?:先前|稍早|此前|之前|早前|早先)(?=的?(?:[內内][文容]|[標标]題|标题|版本|報導|报导|报道)|[誤误])"
)
_WRONG = "有誤|有误|錯誤|错误|[誤误][植載载寫写稱称]|更正|勘誤|勘误|訂正|订正|修正"
_ADMITS = re.compile("[正誤误澄此歉詫정잡A-Za-z]")
"""One of these stands in any notice: most texts have none, and are told by them at once."""
_SORT = r"(?:啟事|启事|啓事|說明|说明|聲明|声明|通知)?(?:[（(][^（()）]{1,20}[）)])?"
CORRECTION = re.compile(
    rf"(?:^|[。！？\n]){_BLANKS}(?:{_NOTICE}){_SORT}\s*[：:】〕\]）)]"
    rf"|[（(【〔\[※＊*■▲●◎]{_BLANKS}已?(?:{_SAID}){_SORT}\s*[：:】〕\]）)]|[（(](?:記者|记者|編輯|编辑)?[筆笔][誤误]"
    rf"|(?:{_OWN})(?:[^，。！？]{{0,16}}(?:{_WRONG})|(?:先前|稍早|此前|原先|原本|原)[^。！？]{{0,30}}[，,]"
    r"(?:[現现业業]?已|特此|[現现])(?:更正|修正|訂正|订正|勘[誤误]))"
    r"|[特謹谨]此(?:更正|說明|说明|致歉|澄清)"
    r"|向(?:讀者|读者|觀眾|观众|閱聽人)[^，。]{0,8}(?:致歉|道歉)|(?:訂正|お詫び)(?:し|いたし)ます|お詫びして訂正"
    rf"|(?:{_OWN})已?更新[，,][^。！？]{{0,12}}(?:修正|更正|訂正|订正)"
    rf"|[（(【〔\[](?:更新|[編编](?:按|註|注|者按|輯室報告|辑注)?)[：:][^（()）【】。]{{0,40}}(?:{_WRONG})"
    rf"|[（(【〔\[]已?(?:{_NOTICE})(?:第[\d{NUMERALS}]{{1,3}}[段行句]|[標标]題|标题|[內内]文)"
    r"|기사 (?:내용|제목|본문)[을를]? ?(?:수정|정정)|오보[를]? ?사과"
    r"|정정(?:합니다|보도|문)|바로잡(?:습니다|았습니다)"
    rf"|(?:^|[.!?\n(\[]{_BLANKS})(?:corrections?|clarification|editor['’]s note)"
    r"\s*(?:\([^()]{1,20}\))?[:)\]]"
    r"|\bregrets? the (?:error|mistake)s?\b"
    r"|\ban? (?:earlier|previous) (?:headline|caption|story|report)\b"
    r"[^.]{0,24}\b(?:wrong|incorrect(?:ly)?|misstated|misspelled|misidentified|in error)\b"
    r"|\ban earlier version of\b|^corrected(?: \(official\))?[:\-–—]"
    r"|[(\[](?:re-?files to correct|corrects|corrected)\b[^()\[\]]{3,160}[)\]]"
    r"|\bth(?:is|e) (?:article|story|report|headline|post|page)\b[^.,]{0,20}"
    r" (?:(?:was|been|is|and) (?:\w+ )?(?:amended|corrected)(?! by\b)|updated to correct)\b",
    re.IGNORECASE,
)
"""A notice in which the outlet itself admits a change: what others correct is news like any other.

It stands at the beginning of a sentence or bracket as a heading does, or names the text itself.
"""


def correction(text: str, start: int = 0, end: int | None = None) -> re.Match[str] | None:
    """The first such notice between two places."""
    last = len(text) if end is None else end
    return CORRECTION.search(text, start, last) if _ADMITS.search(text, start, last) else None


_WHAT_IS_NEW = (
    r"(?:[\d:：/\- 年月日時时分點点]|最新|第\d+次|本[文稿]|[內内]容"
    r"|[標标]題|标题|稿件|新聞|新闻|[圖图]文|影音|已){0,20}"
)
UPDATE = re.compile(
    rf"[（(【〔\[]{_WHAT_IS_NEW}更新(?:[：:][^（()）【】]{{0,60}})?[）)】〕\]]"
    rf"|^{_WHAT_IS_NEW}更新\s?[：:／/｜|]"
    r"|更新(?:時間|时间)\W{0,3}\d|(?:^|[（(【〔\[])(?:編|编|編者|编者|編輯|编辑)[按註注][：:]"
    r"|^\W{0,2}update(?:d (?:at|on)\b|d?\W{0,2}[:|\])])"
    r"|^\W{0,2}this (?:article|story|report|post) (?:has been|was) updated\b",
    re.IGNORECASE | re.MULTILINE,
)
"""A word by which a page says that it was changed, though not that it was wrong."""

BOILERPLATE = re.compile(
    r"(?:延伸閱讀|延伸阅读|相關新聞|相关新闻|更多新聞|推薦閱讀|其他人也在看|看更多|廣告|广告)\W*"
    r"|(?:獲取更多|获取更多)RSS\W*|https?://\S+|(?:點閱|瀏覽|浏览|閱讀|人氣|觀看)(?:次數|人次|数|數)?\W*[\d,]+\D?"
    r"|(?:訂閱|订阅|下載|下载)[^\s，。！？；：假詐诈騙骗]{0,16}\s?(?:電子報|电子报|App|APP|應用程式)"
    rf"(?:[\s，,！!。][^\s\d{NUMERALS}詐诈騙骗]{{0,12}})?"
    r"|請繼續往下閱讀\W*|(?:點此|点此|請點此)?(?:分享|看更多|閱讀更多|阅读更多)\W*|相關報導\W*|广告\W*"
    r"|(?:延伸閱讀|延伸阅读|相關新聞|相关新闻|相關報導|更多新聞|更多新闻|推薦閱讀)\s?[：:／/].{1,80}"
    r"|(?:加入|追蹤|追踪|按讚)(?:我們的?|我们的?|[^\s，。]{0,6}新聞網?|官方)?(?:LINE|Line|Facebook|FB|Instagram|IG|YouTube)"
    r"(?:官方)?(?:好友|粉絲團|粉絲專頁|粉丝团|[帳账][號号]|[頻频]道)?"
    r"|[※©]?\s?(?:版權所有|版权所有)[^。]{0,30}[。]?|(?:未經授權|未经授权)[^。]{0,20}(?:轉載|转载)[。]?"
    r"|[（(](?:更新|發布|发布)(?:時間|时间)[：:][^（()）]{1,20}[）)]"
    r"|(?i:advertisement|read more|share this (?:article|story)|sign up for our newsletters?)\W*"
    r"|(?i:copyright|©).{0,60}(?i:all rights reserved)\.?"
    r"|続きを読む|この記事をシェア(?:する)?|무단\s?전재\s?(?:및|-)?\s?재배포\s?금지\W*"
    r"|(?:更新(?:時間|时间)?|發布(?:時間|时间)?|發稿時間)\W*[\d:/\- ]+"
    r"|(?:19|20)\d\d年\d{1,2}月\d{1,2}日(?:\s?\d{1,2}:\d\d)?"
    r"|(?:[^。！？!?]{0,40}(?:(?<![於于在])更新|[・·•|｜])\W{0,3})?\d+\s?(?:秒|分鐘|分钟|小時|小时|天|日)前"
    r"|(?:按?[讚赞]|分享|留言|回[應应])[數数]?\W*[\d,]+"
)
"""A whole line that belongs to the page and not to the article."""

_GROUPS = (
    "的得地 在再 做作 帳賬 己已巳 份分 型形 像象相 度渡 須需 後后候 裡理 坐座 連聯 即既 至致"
    " 以已 躁燥噪 辯辨 績積 那哪 嗎麼 漂飄 煉練 決絕 帶戴 籍藉 詳祥 唯惟維 題提 由尤 必畢"
    " 複復覆 採彩 嶄斬 製制 勾鉤 限線 趨趣 廷延 埸場 嬴贏 畫劃 候侯"
    " 遺遣 遗遣 磬擎 撘搭 毫豪 席悉 或获 或獲 署屬 署属"
    " 症正 頌頒 颂颁 面麵 塞賽 塞赛 布部 住駐 住驻 햇했 됀된 됬됐 왠웬 께게 갯겠 잇있 않안"
)
LOOKALIKES = tuple(_GROUPS.split())
"""Characters that are taken for each other, by sound or shape."""
