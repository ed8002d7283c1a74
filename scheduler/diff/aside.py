"""Which changes are folded whatever they say: those of the reader's rules, and a site's lines."""

import re
from collections.abc import Container, Iterable, Iterator, Sequence

from crawler.aside import Rule, line
from scheduler.diff import characters, tagging
from scheduler.diff.records import Change, replace


def put_aside(
    changes: Iterable[Change],
    article: str = "",
    rules: Sequence[Rule] = (),
    lines: Container[str] = frozenset(),
    names: re.Pattern[str] | None = None,
) -> Iterator[Change]:
    """The changes, those that are put aside as noise that bears the name of what made it so.

    `article` is the identity that rules are scoped by; `lines` are those that stand in many
    articles of its site, as `crawler.aside.line` writes them. Where a rule matches a part of a
    change, the rest alone is judged, by the `names` that are known.
    """
    own = [rule for rule in rules if rule.concerns(article)]
    for change in changes:
        rule = next((rule.name for rule in own if _hides(rule, change)), "")
        if rule:
            yield replace(change, tags=("noise",), rule=rule)
        elif _is_common(change, lines):
            yield replace(change, tags=("noise", "boilerplate"))
        else:
            yield _judged_without(own, change, names)


def _judged_without(rules: Iterable[Rule], change: Change, names: re.Pattern[str] | None) -> Change:
    """The change as it would be judged were what the rules match in neither text."""
    sides = change.old, change.new
    if not all(sides) or change.kind not in {"edited", "rewritten"}:
        return change
    for rule in rules:
        if rule.pattern and rule.field in {"", change.field}:
            sides = rule.cut(sides[0]), rule.cut(sides[1])
    old, new = sides
    if (old, new) == (change.old, change.new) or not (old and new):
        return change
    rest = replace(change, old=old, new=new, spans=characters.spans(old, new, names))
    told = tagging.tagged(replace(rest, tags=(), quantities=(), exchanges=()), names)
    return replace(change, tags=told.tags, quantities=told.quantities, exchanges=told.exchanges)


def _hides(rule: Rule, change: Change) -> bool:
    return rule.hides(change.field, change.old, change.new, moved=change.kind == "moved")


def _is_common(change: Change, lines: Container[str]) -> bool:
    if change.field != "body" or change.kind == "moved":
        return False
    texts = [text for text in (change.old, change.new) if text]
    return bool(texts) and all(line(text) in lines for text in texts)
