"""A report as every format shows it: worded, trimmed, sorted into plain and folded."""

import re
from collections import Counter
from dataclasses import dataclass
from typing import Literal, TypeAlias

from scheduler.diff.records import Affected, Change, ChangeReport
from scheduler.reports.view.catalogue import Words
from scheduler.reports.view.context import Context
from scheduler.reports.view.harmless import head, link, visible
from scheduler.reports.view.passages import Piece, excerpt, side, spans_of
from scheduler.reports.view.quiet import sorted_out
from scheduler.reports.view.times import Instant, changed_at, instant, window
from scheduler.reports.view.verdict import fold_reasons, verdict

CHANGES = 200
"""Changes of one report that are listed, at most; the rest is counted."""
HIGH, MID = 60, 25
"""Scores from which a report is called heavy, or middling."""
AFFECTED = 100
"""Articles of a site-wide event that are listed, at most."""
TITLE = 300
"""Characters of a title, at most."""


Layout: TypeAlias = Literal["inline", "stacked", "added", "removed", "moved"]
"""stacked: `old` over `new`, where weaving them into one line could not be read; added, removed,
moved: a whole paragraph."""


@dataclass(frozen=True, slots=True)
class Passage:
    """One change as shown."""

    field: str
    """As in `Change`."""
    label: str
    """`內文 第 4 段`."""
    layout: Layout
    """How a format is to lay it out."""
    pieces: tuple[Piece, ...]
    """The text with its changes inside; empty where old and new stand apart."""
    old: tuple[Piece, ...]
    """The old text, where it stands apart."""
    new: tuple[Piece, ...]
    """The new text, where it stands apart."""
    move: str
    """`第 5 段 → 第 2 段` where a paragraph moved, `1 句移至第 5 段` where sentences did."""
    tags: tuple[str, ...]
    """What it touches, in the reader's words."""

    @property
    def replaced(self) -> bool:
        """Whether nothing of the old text stayed: marks on every word would say nothing."""
        kept = any(piece.sign == "=" for piece in (*self.old, *self.new))
        return bool(self.old and self.new) and not kept


@dataclass(frozen=True, slots=True)
class Listed:
    """An article as listed with others."""

    title: str
    """Never empty: the identity where there is no title."""
    url: str
    """Empty where it is no http(s) address."""
    article: str
    """Identity: `site:key`."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One report as shown. Every text is harmless but unescaped: formats escape."""

    id: str
    """As in `ChangeReport`."""
    anchor: str
    """Unique in a document, safe in a URL."""
    article: str
    """Identity: `site:key`."""
    kind: str
    """As in `ChangeReport`."""
    badge: str
    """What happened to the article; empty for an edit, which the verdict tells."""
    title: str
    """Never empty: the identity where there is no title."""
    url: str
    """Empty where it is no http(s) address."""
    outlet: str
    """Who wrote it; the site where that is not known."""
    site: str
    """The site's name, as identities begin."""
    version: int | None
    """Number of the newer version, if there is one."""
    versions: str
    """`第 2 版 → 第 3 版`; empty for an event."""
    at: Instant | None
    """When the change was first seen; None where two bare Articles were compared."""
    window: str
    """Between which two looks it happened, in words."""
    verdict: str
    """What happened, in one line."""
    score: str
    """`重要度 78`."""
    band: Literal["high", "mid", "low"]
    """Of the score, for colours."""
    significant: bool
    """As in `ChangeReport`."""
    reasons: str
    """Why that score, in the reader's words."""
    signs: str
    """`＋6 −4 字`; empty where no text came or went."""
    passages: tuple[Passage, ...]
    """What is shown in full."""
    folded: tuple[Passage, ...]
    """What is shown below `fold_line`."""
    fold_line: str
    """`3 處細微變動：標點、重新分段`; empty where nothing is folded."""
    more: str
    """Says how many changes are not listed; mostly empty."""
    affected: tuple[Listed, ...]
    """The articles of a site-wide event, at most `AFFECTED`; empty where one article changed."""
    affected_line: str
    """`這 12 篇文章：`; empty without `affected`."""


def show(report: ChangeReport, context: Context) -> Shown:
    """Word and trim one report for readers."""
    words = Words(context.lang)
    listed = report.changes[:CHANGES]
    plain, minor = sorted_out(listed)
    left = len(report.changes) - len(listed)
    at = changed_at(report)
    return Shown(
        id=report.id,
        anchor=re.sub(r"[^0-9A-Za-z]+", "-", report.id.partition(":")[2]),
        article=report.article,
        kind=report.kind,
        badge=_badge(report, words),
        title=_title(report, words),
        url="" if report.affected else link(report.url),
        outlet=visible(head(_who(report), TITLE)),
        site=visible(report.site),
        version=report.after.version if report.after else None,
        versions="" if report.affected else _versions(report, words),
        at=instant(at, context) if at else None,
        window=window(report, context),
        verdict=verdict(report, words),
        score=words("score", score=report.score),
        band="high" if report.score >= HIGH else "mid" if report.score >= MID else "low",
        significant=report.significant,
        reasons=words("list").join(
            words.name("tag", visible(reason)) for reason in report.reasons if reason != report.kind
        ),
        signs=_signs(report, words),
        passages=tuple(_passage(change, words) for change in plain),
        folded=tuple(_passage(change, words) for change in minor),
        fold_line=words("folded", n=len(minor), reasons=fold_reasons(minor, words))
        if minor
        else "",
        more=words("more", n=left) if left else "",
        affected=tuple(map(_listed, report.affected[:AFFECTED])),
        affected_line=words("sitewide.articles", n=len(report.affected)) if report.affected else "",
    )


def _badge(report: ChangeReport, words: Words) -> str:
    if report.affected:
        return words("event.sitewide")
    return "" if report.kind == "edited" else words(f"event.{report.kind}")


def _title(report: ChangeReport, words: Words) -> str:
    if report.affected:
        return words("sitewide.title", site=visible(report.site), n=len(report.affected))
    return visible(head(report.title, TITLE)) or visible(report.article)


def _listed(one: Affected) -> Listed:
    title = visible(head(one.title, TITLE)) or visible(one.article)
    return Listed(title, link(one.url), one.article)


def _versions(report: ChangeReport, words: Words) -> str:
    before = report.before.version if report.before else None
    after = report.after.version if report.after else None
    if before is None or after is None or before == after:
        return ""
    return words("versions", before=before, after=after)


def _signs(report: ChangeReport, words: Words) -> str:
    if not (report.added or report.removed):
        return ""
    return words("signs", added=f"{report.added:,}", removed=f"{report.removed:,}")


def _passage(change: Change, words: Words) -> Passage:
    layout = _layout(change)
    spans = spans_of(change)
    stacked = layout == "stacked"
    field = words.name("field", visible(change.field))
    tags = [words.name("tag", tag) for tag in change.tags]
    if layout in {"added", "removed"}:
        tags.insert(0, words.name("kind", change.kind))
    if change.rule:
        tags.append(words("rule", name=visible(change.rule)))
    return Passage(
        field=change.field,
        label=label(change, words),
        layout=layout,
        pieces=() if stacked else excerpt(spans, words),
        old=side(spans, "-", words) if stacked and change.old else (),
        new=side(spans, "+", words) if stacked and change.new else (),
        move=_move(change, words),
        tags=tuple(tag for tag in tags if tag != field),
    )


def _layout(change: Change) -> Layout:
    if change.kind == "moved":
        return "moved"
    if change.field == "body" and change.kind in {"added", "removed"}:
        return "added" if change.kind == "added" else "removed"
    if change.kind == "rewritten" or change.field in {"title", "url"}:
        return "stacked"
    return "inline"


def label(change: Change, words: Words) -> str:
    """`內文 第 4 段`."""
    field = words.name("field", visible(change.field))
    if change.field != "body" or change.kind == "moved":
        return field
    if change.path:
        return f"{field} {words('paragraph', number=_numbers(change.path))}"
    if change.from_path:
        return f"{field} {words('paragraph.old', number=_numbers(change.from_path))}"
    return field


def _move(change: Change, words: Words) -> str:
    if change.kind in {"moved", "reflowed"} and change.path and change.from_path:
        ends = (change.from_path, change.path)
        return " → ".join(words("paragraph", number=_numbers(path)) for path in ends)
    counts = Counter((move.sign, move.paragraph) for move in change.moves)
    keys = {"-": "moves.to", "+": "moves.from"}
    return words("list").join(
        words(keys[sign], n=count, number=paragraph + 1)
        for (sign, paragraph), count in counts.items()
    )


def _numbers(path: tuple[int, ...]) -> str:
    """Positions from 0 as people count: (3,) is `4`, (3, 4) is `4–5`."""
    first, last = path[0] + 1, path[-1] + 1
    return f"{first}–{last}" if last != first else str(first)


def _who(report: ChangeReport) -> str:
    """Of what a site did to many articles the site: these may be of many outlets."""
    return report.site if report.affected else report.publisher or report.site
