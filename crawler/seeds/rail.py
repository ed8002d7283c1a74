"""The rail of a seed in the text form: headlines and what stands under them, as related links.

Under a headline stands its summary, at once followed by the publisher, then ` ・ 13 小時前`.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain, pairwise, takewhile

from crawler.dates import is_relative
from crawler.items import RelatedLink
from crawler.text import fold

HEADER = "其他人也在看"
"""The line above a rail."""

_MARK = "・"
_SHORTEST_SHARED = 4  # 新聞網 alone would be three publishers in one
_LONGEST_NAME = 30
_NO_NAME = "。！？!?…；;，,、：:「」『』（）()【】《》〈〉"
_AFTER_THE_END = re.compile(
    rf"(?:[。！？!?…」』）)\]】]|\.\.\.|https?://[!-~]++)(?P<name>[^\s.\]{_NO_NAME}][^\]{_NO_NAME}]*)\Z"
)
_IN_FRONT = re.compile(r"[【\[（(](?P<name>[^】\]）)]+)[】\]）)]")


def is_summary(line: str) -> bool:
    """Whether `line` ends with its age, as the line under a headline does."""
    _, mark, age = line.rpartition(_MARK)
    return bool(mark) and is_relative(age)


def read(lines: Iterable[str]) -> tuple[RelatedLink, ...]:
    """The links of a rail's lines. A headline may stand alone; a summary without one is no link."""
    titles: list[str] = []
    under: dict[int, str] = {}
    for line in map(fold, lines):
        if not is_summary(line):
            titles.append(line)
        elif titles:
            under.setdefault(len(titles) - 1, line)
    parts = {index: _text_and_age(line) for index, line in under.items()}
    names = dict(zip(parts, publishers([text for text, _ in parts.values()]), strict=True))
    return tuple(
        _link(title, *parts.get(index, ("", "")), names.get(index, ""))
        for index, title in enumerate(titles)
        if title
    )


def write(links: Iterable[RelatedLink]) -> list[str]:
    """The lines that show `links`: of each the title, and what stands under it if it has an age."""
    lines = []
    for link in links:
        lines.append(fold(link.title))
        under = fold(f"{fold(link.summary)}{fold(link.publisher)} {_MARK} {link.age}")
        if is_summary(under):
            lines.append(under)
    return lines


def publishers(texts: Sequence[str]) -> list[str]:
    """Who published each of `texts`, a summary with the publisher's name glued to its end.

    A name can be told where the summary before it has come to an end (a full stop, a closing
    bracket, an ellipsis, a URL), where the text names it in brackets at the start, or where two
    texts that were cut anywhere end alike. Of several that fit, the one that ends most texts,
    then the longest; empty where none does.
    """
    told = [_told(text) for text in texts]
    untold = [text for text, name in zip(texts, told, strict=True) if not name]
    names = {*told, *_shared_ends(untold)} - {""}
    ends = [names.intersection(text[-n:] for n in range(1, _LONGEST_NAME + 1)) for text in texts]
    support = Counter(chain.from_iterable(ends))
    return [max(each, key=lambda name: (support[name], len(name)), default="") for each in ends]


def shared(one: Sequence[str], other: Sequence[str]) -> int:
    """How many items, or characters, two sequences have in common from the start."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _text_and_age(line: str) -> tuple[str, str]:
    text, _, age = line.rpartition(_MARK)
    return text.rstrip(), age.strip()


def _link(title: str, text: str, age: str, publisher: str) -> RelatedLink:
    summary = text.removesuffix(publisher).rstrip()
    return RelatedLink(title=title, publisher=publisher, summary=summary, age=age)


def _told(text: str) -> str:
    in_front = _IN_FRONT.match(text)
    if in_front and text.endswith(in_front["name"]):
        return in_front["name"]
    at_end = _AFTER_THE_END.search(text)
    return at_end["name"] if at_end and len(at_end["name"]) <= _LONGEST_NAME else ""


def _shared_ends(texts: Sequence[str]) -> list[str]:
    """The ends that two of `texts` have in common, if long enough to be a name."""
    turned = sorted(text[::-1][:_LONGEST_NAME] for text in texts)
    ends = (one[: shared(one, other)][::-1] for one, other in pairwise(turned))
    names = (re.split(rf"[{_NO_NAME}]", end)[-1].strip() for end in ends)
    return [name for name in names if len(name) >= _SHORTEST_SHARED]
