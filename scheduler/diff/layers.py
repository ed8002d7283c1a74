"""Differences that say nothing, named by the lowest layer of folding that makes texts equal."""

import re
import unicodedata
from collections.abc import Callable

from crawler.text import fold
from scheduler.diff import atoms, marks
from scheduler.diff.atoms import NUMERALS, POINTS, TENTHS
from scheduler.diff.numerals import amount
from scheduler.diff.records import Tag

_COMPATIBLE = (
    *range(0x2E80, 0x2FD6),  # radicals, as some input methods and PDF files have them
    *range(0x2103, 0x210A, 6),  # ℃ ℉
    *range(0x3371, 0x33E0),  # ㎞ ㎡
    *range(0xFF01, 0xFFEF),
)
_WIDTHS = {code: unicodedata.normalize("NFKC", chr(code)) for code in _COMPATIBLE}
_SHAPES = {
    **dict.fromkeys(map(ord, "「」『』“”„‟‘’‚‛«»‹›\"'"), '"'),
    **dict.fromkeys(map(ord, "‐‑‒–—―−─━"), "-"),
    ord("⋯"): "…",
    ord("µ"): "μ",
    0xFE0E: "",  # as text, or as a picture: ❤ and ❤️
    0xFE0F: "",
    ord("〜"): "~",
    ord("～"): "~",
}
_RAISED = re.compile(
    r"(?<![A-Za-z])(?:[cdkmnµμ]?m|ft|in|mi|yd)[²³]|(?<=[^\W\d_])[₀-₉]+",
)
"""Of m³ and H₂O: behind a digit, or another letter, it is a power, or a note."""
_LONGEST = 100_000  # characters, old and new, of which each layer is asked: half a second's work
_MEANT = frozenset('"%‰&@#*§?')  # punctuation to Unicode, but not to a reader

_PAIRS = (
    "臺台 裏裡 着著 爲為 衆眾 羣群 麪麵 峯峰 啓啟 綫線 牀床 喫吃 佈布 週周 佔占 証證 擡抬 鷄雞"
    " 滙匯 脚腳 强強 汚污 唇脣 恒恆 説說 内內 吴吳 黄黃 户戶 録錄 値值 眞真 産產 僞偽 税稅"
    " 寳寶 鑒鑑 晒曬 嚐嘗 蹟跡 迹跡 菸煙 妝粧 牆墻 凶兇"
    " 脱脫 鋭銳 悦悅 閲閱 淸清 靑青 敎教 既旣 鈎鉤 携攜 秘祕 踪蹤 颱台 汙污 瞭了 吿告 衞衛"
)
_VARIANTS = {ord(pair[0]): pair[1] for pair in _PAIRS.split()}

_FORMS = {code: other for code, other in (_WIDTHS | _SHAPES | _VARIANTS).items() if len(other) == 1}

_OF_TITLES = [
    {mark, other}
    for marks, others in (("「『“", "《〈"), ("」』”", "》〉"))
    for mark in marks
    for other in others
]
"""The marks of a film or a book, in the style of one house or another: 「望海」 and 《望海》."""
_LOOSE = re.compile(r"(?<=\d)\s+(?=[%‰％])|(?<=[$€£¥])\s+(?=\d)|(?<=\d)\s+([-–—:])\s+(?=\d)")
"""Blanks that the number beside them is read with: 100 %, NT$ 500, 2 - 1."""
_RANGE = re.compile(rf"(?<=[\d{NUMERALS}])(?:\s?[至到]\s?|[~–—-]|\s[~–—-]\s)(?=[\d{NUMERALS}])")
"""From one number to another; with a comma in its place it would be both of them."""

_HIDDEN = frozenset(f"{NUMERALS}{TENTHS}{POINTS}分之零下負负至到percent\u115f\u1160\u3164\uffa0")
"""Letters of which amounts are made, and fillers."""


def name(old: str, new: str) -> Tag | None:
    """Which layer hides the difference, None where none does; of two different texts.

    `noise`: white space and what nobody sees. `width`: full or half width of one character, the
    shapes of quotation marks and dashes. `punctuation`: marks between words; quotation marks that
    came or went are no such thing, nor are signs and points of numbers. `variant`: another form of
    one character (臺/台) or of one amount (三/3, 1,000/1000). Of more than 100,000 characters only
    the first is asked.
    """
    if len(old) + len(new) > _LONGEST:
        return "noise" if fold(old) == fold(new) else None
    if _bare(old) != _bare(new):
        return None
    for tag, layer in LAYERS:
        if layer(old) == layer(new):
            return tag
    return None


def after(before: str, old: str, new: str) -> Tag | None:
    """The same of a place in a text, with what stands before it on both sides.

    Some marks say something: see `marks`.
    """
    if {old, new} in _OF_TITLES:
        return "punctuation"
    found = name(old, new)
    return None if found == "punctuation" and marks.decide(before, old, new) else found


class _Letters(dict[int, str | None]):
    """What is left of a character where all that any layer hides is gone."""

    def __missing__(self, code: int) -> str | None:
        character = chr(code)
        kept = unicodedata.category(character)[0] == "L" and character not in _HIDDEN
        self[code] = _VARIANTS.get(code, character) if kept else None
        return self[code]


_LETTERS = _Letters()


def _bare(text: str) -> str:
    """Its letters that no layer hides: where they differ, no layer makes the texts equal."""
    return unicodedata.normalize("NFKD", text).translate(_LETTERS)


def unvaried(text: str) -> str:
    """Each character in one of its forms: 臺 as 台."""
    return text.translate(_VARIANTS)


def levelled(text: str) -> str:
    """Each character in one of its forms and widths; as long as before."""
    return text.translate(_FORMS)


def _seen(text: str) -> list[str]:
    plain = _LOOSE.sub(lambda found: found[1] or "", fold(text))
    return [atom for atom in atoms.split(plain) if not atom.isspace()]


def _narrow(text: str) -> list[str]:
    return _seen(_one_width(text))


def _one_width(text: str) -> str:
    plain = _RAISED.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
    return plain.translate(_WIDTHS).translate(_SHAPES)


def _unmarked(text: str) -> list[str]:
    return [atom for atom in _narrow(text) if not all(map(_says_nothing, atom))]


def _says_nothing(character: str) -> bool:
    return unicodedata.category(character)[0] == "P" and character not in _MEANT


def _one_form(text: str) -> list[str]:
    plain = _unmarked(_RANGE.sub("~", _one_width(unvaried(text))))
    return [amount(atom) if atoms.is_number(atom) else atom for atom in plain]


LAYERS: tuple[tuple[Tag, Callable[[str], list[str]]], ...] = (
    ("noise", _seen),
    ("width", _narrow),
    ("punctuation", _unmarked),
    ("variant", _one_form),
)
"""What each folds away, the lowest first."""
