"""What planning costs in a large archive: `uv run python -m tests.benchmarks.planning 1000000`.

So many watches of 200 sites, all overdue, as after days off; 600 of them were just looked at, each
with a version and a history, from which the agenda has learnt. A process of its own chooses what a
round looks at, another one plans the next looks. Told are processor seconds and the largest memory.
"""

import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path

from sqlalchemy import insert

from crawler.config import Config
from crawler.store import Store
from crawler.store.database import open_database
from crawler.store.tables import watch
from scheduler import plans, rounds
from tests.visits import article, hour, visit

SITES, LOOKED, PIECE = 200, 600, 50_000
NOW = hour(100)


def filled(data: Path, count: int) -> None:
    """An archive of so many watches."""
    with Store.open(data) as store:
        for edition in range(2):
            store.keep(
                [
                    visit(
                        article("港口", str(edition), url=f"https://s{n % SITES}.example/{n}"),
                        edition * 99 + n / LOOKED,
                        identity=f"s{n % SITES}:{n}",
                    )
                    for n in range(LOOKED)
                ]
            )
        plans.learn(store, Config(data=data), NOW)
    database = open_database(data, "", read_only=False, make=True)
    fixed = {
        "location": "", "state": "active", "hold": "", "gone_looks": 0, "title": "港口清晨起火",
        "publisher": "", "reached_from": "", "versions": 0, "faults": 0, "etag": "",
        "last_modified": "", "added_at": hour(0), "looked_at": hour(1),
    }  # fmt: skip
    for start in range(LOOKED, count, PIECE):
        rows = [
            {
                **fixed,
                "identity": f"s{n % SITES}:{n}",
                "site": f"s{n % SITES}",
                "url": f"https://s{n % SITES}.example/{n}",
                "next_due": hour(2) + timedelta(seconds=n % 80_000),
            }
            for n in range(start, min(start + PIECE, count))
        ]
        with database.writing() as connection:
            connection.execute(insert(watch), rows)


def choose(data: Path) -> int:
    """What a round looks at."""
    with Store.open(data, read_only=True) as store:
        return len(rounds.chosen(store, Config(data=data), NOW))


def plan(data: Path) -> int:
    """After a round."""
    looked = [f"s{n % SITES}:{n}" for n in range(LOOKED)]
    with Store.open(data) as store:
        plans.plan(store, plans.current(store), NOW, looked)
    return len(looked)


PARTS: Mapping[str, Callable[[Path], int]] = {"choose": choose, "plan": plan}


def main(words: list[str]) -> None:
    """The table; or one part, in a process of its own."""
    if words[0] in PARTS:
        found = PARTS[words[0]](Path(words[1]))
        used = resource.getrusage(resource.RUSAGE_SELF)
        seconds, most = used.ru_utime + used.ru_stime, used.ru_maxrss / 1024
        sys.stdout.write(f"| {words[0]} | {found} | {seconds:.1f} | {most:.0f} |\n")
        return
    with tempfile.TemporaryDirectory() as folder:
        filled(Path(folder), int(words[0]))
        sys.stdout.write("| part | articles | s of a core | MB |\n|---|---|---|---|\n")
        for part in PARTS:
            command = [sys.executable, "-m", "tests.benchmarks.planning", part, folder]
            told = subprocess.run(command, check=True, capture_output=True, text=True)
            sys.stdout.write(told.stdout)


if __name__ == "__main__":
    main(sys.argv[1:] or ["100000"])
