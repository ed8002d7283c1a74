"""The catalogues of the labels: complete in every language, compiled when they were edited."""

import os
import re
import shutil
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from scheduler.reports.view import languages
from scheduler.reports.view.catalogue import Words


def labels(lang: str) -> Catalog:
    with (languages.FOLDER / f"{lang}.po").open("rb") as lines:
        return read_po(lines, abort_invalid=True)


def forms(message: Message) -> list[str]:
    said = message.string or ""
    return [said] if isinstance(said, str) else list(said)


def values(label: str) -> set[str]:
    return set(re.findall(r"\{\w*\}", label))


def test_every_language_has_every_label_with_the_same_values():
    chinese, english = labels("zh-Hant"), labels("en")

    assert {message.id for message in chinese} == {message.id for message in english}
    for message in english:
        if message.id:
            twin = chinese.get(message.id[0] if message.pluralizable else message.id)
            assert twin, message.id
            assert all(forms(message)), f"{message.id} is empty"
            assert all(forms(twin)), f"{message.id} is empty in Chinese"
            assert (
                len({frozenset(values(form)) for form in (*forms(twin), forms(message)[-1])}) == 1
            )


def test_no_label_is_written_twice():
    for lang in ("zh-Hant", "en"):
        source = (languages.FOLDER / f"{lang}.po").read_text(encoding="utf-8")
        keys = re.findall(r'^msgid "(.*)"$', source, re.MULTILINE)
        assert len(keys) == len(set(keys))


def test_an_edited_catalogue_is_compiled_anew(tmp_path: Path):
    source = Path(shutil.copy(languages.FOLDER / "en.po", tmp_path))
    first = languages.catalogue("en", tmp_path)
    source.write_text(
        source.read_text(encoding="utf-8").replace('"Latest changes"', '"News of the news"'),
        encoding="utf-8",
    )
    later = source.stat().st_mtime_ns + 1_000_000_000
    os.utime(source, ns=(later, later))
    languages.catalogue.cache_clear()

    assert first.gettext("web.changes") == "Latest changes"
    assert languages.catalogue("en", tmp_path).gettext("web.changes") == "News of the news"


def test_what_was_compiled_is_read_as_it_is(tmp_path: Path):
    shutil.copy(languages.FOLDER / "en.po", tmp_path)
    languages.catalogue("en", tmp_path)
    compiled = (tmp_path / "en.mo").stat()
    languages.catalogue.cache_clear()
    languages.catalogue("en", tmp_path)

    assert (tmp_path / "en.mo").stat().st_ino == compiled.st_ino
    assert [path.name for path in sorted(tmp_path.iterdir())] == ["en.mo", "en.po"]


def test_a_folder_that_cannot_be_written_is_no_hindrance(tmp_path: Path):
    shutil.copy(languages.FOLDER / "en.po", tmp_path)
    (tmp_path / "en.mo").mkdir()  # root may write anywhere, but not a file over a folder

    assert languages.catalogue("en", tmp_path).gettext("web.changes") == "Latest changes"
    assert [path.name for path in sorted(tmp_path.iterdir())] == ["en.mo", "en.po"]


def test_a_key_without_a_label_is_an_error():
    with pytest.raises(KeyError, match="unheard"):
        Words("en")("unheard", n=2)
