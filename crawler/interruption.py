"""The signals that ask a program to end, and who hears them for a while."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

Handler = Callable[[int, FrameType | None], object]


def heeded() -> Iterator[signal.Signals]:
    """The signals that ask us to end, but for a SIGHUP that `nohup` has told us to ignore."""
    yield from (signal.SIGINT, signal.SIGTERM)
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        yield signal.SIGHUP


def has_terminal() -> bool:
    """Whether SIGHUP may say that ours went; to be asked before it does."""
    try:
        os.close(os.open(os.ctermid(), os.O_RDONLY | os.O_NOCTTY))
    except OSError:
        return False
    return True


@contextmanager
def heard_by(handler: Handler) -> Iterator[None]:
    """Let `handler` hear them meanwhile, and afterwards who heard them before.

    Raises ValueError outside the main thread, as `signal.signal` does.
    """
    before = {number: signal.signal(number, handler) for number in heeded()}
    try:
        yield
    finally:
        for number, earlier in before.items():
            signal.signal(number, earlier)
