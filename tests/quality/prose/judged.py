"""Whether single edits are judged to be what they are: the first reason of their report."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from crawler.credits import lead, tail
from crawler.items import Article
from scheduler.diff import compare
from tests.quality.prose.corpus import BREAK, articles, plain
from tests.quality.prose.edits import Case

EXPECTED: dict[str, set[str]] = {
    "typo": {"typo"},
    "number": {"number"},
    "letter_of_name": {"name"},
    "name": {"name"},
    "word": {"edited"},
    "date": {"date"},
    "quote": {"quotation"},
    "credit": {"byline"},
    "new_sentence": {"added"},
    "lost_sentence": {"removed"},
    "other_sentence": {"edited", "rewritten"},
    "merge": {"reflowed"},
    "split": {"reflowed"},
    "new_paragraph": {"added"},
    "lost_paragraph": {"removed"},
    "correction": {"correction"},
    "rewrite": {"rewritten", "removed"},
    "move": {"moved"},
}
"""Kind of edit -> the reasons of which one is to stand first, `silent` apart."""

_TURNED = frozenset({"增加", "northern"})
"""Words that the set exchanges for their opposite."""

_WITHIN_BRACKET = {"byline", "date"}
_TIMES = frozenset({"今天", "昨天", "上午", "下午"})
_HOURS = re.compile(r"\d{1,2}[時时點시分분]")
_BRACKET = 40  # characters of a desk's line; a lead's bracket ends where it closes


@dataclass(frozen=True, slots=True)
class Judged:
    """One edit, and what was made of it."""

    case: Case
    score: int
    reasons: tuple[str, ...]
    expected: frozenset[str]

    @property
    def right(self) -> bool:
        """Whether the first reason is one of those expected."""
        said = [reason for reason in self.reasons if reason != "silent"]
        return bool(said) and said[0] in self.expected


def judged(given: Iterable[Case]) -> Iterator[Judged]:
    """The single edits of the set, compared as whole articles."""
    titles = {text.name: plain(text.title) for text in articles()}
    for case in given:
        if case.kind in EXPECTED:
            old, new = (_article(case, titles[case.article], side) for side in case.paragraphs)
            report = compare(old, new, "invented:1")
            yield Judged(case, report.score, report.reasons, frozenset(_expected(case)))


def accuracy(found: Iterable[Judged]) -> float:
    """Right ones in a hundred."""
    marks = [one.right for one in found]
    return 100 * sum(marks) / len(marks)


def _article(case: Case, title: str, body: list[str]) -> Article:
    return Article(
        url=f"https://invented.example/{case.article}",
        title=title,
        body=tuple(body),
        credits=(*lead(body).credits, *tail(body).credits),
        observed=("title", "body", "credits"),
    )


def _expected(case: Case) -> set[str]:
    """A name in the desk's bracket is its byline, an hour is a date."""
    text = plain(case.old)
    start, end = case.truths[0][0].old
    paragraph = text[text.rfind(BREAK, 0, start) + 1 :].split(BREAK)[0]
    first = start - text.rfind(BREAK, 0, start) - 1
    desk = len(paragraph) < _BRACKET or first < paragraph.find("）")
    expected = {*EXPECTED[case.kind]}
    if paragraph.startswith("（") and desk and case.kind != "credit":
        expected |= _WITHIN_BRACKET
    if case.kind == "number" and _HOURS.match(text, start):
        expected.add("date")
    if case.kind == "word":
        expected = {"date"} if text[start:end] in _TIMES else expected
        expected = {"opposite"} if text[start:end] in _TURNED else expected
    return expected
