"""Pages written to stall or fill a reader: `python -m tests.quality.hostile` reads them.

Each line tells the worst of a shape: CPU seconds, megabytes, and how many times as long lxml takes,
just then, to parse an ordinary page of 8 MB: a machine that others slow down slows both.
"""

import re
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from itertools import islice
from pathlib import Path

from lxml import html

from crawler import extract
from crawler.parsing import caps

WHOLE = 20_000_000
LARGEST_READ = extract.LARGEST - 1_000
MOST_READ = caps.MOST_TAGS - 1_000
URL = "https://unknown.example/news/1"

_TEXT = "霧津渡輪停航一週後今天復航，首日載客兩千一百四十人。"


def _filled(unit: str, size: int, before: str = "", after: str = "") -> str:
    return before + unit * (size // len(unit.encode())) + after


SHAPES: dict[str, Callable[[int], str]] = {
    "nested divisions": lambda size: _filled("<div>", size),
    "nested and closed": lambda size: _filled("<div>", size // 2) + _filled("</div>", size // 2),
    "nested to the limit, again and again": lambda size: _filled(
        "<div>" * 700 + _TEXT + "</div>" * 700, size
    ),
    "200,000 attributes in a tag": lambda size: "<p "
    + " ".join(f"a{n}=b" for n in range(200_000))
    + f">{_TEXT}" * (1 + size // 10**7),
    "long attributes": lambda size: _filled(f"<p class='{'x ' * 20_000}'>{_TEXT}</p>", size),
    "tiny tags": lambda size: _filled("<b>", size),
    "tiny tags, closed": lambda size: _filled("<i></i>", size),
    "breaks": lambda size: _filled("<br>", size),
    "paragraphs": lambda size: _filled(f"<p>{_TEXT}", size),
    "links": lambda size: _filled(f"<p><a href=/{'n' * 30}>{_TEXT}</a>", size),
    "related headings": lambda size: _filled("<b>相關新聞</b><a href=/1>第一則新聞</a>", size),
    "cells": lambda size: _filled("<tr><td>1<td>2", size, "<table>"),
    "tables in tables": lambda size: _filled("<table><tr><td>", size),
    "formatting left open": lambda size: _filled("<b a=1><p>", size),
    "one giant text": lambda size: _filled(_TEXT, size, "<p>"),
    "one giant word": lambda size: _filled("a", size, "<p>"),
    "one giant line of spaces": lambda size: _filled(" ", size, "<h1>a", "b</h1>"),
    "giant title": lambda size: _filled("a - ", size, "<title>", f"</title><p>{_TEXT}"),
    "dates": lambda size: _filled("2026-01-05 09:00 ", size, "<h1>渡輪復航了</h1><p>"),
    "date lines": lambda size: _filled("<p>2026-01-05 09:00", size, "<h1>渡輪復航了</h1>"),
    "brackets": lambda size: _filled("（" * 50 + "圖" * 50, size, "<p>"),
    "unclosed comment": lambda size: _filled("a ", size, f"<p>{_TEXT}<!--"),
    "unclosed script": lambda size: _filled("a<b ", size, f"<p>{_TEXT}<script>"),
    "unclosed tag": lambda size: _filled("a ", size, f"<p>{_TEXT}<p "),
    "opened angles": lambda size: _filled("<", size),
    "entities": lambda size: _filled("&amp;&#38;&nbsp;", size, "<p>"),
    "giant JSON-LD": lambda size: _filled(
        "1,", size, '<script type="application/ld+json">[', "0]</script>"
    ),
    "nested JSON-LD": lambda size: _filled("[", size, '<script type="application/ld+json">'),
    "JSON-LD graph": lambda size: _filled(
        '{"@type":"Article","headline":"題","author":[{"name":"甲"}]},',
        size,
        '<script type="application/ld+json">{"@graph":[',
        "0]}</script>",
    ),
    "long JSON-LD text": lambda size: _filled(
        "第一段。",
        size,
        '<script type="application/ld+json">{"@type":"Article","articleBody":"',
        '"}</script>',
    ),
    "metas": lambda size: _filled("<meta name=a content=b>", size),
    "svg": lambda size: _filled("<path/>", size, "<svg>"),
    "control characters": lambda size: _filled("\x01\x1f\u200b", size, "<p>"),
    "combining marks": lambda size: _filled("a" + "\u0301" * 50, size, "<p>"),
}  # fmt: skip


def pages(name: str) -> Iterator[bytes]:
    """A shape: as large as the largest page that is read, and with as much of `<` as is read."""
    page = SHAPES[name](LARGEST_READ)
    yield page.encode("utf-8", "replace")[:LARGEST_READ]
    angles = [found.start() for found in islice(re.finditer("<", page), caps.MOST_ANGLES)]
    for most in (MOST_READ, caps.MOST_ANGLES):
        if len(angles) >= most:
            yield page[: angles[most - 1]].encode("utf-8", "replace")[:LARGEST_READ]


def cost(page: bytes) -> tuple[float, float]:
    """CPU seconds, and megabytes above what the process holds, that reading a page takes."""
    held = _memory("VmRSS")
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # forgets the last peak
    started = time.process_time()
    extract.read(page, URL)
    return time.process_time() - started, _memory("VmHWM") - held


def _steady(page: bytes) -> tuple[float, float]:
    """The same; a page that took a second is read twice more, as somebody else may have done it."""
    taken = [cost(page)]
    if taken[0][0] >= 1:
        taken += [cost(page) for _ in range(2)]
    return min(seconds for seconds, _ in taken), max(megabytes for _, megabytes in taken)


def ordinary() -> float:
    """CPU seconds that lxml takes to parse an ordinary page of the largest size."""
    page = _ordinary()
    started = time.process_time()
    html.fromstring(page).text_content()
    return time.process_time() - started


@cache
def _ordinary() -> bytes:
    return next(pages("paragraphs"))


def _memory(name: str) -> float:
    """A line of /proc/self/status in megabytes."""
    said = re.search(rf"{name}:\s*(\d+) kB", Path("/proc/self/status").read_text(encoding="ascii"))
    return int(said[1]) / 1024 if said else 0.0


def main() -> None:
    """Read every shape and print the worst of its pages; and the first of them at 20 MB."""
    extract.read(b"<p>", URL)  # what is loaded on first use
    with ProcessPoolExecutor(1) as apart:  # what lxml lets go of would be taken for our memory
        for name in SHAPES:
            _tell(name, pages(name), lambda: apart.submit(ordinary).result())
        _tell(
            "20 MB, which are not read",
            [b"<p>" * (WHOLE // 3)],
            lambda: apart.submit(ordinary).result(),
        )


def _tell(name: str, shaped: Iterable[bytes], peer: Callable[[], float]) -> None:
    costs = [_steady(page) for page in shaped]
    seconds, megabytes = (max(column) for column in zip(*costs, strict=True))
    told = f"{seconds:.2f} s {megabytes:.0f} MB {seconds / peer():.1f} x"
    sys.stdout.write(f"{told} {name}\n")


if __name__ == "__main__":
    main()
