"""Several processes that answer at one port: a page keeps one core busy, and so does a process."""

import signal
import socket
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from types import FrameType

from crawler.errors import UsageError
from scheduler.child import Attendant


@contextmanager
def beside(count: int, command: Sequence[str], listener: socket.socket) -> Iterator[None]:
    """So many processes answer, too, while the block runs; one that dies is started again.

    `command` is told the number of the socket that it answers at. On SIGTERM the block ends with
    `SystemExit`, so that none of them has the port still when this process is gone.
    """
    number = listener.fileno()
    before = signal.signal(signal.SIGTERM, _leave)
    with ExitStack() as stack:
        stack.callback(signal.signal, signal.SIGTERM, before)
        for _ in range(count):
            stack.callback(Attendant("a reader", [*command, str(number)], None, [number]).stop)
        yield


def _leave(_: int, __: FrameType | None) -> None:
    sys.exit()


def joined(number: int) -> socket.socket:
    """The socket of `beside`, in a process that it started. Raises `UsageError` for no socket."""
    try:
        return socket.socket(fileno=number)
    except (OSError, OverflowError, ValueError):
        raise UsageError(
            f"{number} is no open socket: --listener is for the processes that "
            "`stet serve --processes N` starts itself"
        ) from None
