"""What a crawl has asked for already, in 16 bytes or so each: it may be 200,000 articles."""

import hashlib
from array import array

_FREE = 0


class Seen:
    """A set of names that only grows, kept as digests of 64 bits.

    Two of a million names have the same with a chance of 1 in 37 million; the second of these would
    be passed over.
    """

    def __init__(self) -> None:
        """Empty."""
        self._slots = array("Q", bytes(8 * 1_024))
        self._count = 0

    def __len__(self) -> int:
        """How many there are."""
        return self._count

    def add(self, name: str) -> bool:
        """Whether it is new; from now on it is not."""
        encoded = name.encode("utf-8", "surrogatepass")
        digest = int.from_bytes(hashlib.blake2b(encoded, digest_size=8).digest(), "big")
        digest = digest or 1  # 0 stands for a free slot
        place = self._place(digest)
        if self._slots[place] == digest:
            return False
        self._slots[place] = digest
        self._count += 1
        if 2 * self._count > len(self._slots):
            self._grow()
        return True

    def _place(self, digest: int) -> int:
        """Where it stands, or is to stand: the next free slot after its own."""
        last = len(self._slots) - 1
        place = digest & last
        while self._slots[place] not in {_FREE, digest}:
            place = (place + 1) & last
        return place

    def _grow(self) -> None:
        before, self._slots = self._slots, array("Q", bytes(16 * len(self._slots)))
        for digest in before:
            if digest:
                self._slots[self._place(digest)] = digest
