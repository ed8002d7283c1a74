"""What Stet must know and tell, worked out from the newsroom's word alone.

Each story's history follows from what was published and changed, and from the moments at which
its page was asked for; nothing here has passed through Stet's parsers, store or diff. An expired
or redirected story is not in the demo's script and raises `ValueError`.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from scheduler.demo.performance import Word
from scheduler.diff.records import ChangeKind, ReportKind, Seen, Tag
from scheduler.newsroom import Edit, Newsroom, Pointer, Proof, dresses
from scheduler.newsroom.stories import TAIL

LOOKS, OVER = 3, timedelta(hours=24)
"""How often, and for how long, a story must be found gone before it counts as deleted."""

REWORDED: frozenset[ChangeKind] = frozenset({"edited", "rewritten"})
"""The kinds of change by which a text in the place of another may be told."""
_NEGATIONS = re.compile(r"[未不沒無非別勿莫]")
_ROLES = {"reporter": "記者", **TAIL}


@dataclass(frozen=True, slots=True)
class Text:
    """One version: a text, and the looks that showed it."""

    number: int
    """From 1."""
    proof: Proof
    """What it says."""
    looks: tuple[datetime, ...]
    """UTC."""
    links: tuple[Pointer, ...]
    """What stood beside it at the first of these looks."""
    edits: tuple[Edit, ...] = ()
    """What made it of the version before."""

    @property
    def first_seen(self) -> datetime:
        """The look that brought it."""
        return self.looks[0]

    @property
    def last_seen(self) -> datetime:
        """The last look that found it unchanged."""
        return self.looks[-1]


@dataclass(frozen=True, slots=True)
class Happening:
    """A story that was deleted, or is back."""

    kind: ReportKind
    """`deleted` or `restored`."""
    at: datetime
    """The look that made it certain."""
    since: datetime
    """The first look that showed it."""
    before: Seen
    """The state that it ended: the version, or the absence."""
    text: Text
    """The version that went, or came back."""


@dataclass(slots=True)
class History:
    """All that the looks at one story could learn."""

    article: str
    """`site:key`."""
    url: str
    """As the newsroom gave it out."""
    texts: list[Text] = field(default_factory=list)
    """The versions."""
    happenings: list[Happening] = field(default_factory=list)
    """In the order in which they became certain."""
    missing: list[datetime] = field(default_factory=list)
    """The looks in a row, up to the last, that found it gone."""
    lost: bool = False
    """Whether that makes it deleted."""
    links: dict[str, list[tuple[datetime, Pointer]]] = field(default_factory=dict)
    """Each related story by address: when it was seen, and as what."""

    @property
    def site(self) -> str:
        """As in `article`."""
        return self.article.partition(":")[0]


@dataclass(frozen=True, slots=True)
class WantedChange:
    """One change that a report must hold, in its place."""

    field: str
    """As in a `Change`; so with all but `kinds`."""
    kinds: frozenset[ChangeKind]
    """One of these it must be."""
    old: str
    """Empty where added."""
    new: str
    """Empty where removed."""
    path: tuple[int, ...] = ()
    """Of the paragraph in the new text."""
    from_path: tuple[int, ...] = ()
    """In the old text, where it stood elsewhere."""
    tags: frozenset[Tag] = frozenset()
    """No other may be told."""


@dataclass(frozen=True, slots=True)
class WantedReport:
    """A report that must be told, once."""

    id: str
    """As in a `ChangeReport`; so with what has its name."""
    kind: ReportKind
    """`edited`, or what happened."""
    history: History
    """Of the article."""
    text: Text
    """The version that it is about: the new one, or the one that went or came back."""
    before: Seen
    """Until when nothing had changed."""
    after: Seen
    """Since when it had."""
    due: datetime
    """The look before which nobody can know."""
    reasons: frozenset[str]
    """Of its score, in no order."""
    changes: tuple[WantedChange, ...]
    """In reading order."""
    told: str
    """In the newsroom's words."""


def identity(url: str) -> str:
    """`site:key`: a dress that one host alone wears names its site, the host all others."""
    host, _, key = Newsroom.key(url).partition(" ")
    dress = dresses.of_host(host)
    own = dress.host == host and dress.name != dresses.PLAIN
    return f"{dress.name if own else host.removeprefix('www.')}:{key}"


def histories(word: Word) -> dict[str, History]:
    """The history of every story that was published, by identity."""
    proofs, edits = defaultdict(list), defaultdict(list)
    for proof, edit in zip(word.proofs, word.log, strict=True):
        proofs[proof.url].append(proof)
        edits[edit.url].append(edit)
    found = {url: History(identity(url), url) for url in proofs}
    for hit in word.hits:
        if history := found.get(hit.story):
            shown = [proof for proof in proofs[hit.story] if proof.at <= hit.at][-1]
            past = [edit for edit in edits[hit.story] if edit.at <= hit.at]
            _look(history, hit.at.astimezone(UTC), shown, hit.links, past)
    return {history.article: history for history in found.values()}


def _look(
    history: History,
    at: datetime,
    shown: Proof,
    links: tuple[Pointer, ...],
    edits: Sequence[Edit],
) -> None:
    """One look more, at a page that shows `shown` after all of `edits`."""
    if shown.state == "retracted":
        _look_in_vain(history, at)
        return
    if shown.state != "live":
        raise ValueError(f"the check does not know what a story that is {shown.state} shows")
    for link in links:
        history.links.setdefault(link.url, []).append((at, link))
    last = history.texts[-1] if history.texts else None
    if last and _compared(last.proof) == _compared(shown):
        history.texts[-1] = replace(last, looks=(*last.looks, at))
    else:
        since = last.last_seen if last else at
        made = tuple(edit for edit in edits if edit.at > since)
        history.texts.append(Text(len(history.texts) + 1, shown, (at,), links, made))
    if history.lost:
        absent = Seen(first_seen=history.missing[0], last_seen=history.missing[-1])
        back = Happening("restored", at, at, absent, history.texts[-1])
        history.happenings.append(back)
    history.missing, history.lost = [], False


def _look_in_vain(history: History, at: datetime) -> None:
    history.missing.append(at)
    since = history.missing[0]
    certain = len(history.missing) >= LOOKS and at - since >= OVER
    if certain and not history.lost and history.texts:
        history.lost = True
        text = history.texts[-1]
        history.happenings.append(Happening("deleted", at, since, _seen(text), text))


def _compared(proof: Proof) -> tuple[object, ...]:
    """What makes a version: all but the page's own stamp of its last change."""
    return (proof.title, proof.paragraphs, proof.credits, proof.captions, proof.section, proof.tags)


def _seen(text: Text) -> Seen:
    return Seen(version=text.number, first_seen=text.first_seen, last_seen=text.last_seen)


# ------------------------------------------------------------------ reports


def reports(history: History) -> Iterator[WantedReport]:
    """What must be told of one story."""
    for old, new in pairwise(history.texts):
        yield _edited(history, old, new)
    for happening in history.happenings:
        yield _happened(history, happening)


def _edited(history: History, old: Text, new: Text) -> WantedReport:
    changes = tuple(sorted(_changes(new.edits, new.proof), key=_reading_order))
    silent = {"silent"} if new.proof.modified <= old.proof.modified else set()
    return WantedReport(
        id=f"tag:stet,2026:{history.article}/{old.number}..{new.number}",
        kind="edited",
        history=history,
        text=new,
        before=_seen(old),
        after=Seen(version=new.number, first_seen=new.first_seen),
        due=new.first_seen,
        reasons=frozenset(silent.union(*map(_reasons, changes))),
        changes=changes,
        told="; ".join(map(worded, new.edits)),
    )


def _happened(history: History, happening: Happening) -> WantedReport:
    text, gone = happening.text, happening.kind == "deleted"
    version = None if gone else text.number
    return WantedReport(
        id=f"tag:stet,2026:{history.article}/{happening.kind}@{happening.at:%Y-%m-%dT%H:%M:%SZ}",
        kind=happening.kind,
        history=history,
        text=text,
        before=happening.before,
        after=Seen(version=version, first_seen=happening.since),
        due=happening.at,
        reasons=frozenset({happening.kind}),
        changes=tuple(
            WantedChange("body", frozenset({"removed"}), paragraph, "", from_path=(at,))
            if gone
            else WantedChange("body", frozenset({"added"}), "", paragraph, path=(at,))
            for at, paragraph in enumerate(text.proof.paragraphs)
        ),
        told=happening.kind,
    )


def _changes(edits: Iterable[Edit], new: Proof) -> Iterator[WantedChange]:
    """What each edit of a text must be told as, headline and brackets apart."""
    for edit in edits:
        field = "body" if edit.field == "credits" else edit.field
        if edit.before != edit.after or edit.kind == "moved":
            yield WantedChange(
                field,
                _KINDS.get(edit.kind, REWORDED),
                edit.before,
                edit.after,
                () if edit.path is None else (edit.path,),
                () if edit.from_path is None else (edit.from_path,),
                frozenset(_tags(edit)),
            )
        for before, after in edit.brackets:
            path = (new.paragraphs.index(after),)
            yield WantedChange("body", REWORDED, before, after, path, tags=frozenset({"byline"}))
        if edit.kind == "credited":
            role = next(credit.role for credit in new.credits if credit.name == edit.new)
            added: frozenset[ChangeKind] = frozenset({"added"})
            named = f"{_ROLES[role]}：{edit.new}"
            yield WantedChange("credits", added, "", named, tags=frozenset({"byline"}))


_KINDS: dict[str, frozenset[ChangeKind]] = {
    "moved": frozenset({"moved"}),
    "appended": frozenset({"added"}),
}


def _reading_order(change: WantedChange) -> tuple[int, tuple[int, ...]]:
    """The headline, the text from top to bottom, the rest."""
    return ("title", "body").index(change.field) if change.field != "credits" else 2, change.path


def _tags(edit: Edit) -> Iterator[Tag]:
    """What a reader must be told that the edit touches, and nothing else."""
    if edit.field == "title":
        yield "headline"
    if edit.kind == "credited":
        yield "byline"
    if edit.kind == "appended":
        yield "appended"
    if edit.kind in {"corrected", "retitled"}:
        if len({tuple(re.findall(r"\d+", text)) for text in (edit.before, edit.after)}) == 2:
            yield "number"
        if len({len(_NEGATIONS.findall(text)) for text in (edit.old, edit.new)}) == 2:
            yield "negation"


def _reasons(change: WantedChange) -> set[str]:
    """The tags; of a change without any the kind says why it is told."""
    return {*change.tags} or {"edited" if change.kinds == REWORDED else min(change.kinds)}


def worded(edit: Edit) -> str:
    """An edit for people: `corrected body '2人' -> '3人'`."""
    return f"{edit.kind} {edit.field} {edit.old!r} -> {edit.new!r}"
