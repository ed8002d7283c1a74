"""How a reader wants reports to be shown: the one argument that every format takes."""

from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Literal, TypeAlias
from zoneinfo import ZoneInfo

Lang: TypeAlias = Literal["zh-Hant", "en"]

TAIPEI = ZoneInfo("Asia/Taipei")


@dataclass(frozen=True, slots=True)
class Context:
    """What a format may know beside the reports; each takes from it what it can use."""

    zone: tzinfo = TAIPEI
    """Every time is shown in it."""
    now: datetime | None = None
    """Aware. Dates of its year are shown without the year, and a page says when it was made."""
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
