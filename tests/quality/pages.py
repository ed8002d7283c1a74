"""The pages that are measured, each with what a person or a publisher says it holds.

All is read from `../shared/data`; none of that text stands here.

- `outlets`: pages of 2014 with the JSON that a crawler's tests expect. That JSON holds addresses of
  pictures, scripts and style sheets between the paragraphs, which are no text and are left out.
- `waddle`: Chinese pages of 2011-12. The references begin with the headline, which counts
  neither for nor against; a source line after it stays and is asked of every reader alike.
- `cna`: the pages of two templates with such JSON, by generic rules: for reference.
"""

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from crawler.parsing.encoding import decode

SHARED = Path(__file__).parents[3] / "shared" / "data"

_CANONICAL = re.compile(r'<link[^>]*rel="?canonical"?[^>]*>', re.IGNORECASE)
_ADDRESS = re.compile(r"https?://[^\s\"'>]+")
_TAG = re.compile(r"<[^>]*>")
_NO_PROSE = re.compile(r"https?://\S+|.*[{}].*|[\w-]+:[^:：]+;|.*typeof\(.*")
_PARAGRAPH = re.compile(r"<p>(.*?)</p>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Page:
    """A page and what a reader of it should find."""

    name: str
    """Set and file: `outlets/BCC/2470299`."""
    url: str
    """On a host that no site file owns, so that the rules for any site read it."""
    content: bytes
    title: str
    body: str
    optional: str = ""
    """What may stand in front of the body: the headline, where the reference keeps it."""

    @property
    def html(self) -> str:
        """The page as text: every reader is given the same."""
        return decode(self.content)


def every() -> dict[str, list[Page]]:
    """The sets by name, each in one order."""
    return {"outlets": [*_outlets()], "waddle": [*_waddle()], "cna": [*_cna()]}


def real(name: str) -> list[Page]:
    """Every article page of a folder of `../shared/data`, under its own URL, gold or none."""
    paths = sorted(path for path in (SHARED / name).rglob("*.html") if path.stem != "listing")
    contents = [(path, path.read_bytes()) for path in paths]
    return [
        Page(f"{name}/{path.stem}", own_address(content), content, "", "")
        for path, content in contents
    ]


def _outlets() -> Iterator[Page]:
    for path in sorted((SHARED / "outlets").rglob("*.json")):
        said = json.loads(path.read_text(encoding="utf-8"))
        if path.stem != "listing" and said:
            yield _expected(path, f"outlets/{path.parts[-3]}/{path.stem}", said)


def _cna() -> Iterator[Page]:
    for path in sorted((SHARED / "cna/2014-12-newsdiffHK").glob("2*.json")):
        said = json.loads(path.read_text(encoding="utf-8"))
        yield _expected(path, f"cna/{path.stem}", said)


def _expected(path: Path, name: str, said: dict[str, str]) -> Page:
    content = path.with_suffix(".html").read_bytes()
    lines = [_TAG.sub("", html.unescape(line)).strip() for line in said["body"].splitlines()]
    text = "\n".join(line for line in lines if not _NO_PROSE.fullmatch(line))
    return Page(name, address(content), content, html.unescape(said["title"]), text)


def _waddle() -> Iterator[Page]:
    for path in sorted((SHARED / "extraction/waddle-zh/html").iterdir()):
        reference = path.parents[1] / "reference" / path.name
        text = html.unescape(reference.read_bytes().decode("utf-8", "replace"))
        title, *lines = [_TAG.sub("", line).strip() for line in _PARAGRAPH.findall(text)]
        content = path.read_bytes()
        yield Page(f"waddle/{path.name}", address(content), content, title, "\n".join(lines), title)


def address(content: bytes) -> str:
    """The page's own path on a host of nobody's."""
    return "https://unknown.example/" + "".join(own_address(content).split("/", 3)[3:])


def own_address(content: bytes) -> str:
    link = _CANONICAL.search(content.decode("utf-8", "replace"))
    found = _ADDRESS.search(link[0]) if link else None
    return found[0] if found else "https://unknown.example/news/1"
