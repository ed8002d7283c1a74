"""The tree is the diagram: ours keeps every rule, and every rule refuses a tree that breaks it."""

from pathlib import Path

import pytest

from tests import rules
from tests.rules import Rule
from tests.trees import Tree

pytestmark = pytest.mark.no_cover  # runs nothing of ours

CLASS = 'class Job:\n    """Work to do."""\n'
RECORD = '''
@dataclass
class Quote:
    """What somebody said."""

    text: str
    """As written."""
    _cut: int
    at: float

    SIZE = 3
'''
HIDDEN = 'import importlib\n\nimportlib.import_module("{}")\n'

BROKEN: list[tuple[Rule, dict[str, str], list[str]]] = [
    # the rule, what is added to our tree, and what the rule has to say of it
    (rules.top, {"scripts/run.sh": "exit\n"}, ["scripts does not belong at the top"]),
    (rules.top, {"setup.py": ""}, ["setup.py does not belong at the top"]),
    (rules.names, {"crawler/utils.py": ""}, ["crawler/utils.py: a name that says nothing"]),
    (
        rules.names,
        {"scheduler/web/helpers/links.py": ""},
        ["scheduler/web/helpers/links.py: a name that says nothing"],
    ),
    (
        rules.names,
        {"scheduler/work.py": CLASS},
        ["scheduler/work.py: class Job has the name of Scrapy's or APScheduler's own"],
    ),
    (rules.length, {"crawler/long.py": "\n" * 401}, ["crawler/long.py has 401 lines"]),
    (rules.length, {"scheduler/web/long.py": "\n" * 401}, ["scheduler/web/long.py has 401 lines"]),
    (rules.length, {"tests/test_long.py": "\n" * 401}, ["tests/test_long.py has 401 lines"]),
    (
        rules.exemptions,
        {"crawler/new.py": "\nimport os  # noqa: F401, E401\n"},
        ["crawler/new.py:2: '# noqa: F401, E401' gives no reason"],
    ),
    (
        rules.exemptions,
        {"scheduler/new.py": "one: int = ''  # type: ignore[assignment]\n"},
        ["scheduler/new.py:1: '# type: ignore[assignment]' gives no reason"],
    ),
    (
        rules.fields,
        {"crawler/newcomer.py": RECORD},
        ["crawler/newcomer.py:9: Quote.at has no docstring"],
    ),
    (
        rules.fields,
        {"scheduler/newcomer.py": RECORD.replace("@dataclass", "").replace("e:", "e(Struct):", 1)},
        ["scheduler/newcomer.py:9: Quote.at has no docstring"],
    ),
    (
        rules.purity,
        {"crawler/text.py": "from time import time\n"},
        ["crawler/text.py:1: imports time.time, and is to be pure"],
    ),
    (
        rules.purity,
        {"crawler/dates/western.py": "from datetime import datetime\n\ndatetime.now()\n"},
        ["crawler/dates/western.py:3: calls datetime.now, and is to be pure"],
    ),
    (
        rules.purity,
        {"crawler/urls.py": "def f(at):\n    return at.astimezone(UTC), at.astimezone()\n"},
        ["crawler/urls.py:2: calls at.astimezone, and is to be pure"],
    ),
    (
        rules.purity,
        {"scheduler/agenda/timing.py": "import urllib.request\n\nopen('history')\n"},
        [
            "scheduler/agenda/timing.py:1: imports urllib.request, and is to be pure",
            "scheduler/agenda/timing.py:3: calls open, and is to be pure",
        ],
    ),
    (
        rules.purity,
        {"scheduler/diff/newcomer.py": "from crawler import clock\n"},
        ["scheduler/diff/newcomer.py:1: imports crawler.clock, and is to be pure"],
    ),
    (
        rules.purity,
        {".ci/pure": "crawler/text.py\ncrawler/dates/*.py\nscheduler/diff/*.py\n"},
        [".ci/pure does not list crawler/urls.py", ".ci/pure does not list scheduler/agenda/*.py"],
    ),
    (
        rules.hidden_imports,
        {"crawler/sites/new.py": HIDDEN.format("scrapy")},
        ["crawler/sites/new.py:3: imports past the contracts"],
    ),
    (
        rules.homes,
        {"scheduler/verbs/new.py": "def run():\n    from yaml import load\n"},
        ["scheduler/verbs/new.py: yaml has no home in pyproject.toml"],
    ),
    (
        rules.found_by_name,
        {"crawler/sites/new.py": HIDDEN.format("crawler.clock")},
        ["crawler.sites.new loads crawler.clock"],
    ),
    (
        rules.found_by_name,
        {"scheduler/reports/new.py": HIDDEN.format("jinja2")},
        ["scheduler.reports.new loads jinja2, markupsafe"],
    ),
    (
        rules.found_by_name,
        {"scheduler/verbs/new.py": HIDDEN.format("starlette")},
        ["scheduler.verbs.new loads starlette"],
    ),
    (
        rules.found_by_name,
        {"scheduler/verbs/new.py": "import of nothing\n"},
        ["scheduler.verbs does not load: SyntaxError: invalid syntax"],
    ),
]  # fmt: skip


@pytest.fixture(scope="module")
def ours() -> Tree:
    return Tree.ours()


@pytest.mark.parametrize("rule", rules.RULES, ids=lambda rule: rule.__name__)
def test_our_tree_keeps_the_rule(ours: Tree, rule: Rule):
    assert rule(ours) == []


@pytest.mark.parametrize(
    ("rule", "spoilt", "said"), BROKEN, ids=[rule.__name__ for rule, *_ in BROKEN]
)
def test_a_tree_that_breaks_the_rule_is_refused(
    ours: Tree, tmp_path: Path, rule: Rule, spoilt: dict[str, str], said: list[str]
):
    assert rule(ours.copy(tmp_path).with_files(spoilt)) == said


def test_every_rule_has_been_seen_to_refuse():
    assert {rule for rule, *_ in BROKEN} == set(rules.RULES)
