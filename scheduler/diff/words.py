"""Where words end in prose that writes no spaces between them.

Chinese is segmented by rjieba on a copy in simplified characters: its dictionary is simplified,
and the copy, made character by character, keeps every offset (boundary F1 .93 instead of .89 on
Taiwanese news). Japanese is cut where its scripts meet. Numbers and words of spaced scripts are
whole already, see `atoms`.
"""

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from functools import cache, lru_cache
from itertools import accumulate, pairwise
from operator import sub
from types import ModuleType
from typing import Literal, Protocol, get_args

from scheduler.diff import atoms, localities, persons
from scheduler.diff.edges import CLAUSE_ENDS, CLOSING, OPENING, SENTENCE_ENDS
from scheduler.diff.everyday import NO_NAMES

NEAR = 12
"""Characters of a very long clause that are looked at to either side of a place."""

_BLOCKS = (range(0x3400, 0xA000), range(0xF900, 0xFB00))
"""Where Han characters that have another form stand."""

BETWEEN = "\n"
"""Stands between clauses: no word contains it."""

_LONGEST = 400
"""Characters of a passage in which names are looked for."""

_SOUNDS = (
    "阿埃艾奥巴冯邦鲍贝彼伯博布查茨达戴丹德狄蒂丁杜多厄恩尔菲费芬弗盖冈戈格根哈汉赫亨霍基吉加贾杰卡凯坎康考柯科克肯库拉莱兰朗劳勒雷"
    "里莉丽琳隆卢鲁伦罗洛吕马玛迈曼梅蒙米莫姆穆纳娜内尼涅纽努诺帕潘佩皮普奇恰乔切琴丘让热萨塞桑瑟沙莎施斯索塔泰坦汤唐特汀廷托瓦万威韦"
    "维温沃乌夏肖谢辛雅亚耶伊因尤约泽扎詹朱兹佐川林连赖莱什司"
)
_TOLD_BY_SOUND = re.compile(rf"[{_SOUNDS}]{{3,6}}(?<![因什加])")
"""A foreign name, in simplified characters: 布林肯, 泽连斯基."""
_NO_SURNAMES = frozenset(atoms.NUMERALS) - {*"萬万"}  # 十九世
_SOME = re.compile(
    "[数几](?:十[万亿]?|[百千][万亿]?|[万亿])|(?:(?<![公上])司马|欧阳|诸葛|皇甫|令狐|尉迟)."
)
"""數十億: how many, without saying it; 司馬光: a surname of two characters."""
_COURT = re.compile("..(?:法院|银行|大学)$")
"""An organisation that the dictionary may take for a thing."""
_PLACES = frozenset(("ns", "nt", "nz"))
_ADVERB = re.compile(
    "(?<=..)[也則则甫都仍又還还再曾將将已並并亦在近對对說说被]$|(?<=川普)[剛刚才]$|(?<=^.[男女]).$"
)
"""Behind a name; 剛 and 才 more often end one."""
_DATED = re.compile("[今昨明前后去上下本这](?:[天日年晚早晨夜]|个?(?:周|星期|礼拜|月))")
"""今天上午, of which the segmenter makes one word."""

_SEGMENTER_JOINS = "+#&._%-"
"""To the segmenter part of words, once any text beside them is Chinese; `atoms` knows better."""

_APART = re.compile(
    rf"[{re.escape(SENTENCE_ENDS + CLAUSE_ENDS + OPENING + CLOSING)}\s/／](?![{atoms.EXTENDS}])"
)
_BEFORE = re.compile(f".*{_APART.pattern}", re.DOTALL)
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_COUNTED = re.compile(rf"\d(?![{atoms.POINTS}]){_HAN.pattern}|(?![{atoms.POINTS}]){_HAN.pattern}\d")
_KANA = re.compile(r"[ぁ-ゖァ-ヺー]")
_FOREIGN = re.compile(
    r"[·‧・](?<=\w.)[\u4e00-\u9fff]{1,6}?"
    r"(?=[^\u4e00-\u9fff]|$|[在的說说表指等今昨宣和與与也則则是曾將将於于為为以對对向並并])"
)
"""From the point inside a transcribed name to its end."""

_TITLES = ("容疑者", "社長", "会長", "教授", "市長", "知事", "首相", "選手", "監督", "議員", "氏")
_ALONE = frozenset("市県町村区国党同各全両新旧元前約")
"""Stands before a pair, not in it."""
_SIMPLIFIED = frozenset("餘於後範遊鐘薑")
"""余, 于, 后, 范, 游, 钟 and 姜 are surnames, and the simplified forms of these."""
_ENDS_OF_TITLES = frozenset("長长員员官授席")
_PAIR = 2
_FULL_NAME = 3
_RUN = re.compile(r"[\u3400-\u9fff々〆]+|[ァ-ヺー]+|[^\u3400-\u9fff々〆ァ-ヺー]")


def _is_sure(left: str, right: str) -> bool:
    if _APART.match(left + right) or _APART.match(right):
        return True
    return _COUNTED.fullmatch(left + right) is not None


SURE = atoms.Pairs(_is_sure)
"""Where a word ends whatever the characters mean."""


def around(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the clause before `start` begins, and that behind `end` ends; of long ones, near."""
    before = _BEFORE.match(text, max(start - NEAR, 0), start)
    behind = _APART.search(text, end, end + NEAR)
    return (
        before.end() if before else max(start - NEAR, 0),
        behind.start() if behind else min(end + NEAR, len(text)),
    )


def ends(passages: Sequence[str], names: re.Pattern[str] | None = None) -> Set[int]:
    """At which offsets words end in `passages`, laid end to end with one character between them.

    All at once, for it costs more to begin than to go on; Japanese each for itself. `names` finds
    what is known to be a word; other names are told by what stands beside them.
    """
    text = BETWEEN.join(passages)
    plain = text.translate(_segmentable())
    found = {0, *accumulate(map(len, _segmented(text, plain, passages)))}
    runs = atoms.runs(text)  # 5萬|元: to the segmenter 萬元 is a word
    found.difference_update(*(range(start + 1, end) for start, end in runs))
    found.update(*runs)
    for match in _FOREIGN.finditer(text):
        found.difference_update(range(*match.span()))
    for match in persons.PERSON.finditer(text):
        start, end = match.span()
        if start not in found and is_end_of_word(text, start):
            continue  # 工程|提前3天
        if persons.AFTER_NAME.match(text, end):
            found.add(end)
        elif end - 1 in found and end not in found:
            end -= 1  # 張偉|北京: the word behind the name begins in it
        found.add(start)
        found.difference_update(range(start + 1, end))
    for match in persons.INITIALLED.finditer(text):
        if match.start() - 1 in found:  # to the segmenter 王男左 is a name
            found.discard(match.start())
            found.add(match.end())
    whole = [*localities.ORGANISATION.finditer(plain), *_SOME.finditer(plain)]
    whole += (each for each in _TOLD_BY_SOUND.finditer(plain) if _is_torn(found, *each.span()))
    for match in (*whole, *(names.finditer(text) if names else ())):
        found.difference_update(range(match.start() + 1, match.end()))
        found.update(match.span())
    return found


def _is_torn(found: Set[int], start: int, end: int) -> bool:
    """Whether a foreign name ends where words do, and a single character of it is one: 布|林肯."""
    edges = [place for place in range(start, end + 1) if place in found]
    return edges[:1] == [start] and edges[-1] == end and 1 in map(sub, edges[1:], edges)


def is_chinese(text: str) -> bool:
    """Whether the segmenter knows its words: Han characters, and none of Japanese's own."""
    return bool(_HAN.search(text)) and not _KANA.search(text)


def pieces(passage: str) -> int:
    """Of how many words a Chinese passage consists, each in the dictionary or one character."""
    return len(_rjieba().cut(simplified(passage), False))


def at(text: str, place: int) -> tuple[int, int]:
    """Where the word that `text[place]` is in begins and ends, as Chinese is segmented."""
    first = max(place - NEAR, 0)
    window = text[first : place + NEAR]
    if not is_chinese(window):
        return place, place + 1
    edges = accumulate(map(len, _cut(window)), initial=first)
    return next((start, end) for start, end in pairwise(edges) if end > place)


def is_end_of_word(text: str, place: int) -> bool:
    """Whether the character is the last of a longer word that the dictionary has: 程 in 工程.

    Behind a title it begins a name: to the segmenter 律師|范 ends in 師范.
    """
    if text.endswith(persons.TITLES_BEFORE, max(place - NEAR, 0), place):
        return False
    start, end = at(text, place)
    return start < place == end - 1 and pieces(text[start:end]) == 1


@lru_cache(maxsize=256)
def _cut(window: str) -> list[str]:
    cut: list[str] = _rjieba().cut(window.translate(_segmentable()))
    return cut


Named = Literal["person", "place"]
"""A place, or an organisation: what the dictionary calls ns, nt or nz."""


def named(text: str, start: int, end: int, kind: Named) -> list[str]:
    """The words that rjieba takes for names of that kind, of those in `text[start:end]`.

    It takes a rare word for a person now and then: ask only where a name would be no surprise.
    """
    first = max(start - NEAR, 0)
    told = _told(text[first : min(end, start + _LONGEST) + NEAR])
    edges = ((first + one, first + other) for one, other, names in told if names == kind)
    whole = ((one, without_adverb(text[one:other])) for one, other in edges)
    if kind == "person":
        whole = (_without_title(one, name) for one, name in whole)
    found = [name for one, name in whole if name and one < end and one + len(name) > start]
    if kind == "place":
        known = localities.ORGANISATION.finditer(simplified(text[first : end + NEAR]))
        spans = ((first + match.start(), first + match.end()) for match in known)
        found += [text[one:other] for one, other in spans if one < end and other > start]
    return found


def _without_title(start: int, name: str) -> tuple[int, str]:
    """Where the name begins in what the dictionary takes for one, and the name: 長|翁家榮.

    Nothing where only the simplified form of the first character is a surname: 餘震.
    """
    if name[0] in _SIMPLIFIED:
        return start, ""
    is_titled = len(name) > _FULL_NAME and name[0] in _ENDS_OF_TITLES
    behind = int(is_titled and name[1] in persons.SURNAMES)
    return start + behind, name[behind:]


def without_adverb(name: str) -> str:
    """A name without what only stands before a verb: of 王毅也說 it is 王毅."""
    return _ADVERB.sub("", name)


def is_everyday(name: str) -> bool:
    """Whether what stands where a name may stand is a word that the dictionary has for no name."""
    tagged = _rjieba().tag(simplified(name))
    return len(tagged) == 1 and not tagged[0][1].startswith("nr")


def is_no_word(name: str) -> bool:
    """Whether a name is none to the dictionary, and begins with no other word: 張|育成, 林冠|宇."""
    tagged: list[tuple[str, str]] = _rjieba().tag(simplified(name))
    first, tag = tagged[0]
    if len(tagged) == 1:
        return tag == "x"  # a rare character
    return len(first) == 1 or (tag == "nr" and first not in NO_NAMES)


def is_person(name: str) -> bool:
    """Whether the dictionary has it for a person: 王建民."""
    return len(name) > _PAIR and _rjieba().tag(simplified(name)) == [(simplified(name), "nr")]


def is_name(passage: str) -> bool:
    """Whether the passage names somebody, or a place, and nothing else: where one is expected."""
    size = len(passage)
    if size < _PAIR:
        return False
    if any(named(passage, 0, size, kind) == [passage] for kind in get_args(Named)):
        return True
    plain = simplified(passage)
    begins = plain[0] in persons.SURNAMES_ALONE and size <= _FULL_NAME
    return (begins and not is_everyday(passage)) or _TOLD_BY_SOUND.fullmatch(plain) is not None


def are_noun_verb_noun(one: str, between: str, other: str) -> bool:
    """Whether somebody does something to somebody, each told by one word: 警察打民眾."""
    found = [_rjieba().tag(simplified(part)) for part in (one, between, other)]
    tags = "".join(part[0][1][:1] if len(part) == 1 else "-" for part in found)
    return tags in {"nvn", "nvv", "vvn"}  # 警察 is a verb to the dictionary


def is_sure_name(name: str) -> bool:
    """Whether what the dictionary has for a person is hardly another word."""
    return len(name) > _PAIR or simplified(name[0]) in persons.SURNAMES_ALONE


@lru_cache(maxsize=256)
def _told(window: str) -> list[tuple[int, int, Named]]:
    """Where each word that names something begins and ends, and what it names."""
    if not _HAN.search(window) or _KANA.search(window):
        return []
    tagged: list[tuple[str, str]] = _rjieba().tag(simplified(window))
    found, place = [], 0
    for word, tag in tagged:
        if len(word) >= _PAIR and (kind := _kind(word, tag)):
            found.append((place, place + len(word), kind))
        elif len(word) > _PAIR + 1 and _begins_with_place(word):
            found.append((place, place + _PAIR, "place"))
        place += len(word)
    return found


def _kind(word: str, tag: str) -> Named | None:
    if word in NO_NAMES or _DATED.match(word):
        return None
    if (tag in _PLACES and (tag == "ns" or word[0] not in _NO_SURNAMES)) or _COURT.search(word):
        return "place"
    return "person" if tag.startswith("nr") and word[0] not in _NO_SURNAMES else None


@lru_cache(maxsize=1_024)
def _begins_with_place(word: str) -> bool:
    """Whether a word of the dictionary is of a place, as 日本首相 is."""
    tagged: list[tuple[str, str]] = _rjieba().tag(word[:_PAIR])
    return [tag for _, tag in tagged] == ["ns"]


def _segmented(text: str, plain: str, passages: Sequence[str]) -> Iterable[str]:
    """`plain` is what the segmenter is given of `text`."""
    if _KANA.search(text):
        return _japanese(text) if len(passages) == 1 else _mixed(passages)
    if not _HAN.search(text):
        return text
    words: list[str] = _rjieba().cut(plain)
    return words


def _mixed(passages: Sequence[str]) -> Iterator[str]:
    """Of many passages some may be Japanese."""
    for place, passage in enumerate(passages):
        if place:
            yield BETWEEN
        yield from _segmented(passage, passage.translate(_segmentable()), (passage,))


def _japanese(text: str) -> Iterator[str]:
    """Runs of one script; of Han the pairs that most words are, and a title apart."""
    for run in _RUN.findall(text):
        title = next((one for one in _TITLES if run.endswith(one) and run != one), "")
        stem = run.removesuffix(title)
        if len(stem) % _PAIR and stem[0] in _ALONE and len(stem) > 1:
            yield stem[0]
            stem = stem[1:]
        if _HAN.match(run) and len(stem) > _PAIR + 1:
            last = len(stem) - _PAIR - len(stem) % _PAIR
            yield from (stem[place : place + _PAIR] for place in range(0, last, _PAIR))
            stem = stem[last:]
        yield stem
        if title:
            yield title


@cache
def _rjieba() -> ModuleType:
    """Loaded when first needed; to say so at every call costs as much as a short clause."""
    import rjieba

    return rjieba


def simplified(text: str) -> str:
    """`text` in simplified characters, one for one: every offset stays what it was."""
    return text.translate(_simplified())


class Converter(Protocol):
    """From one script into another one, whole phrases at a time."""

    def convert(self, text: str, /) -> str:
        """The text in that script; it may be longer or shorter."""


@cache
def converter(direction: str) -> Converter:
    """OpenCC's, of which `s2t` and `t2s` are two directions; 10 ms when first needed."""
    import opencc

    made: Converter = opencc.OpenCC(direction)
    return made


@cache
def _simplified() -> list[int]:
    """Code of each character -> that of its simplified form, one for one.

    A list, which `str.translate` reads twice as fast as a dict that lacks most characters.
    """
    table = list(range(0xFB00))
    table[0xD800:0xE000] = [0xFFFD] * 0x800  # lone surrogates, which the segmenter would refuse
    characters = [chr(code) for block in _BLOCKS for code in block]
    plain = converter("t2s").convert("\n".join(characters)).split("\n")
    for one, other in zip(characters, plain, strict=True):
        table[ord(one)] = ord(other) if len(other) == 1 else ord(one)
    return table


@cache
def _segmentable() -> list[int]:
    """The same without the signs that the segmenter would make words of."""
    table = [*_simplified()]
    for sign in _SEGMENTER_JOINS:
        table[ord(sign)] = ord(BETWEEN)
    return table
