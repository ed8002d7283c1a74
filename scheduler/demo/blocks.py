"""Reads what was printed on the terminal, and the HTML file, back into one block a report."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser

_PAINTED = re.compile(r"\x1b\[([\d;]*)m([^\x1b]*)\x1b\[0m")
_STRIKE, _UNDERLINE = "9", "4"
_MARKED = {"-": re.compile(r"\[-(.*?)-\]"), "+": re.compile(r"\{\+(.*?)\+\}")}


@dataclass(frozen=True, slots=True)
class Block:
    """One report as it is shown. Texts are without white space, marked `[-removed-]{+added+}`."""

    titles: tuple[str, ...]
    """What can be read as its title: the face does not say where it ends."""
    outlets: tuple[str, ...]
    """What can be read as the outlet."""
    urls: tuple[str, ...]
    """What can be read as its address."""
    text: str
    """All of it."""
    quiet: bool | None = None
    """Whether it is shown as hardly mattering; None where the face does not say."""
    is_labelled: bool = False
    """Whether each change says what it touches, between `·` and `·`."""


def marked(text: str, sign: str) -> list[str]:
    """The runs that bear the mark of `-` or `+`."""
    return _MARKED[sign].findall(text)


def squeezed(text: str) -> str:
    """Without white space: a terminal breaks lines where it likes."""
    return "".join(text.split())


# ------------------------------------------------------------------ the terminal


def printed(text: str) -> list[Block]:
    """The blocks of a print, coloured or not: each begins with a square and its title."""
    signed = _PAINTED.sub(_signed, text)
    return [_block(block) for block in re.split(r"^■ ", signed, flags=re.MULTILINE)[1:]]


def _block(text: str) -> Block:
    lines = [line.strip() for line in text.splitlines()]
    titles = (squeezed("".join(lines[:count])) for count in range(1, len(lines)))
    # A run that was wrapped is painted on each of its lines.
    joined = squeezed(text).replace("-][-", "").replace("+}{+", "")
    return Block(
        tuple(titles),
        tuple(squeezed(line.partition(" ·")[0]) for line in lines),
        tuple(line for line in lines if line.startswith("http")),
        joined,
    )


def _signed(run: re.Match[str]) -> str:
    codes = run[1].split(";")
    if _STRIKE in codes:
        return f"[-{run[2]}-]"
    return f"{{+{run[2]}+}}" if _UNDERLINE in codes else run[2]


# ------------------------------------------------------------------ the page


_OPENS = {"del": "[-", "ins": "{+", **dict.fromkeys(("p", "li", "dt", "dd"), "·")}
_CLOSES = {"del": "-]", "ins": "+}"}


@dataclass(slots=True)
class _Card:
    """One article on the page."""

    url: str = ""
    """Where its headline leads."""
    outlet: str = ""
    """As named above the headline."""
    title: str = ""
    """The headline, with marks."""
    header: str = ""
    """All above the reports, with marks."""
    summary: str = ""
    """What is said of the earlier reports."""
    sections: list[str] = field(default_factory=list)
    """Each report, with marks."""
    quiet: list[bool] = field(default_factory=list)
    """Of each report whether it is shown as hardly mattering."""
    times: list[str] = field(default_factory=list)
    """ISO 8601, as machines read them."""


class Page(HTMLParser):
    """Reads the HTML report as a browser's reader would: cards, their titles and sections."""

    def __init__(self, html: str) -> None:
        """Reads it all at once."""
        super().__init__()
        self.cards: list[_Card] = []
        self.masthead = ""
        """What stands above the cards."""
        self._open: list[str] = []
        self.feed(html)
        self.close()

    def blocks(self) -> Iterator[Block]:
        """One for each report; the latest of a card shares its header."""
        for card in self.cards:
            title = _MARKED["-"].sub("", squeezed(card.title)).replace("{+", "").replace("+}", "")
            for number, section in enumerate(card.sections):
                header = card.header if number == 0 else ""
                yield Block(
                    (title,),
                    (squeezed(card.outlet),),
                    (card.url,),
                    squeezed(header + section),
                    card.quiet[number],
                    is_labelled=True,
                )

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        """Opens cards, sections and marks."""
        given = {name: value or "" for name, value in attrs}
        classes = given.get("class", "").split()
        if tag == "article":
            self.cards.append(_Card())
        card = self.cards[-1] if self.cards else None
        if card and tag == "section":
            card.sections.append("")
            card.quiet.append("quiet" in classes)
        if card and tag == "time":
            card.times.append(given.get("datetime", ""))
        if card and tag == "a" and "h2" in self._open:
            card.url = given.get("href", "")
        self._open.append("outlet" if "outlet" in classes else tag)
        self._write(_OPENS.get(tag, ""))

    def handle_endtag(self, tag: str) -> None:
        """Closes them."""
        self._write(_CLOSES.get(tag, ""))
        while self._open and self._open.pop() not in {tag, "outlet"}:
            pass

    def handle_data(self, data: str) -> None:
        """Text, where it belongs."""
        self._write(data)

    def _write(self, text: str) -> None:
        card = self.cards[-1] if "article" in self._open else None
        if card is None:
            self.masthead += "" if "main" in self._open else text
        elif "section" in self._open:
            card.sections[-1] += text
        elif "summary" in self._open:
            card.summary += text
        elif "header" in self._open[self._open.index("article") :]:
            card.header += text
            card.title += text if "h2" in self._open else ""
            card.outlet += text if "outlet" in self._open else ""
