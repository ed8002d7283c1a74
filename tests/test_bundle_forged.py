"""A bundle whose sums are right all the same: what its other files, or its archive, tell of it."""

import json
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from crawler.config import Config
from crawler.errors import DamagedError
from crawler.items import Moment
from crawler.store import Store
from scheduler import bundle
from scheduler.compare import write_missing_reports
from tests.archives import SECOND, TOLL, filled
from tests.bundles import FERRY, at, files, forged, made
from tests.terminal import Answer, Inside, lines
from tests.visits import IDENTITY, URL, article, hour, seed, visit

Change = Callable[[dict[str, Any]], object]

DEEP = b"[" * 100_000
ELSEWHERE = "https://evil.example/x"
LATER = "2026-03-01T09:30:00+00:00"
LATE = "2026-11-01T00:00:00+00:00"


@pytest.fixture(scope="module")
def ferry(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = tmp_path_factory.mktemp("ferry")
    filled(folder)
    return made(folder)


def without(*names: str) -> Change:
    def take(found: dict[str, Any]) -> None:
        for name in names:
            del found[name]

    return take


def all_of(*changes: Change) -> Change:
    def make(found: dict[str, Any]) -> None:
        for change in changes:
            change(found)

    return make


NO_PAGE = all_of(without("to/page.html"), at("manifest.json", "to", "has_page", value=False))
PAGE_LET_GO = all_of(
    NO_PAGE,
    at("to/fetch.json", "pruned_at", value=LATE),
    at("manifest.json", "to", "page_pruned_at", value=LATE),
)
NO_PAGE_CAME = all_of(NO_PAGE, at("to/fetch.json", "payload", value=None))


# ------------------------------------------------------------------ without the archive


@pytest.mark.parametrize(
    "name", ["seals.json", "diff.json", "to/article.json", "to/fetch.json", "from/fetch.json"]
)
def test_what_is_nested_beyond_all_reading_cannot_be_read(ferry: bytes, name: str):
    [flaw, *_] = bundle.check(forged(ferry, at(name, value=DEEP)), "x.zip").flaws

    assert flaw == f"{name} cannot be read"


def test_a_manifest_that_is_nested_beyond_all_reading_is_no_manifest(ferry: bytes):
    found = files(ferry) | {"manifest.json": DEEP}

    assert bundle.check(bundle._zipped(found), "x.zip").flaws[0].startswith("manifest.json was")


def test_a_number_beyond_all_numbers_is_no_version(ferry: bytes):
    beyond = forged(ferry, at("manifest.json", "to", "version", value=float("inf")))

    assert "not of the form" in bundle.check(beyond, "x.zip").flaws[0]


@pytest.mark.parametrize("told", [77, "1", None])
def test_a_format_that_this_stet_does_not_know_is_refused(ferry: bytes, told: object):
    with pytest.raises(DamagedError, match=r"x\.zip is a bundle of format .* does not know"):
        bundle.check(forged(ferry, at("manifest.json", "format", value=told)), "x.zip")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (at("manifest.json", "url", value=ELSEWHERE), f"manifest.json: the address {ELSEWHERE}"),
        (
            at("to/article.json", "url", value=ELSEWHERE),
            "to/article.json: the address https://evil",
        ),
        (at("to/fetch.json", "url", value=ELSEWHERE), f"to/fetch.json: the address {ELSEWHERE}"),
        (
            at("to/article.json", "author", value="他報"),
            "diff.json names another address, headline",
        ),
        (at("diff.json", "title", value="無事"), "diff.json names another address, headline"),
        (at("diff.json", "site", value="bbc"), "diff.json is of other versions"),
        (at("diff.json", "id", value="tag:stet,2026:cna:1/1..2"), "diff.json is of other versions"),
        (at("to/fetch.json", "fault", value="gone"), "to/fetch.json tells of a fault"),
        (at("to/fetch.json", "message", value="HTTP 404"), "to/fetch.json tells of a fault"),
        (at("to/fetch.json", "fetched_at", value=LATE), "to/fetch.json is later than the last"),
        (at("to/fetch.json", "pruned_at", value=LATE), "when the page of version 2 was pruned is"),
        (at("manifest.json", "to", "page_pruned_at", value=LATE), "when the page of version 2 was"),
        (at("manifest.json", "to", "last_seen", value=LATER), "was seen last before it was seen"),
        (at("manifest.json", "to", "looks", value=0), "version 2 was seen by no look"),
        (NO_PAGE, "whether version 2 has its page is told otherwise"),
        (without("diff.html"), "diff.html is missing"),
        (without("seals.json"), "seals.json is missing"),
        (at("to/note.txt", value=b"x"), "to/note.txt is no file of a bundle"),
        (at("to/document.md", value=b"x"), "to/article.json is not what the document of version 2"),
        (
            all_of(NO_PAGE, without("to/fetch.json")),
            "to: neither a fetch nor a document shows version 2",
        ),
    ],
)
def test_what_another_file_says_otherwise_is_found(ferry: bytes, change: Change, told: str):
    assert told in "; ".join(bundle.check(forged(ferry, change), "x.zip").flaws)


def test_another_address_of_the_article_is_told_and_no_flaw(quick: Inside, ferry: bytes):
    other = "https://www.cna.com.tw/news/aipl/202603010001.aspx"
    forgery = forged(ferry, at("manifest.json", "url", value=other))
    (quick.folder / "toll.zip").write_bytes(forgery)
    answer = quick("verify", "toll.zip")

    assert answer.returncode == 0
    assert f"manifest.json alone has the address {other}" in lines(answer)


def test_a_document_is_what_its_text_says(tmp_path: Path):
    with Store.open(tmp_path) as store:
        store.keep_seeds([seed("甲")])
        store.keep([visit(article("乙"))])
    whole = made(tmp_path, IDENTITY)
    another = forged(whole, at("from/document.md", value=b"---\ntitle: x\n---\n"))

    assert bundle.check(whole, "x.zip").flaws == []
    assert "from/article.json is not what the document of" in bundle.check(another, "x").flaws[0]


def test_an_address_that_a_redirect_led_to_is_the_articles(tmp_path: Path):
    reached = "https://www.news.example/story/1"
    with Store.open(tmp_path) as store:
        for number, title in enumerate(["甲", "乙"]):
            read = article(title, url=reached)
            store.keep([visit(read, number, url=f"{URL}?utm_source=x", final_url=reached)])

    assert bundle.check(made(tmp_path, IDENTITY), "x.zip").flaws == []


# ------------------------------------------------------------------ with the archive


@pytest.fixture
def archive(quick: Inside) -> Inside:
    filled(quick.folder / "data")
    return quick


def verified(archive: Inside, content: bytes) -> Answer:
    (archive.folder / "toll.zip").write_bytes(content)
    return archive("verify", "toll.zip", "--data", "data")


MANIFEST_FIELDS = [
    ("manifest.json: url", at("manifest.json", "url", value=f"{URL}/other")),
    ("manifest.json: to.last_seen", at("manifest.json", "to", "last_seen", value=LATE)),
    ("manifest.json: to.looks", at("manifest.json", "to", "looks", value=99)),
    ("manifest.json: to.extractor", at("manifest.json", "to", "extractor", value="cna/9")),
    ("manifest.json: from.extractor", at("manifest.json", "from", "extractor", value="mine/1")),
]
MOMENT = {"at": LATE, "raw": "x", "precision": "day"}
ARTICLE_FIELDS = [
    (f"from/article.json: {name}", at("from/article.json", name, value=value))
    for name, value in {
        "author": "他報", "modified": MOMENT, "language": "fr", "canonical_url": ELSEWHERE,
        "related": [], "more": 1,
    }.items()
]  # fmt: skip
FETCH_FIELDS = [
    (f"to/fetch.json: {name}", at("to/fetch.json", name, value=value))
    for name, value in {
        "final_url": ELSEWHERE, "status": 203, "headers": [], "extractor": "cna/2", "more": 1,
    }.items()
]  # fmt: skip


@pytest.mark.parametrize(("told", "change"), [*MANIFEST_FIELDS, *ARTICLE_FIELDS, *FETCH_FIELDS])
def test_what_the_archive_says_otherwise_is_told_by_name(
    archive: Inside, ferry: bytes, told: str, change: Change
):
    also = at("to/article.json", "canonical_url", value=f"{URL}/other")
    others = all_of(change, also) if "url" in told else change
    answer = verified(archive, forged(ferry, others))

    assert answer.returncode == 1
    assert f"toll.zip: {told} is " in answer.stdout
    assert " in the archive" in answer.stdout


def test_an_archive_goes_on_and_a_bundle_of_before_stays_true(archive: Inside, ferry: bytes):
    with Store.open(archive.folder / "data") as store:
        text = store.article(FERRY)
        for hours, title in ((90, text.title), (91, text.title), (92, "又改")):
            known = {"url": text.url, "author": text.author}
            store.keep([visit(article(title, *text.body, **known), hours, identity=FERRY)])
    answer = verified(archive, ferry)

    assert (answer.returncode, "in the archive" in answer.stdout) == (0, False)


@pytest.mark.parametrize(
    ("looks", "last", "is_true"),
    [(1, 3, True), (2, 5, True), (3, 7, True), (1, 5, False), (3, 5, False), (2, 6, False)],
)
def test_times_and_looks_are_those_of_one_moment(
    quick: Inside, looks: int, last: int, is_true: bool
):
    with Store.open(quick.folder / "data") as store:
        for hours, title in ((0, "甲"), (3, "乙"), (5, "乙"), (7, "乙")):
            store.keep([visit(article(title), hours)])
    change = all_of(
        at("manifest.json", "to", "looks", value=looks),
        at("manifest.json", "to", "last_seen", value=hour(last).isoformat()),
    )
    answer = verified(quick, forged(made(quick.folder / "data", IDENTITY), change))

    assert answer.returncode == (0 if is_true else 1), answer.stdout


def test_a_version_that_was_read_again_is_told_and_no_flaw(quick: Inside):
    """As by `stet reparse`, whose reading is sealed anew."""
    with Store.open(quick.folder / "data") as store:
        store.keep([visit(article("甲")), visit(article("乙"), 1)])
        before = made(quick.folder / "data", IDENTITY)
        again = visit(article("乙", modified=Moment(hour(1), "x", "minute")), extractor="example/2")
        assert again.reading
        row = store.versions(IDENTITY)[1]
        store.read_as(IDENTITY, {row.id: again.reading})
    answer = verified(quick, before)

    assert answer.returncode == 0
    assert "toll.zip: to/article.json: modified is None, and {" in answer.stdout


def test_a_version_with_another_text_since_is_told_and_no_flaw(quick: Inside):
    with Store.open(quick.folder / "data") as store:
        store.keep([visit(article("甲")), visit(article("乙"), 1)])
        before = made(quick.folder / "data", IDENTITY)
        again = visit(article("丙"), extractor="example/2").reading
        assert again
        store.read_as(IDENTITY, {store.versions(IDENTITY)[1].id: again})
    answer = verified(quick, before)

    assert answer.returncode == 0
    assert "version 2 has another text or first sight in the archive" in answer.stdout


def test_a_document_that_turned_up_since_makes_no_bundle_false(quick: Inside):
    """It divides the first version, whose later looks are a text that returned."""
    with Store.open(quick.folder / "data") as store:
        store.keep([visit(article("甲"), hours) for hours in (0, 4, 8)])
        store.keep([visit(article("乙"), 9)])
        before = made(quick.folder / "data", IDENTITY)
        store.keep_seeds([seed("丙", at=2)])
        assert len(store.versions(IDENTITY)) == 4
    answer = verified(quick, before)

    assert answer.returncode == 0, answer.stdout


def test_a_text_that_returned_is_no_part_of_the_one_before_whatever_turned_up_since(quick: Inside):
    """A document that is older than all gives each version another number, and so a new seal."""
    data = quick.folder / "data"
    with Store.open(data) as store:
        store.keep([visit(article(title), hours) for hours, title in enumerate("甲乙甲乙")])
        watch, rows = store.find(IDENTITY), store.versions(IDENTITY)
        pairs = [bundle.make(store, watch, pair, Config(data=data)) for pair in pairwise(rows)]
        store.keep_seeds([seed("丁", at=-5)])
        assert len(store.versions(IDENTITY)) == 5
    first, *_ = pairs
    longer = all_of(
        at("manifest.json", "from", "looks", value=2),
        at("manifest.json", "from", "last_seen", value=hour(2).isoformat()),
        at("diff.json", "from", "last_seen", value=hour(2).isoformat()),
    )

    for each in pairs:
        answer = verified(quick, each)
        assert answer.returncode == 0, answer.stdout
    answer = verified(quick, forged(first, longer))
    assert answer.returncode == 1
    assert "manifest.json: from.last_seen is " in answer.stdout
    assert "manifest.json: from.looks is 2, and 1 in the archive" in answer.stdout


def test_an_archive_that_is_an_older_copy_says_so(quick: Inside):
    with Store.open(quick.folder / "data") as store:
        store.keep([visit(article("甲"))])
        quick("backup", "older.db")
        store.keep([visit(article("乙"), 1)])
    (quick.folder / "toll.zip").write_bytes(made(quick.folder / "data", IDENTITY))
    quick("restore", "older.db", "--data", "older")

    answer = quick("verify", "toll.zip", "--data", "older")

    assert answer.returncode == 1
    assert f"older has the first 1 of its 2 seals of {IDENTITY}: it is an older" in answer.stdout


# ------------------------------------------------------------------ what is not in it


@pytest.mark.parametrize("change", [PAGE_LET_GO, NO_PAGE_CAME])
def test_a_page_that_was_taken_out_is_told(archive: Inside, ferry: bytes, change: Change):
    answer = verified(archive, forged(ferry, change))
    assert answer.stdout.count("to/page.html is not in it") == 2
    assert "toll.zip: to/page.html is not in it, and the archive has it" in lines(answer)

    [alone] = [line for line in lines(archive("verify", "toll.zip")) if "not in it" in line]
    assert alone.startswith("to/page.html is not in it")


def test_a_look_that_was_taken_out_of_a_version_of_a_document_is_found(quick: Inside):
    with Store.open(quick.folder / "data") as store:
        store.keep_seeds([seed("甲"), seed("乙", at=-50)])
        store.keep([visit(article("乙"), 1)])
    content = made(quick.folder / "data", IDENTITY)
    assert verified(quick, content).returncode == 0
    answer = verified(quick, forged(content, all_of(NO_PAGE, without("to/fetch.json"))))

    assert answer.returncode == 1
    assert "to/fetch.json is not in it, and the archive has it" in answer.stdout


def test_pruned_pages_and_texts_make_no_bundle_false(quick: Inside):
    short, more = ("短。",), (TOLL, SECOND, "後來。")
    with Store.open(quick.folder / "data") as store:
        for hours, body in enumerate([(TOLL, SECOND), short, more, (*more, "又。"), more]):
            store.keep([visit(article("甲", *body), hours, payload=b"<p>%d</p>" % hours)])
            write_missing_reports(store)
        [_, two, three, *_] = store.versions(IDENTITY)
        pair, settings = (two, three), Config(data=quick.folder / "data")
        whole = bundle.make(store, store.find(IDENTITY), pair, settings)
    prune = ("prune", "--payloads", "2026-03-20", "--evidence-too")
    assert quick(*prune).returncode == 0
    with Store.open(quick.folder / "data") as store:
        pruned = bundle.make(store, store.find(IDENTITY), pair, settings)
    told = json.loads(files(pruned)["manifest.json"])["from"]["page_pruned_at"]

    assert verified(quick, whole).returncode == 0
    answer = verified(quick, pruned)
    assert answer.returncode == 0
    assert f"from/page.html is not in it, as its page was pruned on {told[:10]}" in lines(answer)
    assert quick(*prune, "--versions", "1").returncode == 0
    answer = verified(quick, whole)
    assert answer.returncode == 0
    assert "toll.zip: the text of version 2 was pruned in the archive" in lines(answer)
