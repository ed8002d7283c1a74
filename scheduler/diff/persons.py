"""How the names of persons are found, by surname and by what stands beside them."""

import re

from scheduler.diff.atoms import NUMERALS

ANY_SURNAME = (
    "王李張张劉刘陳陈楊杨黃黄趙赵周吳吴徐孫孙朱馬马胡郭林何高梁鄭郑羅罗宋謝谢唐韓韩曹許许鄧邓蕭萧馮冯曾程蔡彭潘袁"
    "董余蘇苏葉叶呂吕魏蔣蒋田杜丁沈姜范江傅鍾钟盧卢汪戴崔任陸陆廖姚方金邱夏譚谭韋韦賈贾鄒邹石熊孟秦閻阎薛侯雷"
    "古柳裴岑谷麥麦鄔邬喻冉蒲曲聶聂尤莫駱骆殷焦卞柴覃"
    "白龍龙段郝孔邵史毛常萬万顧顾賴赖武康賀贺嚴严尹錢钱施牛洪龔龚湯汤黎溫温莊庄顏颜倪歐欧柯詹簡简游翁卓涂辜"
)
"""Surnames of one character, in either script; many begin other words, too."""
SURNAMES = frozenset(ANY_SURNAME)
SURNAMES_ALONE = frozenset(
    "王李张刘陈杨赵周吴徐孙朱胡郭林何梁郑罗宋谢唐韩曹邓萧冯曾程蔡彭潘袁董余苏叶吕魏蒋田杜丁沈姜范江傅钟卢汪戴崔"
    "陆廖姚邱夏谭韦贾邹石孟秦阎薛侯柳裴岑邬喻冉蒲聂莫骆殷卞柴覃郝孔邵史顾赖贺龚黎倪詹辜"
)
"""In simplified characters, those that few words of two begin with that name nobody."""
_NO_SURNAME = (
    rf"(?<=[\d{NUMERALS}])萬|曾[經经報报在於于任多聲声表說说被遭]|[曾常][{NUMERALS}幾几用見见有]|任[滿满]|侯[選选]"
    r"|(?<=[官警校院軍军雙双資资我美中俄對对])方"
)
"""Begins as a name does: 曾報導, 官方, 侯選人 for 候選人."""
_BEFORE_NAME = (
    "記者|记者|總統|总统|主席|部長|部长|市長|市长|縣長|县长|院長|院长|署長|局長|局长|處長|处长|校長|校长|立委|委員"
    "|委员|議員|议员|教授|研究員|發言人|发言人|執行長|董事長|總經理|教練|選手|導演|歌手|演員|律師|律师|醫師|檢察官"
    "|男子|女子|嫌犯|嫌犯|死者|譯者|编辑|編輯|攝影"
)
TITLES_BEFORE = tuple(_BEFORE_NAME.split("|"))
"""Behind these a name is sure."""
_AFTER_NAME = (
    "[（(]|先生|女士|小姐|總統|总统|主席|部長|部长|市長|市长|縣長|县长|院長|院长|立委|委員|議員|议员|教授|發言人|发言人"
    "|律師|醫師|說|说|表示|指出|認為|认为|強調|强调|坦言|透露|宣布|呼籲|回應|回应|今天|昨天|昨|今|等人|稱|称|告訴|[0-9]"
)
AFTER_NAME = re.compile(_AFTER_NAME)
"""What stands behind a name and in none."""
_TOLD_BEFORE = "|".join(
    rf"(?<=(?:{'|'.join(word for word in _BEFORE_NAME.split('|') if len(word) == width)}).)"
    for width in sorted({*map(len, _BEFORE_NAME.split("|"))})
)
_SURNAME = (
    rf"[{ANY_SURNAME}](?<![\d{NUMERALS}]萬|[官警校院軍军雙双資资我美中俄對对]方)"
    rf"(?!(?<=曾)[經经報报在於于任多]|(?<=[曾常])[{NUMERALS}幾几用見见有]|(?<=任)[滿满]|(?<=侯)[選选])"
)
"""None of those, and begins with a class of characters: only so `re` skips to where one stands."""
PERSON = re.compile(
    rf"{_SURNAME}(?:(?:{_TOLD_BEFORE})[\u4e00-\u9fff]{{1,2}}|(?![攝摄華华]氏)[\u4e00-\u9fff]{{1,2}}(?={_AFTER_NAME}))"
)
"""A Chinese name within a clause: where it begins is sure, where it ends is not."""
_NO_WORD = "(?![子孩生性友兒儿人童士星排籃篮足單单雙双團团方主客工])"
_BY_SEX = f"[男女]{_NO_WORD}"
"""Behind a surname, who is accused or hurt: 王男, 林女."""
INITIALLED = re.compile(rf"[男女](?<=[{ANY_SURNAME}].){_NO_WORD}")
"""The second character of 王男, 林女: by it few places are found at which to look."""
_HANGUL_SURNAMES = (
    "김이박최정강조윤장임한오서신권황안송전홍유고문양손배백허남심노하곽성차주우구민류나진지엄채원천방공현함변염여추도"
    "소석선설마길연위표명기반왕금옥육인맹제모"
)
_HANGUL_TITLES = (
    "씨|의원|대통령|총리|장관|차관|대표|위원장|의장|시장|지사|군수|청장|총장|교수|박사|원장|회장|사장|서장|부회장|감독|선수|코치"
    "|기자|검사|판사|변호사|대사|대변인|대법관|배우|가수|작가|후보|군|양"
)
_HANGUL_OFFICES = (
    "대통령|총리|장관|차관|위원장|의장|시장|지사|군수|청장|총장|원장|회장|사장|서장|감독|코치|검사|판사|대변인|대표"
    "|검장|처장|국장|본부장|총재|행장|의원"
)
"""Behind the house in which they are held: 국토교통부 장관, 서울중앙지검장."""
_NO_HANGUL_NAME = (
    "지난|이번|이날|전국|전날|현재|우리|정부|한국|오늘|오전|오후|경찰|이후|이어|당시|한편|소속|민주|국민|조국혁"
    "|고등|지방|서울|인천|부산|경기|강원|제주"
)
"""Begins like a surname, and is another word."""
_JAPANESE_TITLES = (
    "首相|大臣|官房長官|外相|財務相|防衛相|長官|議員|代表|幹事長|委員長|知事|市長|町長|村長|社長|会長|教授|監督|選手|投手|捕手"
    "|被告|容疑者|記者|弁護士|裁判長|大使|理事長|校長|博士|さん|氏"
)
_CHINESE = (
    rf"(?:{_BEFORE_NAME})[：:／/]?(?P<a>(?!{_NO_SURNAME})[{ANY_SURNAME}][\u4e00-\u9fff]{{1,2}})"
    rf"|(?P<s>[{ANY_SURNAME}]{_BY_SEX})"
    rf"|(?<=姓)(?P<t>[{ANY_SURNAME}])(?![氏名])|(?P<u>[{ANY_SURNAME}])(?=姓[男女少漢汉婦妇老嫌司民])"
    rf"|(?P<b>(?!{_NO_SURNAME})[{ANY_SURNAME}](?!零下|[攝摄華华]氏)[\u4e00-\u9fff]{{1,2}})(?={_AFTER_NAME})"
    r"|(?<=[の、])(?P<h>[\u4e00-\u9fff]{2,5}?)(?=教授|社長|会長|市長|知事|選手|監督)"
)
_FOREIGN = (
    r"(?P<c>[\u4e00-\u9fff]{1,6}[·‧・][\u4e00-\u9fff]{1,6})"
    r"|(?P<d>[\u4e00-\u9fff]{2,5})(?=[（(][A-Z][a-z])"
    r"|(?P<g>[\u4e00-\u9fff]{2,5})(?=さん|容疑者)"
    rf"|(?P<j>[\u4e00-\u9fff々]{{2,5}}?)(?=副?(?:{_JAPANESE_TITLES})[ぁ-ゖ、（(])"
    r"|(?P<o>[\u4e00-\u9fff]{2,6}(?:省|庁|党|銀行|大学|新聞|県警|地裁|高裁))(?=[ぁ-ゖ、])"
    rf"|(?<![가-힣])(?P<l>(?![이한전현우양])[{_HANGUL_SURNAMES}])(?= (?:{_HANGUL_TITLES}))"
    rf"|(?<![가-힣])(?P<k>[{_HANGUL_SURNAMES}][가-힣]{{1,2}})"
    rf"(?= ?(?:씨|군|양|님)(?![가-힣]{{3}})| (?:[가-힣]{{2}})?(?:{_HANGUL_TITLES})(?![가-힣]{{3}}))"
    rf"|(?<![가-힣])(?P<m>(?!{_NO_HANGUL_NAME})[{_HANGUL_SURNAMES}][가-힣]{{2}})"
    rf"(?=\(\d{{1,2}}\b| (?:[가-힣]{{2,10}} )?[가-힣]{{0,8}}(?:{_HANGUL_OFFICES})(?![가-힣]{{3}}))"
    r"|(?<=배우 |가수 |선수 |감독 |코치 |기자 |앵커 )(?P<n>[가-힣]{3})"
    r"(?=[이가은는을를의도와과]?(?![가-힣]))"
)
_LATIN = (
    r"(?P<e>[A-Z][a-z'’\-]+(?: [A-Z][a-z'’\-]+)+)|(?<=[a-z,] )(?P<f>[A-Z][a-z'’]+)"
    r"|(?:(?<=M[rs]\. )|(?<=Dr\. )|(?<=(?:Mrs|Sen|Rep|Gov)\. )|(?<=Prof\. ))(?P<w>[A-Z][a-z'’-]+)"
)
NAME = re.compile(f"{_CHINESE}|{_FOREIGN}|{_LATIN}")
"""A person, by surname and what stands beside it; the name is the group that matched."""
NAME_OF_HERE = re.compile(f"{_CHINESE}|{_LATIN}")
"""The same where no foreign name can be: in less than half the time."""
OF_ELSEWHERE = re.compile("[·‧・ぁ-ヺ々가-힣]|[（(][A-Z]")
"""A sign by which others are told."""
