"""Gives a channel its time, and no more: nobody who stops waits for a slow receiver.

A channel has patience of its own for each answer; but who sends a byte now and then uses up none.
"""

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future

from crawler.errors import DeliveryError

GRACE = 5.0
"""Seconds that a channel has left once we are told to stop."""
_STEP = 0.1


def send(
    give: Callable[[], None], stop: threading.Event, longest: float, grace: float = GRACE
) -> bool:
    """Give a letter to its channel, for `longest` seconds; was it taken before we had to stop?

    Raises what `give` does, and `DeliveryError` where it takes too long. What takes too long goes
    on in a thread of its own, which ends with its connection, or with us.
    """
    taken: Future[None] = Future()
    threading.Thread(target=_run, args=(give, taken), daemon=True).start()
    latest = time.monotonic() + longest
    while not (taken.done() or stop.is_set()) and time.monotonic() < latest:
        stop.wait(_STEP)
    if stop.is_set():
        latest = min(latest, time.monotonic() + grace)
    try:
        taken.result(max(0.0, latest - time.monotonic()))
    except TimeoutError:
        if stop.is_set():
            return False
        raise DeliveryError(f"it was not taken within {longest:.0f} s") from None
    return True


def _run(give: Callable[[], None], taken: "Future[None]") -> None:
    try:
        give()
    except BaseException as error:  # noqa: BLE001  it is raised where it is waited for
        taken.set_exception(error)
    else:
        taken.set_result(None)
