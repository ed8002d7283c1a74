"""The body of any page: the boxes that hold the text of the article, and nothing around it."""

import math
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, dropwhile, islice, takewhile

from crawler.parsing import boilerplate
from crawler.parsing.boxes import Box, Element, Outline
from crawler.parsing.dom import Node
from crawler.parsing.headings import is_related
from crawler.text import fold

NO_TEXT = (
    "nav, aside, footer, figure, figcaption, [role=navigation], [role=complementary]"
    ', [class~="paywall" i]'
    ', [class~="ad" i], [class~="ads" i], [class~="advertisement" i], .adsbygoogle'
    ', [class*="newsletter" i]'
)
"""Elements that are no part of the text wherever they stand in it."""

_NO_TEXT_TAGS = frozenset({"nav", "aside", "footer", "figure", "figcaption"})
_NO_TEXT_WORDS = re.compile(
    r"role=(?:navigation|complementary)|(?:^|\s)paywall(?:\s|$)|comment|disqus"
)


def _words(text: str) -> re.Pattern[str]:
    """Any of these patterns as a whole word of a class name or id: `share-page`, `news_related`."""
    return re.compile(rf"(?:^|[-_\s])(?:{'|'.join(text.split())})(?:[-_\s]|$)")


_AROUND_WORDS = _words(
    r"""related\w* recommend\w* side sidebar footer nav\w* menu breadcrumbs? share\w* social sns hot
    hotnews rank\w* popular ads? advert\w* banner promo\w* subscribe newsletter login copyright
    keywords? tags? more\w* next prev\w* pager pagination toolbar caption extend\w* cookie\w* popup
    modal carousel swiper slider"""
)
_NEVER_TEXT_WORDS = _words(
    r"""related\w* recommend\w* side sidebar footer nav\w* menu breadcrumbs? hot hotnews rank\w*
    popular copyright pager pagination"""
)
"""Of these the names that no site gives to what holds its text."""

_LABEL_WORDS = _words(
    r"""author\w* byline writer editor\w* dates? time pub(?:date|lish\w*) source from meta
    (?:img|pic|photo|image)_?(?:info|desc|note|caption)\w* legend tool\w* print\w* font\w* vote
    survey disclaimer statement \w*count(?:er|s)? views? hits likes?"""
)
_LEAD_WORDS = _words(
    "lead lede intro\\w* summary chapo standfirst deck? excerpt abstract daodu sapo"
)
_LONGEST_NOTICE, _LONGEST_LINE, _MOST_LINES = 500, 500, 6_000
_LONGEST_LABEL = 120  # characters in a box of labels
_MOST_AROUND = 0.4  # of the page's prose: more than that is no box beside the text
_LEAST_PROSE = 12  # characters: a sentence in Chinese, and no menu entry
_LEAST_LEAD = 20
_MOST_PROSE, _FARTHEST = 3_000, 60  # boxes, and levels above them: no page comes near that
_MOST_LINKED = 0.6  # of a box's characters; what holds more is a list of links
_ALL_LINKED = 0.9
_SENTENCE_END = re.compile(r"[.。!?！？][\"'”’」』)）]?$")
_SAID_SHARE, _ALIKE_SHARE, _LEAST_MORE = 0.6, 0.6, 0.05
_LEVELS_UP = 6
_INNER_TAGS = frozenset({
    "p", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "blockquote",
    "ul", "ol", "li", "dl", "dd", "dt",
})  # fmt: skip
"""Blocks that hold a text's paragraphs one by one, and not all of it."""

Prose = list[tuple[Box, float]]
"""Boxes that may be prose, each with how many of its characters are in no link."""


@dataclass(frozen=True, slots=True)
class Body:
    """Where the text of a page stands."""

    paragraphs: list[str]
    """Text only, in reading order."""
    container: Element | None
    """The element that holds them; None where the page holds no prose."""
    place: str
    """How it was found, for people: a selector, or a sentence."""
    byline: tuple[str, ...] = ()
    """Lines of it that only name who edited or supplied the text."""
    captions: tuple[str, ...] = ()
    """Lines of it that tell what is on a picture, where no figure holds both."""


def body(outline: Outline, titles: Sequence[str] = ()) -> Body:
    """The text of the article on any page: what says it is the body, else what holds most prose.

    `titles` are the headlines that the page gives itself. No paragraphs and no container where the
    page holds no prose.
    """
    around = _around(outline.boxes)
    prose = _prose(outline.boxes, around)
    best = _best(prose)
    if best is None:
        return Body([], None, "")
    inside = _summed(prose)
    container, place = _container(outline.boxes, _widened(best, prose, inside), inside)
    lines = chain(_leads(outline.boxes, container, around), _lines(container, around))
    found = boilerplate.sort(list(islice(lines, _MOST_LINES)), titles)
    return Body(found.body, container.node, place, tuple(found.byline), tuple(found.captions))


def body_of(root: Node) -> Body:
    """All the text of a fragment that is an article's body and little else."""
    noise = {node.key for node in root.css(NO_TEXT)}
    return Body(root.paragraphs(noise), root, "the whole fragment")


def _around(boxes: Sequence[Box]) -> set[Box]:
    """The boxes around the text, with all inside of them: menus, comments, other articles.

    A class name may mean anything: a box that only its name puts there is none where it holds the
    headline, the most prose in one place, or a good part of all prose.
    """
    heading = next((box for box in boxes if box.tag == "h1"), None)
    above = {heading, *heading.ancestors} if heading else set()
    sure = _with_all_inside(boxes, (it for it in boxes if it not in above and _is_no_text(it)))
    prose = _prose(boxes, sure)
    inside, best = _summed(prose), _best(prose)
    most = _MOST_AROUND * max(inside.values(), default=0)
    holders = {best, *best.ancestors} if best else set()
    if not any(_NEVER_TEXT_WORDS.search(box.words) for box in holders):
        above |= holders
    named = (
        box
        for box in boxes
        if box not in above and inside.get(box, 0) <= min(most, _most_beside(box.words))
    )
    return sure | _with_all_inside(boxes, named)


@lru_cache(4096)  # a page has few names, each on many boxes
def _most_beside(words: str) -> float:
    """How much prose a box of that name may hold and still be none of the text; -1 for none."""
    if _LEAD_WORDS.search(words):
        return -1
    if _AROUND_WORDS.search(words):
        return math.inf
    return _LONGEST_LABEL if _LABEL_WORDS.search(words) else -1


def _is_no_text(box: Box) -> bool:
    if box.tag == "figure":
        return not any(isinstance(it, Box) and it.tag == "table" for it in box.pieces)
    return box.tag in _NO_TEXT_TAGS or _is_named_no_text(box.words)


@lru_cache(4096)
def _is_named_no_text(words: str) -> bool:
    return _NO_TEXT_WORDS.search(words) is not None


def _with_all_inside(boxes: Sequence[Box], chosen: Iterable[Box]) -> set[Box]:
    """`chosen` and the boxes in them; `boxes` stand in document order."""
    found = set(chosen)
    for box in boxes if found else ():
        if box.parent in found:
            found.add(box)
    return found


def _prose(boxes: Sequence[Box], around: Collection[Box]) -> Prose:
    prose = (
        (box, float(box.characters - box.linked))
        for box in boxes
        if box.characters - box.linked >= _LEAST_PROSE
        and box.linked <= box.characters / 2
        and box not in around
        and not (box.characters <= _LONGEST_NOTICE and boilerplate.is_notice(fold(box.text)))
    )
    return list(islice(prose, _MOST_PROSE))


def _summed(prose: Prose) -> dict[Box, float]:
    """How much prose is below each box."""
    sums: dict[Box, float] = {}
    for box, points in prose:
        sums[box] = sums.get(box, 0) + points
        for outer in islice(box.ancestors, _FARTHEST):
            sums[outer] = sums.get(outer, 0) + points
    return sums


def _best(prose: Prose) -> Box | None:
    """The box that would do best as the body: what is right inside counts, deeper half."""
    scores: dict[Box, float] = {}
    for box, points in prose:
        up = dropwhile(lambda it: it.tag in _INNER_TAGS, (box, *islice(box.ancestors, _FARTHEST)))
        holder = next(up, None)
        outer = holder.parent if holder else None
        for place, share in ((holder, 1.0), (outer, 0.5)):
            if place is not None:
                scores[place] = scores.get(place, 0) + share * points
    return max(scores, key=lambda box: scores[box], default=None)


def _widened(best: Box, prose: Prose, inside: dict[Box, float]) -> Box:
    """The box around `best` whose other text is of the same make: a text in several parts."""
    makes = {_make(box) for box, _ in prose if best in islice(box.ancestors, _FARTHEST)}
    makes.add(_make(best))
    own = _article(best)
    wide = best
    for outer in islice(best.ancestors, _LEVELS_UP):
        more = inside.get(outer, 0) - inside.get(wide, 0)
        if more <= _LEAST_MORE * inside.get(wide, 1):
            continue
        alike = sum(
            points
            for box, points in prose
            if _make(box) in makes
            and _article(box) is own
            and outer in box.ancestors
            and wide not in (box, *box.ancestors)
        )
        if alike < _ALIKE_SHARE * more:
            break
        wide = outer
    return wide


def _article(box: Box) -> Box | None:
    """The `<article>` that a box stands in: what stands in another is another text."""
    return next((it for it in (box, *box.ancestors) if it.tag == "article"), None)


def _make(box: Box) -> tuple[str, str, str, str]:
    """What tells the kind of a box: its tag and class, and those of the box around it."""
    outer = box.parent
    return (box.tag, box.words, outer.tag if outer else "", outer.words if outer else "")


def _container(boxes: Sequence[Box], best: Box, inside: dict[Box, float]) -> tuple[Box, str]:
    """`best`, or what the page says is the body, where that holds most of the same."""
    for place, said in _said(boxes):
        most = max(said, key=lambda box: inside.get(box, 0), default=None)
        if most is not None and inside.get(most, 0) >= _SAID_SHARE * inside[best]:
            return (best if most in best.ancestors else most), place
    return best, "the block with the most prose"


def _said(boxes: Sequence[Box]) -> Iterator[tuple[str, list[Box]]]:
    named = [box for box in boxes if "article" in box.words]
    yield "itemprop articleBody", [box for box in named if "articlebody" in box.words.split()]
    yield "article", [box for box in boxes if box.tag == "article"]
    yield "role article", [box for box in named if "role=article" in box.words.split()]


def _leads(boxes: Sequence[Box], container: Box, around: Collection[Box]) -> Iterator[str]:
    """The paragraphs in front of the body that are called its lead or summary."""
    for box in boxes[: boxes.index(container)]:
        is_lead = _LEAD_WORDS.search(box.words) and box.characters - box.linked >= _LEAST_LEAD
        if is_lead and box not in around and box not in container.ancestors:
            yield from (line for _, line in box.lines())


def _lines(container: Box, around: Collection[Box]) -> Iterator[str]:
    for box, line in container.lines(around):
        text = fold(line[:_LONGEST_LINE])
        if not (_is_link(box, text) or _is_headline(box, container) or is_related(text)):
            yield line


def _is_link(box: Box, text: str) -> bool:
    """Whether a line leads elsewhere: mostly link, and no sentence that begins or ends outside."""
    if box.linked <= _MOST_LINKED * box.characters:
        return False
    is_sentence = box.linked < _ALL_LINKED * box.characters and _SENTENCE_END.search(text)
    return not (is_sentence and box.tag == "p")


def _is_headline(box: Box, container: Box) -> bool:
    """Whether a box is the headline, or stands in a header inside of the text's place."""
    within = takewhile(lambda outer: outer is not container, (box, *box.ancestors))
    return box.tag == "h1" or any(outer.tag == "header" for outer in within)
