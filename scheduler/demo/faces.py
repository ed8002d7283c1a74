"""Whether the terminal and the HTML file show every report once, with all that it says."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, tzinfo
from decimal import Decimal

from scheduler.demo.blocks import Block, Page, marked, printed, squeezed
from scheduler.demo.performance import Performance, Round
from scheduler.diff.records import Change, ChangeReport
from scheduler.reports.view.catalogue import Words

_FIGURES = re.compile(r"(\d+) (page|new article|new version|without an article|report)")


def unprinted(
    performance: Performance, told: Sequence[ChangeReport], due: Mapping[str, datetime]
) -> Iterator[str]:
    """What the rounds printed otherwise than the reports of `told` that became known in each.

    `due`: by id, when; a report that is not in it counts from the moment at which it was seen.
    """
    zone = performance.zone
    for look in performance.rounds:
        known = [each for each in told if due.get(each.id, _changed_at(each)) == look.at]
        place = f"printed on {look.at:%A %H:%M}"
        yield from _misnumbered(performance, look, known)
        yield from _held(known, printed(look.printed), zone, place)
        if known and _zone(zone) not in squeezed(look.printed):
            yield f"{place}: nothing says that times are those of {zone}"


def unshown(performance: Performance, told: Sequence[ChangeReport]) -> Iterator[str]:
    """What the HTML report shows otherwise than `told`."""
    page, zone = Page(performance.page), performance.zone
    yield from _held(told, [*page.blocks()], zone, "on the page")
    latest = [max(card.times, default="") for card in page.cards]
    if latest != sorted(latest, reverse=True):
        yield "on the page: the articles do not stand newest first"
    articles = len({report.article for report in told})
    for card in page.cards:
        earlier = len(card.sections) - 1
        if earlier and squeezed(_WORDS("earlier", n=earlier)) not in squeezed(card.summary):
            yield f"on the page: {card.summary.strip()!r} of 《{card.title}》, which has {earlier}"
    counts = squeezed(_WORDS("counts", articles=articles, n=len(told)))
    for shown in (counts, _zone(zone)):
        if shown not in squeezed(page.masthead):
            yield f"on the page: nothing at the top says {shown}"


def _zone(zone: tzinfo) -> str:
    return squeezed(_WORDS("zone", zone=zone))


_WORDS = Words("zh-Hant")


def _changed_at(report: ChangeReport) -> datetime | None:
    return report.after.first_seen if report.after else None


def _misnumbered(
    performance: Performance, look: Round, known: Sequence[ChangeReport]
) -> Iterator[str]:
    """The figures of a round's sentence, against what was asked for and what is reported."""
    hits = [hit for hit in performance.word.hits if hit.story and hit.at == look.at]
    before = {hit.story for hit in performance.word.hits if hit.at < look.at}
    wanted = {
        "page": len(hits),
        "new article": sum(hit.story not in before for hit in hits),
        "new version": sum(report.kind == "edited" for report in known),
        "without an article": sum(hit.status != 200 for hit in hits),
        "report": len(known),
    }
    said = {word: int(number) for number, word in _FIGURES.findall(look.sentence)}
    for word, number in wanted.items():
        if said.get(word, 0) != number:
            yield f"{look.sentence!r} on {look.at:%A %H:%M}: {number} {word} would be right"


def _held(
    reports: Sequence[ChangeReport], blocks: Sequence[Block], zone: tzinfo, place: str
) -> Iterator[str]:
    """Each report has one block, and each block its report."""
    left = list(blocks)
    for report in reports:
        window = _window(report, zone)
        own = [block for block in left if report.url in block.urls and window.search(block.text)]
        if len(own) != 1:
            yield f"{report.id} stands {len(own)} times {place}, not once"
        for block in own:
            left.remove(block)
            yield from (f"{report.id} {place}: {what}" for what in _lacking(report, block))
    yield from (f"{place} stands what no report says: {block.text[:80]}" for block in left)


def _window(report: ChangeReport, zone: tzinfo) -> re.Pattern[str]:
    """Both ends of the window in the reader's zone; the day once where it is the same."""
    ends = [report.before and report.before.last_seen, _changed_at(report)]
    before, after = (end.astimezone(zone) if end else None for end in ends)
    shown = [f"{end.month}月{end.day}日{end:%H:%M}" for end in (before, after) if end]
    if before and after and before.date() == after.date():
        shown[1] = f"{after:%H:%M}"
    return re.compile(r"[^→]*→".join(map(re.escape, shown)) + r"(?!\d)")


def _lacking(report: ChangeReport, block: Block) -> Iterator[str]:
    """What the block says otherwise than the report, from its title down."""
    if squeezed(report.title) not in block.titles:
        yield f"its title is not {report.title}"
    if squeezed(report.publisher) not in block.outlets:
        yield f"its publisher is not {report.publisher}"
    for name, shown in _facts(report):
        if not re.search(re.escape(squeezed(shown)) + r"(?!\d)", block.text):
            yield f"its {name} is not {' '.join(shown.split())}"
    if block.quiet is not None and block.quiet == report.significant:
        yield f"it is shown as if significant were {not report.significant}"
    yield from _misquoted(report, block)
    yield from _mismarked(report, block)


def _mismarked(report: ChangeReport, block: Block) -> Iterator[str]:
    """What is marked that was not changed, or stands elsewhere, or is called by another name."""
    for sign in "-+":
        spans = (span for change in report.changes for span in change.spans)
        wanted = [squeezed(text) for own, text in spans if own == sign]
        if (runs := marked(block.text, sign)) != wanted:
            yield f"it marks {sign} {' | '.join(runs)}, not {' | '.join(wanted)}"
    for number, change in enumerate(report.changes, 1):
        if not _stands(change, block.text):
            yield f"change {number} does not stand in its sentence, or its place"
        if block.is_labelled and _label(change) not in block.text:
            yield f"change {number} is not labelled {_label(change)}"


def _misquoted(report: ChangeReport, block: Block) -> Iterator[str]:
    """What the line above the score says was replaced, and was not; and how often it says it."""
    verdict = block.text.partition(squeezed(_WORDS("score", score="")))[0]
    done = Counter(_COUNTED.get(change.kind, "") for change in report.changes if _place(change))
    for name in _COUNTED.values():
        said = re.findall(squeezed(_WORDS(f"verdict.{name}", n=r"(\d+)")), verdict)
        if said != [str(done[name])] * bool(done[name]):
            yield f"its verdict counts {' '.join(said) or 'no'} {name}, not {done[name]}"
    for quoted in _QUOTED.finditer(verdict):
        old, new, more = quoted.groups()
        if not any(_is_quoted(change, old, new) for change in report.changes):
            yield f"its verdict says {quoted[0]}, which is in no change"
        elif more and not _is_difference(old, new, more):
            yield f"its verdict says {quoted[0]}, which is no difference of the two"


_COUNTED = {
    "edited": "places",
    "rewritten": "places",
    "added": "paragraphs_added",
    "removed": "paragraphs_removed",
    "moved": "paragraphs_moved",
}
"""The kind of a change of the text -> what the verdict calls so many of it."""
_QUOTED = re.compile(r"([^、；：，→·(]+)→([^、；：，→·(]+)(?:\(([+−][\d,.]+)\))?")
_PART = re.compile(r"([\d,.]+)([萬億]?)")
_TIMES = {"": 1, "萬": 10**4, "億": 10**8}


def _is_quoted(change: Change, old: str, new: str) -> bool:
    """Whether 「數字 2人→3人」 quotes the two texts of the change."""
    labels = [squeezed(_WORDS.name("tag", tag)) for tag in change.tags]
    label = next((label for label in labels if old.startswith(label)), "")
    return old.removeprefix(label) in squeezed(change.old) and new in squeezed(change.new)


def _is_difference(old: str, new: str, more: str) -> bool:
    """Whether 「+1」 is what lies between the two amounts, reckoned without Stet."""
    less, greater = (
        sum(Decimal(part.replace(",", "")) * _TIMES[unit] for part, unit in _PART.findall(side))
        for side in (old, new)
    )
    return greater - less == Decimal(more.replace(",", "").replace("−", "-"))


def _facts(report: ChangeReport) -> Iterator[tuple[str, str]]:
    """What the lines below a title say."""
    yield "score", _WORDS("score", score=report.score)
    if report.kind == "edited":
        named = (_WORDS.name("tag", reason) for reason in report.reasons)
        yield "reasons", _WORDS("list").join(named)
        ends = [end.version if end else None for end in (report.before, report.after)]
        yield "versions", _WORDS("versions", before=ends[0], after=ends[1])
    else:
        yield "verdict", _WORDS(f"verdict.{report.kind}")
    if report.added or report.removed:
        yield "count", _WORDS("signs", added=report.added, removed=report.removed)


def _stands(change: Change, text: str) -> bool:
    """Whether the change can be read there with the characters around it; woven, or old over new.

    A paragraph must say which it is; one that moved, and has no marks, must open as it does.
    """
    if _place(change) not in text:
        return False
    if change.kind == "moved":
        return squeezed(change.new)[:10] in text
    if change.kind == "edited" and all(each in text for each in _woven(change, "-+")):
        return True
    return all(each in text for sign in "-+" for each in _woven(change, sign))


def _place(change: Change) -> str:
    """`內文第3段`; empty for what has its name on its label alone, or no label (a headline)."""
    if change.field != "body":
        return ""
    new, old = (f"第{path[0] + 1}段" if path else "" for path in (change.path, change.from_path))
    if change.kind == "moved":
        return f"{old}→{new}"
    return _WORDS.name("field", "body") + (new or f"原{old}")


def _label(change: Change) -> str:
    """`內文第3段數字`: the place, what became of a whole paragraph, and what the change touches."""
    if change.field == "title":
        return ""
    field = _WORDS.name("field", change.field)
    names = [_WORDS.name("tag", tag) for tag in change.tags]
    if change.kind in {"added", "removed"} and change.field == "body":
        names.insert(0, _WORDS.name("kind", change.kind))
    place = "" if change.kind == "moved" else _place(change).removeprefix(field)
    return squeezed(f"·{field}{place}{''.join(name for name in names if name != field)}·")


def _woven(change: Change, signs: str) -> Iterator[str]:
    """Each marked run of these signs with the unmarked character before and behind it."""
    marks = {"=": ("", ""), "-": ("[-", "-]"), "+": ("{+", "+}")}
    own = [(sign, squeezed(text)) for sign, text in change.spans if sign in f"={signs}"]
    for at, (sign, text) in enumerate(own):
        if sign != "=":
            before = own[at - 1][1][-1:] if at and own[at - 1][0] == "=" else ""
            behind = own[at + 1][1][:1] if at + 1 < len(own) and own[at + 1][0] == "=" else ""
            yield f"{before}{marks[sign][0]}{text}{marks[sign][1]}{behind}"
