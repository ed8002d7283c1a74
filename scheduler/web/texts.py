"""The text of one version as the reader shows it: bounded, harmless, worded."""

from dataclasses import dataclass

from crawler.items import Article, Moment
from scheduler.reports.view.catalogue import Words
from scheduler.reports.view.context import Context
from scheduler.reports.view.harmless import head, visible
from scheduler.reports.view.passages import Piece, whole
from scheduler.reports.view.shown import TITLE
from scheduler.reports.view.times import instant

PARAGRAPHS = 2000
"""Paragraphs shown, at most."""
LABELS = 40
"""People, captions, tags shown, at most of each."""


@dataclass(frozen=True, slots=True)
class Text:
    """An article's text as shown."""

    title: str
    """The URL where there is none."""
    facts: tuple[str, ...]
    """When it was published, and who signed it."""
    body: tuple[tuple[Piece, ...], ...]
    """Paragraphs, each in pieces."""
    more: str
    """Says how many paragraphs are not shown; mostly empty."""
    captions: tuple[str, ...]
    """Of the pictures, those that have one."""
    labels: tuple[str, ...]
    """Section and tags."""


def text_of(article: Article, context: Context) -> Text:
    """The article's text for readers; an empty title goes by the URL."""
    words = Words(context.lang)
    moments = (("web.published", article.date), ("web.modified", article.modified))
    dates = tuple(words(key, moment=_said(at, context)) for key, at in moments if at)
    people = tuple(
        f"{words.name('role', visible(credit.role))} {visible(credit.name)}"
        for credit in article.credits[:LABELS]
    )
    left = len(article.body) - PARAGRAPHS
    return Text(
        title=_short(article.title or article.url),
        facts=dates + people,
        body=tuple(whole(paragraph, words) for paragraph in article.body[:PARAGRAPHS]),
        more=words("more", n=left) if left > 0 else "",
        captions=tuple(_short(image.caption) for image in article.images[:LABELS] if image.caption),
        labels=tuple(map(_short, (*article.categories, *article.tags)[:LABELS])),
    )


def _said(moment: Moment, context: Context) -> str:
    """A bare day stays as the page wrote it: it has no time to be shown in another zone."""
    return _short(moment.raw) if moment.precision == "day" else instant(moment.at, context).text


def _short(text: str) -> str:
    return visible(head(text, TITLE))
