"""Taking an archive out and in: `uv run python -m tests.benchmarks.moving 20000 64000`.

The first number is of versions, five an article, each with its fetch, page and seal, each but the
first with its report; the second of seed documents in a folder. Told is processor time, but for
what takes the disk: that is clocked.
"""

import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from crawler.items import Visit
from crawler.store import Store
from scheduler.compare import write_missing_reports
from tests.seed_documents import write_seeds
from tests.terminal import Inside
from tests.visits import article, visit

VERSIONS = 5
AT_ONCE = 50
PARAGRAPH = (
    "海角鎮公所今天宣布，第{}期堤防工程提前完工，全長{}.2公里，總經費4億5000萬元，保護居民。"
)


def visits(count: int) -> Iterator[Visit]:
    for number in range(count // VERSIONS):
        for edition in range(VERSIONS):
            body = [PARAGRAPH.format(number + place, place + 3) for place in range(12)]
            body[edition] += f"第{edition}次改寫。"
            read = article("堤防完工", *body, url=f"https://news.example/{number}")
            page = "".join(f"<p>{paragraph}</p>" for paragraph in body).encode()
            yield visit(read, edition, identity=f"example:{number}", payload=page)


def told(name: str, count: int, act: Callable[[], object]) -> None:
    clock, processor = time.perf_counter(), time.process_time()
    act()
    seconds = time.perf_counter() - clock, time.process_time() - processor
    rate = count / seconds[1]
    sys.stdout.write(f"| {name} | {seconds[0]:.1f} s | {seconds[1]:.1f} s | {rate:,.0f} |\n")
    sys.stdout.flush()


def main(versions: int, documents: int) -> None:
    """Print the table."""
    sys.stdout.write("| what | clock | processor | a second of it |\n|---|---|---|---|\n")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        stet, lines = Inside(folder), folder / "archive.jsonl"

        def keep() -> None:
            with Store.open(folder / "data") as store:
                given = visits(versions)
                while some := list(islice(given, AT_ONCE)):
                    store.keep(some)

        def report() -> None:
            with Store.open(folder / "data") as store:
                write_missing_reports(store)

        told(f"{versions:,} versions kept", versions, keep)
        told("their reports written", versions * (VERSIONS - 1) // VERSIONS, report)
        told("`stet export`", versions, lambda: stet("export", "--out", str(lines)))
        told("`stet import` of it", versions, lambda: stet("import", str(lines), "--data", "in"))
        told("`stet verify` of that", versions, lambda: stet("verify", "--data", "in"))
        seeds = write_seeds(folder / "posts", documents)
        took_in = ("import", str(seeds), "--data", "seeds")
        told(f"`stet import` of {documents:,} seed documents", documents, lambda: stet(*took_in))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
