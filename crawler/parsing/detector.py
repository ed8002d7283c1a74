"""Which encoding bytes are in: the one in which they hold the characters that people write most.

No library does: charset-normalizer and chardet name none as soon as a byte is wrong or the end is
cut off, and what they name may change with their release, while a stored page must read alike for
ever.
"""

import re
from collections import Counter
from typing import NamedTuple

from crawler.parsing.charsets import BIG5, decode

_TRADITIONAL = (
    "，。、：「」（）；國一是在不有醫人年為台大上生日以會院出發者行時要到多成這了家可新高病也來能"
    "分公過部天民後對現就動感下全方用等及個法市前區所外示政經將進流月和於期性務報與關表社量體提"
    "資心地制工因說長員本度品重實今加間情作都北開但入港導他理局業最定電小果網自合水應已科得費機事"
    "眾運主口或物央節保平至學健基之子力管同場常共建比如產通查改灣內取面名次種安當被明道"
)
_SIMPLIFIED = (
    "，。、：“”（）；《》国一是在中不的人有大了美为这年他会和对个日我上们法到民时发出说月政共行家"
    "要以来被多新主方后选者自就前公地能员也生现事表全关都过情普外经成报于特当港总可部学作台与下而"
    "所示动统市天但进疫将还其开任体没本之得元实用重同长文最工内分明党已数力周名北如安区面等并期次"
    "由问去信业高道些机利网间正接权加及里受种认提两近度交很场教果通治系此从记至么意反无理平目性论"
)
_JAPANESE = (
    *map(chr, range(0x3041, 0x30FF)),
    *"、。日一人年大本中出時行見月分後前生間上東今金学高子外来気話国会社者市員長事発表部",
)
_KOREAN = (
    "이다는을에의가고하은를로사지기한도서자대인시일리어나해정라과들그수아만있게여적보전상원부으면주제"
    "공장국계성경니스조구관방거합습했것안위치된될및와며지난던동회단신민선학생통개할말때문명물분비세소"
)
_RUSSIAN = "оеаинтсрвлкмдпуяыьгзбчй"
_ALONE = frozenset("éèàùçêâîôëïüöäßñáíóúãõåøæœÉÀ’“”‘–—«»\xa0")


class _Guess(NamedTuple):
    codec: str
    common: frozenset[str]
    usual: float
    """The share of `common` among what is no ASCII in a text of that language."""


_GUESSES = tuple(
    _Guess(codec, frozenset(common), usual)
    for codec, common, usual in (
        (BIG5, _TRADITIONAL, 0.5),
        ("gb18030", _SIMPLIFIED + _TRADITIONAL, 0.5),
        ("cp932", _JAPANESE, 0.7),
        ("euc_jp", _JAPANESE, 0.7),
        ("cp949", _KOREAN, 0.6),
        ("cp1251", _RUSSIAN, 0.85),
        ("koi8-r", _RUSSIAN, 0.85),
        ("cp1252", _ALONE, 0.9),
    )
)
_SAMPLE = 8_192
_RUN = re.compile(rb"[^<>\r\n]+")  # no such byte is a part of a character in any codec
_WRONG = re.compile("[\ufffd\x80-\x9f\ue000-\uf8ff]")
_FOREIGN = re.compile("[^\x00-\x7f]+")
_WORDS = re.compile("[^\x00-\x7f]{2,}")
_LETTERS = re.compile("(?<=[\x00-\x7f])[^\x00-\x7f](?=[\x00-\x7f])")


def likelihoods(content: bytes) -> dict[str, float]:
    """For each codec how likely `content` is in it: 1 as a usual text is, 0 or less as none is.

    Asked are UTF-8 and the codecs of East Asia, Cyrillic and Western Europe. All 0 for ASCII.
    """
    sample = _sample(content)
    found = {guess.codec: _likelihood(sample, guess) for guess in _GUESSES}
    return {"utf-8": _validity(sample), **found}


def _validity(sample: bytes) -> float:
    """UTF-8 shows by its form: no other encoding is valid in it for long."""
    foreign = "".join(_FOREIGN.findall(decode(sample, "utf-8")))
    return 1 - 3 * len(_WRONG.findall(foreign)) / len(foreign) if foreign else 0.0


def _sample(content: bytes) -> bytes:
    """The first of what stands between tags and is no ASCII."""
    runs, length = [], 0
    for match in _RUN.finditer(content):
        if not match[0].isascii():
            runs.append(match[0][:_SAMPLE])
            length += len(runs[-1])
        if length > _SAMPLE:
            break
    return b"\n".join(runs)


def _likelihood(sample: bytes, guess: _Guess) -> float:
    text = decode(sample, guess.codec)
    foreign = sum(map(len, _FOREIGN.findall(text)))
    words = "".join((_LETTERS if guess.common is _ALONE else _WORDS).findall(text))
    counts = Counter(words)
    common = sum(counts[character] for character in guess.common)
    return (common / guess.usual - 2 * len(_WRONG.findall(text))) / max(1, foreign)
