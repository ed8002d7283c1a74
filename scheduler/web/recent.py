"""What many pages need and seldom changes: asked of the archive now and then, for all of them."""

import time
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from scheduler.web.kept import Kept

T = TypeVar("T")

SECONDS = 30.0
"""For so long it serves; pages of sites may be as old themselves."""
ROOM = 1_000
"""Different things that are kept."""


class Recent:
    """Values that were asked for lately; of any thread, each of which may ask for one anew."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """`clock` tells seconds."""
        self._clock = clock
        self._kept: Kept[Hashable, tuple[float, Any]] = Kept(ROOM)

    def of(self, key: Hashable, ask: Callable[[], T]) -> T:
        """What `ask` said within the last `SECONDS`, to whoever named that key."""
        began, found = self._clock(), self._kept.get(key)
        if found is None or began - found[0] >= SECONDS:
            found = began, ask()
            self._kept.put(key, found, 1)
        said: T = found[1]
        return said
