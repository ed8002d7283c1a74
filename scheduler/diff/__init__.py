"""Differences of news prose and of articles: `compare` two Articles, `prose.diff` two texts."""

from crawler.items import Article
from scheduler.diff.records import ChangeReport

__all__ = ["compare"]

TAG = "tag:stet,2026:"
"""What every report's id begins with."""


def compare(old: Article, new: Article, article: str = "") -> ChangeReport:
    """Everything that differs from `old` to `new`, judged.

    `article` is the identity where it is known; else it follows from the new URL. Without the
    windows that only an archive knows: `before` and `after` are None. No changes, and score 0,
    where a reader of both would see no difference.
    """
    from scheduler.diff import changes, judge  # heavy for those who read reports only

    found = changes.between(old, new)
    verdict = judge.verdict(found, silent=judge.is_silent(old, new))
    name = article or _identity(new.url)
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
