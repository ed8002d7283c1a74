"""How well dates are read: against what a person reads on the page, and where a page says none.

`gold/dates.tsv` says of a page of `../shared/data` when it was published: to the minute where the
page says so, with its zone, else the day. A page without a date is one of these pages from which
every statement of its date is taken: what stands in its head for machines, and what its lines say
of that minute (of that day, where no minute is said). Dates of other articles, of comments and of
today stay on it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path

from crawler import extract
from crawler.dates import TAIPEI
from crawler.items import Moment
from crawler.parsing.encoding import decode
from tests.quality.pages import SHARED, own_address

GOLD = Path(__file__).parent / "gold" / "dates.tsv"

_UTF8 = {"content-type": "text/html; charset=utf-8"}
_FOR_MACHINES = re.compile(
    r"<meta\b[^>]*(?:date|time|publish|modif)[^>]*>|\"date\w+\"\s*:\s*\"[^\"]*\",?"
    r"|\s(?:datetime|content)=[\"']\d{4}-[^\"']*[\"']",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Dated:
    """A page and when it was published."""

    path: Path
    said: str
    """ISO 8601: a minute with its zone, or a day."""

    @cached_property
    def html(self) -> str:
        """The page as text."""
        return decode(self.path.read_bytes())

    @property
    def is_timed(self) -> bool:
        """Whether the page says the minute."""
        return "T" in self.said

    @cached_property
    def found(self) -> Moment | None:
        """What our rules take for the date."""
        return _date(self.html, self._url)

    @cached_property
    def invented(self) -> Moment | None:
        """The same of the page that no longer says one."""
        return _date(_statement(self.said).sub("", _FOR_MACHINES.sub("", self.html)), self._url)

    @property
    def is_right_day(self) -> bool:
        """Whether the day was found, in the zone it is said in."""
        said = datetime.fromisoformat(self.said)
        zone = said.tzinfo or TAIPEI
        return self.found is not None and self.found.at.astimezone(zone).date() == said.date()

    @property
    def is_right_minute(self) -> bool:
        """Whether the minute was found."""
        if self.found is None or self.found.precision == "day":
            return False
        return self.found.at.replace(second=0) == datetime.fromisoformat(self.said)

    @property
    def _url(self) -> str:
        return own_address(self.html.encode())


def every() -> Iterator[Dated]:
    """The pages of the gold, in its order."""
    for line in GOLD.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            name, said = line.split("\t")
            place = SHARED / name
            [path] = (it for it in place.parent.glob(f"{place.name}*") if it.suffix != ".json")
            yield Dated(path, said)


def measured() -> dict[str, float]:
    """The measures by name."""
    pages = list(every())
    timed = [page for page in pages if page.is_timed]
    uninvented = [page for page in pages if page.invented is None]
    return {
        "dates right to the day": sum(it.is_right_day for it in pages) / len(pages),
        "dates right to the minute": sum(it.is_right_minute for it in timed) / len(timed),
        "pages without a date where none is invented": len(uninvented) / len(pages),
    }


def _date(html: str, url: str) -> Moment | None:
    article = extract.read(html.encode("utf-8", "replace"), url, _UTF8).article
    return article.date if article else None


def _statement(said: str) -> re.Pattern[str]:
    """A pattern for every way the pages at hand write `said`."""
    at = datetime.fromisoformat(said)
    day = rf"{at.year}\s*[-/.年]\s*0?{at.month}\s*[-/.月]\s*0?{at.day}\s*日?"
    if "T" not in said:
        return re.compile(rf"{day}|{at:%b} {at.day}, {at.year}")
    clock = rf"(?:{at.hour:02}|{at.hour}|{at.hour % 12:02}):{at:%M}(?::\d\d)?"
    return re.compile(rf"{day}(?:[\s(]|&nbsp;|<[^>]*>)*{clock}|{clock}\s*{day}")
