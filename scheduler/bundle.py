"""An evidence bundle: a ZIP of two versions of an article, their pages and what changed.

The same history makes the same bytes: files in order, stored as they are, at one fixed time.
So a bundle is checked by taking it apart and putting it together again.
"""

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from importlib import metadata
from typing import Any

from crawler.config import Config
from crawler.errors import DamagedError
from crawler.store import SnapshotRow, Store, VersionRow, WatchRow, records
from crawler.store.seals import Link
from scheduler import evidence, reports
from scheduler.compare import of_versions
from scheduler.diff.records import ChangeReport, to_json
from scheduler.origin import PLACES

MANIFEST, SUM = "manifest.json", "manifest.sha256"
FORMAT = 1
_UNKNOWN = f"this Stet does not know: it reads format {FORMAT}, a newer Stet may read others"
_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the check of a bundle found."""

    manifest: Mapping[str, Any]
    """What the bundle says of itself; empty where that cannot be read."""
    flaws: Sequence[str]
    """What does not hold, for people."""
    files: Mapping[str, bytes] = field(default_factory=dict)
    """What it holds, by name; empty where there are flaws."""
    chain: Sequence[tuple[Link, str]] = ()
    """Its seals, each with its chain value; empty where there are flaws."""
    not_sealed: Sequence[int] = ()
    """Versions whose page is of a later look than the one that they were sealed with."""


def make(
    store: Store, watch: WatchRow, pair: tuple[VersionRow, VersionRow], config: Config
) -> bytes:
    """The ZIP for two versions of an article, with everything that the archive holds of them.

    Raises `PrunedError` where the text of one was let go; without a page the manifest says so.
    Raises `DamagedError` where the article's history is not as it was kept: that is no evidence.
    """
    for flaw in store.flaws(watch.identity):
        raise DamagedError(
            f"{watch.identity} is not as it was kept: {flaw.what}; `stet verify` lists all"
        )
    old, new = pair
    report = of_versions(store, watch, old, new, config.ignore)
    files = dict(_diff(report, config))
    sides = {}
    for side, version in (("from", old), ("to", new)):
        look = _look(store.snapshots(watch.identity), version)
        found = dict(_version(store, watch, version, look))
        sides[side] = _window(version) | _page(look)
        files |= {f"{side}/{name}": content for name, content in found.items()}
    files["seals.json"] = _json(
        [_plain(link) | {"chain": chain} for link, chain in store.seals(watch.identity)]
    )
    manifest = {
        "kind": "stet-bundle",
        "format": FORMAT,
        "tool": f"stet {metadata.version('stet')}",
        "article": watch.identity,
        "url": watch.url,
        **sides,
        "files": {name: _sum(content) for name, content in sorted(files.items())},
    }
    return _sealed(files, _json(manifest))


def _window(version: VersionRow) -> dict[str, object]:
    """When a version was seen: `first_seen` and `last_seen` bound every statement on it."""
    return {
        "version": version.number,
        "first_seen": version.first_seen.isoformat(),
        "last_seen": version.last_seen.isoformat(),
        "looks": version.checks,
        "digest": version.digest,
        "extractor": version.extractor,
    }


def _page(look: SnapshotRow | None) -> dict[str, object]:
    """Whether the page is there, and when it was let go."""
    pruned_at = look.pruned_at if look else None
    return {
        "has_page": bool(look and look.has_page),
        "page_pruned_at": pruned_at and pruned_at.isoformat(),
    }


def _version(
    store: Store, watch: WatchRow, version: VersionRow, look: SnapshotRow | None
) -> Iterator[tuple[str, bytes]]:
    """The article as JSON, the page that showed it with its fetch, the document it came from."""
    article = store.article(watch.identity, version.number)
    yield "article.json", _json(_plain(article))
    yield from evidence.document(article).items()
    if look:
        fetch = _plain(look)
        for place in PLACES:
            del fetch[place]
        yield "fetch.json", _json(fetch)
    if look and look.payload and look.has_page:
        yield "page.html", store.payload(look.payload)


def _look(looks: Sequence[SnapshotRow], version: VersionRow) -> SnapshotRow | None:
    """The first fetch that showed it, of those whose bytes are kept if there is one."""
    shown = [look for look in looks if look.version == version.number]
    return next((look for look in shown if look.has_page), shown[0] if shown else None)


def _diff(report: ChangeReport, config: Config) -> Iterator[tuple[str, bytes]]:
    yield "diff.json", to_json(report)
    page = reports.load("webpage").render([report], reports.Context(zone=config.zone))
    yield "diff.html", "".join(page).encode()


def _plain(record: object) -> Any:
    return records.plain(record)


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=2).encode() + b"\n"


def _sum(content: bytes) -> dict[str, object]:
    return {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}


def _sealed(files: Mapping[str, bytes], manifest: bytes) -> bytes:
    checksum = f"{hashlib.sha256(manifest).hexdigest()}  {MANIFEST}\n".encode()
    return _zipped({**files, MANIFEST: manifest, SUM: checksum})


def _zipped(files: Mapping[str, bytes]) -> bytes:
    """Not compressed: what a library compresses differs with its release."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_STORED) as bundle:
        for name, content in sorted(files.items()):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.create_system, entry.external_attr = 3, 0o100644 << 16
            bundle.writestr(entry, content)
    return written.getvalue()


# ------------------------------------------------------------------ the check


def check(bundle: bytes, name: str) -> Verdict:
    """Whether a bundle is as it was written, and its files bear one another out.

    Raises `DamagedError` for what is no bundle at all.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(bundle)) as opened:
            entries = opened.infolist()
            found = {entry.filename: _content(opened, entry) for entry in entries}
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OSError) as error:
        raise DamagedError(f"{name} is not a bundle, or is cut: {error}") from None
    if MANIFEST not in found:
        raise DamagedError(f"{name} is not a bundle: it holds no {MANIFEST}")
    manifest = _manifest(found[MANIFEST] or b"", name)
    flaws = list(_flaws(found, manifest))
    files = {one: content or b"" for one, content in found.items()}
    if not flaws and _zipped(files) != bundle:
        flaws = ["the file around its contents is not as it was written"]
    if flaws:
        return Verdict(manifest, flaws)
    try:
        if contradictions := list(evidence.flaws(files, manifest)):
            return Verdict(manifest, contradictions)
        later = evidence.not_sealed(files, manifest)
        return Verdict(manifest, [], files, evidence.chain(files), later)
    except (LookupError, TypeError, ValueError, AttributeError, OverflowError):
        return Verdict(manifest, ["its files are not of the form that they were written in"])


def _content(opened: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes | None:
    """A file of the bundle; None where its bytes are not those that were written."""
    if entry.compress_type != zipfile.ZIP_STORED:
        return None  # we compress nothing, and what is compressed may be of any size
    try:
        return opened.read(entry)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError):
        return None


def _manifest(content: bytes, name: str) -> Mapping[str, Any]:
    """Empty for what is none. Raises `DamagedError` for one of another format."""
    try:
        manifest = evidence.parsed(content)
        is_ours = manifest["kind"] == "stet-bundle"
        if is_ours and (told := manifest["format"]) != FORMAT:
            raise DamagedError(f"{name} is a bundle of format {told!r}, which {_UNKNOWN}")
        window(manifest)
        has_all = all(name in manifest for name in ("tool", "article", "url", "files"))
    except (ValueError, TypeError, KeyError):
        return {}
    return manifest if is_ours and has_all and isinstance(manifest["files"], dict) else {}


def _flaws(found: Mapping[str, bytes | None], manifest: Mapping[str, Any]) -> Iterator[str]:
    checksum = f"{hashlib.sha256(found[MANIFEST] or b'').hexdigest()}  {MANIFEST}\n".encode()
    if not manifest or found.get(SUM) != checksum:
        yield f"{MANIFEST} was changed, or {SUM} was"
    told: dict[str, object] = dict(manifest.get("files", {}))
    for name in sorted(found.keys() | told.keys()):
        if name in {MANIFEST, SUM}:
            continue
        if name not in found:
            yield f"{name} is missing"
        elif name not in told:
            yield f"{name} was added"
        elif _sum(found[name] or b"") != told[name] or found[name] is None:
            yield f"{name} was changed"


def window(manifest: Mapping[str, Any]) -> tuple[datetime, datetime]:
    """Between which two looks the text was changed."""
    ends = (str(manifest["from"]["last_seen"]), str(manifest["to"]["first_seen"]))
    before, after = map(datetime.fromisoformat, ends)
    return before, after
