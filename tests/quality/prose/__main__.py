"""`uv run python -m tests.quality.prose`: how readable the diffs of prose are, now."""

import argparse
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import mean

from scheduler.diff import prose
from scheduler.diff.__main__ import lines
from tests.quality import pages, ratchet
from tests.quality.prose import judged, measure, real
from tests.quality.prose.edits import KINDS, Case, cases
from tests.quality.prose.engines import ENGINES, OURS


def main(arguments: Sequence[str]) -> int:
    """Print the table; 1 where a measure is below its floor."""
    parser = argparse.ArgumentParser(prog="tests.quality.prose", description=__doc__)
    parser.add_argument("--repeats", type=int, default=measure.REPEATS, help="of each kind")
    parser.add_argument("--seed", type=int, default=measure.SEED, help="for edits not seen before")
    parser.add_argument("--kinds", action="store_true", help="ours by kind of edit")
    parser.add_argument("--misjudged", action="store_true", help="edits taken for something else")
    parser.add_argument("--worst", type=int, default=0, metavar="N", help="our N worst cases")
    parser.add_argument("--raise", dest="lift", action="store_true", help="lift the floors")
    asked = parser.parse_args(arguments)
    given = list(cases(asked.repeats, asked.seed))
    found = {name: measure.scored(engine, given) for name, engine in ENGINES.items()}
    _print_engines(found)
    if asked.kinds:
        _print_kinds(found[OURS])
    _print_worst(found[OURS], asked.worst)
    if asked.misjudged:
        _print_misjudged(given)
    if (asked.repeats, asked.seed) != (measure.REPEATS, measure.SEED):
        return 0  # other edits than the floors were measured on
    measured = measure.own(found[OURS]) | measure.beside_peers(found)
    measured |= measure.of_judgement(given)
    if pages.SHARED.is_dir():
        measured |= measure.on_real_pairs(list(real.pairs()))
    for name, value in measured.items():
        sys.stdout.write(f"{name}: {value:.2f}\n")
    return _judge(measured, lift=asked.lift)


def _judge(measured: Mapping[str, float], *, lift: bool) -> int:
    file = Path(__file__).parent / "ratchet.toml"
    text = file.read_text(encoding="utf-8")
    if lift:
        text = ratchet.raised(text, measured)
        file.write_text(text, encoding="utf-8")
    floors = ratchet.read(text)
    tables = {"own", "real"} if pages.SHARED.is_dir() else {"own"}
    failures = ratchet.below(floors, measured) + ratchet.unmatched(floors, measured, tables)
    failures += [f"{name}: has no floor" for name in measured if name not in floors]
    sys.stderr.writelines(f"{failure}\n" for failure in failures)
    return int(bool(failures))


def _print_engines(found: Mapping[str, measure.Scored]) -> None:
    sys.stdout.write("| engine | R | hunks an edit | cut numbers % | cut words % |\n")
    sys.stdout.write("|---|---|---|---|---|\n")
    for name, scored in found.items():
        cells = " | ".join(f"{value:.2f}" for value in measure.summary(scored))
        sys.stdout.write(f"| {name} | {cells} |\n")


def _print_kinds(found: measure.Scored) -> None:
    groups: defaultdict[str, list[float]] = defaultdict(list)
    for case, score in found:
        groups[case.kind].append(score.readability)
    for kind in KINDS:
        sys.stdout.write(f"{kind}: {mean(groups[kind]):.1f} ({len(groups[kind])})\n")


def _print_worst(found: measure.Scored, most: int) -> None:
    for case, score in sorted(found, key=lambda each: each[1].readability)[:most]:
        sys.stdout.write(f"{score.readability:.0f} {case.kind}, {case.article}\n")
        for line in lines(prose.diff(*case.paragraphs)):
            sys.stdout.write(f"    {line}\n")


def _print_misjudged(given: Sequence[Case]) -> None:
    found = list(judged.judged(given))
    sys.stdout.write(f"single edits judged right: {judged.accuracy(found):.1f} %\n")
    for one in found:
        if not one.right:
            sys.stdout.write(f"{one.case.kind}, {one.case.article}: {', '.join(one.reasons)}\n")
            for line in lines(prose.diff(*one.case.paragraphs)):
                sys.stdout.write(f"    {line}\n")


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
