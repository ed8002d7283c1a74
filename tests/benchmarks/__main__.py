"""Prints the table of docs/performance.md, measured on this machine, now."""

import difflib
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from deepdiff import DeepDiff

from crawler.items import Article, RelatedLink
from scheduler.diff import compare, prose
from tests.archives import filled

PARAGRAPH = (
    "海角鎮公所今天宣布，第{}期堤防工程提前完工，全長{}.2公里，總經費4億5000萬元，保護居民。"
)
BODY = tuple(PARAGRAPH.format(number, number + 3) for number in range(12))
EDITED = (*BODY[:5], BODY[5].replace("4億", "5億"), *BODY[6:])
RELATED = tuple(RelatedLink(f"相關新聞{n}", f"https://news.example/{n}") for n in range(40))
ROUNDS = 15


def article(body: tuple[str, ...]) -> Article:
    return Article(url="https://news.example/x", title="堤防完工", body=body, related=RELATED)


def by_characters() -> object:
    return difflib.SequenceMatcher(None, "\n".join(BODY), "\n".join(EDITED)).get_opcodes()


OLD, SAME, NEW = map(article, (BODY, BODY, EDITED))
OLD_VALUES, SAME_VALUES, NEW_VALUES = map(asdict, (OLD, SAME, NEW))


def command(*words: str, folder: Path) -> Callable[[], object]:
    """`python -m WORDS` beside an archive and outside of our project, which Scrapy would load."""
    return lambda: subprocess.run(
        [sys.executable, "-m", *words],
        cwd=folder,
        env={"STET_DATA": str(folder)},
        check=True,
        capture_output=True,
    )


def paired(ours: Callable[[], object], theirs: Callable[[], object], times: int) -> str:
    """Median milliseconds of each, and of the ratios pair by pair."""
    pairs = [(clocked(ours, times), clocked(theirs, times)) for _ in range(ROUNDS)]
    medians = [statistics.median(column) for column in zip(*pairs, strict=True)]
    ratio = statistics.median(one / other for one, other in pairs)
    return f"{medians[0]:.3f} | {medians[1]:.3f} | {ratio:.2f}"


def clocked(call: Callable[[], object], times: int) -> float:
    """Milliseconds of a core, whatever else the machine is at."""
    started = used()
    for _ in range(times):
        call()
    return (used() - started) / times * 1000


def used() -> float:
    """Seconds of CPU time of this process and of the commands that it has run."""
    both = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in both)


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        filled(folder)
        bare = command("timeit", "-n1", "-r1", "pass", folder=folder)
        scrapy = command("scrapy", "version", folder=folder)
        rows = {
            "`stet --help` / bare Python": (command("scheduler", folder=folder), bare, 1),
            "`stet list` / `scrapy version`": (
                command("scheduler", "list", folder=folder), scrapy, 1,
            ),
            "`stet report` / `scrapy version`": (
                command("scheduler", "report", folder=folder), scrapy, 1,
            ),
            "one edit in 12 paragraphs / difflib by character": (
                lambda: prose.diff(BODY, EDITED), by_characters, 20,
            ),
            "a whole record, one edit / DeepDiff alone": (
                lambda: compare(OLD, NEW, "x"), lambda: DeepDiff(OLD_VALUES, NEW_VALUES), 20,
            ),
            "a whole record, equal / DeepDiff alone": (
                lambda: compare(OLD, SAME, "x"), lambda: DeepDiff(OLD_VALUES, SAME_VALUES), 20,
            ),
        }  # fmt: skip
        for label, (ours, theirs, times) in rows.items():
            sys.stdout.write(f"| {label} | {paired(ours, theirs, times)} |\n")


if __name__ == "__main__":
    main()
