"""Whatever page of an archive is torn: it is said, or the check of all pages finds it."""

import os
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from crawler.errors import StetError
from crawler.store import Store
from crawler.store.backup import examine
from crawler.store.database import FILE
from scheduler.compare import write_missing_reports
from tests.archives import filled
from tests.visits import article, hour, visit

PAGE = 4_096
EVERY = int(os.environ.get("STET_TEST_EVERY", "8"))
"""One page of so many is torn in the suite; 1 for all of them, which takes a minute."""
Tear = Callable[[bytes, int], bytes]


def garbage(whole: bytes, page: int) -> bytes:
    return b"\xa5" * PAGE


def nothing(whole: bytes, page: int) -> bytes:
    return bytes(PAGE)


def another(whole: bytes, page: int) -> bytes:
    """What was meant for another place: no checksum betrays it."""
    from_page = (page + 7) % (len(whole) // PAGE)
    return whole[from_page * PAGE : (from_page + 1) * PAGE]


def half(whole: bytes, page: int) -> bytes:
    """The power went in the middle of it."""
    return whole[page * PAGE : page * PAGE + PAGE // 2] + b"\x5a" * (PAGE // 2)


def torn(whole: bytes, page: int, tear: Tear) -> bytes:
    return whole[: page * PAGE] + tear(whole, page) + whole[(page + 1) * PAGE :]


def everything(folder: Path) -> list[object]:
    """All that can be asked of an archive."""
    found: list[object] = []
    with Store.open(folder, read_only=True) as store:
        for watch in store.watches():
            versions, looks = store.versions(watch.identity), store.snapshots(watch.identity)
            found += [watch, versions, looks, store.events(watch.identity)]
            found += [store.article(watch.identity, row.number) for row in versions]
            found += [store.payload(look.payload) for look in looks if look.payload]
            found.append(store.related(watch.identity))
        found += [store.reports(), list(store.seeds()), store.runs(), store.due(hour(99))]
    return found


def said(act: Callable[[], object]) -> str:
    """The one sentence with which something is refused; empty where it is done."""
    try:
        act()
    except StetError as error:
        return str(error).replace("\n", " (and a second line!)")
    return ""


def told(folder: Path, whole: list[object]) -> str:
    """How reading ends: right, wrong, or with a sentence."""
    found: list[object] = []
    refused = said(lambda: found.extend(everything(folder)))
    assert "second line" not in refused
    return "told" if refused else "right" if found == whole else "wrong"


def is_found(path: Path) -> bool:
    """Whether the check that every backup makes finds it."""
    found = said(lambda: examine(path, lambda doing, share: None))
    assert "second line" not in found
    return bool(found)


TEARS: list[Tear] = [garbage, nothing, another, half]


def pages(whole: bytes, tear: Tear) -> range:
    """Which pages are torn: others in each of the ways."""
    return range(TEARS.index(tear) % EVERY, len(whole) // PAGE, EVERY)


@pytest.mark.parametrize("tear", TEARS)
def test_a_torn_page_is_told_or_found(tmp_path: Path, tear: Tear):
    filled(tmp_path / "whole")
    whole, bytes_of = everything(tmp_path / "whole"), (tmp_path / "whole" / FILE).read_bytes()
    ends: Counter[str] = Counter()
    for page in pages(bytes_of, tear):
        folder = tmp_path / str(page)
        folder.mkdir()
        torn = tear(bytes_of, page)
        (folder / FILE).write_bytes(bytes_of[: page * PAGE] + torn + bytes_of[(page + 1) * PAGE :])
        end = told(folder, whole)
        ends[end] += 1
        assert end == "right" or is_found(folder / FILE), f"page {page} is torn, and nobody says so"

    assert ends["told"]
    assert tear in {another, half} or not ends["wrong"]


@pytest.mark.parametrize("tear", TEARS)
def test_writing_into_a_torn_archive_is_refused_in_a_sentence_if_at_all(tmp_path: Path, tear: Tear):
    filled(tmp_path / "whole")
    bytes_of = (tmp_path / "whole" / FILE).read_bytes()
    for page in pages(bytes_of, tear):
        folder = tmp_path / str(page)
        folder.mkdir()
        (folder / FILE).write_bytes(torn(bytes_of, page, tear))

        refused = said(partial(write, folder))
        assert "second line" not in refused
        if not refused:
            with Store.open(folder, read_only=True) as store:
                assert store.article("x:1").title == "後來的稿子"


def write(folder: Path) -> None:
    with Store.open(folder) as store:
        store.keep([visit(article("後來的稿子"), 99, identity="x:1")])
        write_missing_reports(store)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_an_archive_that_was_cut_is_told(tmp_path: Path, share: float):
    filled(tmp_path)
    whole = everything(tmp_path)
    os.truncate(tmp_path / FILE, int((tmp_path / FILE).stat().st_size * share))

    assert told(tmp_path, whole) == "told"
    assert is_found(tmp_path / FILE)


def test_a_mistake_of_ours_is_not_called_damage(tmp_path: Path):
    filled(tmp_path)
    unread = replace(visit(article()), reading=None)
    with Store.open(tmp_path) as store, pytest.raises(ValueError, match="has to be normalised"):
        store.keep([unread])
