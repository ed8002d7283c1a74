"""What stands on each line of a seed in the Jekyll form: values out of a text and back into it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from crawler.errors import SeedError

MOST_LINES = 1_000
"""A document has 19 lines, and as many more as its title has line breaks."""

_ANYTHING = re.compile(".*", re.DOTALL)
_DATE = re.compile(r"\d{4}-\d\d-\d\d.*")
_EPOCH = re.compile(r"-?\d+|NaN")
_LINK = re.compile(r".*\]\(.*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Rule:
    """A line of the form: the value between two fixed texts."""

    name: str
    start: str
    end: str = ""
    example: str = ""
    value: re.Pattern[str] = _ANYTHING
    before: tuple[str, ...] = ()
    """How the next lines begin, where the value may itself hold line breaks."""
    optional: bool = False


_RULES = (
    _Rule("", "---"),
    _Rule("layout", "layout: ", example="NAME"),
    _Rule("title", 'title: "', '"', "TITLE", before=("date: ", "author: ")),
    _Rule("date", "date: ", example="2023-01-13T23:04:04.000Z", value=_DATE),
    _Rule("author", "author: ", example="OUTLET"),
    _Rule("from", "from: ", example="URL"),
    _Rule("tags", "tags: [ ", " ]", "OUTLET"),
    _Rule("comments", "comments: ", example="True", optional=True),
    _Rule("categories", "categories: [ ", " ]", "OUTLET"),
    _Rule("", "---"),
    _Rule("epoch", "<!--", "-->", "MILLISECONDS", _EPOCH),
    _Rule("link", "[", ")", "TITLE](URL", _LINK, ("------", "", "<div>")),
    _Rule("", "------"),
    _Rule("", ""),
    _Rule("", "<div>"),
    _Rule("content", "", example="the content on one line"),
    _Rule("", "</div>"),
    _Rule("", "", example="a line break after `</div>`"),
)


def read(text: str) -> tuple[dict[str, str], dict[str, int]]:
    """The values of `text` by name, and the line (from 1) that each begins on.

    The names are those of the front matter, `epoch`, `link` (`TITLE](URL`), `content`, and
    `newline`. Raises `SeedError`.
    """
    newline = "\r\n" if text.startswith("---\r\n") else "\n"
    lines = text.split(newline, MOST_LINES)
    values, places, at = {"newline": newline}, {}, 0
    for rule in _RULES:
        end = _end(rule, lines, at)
        value = _value(rule, newline.join(lines[at:end]))
        if value is not None and end <= len(lines):
            values[rule.name], places[rule.name] = value, at + 1
            at = end
        elif not rule.optional:
            raise SeedError(at + 1, _expected(rule), "".join(lines[at : at + 1]))
    if at < len(lines):
        raise SeedError(at + 1, "the end of the document", lines[at])
    del values[""]
    return values, places


def write(values: Mapping[str, str]) -> str:
    """The text of which `read` takes `values`; an optional value may be absent."""
    return values["newline"].join(
        f"{rule.start}{values.get(rule.name, '')}{rule.end}"
        for rule in _RULES
        if rule.name in values or not rule.optional
    )


def _end(rule: _Rule, lines: list[str], at: int) -> int:
    """The index after the last line of `rule`, of which the first is `lines[at]`."""
    if not rule.before:
        return at + 1
    for end in range(at + 1, len(lines)):
        following = lines[end : end + len(rule.before)]
        if all(map(str.startswith, following, rule.before)):
            return end
    return at + 1


def _value(rule: _Rule, text: str) -> str | None:
    if len(text) < len(rule.start) + len(rule.end):
        return None
    if not (text.startswith(rule.start) and text.endswith(rule.end)):
        return None
    value = text[len(rule.start) : len(text) - len(rule.end)]
    fits = rule.value.fullmatch(value) if rule.name else not value
    return value if fits else None


def _expected(rule: _Rule) -> str:
    if not rule.start:
        return rule.example or "an empty line"
    line = f"`{rule.start}{rule.example}{rule.end}`"
    if not rule.before:
        return line
    return f"{line}, and {' '.join(f'`{start}`' for start in rule.before if start)} after it"
