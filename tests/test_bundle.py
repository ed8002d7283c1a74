"""An evidence bundle: whole, the same every time, and every change to it is found."""

import hashlib
import io
import json
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from crawler.errors import DamagedError
from crawler.store import Store
from crawler.store.payloads import digest_of
from scheduler import bundle
from tests.archives import filled
from tests.bundles import FERRY, at, files, forged, made, stored
from tests.terminal import Inside, Terminal, complaint, lines
from tests.visits import IDENTITY, article, seed, visit


@pytest.fixture(scope="module")
def ferry(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = tmp_path_factory.mktemp("ferry")
    filled(folder)
    return made(folder)


def test_a_bundle_holds_pages_texts_difference_and_seals(ferry: bytes):
    found = files(ferry)
    manifest = json.loads(found["manifest.json"])

    assert sorted(found) == [
        "diff.html", "diff.json", "from/article.json", "from/fetch.json", "from/page.html",
        "manifest.json", "manifest.sha256", "seals.json", "to/article.json", "to/fetch.json",
        "to/page.html",
    ]  # fmt: skip
    for name, told in manifest["files"].items():
        assert told == {
            "sha256": hashlib.sha256(found[name]).hexdigest(), "size": len(found[name]),
        }  # fmt: skip
    assert set(manifest["files"]) == set(found) - {"manifest.json", "manifest.sha256"}
    assert manifest["tool"].startswith("stet ")
    assert manifest["from"]["last_seen"] == "2026-03-01T08:00:00+00:00"
    assert manifest["to"]["first_seen"] == "2026-03-01T11:00:00+00:00"
    fetch = json.loads(found["from/fetch.json"])
    assert fetch["headers"] == [["Content-Type", "text/html"]]
    assert fetch["fetched_at"] == "2026-03-01T08:00:00Z"
    assert found["from/page.html"].startswith(b"<html>")
    assert json.loads(found["to/article.json"])["title"] == "渡輪擦撞 釀3死"
    assert json.loads(found["diff.json"])["article"] == FERRY
    assert "渡輪擦撞" in found["diff.html"].decode()
    assert [each["number"] for each in json.loads(found["seals.json"])] == [1, 2, 3]


def test_the_same_versions_make_the_same_bytes(ferry: bytes, tmp_path: Path):
    filled(tmp_path)

    assert made(tmp_path) == ferry
    assert bundle.check(ferry, "ferry.zip").flaws == []


def test_an_archive_that_took_it_in_makes_the_same_bytes(ferry: bytes, quick: Inside):
    filled(quick.folder / "data")
    with Store.open(quick.folder / "new") as store:  # so that nothing has its number there
        store.keep([visit(article("甲")), visit(article("乙"), 1)])
    quick("export", "--payloads", "--out", "all.jsonl")
    quick("import", "all.jsonl", "--data", "new")

    assert made(quick.folder / "new") == ferry


def test_another_look_stands_in_the_bundle(tmp_path: Path):
    told = []
    with Store.open(tmp_path) as store:
        store.keep([visit(article("甲"))])
        for at in (1, 2):
            store.keep([visit(article("乙"), at)])
            told.append(json.loads(files(made(tmp_path, IDENTITY))["manifest.json"])["to"])

    assert [each["looks"] for each in told] == [1, 2]
    assert told[0]["last_seen"] < told[1]["last_seen"]


def test_a_version_of_a_document_brings_the_document(tmp_path: Path):
    with Store.open(tmp_path) as store:
        store.keep_seeds([seed("甲")])
        store.keep([visit(article("乙"))])
    found = files(made(tmp_path, IDENTITY))

    assert {"from/document.md", "to/page.html"} <= set(found)
    assert "from/page.html" not in found
    assert json.loads(found["manifest.json"])["from"]["has_page"] is False


def test_every_flipped_byte_is_found(ferry: bytes):
    missed = []
    for place in range(0, len(ferry), max(1, len(ferry) // 3_000)):
        flipped = bytearray(ferry)
        flipped[place] ^= 0x01
        try:
            if not bundle.check(bytes(flipped), "x.zip").flaws:
                missed.append(place)
        except DamagedError:
            continue

    assert missed == []


def rewritten(content: bytes, change: Callable[[dict[str, bytes]], object]) -> bytes:
    """What somebody makes who takes a bundle apart and zips it again."""
    found = files(content)
    change(found)
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, each in found.items():
            opened.writestr(name, each)
    return written.getvalue()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda found: found.pop("to/page.html"), "to/page.html is missing"),
        (lambda found: found.update({"to/note.txt": b"x"}), "to/note.txt was added"),
        (lambda found: found.update({"diff.json": b"{}"}), "diff.json was changed"),
        (
            lambda found: found.update({"manifest.json": found["manifest.json"] + b" "}),
            "manifest.json was changed, or manifest.sha256 was",
        ),
        (
            lambda found: found.pop("manifest.sha256"),
            "manifest.json was changed, or manifest.sha256 was",
        ),
    ],
)
def test_what_was_done_to_it_is_said(ferry: bytes, change: Any, told: str):
    assert bundle.check(stored(ferry, change), "x.zip").flaws == [told]


LATER = "2026-03-01T09:30:00+00:00"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (at("to/article.json", "title", value="無事"), "to/article.json is not the text that was"),
        (at("to/article.json", value=7), "to/article.json cannot be read"),
        (at("to/page.html", value=b"x"), "to/page.html is not what the fetch brought"),
        (at("to/fetch.json", value=7), "to/fetch.json cannot be read"),
        (at("to/fetch.json", "version", value=1), "to/fetch.json is of another version"),
        (at("to/fetch.json", "fetched_at", value=LATER), "that page was sealed at another time"),
        (at("manifest.json", "to", "has_page", value=False), "has its page is told otherwise"),
        (at("manifest.json", "to", "first_seen", value=LATER), "first seen at another time"),
        (at("manifest.json", "from", "last_seen", value=LATER), "diff.json is of other versions"),
        (at("manifest.json", "to", "digest", value="00"), "the digest of version 2 is not"),
        (at("manifest.json", "to", "version", value=9), "version 9 was never sealed"),
        (at("manifest.json", "to", "version", value="two"), "not of the form that they were"),
        (at("manifest.json", "article", value="cna:1"), "seal 1 does not follow"),
        (at("seals.json", 0, "digest", value="00"), "seal 1 does not follow from the one before"),
        (at("seals.json", 1, "first_seen", value=LATER), "seal 2 does not follow from the one"),
        (at("seals.json", value=7), "seals.json cannot be read"),
        (at("diff.json", value=7), "diff.json cannot be read"),
        (at("diff.json", "changes", 0, "new", value="無事"), "diff.json contradicts itself on the"),
    ],
)
def test_files_that_contradict_one_another_are_found(
    ferry: bytes, change: Callable[[dict[str, Any]], object], told: str
):
    assert bundle.check(forged(ferry, lambda found: None), "x.zip").flaws == []
    assert told in "; ".join(bundle.check(forged(ferry, change), "x.zip").flaws)


def test_another_page_with_its_own_digest_is_not_the_one_that_was_sealed(ferry: bytes):
    def change(found: dict[str, Any]) -> None:
        found["to/page.html"] = b"<p>another</p>"
        found["to/fetch.json"]["payload"] = digest_of(b"<p>another</p>")

    assert bundle.check(forged(ferry, change), "x.zip").flaws == [
        "to/page.html is not the page that was sealed"
    ]


@pytest.mark.parametrize("manifest", [{}, [], {"kind": "stet-bundle"}, {"files": 1}])
def test_a_manifest_of_another_shape_is_no_manifest(ferry: bytes, manifest: object):
    text = json.dumps(manifest).encode()
    total = f"{hashlib.sha256(text).hexdigest()}  manifest.json\n".encode()
    forged = stored(
        ferry, lambda found: found.update({"manifest.json": text, "manifest.sha256": total})
    )

    assert bundle.check(forged, "x.zip").flaws[0].startswith("manifest.json was changed")


def test_the_same_files_in_another_zip_are_not_the_bundle(ferry: bytes):
    assert bundle.check(rewritten(ferry, lambda found: None), "x.zip").flaws != []


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is not a bundle, or is cut"),
        (b"PK\x05\x06" + b"\0" * 18, "it holds no manifest.json"),
        (b"a letter", "is not a bundle, or is cut"),
    ],
)
def test_what_is_no_bundle_is_said(content: bytes, said: str):
    with pytest.raises(DamagedError, match=said):
        bundle.check(content, "x.zip")


def test_a_cut_bundle_is_said(ferry: bytes):
    with pytest.raises(DamagedError, match="is cut"):
        bundle.check(ferry[: len(ferry) // 2], "x.zip")


# ------------------------------------------------------------------ the verbs


def test_a_bundle_is_written_and_checked(quick: Inside):
    filled(quick.folder / "data")
    [written] = lines(quick("bundle", FERRY, "1", "2"))
    checked = lines(quick("verify", "cna-202603010001-1-2.zip"))

    assert written.startswith(f"cna-202603010001-1-2.zip: {FERRY} version 1 to 2, ")
    assert checked[0].startswith("cna-202603010001-1-2.zip: 9 files as they were written by stet ")
    assert checked[1:] == [
        f"{FERRY} version 1 to 2: https://www.cna.com.tw/news/asoc/202603010001.aspx",
        "still the old text 2026-03-01 16:00, the new one first seen 2026-03-01 19:00",
        f"last of its 3 seals: {last_seal(quick.folder / 'data')}",
    ]


def test_a_bundle_goes_into_a_pipe(quick: Inside):
    filled(quick.folder / "data")
    said = subprocess.run(
        Terminal.command("bundle", FERRY, "1", "2", "--out", "-"),
        cwd=quick.folder,
        capture_output=True,
        check=True,
    )

    assert bundle.check(said.stdout, "-").flaws == []
    assert said.stderr.decode().startswith(f"-: {FERRY} version 1 to 2, ")
    assert not (quick.folder / "-").exists()


def last_seal(folder: Path) -> str:
    with Store.open(folder, read_only=True) as store:
        return store.seals(FERRY)[-1][1]


def test_a_bundle_is_held_against_the_archive_that_it_is_of(quick: Inside):
    filled(quick.folder / "data")
    quick("bundle", FERRY, "1", "2", "--out", "toll.zip")
    with Store.open(quick.folder / "data") as store:
        store.keep([visit(article("又改"), 90, identity=FERRY)])
    with Store.open(quick.folder / "other") as store:
        store.keep([visit(article("另一篇"), 1, identity=FERRY)])
    with Store.open(quick.folder / "empty") as store:
        store.keep([visit(article("另一篇"), 1)])

    *_, last = lines(quick("verify", "toll.zip", "--data", "data"))
    assert last == f"data has the same 3 seals of {FERRY}"
    answer = quick("verify", "toll.zip", "--data", "other")
    assert answer.returncode == 1
    assert f"other has other seals of {FERRY}" in answer.stdout
    assert f"empty holds no {FERRY}" in complaint(quick("verify", "toll.zip", "--data", "empty"))


def test_a_page_of_a_later_look_is_said_to_be_one(quick: Inside):
    """As where the first page was pruned, or did not come along."""
    with Store.open(quick.folder / "data") as store:
        for hours, title in enumerate(["甲", "乙", "丙"]):
            store.keep([visit(article(title), hours, payload=b"<p>%d</p>" % hours)])
        store.keep([visit(article("丙"), 9, payload=b"<p>9</p>")])
    quick("export", "--out", "all.jsonl")
    quick("import", "all.jsonl", "--data", "in")
    with Store.open(quick.folder / "in") as store:
        store.keep([visit(article("丙"), 20, payload=b"<p>20</p>")])
    quick("bundle", IDENTITY, 2, 3, "--data", "in", "--out", "late.zip")

    assert "the page of version 3 is of a later look than the one that was sealed" in lines(
        quick("verify", "late.zip")
    )


def test_a_changed_bundle_fails_the_check(quick: Inside):
    filled(quick.folder / "data")
    quick("bundle", FERRY, "1", "2", "--out", "toll.zip")
    path = quick.folder / "toll.zip"
    path.write_bytes(stored(path.read_bytes(), lambda found: found.pop("diff.html")))
    answer = quick("verify", "toll.zip")

    assert (answer.returncode, answer.stdout) == (1, "toll.zip: diff.html is missing\n")


def test_a_bundle_needs_versions_that_there_are(quick: Inside):
    filled(quick.folder / "data")
    (quick.folder / "note.txt").write_text("x")

    assert complaint(quick("bundle", FERRY, "1", "4")) == f"stet: {FERRY} has no version 4: 1 to 3"
    assert quick("verify", "note.txt").returncode == 1
    assert "cannot read nothing.zip" in complaint(quick("verify", "nothing.zip"))
