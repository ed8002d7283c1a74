"""The body, the pictures and the related links of any page."""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from crawler import urls
from crawler.items import Image, RelatedLink
from crawler.parsing.dom import Node
from crawler.text import fold

MOST_RELATED = 40
MOST_IMAGES = 40

_SAID_TO_BE_BODY = ('[itemprop~="articleBody"]', "article", '[role="article"]')
NO_TEXT = (
    "nav, aside, footer, figure, figcaption, [role=navigation], [role=complementary]"
    ', [class~="paywall" i]'
)
"""Elements that are no part of the text wherever they stand in it."""
_COMMENTS = '[class*="comment" i], [id*="comment" i], [id*="disqus" i]'
_NOISE_WORDS = re.compile(
    r"(?:^|[-_\s])(?:related\w*|recommend\w*|side|sidebar|footer|nav\w*|menu|breadcrumbs?|share\w*"
    r"|social|sns|hot\w*|rank\w*|popular|ads?|advert\w*|banner|promo\w*|subscribe|newsletter|login"
    r"|copyright|keywords?|tags?|more\w*|next|prev\w*|pager|pagination|toolbar|caption"
    r"|extend\w*|cookie\w*|popup|modal)(?:[-_\s]|$)"
)
_RELATED_WORDS = re.compile(
    r"(?:^|[-_\s])(?:related|recommend|extend|further|read-?more|also-?read)"
)
_RELATED_PLACES = (
    '[class*="relat" i], [class*="recommend" i], [class*="extend" i], [id*="relat" i], aside'
)
_RELATED_HEADING = re.compile(
    r"^\W*(?:延伸閱讀|延伸阅读|[相有][關关](?:新[聞闻]|報導|报道|文章|[閱阅][讀读])|推[薦荐](?:[閱阅][讀读]|文章|新[聞闻])"
    r"|其他人也在看|你可能\w{0,4}(?:想看|興趣|兴趣|喜歡|喜欢)|看更多|更多新[聞闻]|更多(?:相關)?報導|同場加映"
    r"|related(?: (?:articles|stories|news|posts|content))?|read more|more on this(?: story)?"
    r"|you may also like|関連記事|관련\s?기사)\W{0,3}$",
    re.IGNORECASE,
)
_HEADINGS = "h2, h3, h4, h5, strong, b, dt, span, div, p"
_SIZED = re.compile(r"([^\s,]\S*[^\s,])(?:\s+(\d{1,6}(?:\.\d{1,4})?)[wx])?\s*(?:,|$)")
_MOST_ANCHORS = 1_000
_LEAST_TITLE, _LONGEST_TITLE, _LONGEST_HEADING = 4, 200, 30
_MOST_IN_NOISE = 0.4  # of the page's prose
_MOST_PROSE, _FARTHEST = 3_000, 60  # blocks, and levels above them: no page comes near that
_LEAST_PROSE = 12  # characters: a sentence in Chinese, and no menu entry
_HEADING_TAGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_INNER_BLOCKS = frozenset(
    {"p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "pre", "blockquote", "dd", "dt"}
)


@dataclass(frozen=True, slots=True)
class Body:
    """Where the text of a page stands."""

    paragraphs: list[str]
    """Text only, in reading order."""
    container: Node | None
    """The element that holds them; None where the page holds no prose."""
    place: str
    """How it was found, for people: a selector, or a sentence."""


def body(root: Node) -> Body:
    """The text of the article on any page: what says it is the body, else what holds most prose.

    No paragraphs and no container where the page holds no prose.
    """
    noise = _noise(root)
    prose = _prose(root, noise)
    inside = _summed(prose)
    scores = _scored(prose)
    best = max(scores, key=lambda node: scores[node], default=None)
    if best is None:
        return Body([], None, "")
    for selector in _SAID_TO_BE_BODY:
        said = max(root.css(selector), key=lambda node: inside.get(node, 0), default=None)
        if said is not None and inside.get(said, 0) >= 0.6 * inside[best]:
            return _body(best if said in best.ancestors else said, noise, selector)
    return _body(best, noise, "the block with the most prose")


def body_of(root: Node) -> Body:
    """All the text of a fragment that is an article's body and little else."""
    noise = {node.key for node in root.css(NO_TEXT)}
    return Body(root.paragraphs(noise), root, "the whole fragment")


def _body(container: Node, noise: Collection[int], place: str) -> Body:
    headline = {node.key for node in container.css("header, h1")}
    linked = {
        block.key
        for block, characters, links in container.blocks(noise)
        if links > 0.6 * characters or _is_related_heading(block)
    }
    left_out = {*noise, *headline, *linked} - {container.key}
    return Body(container.paragraphs(left_out), container, place)


def _is_related_heading(element: Node) -> bool:
    return _RELATED_HEADING.match(element.brief(_LONGEST_HEADING)) is not None


def _noise(root: Node) -> set[int]:
    """The keys of elements around the text: menus, comments, boxes of other articles.

    A class name may mean anything: an element that only its name makes noise is none where it
    holds the headline or a good part of the prose.
    """
    heading = root.first("h1")
    around = set(heading.ancestors) if heading else set()
    sure = {node.key for node in root.css(f"{NO_TEXT}, {_COMMENTS}") if node not in around}
    inside = _summed(_prose(root, sure))
    most = _MOST_IN_NOISE * max(inside.values(), default=0)
    named = (node for node in root.css("[class], [id]") if _NOISE_WORDS.search(node.words))
    return sure | {node.key for node in named if node not in around and inside.get(node, 0) <= most}


def _prose(root: Node, noise: Collection[int]) -> list[tuple[Node, float]]:
    """Blocks that may be prose, each with how many of its characters are in no link."""
    prose = (
        (block, characters - links)
        for block, characters, links in root.blocks(noise)
        if characters - links >= _LEAST_PROSE and links <= characters / 2
    )
    return list(islice(prose, _MOST_PROSE))


def _summed(prose: list[tuple[Node, float]]) -> dict[Node, float]:
    """How much prose is below each element."""
    sums: dict[Node, float] = {}
    for block, points in prose:
        for node in (block, *islice(block.ancestors, _FARTHEST)):
            sums[node] = sums.get(node, 0) + points
    return sums


def _scored(prose: list[tuple[Node, float]]) -> dict[Node, float]:
    """How well each element would do as the body: what is right inside counts, deeper half."""
    scores: dict[Node, float] = {}
    for block, points in prose:
        parent = block.parent if block.tag in _INNER_BLOCKS else block
        outer = parent.parent if parent else None
        for node, share in ((parent, 1.0), (outer, 0.5)):
            if node is not None:
                scores[node] = scores.get(node, 0) + share * points
    return scores


def pictures(places: Iterable[Node], url: str, captions: str = "figcaption") -> list[Image]:
    """The pictures in `places`, such as figures, each with the caption of its place."""
    found: dict[str, Image] = {}
    for place in list(places)[:MOST_IMAGES]:
        caption = place.first(captions)
        for element in place.css("img, amp-img"):
            address = image_address(element, url)
            if address:
                image = Image(address, fold(caption.text) if caption else "")
                found.setdefault(urls.image_identity(address), image)
                break
    return list(found.values())


def image_address(element: Node, url: str) -> str:
    """The absolute URL of an `<img>`, lazy ones too; empty for inline data and spacers.

    Of several sizes it is the largest: what a reader with a large screen sees.
    """
    sizes = element.attribute("data-srcset") or element.attribute("srcset")
    lazy = ("data-src", "data-original", "data-lazy-src", "src")
    offered = (_largest(sizes), *map(element.attribute, lazy))
    return next(filter(None, (urls.resolve(url, said) for said in offered if said)), "")


def _largest(sizes: str) -> str:
    """The widest or densest picture of a `srcset`: `/small.jpg 414w, /large.jpg 1024w`."""
    pictures = [(float(size or 1), picture) for picture, size in _SIZED.findall(sizes)]
    return max(pictures, key=lambda sized: sized[0], default=(0, ""))[1]


def related(root: Node, url: str) -> list[RelatedLink]:
    """Links to other articles, at most 40, out of boxes that say so by class or heading."""
    found: dict[str, RelatedLink] = {}
    own = urls.canonical(url)
    for anchor in islice(_related_anchors(root), _MOST_ANCHORS):
        address = urls.resolve(url, anchor.attribute("href"))
        title = fold(anchor.text) or fold(anchor.attribute("title"))
        canonical = urls.canonical(address)
        if address and canonical != own and _LEAST_TITLE <= len(title) <= _LONGEST_TITLE:
            found.setdefault(canonical, RelatedLink(title, address))
        if len(found) == MOST_RELATED:
            break
    return list(found.values())


def _related_anchors(root: Node) -> Iterator[Node]:
    for heading in root.css(_HEADINGS):
        if _is_related_heading(heading) and not heading.first("a"):
            yield from _under(heading)
    for place in root.css(_RELATED_PLACES):
        if _RELATED_WORDS.search(place.words):
            yield from place.css("a[href]")


def _under(heading: Node) -> Iterator[Node]:
    """The links that stand under a heading: loose ones, or those of the first list."""
    for node in heading.following:
        if node.tag in _HEADING_TAGS:
            return
        links = node.css("a[href]")
        yield from links
        if len(links) > 1:
            return
