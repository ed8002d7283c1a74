"""No option without a test: each one is typed after its verb in some story of these files."""

import argparse
import ast
from pathlib import Path

import pytest

from scheduler import cli

pytestmark = pytest.mark.no_cover  # runs nothing of ours

OF_EVERY_VERB = {"--data", "--config", "--help"}
"""Told of all verbs at once in `test_verbs_refusals.py`, and of some in detail."""


def options() -> list[tuple[str, str]]:
    """Every option of every verb that a user is told of, as `argparse` knows it.

    Others are what a process of ours types: `serve --processes` starts others with `--listener`.
    """
    return [
        (verb, action.option_strings[-1])
        for verb in cli.verbs()
        for action in cli.parser_of(verb, cli.load(verb))._actions
        if action.option_strings
        and action.help != argparse.SUPPRESS
        and action.option_strings[-1] not in OF_EVERY_VERB
    ]


@pytest.fixture(scope="module")
def typed() -> set[tuple[str, str]]:
    """Each word that follows a verb, in a call or a list of words, in the stories of the tests."""
    found: set[tuple[str, str]] = set()
    verbs = frozenset(cli.verbs())
    folder = Path(__file__).parent
    for path in folder.glob("test_*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            words = said(node)
            verb = next((word for word in words if word in verbs), "")
            found |= {(verb, word) for word in words}
    return found


def said(node: ast.AST) -> list[str]:
    """The words of a call such as `stet("list", "--json")` or `demo("--serve")`, or of a list."""
    if isinstance(node, ast.Call):
        name = [node.func.id] if isinstance(node.func, ast.Name) else []
        return name + [str(word.value) for word in node.args if isinstance(word, ast.Constant)]
    words = node.elts if isinstance(node, ast.List) else []
    return [str(word.value) for word in words if isinstance(word, ast.Constant)]


@pytest.mark.parametrize(("verb", "option"), options())
def test_every_option_is_in_a_story(typed: set[tuple[str, str]], verb: str, option: str):
    assert (verb, option) in typed
