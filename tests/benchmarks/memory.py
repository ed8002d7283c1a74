"""What a crawl process holds while it goes on: `uv run python -m tests.benchmarks.memory 200000`.

So many articles, each on a page of its own of one server on loopback, are asked of one
`scrapy crawl article -a urls=FILE`: fetched, read, kept, into an archive that is there before, as
that of a daemon is. The resident memory of that process is looked at every second; told is what it
was by so many pages. With a second number the crawl is told to stop after so many: what it holds of
the others it holds from the start.
"""

import asyncio
import contextlib
import os
import re
import sys
import tempfile
import time
from pathlib import Path

from crawler.store import Store

STEPS = (0.01, 0.1, 0.25, 0.5, 0.75, 1)
PAGE = """<!doctype html><html lang="zh-Hant"><head><title>{title}</title></head><body><article>
<h1>{title}</h1><time datetime="2026-01-31T08:00:00+08:00">2026-01-31 08:00</time>
<p>海角鎮公所今天宣布，第{number}期堤防工程提前完工，全長3.2公里，保護兩岸居民。</p>
<p>工務課長莊若谷表示，總經費4億5000萬元，比預算節省了{number}元，明年4月動工的第二期照舊。</p>
<p>居民代表葉青禾說：「去年淹過一次，今年總算能安心睡覺。」第{number}號。</p>
</article></body></html>"""


class Server:
    """Answers for every article, and counts."""

    def __init__(self) -> None:
        self.pages = 0

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Requests of one connection, one after another."""
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            while True:
                asked = await reader.readuntil(b"\r\n\r\n")
                writer.write(self._said(asked))
                await writer.drain()
        writer.close()

    def _said(self, asked: bytes) -> bytes:
        found = re.match(rb"GET /story/(\d+) ", asked)
        if not found:
            return b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
        self.pages += 1
        number = int(found[1])
        body = PAGE.format(title=f"海角鎮第{number}期堤防完工", number=number).encode()
        head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n{_length(body)}"
        return head.encode() + body


def _length(body: bytes) -> str:
    return f"Content-Length: {len(body)}\r\n\r\n"


def resident(process: int) -> float:
    """Megabytes; 0 of one that has ended."""
    try:
        said = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    except OSError:
        return 0
    found = re.search(r"VmRSS:\s+(\d+) kB", said)
    return int(found[1]) / 1024 if found else 0


async def measured(count: int, most: int, folder: Path) -> list[tuple[int, float]]:
    """(pages, megabytes), a second apart."""
    server = Server()
    with Store.open(folder / "data"):
        pass  # to make one loads Alembic
    async with await asyncio.start_server(server.answer, "127.0.0.1", 0) as listening:
        port = listening.sockets[0].getsockname()[1]
        asked = folder / "urls.txt"
        lines = (f"http://127.0.0.1:{port}/story/{number}\n" for number in range(count))
        asked.write_text("".join(lines), encoding="ascii")
        crawl = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "scrapy", "crawl", "article"),
            *("-a", f"urls={asked}", "-a", "related=0", "-s", f"STET_DATA={folder / 'data'}"),
            *("-s", "DOWNLOAD_DELAY=0", "-s", "CONCURRENT_REQUESTS_PER_DOMAIN=16"),
            *("-s", "LOG_LEVEL=WARNING"),
            env={**os.environ, "STET_ALLOWED_HOSTS": "127.0.0.1"},
        )
        is_told = most == count
        ended = asyncio.ensure_future(crawl.wait())
        looks: list[tuple[int, float]] = []
        while not ended.done():
            await asyncio.wait({ended}, timeout=1)
            if held := resident(crawl.pid):
                looks.append((server.pages, held))
            if server.pages >= most and not is_told:
                is_told = True
                crawl.terminate()
    assert server.pages >= most
    return looks


def main(count: int, most: int = 0) -> None:
    """Print the table."""
    most = most or count
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as name:
        looks = asyncio.run(measured(count, most, Path(name)))
    rows = [next(look for look in looks if look[0] >= most * step) for step in STEPS]
    sys.stdout.write("| pages | MB |\n|---|---|\n")
    for pages, held in rows:
        sys.stdout.write(f"| {pages:,} | {held:.0f} |\n")
    sys.stdout.write(f"| at most | {max(held for _, held in looks):.0f} |\n")
    sys.stderr.write(f"{time.monotonic() - started:.0f} s\n")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
