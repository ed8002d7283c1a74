"""A file in a folder: for who reads in the morning, for a shared disk, for a web server."""

from pathlib import Path

from crawler.errors import DeliveryError
from scheduler.notify.letter import Letter

LONGEST = 120.0
"""Seconds that one file may take."""


def check(to: str) -> None:
    """It is made where it is not there. Raises `DeliveryError` where something else is."""
    if Path(to).exists() and not Path(to).is_dir():
        raise DeliveryError(f"{to} is a file and no folder")


def send(letter: Letter, to: str) -> None:
    """Write it whole or not at all; the same letter again takes the place of the first."""
    folder = Path(to)
    path = folder / letter.file
    draft = folder / f".{letter.file}.part"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        draft.write_text(letter.text, encoding="utf-8")
        Path(draft).replace(path)
    except OSError as error:
        raise DeliveryError(f"cannot write {path}: {error.strerror}") from error
