"""The measures by name, each a number of which more is better."""

import json
import statistics
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from crawler import extract
from tests.quality import dated, read_by_eye, readers, scoring
from tests.quality.pages import SHARED, Page, address, real
from tests.quality.readers import Found, Reader

RIVALS = ("trafilatura", "trafilatura favor_precision", "magic-html")
"""The peers whose bodies ours must be better than."""

_TIMED_SHARE = 6  # one page in so many of the large set is timed


@dataclass(frozen=True)
class Result:
    """What one reader found on the pages of one set."""

    pages: Sequence[Page]
    found: Sequence[Found]

    @cached_property
    def scores(self) -> list[scoring.Score]:
        """Of the bodies, page by page."""
        pairs = zip(self.pages, self.found, strict=True)
        return [scoring.body(found.body, page.body, page.optional) for page, found in pairs]

    @property
    def f1(self) -> float:
        """Of the bodies of the set."""
        return scoring.f1(self.scores)

    @property
    def exact(self) -> int:
        """How many bodies are whole and nothing more."""
        pairs = zip(self.pages, self.found, strict=True)
        return sum(scoring.same_body(found.body, it.body, it.optional) for it, found in pairs)

    @property
    def titles(self) -> int:
        """How many titles are right."""
        pairs = zip(self.pages, self.found, strict=True)
        return sum(scoring.same_title(found.title, page.title) for page, found in pairs)


Results = Mapping[str, Mapping[str, Result]]
"""Reader -> set -> what it found."""


def results(sets: Mapping[str, Sequence[Page]], peers: Mapping[str, Reader]) -> Results:
    """Every page read once by ours and by each peer; the set `all` is all of them."""
    whole = {**sets, "all": [page for pages in sets.values() for page in pages]}
    found = {}
    for name, reader in {"ours": readers.ours, **peers}.items():
        read = {page.name: reader(page.html, page.url) for page in whole["all"]}
        found[name] = {
            label: Result(pages, [read[page.name] for page in pages])
            for label, pages in whole.items()
        }
    return found


def own(found: Results) -> dict[str, float]:
    """What is measured without any peer."""
    measured: dict[str, float] = {}
    for label, result in found["ours"].items():
        measured[f"{label} body F1"] = result.f1
        measured[f"{label} exact bodies"] = result.exact / len(result.pages)
        measured[f"{label} exact titles"] = result.titles / len(result.pages)
    measured["outlets pages read as reviewed"] = _as_reviewed()
    return measured | dated.measured()


def _as_reviewed() -> float:
    """The share of the outlets' pages of 2016-23 whose title, time and every paragraph are right.

    `gold/outlets.json` holds them as digests: what our rules read of each page was gone through
    beside the page and another reader's text, and put right where it was wrong.
    """
    gold = json.loads((Path(__file__).parent / "gold/outlets.json").read_text(encoding="utf-8"))
    right = 0
    for name, expected in gold.items():
        content = (SHARED / name).read_bytes()
        url = address(content)
        found = read_by_eye.digested(read_by_eye.told(extract.read(content, url), url))
        right += all(found.get(field) == value for field, value in expected.items())
    return right / len(gold)


def beside_peers(found: Results) -> dict[str, float]:
    """What only the same run of the peers can tell: differences and ratios to them."""
    ours, measured = found["ours"], {}
    for rival in RIVALS:
        if rival in found:
            for label in ("waddle", "all"):
                lead = ours[label].f1 - found[rival][label].f1
                measured[f"{label} body F1 above {rival}"] = lead
    if "trafilatura" in found:
        theirs = found["trafilatura"]["all"]
        measured["exact bodies over trafilatura's"] = ours["all"].exact / max(1, theirs.exact)
    return measured


def speeds(sets: Mapping[str, Sequence[Page]], trafilatura: Reader) -> dict[str, float]:
    """How many times less CPU than trafilatura with metadata: ratios of the median pages."""
    any_site = [*real("outlets"), *sets["waddle"][::_TIMED_SHARE]]
    return {
        "any site: times faster than trafilatura": _ratio(any_site, trafilatura),
        "site templates: times faster than trafilatura": _ratio(real("cna"), trafilatura),
    }


def _ratio(pages: Iterable[Page], trafilatura: Reader) -> float:
    """Both in turn on each page, twice; the faster of the two times counts."""
    ours, theirs = [], []
    for page in pages:
        rounds = [(_clocked(readers.ours, page), _clocked(trafilatura, page)) for _ in range(2)]
        ours.append(min(ours_time for ours_time, _ in rounds))
        theirs.append(min(their_time for _, their_time in rounds))
    return statistics.median(theirs) / statistics.median(ours)


def _clocked(reader: Callable[[str, str], object], page: Page) -> float:
    html = page.html
    started = time.process_time()
    reader(html, page.url)
    return time.process_time() - started
