"""How often a real headline finds its article among hundreds of others, and how often another's.

554 articles of CNA, the BBC and others, each with two headlines that readers saw at different
times, three in four of them edited in between. The earlier one is looked for among the later ones
of all, and once more without its own, when whatever is taken is wrong.
"""

import json
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

from scheduler.matching import ENOUGH, Candidate, Wanted, match, plain

FILES = ("pairs.jsonl", "cna-pairs-by-id.jsonl")


def measured(shared: Path) -> dict[str, float]:
    """Shares of all: taken rightly, of those unedited taken, rightly refused where it is absent."""
    pairs = [
        json.loads(line)
        for name in FILES
        for line in (shared / "revisions" / name).read_text(encoding="utf-8").split("\n")
        if line
    ]
    later = [_candidate(pair) for pair in pairs]
    count: Counter[str] = Counter()
    for pair, candidate in zip(pairs, later, strict=True):
        wanted = Wanted(pair["old"]["title"], _moment(pair["old"]))
        own = candidate.identity
        is_same = plain(wanted.title) == plain(pair["new"]["title"])
        taken = _taken(wanted, later)
        count["same"] += is_same
        count["same, taken"] += is_same and taken == own
        count["wrong"] += taken not in {"", own}
        others = [each for each in later if each.identity != own]
        count["absent, refused"] += not _taken(wanted, others)
    return {
        "right where the headline is the same": count["same, taken"] / count["same"],
        "never another's": 1 - count["wrong"] / len(pairs),
        "refused where it is absent": count["absent, refused"] / len(pairs),
    }


def _candidate(pair: dict[str, Any]) -> Candidate:
    name = pair.get("url") or pair["article_id"]
    return Candidate(name, name, pair["new"]["title"], _moment(pair["new"]))


def _moment(said: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(said["date"])


def _taken(wanted: Wanted, candidates: list[Candidate]) -> str:
    found = match(wanted, candidates)
    return found.candidate.identity if found and found.certainty >= ENOUGH else ""
