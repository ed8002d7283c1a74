"""Feeds and sheets: what feed readers and spreadsheets make of a report."""

import csv
import io
import json
from typing import Any

import jsonschema
import msgspec
import pytest
from lxml import etree

from scheduler import reports
from scheduler.diff.records import Affected, Change, ChangeReport, Sitewide
from scheduler.reports import Context
from scheduler.reports.csv import COLUMNS
from scheduler.reports.view.entries import LENGTH, tag
from tests.feeds import valid
from tests.reports.golden import NOW
from tests.reports.invented import (
    ATTACK,
    FERRY,
    MAYOR,
    NOISE,
    QUAKE,
    REPORTS,
    SECOND_LOOK,
    Shelf,
    change,
)

SERVED = Context(now=NOW, pages=Shelf())
FILE = Context(now=NOW)
EVENT = msgspec.structs.replace(
    NOISE,
    sitewide=Sitewide(
        id=f"{NOISE.id}#sitewide",
        count=3,
        articles=tuple(
            Affected(article=piece.article, url=piece.url, title=piece.title)
            for piece in (FERRY, MAYOR, QUAKE)
        ),
    ),
)
BESIDE = msgspec.structs.replace(SECOND_LOOK, sitewide=Sitewide(id="tag:x#sitewide", count=3))


def rendered(name: str, *of: ChangeReport, context: Context = SERVED) -> str:
    return "".join(reports.load(name).render(of, context))


def text(entry: Any) -> str:
    """The text of an entry; feedparser writes an empty element in its own way."""
    return str(entry.content[0].value.strip().replace("<br />", "<br>"))


# ------------------------------------------------------------------ feeds


@pytest.mark.parametrize("context", [SERVED, FILE], ids=["served", "file"])
@pytest.mark.parametrize("of", [REPORTS, (EVENT, BESIDE), ()], ids=["all", "sitewide", "none"])
def test_a_feed_is_valid_and_is_read_as_what_it_says(
    context: Context, of: tuple[ChangeReport, ...]
):
    atom = valid.atom(rendered("atom", *of, context=context))
    feed = valid.json_feed(rendered("jsonfeed", *of, context=context))
    told = [report for report in of if report.is_told]

    assert [entry.id for entry in atom.entries] == [tag(report.id) for report in told]
    for entry, item in zip(atom.entries, feed["items"], strict=True):
        assert (entry.id, entry.title) == (item["id"], item["title"])
        assert text(entry) == item["content_html"].strip()
        assert (entry.updated, entry.author) == (item["date_modified"], item["authors"][0]["name"])
        ways = [link.href for link in entry.get("links", []) if link.rel == "alternate"]
        assert ways == [url for url in (item.get("url"),) if url]


def test_an_entry_tells_the_change_with_its_styles_inside():
    [entry] = valid.atom(rendered("atom", SECOND_LOOK)).entries
    html = entry.content[0].value

    assert "數字 2人→3人(+1)" in entry.summary
    assert '<del style="color:#8f3200;' in html
    assert ">87</del><ins " in html
    assert "class=" not in html
    assert {each.term for each in entry.tags} >= {"edited", "number", "silent"}


def test_an_entry_links_to_the_versions_before_and_after():
    [entry] = valid.atom(rendered("atom", SECOND_LOOK)).entries
    links = {link.rel: link.href for link in entry.links}
    page = "https://reader.example/article/cna:202603020011"

    assert links == {
        "alternate": "https://reader.example/reports/tag:stet,2026:cna:202603020011~2F2..3",
        "related": QUAKE.url,
        "predecessor-version": f"{page}/v/2",
        "latest-version": page,
        "version-history": page,
    }
    [item] = valid.json_feed(rendered("jsonfeed", SECOND_LOOK))["items"]
    assert item["_stet"]["predecessor_version"] == f"{page}/v/2"
    assert item["_stet"]["version"] == f"{page}/v/3"


def test_a_file_links_to_the_article_itself_and_to_nothing_hostile():
    quake, hostile = valid.atom(rendered("atom", SECOND_LOOK, ATTACK, context=FILE)).entries

    assert [link.href for link in quake.links] == [QUAKE.url]
    assert hostile.get("links", []) == []


def test_a_feed_that_goes_on_says_where():
    feed = valid.atom(rendered("atom", NOISE)).feed
    links = {link.rel: link.href for link in feed.links}

    assert links["self"] == Shelf.here
    assert links["next"] == Shelf.older
    assert valid.json_feed(rendered("jsonfeed", NOISE))["next_url"] == Shelf.older
    assert feed.id == "tag:stet,2026:/feed?site=cna"


def test_a_site_wide_event_is_one_entry_that_lists_its_articles():
    [entry] = valid.atom(rendered("atom", EVENT, BESIDE)).entries

    assert entry.title.startswith("全站變動｜example.org：3")
    assert MAYOR.title in entry.content[0].value
    assert {link.rel for link in entry.links} == {"alternate"}


def test_a_flood_of_changes_is_cut_and_counted():
    flood = FERRY.report(
        *(change("body", "added", f"{{+{'字' * 3000}+}}", path=(n,)) for n in range(50)),
        *(change("body", "edited", "甲[-,-]{+，+}", tags=("punctuation",)) for _ in range(9)),
        score=50,
        reasons=(),
        versions=(1, 2),
    )
    [entry] = valid.atom(rendered("atom", flood)).entries

    assert len(entry.content[0].value) < 2 * LENGTH
    assert "另有 52 處未列出" in entry.content[0].value.replace("\u00a0", " ")


@pytest.mark.parametrize("identity", ["甲:乙", "a b", "100%", "a#b?c", "\x1b\ud800"])
def test_every_identity_makes_a_tag(identity: str):
    document = rendered("atom", msgspec.structs.replace(NOISE, id=f"tag:stet,2026:{identity}/1..2"))

    assert valid.atom(document).entries


def test_two_bare_articles_are_dated_by_the_day():
    bare = msgspec.structs.replace(SECOND_LOOK, id="tag:stet,2026:file/x", before=None, after=None)
    for context in (FILE, Context(), SERVED):
        assert valid.atom(rendered("atom", bare, context=context)).entries


@pytest.mark.parametrize(
    ("found", "instead"),
    [
        ("<updated>2026-03", "<updated>2026-3"),
        ("<id>tag:stet,2026:example.org:/rice", "<id>tag:stet,2026:example.org:/ri ce"),
        ("<author><name>海峽時報</name></author>", ""),
        ('rel="related"', 'rel="successor"'),
        ("cna:202603020051/restored", "cna:202603020044/deleted"),
    ],
)
def test_the_grammar_refuses_what_is_no_feed(found: str, instead: str):
    document = rendered("atom", *REPORTS)
    assert found in document

    with pytest.raises((AssertionError, etree.DocumentInvalid)):
        valid.atom(document.replace(found, instead, 1))


def test_the_schema_refuses_what_is_no_feed():
    feed = json.loads(rendered("jsonfeed", *REPORTS))
    feed["items"][0]["url"] = "javascript:alert(1)"

    with pytest.raises(jsonschema.ValidationError):
        valid.json_feed(json.dumps(feed))


# ------------------------------------------------------------------ sheets


def sheet(*of: ChangeReport) -> list[dict[str, str]]:
    document = rendered("csv", *of)
    assert document.count("\r\n") == document.count("\n")
    return list(csv.DictReader(io.StringIO(document.removeprefix("\ufeff"), newline="")))


def test_a_sheet_has_a_row_for_each_change_and_one_for_an_event():
    rows = sheet(SECOND_LOOK, MAYOR.event("deleted", 80))
    *changes, event = rows

    assert [row["change"] for row in changes] == [str(n) for n in range(1, 10)]
    assert changes[1]["old"].count("2人死亡") == changes[1]["new"].count("3人死亡") == 1
    assert (changes[3]["paragraph_before"], changes[3]["paragraph_after"]) == ("5", "2")
    assert (changes[4]["paragraph_before"], changes[4]["paragraph_after"]) == ("", "6")
    assert (changes[8]["paragraph_before"], changes[8]["old"]) == (
        "9 10",
        "第一波餘震。¶第二波餘震。",
    )
    assert changes[0]["last_seen_before"] == "2026-03-04T07:06:00+08:00"
    assert (event["kind"], event["version_before"], event["change"]) == ("deleted", "1", "")


def test_the_columns_stay():
    """Sheets and scripts go by them: one may be added at the end, none renamed or moved."""
    assert " ".join(COLUMNS) == (
        "report article site publisher title url kind score significant reasons added removed "
        "sitewide version_before last_seen_before version_after first_seen_after change field "
        "change_kind paragraph_before paragraph_after tags rule old new"
    )


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+886-2-2345", "'+886-2-2345"),
        ("-2度", "'-2度"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("＝1", "'＝1"),
        ("  =1", "'  =1"),
        ("\t=1", "⟨U+0009⟩=1"),
        ("\r=1", "⟨U+000D⟩=1"),
        ('甲";=HYPERLINK("x")', '甲";\'=HYPERLINK("x")'),
        ("甲, -5度, =乙", "甲, -5度, =乙"),
        ("氣溫-2度", "氣溫-2度"),
    ],
)
def test_no_cell_is_a_formula(text: str, cell: str):
    [row] = sheet(FERRY.report(Change(field="body", kind="added", new=text), score=1, reasons=(),
                               versions=(1, 2)))  # fmt: skip

    assert row["new"] == cell
    assert row["old"] == ""


def test_a_cell_is_no_longer_than_a_spreadsheet_takes():
    flood = Change(field="body", kind="added", new="長" * 10_000_000)
    [row] = sheet(FERRY.report(flood, score=1, reasons=(), versions=(1, 2)))

    assert len(row["new"]) < 16_100
    assert "略 9,984,000 字" in row["new"].replace("\u00a0", " ")


def test_a_site_wide_event_is_told_of_in_every_row():
    assert [row["sitewide"] for row in sheet(EVENT, BESIDE)][::2] == [
        f"{NOISE.id}#sitewide", *["tag:x#sitewide"] * 5
    ]  # fmt: skip
