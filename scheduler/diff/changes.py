"""What differs between two Articles, field by field: the only use of DeepDiff."""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any
from unicodedata import normalize

from crawler.items import COMPARED, Article, Credit, Image, Moment
from crawler.urls import canonical, image_identity
from scheduler.diff import characters, patterns, prose, tagging, words
from scheduler.diff.records import Change, ChangeKind, Span, replace

Values = Mapping[str, str]
"""What tells values of a field apart -> their text for a reader, in the order of the page."""

_DAY = timedelta(days=1)
_ROLES = {"reporter": "記者", "translator": "譯者", "editor": "編輯", "photographer": "攝影"}
_HAN = re.compile(r"[\u3400-\u9fff]")
_LISTED = "、"


def between(old: Article, new: Article) -> list[Change]:
    """The Changes from one Article to the other: headline, body, the other fields; all tagged.

    Only what both readings observed counts. `modified` alone, the order of tags, the spelling of
    an image URL, and a date that is the same as far as both readings know it are no difference.
    """
    shared = [field for field in COMPARED if field in old.observed and field in new.observed]
    whole = _known_words(old, new)
    found: list[Change] = []
    if "title" in shared and old.title != new.title:
        found.append(change("title", old.title, new.title, whole))
    if "body" in shared and old.body != new.body:
        found += _appended(prose.diff(old.body, new.body, names=whole), len(new.body))
    others = [field for field in shared if field in _PROJECTED and _differs(field, old, new)]
    if (found or others) and old.canonical_url and new.canonical_url:
        others += ["canonical_url"] if _differs("canonical_url", old, new) else []
    if others:
        before, after = ({field: _PROJECTED[field](one) for field in others} for one in (old, new))
        found += _fields(before, after, _addresses(old, new))
    names = tagging.known_names(old, new)
    return tagging.all_tagged(found, names)


def _known_words(*articles: Article) -> re.Pattern[str] | None:
    """What the articles themselves say is one word: whom they credit, what they are tagged with."""
    people = [credit.name for article in articles for credit in article.credits]
    return patterns.any_of([*people, *(tag for article in articles for tag in article.tags)])


def change(field: str, old: str, new: str, names: re.Pattern[str] | None = None) -> Change:
    """The Change of a text that is no list of paragraphs; one of the two may be empty."""
    spans = characters.spans(old, new, names)
    return Change(field=field, kind=_kind(old, new, spans), old=old, new=new, spans=spans)


def _kind(old: str, new: str, spans: Sequence[Span]) -> ChangeKind:
    if not (old and new):
        return "removed" if old else "added"
    return "rewritten" if characters.is_whole(spans) else "edited"


def _appended(changes: Sequence[Change], paragraphs: int) -> Iterator[Change]:
    """Tags the paragraphs that were added behind everything else."""
    added = {each.path[0] for each in changes if each.kind == "added" and not each.is_move}
    first = paragraphs
    while first - 1 in added:
        first -= 1
    for each in changes:
        late = each.kind == "added" and 0 < first <= each.path[0] and each.path[0] in added
        yield replace(each, tags=("appended",)) if late else each


# ------------------------------------------------------------------ DeepDiff's own form


def projection(article: Article) -> dict[str, Any]:
    """What is compared of an article, as plain JSON values made for comparing.

    Tags are sorted, images keyed by what they show, related stories by their URL and without
    their age; paragraphs stay a list in order.
    """
    return {
        "title": article.title,
        "body": list(article.body),
        **{field: dict(values(article)) for field, values in _PROJECTED.items()},
        "related": {link.url or link.title: link.title for link in article.related},
        "canonical_url": article.canonical_url,
    }


def delta(old: Article, new: Article) -> str:
    """The difference of two projections as JSON that DeepDiff itself can apply, both ways.

    `projection(old) + Delta(it, deserializer=json_loads, bidirectional=True)` is
    `projection(new)`, with both from `deepdiff`; it is never a pickle.
    """
    from deepdiff import DeepDiff, Delta
    from deepdiff.helper import Opcode

    found = DeepDiff(projection(old), projection(new), threshold_to_diff_deeper=0)
    parts: dict[str, Any] = Delta(found, bidirectional=True).to_dict()  # type: ignore[no-untyped-call]  # DeepDiff's
    # DeepDiff 9.1 writes these as lists, but reads mappings only.
    steps = {
        path: [dict(zip(Opcode._fields, code, strict=True)) for code in codes]
        for path, codes in parts.pop("_iterable_opcodes", {}).items()
    }
    return json.dumps(parts | ({"_iterable_opcodes": steps} if steps else {}), ensure_ascii=False)


# ------------------------------------------------------------------ fields


def _credits(article: Article) -> Values:
    return {text: text for text in map(_credit, article.credits)}


def _credit(credit: Credit) -> str:
    """As the pages write it: `譯者：何千帆`, `translator: Ann Other`."""
    if _HAN.search(credit.name):
        return f"{_ROLES.get(credit.role, credit.role)}：{credit.name}"
    return f"{credit.role}: {credit.name}"


def _images(article: Article) -> Values:
    return {image_identity(image.url): _image(image) for image in article.images}


def _image(image: Image) -> str:
    """What stands under the picture; its address where nothing does."""
    credit = "" if image.credit in image.caption else f"（{image.credit}）"
    return image.caption + credit or image.url


def _addresses(*articles: Article) -> Values:
    return {image_identity(image.url): image.url for one in articles for image in one.images}


def _date(article: Article) -> Values:
    return _one(article.date.raw or article.date.at.isoformat() if article.date else "")


def _one(text: str) -> Values:
    return {"": text} if text else {}


_PROJECTED: dict[str, Callable[[Article], Values]] = {
    "credits": _credits,
    "dateline": lambda article: _one(article.dateline),
    "date": _date,
    "images": _images,
    "tags": lambda article: {tag: tag for tag in sorted(article.tags)},
    "categories": lambda article: {category: category for category in sorted(article.categories)},
    "description": lambda article: _one(article.description),
    "canonical_url": lambda article: _one(canonical(article.canonical_url)),
}


def _differs(field: str, old: Article, new: Article) -> bool:
    if getattr(old, field) == getattr(new, field):
        return False
    if field == "date":
        return not _same_moment(old.date, new.date)
    before, after = (list(_PROJECTED[field](article).items()) for article in (old, new))
    return before != after


def _same_moment(old: Moment | None, new: Moment | None) -> bool:
    """Whether two statements of a time agree as far as the coarser goes, or read the same."""
    if old is None or new is None:
        return old is new
    coarse, fine = sorted((old, new), key=lambda moment: moment.precision != "day")
    if coarse.precision == "day" != fine.precision:
        return timedelta(0) <= fine.at - coarse.at < _DAY
    minutes = [moment.at.replace(second=0, microsecond=0) for moment in (old, new)]
    return minutes[0] == minutes[1] or (old.raw == new.raw != "")


def _fields(
    old: Mapping[str, Values], new: Mapping[str, Values], addresses: Values
) -> Iterator[Change]:
    touched = _touched(old, new)
    for field in old:
        keys = touched.get(field, set())
        removed = {key: text for key, text in old[field].items() if key in keys}
        added = {key: text for key, text in new[field].items() if key in keys}
        if keys:
            yield from _values(field, removed, added, addresses)
        else:  # the same values in another order
            before, after = (_LISTED.join(side[field].values()) for side in (old, new))
            yield replace(change(field, before, after), kind="moved")


def _touched(old: Mapping[str, Values], new: Mapping[str, Values]) -> dict[str, set[str]]:
    """Field -> keys of the values that differ. DeepDiff's tree is read and dropped at once."""
    from deepdiff import DeepDiff

    tree = DeepDiff(
        old, new, view="tree", threshold_to_diff_deeper=0, ignore_private_variables=False
    )
    touched: dict[str, set[str]] = {}
    for levels in tree.values():
        for level in levels:
            field, key = level.path(output_format="list")
            touched.setdefault(field, set()).add(key)
    return touched


def _values(field: str, removed: Values, added: Values, addresses: Values) -> Iterator[Change]:
    """A value in the place of another is an edit: under one key, or alone in its group.

    Of pictures of which nothing else differs the addresses are told.
    """
    left = dict(added)
    plain = {_plain(key): key for key in added} if removed else {}
    for key, text in removed.items():
        alike = key if key in left else plain.get(_plain(key), "")
        partner = alike if alike in left else _partner(field, key, removed, left)
        if partner is None:
            yield change(field, text, "")
            continue
        other = left.pop(partner)
        lay, lies = addresses.get(key, ""), addresses.get(partner, "")
        if text == other or (text, other) == (lay, lies):  # another picture, the same words or none
            spans = characters.whole(lay, lies)
            yield Change(field=field, kind="edited", old=lay, new=lies, spans=spans)
        else:
            yield change(field, text, other)
    for text in left.values():
        yield change(field, "", text)


def _partner(field: str, key: str, removed: Values, left: Values) -> str | None:
    group = _group(field, key)
    rivals = [other for other in removed if _group(field, other) == group]
    offered = [other for other in left if _group(field, other) == group]
    return offered[0] if len(rivals) == len(offered) == 1 else None


def _plain(key: str) -> str:
    """In one script and width: 臺灣 and 台湾 are one tag."""
    return words.simplified(normalize("NFKC", key))


def _group(field: str, key: str) -> str:
    if field == "credits":
        return key.partition("：")[0]
    return key if field == "tags" else ""
