"""Scripted noise: what differs between two readings of one article and says nothing to a reader."""

import random
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from crawler.credits import lead, tail
from crawler.items import Article, Image, Moment, RelatedLink
from crawler.text import fold
from scheduler.diff import compare
from scheduler.diff.words import simplified
from tests.quality.prose.corpus import BREAK, Text, articles, plain

Noise = Callable[[Article, random.Random], Article]

_PUBLISHED = Moment(datetime(2026, 1, 5, 1, 0, tzinfo=UTC), "2026-01-05 09:00", "minute")
_WIDE = str.maketrans({**{chr(code): chr(code + 0xFEE0) for code in range(0x30, 0x3A)}, "%": "％"})
_MARKS = str.maketrans("，：；！？（）", ",:;!?()")
_QUOTES = str.maketrans("「」『』", "“”‘’")
_VARIANTS = str.maketrans("台裡峰群線污", "臺裏峯羣綫汚")
_LINES = {
    "a line of related stories": "延伸閱讀",
    "a line of the application": "下載新聞App",
    "a line of the feed": "獲取更多RSS：",
    "a counter": "瀏覽次數：1,204",
    "an age": "3小時前",
    "a time of update": "更新時間：2026/01/05 12:30",
}


def article(text: Text) -> Article:
    """An invented article with all that surrounds it on a page."""
    body = plain(text.tokens).split(BREAK)
    return Article(
        url=f"https://invented.example/{text.name}?id=7",
        title=plain(text.title),
        date=_PUBLISHED,
        modified=_PUBLISHED,
        body=tuple(body),
        credits=(*lead(body).credits, *tail(body).credits),
        tags=("霧港", "天氣", "交通"),
        categories=("社會", "地方"),
        images=(Image("https://img.invented.example/800x600/photo-1.jpg?v=3", "現場畫面"),),
        related=tuple(RelatedLink(f"相關{n}", f"https://invented.example/{n}") for n in range(6)),
        observed=("title", "body", "credits", "date", "images", "tags", "categories"),
    )


def _in_body(change: Callable[[str], str]) -> Noise:
    return lambda one, _: replace(one, body=tuple(map(change, one.body)))


def _line(text: str) -> Noise:
    return lambda one, chance: replace(
        one,
        body=(*one.body, text) if chance.random() < 0.5 else (*one.body[:-1], text, one.body[-1]),
    )


def _invisible(one: Article, chance: random.Random) -> Article:
    def sown(paragraph: str) -> str:
        at = chance.randrange(len(paragraph))
        return f"{paragraph[:at]}\u200b{paragraph[at:]}\ufeff"

    return replace(one, title=sown(one.title), body=tuple(map(sown, one.body)))


def _merged(one: Article, chance: random.Random) -> Article:
    at = chance.randrange(1, len(one.body))
    return replace(
        one, body=(*one.body[: at - 1], one.body[at - 1] + one.body[at], *one.body[at + 1 :])
    )


def _split(one: Article, _: random.Random) -> Article:
    parts = [part for text in one.body for part in re.findall(r"[^。]+。?[」』）]*", text)]
    return replace(one, body=tuple(parts))


def _tick(one: Article, _: random.Random) -> Article:
    later = Moment(_PUBLISHED.at + timedelta(hours=3), "2026-01-05 12:00", "minute")
    return replace(one, modified=later)


def _tags(one: Article, chance: random.Random) -> Article:
    return replace(one, tags=tuple(chance.sample(one.tags, len(one.tags))))


def _categories(one: Article, _: random.Random) -> Article:
    return replace(one, categories=one.categories[::-1])


def _related(one: Article, chance: random.Random) -> Article:
    return replace(one, related=tuple(chance.sample(one.related, len(one.related))))


def _resized(one: Article, _: random.Random) -> Article:
    image = replace(one.images[0], url="https://img.invented.example/400x300/photo-1.jpg?v=9")
    return replace(one, images=(image,))


KINDS: dict[str, Noise] = {
    "blanks": _in_body(lambda text: text.replace("，", "， ").replace("。", "。\u3000")),
    "blanks that do not break": _in_body(lambda text: text.replace(" ", "\u00a0") + "\u00a0"),
    "invisible characters": _invisible,
    "another normal form": _in_body(lambda text: unicodedata.normalize("NFD", text)),
    "wide digits": _in_body(lambda text: text.translate(_WIDE)),
    "narrow marks": _in_body(lambda text: text.translate(_MARKS)),
    "shapes of quotation marks": _in_body(lambda text: text.translate(_QUOTES)),
    "shapes of dashes": _in_body(lambda text: text.replace("-", "–")),
    "variants of characters": _in_body(lambda text: text.translate(_VARIANTS)),
    "the other script": _in_body(simplified),
    "paragraphs merged": _merged,
    "paragraphs split": _split,
    "a later time of change": _tick,
    "tags in another order": _tags,
    "categories in another order": _categories,
    "related stories in another order": _related,
    "an image of another size": _resized,
    **{name: _line(text) for name, text in _LINES.items()},
}


def _read(one: Article) -> Article:
    """As every reading ends: `crawler.normalise` folds what it keeps."""
    return replace(one, title=fold(one.title), body=tuple(map(fold, one.body)))


def reported(texts: Iterable[Text] | None = None) -> Iterator[tuple[str, str, int]]:
    """Kind of noise, article and score, for each that scores anything at all."""
    for text in texts or articles():
        for kind, change in KINDS.items():
            old = article(text)
            new = _read(change(old, random.Random(f"{text.name}/{kind}")))
            score = compare(old, new, "invented:1").score
            if score:
                yield kind, text.name, score


def quiet(texts: Sequence[Text]) -> float:
    """Of a hundred noises, those that score nothing."""
    return 100 - 100 * sum(1 for _ in reported(texts)) / (len(texts) * len(KINDS))
