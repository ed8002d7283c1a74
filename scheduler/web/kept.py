"""What was made and may be asked for again: kept as far as there is room, the latest asked for."""

import threading
from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Kept(Generic[K, V]):
    """Values by their keys; of any thread."""

    def __init__(self, room: int) -> None:
        """So many bytes of them at most."""
        self._room = room
        self._lock = threading.Lock()
        self._values: OrderedDict[K, tuple[V, int]] = OrderedDict()
        self.size = 0
        """Bytes of what is kept, or so."""

    def get(self, key: K) -> V | None:
        """What is kept by that key; None for nothing."""
        with self._lock:
            found = self._values.get(key)
            if found is None:
                return None
            self._values.move_to_end(key)
            return found[0]

    def put(self, key: K, value: V, size: int) -> None:
        """Keep it, of so many bytes, in the place of what was kept by that key."""
        with self._lock:
            self.size += size - self._values.pop(key, (value, 0))[1]
            self._values[key] = value, size
            while self.size > self._room:
                _, (_, gone) = self._values.popitem(last=False)
                self.size -= gone
