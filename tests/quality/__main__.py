"""`uv run python -m tests.quality [--peers] [--raise]`: how well pages are read, now."""

import argparse
import sys
from collections.abc import Mapping

from tests.quality import measure, pages, ratchet, readers, scoring


def main(arguments: list[str]) -> int:
    """Print the table; 1 where a measure is below its floor."""
    parser = argparse.ArgumentParser(prog="tests.quality", description=__doc__)
    parser.add_argument("--peers", action="store_true", help="measure the peers on the same pages")
    parser.add_argument("--raise", dest="lift", action="store_true", help="lift the floors")
    asked = parser.parse_args(arguments)
    if not pages.SHARED.is_dir():
        sys.stderr.write(f"real material is not at {pages.SHARED}\n")
        return 2
    peers = readers.peers() if asked.peers else {}
    sets = pages.every()
    found = measure.results(sets, peers)
    measured = measure.own(found) | measure.beside_peers(found)
    if "trafilatura" in peers:
        measured |= measure.speeds(sets, peers["trafilatura"])
    _print_readers(found)
    text = ratchet.FILE.read_text(encoding="utf-8")
    if asked.lift:
        text = ratchet.raised(text, measured)
        ratchet.FILE.write_text(text, encoding="utf-8")
    floors = ratchet.read(text)
    _print_floors(floors, measured)
    failures = ratchet.below(floors, measured) + ratchet.unmatched(floors, measured, {"own"})
    sys.stderr.writelines(f"{failure}\n" for failure in failures)
    return int(bool(failures))


def _print_readers(found: measure.Results) -> None:
    ours = found["ours"]
    _row("set", "reader", "P", "R", "F1", "ours is above by (95 %)", "exact", "titles")
    _row(*["---"] * 8)
    for label in ours:
        for name, results in found.items():
            result, base = results[label], ours[label].scores
            scores = result.scores
            low, high = scoring.interval(base, scores) if name != "ours" else (0.0, 0.0)
            lead = f"{ours[label].f1 - result.f1:+.4f} [{low:+.4f}, {high:+.4f}]"
            _row(
                label,
                name,
                f"{sum(score.precision for score in scores) / len(scores):.4f}",
                f"{sum(score.recall for score in scores) / len(scores):.4f}",
                f"{result.f1:.4f}",
                lead if name != "ours" else "",
                f"{result.exact}/{len(scores)}",
                f"{result.titles}/{len(scores)}",
            )


def _print_floors(floors: Mapping[str, ratchet.Floor], measured: Mapping[str, float]) -> None:
    sys.stdout.write("\n")
    _row("measure", "now", "floor")
    _row(*["---"] * 3)
    for name, value in measured.items():
        least = f"{floors[name].least:g}" if name in floors else ""
        _row(name, f"{value:.4f}", least)


def _row(*cells: str) -> None:
    sys.stdout.write(f"| {' | '.join(cells)} |\n")


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
