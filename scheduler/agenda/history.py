"""What the archive knows of one article that is watched, as the agenda needs it."""

import re
from dataclasses import dataclass
from datetime import datetime

_LIVE = re.compile(
    r"更新中|不斷更新|持續更新|即時更新|隨時更新|滾動更新|直播中|[【\[(（［]\s*(?:不斷|持續)?更新\s*[】\])）］]"
    r"|\blive\s+(?:updates?|blog|coverage)\b|^\s*live\s*[:：|]",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class History:
    """What the archive knows of one watch. All times aware, UTC."""

    looked: datetime
    """The last visit, whatever it brought."""
    changed: datetime
    """When the latest version was first seen, or the page was published, whichever is later."""
    state: str = "active"
    """A state of a watch, as in `crawler.store`."""
    published: datetime | None = None
    """As the page says; None: not known, then the first look counts as such."""
    first: datetime | None = None
    """The first look that read it; None: as `changed`."""
    changes: tuple[tuple[datetime, datetime], ...] = ()
    """For each change, oldest first: the last look before it, and the first look that showed it."""
    site: str = ""
    """The host's name in identities: `cna`."""
    hinted: datetime | None = None
    """When a list said last that the page was changed, or when the page itself says that it is."""
    hint_worth: float = 0.5
    """Edits that such a hint stands for: see `crawler.store.hints` and `agenda.hints`."""
    declared: datetime | None = None
    """When it was changed last, as it declares itself and can be trusted in; not after `looked`."""
    faults: int = 0
    """Looks in a row that brought no article, though it is not known to be gone."""
    is_live: bool = False
    """Whether the page says that it is being updated: see `is_live`."""
    is_own: bool = True
    """Whether a reader asked for it by its address: then its watch never rests."""

    @property
    def began(self) -> datetime:
        """When it was published, or the first look where that is not known or lies after it."""
        first = self.first or self.changed
        return min(self.published, first) if self.published else first

    @property
    def quiet_since(self) -> datetime:
        """When it was changed last, as far as is known: to be first seen later is no change."""
        if self.changes or self.published is None:
            return self.changed
        return min(self.changed, max(self.published, self.declared or self.published))


def is_live(title: str) -> bool:
    """Whether a headline says that the page is being updated: `【不斷更新】`, `Live updates`."""
    return bool(_LIVE.search(title))
