"""The language of a text by its script, where the page does not say it."""

import re
from collections.abc import Iterable

_KANA, _HANGUL = re.compile("[\u3041-\u30ff]"), re.compile("[\uac00-\ud7af]")
_HAN = re.compile("[\u3400-\u9fff]")
_TRADITIONAL = frozenset("們個來說時國這對發會學與關點後還進過實應經報長開問無從當現動機")
_SIMPLIFIED = frozenset("们个来说时国这对发会学与关点后还进过实应经报长开问无从当现动机")
_LOOKED_AT = 2_000  # characters
_LEAST_SHARE = 0.1  # of a script that tells the language; Japanese is a third kana, or more


def of(paragraphs: Iterable[str]) -> str:
    """`ja`, `ko`, `zh-Hant` or `zh-Hans`; empty for any other, which no script tells."""
    text = "".join(paragraphs)[:_LOOKED_AT]
    least = _LEAST_SHARE * len(text)
    for script, name in ((_KANA, "ja"), (_HANGUL, "ko")):
        if len(script.findall(text)) > least:
            return name
    if len(_HAN.findall(text)) <= least:
        return ""
    traditional = sum(character in _TRADITIONAL for character in text)
    simplified = sum(character in _SIMPLIFIED for character in text)
    return "zh-Hant" if traditional >= simplified else "zh-Hans"
