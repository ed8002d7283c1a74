"""Whether the files of a bundle bear one another out: texts, pages, times and the chain of seals.

Who forges all of them together, seals too, is not found here: that takes a value of the chain that
somebody else holds, as the archive does.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from crawler.errors import StoreError
from crawler.items import Article
from crawler.store import records
from crawler.store.digests import digest
from crawler.store.payloads import digest_of
from crawler.store.seals import Link
from scheduler.claims import misquoted
from scheduler.diff.records import ChangeReport, DecodeError, from_json

SEALS, DIFF = "seals.json", "diff.json"
Files = Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class _Side:
    """One of the two versions."""

    name: str
    """`from` or `to`: the folder."""
    told: Mapping[str, Any]
    """What the manifest says of it."""
    files: Files
    """Those in its folder, by their names there."""

    @property
    def number(self) -> int:
        return int(self.told["version"])


def chain(files: Files) -> list[tuple[Link, str]]:
    """The seals of a bundle, each with its chain value. Raises `ValueError` for what are none."""
    try:
        return [(_link(each), str(each["chain"])) for each in json.loads(files[SEALS])]
    except (KeyError, TypeError) as error:
        raise ValueError(f"{SEALS} holds no seals") from error


def flaws(files: Files, manifest: Mapping[str, Any]) -> Iterator[str]:
    """What of the contents contradicts the rest, for people."""
    try:
        sealed = chain(files)
    except ValueError:
        yield f"{SEALS} cannot be read"
        return
    identity, previous = str(manifest["article"]), ""
    for place, (link, value) in enumerate(sealed, 1):
        if link.position != place or link.after(previous, identity) != value:
            yield f"{SEALS}: seal {place} does not follow from the one before"
            break
        previous = value
    last = {link.number: link for link, _ in sealed}
    texts: list[Article | None] = []
    for name in ("from", "to"):
        own = {key.partition("/")[2]: files[key] for key in files if key.startswith(f"{name}/")}
        side = _Side(name, manifest[name], own)
        text = _text(side)
        texts.append(text)
        if text is None:
            yield f"{name}/article.json cannot be read"
        elif side.number not in last:
            yield f"{SEALS}: version {side.number} was never sealed"
        else:
            yield from _unsealed(side, text, last[side.number])
            yield from _of_page(side, last[side.number], identity)
    yield from _of_report(files, manifest, texts)


def not_sealed(files: Files, manifest: Mapping[str, Any]) -> list[int]:
    """Versions whose page is here, but is not the one that they were sealed with: of a later look,
    as the first page was not kept. `files` have no flaws.
    """
    last = {link.number: link for link, _ in chain(files)}
    sides = [(name, int(manifest[name]["version"])) for name in ("from", "to")]
    return [
        number
        for name, number in sides
        if (page := files.get(f"{name}/page.html")) is not None
        if digest_of(page) != last[number].payload
    ]


def _link(told: Mapping[str, Any]) -> Link:
    at, first_seen = (datetime.fromisoformat(told[name]) for name in ("at", "first_seen"))
    where = int(told["position"]), int(told["number"])
    return Link(*where, at, first_seen, str(told["digest"]), told["payload"])


def _text(side: _Side) -> Article | None:
    try:
        return records.from_json(side.files.get("article.json", b""), Article)
    except StoreError:
        return None


def _unsealed(side: _Side, text: Article, sealed: Link) -> Iterator[str]:
    """How a version differs from its seal."""
    if side.told["digest"] != sealed.digest:
        yield f"manifest.json: the digest of version {side.number} is not the one that was sealed"
    if digest(text) != sealed.digest:
        yield f"{side.name}/article.json is not the text that was sealed"
    if datetime.fromisoformat(side.told["first_seen"]) != sealed.first_seen:
        yield f"manifest.json: version {side.number} was sealed as first seen at another time"


def _of_page(side: _Side, sealed: Link, identity: str) -> Iterator[str]:
    """How the fetch of a version differs from its seal, and its page from both."""
    page, fetch = side.files.get("page.html"), _fetch(side)
    if bool(side.told.get("has_page")) != (page is not None):
        yield f"manifest.json: whether version {side.number} has its page is told otherwise"
    if fetch is None:
        if page is not None or "fetch.json" in side.files:
            yield f"{side.name}/fetch.json cannot be read"
        return
    if (fetch.get("identity"), fetch.get("version")) != (identity, side.number):
        yield f"{side.name}/fetch.json is of another version"
    if page is not None and digest_of(page) != fetch.get("payload"):
        yield f"{side.name}/page.html is not what the fetch brought"
    is_first = fetch["fetched_at"] == sealed.first_seen
    if is_first and sealed.payload and fetch.get("payload") not in {sealed.payload, None}:
        yield f"{side.name}/page.html is not the page that was sealed"
    began_as_document = any(name.startswith("document.") for name in side.files)
    if fetch.get("payload") == sealed.payload and not (is_first or began_as_document):
        yield f"{side.name}/fetch.json: that page was sealed at another time"


def _fetch(side: _Side) -> dict[str, Any] | None:
    try:
        told = json.loads(side.files["fetch.json"])
        return dict(told) | {"fetched_at": datetime.fromisoformat(told["fetched_at"])}
    except (KeyError, TypeError, ValueError):
        return None


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
    if not texts[0] or not texts[1]:
        return
    for what in dict.fromkeys(misquoted(report.changes, *texts)):
        yield f"{DIFF} {what}"


def _is_of(report: ChangeReport, manifest: Mapping[str, Any]) -> bool:
    before, after = manifest["from"], manifest["to"]
    at = {
        (name, key): datetime.fromisoformat(manifest[name][key])
        for name, key in (("from", "first_seen"), ("from", "last_seen"), ("to", "first_seen"))
    }
    one, other = report.before, report.after
    return bool(
        one
        and other
        and (one.version, other.version) == (before["version"], after["version"])
        and (one.first_seen, one.last_seen) == (at["from", "first_seen"], at["from", "last_seen"])
        and other.first_seen == at["to", "first_seen"]
    )
