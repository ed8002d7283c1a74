"""Documentation cannot lag: what a user can ask for has its heading."""

import re
from pathlib import Path

import pytest

from scheduler import cli
from tests import manual

DOCS = Path(__file__).parents[1] / "docs"


def headings(name: str) -> set[str]:
    text = (DOCS / name).read_text(encoding="utf-8")
    return {line.strip("# `") for line in re.findall(r"^#+ .*$", text, re.MULTILINE)}


@pytest.mark.parametrize("verb", sorted(cli.verbs()))
def test_every_verb_has_its_heading(verb: str):
    assert f"stet {verb}" in headings("verbs.md")


def test_the_manual_is_what_the_verbs_say():
    assert (DOCS / "verbs.md").read_text(encoding="utf-8") == manual.text()


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
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"
