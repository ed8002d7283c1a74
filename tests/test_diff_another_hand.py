"""Edits that another hand wrote than that of the rules: what each is judged to be."""

import pytest

from crawler.items import Article
from scheduler.diff import compare
from scheduler.diff.records import ChangeReport

BESIDE = ("山城今晨下雨，氣象署表示午後轉晴。", "縣府今天下午召開防災會議。")


def told(old: str, new: str) -> ChangeReport:
    url = "https://news.example/1"
    before, after = (
        Article(url=url, title="今日新聞", body=(BESIDE[0], text, BESIDE[1])) for text in (old, new)
    )
    return compare(before, after)


def edit(marked: str) -> tuple[str, str]:
    """`釀`2→3`死` as the two texts."""
    old, new = "", ""
    for place, part in enumerate(marked.split("`")):
        before, _, after = part.partition("→") if place % 2 else (part, "", part)
        old, new = old + before, new + after
    return old, new


@pytest.mark.parametrize(
    ("marked", "tag"),
    [
        ("下載健保App送`100→900`元禮券", "number"),
        ("下載次數突破百萬的叫車App遭駭，`3萬→8萬`名用戶個資外洩。", "number"),
        ("下載政府App的民眾`未→`受影響。", "negation"),
        ("他`沒→`收到錢。", "negation"),
        ("兩岸代表今天`缺席→出席`會議。", "opposite"),
        ("死亡人數至少5人。`→更正說明：死亡人數應為5人。`", "correction"),
        ("死亡人數至少5人。`→更正说明：此前报道有误。`", "correction"),
        ("死亡人數至少5人。`→※修正：死亡人數應為5人。`", "correction"),
        ("死亡人數至少5人。`→前文人數錯誤，向讀者道歉。`", "correction"),
        ("死亡人數至少5人。`→（更正：人數應為5人）`", "correction"),
        ("At least 5 died.`→ Correction: an earlier version gave 7.`", "correction"),
        ("At least 5 died.`→ This story has been corrected.`", "correction"),
        ("車禍造成`一死三傷→三死一傷`。", "number"),
        ("現場有`三男二女→二男三女`獲救。", "number"),
        ("嫌犯`林志明→林明志`今天到案。", "name"),
        ("卡利亞總統`安東·雷茲尼克→江浸月`今天表示。", "name"),
        ("颱風來襲（全台`3萬→8萬`戶停電），學校停課。", "number"),
        ("車禍釀`廿→卅`人輕重傷。", "number"),
        ("法院訂`廿三→廿五`日宣判。", "date"),
        ("支持率只剩`兩成五→三成五`。", "number"),
        ("`萬華→信義`區發生火警。", "name"),
        ("`八→九`旬婦人走失。", "number"),
        ("他`不得不→不得`離開。", "negation"),
        ("`國泰→富邦`金控公布財報。", "name"),
        ("`오늘→어제` 발표했다.", "date"),
        ("The bill was `passed→rejected`.", "opposite"),
        ("他`難以→得以`脫身。", "opposite"),
        ("会議は`中止→開催`された。", "opposite"),
        ("傷者`左腿→右腿`骨折。", "opposite"),
        ("車輛`由東向西→由西向東`行駛。", "opposite"),
        ("台股今天`上漲→下跌`百點。", "opposite"),
        ("Shares `rose→fell` 3 percent.", "opposite"),
        ("`國→中``中→國`生參加交流活動。", "name"),
        ("`이재명→윤석열` 대통령은 서울에서 회의를 열었다.", "name"),
        ("경찰은 `박지훈→박지현` 씨를 체포했다.", "name"),
        ("`岸田文雄→石破茂`首相は会見した。", "name"),
        ("`山田→山本`太郎被告に有罪判決。", "name"),
        ("`縣府說明會依法處理這個案件→县府说明不会依法处理这个案件`。", "negation"),
        ("`縣府→县府`表示`將會處理這個案件→将会处理这个案件`，`至少三人→至少五人`受傷。", "number"),
        ("`김→이` 의원은 찬성했다.", "name"),
        ("`経済産業省→厚生労働省`が発表した。", "name"),
        ("검찰은 그를 `기소→불기소`했다.", "negation"),
        ("매출이 10% `늘었다→줄었다`고 밝혔다.", "opposite"),
        ("The talks resume `Tuesday→Wednesday`.", "date"),
        ("核三廠2號機（今年將`不→`發電）由經濟部管理。", "negation"),
        ("加權指數收盤大漲`300→500`點。", "number"),
        ("判處有期徒刑3年`6→8`月。", "number"),
        ("一盒售價`50→80`日圓。", "number"),
        ("客隊以`98:95→98:59`獲勝。", "number"),
        ("工程預計`五月→六月`完成。", "date"),
        ("他認為這條路`→不`安全。", "negation"),
        ("表決`→不`過半。", "negation"),
        ("意外造成`有人→無人`傷亡。", "negation"),
        ("機上乘客`→勿`下車。", "negation"),
        ("董事會上「`沒有一筆追加→追加過一筆`」。", "negation"),
        ("He said `nothing→everything` was lost in the fire.", "negation"),
        ("社長は会見で再開`しない→する`と述べた。", "negation"),
        ("경찰은 사망자가 `없다→있다`고 밝혔다.", "negation"),
        ("央行升息`半碼→一碼`。", "number"),
        ("企業獲利在第`三→四`季回升。", "number"),
        ("At least `eight→nine` people were killed.", "number"),
        ("The deal is worth 3.2 `million→billion` dollars.", "number"),
        ("The trial starts `today→tomorrow` in court.", "date"),
        ("法院`昨日→前日`宣判。", "date"),
        ("造成`１，２００→１，５００`人停電。", "number"),
        ("About `10 000→12 000` people fled.", "number"),
        ("警方今天逮捕`一→多`名嫌犯。", "number"),
        ("颱風造成`多→三`人受傷。", "number"),
        ("`several→three` people were hurt.", "number"),
        ("基金會捐出3萬`美元→歐元`。", "number"),
        ("颱風距離鵝鑾鼻300`公里→海里`。", "number"),
        ("The bridge is 300 `feet→meters` long.", "number"),
        ("地震發生在`台東縣→花蓮縣`外海。", "name"),
        ("`國民黨→民進黨`立委質詢時提出。", "name"),
        ("資料由`衛福部→外交部`公布。", "name"),
        ("共有`二三→23`人受傷。", "number"),
        ("參加者約`七八→78`人。", "number"),
        ("全案再過`一兩→12`週定讞。", "number"),
        ("`上上週→上週`發生火警。", "date"),
        ("將於`下下週一→下週一`公布。", "date"),
        ("`5.20→5.2`總統就職。", "number"),
        ("推出iOS `17.10→17.1`的更新。", "number"),
        ("`三百零五→三百五`人受困。", "number"),
        ("罰款`一千零五→1500`元。", "number"),
        ("全國`三分之二→五分之二`民眾支持。", "number"),
        ("約三分之`一→二`的人反對。", "number"),
        ("國道`1→3`號追撞。", "number"),
        ("氣溫`－3→3`度。", "number"),
        ("今晨氣溫`零下5→5`度。", "number"),
        ("成長率為`負0.3→0.3`%。", "number"),
        ("營收成長2`倍→成`。", "number"),
        ("市值`$5bn→$5m`的公司。", "number"),
        ("他捐出`$5萬→€5萬`。", "number"),
        ("車禍釀3人`受傷→死亡`。", "number"),
        ("사고는 `월요일→화요일`에 일어났다.", "date"),
        ("會議由`副→`總理主持。", "rank"),
        ("`→代理`局長今天到場說明。", "rank"),
        ("消防局`科長→局長`出面致歉。", "rank"),
        ("外界關注`前→`總統的病情。", "rank"),
        ("這名市長`候選人→當選人`到場致意。", "rank"),
        ("陸軍`中將→少將`出席典禮。", "rank"),
        ("国防部`副→`部长主持会议。", "rank"),
        ("The `vice president→president` said so.", "rank"),
        ("He met the `→acting `mayor on site.", "rank"),
        ("She is a `former →`senator.", "rank"),
    ],
)
def test_what_matters_is_named(marked: str, tag: str) -> None:
    report = told(*edit(marked))

    assert tag in report.reasons
    assert report.score >= 30


def test_who_wrote_it_is_a_byline_in_a_text_without_brackets_too() -> None:
    assert told(*edit("記者`王大明→林小華`／台北報導")).reasons == ("byline",)
    assert told(*edit("記者`王大明→林小華`台北報導")).reasons == ("byline",)
    assert told(*edit("（圖／記者`王大明→林小華`攝）")).reasons == ("byline",)


@pytest.mark.parametrize(
    "marked",
    [
        "the `insured→injured` people",
        "the `employer→employee` said",
        "a `conviction→connection` was found",
        "老師帶著`女兒→兒女`來",
        "`甲方告乙方→乙方告甲方`的案子",
        "his `prosecution→persecution` went on",
    ],
)
def test_what_is_another_word_is_no_slip(marked: str) -> None:
    assert "typo" not in told(*edit(marked)).reasons


@pytest.mark.parametrize(
    ("marked", "tag"),
    [
        ("大盤下跌`10→20`點收盤。", "number"),
        ("大盤上漲約`10→20`點收盤。", "number"),
        ("會員可得`8→9`點積分回饋。", "number"),
        ("市府發表`3→5`點聲明回應。", "number"),
        ("地震規模`5點3→6點3`，深度十公里。", "number"),
        ("強颱`13→12`號逼近台灣。", "number"),
        ("台風`10→11`号が接近している。", "number"),
        ("搭乘`5→6`號班機離開。", "number"),
        ("編號`3→4`號的候選人發言。", "number"),
        ("嫦娥`6→7`號發射升空。", "number"),
        ("神舟`十七→十八`号发射升空。", "number"),
        ("決賽以`20：18→21：19`獲勝。", "number"),
        ("法院判刑`十月→十年`定讞。", "number"),
        ("判處有期徒刑`6→8`月。", "number"),
        ("每週`三→四`次到院治療。", "number"),
        ("會議`10→11`點開始。", "date"),
        ("預計`5→6`號公布名單。", "date"),
        ("店家營業到`5→6`號。", "date"),
        ("會議在5月`3→4`號舉行。", "date"),
        ("記者會`20:18→21:19`開始。", "date"),
        ("活動於上午`十點十五→十點五十`分開始。", "date"),
        ("將於`下週三→下週四`舉行。", "date"),
        ("將於本週`六→日`舉行。", "date"),
        ("將於下星期`三→四`舉行。", "date"),
        ("今（`5→6`）日舉行記者會。", "date"),
        ("The trial begins on `Jan→Feb` 5 in court.", "date"),
        ("The trial begins on `5→15` January in court.", "date"),
        ("The trial begins on Jan. `5→6` in court.", "date"),
        ("The trial begins on January 5, `2024→2025` in court.", "date"),
    ],
)
def test_an_hour_or_a_day_is_told_from_a_number(marked: str, tag: str) -> None:
    assert told(*edit(marked)).reasons == (tag,)


@pytest.mark.parametrize(
    "marked",
    [
        "隧道長`三點五→三點八`公里。",
        "隧道長`5點3→5點8`公里，明年完工。",
        "成長率達百分之`三點五→三點八`左右。",
        "預算達`三點五→三點八`億元。",
        "金額達12億`美元→新台幣`。",
        "金額達`US→NT`$12億。",
        "金額達`新台幣→人民幣`12億元。",
        "About `300→500` thousand people came.",
        "判處有期徒刑3`年→月`。",
    ],
)
def test_an_amount_is_read_with_what_stands_around_it(marked: str) -> None:
    assert told(*edit(marked)).reasons == ("number",)


@pytest.mark.parametrize(
    "marked",
    [
        "金額達12億`新台幣→臺幣`。",
        "金額達12億`美元→美金`。",
        "金額達`新台幣→`12億元。",
        "隧道長`三點五→3.5`公里。",
    ],
)
def test_the_same_money_is_no_other_number(marked: str) -> None:
    assert "number" not in told(*edit(marked)).reasons


@pytest.mark.parametrize("marked", ["`今天→今（5）日`舉行記者會。", "`今日→今天`舉行記者會。"])
def test_today_told_otherwise_is_no_other_day(marked: str) -> None:
    assert told(*edit(marked)).reasons == ("edited",)


def test_a_month_is_no_name_but_a_man_may_be_called_like_one() -> None:
    assert "name" in told(*edit("He met with `Jan→Max` Vermeer there.")).reasons


@pytest.mark.parametrize(
    ("marked", "tag"),
    [
        ("財產遭`沒收→扣押`。", "negation"),
        ("代表團來自`南非→巴西`。", "negation"),
        ("他買了`不動產→房地產`。", "negation"),
        ("村子被大水`淹沒→吞噬`。", "negation"),
        ("他`千萬→絕對`不要去。", "number"),
        ("`萬一→如果`下雨就停辦。", "number"),
        ("警方`更正→改變`說法。", "correction"),
        ("衛福部`今天公布→公布更正數據，`新增病例3例。", "correction"),
        ("公司`公布→公布更正後的`財報。", "correction"),
        ("法院判決媒體須刊登`道歉→更正`啟事。", "correction"),
        ("他`→修正看法，並澄清說法，`向外界致歉。", "correction"),
        ("The company issued `a statement→a correction to its accounts`.", "correction"),
        ("現場有5`→萬`人（含眷屬）參加。", "name"),
        ("國有財產遭`沒收→沒收了`。", "negation"),
        ("他在醫院`康復→痊癒`後返家。", "name"),
        ("記者走訪`學校→醫院`。", "name"),
        ("`多→數`名民眾受傷。", "number"),
        ("About `10 000→10,000` people fled.", "number"),
        ("開幕式在5月`3→5`日。", "number"),
        ("罰款`一千五→1500`元。", "number"),
        ("有`百分之四十五→45%`的人反對。", "number"),
        ("About `41 percent→41%` of them left.", "number"),
        ("會議`19時30分→19:30`開始。", "date"),
        ("會議`7時→7點`開始。", "date"),
        ("車輛`左轉→右轉`時追撞。", "name"),
        ("今晨氣溫`零下5→5`度。", "name"),
        ("`The president→The President` said so.", "name"),
        ("`十九→十八`世紀的建築。", "name"),
        ("新藥完成第`II→III`期臨床試驗。", "typo"),
        ("他`不得不→只好`離開。", "negation"),
        ("`億萬富翁→企業家`捐款。", "number"),
        ("`五月天→周杰倫`演唱會開賣。", "date"),
        ("`候選人→侯選人`今天登記。", "name"),
        ("市長`候選人→侯選人`登記。", "rank"),
        ("市長`候選人→侯選人`登記。", "name"),
        ("`雙→單`親家庭受補助。", "name"),
        ("造成3`人受傷→人輕重傷`送醫。", "number"),
        ("民眾`千萬→務必`小心。", "number"),
        ("大家`千萬→務必`不要上當。", "number"),
        ("車禍釀2`死→亡`。", "number"),
        ("評等降為`BBB→BB`。", "typo"),
        ("旅館獲`★★★★→★★`評價。", "typo"),
        ("`前前任→前任`市長今天表示。", "typo"),
        ("The Department of `Corrections→Prisons` said so.", "correction"),
        ("這已超出本案`範疇→範圍`。", "name"),
        ("同場人士`亦然→也是如此`。", "name"),
        ("副局長再`高升→升官`。", "name"),
        ("他們躲在`地庫裡→地下室裡`。", "name"),
        ("美方又打出`→一`張牌。", "name"),
        ("新聞稿上`列名→列明`疫苗的反應。", "name"),
        ("他認為`官方→官方聲`稱的數字不對。", "name"),
        ("本報`→曾報導`稱廠方知情。", "name"),
        ("`日→目`前總統已經返國。", "rank"),
        ("該`地→山`區長期缺水。", "rank"),
        ("`部長→他`今天到場。", "rank"),
        ("`委員會→董事會`今天開會。", "rank"),
        ("市長`今天→昨天`到場。", "rank"),
        ("`市長與局長→市長`到場。", "rank"),
        ("The `President→president` said so.", "rank"),
    ],
)
def test_what_only_looks_so_is_not(marked: str, tag: str) -> None:
    assert tag not in told(*edit(marked)).reasons


@pytest.mark.parametrize(
    "marked", ["他說`──→——`這是真的。", "`\u2f54庫→水庫`洩洪。", "面積30`㎡→m2`的房間。"]
)
def test_the_same_sign_in_another_shape_is_noise(marked: str) -> None:
    assert told(*edit(marked)).score == 0


@pytest.mark.parametrize(
    "marked",
    [
        "聯絡電話`0912345678→912345678`。",
        "帳號`00123456→123456`的客戶。",
        "特務代號`007→7`現身。",
        "帳戶尾碼`0123→123`的客戶。",
        "函數`x²→x2`的圖形。",
        "推出`17.10→17.1`版。",
        "規格`2.50→2.5`已經公布。",
    ],
)
def test_a_zero_or_a_power_may_tell_another_number(marked: str) -> None:
    assert told(*edit(marked)).reasons == ("number",)


@pytest.mark.parametrize(
    "marked",
    [
        "上漲`5%→5.0%`左右。",
        "上漲`1.50→1.5`倍左右。",
        "全長`5.0→5`公里。",
        "售價`$3.50→$3.5`左右。",
        "捐款`1.5萬→15000`元。",
        "自5月`05→5`日起。",
        "從`08:05→8:05`開始。",
    ],
)
def test_the_same_amount_written_otherwise_is_a_variant(marked: str) -> None:
    assert told(*edit(marked)).reasons == ("variant",)


def test_a_new_paragraph_about_an_app_is_no_furniture() -> None:
    report = told("", "下載政府防疫App的民眾個資全數外洩，數位部長今天請辭。")
    assert report.score >= 20


@pytest.mark.parametrize(
    "line", ["下載中央社App", "訂閱電子報！", "下載「例報新聞」App，每日新聞不漏接"]
)
def test_the_furniture_of_pages_is(line: str) -> None:
    assert told(line, line + "。").score == 0


def test_a_day_of_the_week_is_no_name() -> None:
    assert told(*edit("The talks resume `Tuesday→Wednesday`.")).reasons == ("date",)
    assert "name" not in told(*edit("氣溫`攝氏→華氏`35度。")).reasons


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("「不可能」王小明強調不選。", "王小明強調不選：「不可能」。"),
        ("「不可能。」王小明說。", "王小明說：「不可能。」"),
    ],
)
def test_a_clause_that_only_stands_elsewhere_in_its_sentence_says_nothing_else(
    old: str, new: str
) -> None:
    assert {"name", "negation"}.isdisjoint(told(old, new).reasons)


def test_a_negation_that_stands_elsewhere_says_something_else() -> None:
    assert "negation" in told("他不說他要走。", "他說他不要走。").reasons
