import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from html.parser import HTMLParser
from typing import get_args
from zoneinfo import ZoneInfo

import jsonschema
import msgspec
import pytest

from crawler.errors import UsageError
from scheduler import reports
from scheduler.diff.records import (
    Change,
    ChangeKind,
    ChangeReport,
    ReportKind,
    Seen,
    Tag,
    from_json,
)
from scheduler.reports import Context
from scheduler.reports.view import pages
from scheduler.reports.view.stories import EDGES
from tests.reports import golden
from tests.reports.invented import ATTACK, FERRY, REPORTS, SECOND_LOOK, change

SCHEMA = json.loads((reports.FOLDER / "change-report.schema.json").read_text(encoding="utf-8"))


PLAIN = Context()


def rendered(name: str, *of: ChangeReport, context: Context = PLAIN) -> str:
    return "".join(reports.load(name).render(of, context))


# ------------------------------------------------------------------ every format


@pytest.mark.parametrize("name", [*golden.DOCUMENTS, *golden.DIGESTS])
def test_a_document_is_what_it_was_when_we_last_looked_at_it(name: str):
    kept = (golden.FOLDER / f"{name}.golden").read_bytes().decode()

    assert golden.document(name) == kept, "uv run python -m tests.reports.golden, then look"


def test_every_format_has_a_golden_file_and_a_line_of_help():
    assert set(reports.formats()) == {chosen for chosen, _ in golden.DOCUMENTS.values()}
    assert reports.formats()["jsonl"].startswith("For programs: ")


def test_an_unknown_format_is_refused_with_the_list():
    with pytest.raises(
        UsageError, match=r"'docx': the formats are atom, csv, jsonfeed, jsonl, markdown, text, "
    ):
        reports.load("docx")


@pytest.mark.parametrize(
    ("name", "says"),
    [("text", "沒有變動"), ("markdown", "沒有變動"), ("webpage", "沒有變動"), ("jsonl", "")],
)
def test_without_reports_a_document_says_so(name: str, says: str):
    assert says in rendered(name)


@pytest.mark.parametrize("name", ["csv", "jsonl", "markdown", "text"])
def test_a_report_is_written_before_the_next_one_is_read(name: str):
    read = []

    def one_by_one() -> Iterator[ChangeReport]:
        for report in REPORTS:
            read.append(report)
            yield report

    document = reports.load(name).render(one_by_one(), Context())
    written = ""
    while REPORTS[0].article not in written:
        written += next(document)

    assert read == [REPORTS[0]]


@pytest.mark.parametrize("name", ["markdown", "text", "webpage"])
def test_times_are_those_of_the_readers_zone_and_year(name: str):
    context = Context(zone=ZoneInfo("Europe/Madrid"), now=datetime(2027, 1, 1, tzinfo=UTC))

    assert "2026年3月4日 00:06" in rendered(name, SECOND_LOOK, context=context)
    assert "Europe/Madrid" in rendered(name, SECOND_LOOK, context=context)


@pytest.mark.parametrize("name", ["markdown", "text", "webpage"])
def test_two_bare_articles_have_no_window_and_no_versions(name: str):
    bare = msgspec.structs.replace(SECOND_LOOK, before=None, after=None)

    assert "→ 第 3 版" not in rendered(name, bare).replace("\u00a0", " ")
    assert "仍未變" not in rendered(name, bare)


@pytest.mark.parametrize("name", ["markdown", "text", "webpage"])
def test_a_huge_text_is_cut_and_says_by_how_much(name: str):
    flood = "長" * 10_000_000
    report = FERRY.report(
        Change(field="body", kind="added", new=flood, spans=(("+", flood),)),
        *(change("body", "edited", f"第{n}段[-甲-]{{+乙+}}") for n in range(300)),
        score=50,
        reasons=(),
        versions=(1, 2),
    )
    document = rendered(name, report, context=Context(width=0)).replace("\u00a0", " ")

    assert len(document) < 100_000
    assert "略 9,996,000 字" in document
    assert "另有 101 處未列出" in document


# ------------------------------------------------------------------ hostile texts


@pytest.mark.parametrize("name", sorted(reports.formats()))
def test_no_control_character_of_a_page_reaches_the_reader(name: str):
    document = rendered(name, *REPORTS).replace("\r\n", "\n")  # how a row of CSV ends

    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", document)


class Markup(HTMLParser):
    """What a page is made of, as a browser reads it."""

    def __init__(self, document: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.text = ""
        self.feed(document)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_page_holds_nothing_that_runs_or_asks_the_network():
    page = Markup(rendered("webpage", *REPORTS))

    assert not {"script", "img", "iframe", "object", "embed", "link", "form"} & set(page.tags)
    assert page.tags.count("style") == 1
    assert not [name for name, _ in page.attributes if name.startswith("on") or name == "style"]
    assert all(value.startswith("https://") for name, value in page.attributes if name == "href")
    assert "url(" not in pages.style()
    assert "@import" not in pages.style()


def test_the_pages_policy_knows_its_own_style_and_nothing_else():
    document = rendered("webpage", *REPORTS)
    inside = document.partition("<style>")[2].partition("</style>")[0]

    assert inside == pages.style()
    assert f"default-src 'none'; style-src '{pages.style_hash()}'" in document.replace("&#39;", "'")


def test_every_character_of_a_hostile_title_is_shown():
    page = Markup(rendered("webpage", ATTACK))

    assert '<script>alert("標題")</script>⟨U+001B⟩[2J' in page.text
    assert '"><img src=x onerror=alert(1)>' in page.text


def test_markdown_shows_markup_as_text():
    document = rendered("markdown", ATTACK)

    assert "<script" not in document
    assert "<img" not in document
    assert "](javascript" not in document.replace("\\](javascript", "")
    assert "\\*\\*粗體\\*\\*" in document


# ------------------------------------------------------------------ to be read by everyone


def palettes() -> list[dict[str, str]]:
    """The colours of the style sheet by name: the light ones, then the dark ones over them."""
    roots = re.findall(r":root \{(.*?)\}", pages.style(), re.DOTALL)[:2]
    light, dark = (dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", root)) for root in roots)
    return [light, light | dark]


def luminance(colour: str) -> float:
    """WCAG 2.2, relative luminance."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("palette", palettes(), ids=["light", "dark"])
def test_every_text_stands_out_from_its_ground(palette: dict[str, str]):
    pairs = [("del", "del-paper"), ("ins", "ins-paper"), ("strong-ink", "strong"), ("ink", "soft")]
    inks = ["ink", "muted", *(f"e{edge}" for edge in range(EDGES))]
    pairs += [(ink, ground) for ink in inks for ground in ("paper", "card")]
    for ink, ground in pairs:
        darker, lighter = sorted(luminance(palette[name]) for name in (ink, ground))
        assert (lighter + 0.05) / (darker + 0.05) >= 4.5, (ink, ground)


# ------------------------------------------------------------------ the schema


def test_every_line_of_jsonl_follows_the_schema_and_is_the_report():
    lines = rendered("jsonl", *REPORTS).splitlines()

    assert [from_json(line) for line in lines] == list(REPORTS)
    for line in lines:
        jsonschema.Draft202012Validator(SCHEMA).validate(json.loads(line))


def test_the_schema_is_sound_and_refuses_what_is_no_report():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(SCHEMA).validate({"id": "tag:stet,2026:x"})


@pytest.mark.parametrize(
    ("record", "described"),
    [(ChangeReport, SCHEMA), (Change, SCHEMA["$defs"]["Change"]), (Seen, SCHEMA["$defs"]["Seen"])],
)
def test_the_schema_knows_the_fields_of_the_records(record: type[msgspec.Struct], described: dict):  # type: ignore[type-arg]
    fields = msgspec.structs.fields(record)

    assert list(described["properties"]) == [field.encode_name for field in fields]
    assert described["required"] == [field.encode_name for field in fields if field.required]


def test_the_schema_knows_every_kind_and_tag():
    in_change = SCHEMA["$defs"]["Change"]["properties"]

    assert SCHEMA["properties"]["kind"]["enum"] == list(get_args(ReportKind))
    assert in_change["kind"]["enum"] == list(get_args(ChangeKind))
    assert in_change["tags"]["items"]["enum"] == list(get_args(Tag))
