"""The reader: changes, articles and versions in the browser; the archive is opened read only.

What it shows, to people and to programs, are faces: one file each in `faces`, found by its name.
`face` says what a face is; nothing else is edited to add one.
"""

import gc
import socket
import sys
from collections.abc import Sequence
from contextlib import nullcontext, suppress

import uvicorn
from starlette.applications import Starlette

from crawler.config import Config
from crawler.errors import UsageError
from scheduler.web.entry import check
from scheduler.web.processes import beside, joined
from scheduler.web.reader import make_ready
from scheduler.web.site import app

__all__ = ["answer", "app", "check", "joined", "listening", "serve"]

WAITING = 2_048
"""Connections that may wait to be taken."""


def serve(
    config: Config,
    host: str = "127.0.0.1",
    port: int = 8000,
    others: tuple[int, Sequence[str]] = (0, ()),
) -> None:
    """Answer browsers until Ctrl-C or SIGTERM; port 0 takes a free one. Says where it listens.

    `others`: how many other processes answer, too, and by which command: see `processes.beside`.
    Raises `UsageError` where `host` and `port` cannot be had, or others would reach them unasked.
    """
    check(host, config.token)
    with listening(host, port) as listener:
        count, command = others
        with beside(count, command, listener) if count else nullcontext():
            answer(config, host, listener)


def answer(config: Config, host: str, listener: socket.socket) -> None:
    """`serve` on what `listening` returned for `host`: for one who wants the port long before."""
    server = _server(_ready(app(config, host)))
    shown = f"[{host}]" if ":" in host else host
    sys.stdout.write(f"http://{shown}:{listener.getsockname()[1]}/ (Ctrl-C stops it)\n")
    sys.stdout.flush()
    with suppress(KeyboardInterrupt):
        server.run(sockets=[listener])


def _ready(site: Starlette) -> Starlette:
    """All that the first readers would wait for: a quarter of a second, and 40 ms now and then.

    What is there by now stays, so none of it is gone through again in search of garbage.
    """
    make_ready(site.state.templates)
    gc.collect()
    gc.freeze()
    return site


class _Server(uvicorn.Server):
    """Takes one connection at a time, as soon as it has nothing else to do.

    So of several processes at one port those take it that are idle, and not one of them all.
    """

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """By then asyncio has told the system that no more than one may wait, either."""
        await super().startup(sockets)
        for listener in sockets or []:
            listener.listen(WAITING)


def _server(site: Starlette) -> uvicorn.Server:
    server = _Server(
        uvicorn.Config(
            site,
            backlog=1,
            log_level="warning",
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=3,
        )
    )
    site.state.is_leaving = lambda: (
        server.should_exit
    )  # open streams end, and nobody waits for them
    return server


def listening(host: str, port: int) -> socket.socket:
    """The port, open; close it after use. Raises `UsageError` where it cannot be had."""
    if not 0 <= port <= 0xFFFF:
        raise UsageError(f"there is no port {port}: they go from 0 to 65535")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listener = socket.create_server((host, port), family=family)
    except OSError as error:
        why = str(error.strerror).partition(" (while")[0]  # Python names the address once more
        raise UsageError(
            f"cannot listen on {host} port {port}: {why}: choose another with --port or --host"
        ) from error
    # What is accepted inherits it; asyncio knows no such socket for TCP, and sets it for none:
    # head and body of an answer would be 40 ms apart, the browser's delayed acknowledgement.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener
