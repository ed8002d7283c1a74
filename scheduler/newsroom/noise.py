"""What differs on every request, so that nothing but the text may be compared."""

import random
import re

SCRIPT = re.compile(r"(<script\b.*?</script>)", re.DOTALL)
TAG = re.compile(r'<([a-z][\w-]*)((?:\s+[\w:.-]+(?:="[^"]*")?){2,})\s*(/?)>')
ATTRIBUTE = re.compile(r'[\w:.-]+(?:="[^"]*")?')
BETWEEN_TAGS = re.compile(r"(?<=>)\s*\n\s*(?=<)")
BLANKS = ("\n", "\n\n", "\n\t", " \n  ", "\n    ", "\n\n\t\t")


class Noise:
    """The chance of one page view. `rotation` counts how often the newsroom's noise was rotated.

    What is drawn from `view` differs at each request; what is drawn from `season` stays until
    the next rotation.
    """

    def __init__(self, seed: int, rotation: int, request: int) -> None:
        """Equal arguments give equal noise."""
        self.view = random.Random(f"{seed}/{rotation}/{request}")  # noqa: S311 - no secret
        self.season = random.Random(f"{seed}/{rotation}")  # noqa: S311 - no secret

    def number(self, low: int = 100, high: int = 99999) -> int:
        """A reader counter."""
        return self.view.randint(low, high)

    def token(self, digits: int = 16) -> str:
        """A nonce, a hash, an id: hexadecimal."""
        return f"{self.view.getrandbits(digits * 4):0{digits}x}"

    def stir(self, html: str) -> str:
        """The same page with attributes reordered, other white space and comments between tags."""
        parts = SCRIPT.split(html)
        return "".join(
            TAG.sub(self._reordered, part if odd % 2 else self._spaced(part))
            for odd, part in enumerate(parts)
        )

    def _reordered(self, tag: re.Match[str]) -> str:
        attributes = ATTRIBUTE.findall(tag[2])
        self.view.shuffle(attributes)
        return f"<{tag[1]} {' '.join(attributes)}{tag[3] and ' /'}>"

    def _spaced(self, html: str) -> str:
        return BETWEEN_TAGS.sub(lambda _: self._gap(), html)

    def _gap(self) -> str:
        blank = self.view.choice(BLANKS)
        if self.view.random() < 0.05:
            return f"{blank}<!-- {self.token(6)} -->{self.view.choice(BLANKS)}"
        return blank
