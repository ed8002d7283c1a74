"""What the verbs that keep the archive share: sizes as people write them, and how far a work is."""

import sys

CLEAR = "\r\x1b[K"
_UNITS = ("kB", "MB", "GB", "TB")


def size(count: int) -> str:
    """`812 bytes`, `4.1 kB`, `1.2 GB`: powers of a thousand, as on the label of a disk."""
    if count < 1_000:
        return f"{count} byte{'' if count == 1 else 's'}"
    power = min((len(str(count)) - 1) // 3, len(_UNITS))
    return f"{count / 1_000**power:,.1f} {_UNITS[power - 1]}"


class Share:
    """Shows how much is done: a line that is overwritten, only where someone is watching."""

    def __init__(self) -> None:
        """Nothing is shown yet."""
        self.shown = sys.stderr.isatty()

    def __call__(self, doing: str, share: float) -> None:
        """Say what is being done, and how much of it is: 0 to 1."""
        if self.shown:
            sys.stderr.write(f"{CLEAR}{doing} {share:.0%}")
            sys.stderr.flush()

    def done(self) -> None:
        """Take the line away."""
        if self.shown:
            sys.stderr.write(CLEAR)
            sys.stderr.flush()
