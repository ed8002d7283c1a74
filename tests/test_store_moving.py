"""An archive out as lines of JSON, and in again: nothing is lost, nothing is half done."""

import gzip
import hashlib
import json
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from crawler.errors import DamagedError, StetError
from crawler.store import Sought, Store
from crawler.store.database import FILE
from tests.archives import filled
from tests.terminal import SEED, Inside, Terminal, complaint, eventually, lines, piped
from tests.visits import IDENTITY, article, hour, seed, visit


def archive(folder: Path) -> Path:
    """`filled`, and what makes it hard: a run, a 304, a page that two articles share."""
    filled(folder)
    with Store.open(folder) as store:
        run = store.start_run("article", {"related": 1}, hour(0))
        shared: dict[str, Any] = {"payload": b"<html>one page</html>"}
        looks = [
            visit(article("甲", related=()), 1, **shared),
            visit(article("甲"), 2, status=304, payload=b""),
            visit("unreachable", 3, status=0, payload=b""),
            visit(article("乙"), 4, identity="other:1", **shared),
        ]
        store.keep(looks, run)
        store.finish_run(run, hour(5), "finished", {"pages": 4})
        store.keep_seeds([seed("丙", at=-20), seed("丁", at=3)])
        store.set_due({IDENTITY: hour(30)})
        store.pause("other:1")
    return folder


def exported(folder: Path, site: str | None = None, *, with_payloads: bool = True) -> list[bytes]:
    with Store.open(folder, read_only=True) as store:
        return list(store.export(site, with_payloads=with_payloads))


def found(store: Store, word: str) -> dict[str, tuple[int, ...]]:
    """Identity -> versions that hold a word."""
    return {row.identity: row.versions for row in store.search(Sought(word)).rows}


def take(folder: Path, told: list[bytes]) -> list[tuple[str, bool, bool]]:
    with Store.open(folder) as store:
        return [
            (each.identity, each.is_new, each.differs)
            for each in store.take(iter(told), "archive.jsonl")
        ]


@pytest.mark.parametrize("with_payloads", [True, False])
def test_what_went_out_and_in_goes_out_the_same(tmp_path: Path, with_payloads: bool):
    told = exported(archive(tmp_path / "one"), with_payloads=with_payloads)
    taken = take(tmp_path / "two", told)

    assert told == exported(tmp_path / "one", with_payloads=with_payloads)
    assert all(is_new and not differs for _, is_new, differs in taken)
    assert exported(tmp_path / "two", with_payloads=with_payloads) == told


def test_both_archives_answer_alike(tmp_path: Path):
    take(tmp_path / "two", exported(archive(tmp_path / "one")))

    with (
        Store.open(tmp_path / "one", read_only=True) as one,
        Store.open(tmp_path / "two", read_only=True) as two,
    ):
        assert one.watches() == two.watches()
        assert [each.record for each in one.reports()] == [each.record for each in two.reports()]
        assert list(one.seeds()) == list(two.seeds())
        assert one.search(Sought("渡輪")).rows
        for word in ("渡輪", "釀2死", "異常"):
            assert found(one, word) == found(two, word)
        assert [each.stats for each in one.runs()] == [each.stats for each in two.runs()]
        for name in [each.identity for each in one.watches()]:
            for old, new in zip(one.snapshots(name), two.snapshots(name), strict=True):
                assert (old.headers, old.version, old.run) == (new.headers, new.version, new.run)
                assert not old.payload or one.payload(old.payload) == two.payload(old.payload)
            assert one.related(name) == two.related(name)
            for version in one.versions(name):
                assert one.article(name, version.number) == two.article(name, version.number)
        heads = [{each.identity: each.head for each in store.verify()} for store in (one, two)]
        assert heads[0] == heads[1]
        assert not [flaw for each in two.verify() for flaw in each.flaws]


def test_the_watching_goes_on_where_it_was(tmp_path: Path):
    take(tmp_path / "two", exported(archive(tmp_path / "one"), with_payloads=False))
    with Store.open(tmp_path / "two") as store:
        [kept] = store.keep([visit(article("戊"), 50)])
        number = len(store.versions(IDENTITY))

        assert (kept.outcome, kept.version) == ("new", number)
        assert not [flaw for each in store.verify() for flaw in each.flaws]


def test_a_page_that_two_articles_share_comes_with_each(tmp_path: Path):
    told = [json.loads(line) for line in exported(archive(tmp_path / "one"))]
    digests = [each["digest"] for each in told if each["kind"] == "payload"]
    take(tmp_path / "two", exported(tmp_path / "one", "other"))

    assert (len(digests), len(set(digests))) == (9, 8)
    with Store.open(tmp_path / "two", read_only=True) as store:
        [look] = store.snapshots("other:1")
        assert store.payload(look.payload or "") == b"<html>one page</html>"


def test_one_site_is_exported_alone_with_its_runs(tmp_path: Path):
    told = [json.loads(line) for line in exported(archive(tmp_path), "example")]

    assert [each["identity"] for each in told if each["kind"] == "watch"] == [IDENTITY]
    assert [each["kind"] for each in told[:2]] == ["stet-archive", "run"]
    [page] = [each for each in told if each["kind"] == "payload"]
    assert page["body"] == "PGh0bWw+b25lIHBhZ2U8L2h0bWw+"


def test_what_is_there_already_is_left_alone(tmp_path: Path):
    told = exported(archive(tmp_path / "one"))
    with Store.open(tmp_path / "two") as store:
        store.keep([visit(article("這裡的"), 1)])
    before = exported(tmp_path / "two", "example")
    taken = take(tmp_path / "two", told)

    assert [name for name, is_new, _ in taken if not is_new] == [IDENTITY]
    assert [name for name, _, differs in taken if differs] == [IDENTITY]
    assert exported(tmp_path / "two", "example") == before
    assert not any(is_new or (name != IDENTITY and differs) for name, is_new, differs in take(
        tmp_path / "two", told
    ))  # fmt: skip
    with Store.open(tmp_path / "two", read_only=True) as store:
        assert len(store.runs()) == 1


CUT: list[tuple[Callable[[list[bytes]], list[bytes]], str]] = [
    (lambda told: told[:-1], "line {end}: the file is cut here"),
    (lambda told: told[:-4], "the file is cut here"),
    (lambda told: [*told[:-4], told[-4][:30]], "the file is cut here"),
    (lambda told: [*told[:-3], b"{broken\n"], "the archive holds a damaged"),
    (lambda told: [*told[:-2], *told[-1:]], "watches are missing"),
    (lambda told: [*told, b"{}\n"], "something follows the end"),
    (lambda told: [line.replace("甲".encode(), "癸".encode()) for line in told], "not those"),
    (lambda told: [b'{"kind": "diary"}\n'], "line 1: not an archive that `stet export` wrote"),
    (lambda told: [told[0].replace(b":2,", b":3,"), *told[1:]], "of a newer Stet: upgrade Stet"),
    (lambda told: [told[0].replace(b":2,", b":0,"), *told[1:]], "format 0 is none that Stet ever"),
    (lambda told: [], "line 1: not an archive"),
    (lambda told: [told[0], b'{"kind":"seal"}\n'], "line 2: a seal of no watch"),
    (lambda told: [told[0], b'{"kind":"watch"}\n'], "line 2: 'identity' is missing"),
]  # fmt: skip


@pytest.mark.parametrize(("cut", "said"), CUT, ids=[str(n) for n in range(len(CUT))])
def test_a_cut_or_damaged_file_is_refused_and_leaves_nothing_half_done(
    tmp_path: Path, cut: Callable[[list[bytes]], list[bytes]], said: str
):
    told = exported(archive(tmp_path / "one"))
    with pytest.raises(DamagedError, match=said.format(end=len(told))):
        take(tmp_path / "two", cut(told))

    with Store.open(tmp_path / "two") as store:
        assert not [flaw for each in store.verify() for flaw in each.flaws]
    with sqlite3.connect(tmp_path / "two" / FILE) as connection:
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    connection.close()
    take(tmp_path / "two", told)
    assert sorted(exported(tmp_path / "two")[1:]) == sorted(told[1:])


def test_every_line_of_a_watch_counts(tmp_path: Path):
    told = exported(archive(tmp_path / "one"))
    kinds = [json.loads(line)["kind"] for line in told]
    first = kinds.index("watch")
    for number in range(first, kinds.index("watch-end")):
        with pytest.raises(DamagedError):
            take(tmp_path / f"without {number}", [*told[:number], *told[number + 1 :]])

        with Store.open(tmp_path / f"without {number}") as store:
            assert store.watches() == []


def altered(lines: list[bytes], change: Callable[[dict[str, Any]], bool]) -> list[bytes]:
    """Lines of one watch as one wrote them who knows how they are digested; some are left out."""
    *own, end = map(json.loads, lines)
    written = [
        json.dumps(fields, ensure_ascii=False).encode() + b"\n" for fields in own if change(fields)
    ]
    digest = hashlib.blake2b(b"".join(written), digest_size=16).hexdigest()
    end |= {"lines": len(written), "digest": digest}
    return [*written, json.dumps(end).encode() + b"\n"]


def without_pages(fields: dict[str, Any]) -> bool:
    return bool(fields["kind"] != "payload")


def with_a_huge_status(fields: dict[str, Any]) -> bool:
    fields |= {"status": 10**30} if fields["kind"] == "snapshot" else {}
    return True


@pytest.mark.parametrize(
    ("change", "said"),
    [(without_pages, "(?i)foreign key"), (with_a_huge_status, "too large|out of range")],
)
def test_what_no_archive_can_hold_is_refused_alone(
    store: Store, tmp_path: Path, change: Callable[[dict[str, Any]], bool], said: str
):
    told = exported(archive(tmp_path / "one"))
    starts = [number for number, line in enumerate(told) if b'"kind":"watch"' in line]
    wrong = next(start for start in starts if b'/lost"' in told[start])
    behind = min(start for start in [*starts, len(told) - 1] if start > wrong)
    lines = [*told[:wrong], *altered(told[wrong:behind], change), *told[behind:]]
    taken: list[str] = []

    with pytest.raises(DamagedError, match=said) as refused:
        taken.extend(each.identity for each in store.take(iter(lines), "archive.jsonl"))

    assert "news.example:/lost is nothing that an archive can hold" in str(refused.value)
    assert taken == [json.loads(told[start])["identity"] for start in starts if start < wrong]
    assert sorted(each.identity for each in store.watches()) == sorted(taken)
    assert not [flaw for each in store.verify() for flaw in each.flaws]
    list(store.take(iter(told), "archive.jsonl"))
    assert len(store.watches()) == len(starts)
    assert len(store.runs()) == 1


# ------------------------------------------------------------------ the verbs


def test_an_archive_moves_by_a_file(quick: Inside):
    archive(quick.folder / "data")
    [written] = lines(quick("export", "--payloads", "--out", "archive.jsonl"))
    assert written.startswith("6 articles, ")
    assert written.endswith(" kB written to archive.jsonl")
    answer = quick("import", "archive.jsonl", "--data", "new")
    quick("export", "--payloads", "--out", "again.jsonl", "--data", "new")

    assert lines(answer) == ["6 articles taken in with 11 versions; 0 here already"]
    first, second = (quick.folder / name for name in ("archive.jsonl", "again.jsonl"))
    assert first.read_bytes() == second.read_bytes()
    assert lines(quick("verify")) == lines(quick("verify", "--data", "new"))


def test_an_archive_moves_by_a_file_that_was_packed(quick: Inside):
    archive(quick.folder / "data")
    packed = gzip.compress(quick("export", "--payloads").stdout.encode())
    (quick.folder / "a.jsonl.gz").write_bytes(packed)
    (quick.folder / "cut.jsonl.gz").write_bytes(packed[: len(packed) // 2])

    answer = quick("import", "a.jsonl.gz", "--data", "new")
    assert lines(answer) == ["6 articles taken in with 11 versions; 0 here already"]

    cut = quick("import", "cut.jsonl.gz", "--data", "half")
    assert cut.returncode == 1
    assert complaint(cut).startswith("stet: cut.jsonl.gz cannot be unpacked to its end: ")


@pytest.mark.parametrize("sent", [bytes, gzip.compress])
def test_an_archive_moves_by_a_pipe(
    quick: Inside, monkeypatch: pytest.MonkeyPatch, sent: Callable[[bytes], bytes]
):
    archive(quick.folder / "data")
    told = quick("export").stdout
    monkeypatch.setattr(sys, "stdin", piped(sent(told.encode())))
    answer = quick("import", "-", "--data", "new")

    assert lines(answer) == ["6 articles taken in with 11 versions; 0 here already"]
    assert quick("export", "--data", "new").stdout == told


def is_made(folder: Path) -> bool:
    """Whether there is a whole archive, though an empty one."""
    try:
        with Store.open(folder, read_only=True):
            return True
    except StetError:
        return False


def test_ctrl_c_while_nothing_comes_leaves_nothing_half_done(quick: Inside):
    process = subprocess.Popen(
        Terminal.command("import", "-"),
        cwd=quick.folder,
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    eventually(lambda: is_made(quick.folder / "data"))
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)

    assert process.returncode == 130, said
    assert said == "stet: interrupted; nothing is left half done\n"
    with Store.open(quick.folder / "data") as store:
        assert store.watches() == []


def test_another_history_is_left_alone_and_told(quick: Inside):
    archive(quick.folder / "data")
    quick("export", "--out", "archive.jsonl")
    with Store.open(quick.folder / "new") as store:
        store.keep([visit(article("這裡的"), 1)])
    answer = quick("import", "archive.jsonl", "--data", "new")

    assert answer.returncode == 0
    assert answer.stdout == "5 articles taken in with 8 versions; 1 here already\n"
    assert answer.stderr.splitlines() == [
        "1 of these have another history here, left alone:", f"  {IDENTITY}",
    ]  # fmt: skip


def test_the_history_of_before_is_no_other_one(quick: Inside):
    archive(quick.folder / "data")
    quick("export", "--out", "archive.jsonl")
    with Store.open(quick.folder / "data") as store:
        store.keep([visit(article("又改"), 40)])
    answer = quick("import", "archive.jsonl")

    assert answer.stdout == "0 articles taken in with 0 versions; 6 here already\n"
    assert answer.stderr == ""


def test_a_damaged_file_is_said_with_its_line(quick: Inside):
    archive(quick.folder / "data")
    (quick.folder / "cut.jsonl").write_bytes(b"".join(exported(quick.folder / "data")[:9]))
    answer = quick("import", "cut.jsonl", "--data", "new")

    assert answer.returncode == 1
    assert answer.stdout == "", "nothing was taken in"
    assert complaint(answer).startswith("stet: cut.jsonl, line 10: the file is cut here: ")


def test_a_folder_of_documents_is_taken_in(quick: Inside):
    (quick.folder / "posts").mkdir()
    (quick.folder / "posts" / "one.txt").write_text(SEED, encoding="utf-8")

    assert lines(quick("import", "posts"))[0].startswith("1 seed document: 1 new article")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["import", "nothing.jsonl"], "cannot read nothing.jsonl: No such file"),
        (["export", "--format", "jsonl", "--seeds"], "use --format jekyll or text"),
        (["export", "--format", "text"], "needs a folder, --out DIR"),
        (["export", "--out", "no/such/folder/x.jsonl"], "cannot write no/such/folder/x.jsonl"),
    ],
)
def test_a_wrong_question_is_said(quick: Inside, words: list[str], said: str):
    filled(quick.folder / "data")
    answer = quick(*words)

    assert answer.returncode == 2
    assert said in complaint(answer)
