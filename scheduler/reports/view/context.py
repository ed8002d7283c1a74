"""How a reader wants reports to be shown: the one argument that every format takes."""

from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Literal, Protocol, TypeAlias
from zoneinfo import ZoneInfo

Lang: TypeAlias = Literal["zh-Hant", "en"]

TAIPEI = ZoneInfo("Asia/Taipei")


class Pages(Protocol):
    """Where the reader shows what a document tells of; every address is absolute."""

    @property
    def feed(self) -> str:
        """Path and question that name the document, wherever in it one reads."""

    @property
    def home(self) -> str:
        """The reader's first page."""

    @property
    def here(self) -> str:
        """The document itself."""

    @property
    def older(self) -> str:
        """The document that goes on where this one ends; empty where none does."""

    def report(self, key: str) -> str:
        """The page of one report, by its id."""

    def article(self, identity: str) -> str:
        """The page of an article and its history."""

    def version(self, identity: str, number: int) -> str:
        """The page of one version."""


@dataclass(frozen=True, slots=True)
class Context:
    """What a format may know beside the reports; each takes from it what it can use."""

    zone: tzinfo = TAIPEI
    """Every time is shown in it."""
    now: datetime | None = None
    """Aware. Dates of its year are shown without the year, and a page says when it was made."""
    since: datetime | None = None
    """Aware: where the time begins that a digest is of; None where it is all there is."""
    colour: bool = False
    """ANSI colours on top of strike and underline, for a terminal."""
    width: int = 80
    """Columns of the terminal; 0 leaves lines unwrapped."""
    title: str = ""
    """Of the whole document; empty for the catalogue's own."""
    nothing: Literal["none", "none.same"] = "none"
    """Key of what is said where there is no report: of a time, or of two texts."""
    lang: Lang = "zh-Hant"
    """Language of the labels; what publishers wrote is never translated."""
    pages: Pages | None = None
    """Of the reader that serves the document; None where it is a file."""
