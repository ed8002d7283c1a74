"""Places that no Chinese dictionary has: lands in short, and those of other languages."""

import re
from collections.abc import Iterator

from scheduler.diff import localities, words
from scheduler.diff.passages import Passage

_ENGLISH_NAMES = (
    "Afghanistan Africa Albania Algeria America Amsterdam Ankara Argentina Armenia Asia Athens"
    " Atlanta Australia Austria Azerbaijan Baghdad Bangkok Bangladesh Barcelona Beijing Beirut"
    " Belarus Belgium Berlin Boston Brazil Britain Brussels Bulgaria Cairo California Cambodia"
    " Canada Chicago Chile China Colombia Copenhagen Croatia Cuba Cyprus Dallas Damascus"
    " Denmark Detroit Dubai Dublin Edinburgh Egypt England Estonia Ethiopia Europe Finland"
    " Florida France Frankfurt Gaza Geneva Germany Ghana Glasgow Greece Guangzhou Hamburg Hanoi"
    " Havana Helsinki Houston Hungary Iceland India Indonesia Iran Iraq Ireland Israel Istanbul"
    " Italy Jakarta Japan Jerusalem Johannesburg Kabul Kashmir Kazakhstan Kenya Kherson Kosovo"
    " Kuwait Kyiv Kyoto Laos Latvia Lebanon Libya Lisbon Lithuania London Luxembourg Macau"
    " Madrid Malaysia Manchester Manila Melbourne Mexico Miami Milan Moldova Mongolia Montreal"
    " Morocco Moscow Mumbai Munich Myanmar Nagasaki Nairobi Nepal Netherlands Nigeria Norway"
    " Osaka Oslo Ottawa Pakistan Palestine Panama Paris Peru Philadelphia Philippines Poland"
    " Portugal Prague Pyongyang Qatar Romania Rome Russia Rwanda Scotland Seattle Seoul Serbia"
    " Shanghai Shenzhen Singapore Slovakia Slovenia Somalia Spain Stockholm Sudan Sweden"
    " Switzerland Sydney Syria Taipei Taiwan Tehran Texas Thailand Tibet Tokyo Toronto Tunisia"
    " Turkey Ukraine Vancouver Venezuela Vienna Vietnam Wales Warsaw Washington Yemen Zurich"
    " Arsenal Chelsea Liverpool Everton Tottenham Bayern Juventus Toyota Honda Nissan Boeing"
    " Airbus Tesla Ford Amazon Google Apple Microsoft Meta Samsung Sony Pfizer Moderna Harvard Yale"
    " Stanford Oxford Cambridge Reuters Bloomberg Nvidia Intel Huawei Xiaomi"
)
_ENGLISH = frozenset(_ENGLISH_NAMES.split())
_KOREAN_NAMES = (
    "서울 부산 대구 인천 광주 대전 울산 세종 강원 충북 충남 충청 전북 전남 전라 경북 경남"
    " 경상 제주 수원 성남 고양 용인 창원 청주 천안 전주 포항 김해 안산 안양 평택 의정부 파주"
    " 여수 순천 목포 춘천 원주 강릉 군산 구미 경주 진주 한국 북한 미국 중국 일본 영국 프랑스"
    " 독일 러시아 우크라이나 이라크 이스라엘 대만 베트남 태국 호주 캐나다 도쿄 베이징"
    " 상하이 워싱턴 뉴욕 런던 파리 베를린 모스크바 평양 하노이 홍콩 오사카"
)
_KOREAN = frozenset(_KOREAN_NAMES.split())
_HANGUL_WARD = re.compile(
    "[가-힣]{2,3}[구군시](?:에서는|에서|에는|에|의|을|를|은|는|이|가|과|와|으로|로)?"
)
_PARTICLES = re.compile(
    r"(?:특별시|광역시|특별자치도|시|도)?"
    r"(?:에서는|에서|에는|에|의|을|를|은|는|이|가|과|와|으로|로|까지|부터|도)?$"
)
_JAPANESE_NAMES = (
    "青森 岩手 宮城 秋田 山形 福島 茨城 栃木 群馬 埼玉 千葉 東京 神奈川 新潟 富山 石川 福井 山梨"
    " 長野 岐阜 静岡 愛知 三重 滋賀 京都 大阪 兵庫 奈良 和歌山 鳥取 島根 岡山 広島 山口 徳島"
    " 香川 愛媛 高知 福岡 佐賀 長崎 熊本 大分 宮崎 鹿児島 沖縄 北海道 札幌 仙台 横浜 川崎 名古屋"
    " 神戸 堺 北九州 那覇 盛岡 金沢 松山 高松 米国 英国 韓国 中国 台湾 日本 北朝鮮 豪州"
)
_JAPANESE = frozenset(_JAPANESE_NAMES.split())
LAND = re.compile("[美中日韓韩俄烏乌英法德印以伊朝越菲澳台臺](?:軍|军|方|艦|舰|媒|股|企)")
"""A land by its first character: 俄軍, 中方."""
_NEAR = 4  # characters in which the rest of a name may stand
_CAPITALISED = re.compile("[A-Z][a-z]{2,}")
_HANGUL = re.compile("[가-힣]{2,}")
_HAN_RUN = re.compile(r"[\u3400-\u9fff々]{2,}")
_KANA = re.compile("[ぁ-ゖァ-ヺ]")
_WARD = re.compile("[道府県都市]?(?!.*[都地当同]市?区?$).{1,4}[市区町村]")
_DIVISION = re.compile("(?<=.)(?:都|府|県|市)$")


def named(passage: Passage) -> Iterator[str]:
    """The places that the passage names; of a Chinese one lands, towns and teams."""
    own = passage.own
    if LAND.fullmatch(own):
        yield own[0]
    yield from (word for word in _CAPITALISED.findall(own) if word in _ENGLISH)
    for word in _HANGUL.findall(own):
        name = _PARTICLES.sub("", word)
        yield from [name] if name in _KOREAN or _HANGUL_WARD.fullmatch(word) else []
    if _KANA.search(passage.text, *passage.window()):
        yield from (run for run in _HAN_RUN.findall(own) if _is_japanese_place(run))
    else:
        yield from _of_here(passage)


def _of_here(passage: Passage) -> Iterator[str]:
    first, last = passage.window(_NEAR)
    for match in localities.EXCHANGED.finditer(words.simplified(passage.text[first:last])):
        start, end = first + match.start(), first + match.end()
        if start < passage.end and end > passage.start:
            yield passage.text[start:end]


def _is_japanese_place(run: str) -> bool:
    if _WARD.fullmatch(run):
        return True
    name = _DIVISION.sub("", run) if run not in _JAPANESE else run
    return name in _JAPANESE or words.named(name, 0, len(name), "place") == [name]
