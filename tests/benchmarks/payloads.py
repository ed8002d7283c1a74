"""How many bytes the pages of a month of looks take, and how fast they are kept.

`uv run python -m tests.benchmarks.payloads`: real pages, each looked at 30 times; between two looks
what no reader takes for the article changes in a few places, and at one look in ten its text does.
"""

import gzip
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import zstandard

from crawler.items import Visit
from crawler.store import Store
from tests.quality import pages
from tests.stirred import stirred
from tests.visits import article, visit

LOOKS = 30
CHANGES = 8
"""Places of a page that differ from one look to the next, beside its text."""


def looks() -> Iterator[Visit]:
    """Day by day, every article once, as a daemon would look."""
    chance = random.Random(5)
    texts = {path: path.read_bytes().decode("utf-8", "replace") for path in _pages()}
    for day in range(LOOKS):
        for number, path in enumerate(texts):
            if chance.random() < 0.1:
                texts[path] = texts[path].replace("。", f"。{chance.choice('甲乙丙丁')}。", 1)
            body = stirred(texts[path], day, CHANGES).encode()
            site = f"{path.parent.parent.name}-{path.parent.name}"
            read = article(url=f"https://{site}.example/{number}")
            yield visit(read, 24 * day, identity=f"{site}:{number}", payload=body)


def _pages() -> list[Path]:
    found = [*pages.SHARED.glob("cna/*/*.html"), *pages.SHARED.glob("outlets/**/*.html")]
    return sorted(path for path in found if path.stat().st_size > 10_000)


def main() -> None:
    """Print the table."""
    given = list(looks())
    bodies = [each.snapshot.payload for each in given]
    raw = sum(map(len, bodies))
    alone = zstandard.ZstdCompressor(3)
    rows = {
        "as they came": raw,
        "gzip, each by itself, as in WARC": sum(len(gzip.compress(body, 9)) for body in bodies),
        "zstd, each by itself": sum(len(alone.compress(body)) for body in bodies),
    }
    with tempfile.TemporaryDirectory() as folder:
        with Store.open(Path(folder)) as store:
            started = time.process_time()
            for start in range(0, len(given), 50):
                store.keep(given[start : start + 50])
            seconds = time.process_time() - started
        rows["ours, the whole archive's file"] = (Path(folder) / "stet.db").stat().st_size
    sys.stdout.write(f"{len(bodies):,} pages of {raw // len(bodies):,} bytes\n")
    sys.stdout.write("| pages | bytes each | % |\n|---|---|---|\n")
    for name, size in rows.items():
        sys.stdout.write(f"| {name} | {size // len(bodies):,} | {100 * size / raw:.1f} |\n")
    sys.stdout.write(f"kept at {len(bodies) / seconds:,.0f} a second\n")


if __name__ == "__main__":
    main()
