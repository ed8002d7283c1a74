"""The records of a difference, and their JSON: the one form that is stored, shown and exported."""

from datetime import datetime
from typing import Literal, TypeAlias

import msgspec

Sign = Literal["=", "-", "+"]

Span: TypeAlias = tuple[Sign, str]
"""A run of text: kept, only in the old text, or only in the new one."""

ChangeKind = Literal["edited", "rewritten", "added", "removed", "moved", "reflowed"]

ReportKind = Literal["edited", "deleted", "restored", "expired", "moved"]
"""`edited` lies between two Versions, the others are events of the watch."""

Tag = Literal[
    "number",
    "name",
    "quotation",
    "negation",
    "opposite",
    "rank",
    "headline",
    "byline",
    "date",
    "correction",
    "typo",
    "punctuation",
    "width",
    "variant",
    "appended",
    "noise",
    "boilerplate",
]
"""What a change touches; `scheduler.diff.judge` says what each is worth."""
OF_FIELDS: frozenset[Tag] = frozenset({"headline", "byline", "date"})
"""Tags that a change may bear for the field it is in, whatever it does there."""


class Move(msgspec.Struct, frozen=True, kw_only=True):
    """A sentence that stands in another paragraph now, word for word."""

    sign: Sign
    """`-` where it was taken from this change's old text, `+` where it came to its new text."""
    text: str
    """The sentence, without blanks around it."""
    paragraph: int
    """From 0: where it stands in the new text; of `+` where it stood in the old one."""


class Quantity(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A number that another one has taken the place of."""

    old: str
    """As written: `2`, `1,200`, `兩千五百`; with its unit where the new one has another."""
    new: str
    """As written."""
    unit: str = ""
    """What both count: `人`, `%`; empty where nothing is known of it."""
    difference: str = ""
    """By how much: `+1`, `-1000`; empty where the two are no plain amounts of one thing."""


class Exchange(msgspec.Struct, frozen=True, kw_only=True):
    """A few words put in the place of others, and what that touches."""

    tag: Tag
    """One of the change's."""
    old: str
    """As written."""
    new: str
    """As written."""


class Change(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One difference. Where `spans` is not empty it rebuilds `old` and `new` exactly."""

    field: str
    """The Article's field: `title`, `body`, `credits`, ... `url` where the address moved."""
    path: tuple[int, ...] = ()
    """Body: positions from 0 of the paragraphs in the new text; empty where it has none."""
    from_path: tuple[int, ...] = ()
    """Body: positions in the old text, where they are not those of `path`."""
    kind: ChangeKind
    """What was done to the text."""
    old: str = ""
    """Old text, empty where added. Paragraphs of a reflow are joined by `\\n`."""
    new: str = ""
    """New text, empty where removed."""
    spans: tuple[Span, ...] = ()
    """In reading order, neighbours never of one sign, none empty."""
    moves: tuple[Move, ...] = ()
    """Sentences among what was removed or added that only went elsewhere."""
    tags: tuple[Tag, ...] = ()
    """What it touches, as `scheduler.diff.judge` sees it."""
    quantities: tuple[Quantity, ...] = ()
    """The numbers that were exchanged, in reading order, where `tags` holds `number`."""
    exchanges: tuple[Exchange, ...] = ()
    """The words for which it bears a tag, in reading order; no numbers."""
    rule: str = ""
    """Name of the reader's own rule that made it noise (`[[ignore]]` in stet.toml)."""

    @property
    def is_move(self) -> bool:
        """Whether all that a whole paragraph brought or took stands elsewhere, or stood there."""
        if not self.moves or (self.old and self.new):
            return False
        return not (self.unmoved("-", self.old) or self.unmoved("+", self.new))

    def unmoved(self, sign: Sign, text: str) -> str:
        """What of a text that was removed or added did not just move; without blanks around it."""
        for move in self.moves:
            if move.sign == sign:
                text = text.replace(move.text, "", 1)
        return text.strip()


class Seen(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One end of a report: a Version, or the state an event led to, and when it was seen."""

    version: int | None = None
    """Number of the Version; None where the event left none to read (deleted, expired)."""
    first_seen: datetime
    """Aware, UTC: on the `to` side the moment at which the change was first seen."""
    last_seen: datetime | None = None
    """Aware, UTC: on the `from` side the last moment at which nothing had changed yet."""


class Affected(msgspec.Struct, frozen=True, kw_only=True):
    """An article that a site-wide event hit."""

    article: str
    """Identity: `site:key`."""
    url: str
    """Its address."""
    title: str
    """Of its latest version."""


class Sitewide(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One change that a site made to many of its articles at about the same time."""

    id: str
    """The id of its first report, and `#sitewide`."""
    count: int
    """How many articles so far."""
    articles: tuple[Affected, ...] = ()
    """All of them, at the one report where readers are told of the event."""


class ChangeReport(msgspec.Struct, frozen=True, kw_only=True):
    """All Changes between two Versions of one article, or of one event, judged."""

    id: str
    """`tag:stet,2026:cna:202301140005/2..3` or `.../deleted@2023-01-15T03:00:00Z`."""
    article: str
    """Identity: `site:key`."""
    url: str
    """Canonical, the new one; where an article moved, where to."""
    site: str
    """The part of `article` before the colon: not who wrote it."""
    publisher: str
    """The outlet that wrote it, which need not be the site."""
    title: str
    """The new one, the old one where there is no new one."""
    before: Seen | None = msgspec.field(name="from")
    """JSON key `from`; null where two bare Articles were compared."""
    after: Seen | None = msgspec.field(name="to")
    """JSON key `to`; null where two bare Articles were compared."""
    kind: ReportKind
    """`edited`, or what happened to the article as a whole."""
    score: int
    """0 (nothing a reader would care about) to 100."""
    significant: bool
    """Whether a reader wants to be told of it."""
    reasons: tuple[str, ...]
    """Why that score, heaviest first: keys of `scheduler.diff.judge.WEIGHTS`."""
    added: int
    """Characters in `+` spans, white space and sentences that only moved left out."""
    removed: int
    """Characters in `-` spans, likewise."""
    changes: tuple[Change, ...]
    """Headline first, then the body in reading order, then the other fields."""
    sitewide: Sitewide | msgspec.UnsetType = msgspec.UNSET
    """The event of the whole site that it belongs to, if any; known on reading, never stored."""

    @property
    def is_told(self) -> bool:
        """Whether readers are told of it here, and not with another report of the same event."""
        return self.sitewide is msgspec.UNSET or bool(self.sitewide.articles)

    @property
    def affected(self) -> tuple[Affected, ...]:
        """The articles of the site-wide event that is told here; empty where none is."""
        return () if self.sitewide is msgspec.UNSET else self.sitewide.articles


replace = msgspec.structs.replace
"""A record like this one but for the fields given: these are no dataclasses."""

DecodeError = msgspec.DecodeError
"""What `from_json` raises on a document that is no report."""

_ENCODER = msgspec.json.Encoder()
_DECODER = msgspec.json.Decoder(ChangeReport)


def to_json(report: ChangeReport) -> bytes:
    """One JSON object in UTF-8, without a newline; keys as in `change-report.schema.json`."""
    return _ENCODER.encode(report)


def from_json(document: bytes | str) -> ChangeReport:
    """The inverse of `to_json`. Raises `DecodeError`."""
    return _DECODER.decode(document)
