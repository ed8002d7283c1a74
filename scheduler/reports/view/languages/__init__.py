"""The gettext catalogues of the labels: one .po file a language, found by its name.

The compiled form lies beside, as a cache that is made anew whenever the .po file is newer: reading
it takes 1 ms, to load Babel and compile takes 100.
"""

import gettext
import io
import os
from contextlib import suppress
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent


@cache
def catalogue(lang: str, folder: Path = FOLDER) -> gettext.GNUTranslations:
    """The labels of one language; it raises `KeyError` for a key that it does not have."""
    source = folder / f"{lang}.po"
    made = gettext.GNUTranslations(io.BytesIO(_compiled(source)))
    made.add_fallback(_Nothing())
    return made


class _Nothing(gettext.NullTranslations):
    """What gettext asks for a key that a catalogue lacks."""

    def gettext(self, message: str) -> str:
        raise KeyError(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        raise KeyError(msgid1)


def _compiled(source: Path) -> bytes:
    cached = source.with_suffix(".mo")
    with suppress(OSError):
        if cached.stat().st_mtime_ns > source.stat().st_mtime_ns:
            return cached.read_bytes()
    made = compiled(source)
    with suppress(OSError):  # an installation that nobody may write to
        _replace(cached, made)
    return made


def compiled(source: Path) -> bytes:
    """A .po file as gettext reads it."""
    from babel.messages import mofile, pofile  # loaded where a catalogue was edited

    with source.open("rb") as lines:
        labels = pofile.read_po(lines, abort_invalid=True)
    written = io.BytesIO()
    mofile.write_mo(written, labels)
    return written.getvalue()


def _replace(path: Path, content: bytes) -> None:
    """Whole or not at all: others read it meanwhile."""
    written = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        written.write_bytes(content)
        written.replace(path)
    finally:
        written.unlink(missing_ok=True)
