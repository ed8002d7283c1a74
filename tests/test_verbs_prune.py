"""`stet prune` as it is typed: what it would do, what it did, and what is said of it afterwards."""

import random
import re
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from crawler.config import Config
from crawler.errors import UsageError
from crawler.store import Store
from crawler.store.database import FILE
from scheduler.compare import write_missing_reports
from scheduler.verbs import _measures
from tests.archives import SECOND, TOLL
from tests.terminal import Inside, Terminal, complaint, eventually, lines
from tests.visits import article, hour, visit

PIER = "news.example:/pier"
PORT = "cna:202603010001"
WHOLE = (TOLL, f"{SECOND}他說。他說。")
NOW = datetime(2026, 9, 1, tzinfo=UTC)


def body(at: float) -> bytes:
    """A page that shares nothing with others, of which zstd leaves 20 kB."""
    return f"<html>{at}{random.Random(at).randbytes(20_000).hex()}</html>".encode()


@pytest.fixture
def archive(quick: Inside) -> Inside:
    """Two articles of two sites, looked at ten times in March 2026, and edited twice.

    Both bring the same pages: those of the looks 0, 4 and 8 first showed a version, the last one
    is what the next is compressed with, and one of the first three that of its site.
    """
    with Store.open(quick.folder / "data") as store:
        for identity, url in (
            (PIER, "https://news.example/pier"),
            (PORT, "https://www.cna.com.tw/news/asoc/202603010001.aspx"),
        ):
            for at in range(10):
                run = store.start_run("article", {}, hour(999))
                text = article("碼頭燈號", TOLL, f"{SECOND}{'他說。' * (at // 4)}", url=url)
                store.keep([visit(text, at, identity=identity, payload=body(at))], run=run)
                store.finish_run(run, hour(999), "finished", {})
        write_missing_reports(store)
    return quick


def listed(answer_lines: list[str]) -> list[list[str]]:
    return sorted(line.split("\t") for line in answer_lines if "\t" in line)


def test_what_a_dry_run_says_is_what_goes(archive: Inside):
    would = lines(archive("prune", "--payloads", "2026-03-20", "--dry-run", "--list"))
    did = lines(archive("prune", "--payloads", "2026-03-20", "--list"))

    assert listed(would) == listed(did)
    assert {line[0] for line in listed(did)} == {"page"}
    assert would[-4] == "would go from data/stet.db, where nothing is changed:"
    assert re.fullmatch(
        r"  5 pages +\d+\.\d kB  last fetched before 2026-03-20 00:00", would[-3]
    ), would[-3]
    assert re.fullmatch(r"  in all +\d+\.\d kB", would[-2])
    assert re.fullmatch(r"kept as evidence, but with --evidence-too: 1 page, .* kB", would[-1])
    assert did[-4:-1] == ["gone from data/stet.db:", *would[-3:-1]]
    assert re.fullmatch(r"the file takes \d+\.\d kB, it took \d+\.\d kB", did[-1])
    size = sum(int(line[-1]) for line in listed(did))
    assert _measures.size(size) in did[-2]


def test_nothing_is_left_to_go_the_second_time(archive: Inside):
    archive("prune", "--payloads", "2026-03-20")

    assert (
        lines(archive("prune", "--payloads", "2026-03-20"))[0] == "nothing went from data/stet.db"
    )
    again = lines(archive("prune", "--payloads", "2026-03-20", "--dry-run"))
    assert again[0] == "nothing would go from data/stet.db"
    assert again[1].startswith("kept as evidence, but with --evidence-too: 1 page, ")


def test_looks_that_changed_nothing(archive: Inside):
    said = lines(archive("prune", "--snapshots", "2026-03-20"))

    assert [" ".join(line.split()[:2]) for line in said[1:-2]] == ["3 pages", "8 looks"]
    with Store.open(archive.folder / "data") as store:
        assert len(store.snapshots(PIER)) == len(store.snapshots(PORT)) == 6
        assert len(store.runs(99)) == 20


def test_of_one_site(archive: Inside):
    said = lines(archive("prune", "--snapshots", "2026-03-20", "--site", "cna", "--list"))

    assert {line[1] for line in listed(said)} == {PORT}
    nobody = archive("prune", "--snapshots", "2026-03-20", "--site", "nobody")
    assert nobody.returncode == 2
    assert "no article of nobody is watched here" in complaint(nobody)


def test_what_reads_what_was_pruned(archive: Inside):
    with Store.open(archive.folder / "data") as store:
        for at, words in ((20, "第三版。"), (30, "第四版。")):
            text = article("碼頭燈號", TOLL, words, url="https://news.example/pier")
            store.keep([visit(text, at, identity=PIER, payload=body(at))])
        write_missing_reports(store)
    archive("prune", "--payloads", "2026-03-20", "--evidence-too")

    refused = archive("show", PIER, "--version", "2", "--explain")
    assert refused.returncode == 2
    assert "was pruned on " in complaint(refused)
    assert lines(archive("show", PIER, "--version", "2"))
    assert lines(archive("show", PIER, "--explain"))
    assert lines(archive("diff", PIER, "1", "2"))
    assert len(lines(archive("report", "--format", "jsonl"))) == 6


def test_texts_that_nothing_tells_of(archive: Inside):
    with Store.open(archive.folder / "data") as store:
        later: dict[int, tuple[str, ...]] = {20: ("短。",), 30: WHOLE, 40: (TOLL, "後來。")}
        for at, paragraphs in later.items():
            text = article("碼頭燈號", *paragraphs, url="https://news.example/pier")
            store.keep([visit(text, at, identity=PIER)])
            write_missing_reports(store)
    said = lines(archive("prune", "--versions", "2", "--list"))

    [[kind, identity, name, *_]] = listed(said)
    assert (kind, identity, name) == ("text", PIER, "4")
    assert "1 text" in said[-3]
    today = f"{datetime.now(UTC):%Y-%m-%d}"
    for words in (["show", PIER, "--version", "4"], ["diff", PIER, "4", "6"]):
        refused = archive(*words)
        assert refused.returncode == 2
        assert complaint(refused) == (
            f"stet: the text of version 4 of {PIER} was pruned on {today}: when it was seen, and "
            "its digest, are all that is kept of it"
        )
    assert [line for line in lines(archive("history", PIER)) if "text pruned on 20" in line]
    assert archive("report").returncode == archive("list").returncode == 0


def test_the_oldest_pages_go_until_it_fits(archive: Inside):
    size = (archive.folder / "data" / FILE).stat().st_size
    wanted = f"{(size - 100_000) / 1_000:.1f}kB"
    would = lines(archive("prune", "--max-size", wanted, "--dry-run", "--list"))
    did = lines(archive("prune", "--max-size", wanted, "--list"))

    assert listed(would) == listed(did)
    assert 100_000 <= sum(int(line[-1]) for line in listed(did)) < 160_000
    oldest = [line[3] for line in listed(did)]
    assert max(oldest) < "2026-03-01T16"
    assert lines(archive("prune", "--max-size", "1kB"))[-2] == (
        "that is not enough for 1kB: what else there is may not go"
    )
    assert lines(archive("prune", "--max-size", "1TB"))[0] == "nothing went from data/stet.db"


def test_looks_that_go_count_for_the_size(archive: Inside):
    size = (archive.folder / "data" / FILE).stat().st_size
    wanted = f"{(size - 100_000) / 1_000:.1f}kB"
    alone = lines(archive("prune", "--max-size", wanted, "--dry-run"))
    both = ["prune", "--max-size", wanted, "--snapshots", "2026-03-20", "--dry-run", "--list"]

    assert {line[0] for line in listed(lines(archive(*both)))} == {"page", "look"}
    assert "pages" in alone[1]


def test_the_file_is_written_anew_while_nobody_is_at_work(archive: Inside):
    said = lines(archive("prune", "--vacuum"))

    assert len(said) == 1
    assert said[0].startswith("the file takes ")
    with Store.open(archive.folder / "data"):
        busy = archive("prune", "--vacuum")
    assert busy.returncode == 75
    assert "is open in another process" in complaint(busy)


@pytest.mark.slow
def test_beside_a_daemon_it_prunes_and_does_not_rewrite(archive: Inside, stet: Terminal):
    stet("pause", PIER, PORT)
    lock = archive.folder / "data" / "daemon.lock"
    daemon = stet.started("run", "--tick", "0.2")
    try:
        eventually(lambda: lock.is_file() and lock.read_text() == str(daemon.pid))
        pruned = stet("prune", "--payloads", "2026-03-20")
        refused = stet("prune", "--vacuum")
    finally:
        daemon.terminate()
        daemon.communicate(timeout=60)

    assert pruned.stdout.startswith("gone from data/stet.db:")
    assert refused.returncode == 75
    assert f"another `stet run` (process {daemon.pid}) watches data" in complaint(refused)


def test_an_archive_of_before_says_how_to_have_its_room_back(archive: Inside):
    with closing(sqlite3.connect(archive.folder / "data" / FILE)) as connection:
        connection.execute("PRAGMA auto_vacuum = NONE")
        connection.execute("VACUUM")
    said = lines(archive("prune", "--payloads", "2026-03-20"))

    assert re.fullmatch(
        r"the file takes .* kB; .* kB of it are free, and are written next\. "
        r"`stet prune --vacuum` gives them back, while nothing else runs",
        said[-1],
    )
    assert re.fullmatch(
        r"the file takes (.*) kB, it took (.*) kB", lines(archive("prune", "--vacuum"))[-1]
    )


def test_on_a_server_the_same_goes_and_who_gives_room_back_is_said(quick: Inside, served: Config):
    with Store.open(served) as store:
        for at in range(6):
            text = article("碼頭燈號", TOLL, url="https://news.example/pier")
            store.keep([visit(text, at, identity=PIER, payload=body(at))])
    place = {"STET_URL": served.database_url}
    would = lines(quick("prune", "--payloads", "2026-03-20", "--dry-run", "--list", **place))
    did = lines(quick("prune", "--payloads", "2026-03-20", "--list", **place))

    assert listed(would) == listed(did)
    assert len(listed(did)) == 3
    assert did[-1] == (
        "the server writes there next once its autovacuum has been there; "
        "`stet prune --vacuum` sees to that now"
    )
    assert lines(quick("prune", "--vacuum", **place)) == [
        "vacuumed: the server writes next where something went"
    ]
    refused = quick("prune", "--max-size", "20MB", **place)
    assert "--max-size knows the size of a file only: give --payloads AGE" in complaint(refused)


def test_what_was_pruned_is_told_by_all_that_would_need_it(archive: Inside):
    with Store.open(archive.folder / "data") as store:
        later: dict[int, tuple[str, ...]] = {20: ("短。",), 30: WHOLE, 40: (TOLL, "後來。")}
        for at, paragraphs in later.items():
            text = article("碼頭燈號", *paragraphs, url="https://news.example/pier")
            store.keep([visit(text, at, identity=PIER, payload=body(at))])
            write_missing_reports(store)
    archive("prune", "--payloads", "2026-03-20", "--versions", "2", "--evidence-too")

    assert lines(archive("verify"))[1] == (
        "pruned, so that only digests are left to check: the texts of 1 version, 9 pages"
    )
    warc = archive("export", "--warc", "out.warc.gz")
    assert lines(warc)[0].endswith("fetches left out, whose pages were pruned")
    out = archive("export", "--payloads", "--out", "out.jsonl")
    assert out.stderr == (
        "not in it, as pruned: the text of 1 version and the bytes of 16 pages, of which each "
        "counts for every article that it showed; the digests are\n"
    )
    taken = lines(archive("import", "out.jsonl", "--data", "other"))
    assert ", 1 of them without a text, as pruned there; 0 here already" in taken[0]
    bundled = lines(archive("bundle", PIER, "2", "3"))
    assert bundled[1].startswith("without the page of version 2, which was pruned on 20")
    assert archive("verify", "news.example-pier-2-3.zip").returncode == 0
    refused = archive("bundle", PIER, "3", "4")
    assert "text of version 4" in complaint(refused)
    read = lines(archive("reparse", "--dry-run"))
    assert read[-1] == "4 versions left as they are, of which text or page was pruned"
    found = lines(archive("search", TOLL[:6]))
    assert "in versions 1 to 3 and 5 to 6 of 6; of 1 the text was pruned, seen" in found[4]
    assert found[-1] == "not looked through: 1 version whose text was pruned"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["prune"], "say what may go, as in: stet prune --payloads 180d --dry-run"),
        (["prune", "--site", "cna"], "say what may go"),
        (["prune", "--payloads", "old"], "--payloads 'old' is no age: it looks like 180d, 26w"),
        (["prune", "--payloads", ""], "--payloads '' is no age: it looks like 180d, 26w"),
        (["prune", "--max-size", ""], "--max-size '' is no size: it looks like 500MB"),
        (["prune", "--snapshots", "2099-01-01"], "is still to come: name a day that is over"),
        (["prune", "--versions", "0"], "--versions '0' is no number of versions: 1 or more, or"),
        (["prune", "--versions", "all"], "say what may go"),
        (["prune", "--max-size", "20"], "--max-size '20' is no size: it looks like 500MB, 1.5GB"),
        (["prune", "--evidence-too"], "give --payloads or --max-size with it"),
    ],
)
def test_what_is_not_understood_is_said(archive: Inside, words: list[str], said: str):
    answer = archive(*words)

    assert answer.returncode == 2
    assert said in complaint(answer)


# ------------------------------------------------------------------ ages and sizes

TAIPEI = ZoneInfo("Asia/Taipei")


@pytest.mark.parametrize(
    ("word", "moment"),
    [
        ("180d", NOW - timedelta(days=180)), ("0d", NOW), ("26w", NOW - timedelta(weeks=26)),
        ("2y", NOW - timedelta(days=730)), ("2026-01-31", datetime(2026, 1, 30, 16, tzinfo=UTC)),
        ("2026-01-31T08:00:00+00:00", datetime(2026, 1, 31, 8, tzinfo=UTC)),
    ],
)  # fmt: skip
def test_an_age_is_a_moment(word: str, moment: datetime):
    assert _measures.before("--payloads", word, NOW, TAIPEI) == moment


@pytest.mark.parametrize("word", ["180", "d", "5m", "-1d", "99999y", "2026-13-01", "2026-09-02"])
def test_what_is_no_age_is_refused(word: str):
    with pytest.raises(UsageError, match=r"--payloads '.*' is "):
        _measures.before("--payloads", word, NOW, TAIPEI)


@pytest.mark.parametrize(
    ("word", "count"),
    [("500MB", 500_000_000), ("1.5 GB", 1_500_000_000), ("2tb", 2_000_000_000_000), ("1kB", 1_000)],
)
def test_a_size_is_a_number_of_bytes(word: str, count: int):
    assert _measures.bytes_of("--max-size", word) == count
