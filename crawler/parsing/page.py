"""A parsed page on its way through a site's rules."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from crawler.parsing.boxes import Outline
from crawler.parsing.dom import Node
from crawler.parsing.structured import Structured
from crawler.text import fold


@dataclass(frozen=True)
class Page:
    """A parsed page on its way through a site's rules."""

    url: str
    """Where it was found, after redirects."""
    html: str
    """As decoded."""
    root: Node
    """The same, parsed."""
    data: Structured
    """What JSON-LD and meta elements say of it."""
    fetched_at: datetime | None = None
    """Aware, UTC; None where that is not known."""

    @cached_property
    def outline(self) -> Outline:
        """What a reader sees on it, as boxes."""
        return self.root.outline()

    @cached_property
    def title(self) -> str:
        """Its `<title>`, folded."""
        return next((fold(node.raw) for node in self.root.css("title")), "")
