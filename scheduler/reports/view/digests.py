"""What happened in a day or a week, for one reading: by site and article, the heaviest first."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from scheduler.diff.records import ChangeReport
from scheduler.reports.view.catalogue import Words
from scheduler.reports.view.context import Context
from scheduler.reports.view.harmless import visible
from scheduler.reports.view.shown import Shown, show
from scheduler.reports.view.stories import edge
from scheduler.reports.view.times import instant

ARTICLES = 200
"""Articles that are listed, the heaviest; the rest is counted."""
VERDICTS = 5
"""Changes told of one article; the rest is counted."""
NAMED = 50
"""Articles named in a list of deletions, or of silent edits."""
_GONE = frozenset({"deleted", "expired"})


@dataclass(frozen=True, slots=True)
class Line:
    """One article, or one site-wide event."""

    latest: Shown
    """Its heaviest report, in words."""
    verdicts: tuple[str, ...]
    """What was done to it, the heaviest first."""
    more: str
    """How many changes are not told; mostly empty."""
    edge: int
    """The colour of its outlet."""


@dataclass(frozen=True, slots=True)
class Group:
    """The articles of one site."""

    site: str
    """Its name, as identities begin."""
    lines: tuple[Line, ...]
    """The heaviest first."""


@dataclass(frozen=True, slots=True)
class Named:
    """Articles that are named apart."""

    heading: str
    """Says what they have in common, and how many they are."""
    reports: tuple[Shown, ...]
    """The latest first, at most `NAMED`."""


@dataclass(frozen=True, slots=True)
class Digest:
    """All of it in words; every text is harmless but unescaped."""

    lead: str
    """From when to when, and how much; or that nothing happened."""
    apart: tuple[Named, ...]
    """What was taken down, and what was edited without a word; only those that are not empty."""
    groups: tuple[Group, ...]
    """Sites, that of the heaviest change first."""
    left: str
    """How many articles are not listed; mostly empty."""
    noise: str
    """How many changes were minor, and why; empty where none was."""


def digest(reports: Iterable[ChangeReport], context: Context) -> Digest:
    """Gather the reports, which come the latest first."""
    words = Words(context.lang)
    told = [report for report in reports if report.is_told]
    gone = [report for report in told if report.kind in _GONE]
    there = [report for report in told if report.kind not in _GONE]
    heavy = [report for report in there if report.significant]
    minor = [report for report in there if not report.significant]
    lines = _lines(heavy, words, context)
    return Digest(
        lead=_lead(told, words, context),
        apart=tuple(_apart(gone, heavy, words, context)),
        groups=_groups(lines[:ARTICLES]),
        left=words("digest.left", n=len(lines) - ARTICLES) if len(lines) > ARTICLES else "",
        noise=_noise(minor, words),
    )


def _lead(told: Sequence[ChangeReport], words: Words, context: Context) -> str:
    articles = {report.article for report in told}
    articles |= {each.article for report in told for each in report.affected}
    count = words("counts", articles=len(articles), n=len(told))
    return " · ".join(filter(None, (_span(words, context), count if told else words("none"))))


def _span(words: Words, context: Context) -> str:
    if context.since is None or context.now is None:
        return ""
    since, until = (instant(end, context).text for end in (context.since, context.now))
    return words("digest.span", since=since, until=until)


def _apart(
    gone: Sequence[ChangeReport], heavy: Sequence[ChangeReport], words: Words, context: Context
) -> Iterator[Named]:
    silent = [report for report in heavy if "silent" in report.reasons]
    for key, found in (("digest.gone", gone), ("digest.silent", silent)):
        latest: dict[str, ChangeReport] = {}
        for report in found:
            latest.setdefault(report.article, report)
        if latest:
            shown = tuple(show(report, context) for report in [*latest.values()][:NAMED])
            yield Named(words(key, n=len(latest)), shown)


def _lines(reports: Sequence[ChangeReport], words: Words, context: Context) -> list[Line]:
    by_article: dict[str, list[ChangeReport]] = {}
    for report in reports:
        card = report.id if report.affected else report.article
        by_article.setdefault(card, []).append(report)
    ranked = [sorted(each, key=_weight, reverse=True) for each in by_article.values()]
    ranked.sort(key=lambda each: _weight(each[0]), reverse=True)
    return [_line(each, words, context) for each in ranked]


def _weight(report: ChangeReport) -> int:
    return report.score


def _line(ranked: Sequence[ChangeReport], words: Words, context: Context) -> Line:
    shown = [show(report, context) for report in ranked[:VERDICTS]]
    left = len(ranked) - len(shown)
    return Line(
        latest=shown[0],
        verdicts=tuple(dict.fromkeys(each.verdict for each in shown)),
        more=words("digest.more", n=left) if left else "",
        edge=edge(shown[0].outlet),
    )


def _groups(lines: Sequence[Line]) -> tuple[Group, ...]:
    by_site: dict[str, list[Line]] = {}
    for line in lines:
        by_site.setdefault(line.latest.site, []).append(line)
    return tuple(Group(site, tuple(found)) for site, found in by_site.items())


def _noise(minor: Sequence[ChangeReport], words: Words) -> str:
    """`另有 7 次細微變動：標點 5、全形半形 2`: each by its heaviest reason."""
    if not minor:
        return ""
    counted = Counter(reason for report in minor for reason in report.reasons[:1] or ("noise",))
    named = (f"{words.name('tag', visible(key))} {n}" for key, n in counted.most_common())
    return words("digest.noise", n=len(minor), reasons=words("list").join(named))
