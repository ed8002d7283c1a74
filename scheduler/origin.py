"""Whether the archive that a bundle was made of says the same as the bundle.

An archive goes on: it looks again, reads again, takes in older documents, lets pages go. What may
have come about so is told, and is no flaw.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile
from typing import Any

from crawler.items import Article
from crawler.store import SnapshotRow, Store, VersionRow, records
from crawler.store.seals import Link
from scheduler import evidence
from scheduler.evidence import FETCH, PAGE, Files, Side

PLACES = ("id", "run")
"""Of a fetch: where it and its crawl stand in one archive, and elsewhere in its copies."""
_LET_GO = {"payload", "pruned_at", "version"}
"""Of a fetch: what changes while an archive goes on."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that the archive says otherwise, or has and the bundle has not."""

    what: str
    """For people: the file, the field and both values."""
    is_flaw: bool = True
    """Whether it cannot come of what the archive did since."""


@dataclass(frozen=True, slots=True)
class _Known:
    """A version as the archive has it today."""

    row: VersionRow
    """Of the same first sight and text."""
    parts: Sequence[VersionRow]
    """It, and what an older document that turned up since has cut off from it: what follows up to
    the next version that had a seal before.
    """
    looks: Sequence[SnapshotRow]
    """Those that showed any of these."""
    is_resealed: bool
    """Whether it was read again since, or has another number."""

    @property
    def checks(self) -> int:
        """How often it was seen."""
        return sum(part.checks for part in self.parts)

    @property
    def last_seen(self) -> datetime:
        """When it was seen last."""
        return max(part.last_seen for part in self.parts)

    @property
    def has_all_looks(self) -> bool:
        """Whether each sight of it is a look that is kept: none was pruned or is a document."""
        return len(self.looks) == self.checks


def differences(store: Store, files: Files, manifest: Mapping[str, Any]) -> Iterator[Difference]:
    """How a bundle without flaws differs from an archive that has all of its seals."""
    identity = str(manifest["article"])
    url = store.find(identity).url
    yield from _fields("manifest.json", {"url": manifest["url"]}, {"url": url})
    chain = [link for link, _ in evidence.chain(files)]
    since = [link for link, _ in store.seals(identity)[len(chain) :]]
    for side in evidence.sides(files, manifest):
        known = _known(store, identity, side, chain, since)
        if known is None:
            what = f"version {side.number} has another text or first sight in the archive"
            yield Difference(f"{what}, which sealed it anew", is_flaw=not since)
            continue
        yield from _seen(side, known)
        yield from _read(store, side, known)
        yield from _fetched(side, known)


def _known(
    store: Store, identity: str, side: Side, chain: Sequence[Link], since: Sequence[Link]
) -> _Known | None:
    rows = iter(store.versions(identity))
    first, text = side.at("first_seen"), side.told["digest"]
    row = next((row for row in rows if (row.first_seen, row.digest) == (first, text)), None)
    if row is None:
        return None
    before = {(link.first_seen, link.digest) for link in chain}
    followed = takewhile(lambda one: (one.first_seen, one.digest) not in before, rows)
    parts = [row, *(one for one in followed if one.digest == text)]
    numbers = {part.number for part in parts}
    looks = [look for look in store.snapshots(identity) if look.version in numbers]
    return _Known(row, parts, looks, first in {link.first_seen for link in since})


def _seen(side: Side, known: _Known) -> Iterator[Difference]:
    """Times and looks: never more than the archive has, which may have more since."""
    last, looks = side.at("last_seen"), side.told["looks"]
    times = {known.row.first_seen, known.last_seen, *(look.fetched_at for look in known.looks)}
    before = sum(look.fetched_at <= last for look in known.looks)
    after = len(known.looks) - before
    if known.has_all_looks:
        is_moment, is_count = last in times, looks == before
    elif looks == known.checks:
        is_moment, is_count = last == known.last_seen, True
    else:
        is_moment = last <= known.last_seen
        is_count = before <= looks <= known.checks - after
    if not is_moment:
        yield _told(side, "last_seen", last.isoformat(), known.last_seen.isoformat())
    if not is_count:
        yield _told(side, "looks", looks, known.checks)


def _told(side: Side, name: str, told: object, here: object) -> Difference:
    return Difference(_differs(f"manifest.json: {side.name}.{name}", told, here))


def _differs(what: str, told: object, here: object) -> str:
    return f"{what} is {told!r:.120}, and {here!r:.120} in the archive"


def _read(store: Store, side: Side, known: _Known) -> Iterator[Difference]:
    """The text with all that stands beside it, and which parser read it."""
    told, parsers = side.told["extractor"], {look.extractor for look in known.looks}
    if not any(_is_before(told, one) for one in {known.row.extractor, *parsers}):
        found = _told(side, "extractor", told, known.row.extractor)
        yield Difference(found.what, is_flaw=not known.is_resealed)
    if known.row.is_pruned:
        yield Difference(f"the text of version {side.number} was pruned in the archive", False)
        return
    name, document = "article.json", side.files["article.json"]
    text = _written(records.from_json(document, Article)) | evidence.parsed(document)
    here = _written(store.article(known.row.identity, known.row.number))
    for each in _fields(f"{side.name}/{name}", text, here):
        yield Difference(each.what, is_flaw=not known.is_resealed)


def _written(record: object) -> dict[str, Any]:
    """As it stands in a bundle, read from there."""
    return dict(evidence.parsed(records.to_json(record)))


def _is_before(told: str, known: str) -> bool:
    """Whether it is this parser, or a release of it before, which a version was read with once."""
    (name, _, release), (other, _, latest) = told.partition("/"), known.partition("/")
    if name != other or not (release.isdecimal() and latest.isdecimal()):
        return told == known
    return int(release) <= int(latest)


def _fields(name: str, told: Mapping[str, Any], here: Mapping[str, Any]) -> Iterator[Difference]:
    for key in sorted(told.keys() | here.keys()):
        if told.get(key) != here.get(key):
            yield Difference(_differs(f"{name}: {key}", told.get(key), here.get(key)))


def _fetched(side: Side, known: _Known) -> Iterator[Difference]:
    """The fetch, and whether the archive has the page where the bundle has none."""
    fetch, last = side.fetch, side.at("last_seen")
    if fetch is None:
        if any(look.fetched_at <= last for look in known.looks):
            yield Difference(f"{side.name}/{FETCH} is not in it, and the archive has it")
        return
    at = evidence.fetched_at(fetch)
    look = next((look for look in known.looks if look.fetched_at == at), None)
    if look is None:
        what = f"{side.name}/{FETCH}: the archive has no look of {at.isoformat()}"
        yield Difference(what, is_flaw=known.has_all_looks)
        return
    here = {key: value for key, value in _written(look).items() if key not in PLACES}
    kept = [{key: each[key] for key in each if key not in _LET_GO} for each in (fetch, here)]
    yield from _fields(f"{side.name}/{FETCH}", *kept)
    yield from _page(side, fetch, look)


def _page(side: Side, fetch: Mapping[str, Any], look: SnapshotRow) -> Iterator[Difference]:
    told, pruned_at = fetch["payload"], fetch["pruned_at"]
    if told not in {look.payload, None}:
        yield Difference(_differs(f"{side.name}/{FETCH}: payload", told, look.payload))
    if pruned_at and look.pruned_at and datetime.fromisoformat(pruned_at) > look.pruned_at:
        here = look.pruned_at.isoformat()
        yield Difference(_differs(f"{side.name}/{FETCH}: pruned_at", pruned_at, here))
    if PAGE not in side.files and look.has_page:
        yield Difference(f"{side.name}/{PAGE} is not in it, and the archive has it", is_flaw=False)
