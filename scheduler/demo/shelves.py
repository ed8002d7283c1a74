"""Whether the archive holds of every story what the newsroom showed of it, and of no other."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime

from crawler.items import Article, RelatedLink
from crawler.store import ObservationRow, VersionRow
from scheduler.demo.blocks import squeezed
from scheduler.demo.expected import History, Text
from scheduler.demo.performance import Shelf
from scheduler.newsroom import Pointer


def misfiled(
    archive: Sequence[Shelf], histories: Mapping[str, History], wrong: Collection[str]
) -> Iterator[str]:
    """One sentence for each thing on a shelf that is not as its history; `wrong` is passed over."""
    shelves = {shelf.watch.identity: shelf for shelf in archive}
    for article in shelves.keys() - histories.keys():
        yield f"the archive watches {article}, which the newsroom never published"
    for article, history in histories.items():
        if article not in shelves:
            yield f"the archive does not know {article}: {history.url}"
        elif article not in wrong:
            for sentence in _shelf(shelves[article], history):
                yield f"{article} in the archive: {sentence}"


def _shelf(shelf: Shelf, history: History) -> Iterator[str]:
    watch, last = shelf.watch, history.texts[-1]
    yield from _unequal("url", watch.url, history.url)
    yield from _unequal("title", watch.title, last.proof.title)
    yield from _unequal("publisher", watch.publisher, last.proof.publisher)
    yield from _unequal("state", watch.state, _state(history))
    yield from _unequal("last look", watch.looked_at, [*last.looks, *history.missing][-1])
    yield from _unequal("faults", watch.faults, len(history.missing))
    yield from _unequal("versions", len(shelf.versions), len(history.texts))
    for text, row, article in zip(history.texts, shelf.versions, shelf.texts, strict=False):
        yield from (f"version {text.number}: {what}" for what in _version(text, row, article))
    wanted = [(each.kind, each.at, each.since) for each in history.happenings]
    held = [(each.kind, each.at, each.since) for each in shelf.events]
    yield from _unequal("events", held, wanted)
    yield from _related(shelf.related, history)


def _state(history: History) -> str:
    if history.lost:
        return "gone"
    return "gone-suspected" if history.missing else "active"


def _version(text: Text, row: VersionRow, article: Article) -> Iterator[str]:
    """The looks that showed it, every field that a reader of it sees, and what stood beside it."""
    proof = text.proof
    for name, held, wanted in (
        ("number", row.number, text.number),
        ("looks", row.checks, len(text.looks)),
        ("first seen", row.first_seen, text.first_seen),
        ("last seen", row.last_seen, text.last_seen),
        ("title", article.title, proof.title),
        ("text", article.body, proof.paragraphs),
        ("publisher", article.author, proof.publisher),
        ("credits", {(each.role, each.name) for each in article.credits}, _credits(text)),
        ("section", article.categories, (proof.section,)),
        ("tags", sorted(article.tags), sorted(proof.tags)),
        ("captions", tuple(image.caption for image in article.images), proof.captions),
        ("published", article.date and article.date.at, proof.published),
        ("modified", article.modified and article.modified.at, proof.modified),
    ):
        yield from _unequal(name, held, wanted)
    own = [link for link in article.related if not link.sitewide]
    yield from _links(own, [(link,) for link in text.links])


def _credits(text: Text) -> set[tuple[str, str]]:
    return {(credit.role, credit.name) for credit in text.proof.credits}


def _related(held: Sequence[ObservationRow], history: History) -> Iterator[str]:
    """Each related story with the looks that showed it, as it was at the last of them."""
    yield from _links(held, [[link for _, link in seen] for seen in history.links.values()])
    for row in held:
        if seen := history.links.get(row.url or ""):
            times = (row.first_seen, row.last_seen)
            yield from _unequal(f"related {row.url}: seen", times, (seen[0][0], seen[-1][0]))


def _links(
    held: Sequence[RelatedLink | ObservationRow], wanted: Sequence[Sequence[Pointer]]
) -> Iterator[str]:
    """The same links, each as the page named it the last time."""
    by_url = {link.url: link for link in held}
    shown = {seen[-1].url: seen[-1] for seen in wanted}
    if len(held) != len(by_url):
        yield "a related story stands there twice"
    for url in by_url.keys() - shown.keys():
        yield f"{url} is called related, but the page never named it"
    for url, pointer in shown.items():
        link = by_url.get(url)
        if link is None:
            yield f"the related story {pointer.title} is missing: {url}"
            continue
        for name in ("title", "publisher", "age"):
            is_, be = getattr(link, name), getattr(pointer, name)
            yield from _unequal(f"related {url}: {name}", is_, be)
        quoted = squeezed(link.summary.removesuffix("..."))
        if not squeezed(pointer.text).startswith(quoted) or bool(quoted) != bool(pointer.text):
            yield f"related {url}: summary is {link.summary!r}, which is not how it begins"


def _unequal(name: str, held: object, wanted: object) -> Iterator[str]:
    if held != wanted:
        yield f"{name} is {_worded(held)}, not {_worded(wanted)}"


def _worded(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    return value if isinstance(value, str) else repr(value)
