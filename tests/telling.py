"""Ways to tell one performance of the demo wrongly: each returns what alters it.

A mutation changes what a performance left: a report, a print, the page, the archive, or the
newsroom's own word. The demo's check must name it.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from scheduler import demo
from scheduler.demo.performance import Performance, Shelf

Mutation = Callable[[Performance], Performance]
Mutations = Mapping[str, tuple[Mutation, str]]
"""What is wrong -> how it comes about, and what the check must say of it."""
Document = dict[str, Any]

FERRY, VAN, BRIDGE, LAW = "霧津渡輪擦撞", "行動診療車", "望潮大橋", "流域保護條例"
MARKET, TREATY, CHIPS, RICE = "柳渡夜市", "洛倫與維斯塔", "霜葉半導體", "曦川米價"
"""How the titles of some of the demo's stories begin."""


def assert_named(true: Performance, mutation: Mutation, expected: str) -> None:
    """The check says what is expected of what is altered so."""
    wrong = mutation(true)

    assert wrong != true
    found = demo.disagreements(wrong)
    assert any(expected in sentence for sentence in found), found


# ------------------------------------------------------------------ what a program reads


def listing(change: Callable[[list[Document]], object]) -> Mutation:
    """Alter the list of reports."""

    def mutate(true: Performance) -> Performance:
        documents = [json.loads(line) for line in true.jsonl.splitlines()]
        change(documents)
        lines = (json.dumps(each, ensure_ascii=False, separators=(",", ":")) for each in documents)
        return replace(true, jsonl="".join(f"{line}\n" for line in lines))

    return mutate


def report(title: str, change: Callable[[Document], object], kind: str = "") -> Mutation:
    """Alter the one report whose title begins so (and that is of this kind)."""

    def within(documents: list[Document]) -> None:
        named = [each for each in documents if each["title"].startswith(title)]
        [one] = [each for each in named if kind in {"", each["kind"]}]
        change(one)

    return listing(within)


def put(**values: object) -> Callable[[Document], object]:
    """Other values under these keys; `end__first_seen` is a key within `end`."""

    def change(document: Document) -> None:
        for name, value in values.items():
            *outer, key = name.rstrip("_").split("__")
            inner = document[outer[0]] if outer else document
            assert inner.get(key) != value
            inner[key] = value

    return change


def first(**values: object) -> Callable[[Document], object]:
    """Other values in the last change of a report: of most it is the only one."""
    return lambda document: put(**values)(document["changes"][-1])


def spans(*runs: tuple[str, str]) -> Callable[[Document], object]:
    """Other spans in that change."""
    return first(spans=[list(run) for run in runs])


# ------------------------------------------------------------------ what a person reads


def other(text: str, old: str, new: str) -> str:
    """The text with `new` in the first place of `old`; spaces stand for those that do not break."""
    changed, count = re.subn(re.escape(old).replace(r"\ ", "\\s"), lambda _: new, text, count=1)
    assert count, f"{old!r} does not stand there"
    return changed


def rounds(change: Callable[[list[str]], object]) -> Mutation:
    """Alter the list of prints."""

    def mutate(true: Performance) -> Performance:
        prints = [each.printed for each in true.rounds]
        change(prints)
        changed = (replace(a, printed=b) for a, b in zip(true.rounds, prints, strict=True))
        return replace(true, rounds=tuple(changed))

    return mutate


def printed(number: int, old: str, new: str) -> Mutation:
    """Another text on the terminal in that round, counted from 1."""

    def change(prints: list[str]) -> None:
        prints[number - 1] = other(prints[number - 1], old, new)

    return rounds(change)


def moved_print(source: int, target: int) -> Mutation:
    """What one round printed is printed in another."""

    def change(prints: list[str]) -> None:
        prints[target - 1] += prints[source - 1]
        prints[source - 1] = ""

    return rounds(change)


def sentence(number: int, old: str, new: str) -> Mutation:
    """Another figure in the sentence of a round."""

    def mutate(true: Performance) -> Performance:
        changed = list(true.rounds)
        said = changed[number - 1].sentence
        changed[number - 1] = replace(changed[number - 1], sentence=other(said, old, new))
        return replace(true, rounds=tuple(changed))

    return mutate


def page(old: str, new: str) -> Mutation:
    """Another text in the HTML file."""
    return lambda true: replace(true, page=other(true.page, old, new))


def cards(change: Callable[[list[str]], object]) -> Mutation:
    """Alter the list of articles on the page."""

    def mutate(true: Performance) -> Performance:
        head, *parts = true.page.split("<article")
        last, foot = parts[-1].split("</article>")
        parts[-1] = last + "</article>"
        change(parts)
        return replace(true, page="<article".join([head, *parts]) + foot)

    return mutate


# ------------------------------------------------------------------ what lies behind it


def shelf(title: str, change: Callable[[Shelf], Shelf]) -> Mutation:
    """Alter what the archive holds of the one article whose title begins so."""

    def mutate(true: Performance) -> Performance:
        [old] = [each for each in true.archive if each.watch.title.startswith(title)]
        changed = (change(each) if each is old else each for each in true.archive)
        return replace(true, archive=tuple(changed))

    return mutate


def word(**change: Callable[[list[Any]], object]) -> Mutation:
    """Alter the newsroom's own word: `log` and `proofs`, or `hits`."""

    def mutate(true: Performance) -> Performance:
        lists = {name: list(getattr(true.word, name)) for name in change}
        for name, act in change.items():
            act(lists[name])
        changed = {name: tuple(each) for name, each in lists.items()}
        return replace(true, word=replace(true.word, **changed))

    return mutate


def all_of(*mutations: Mutation) -> Mutation:
    """One after the other."""

    def mutate(true: Performance) -> Performance:
        for mutation in mutations:
            true = mutation(true)
        return true

    return mutate
