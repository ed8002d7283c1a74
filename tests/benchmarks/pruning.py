"""Letting go, and giving room back: `uv run python -m tests.benchmarks.pruning 60000`.

The number is of looks, ten an article, which show two versions; each brings a page of its own that
shares most of it with the others. Beside each work a writer keeps looks at another article, and its
longest wait is told, but for the rewriting, which keeps everybody out.
"""

import random
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from crawler.items import Visit
from crawler.store import Retention, Store, room
from crawler.store.database import FILE
from scheduler.compare import write_missing_reports
from tests.visits import article, hour, visit

LOOKS = 10
AT_ONCE = 50
OLD = Retention(payloads=hour(99), snapshots=hour(99))
PARAGRAPH = (
    "海角鎮公所今天宣布，第{}期堤防工程提前完工，全長{}.2公里，總經費4億5000萬元，保護居民。"
)


def visits(count: int) -> Iterator[Visit]:
    """Pages of 30 kB, of which a tenth is new to the site and a twentieth to the article."""
    frame = random.Random(0).randbytes(12_000).hex()
    for number in range(count // LOOKS):
        own = random.Random(number + 1).randbytes(1_500).hex()
        for at in range(LOOKS):
            body = [PARAGRAPH.format(number + place, place + 3) for place in range(12)]
            body[0] += f"第{at * 2 // LOOKS}次改寫。"
            ticking = random.Random(number * LOOKS + at).randbytes(750).hex()
            page = f"{frame}{own}{ticking}{''.join(body)}".encode()
            read = article("堤防完工", *body, url=f"https://news.example/{number}")
            yield visit(read, at, identity=f"example:{number}", payload=page)


@contextmanager
def waiting(folder: Path) -> Iterator[list[float]]:
    """The seconds that each batch of a writer took meanwhile."""
    waits, is_over = [0.0], threading.Event()

    def write() -> None:
        with Store.open(folder) as store:
            number = 0
            while not is_over.is_set():
                began, number = time.perf_counter(), number + 1
                store.keep([visit(article(f"第{number}版"), 200 + number, identity="busy:1")])
                waits.append(time.perf_counter() - began)
                is_over.wait(0.05)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        yield waits
    finally:
        is_over.set()
        writer.join()


def told(name: str, folder: Path, act: Callable[[], object], *, beside: bool = True) -> None:
    began = time.perf_counter()
    if beside:
        with waiting(folder) as waits:
            act()
        longest = f"{max(waits):.2f} s"
    else:
        act()
        longest = "all of it"
    seconds, size = time.perf_counter() - began, (folder / FILE).stat().st_size / 1e6
    sys.stdout.write(f"| {name} | {seconds:.1f} s | {longest} | {size:,.1f} MB |\n")
    sys.stdout.flush()


def prune(folder: Path, *, dry_run: bool = False) -> None:
    with Store.open(folder) as store:
        for _ in store.prune(OLD, dry_run=dry_run):
            pass


def give_back(folder: Path) -> None:
    with Store.open(folder) as store:
        for _ in store.give_back():
            pass


def main(looks: int) -> None:
    """Print the table."""
    sys.stdout.write("| what | clock | a writer waited at most | file after |\n|---|---|---|---|\n")
    with tempfile.TemporaryDirectory() as name:
        folder, copy = Path(name) / "data", Path(name) / "copy"
        with Store.open(folder) as store:
            given = visits(looks)
            while some := list(islice(given, AT_ONCE)):
                store.keep(some)
            write_missing_reports(store)
        told("`--dry-run`", folder, lambda: prune(folder, dry_run=True))
        told("pages and looks taken", folder, lambda: prune(folder))
        shutil.copytree(folder, copy)
        told("room given back in steps", folder, lambda: give_back(folder))
        told("`--vacuum` instead", copy, lambda: room.rewrite(copy / FILE), beside=False)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
