"""What makes two readings of an article one text: pure functions over `COMPARED`."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import timedelta

from crawler.items import COMPARED, Article, Moment
from crawler.text import digest as text_digest
from crawler.urls import image_identity

_DAY = timedelta(days=1)
_BESIDE = ("modified", "language", "canonical_url")
"""Not compared, but told by a page only."""


def digest(article: Article) -> str:
    """The hex digest of what the reading observed.

    Equal digests: both readings observed the same fields and found the same in them. `modified`,
    the related list and the spelling of an image URL do not count, nor does the order of tags.
    """
    parts: list[str] = []
    for field in _observed(article):
        found = list(_PARTS[field](article))
        parts += [field, str(len(found)), *found]
    return text_digest(*parts)


def same(old: Article, new: Article) -> bool:
    """Whether two readings agree in every field that both could observe.

    Dates are compared as coarsely as the coarser of the two is known.
    """
    return all(
        _same_date(old.date, new.date)
        if field == "date"
        else list(_PARTS[field](old)) == list(_PARTS[field](new))
        for field in _observed(old)
        if field in new.observed
    )


def complete(old: Article, new: Article) -> Article:
    """`old` with what only `new` could observe, for two readings that are the `same`.

    So a version that began as a seed document learns its captions from the first page, and the
    next page is compared with all of it. A date known to the day becomes the exact one.
    """
    gained = [field for field in _observed(new) if field not in old.observed]
    if "date" in old.observed and "date" in new.observed and _is_coarser(old.date, new.date):
        gained.append("date")
    if not gained:
        return old
    observed = tuple(field for field in COMPARED if field in old.observed or field in new.observed)
    gained += [field for field in _BESIDE if not getattr(old, field)]
    return replace(old, observed=observed, **{field: getattr(new, field) for field in gained})


def _observed(article: Article) -> Iterable[str]:
    return (field for field in COMPARED if field in article.observed)


def _same_date(old: Moment | None, new: Moment | None) -> bool:
    if old is None or new is None:
        return old is new
    coarse, fine = (old, new) if _is_coarser(old, new) else (new, old)
    if coarse.precision == "day" and fine.precision != "day":
        return timedelta(0) <= fine.at - coarse.at < _DAY
    return _minute(coarse) == _minute(fine)


def _is_coarser(old: Moment | None, new: Moment | None) -> bool:
    return old is not None and new is not None and old.precision == "day" != new.precision


def _minute(moment: Moment | None) -> str:
    return moment.at.strftime("%Y-%m-%dT%H:%M") if moment else ""


def _credits(article: Article) -> Iterable[str]:
    for credit in article.credits:
        yield from (credit.role, credit.name)


def _images(article: Article) -> Iterable[str]:
    for image in article.images:
        yield from (image_identity(image.url), image.caption, image.credit)


_PARTS: dict[str, Callable[[Article], Iterable[str]]] = {
    "title": lambda article: (article.title,),
    "body": lambda article: article.body,
    "credits": _credits,
    "dateline": lambda article: (article.dateline,),
    "date": lambda article: (_minute(article.date),),
    "images": _images,
    "tags": lambda article: sorted(article.tags),
    "categories": lambda article: sorted(article.categories),
    "description": lambda article: (article.description,),
}
