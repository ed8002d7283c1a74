"""What is put aside, never thrown away: by a rule of stet.toml, or as a line of the whole site."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from crawler.text import fold

LONGEST_PATTERN = 500
"""Characters of a rule's pattern."""
LINE = range(4, 121)
"""Characters of a line that may be learnt as one of the site's."""
KNOWN, STANDS, SHARE = 20, 5, 0.2
"""A site's lines are learnt from so many articles on; of them, so many and such a part show it."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One `[[ignore]]` of stet.toml: a pattern, a field or both, of some articles or all."""

    name: str
    """What a reader is told in place of a reason."""
    pattern: str = ""
    """RE2; empty: whatever changes in `field`."""
    field: str = ""
    """One of `crawler.items.COMPARED`; empty: any."""
    site: str = ""
    """The site's name, as identities begin; empty: any."""
    article: str = ""
    """An identity, `site:key`; empty: any."""

    def concerns(self, article: str) -> bool:
        """Whether it holds for the article of this identity."""
        site = article.partition(":")[0]
        return self.site in {"", site} and self.article in {"", article}

    def hides(self, field: str, old: str, new: str, *, moved: bool = False) -> bool:
        """Whether nothing is left to tell once what it matches is out of both texts.

        So a pattern that stands beside a changed number does not hide the number. What moved is
        hidden only where all of it matches.
        """
        if self.field not in {"", field}:
            return False
        if not self.pattern:
            return True
        before, after = (fold(self.cut(text)) for text in (old, new))
        if before == after and (before, after) != (fold(old), fold(new)):
            return not (moved and before)
        return False

    def cut(self, text: str) -> str:
        """The text without what the pattern matches."""
        cut: str = _compiled(self.pattern).sub("", text)
        return cut


def check(pattern: str) -> None:
    """Raises `ValueError` saying what a pattern must be, where this one is none."""
    if not 0 < len(pattern) <= LONGEST_PATTERN:
        raise ValueError(f"a regular expression of 1 to {LONGEST_PATTERN} characters")
    import re2

    try:
        _compiled(pattern)
    except re2.error as error:
        reason = error.args[0]
        said = reason.decode() if isinstance(reason, bytes) else str(reason)
        raise ValueError(f"a regular expression as RE2 reads them ({said})") from None


def stands_in(pattern: str, text: str) -> bool:
    """Whether a reader's pattern is found anywhere in `text`."""
    return _compiled(pattern).search(text) is not None


@cache
def _compiled(pattern: str) -> Any:
    # A text of the web meets a pattern that nobody tried on it: RE2 takes time in proportion to
    # the text, where `re` may take for ever. `(?m)`: rejoined paragraphs are lines of one text.
    import re2  # 35 ms that nobody without rules need wait

    options = re2.Options()
    options.log_errors = False
    re2.compile(pattern, options=options)  # alone first: it may not close a group of ours
    return re2.compile(f"(?m:{pattern})", options=options)


# ------------------------------------------------------------------ lines of a site


def line(text: str) -> str:
    """The text in the form in which lines are counted; empty where it is too short or too long."""
    folded = fold(text) if len(text) <= 2 * LINE.stop else ""
    return folded if len(folded) in LINE else ""


def common(articles: Iterable[Iterable[str]]) -> frozenset[str]:
    """The lines that stand in many of a site's articles, each given as its paragraphs."""
    known = 0
    counted: Counter[str] = Counter()
    for paragraphs in articles:
        known += 1
        counted.update({line(paragraph) for paragraph in paragraphs} - {""})
    if known < KNOWN:
        return frozenset()
    enough = max(STANDS, SHARE * known)
    return frozenset(text for text, count in counted.items() if count >= enough)
