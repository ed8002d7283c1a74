"""Documentation cannot lag: what a user can ask for has its heading."""

import re
from pathlib import Path

import pytest

from scheduler import cli
from tests import manual

pytestmark = pytest.mark.no_cover  # runs nothing of ours

DOCS = Path(__file__).parents[1] / "docs"


def headings(name: str) -> set[str]:
    text = (DOCS / name).read_text(encoding="utf-8")
    return {line.strip("# `") for line in re.findall(r"^#+ .*$", text, re.MULTILINE)}


@pytest.mark.parametrize("verb", sorted(cli.verbs()))
def test_every_verb_has_its_heading(verb: str):
    assert f"stet {verb}" in headings("verbs.md")


@pytest.mark.parametrize("name", sorted(manual.PAGES))
def test_what_a_tool_writes_is_what_it_would_write_now(name: str):
    is_current = (DOCS / name).read_text(encoding="utf-8") == manual.PAGES[name]()

    assert is_current, f"docs/{name} lags behind: uv run python -m tests.manual"


def test_every_setting_has_its_heading():
    from crawler import config

    known = set(re.findall(r"^#?\s*([a-z_]+) =", config.template(), re.MULTILINE))

    assert known
    assert known <= headings("settings.md")


def test_every_format_has_its_heading():
    from scheduler import reports

    assert set(reports.formats()) <= headings("reports.md")


def test_what_a_report_is_worth_is_what_the_judge_says():
    from scheduler.diff import judge

    text = (DOCS / "reports.md").read_text(encoding="utf-8")
    table = re.findall(r"^\| `(\w+)` \| (\d+) \|", text, re.MULTILINE)

    assert [(reason, int(points)) for reason, points in table] == list(judge.WEIGHTS.items())
    assert f"from {judge.SIGNIFICANT} on" in text


def test_every_site_has_its_heading():
    from crawler import sites

    assert {site.name for site in sites.every()} <= headings("sites.md")


def test_links_between_the_pages_lead_somewhere():
    root = DOCS.parent
    pages = [root / "README.md", root / "CHANGELOG.md", *sorted(DOCS.glob("*.md"))]
    for page in pages:
        text = re.sub(r"`[^`\n]*`", "", page.read_text(encoding="utf-8"))
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", text):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"
