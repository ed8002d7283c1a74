"""Differences of news prose and of articles: `compare` two Articles, `prose.diff` two texts."""

from collections.abc import Container, Sequence
from typing import TYPE_CHECKING

from crawler.items import Article
from scheduler.diff.records import ChangeReport

if TYPE_CHECKING:
    from crawler.aside import Rule

__all__ = ["compare"]

TAG = "tag:stet,2026:"
"""What every report's id begins with."""


def compare(
    old: Article,
    new: Article,
    article: str = "",
    *,
    rules: Sequence["Rule"] = (),
    lines: Container[str] = frozenset(),
    is_backwards: bool = False,
) -> ChangeReport:
    """Everything that differs from `old` to `new`, judged.

    `article` is the identity where it is known; else it follows from the new URL. What the `rules`
    match, and what only brings or takes `lines` of the whole site, is told as noise. Without the
    windows that only an archive knows: `before` and `after` are None. No changes, and score 0,
    where a reader of both would see no difference. Where `new` was seen first, `is_backwards`, only
    the changes are judged: that an older page states no newer time is no silence, nor is it cut.
    """
    from scheduler.diff import aside, changes, judge, tagging  # heavy for who reads reports only

    name = article or _identity(new.url)
    names = tagging.known_names(old, new)
    found = list(aside.put_aside(changes.between(old, new), name, rules, lines, names))
    circumstances = frozenset() if is_backwards else judge.circumstances(old, new)
    verdict = judge.verdict(found, circumstances)
    return ChangeReport(
        id=f"{TAG}{name}/old..new",
        article=name,
        url=new.url,
        site=name.partition(":")[0],
        publisher=new.author or old.author,
        title=new.title or old.title,
        before=None,
        after=None,
        kind="edited",
        score=verdict.score,
        significant=verdict.significant,
        reasons=verdict.reasons,
        added=judge.extent(found, "+"),
        removed=judge.extent(found, "-"),
        changes=tuple(found),
    )


def _identity(url: str) -> str:
    from crawler.sites import identity  # loads every site and its parser

    return url if url.startswith("text:") else identity(url)
