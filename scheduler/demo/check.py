"""Holds all that Stet tells and shows against the newsroom's word: every edit once, nothing else.

The newsroom's side is worked out in `expected`; here the reports are compared with it, and then
the printed pages with the reports (`faces`) and the archive with the newsroom (`shelves`).
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import takewhile, zip_longest
from typing import Any
from urllib.parse import urlsplit

from scheduler.demo import expected, faces, shelves
from scheduler.demo.expected import History, WantedChange, WantedReport
from scheduler.demo.performance import Performance
from scheduler.diff import judge
from scheduler.diff.records import Change, ChangeReport, DecodeError, Seen, from_json, to_json


def disagreements(performance: Performance) -> list[str]:
    """One sentence for everything that a reader is told or shown wrongly, or not at all.

    An article whose reports are wrong is not looked up in the archive as well: one mistake is
    told once.
    """
    histories = expected.histories(performance.word)
    wanted = {report.id: report for each in histories.values() for report in expected.reports(each)}
    told, found = _told(performance.jsonl)
    found += _looks(performance, histories)
    wrong: set[str] = set()
    for article, sentence in _compared(wanted, told):
        wrong.add(article)
        found.append(sentence)
    due = {report.id: wanted[report.id].due for report in told if report.id in wanted}
    found += faces.unprinted(performance, told, due)
    found += faces.unshown(performance, told)
    found += shelves.misfiled(performance.archive, histories, wrong)
    return found


def _told(jsonl: str) -> tuple[list[ChangeReport], list[str]]:
    """The reports as a program reads them, and what is no report."""
    reports, broken = [], []
    for number, line in enumerate(jsonl.splitlines(), 1):
        try:
            report = from_json(line)
        except DecodeError as error:
            broken.append(f"line {number} of the JSON lines is no report: {error}")
            continue
        reports.append(report)
        if to_json(report).decode() != line:
            broken.append(f"line {number} of the JSON lines holds more than a report")
    return reports, broken


def _looks(performance: Performance, histories: dict[str, History]) -> Iterator[str]:
    """Every round must ask for every story once, and for nothing else but robots.txt."""
    rounds = {look.at for look in performance.rounds}
    asked = Counter((hit.story, hit.at) for hit in performance.word.hits if hit.story)
    for history in histories.values():
        for at in sorted(rounds):
            times = asked.pop((history.url, at), 0)
            if times != 1:
                yield f"{history.url} was asked for {times} times at {at:%A %H:%M}, not once"
    for url, at in asked:
        yield f"{url} was asked for at {at:%A %H:%M}, between the rounds"
    for hit in performance.word.hits:
        if not hit.story and urlsplit(hit.url).path != "/robots.txt":
            yield f"{hit.url} was asked for, which is no story"


# ------------------------------------------------------------------ reports


def _compared(
    wanted: dict[str, WantedReport], told: Sequence[ChangeReport]
) -> Iterator[tuple[str, str]]:
    """(article, what is wrong) of the reports as a whole, and then of each."""
    times = Counter(report.id for report in told)
    for id_, report in wanted.items():
        if times[id_] != 1:
            often = f"told {times[id_]} times" if times[id_] else "not told"
            title = report.text.proof.title
            yield report.history.article, f"{id_} is {often}: {report.told} in 《{title}》"
    for each in told:
        if each.id not in wanted:
            yield (
                each.article,
                f"{each.id} is told, but never happened: {_is(each)}",
            )
        else:
            for sentence in _differences(wanted[each.id], each):
                yield wanted[each.id].history.article, f"{each.id}: {sentence}"
    order = [wanted[report.id].due for report in told if report.id in wanted]
    if order != sorted(order, reverse=True):
        yield "", "the reports do not stand newest first"


def _is(report: ChangeReport) -> str:
    """What a report says, in short."""
    changes = (f"{each.kind} {each.field} {each.old!r} -> {each.new!r}" for each in report.changes)
    return "; ".join([f"{report.kind} 《{report.title}》", *changes])


def _differences(wanted: WantedReport, told: ChangeReport) -> Iterator[str]:
    """What is wrong with a report that had to be told."""
    history, text = wanted.history, wanted.text
    yield from _unequal(
        told,
        article=history.article,
        url=history.url,
        site=history.site,
        publisher=text.proof.publisher,
        title=text.proof.title,
        kind=wanted.kind,
        before=wanted.before,
        after=wanted.after,
    )
    yield from _misjudged(wanted, told)
    yield from _miscounted(told)
    for number, (change, one) in enumerate(zip_longest(wanted.changes, told.changes), 1):
        if one is None:
            yield f"change {number} is left out: {change.field} {change.old!r} -> {change.new!r}"
        elif change is None:
            yield (
                f"change {number} is not the newsroom's: "
                f"{one.kind} {one.field} {one.old!r} -> {one.new!r}"
            )
        else:
            yield from (f"change {number}: {sentence}" for sentence in _change(change, one))


def _unequal(told: Any, **wanted: Any) -> Iterator[str]:
    """Fields of a record that are not as wanted; equal moments in another zone are not equal."""
    for name, value in wanted.items():
        is_, be = _worded(getattr(told, name)), _worded(value)
        if is_ != be:
            yield f"{name} is {is_}, not {be}"


def _worded(value: object) -> str:
    if not isinstance(value, Seen):
        return repr(value)
    ends = (end.isoformat() if end else "-" for end in (value.first_seen, value.last_seen))
    return f"version {value.version}, seen {' to '.join(ends)}"


def _misjudged(wanted: WantedReport, told: ChangeReport) -> Iterator[str]:
    """The score lies where the rule puts these reasons, and what matters is called significant.

    The rule: that of the heaviest reason and a part of the others, some more for long passages.
    """
    if {*told.reasons} != wanted.reasons or len(told.reasons) != len(wanted.reasons):
        yield f"reasons are {', '.join(told.reasons)}, not {', '.join(sorted(wanted.reasons))}"
    weights = {reason: judge.WEIGHTS[reason] for reason in wanted.reasons}
    order = sorted(told.reasons, key=lambda reason: (reason == "silent", -weights.get(reason, 0)))
    if [*told.reasons] != order:
        yield f"reasons are {', '.join(told.reasons)}: the heaviest does not come first"
    least, most = max(weights.values()), min(sum(weights.values()) + _EXTENT, 100)
    if not least <= told.score <= most:
        yield f"score is {told.score}, not {least} to {most}"
    if told.significant != (least >= judge.SIGNIFICANT):
        yield f"significant is {told.significant} for {', '.join(sorted(wanted.reasons))}"


_EXTENT = 25
"""Points that a long passage may add, as the rule says."""


def _miscounted(told: ChangeReport) -> Iterator[str]:
    for name, sign in (("added", "+"), ("removed", "-")):
        texts = (text for each in told.changes for own, text in each.spans if own == sign)
        count = len("".join("".join(texts).split()))
        if getattr(told, name) != count:
            yield f"{name} is {getattr(told, name)}, but its spans hold {count}"


def _change(wanted: WantedChange, told: Change) -> Iterator[str]:
    if told.kind not in wanted.kinds:
        yield f"kind is {told.kind}, not {' or '.join(sorted(wanted.kinds))}"
    yield from _unequal(
        told,
        field=wanted.field,
        old=wanted.old,
        new=wanted.new,
        path=wanted.path,
        from_path=wanted.from_path,
    )
    if {*told.tags} != wanted.tags or len(told.tags) != len(wanted.tags):
        yield f"tags are {', '.join(told.tags)}, not {', '.join(sorted(wanted.tags))}"
    yield from _spans(told, wanted.old, wanted.new)


def _spans(told: Change, old: str, new: str) -> Iterator[str]:
    """The spans rebuild both texts, and mark nothing of what opens and closes both."""
    if _joined(told, "+") != old or _joined(told, "-") != new:
        yield f"its spans do not rebuild {old!r} -> {new!r}"
    signs = [sign for sign, _ in told.spans]
    if any(not text for _, text in told.spans) or any(map(str.__eq__, signs, signs[1:])):
        yield "its spans are cut to pieces"
    opens = _alike(old, new)
    closes = _alike(old[opens:][::-1], new[opens:][::-1])
    kept = sum(len(text) for sign, text in told.spans if sign == "=")
    if kept < opens + closes:
        yield f"its spans mark more than was changed: {kept} characters kept of {opens + closes}"


def _joined(told: Change, left_out: str) -> str:
    return "".join(text for sign, text in told.spans if sign != left_out)


def _alike(one: str, other: str) -> int:
    """With how many equal characters two texts begin."""
    pairs = zip(one, other, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
