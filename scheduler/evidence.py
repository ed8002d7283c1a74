"""Whether the files of a bundle bear one another out: texts, pages, times and the chain of seals.

Who forges all of them together, seals too, is not found here: that takes a value of the chain that
somebody else holds, as the archive does.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from crawler import seeds
from crawler.errors import StoreError
from crawler.items import Article
from crawler.store import records
from crawler.store.digests import digest
from crawler.store.payloads import digest_of
from crawler.store.seals import Link
from crawler.urls import canonical
from scheduler.claims import misquoted
from scheduler.diff.records import ChangeReport, DecodeError, from_json

SEALS, DIFF = "seals.json", "diff.json"
FETCH, PAGE = "fetch.json", "page.html"
SIDES = ("from", "to")
_SUFFIXES = {"jekyll": ".md", "text": ".txt"}
_ALWAYS = frozenset({DIFF, "diff.html", SEALS, *(f"{side}/article.json" for side in SIDES)})
_SOMETIMES = frozenset(
    f"{side}/{name}"
    for side in SIDES
    for name in (FETCH, PAGE, *(f"document{suffix}" for suffix in _SUFFIXES.values()))
)
Files = Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two versions."""

    name: str
    """`from` or `to`: the folder."""
    told: Mapping[str, Any]
    """What the manifest says of it."""
    files: Files
    """Those in its folder, by their names there."""

    @property
    def number(self) -> int:
        """The version's, at that time."""
        return int(self.told["version"])

    @property
    def text(self) -> Article | None:
        """None where there is none that can be read."""
        try:
            return records.from_json(self.files.get("article.json", b""), Article)
        except StoreError:
            return None

    def at(self, name: str) -> datetime:
        """One of the manifest's times of it."""
        return datetime.fromisoformat(self.told[name])

    @property
    def fetch(self) -> dict[str, Any] | None:
        """Of its page, as it is written; None where there is none that can be read."""
        try:
            told = dict(parsed(self.files[FETCH]))
            fetched_at(told)
        except (KeyError, TypeError, ValueError):
            return None
        return told


def sides(files: Files, manifest: Mapping[str, Any]) -> list[Side]:
    """The older version, and the newer one."""
    return [
        Side(
            name,
            manifest[name],
            {key.partition("/")[2]: files[key] for key in files if key.startswith(f"{name}/")},
        )
        for name in SIDES
    ]


def parsed(document: bytes) -> Any:
    """JSON that anybody may have written. Raises `ValueError` for what cannot be read."""
    try:
        return json.loads(document)
    except RecursionError:
        raise ValueError("it is nested beyond all reading") from None


def fetched_at(fetch: Mapping[str, Any]) -> datetime:
    """When it was made."""
    return datetime.fromisoformat(fetch["fetched_at"])


def document(text: Article) -> dict[str, bytes]:
    """The seed document that a version began as, by its name; empty where it began as none."""
    return {f"document{_SUFFIXES[text.seed.form]}": seeds.render(text)} if text.seed else {}


def absent(files: Files) -> list[str]:
    """Fetches and pages that are not in a bundle, as where they were pruned."""
    return [
        f"{side}/{name}"
        for side in SIDES
        for name in (FETCH, PAGE)
        if f"{side}/{name}" not in files
    ]


def chain(files: Files) -> list[tuple[Link, str]]:
    """The seals of a bundle, each with its chain value. Raises `ValueError` for what are none."""
    try:
        return [(_link(each), str(each["chain"])) for each in parsed(files[SEALS])]
    except (KeyError, TypeError, OverflowError) as error:
        raise ValueError(f"{SEALS} holds no seals") from error


def flaws(files: Files, manifest: Mapping[str, Any]) -> Iterator[str]:
    """What of the contents contradicts the rest, for people."""
    if misfits := list(_misfits(files)):
        yield from misfits
        return
    try:
        sealed = chain(files)
    except ValueError:
        yield f"{SEALS} cannot be read"
        return
    identity = str(manifest["article"])
    yield from _broken(sealed, identity)
    last = {link.number: link for link, _ in sealed}
    both = sides(files, manifest)
    texts = [side.text for side in both]
    for side, text in zip(both, texts, strict=True):
        yield from _seen(side)
        if text is None:
            yield f"{side.name}/article.json cannot be read"
        elif side.number not in last:
            yield f"{SEALS}: version {side.number} was never sealed"
        else:
            yield from _unsealed(side, text, last[side.number])
            yield from _of_fetch(side, identity)
            yield from _of_page(side, last[side.number])
    for name, url in _alone(manifest, both):
        if not _is_address(url, identity):
            yield f"{name}: the address {url} is not that of the article"
    yield from _of_report(files, manifest, texts)


def _misfits(files: Files) -> Iterator[str]:
    """Files that every bundle has and this one has not, and such as none has."""
    for name in sorted(_ALWAYS - files.keys()):
        yield f"{name} is missing"
    for name in sorted(files.keys() - _ALWAYS - _SOMETIMES - {"manifest.json", "manifest.sha256"}):
        yield f"{name} is no file of a bundle"


def _broken(sealed: Sequence[tuple[Link, str]], identity: str) -> Iterator[str]:
    """Where the chain does not hold: all that follow hang on the first such seal."""
    previous = ""
    for place, (link, value) in enumerate(sealed, 1):
        if link.position != place or link.after(previous, identity) != value:
            yield f"{SEALS}: seal {place} does not follow from the one before"
            return
        previous = value


def _seen(side: Side) -> Iterator[str]:
    """Whether a version may have been seen when, and as often as, the manifest says."""
    if side.at("last_seen") < side.at("first_seen"):
        yield f"manifest.json: version {side.number} was seen last before it was seen first"
    if side.told["looks"] < 1:
        yield f"manifest.json: version {side.number} was seen by no look"


def not_sealed(files: Files, manifest: Mapping[str, Any]) -> list[int]:
    """Versions whose page is here, but is not the one that they were sealed with: of a later look,
    as the first page was not kept. `files` have no flaws.
    """
    last = {link.number: link for link, _ in chain(files)}
    return [
        side.number
        for side in sides(files, manifest)
        if (page := side.files.get(PAGE)) is not None
        if digest_of(page) != last[side.number].payload
    ]


def unshared(files: Files, manifest: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Addresses that may be the article's, and stand in one file alone, each with its file.
    `files` have no flaws.
    """
    return list(_alone(manifest, sides(files, manifest)))


def _link(told: Mapping[str, Any]) -> Link:
    at, first_seen = (datetime.fromisoformat(told[name]) for name in ("at", "first_seen"))
    where = int(told["position"]), int(told["number"])
    return Link(*where, at, first_seen, str(told["digest"]), told["payload"])


def _unsealed(side: Side, text: Article, sealed: Link) -> Iterator[str]:
    """How a version differs from its seal."""
    if side.told["digest"] != sealed.digest:
        yield f"manifest.json: the digest of version {side.number} is not the one that was sealed"
    if digest(text) != sealed.digest:
        yield f"{side.name}/article.json is not the text that was sealed"
    if side.at("first_seen") != sealed.first_seen:
        yield f"manifest.json: version {side.number} was sealed as first seen at another time"
    told = {name: side.files[name] for name in side.files if name.startswith("document.")}
    if told != document(text):
        yield f"{side.name}/article.json is not what the document of version {side.number} says"
    if not told and FETCH not in side.files:
        yield f"{side.name}: neither a fetch nor a document shows version {side.number}"


def _of_fetch(side: Side, identity: str) -> Iterator[str]:
    """How the fetch of a version differs from what the manifest says of both."""
    fetch, number = side.fetch, side.number
    if fetch is None:
        if FETCH in side.files or PAGE in side.files:
            yield f"{side.name}/{FETCH} cannot be read"
        return
    if (fetch.get("identity"), fetch.get("version")) != (identity, number):
        yield f"{side.name}/{FETCH} is of another version"
    if fetch.get("fault") or fetch.get("message"):
        yield f"{side.name}/{FETCH} tells of a fault, and is to have shown version {number}"
    if fetched_at(fetch) > side.at("last_seen"):
        yield f"{side.name}/{FETCH} is later than the last sight of version {number}"


def _of_page(side: Side, sealed: Link) -> Iterator[str]:
    """How the page of a version differs from its fetch, its seal and the manifest."""
    page, fetch = side.files.get(PAGE), side.fetch or {}
    payload, pruned_at = fetch.get("payload"), fetch.get("pruned_at")
    is_kept = payload is not None and pruned_at is None
    if {bool(side.told.get("has_page")), is_kept} != {page is not None}:
        yield f"manifest.json: whether version {side.number} has its page is told otherwise"
    if _moment(side.told.get("page_pruned_at")) != _moment(pruned_at):
        yield f"manifest.json: when the page of version {side.number} was pruned is told otherwise"
    if not fetch:
        return
    if page is not None and digest_of(page) != payload:
        yield f"{side.name}/page.html is not what the fetch brought"
    is_first = fetched_at(fetch) == sealed.first_seen
    if is_first and sealed.payload and payload not in {sealed.payload, None}:
        yield f"{side.name}/page.html is not the page that was sealed"
    began_as_document = any(name.startswith("document.") for name in side.files)
    if payload == sealed.payload and not (is_first or began_as_document):
        yield f"{side.name}/fetch.json: that page was sealed at another time"


def _moment(told: Any) -> datetime | None:
    return None if told is None else datetime.fromisoformat(told)


def _alone(manifest: Mapping[str, Any], both: Sequence[Side]) -> Iterator[tuple[str, str]]:
    """Addresses that no other file has, each with its file."""
    told: dict[str, list[str]] = {"manifest.json": [manifest["url"]]}
    for side in both:
        if text := side.text:
            told[f"{side.name}/article.json"] = [text.url, text.canonical_url]
        if fetch := side.fetch:
            told[f"{side.name}/{FETCH}"] = [fetch["url"], fetch["final_url"]]
    for name, (url, *_) in told.items():
        others = {canonical(one) for other in told if other != name for one in told[other]}
        if canonical(url) not in others:
            yield name, url


def _is_address(url: str, identity: str) -> bool:
    from crawler.sites import identity as identity_of  # loads every site and its parser

    return identity_of(url) == identity


def _of_report(
    files: Files, manifest: Mapping[str, Any], texts: Sequence[Article | None]
) -> Iterator[str]:
    """Whether the difference is of these versions and quotes their texts."""
    try:
        report = from_json(files.get(DIFF, b""))
    except (DecodeError, ValueError):
        yield f"{DIFF} cannot be read"
        return
    if report.article != manifest["article"] or not _is_of(report, manifest):
        yield f"{DIFF} is of other versions, or of other times"
    old, new = texts
    if not old or not new:
        return
    shown = report.url, report.title, report.publisher
    if shown != (new.url, new.title or old.title, new.author or old.author):
        yield f"{DIFF} names another address, headline or outlet than to/article.json"
    for what in dict.fromkeys(misquoted(report.changes, old, new)):
        yield f"{DIFF} {what}"


def _is_of(report: ChangeReport, manifest: Mapping[str, Any]) -> bool:
    before, after = manifest["from"], manifest["to"]
    at = {
        (name, key): datetime.fromisoformat(manifest[name][key])
        for name, key in (("from", "first_seen"), ("from", "last_seen"), ("to", "first_seen"))
    }
    one, other = report.before, report.after
    called = f"{manifest['article']}/{before['version']}..{after['version']}"
    return bool(
        one
        and other
        and (one.version, other.version) == (before["version"], after["version"])
        and (one.first_seen, one.last_seen) == (at["from", "first_seen"], at["from", "last_seen"])
        and other.first_seen == at["to", "first_seen"]
        and report.id.endswith(f":{called}")
        and report.site == report.article.partition(":")[0]
    )
