"""What one performance of the demo leaves to be judged: the newsroom's word, and Stet's."""

from dataclasses import dataclass
from datetime import datetime, tzinfo

from crawler.items import Article
from crawler.store import EventRow, ObservationRow, VersionRow, WatchRow
from scheduler.newsroom import Edit, Hit, Proof


@dataclass(frozen=True, slots=True)
class Word:
    """What the newsroom says that it did and was asked. Nothing of this has passed Stet."""

    log: tuple[Edit, ...]
    """Every edit, in order."""
    proofs: tuple[Proof, ...]
    """What each edit of the log made of its story."""
    hits: tuple[Hit, ...]
    """Every request, in order."""


@dataclass(frozen=True, slots=True)
class Round:
    """What a viewer of one round was shown."""

    at: datetime
    """By the newsroom's clock, aware."""
    sentence: str
    """`18 pages: 4 new versions, 1 without an article; 4 reports`."""
    printed: str
    """The reports as printed; empty where there were none."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """What the archive holds of one article: what `stet list`, `show`, `history` show."""

    watch: WatchRow
    """Whose it is."""
    versions: tuple[VersionRow, ...]
    """Oldest first."""
    texts: tuple[Article, ...]
    """Of each version."""
    related: tuple[ObservationRow, ...]
    """Every link that was ever seen beside it."""
    events: tuple[EventRow, ...]
    """Oldest first."""


@dataclass(frozen=True, slots=True)
class Performance:
    """All of it, after the last round."""

    word: Word
    """The newsroom's side."""
    rounds: tuple[Round, ...]
    """In order; so is what follows, Stet's side."""
    jsonl: str
    """What `stet report --format jsonl` answers."""
    page: str
    """The HTML report."""
    archive: tuple[Shelf, ...]
    """One for each article that is watched."""
    zone: tzinfo
    """In which times are shown."""
