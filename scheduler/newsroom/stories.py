"""What the newsroom writes: stories, pictures, and the log of edits."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Literal, TypedDict
from urllib.parse import urlsplit

TAIPEI = timezone(timedelta(hours=8), "Asia/Taipei")

DressName = Literal["cna", "yahoo", "jsonld"]
State = Literal["live", "retracted", "expired", "redirected"]
EditKind = Literal[
    "published",
    "corrected",
    "retitled",
    "moved",  # a paragraph, to another place of its story
    "credited",
    "appended",
    "retracted",
    "restored",
    "expired",
    "redirected",
]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of a story. `path` is its stable part; every page adds a new CDN hash to it."""

    path: str
    """`20260105/1088x768_806152247333.jpg`."""
    caption: str = ""
    """Under the picture; empty: none."""


@dataclass(frozen=True, slots=True)
class Credit:
    """Someone named for a story: role `reporter`, `translator`, `editor` or `reviewer`."""

    role: str
    """One of the four."""
    name: str
    """As readers see it: `王小明`."""


class Details(TypedDict, total=False):
    """What `publish` may be told about a story beyond its title and body."""

    dress: DressName
    """Look of the page, and the host where none is given. Default `cna`."""
    host: str
    """Where it stands. Default: the dress's own."""
    url: str
    """The exact address to stand at; overrides host and the dress's own way of numbering."""
    publisher: str
    """The outlet that wrote it. Default: the dress's own."""
    related: Sequence["Story"]
    """Stories that its page links to, in this order."""
    credits: Sequence[tuple[str, str] | Credit]
    """(role, name); roles as in `Credit`."""
    dateline: str
    """Place in the lead bracket or byline. Default `台北`."""
    section: str
    """Section as readers see it: `國際`."""
    tags: Sequence[str]
    """Topics, as readers see them."""
    pictures: Sequence[Picture]
    """In the order of the page."""
    published: datetime
    """Aware. Default: the newsroom's clock."""
    era: str
    """Which template of the outlet: cna `2023-02`, `2023-08`; yahoo `atoms`, `caas`."""


@dataclass(slots=True, eq=False)
class Story:
    """One story as it stands now. Change it through the newsroom's verbs only."""

    url: str
    """Absolute; the same for as long as the story lives."""
    dress: DressName
    """Look of the page."""
    title: str
    """The headline."""
    body: list[str]
    """Paragraphs without the brackets that the dress adds."""
    published: datetime
    """Aware."""
    publisher: str
    """The outlet that wrote it, which need not own the host."""
    credits: list[Credit] = field(default_factory=list)
    """Who signed it, in order."""
    dateline: str = "台北"
    """Place in the lead bracket or byline."""
    section: str = "國際"
    """As readers see it."""
    tags: tuple[str, ...] = ()
    """Topics, as readers see them."""
    pictures: tuple[Picture, ...] = ()
    """In the order of the page."""
    related: tuple["Story", ...] = ()
    """Stories that its page links to."""
    era: str = ""
    """Which template of the outlet, as in `Details`; empty where it has only one."""
    description: str = ""
    """For the page's meta data."""
    modified: datetime | None = None
    """What the page's own "updated" stamp says, aware; None before the first edit."""
    state: State = "live"
    """What a reader of its address gets."""
    status: int = 200
    """HTTP status while retracted or redirected."""
    moved_to: str = ""
    """Where readers are sent while it is redirected."""

    @property
    def host(self) -> str:
        """Host and port, as in the URL."""
        return urlsplit(self.url).netloc

    @property
    def path(self) -> str:
        """Path and query, as in the URL."""
        parts = urlsplit(self.url)
        return parts.path + (f"?{parts.query}" if parts.query else "")

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The paragraphs as readers see them, with lead and tail brackets."""
        shown = list(self.body)
        if shown:
            shown[0] = self._lead() + shown[0]
            shown[-1] += self._tail()
        return tuple(shown)

    @property
    def byline(self) -> str:
        """The line above the text that names the reporters; empty where the lead bracket does."""
        names = self.named("reporter")
        if self.dress == "cna" or not names:
            return ""
        return f"記者{names}／{self.dateline}報導"

    def proof(self, at: datetime) -> "Proof":
        """What readers see of it from `at` on."""
        return Proof(
            at=at,
            url=self.url,
            title=self.title,
            publisher=self.publisher,
            paragraphs=self.paragraphs,
            credits=tuple(self.credits),
            captions=tuple(picture.caption for picture in self.pictures),
            section=self.section,
            tags=self.tags,
            published=self.published,
            modified=self.modified or self.published,
            state=self.state,
        )

    def named(self, role: str) -> str:
        """All names credited with `role`, as the pages join them: `甲、乙`."""
        return "、".join(credit.name for credit in self.credits if credit.role == role)

    def _lead(self) -> str:
        if self.dress != "cna":
            return ""
        day = self.published.astimezone(TAIPEI).day
        names = self.named("reporter")
        if names:
            return f"（中央社記者{names}{self.dateline}{day}日電）"
        return f"（中央社{self.dateline}{day}日綜合外電報導）"

    def _tail(self) -> str:
        named = [(TAIL[c.role], c.name) for c in self.credits if c.role in TAIL]
        bracket = f"（{'/'.join(f'{role}：{name}' for role, name in named)}）" if named else ""
        if self.dress != "cna":
            return bracket
        day = self.published.astimezone(TAIPEI)
        return f"{bracket}{day.year - 1911}{day:%m%d}"


TAIL = {"translator": "譯者", "editor": "編輯", "reviewer": "核稿"}
"""Roles of the tail bracket, as the pages word them."""


@dataclass(frozen=True, slots=True)
class Proof:
    """A story as its readers see it from `at` until it is edited again."""

    at: datetime
    """Aware, by the newsroom's clock."""
    url: str
    """Of the story."""
    title: str
    """The headline."""
    publisher: str
    """The outlet that wrote it."""
    paragraphs: tuple[str, ...]
    """With lead and tail brackets."""
    credits: tuple[Credit, ...]
    """In the order in which they were named."""
    captions: tuple[str, ...]
    """Of its pictures."""
    section: str
    """As readers see it."""
    tags: tuple[str, ...]
    """In no order: pages shuffle them."""
    published: datetime
    """Aware."""
    modified: datetime
    """When the page says that it was last changed; when published, where it says nothing."""
    state: State
    """What became of the page."""


@dataclass(frozen=True, slots=True)
class Pointer:
    """One related story as a page points to it."""

    url: str
    """Of the other story."""
    title: str
    """Its headline at that time."""
    publisher: str = ""
    """The outlet, where the page names it; so with the others below."""
    age: str = ""
    """`13 小時前`."""
    text: str = ""
    """What the page may show of the story itself: all of it, or how it begins."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One thing that readers could see happen, in the order it happened."""

    at: datetime
    """Aware, by the newsroom's clock."""
    url: str
    """Of the story."""
    kind: EditKind
    """What was done."""
    field: str = ""
    """`title`, `body`, `credits`; empty for what happens to a whole story."""
    old: str = ""
    """What was replaced; the whole title or paragraph where the whole was."""
    new: str = ""
    """What stands there instead; the whole where the whole was replaced."""
    before: str = ""
    """The whole title or paragraph as shown before, brackets included."""
    after: str = ""
    """The same as shown now."""
    path: int | None = None
    """Paragraph, from 0, after the edit."""
    from_path: int | None = None
    """Where a moved paragraph stood."""
    brackets: tuple[tuple[str, str], ...] = ()
    """(before, after) of other paragraphs, whose lead or tail bracket went elsewhere with this."""
    silent: bool = False
    """True where the page's own "updated" stamp was left as it was."""
