"""A data folder of the demo's own: emptied, with room, and with settings of its own."""

import shutil
from pathlib import Path
from zoneinfo import ZoneInfo

from crawler.config import FILE, Config
from crawler.errors import UsageError

MARK = ".stet-demo"
"""Says that a folder is the demo's own and may be emptied."""
CERTIFICATES = "newsroom"
"""The folder of the newsroom's certificates in it: emptied with all else at the next start."""
ROOM = 20_000_000
"""Bytes that must be free; a performance leaves less than one million, and writes more."""


def prepared(folder: Path, zone: ZoneInfo) -> Config:
    """The settings of a performance in `folder`, which is emptied first.

    They are the defaults, but for the zone, and lie in a stet.toml of their own: whatever the user
    has set, a database server above all, is left alone by every process of the demo. Raises
    `UsageError` where the folder holds something else, cannot be written, or has no room.
    """
    try:
        if folder.exists() and not folder.is_dir():
            raise UsageError(f"{folder} is a file: name a folder with --data")
        _empty(folder)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / MARK).touch()
        file = folder / FILE
        file.write_text(f'[store]\ndata = "."\n\n[report]\nzone = "{zone}"\n', encoding="utf-8")
        free = shutil.disk_usage(folder).free
    except OSError as error:
        raise UsageError(
            f"cannot write {folder}: {error.strerror}: name another folder with --data"
        ) from None
    if free < ROOM:
        raise UsageError(
            f"{folder} has {free / 1e6:.1f} MB left, the demo needs {ROOM / 1e6:.0f}: "
            "make room, or name another folder with --data"
        )
    return Config(data=folder, zone=zone, file=file)


def _empty(folder: Path) -> None:
    if not (folder.exists() and any(folder.iterdir())):
        return
    if not (folder / MARK).exists():
        raise UsageError(
            f"{folder} holds something that is not of a demo: name another folder with --data"
        )
    shutil.rmtree(folder)
