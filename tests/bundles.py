"""Bundles made by hand, whole or forged, for tests of what checks them."""

import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from crawler.config import Config
from crawler.store import Store
from scheduler import bundle

FERRY = "cna:202603010001"


def made(folder: Path, identity: str = FERRY) -> bytes:
    with Store.open(folder, read_only=True) as store:
        old, new, *_ = store.versions(identity)
        return bundle.make(store, store.find(identity), (old, new), Config(data=folder))


def files(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        assert opened.testzip() is None
        return {name: opened.read(name) for name in opened.namelist()}


def stored(content: bytes, change: Callable[[dict[str, bytes]], object]) -> bytes:
    found = files(content)
    change(found)
    return bundle._zipped(found)


def forged(content: bytes, change: Callable[[dict[str, Any]], object]) -> bytes:
    """A bundle whose sums are right: `change` gets its files, JSON as such."""

    def all_of(found: dict[str, bytes]) -> None:
        opened: dict[str, Any] = {
            name: json.loads(each) if name.endswith(".json") else each
            for name, each in found.items()
        }
        change(opened)
        manifest = opened.pop("manifest.json")
        del opened["manifest.sha256"]
        found.clear()
        for name, each in opened.items():
            found[name] = each if isinstance(each, bytes) else bundle._json(each)
        manifest["files"] = {name: bundle._sum(each) for name, each in found.items()}
        found["manifest.json"] = bundle._json(manifest)
        total = hashlib.sha256(found["manifest.json"]).hexdigest()
        found["manifest.sha256"] = f"{total}  manifest.json\n".encode()

    return stored(content, all_of)


def at(*path: Any, value: Any) -> Callable[[dict[str, Any]], object]:
    """A change that puts a value at this place of a bundle."""

    def put(found: dict[str, Any]) -> None:
        inside: Any = found
        for step in path[:-1]:
            inside = inside[step]
        inside[path[-1]] = value

    return put
