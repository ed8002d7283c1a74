"""`uv run python -m tests.quality.agenda`: what the agenda sees of made-up worlds, now.

Some worlds or budgets alone: `--world A --budget 24`. Only what was measured is judged.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from multiprocessing import Pool
from pathlib import Path

from scheduler.simulation.measures import Measure, Plan, measured
from tests.quality import ratchet
from tests.quality.agenda.measure import QUICK, WHOLE, own

FILE = Path(__file__).parent / "ratchet.toml"


def main(arguments: Sequence[str]) -> int:
    """Print the table; 1 where a measure is below its floor."""
    parser = argparse.ArgumentParser(prog="tests.quality.agenda", description=__doc__)
    parser.add_argument("--processes", type=int, default=1, help="(default: %(default)s)")
    parser.add_argument("--raise", dest="lift", action="store_true", help="lift the floors")
    parser.add_argument("--world", action="append", choices=WHOLE.worlds, help="(default: all)")
    parser.add_argument("--budget", action="append", choices=WHOLE.budgets, type=int)
    asked = parser.parse_args(arguments)
    plan = replace(WHOLE, worlds=asked.world or WHOLE.worlds, budgets=asked.budget or WHOLE.budgets)
    _row("world", "budget", "policy", "looks", "captured", "of oracle", "p95 of delay", "deletions")
    _row(*["---"] * 8)
    found = []
    for each in _all(plan, asked.processes):
        found.append(each)
        _show(each)
    return _judge(own(found) | own(measured(QUICK), "quick "), lift=asked.lift)


def _all(plan: Plan, processes: int) -> Iterator[Measure]:
    parts = [
        replace(plan, worlds=(world,), budgets=(budget,))
        for world in plan.worlds
        for budget in plan.budgets
    ]
    with Pool(processes) as pool:
        for measures in pool.imap(_part, parts):
            yield from measures


def _part(plan: Plan) -> list[Measure]:
    return list(measured(plan))


def _show(each: Measure) -> None:
    _row(
        each.world,
        f"{each.budget:g}",
        each.policy,
        f"{each.looks:.1f}",
        f"{each.captured:.3f}",
        f"{100 * each.of_oracle:.1f} %",
        f"{each.delay:.1f} h" if each.delay < 1_000 else "never",
        f"{100 * each.deletions:.1f} %",
    )
    sys.stdout.flush()


def _judge(found: dict[str, float], *, lift: bool) -> int:
    text = FILE.read_text(encoding="utf-8")
    if lift:
        text = ratchet.raised(text, found)
        FILE.write_text(text, encoding="utf-8")
    failures = ratchet.below(ratchet.read(text), found)
    sys.stderr.writelines(f"{failure}\n" for failure in failures)
    return int(bool(failures))


def _row(*cells: str) -> None:
    sys.stdout.write(f"| {' | '.join(cells)} |\n")


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
