"""Which changes are folded whatever they say: those of the reader's rules, and a site's lines."""

from collections.abc import Container, Iterable, Iterator, Sequence

from crawler.aside import Rule, line
from scheduler.diff.records import Change, replace


def put_aside(
    changes: Iterable[Change],
    article: str = "",
    rules: Sequence[Rule] = (),
    lines: Container[str] = frozenset(),
) -> Iterator[Change]:
    """The changes, those that are put aside as noise that bears the name of what made it so.

    `article` is the identity that rules are scoped by; `lines` are those that stand in many
    articles of its site, as `crawler.aside.line` writes them.
    """
    own = [rule for rule in rules if rule.concerns(article)]
    for change in changes:
        rule = next((rule.name for rule in own if _hides(rule, change)), "")
        if rule:
            yield replace(change, tags=("noise",), rule=rule)
        elif _is_common(change, lines):
            yield replace(change, tags=("noise", "boilerplate"))
        else:
            yield change


def _hides(rule: Rule, change: Change) -> bool:
    return rule.hides(change.field, change.old, change.new, moved=change.kind == "moved")


def _is_common(change: Change, lines: Container[str]) -> bool:
    if change.field != "body" or change.kind == "moved":
        return False
    texts = [text for text in (change.old, change.new) if text]
    return bool(texts) and all(line(text) in lines for text in texts)
