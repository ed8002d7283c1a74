"""Writes the golden files of the report formats: `uv run python -m tests.reports.golden`.

Look at what changed (`git diff`), and at the page in a browser, before you keep them.
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from scheduler import reports
from scheduler.reports import Context
from tests.reports.invented import REPORTS, Shelf

FOLDER = Path(__file__).parent
NOW = datetime(2026, 3, 5, 8, tzinfo=UTC)

OF_A_DAY = Context(now=NOW, since=NOW - timedelta(days=1), title="每日摘要")

DOCUMENTS = {
    "text": ("text", Context(now=NOW)),
    "text-english": ("text", Context(now=NOW, lang="en", width=60)),
    "text-colour": ("text", Context(now=NOW, colour=True, width=0)),
    "markdown": ("markdown", Context(now=NOW)),
    "jsonl": ("jsonl", Context(now=NOW)),
    "unified": ("unified", Context(now=NOW)),
    "webpage": ("webpage", Context(now=NOW)),
    "atom": ("atom", Context(now=NOW, pages=Shelf())),
    "atom-file": ("atom", Context(now=NOW, lang="en")),
    "jsonfeed": ("jsonfeed", Context(now=NOW, pages=Shelf())),
    "csv": ("csv", Context(now=NOW)),
}
"""Golden file -> the format and how it is asked for."""
DIGESTS = {
    "digest-text": ("text", replace(OF_A_DAY, width=72)),
    "digest-text-english": ("text", replace(OF_A_DAY, title="Daily digest", lang="en")),
    "digest-markdown": ("markdown", OF_A_DAY),
    "digest-webpage": ("webpage", OF_A_DAY),
}
"""Likewise of a digest."""


def document(name: str) -> str:
    """The whole document, as the code makes it today."""
    if name in DIGESTS:
        chosen, context = DIGESTS[name]
        return "".join(reports.digesting(chosen).digest(REPORTS, context))
    chosen, context = DOCUMENTS[name]
    return "".join(reports.load(chosen).render(REPORTS, context))


if __name__ == "__main__":
    for name in (*DOCUMENTS, *DIGESTS):
        (FOLDER / f"{name}.golden").write_text(document(name), encoding="utf-8", newline="")
