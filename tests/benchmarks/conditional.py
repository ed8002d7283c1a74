"""What a look at an unchanged page costs: `uv run python -m tests.benchmarks.conditional 200`.

The newsroom's pages of 24 paragraphs are crawled twice by `scrapy crawl article`, each crawl a
process of its own, in three ways: with other bytes at each view, as nearly all sites send them, so
that all is read again; with the very bytes; and with validators, which bring a 304. Told are bytes
on the wire and processor time of the second crawl, a page, without what a crawl of one page costs;
the median of three rounds in turn.
"""

import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import httpx

from crawler.store import Store
from scheduler.newsroom import Newsroom
from tests.children import environment

ROUNDS = 3
PARAGRAPH = "海角鎮公所今天宣布，第{}期堤防工程提前完工，全長{}.2公里，總經費4億元，保護沿岸居民。"


def published(newsroom: Newsroom, count: int) -> list[str]:
    """Stories, and their addresses."""
    body = [PARAGRAPH.format(number, number + 3) for number in range(24)]
    return [newsroom.publish(f"堤防完工第{number}則", body).url for number in range(count)]


def as_they_are(newsroom: Newsroom, count: int) -> list[str]:
    """Other bytes at each view."""
    return published(newsroom, count)


def the_very_bytes(newsroom: Newsroom, count: int) -> list[str]:
    """Each page as it was at one view."""
    addresses = published(newsroom, count)
    with httpx.Client(proxy=newsroom.address, verify=str(newsroom.authority_file)) as client:
        for url in addresses:
            newsroom.put(url, client.get(url).content)
    return addresses


def with_validators(newsroom: Newsroom, count: int) -> list[str]:
    """ETag and Last-Modified."""
    newsroom.validators = True
    return published(newsroom, count)


def second_look(prepare: Callable[[Newsroom, int], list[str]], count: int) -> tuple[float, float]:
    """Processor seconds, and bytes, of the second crawl."""
    with tempfile.TemporaryDirectory() as folder, Newsroom() as newsroom:
        data, urls = Path(folder) / "data", Path(folder) / "urls.txt"
        urls.write_text("\n".join(prepare(newsroom, count)), encoding="utf-8")
        command = [sys.executable, "-m", "scrapy", "crawl", "article", "-a", f"urls={urls}"]
        command += ["-a", "related=0", "-s", "DOWNLOAD_DELAY=0"]
        used = [crawled(command, environment(newsroom, data)) for _ in range(2)][-1]
        with Store.open(data, read_only=True) as store:
            stats: Mapping[str, Any] = store.runs(1)[0].stats
        assert stats["stet/kept/same"] == count
        return used, stats["downloader/response_bytes"]


def crawled(command: Sequence[str], told: Mapping[str, str]) -> float:
    """Processor seconds of a child."""
    before = spent()
    subprocess.run(command, env=dict(told), check=True, capture_output=True)
    return spent() - before


def spent() -> float:
    """Processor seconds of all children so far."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main(count: int) -> None:
    """Print the table."""
    ways = (as_they_are, the_very_bytes, with_validators)
    found: dict[str, list[tuple[float, float]]] = {way.__name__: [] for way in ways}
    for _ in range(ROUNDS):
        for way in ways:
            one, many = second_look(way, 1), second_look(way, count)
            found[way.__name__].append(
                ((many[0] - one[0]) / (count - 1), (many[1] - one[1]) / (count - 1))
            )
    sys.stdout.write("| a second look | ms of a core a page | bytes a page |\n|---|---|---|\n")
    for name, rounds in found.items():
        seconds, size = (statistics.median(column) for column in zip(*rounds, strict=True))
        sys.stdout.write(f"| {name.replace('_', ' ')} | {1_000 * seconds:.2f} | {size:,.0f} |\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
