"""Draft -> Article: folds, dates, credits, URLs. A pure function."""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, tzinfo
from functools import partial
from itertools import takewhile

from crawler import dates, urls
from crawler.credits import bylines, is_byline, lead, picture, tail
from crawler.items import Article, Draft, Image, Moment, RelatedLink
from crawler.text import fold

MOST_PARAGRAPHS, MOST_LISTED, MOST_IMAGES, MOST_RELATED = 5_000, 100, 100, 100
LONGEST_PARAGRAPH, LONGEST_LINE, LONGEST_SUMMARY = 100_000, 20_000, 2_000
"""Beyond these sizes, in characters, a page is cut: no article comes near them."""

Read = Callable[[str], list[Moment]]
"""Every date in a text, in the page's zone."""

_UPDATED = re.compile(
    r"\W*(?:最[后後終新近])?(?:更新|修改|修訂|수정|updated?|modified|last (?:updated?|modified))",
    re.IGNORECASE,
)
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:[-_][A-Za-z0-9]{1,8})*")


def normalise(
    draft: Draft,
    *,
    fetched_at: datetime | None = None,
    zone: tzinfo = dates.TAIPEI,
    earliest: datetime = dates.EARLIEST,
) -> Article:
    """`draft` in the seeds' schema: what a reader sees, every value in its one form.

    First paragraphs that are nothing but a byline move to the credits. A date said as a distance
    from now (`13 小時前`) moves with every fetch, so `date` then counts as not observed. Idempotent
    on its own text. `zone` is that of dates without one; a date before `earliest` is not believed.
    Bounded in every size.
    """
    url = urls.canonical(draft.url)
    byline, body = _byline_and_body(draft)
    read = partial(dates.parse_all, zone=zone, fetched_at=fetched_at, earliest=earliest)
    published, modified = _moments(draft, read)
    named, first, last = bylines(byline), lead(body), tail(body)
    author = _line(draft.author)
    people = dict.fromkeys(named.credits + first.credits + last.credits)
    return Article(
        url=url,
        title=_line(draft.title),
        date=published or dates.roc(last.day or tail(byline).day, zone=zone),
        modified=modified,
        author=author,
        tags=_listed(tag.lstrip("#＃ ") for tag in map(fold, draft.tags)),
        categories=_listed(map(fold, draft.categories)),
        credits=tuple(credit for credit in people if credit.name not in author),
        dateline=first.dateline or named.dateline,
        body=body,
        images=_images(draft.images, url),
        related=_related(draft.related, url),
        language=_language(draft.language),
        description=_line(draft.description),
        canonical_url=_absolute(draft.canonical_url, url),
        observed=_observed(draft),
    )


def _byline_and_body(draft: Draft) -> tuple[list[str], tuple[str, ...]]:
    folded = (fold(paragraph[:LONGEST_PARAGRAPH]) for paragraph in draft.body[:MOST_PARAGRAPHS])
    body = tuple(paragraph for paragraph in folded if paragraph)
    lines = sum(1 for _ in takewhile(is_byline, body[:-1]))
    byline = [fold(line) for line in draft.byline[:MOST_LISTED]]
    return [*byline, *body[:lines]], body[lines:]


def _moments(draft: Draft, read: Read) -> tuple[Moment | None, Moment | None]:
    """Published and modified: `date` may hold both, in any order, or nothing but an update."""
    said, changed = (fold(text[:LONGEST_SUMMARY]) for text in (draft.date, draft.modified))
    modified = next(iter(read(changed)), None)
    modified = replace(modified, raw=changed) if modified else None
    written = read(said)
    if len(written) > 1:
        first, last = sorted(written[:2], key=lambda moment: moment.at)
        return first, modified or last
    whole = replace(written[0], raw=said) if written else None
    return (None, modified or whole) if _UPDATED.match(said) else (whole, modified)


def _observed(draft: Draft) -> tuple[str, ...]:
    if not dates.is_relative(fold(draft.date)):
        return draft.observed
    return tuple(name for name in draft.observed if name != "date")


def _line(text: str) -> str:
    return fold(text[:LONGEST_LINE])


def _listed(values: Iterable[str]) -> tuple[str, ...]:
    kept = dict.fromkeys(value[:LONGEST_SUMMARY] for value in values if value)
    return tuple(kept)[:MOST_LISTED]


def _images(images: list[Image], base: str) -> tuple[Image, ...]:
    kept: dict[str, Image] = {}
    for image in images[:MOST_IMAGES]:
        url = _absolute(image.url, base)
        caption = fold(image.caption[:LONGEST_SUMMARY])
        credit = fold(image.credit) or picture(caption)
        if url:
            kept.setdefault(urls.image_identity(url), Image(url, caption, credit))
    return tuple(kept.values())


def _related(links: list[RelatedLink], base: str) -> tuple[RelatedLink, ...]:
    kept: dict[str, RelatedLink] = {}
    for link in links[:MOST_RELATED]:
        url = _absolute(link.url or "", base)
        title = _line(link.title)
        if title and url != base:
            kept.setdefault(
                url or title,
                RelatedLink(
                    title=title,
                    url=url or None,
                    publisher=fold(link.publisher[:LONGEST_SUMMARY]),
                    summary=fold(link.summary[:LONGEST_SUMMARY]),
                    age=fold(link.age[:LONGEST_SUMMARY]),
                    sitewide=link.sitewide,
                ),
            )
    return tuple(kept.values())


def _absolute(link: str, base: str) -> str:
    return urls.canonical(urls.resolve(base, link)) if link.strip() else ""


def _language(said: str) -> str:
    """BCP 47 with its usual capitals: `zh_tw` is `zh-TW`."""
    text = fold(said)
    if not _LANGUAGE.fullmatch(text):
        return ""
    first, *rest = text.replace("_", "-").split("-")
    cased = [part.title() if len(part) == 4 else part.upper() for part in rest]
    return "-".join([first.lower(), *cased])
