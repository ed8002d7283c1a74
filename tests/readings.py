"""What every kept page reads as, and by which parser: `uv run python -m tests.readings` writes it.

A version that another parser read is read again before a difference counts, so a parser that reads
otherwise has to go by another name: `SHARED` in `crawler/sites/base.py`, or the `version` of the
site's file. A page whose reading changed while its parser kept its name is refused here, and by
`tests/test_readings.py`.
"""

import json
import sys
from collections.abc import Mapping
from pathlib import Path

from crawler import cases
from crawler.store.digests import digest

ROOT = Path(__file__).parents[1]
FILE = ROOT / cases.FOLDER / "readings.json"

Readings = Mapping[str, list[str]]
"""`cna/2023-08` -> the extractor, and the digest of what is compared, or the kind of the fault."""


def now() -> dict[str, list[str]]:
    """As today's parsers read."""
    found = {}
    for case in cases.every(ROOT):
        reading = case.read()
        fault = reading.fault.kind if reading.fault else ""
        said = digest(reading.article) if reading.article else fault
        found[case.name] = [reading.extractor, said]
    return found


def kept() -> dict[str, list[str]]:
    """As they read when the file was written."""
    found: dict[str, list[str]] = json.loads(FILE.read_text(encoding="utf-8"))
    return found


def unraised(before: Readings, after: Readings) -> list[str]:
    """A sentence for each page that reads otherwise under the same name."""
    return [
        f"{name} reads otherwise, and its parser is {extractor} as before: raise SHARED in "
        "crawler/sites/base.py, or `version` in the site's file where only that changed"
        for name, (extractor, said) in after.items()
        if name in before and before[name][0] == extractor and before[name][1] != said
    ]


def written(readings: Readings) -> str:
    """The file's text."""
    rows = [f' "{name}": {json.dumps(row)}' for name, row in sorted(readings.items())]
    return "{\n" + ",\n".join(rows) + "\n}\n"


if __name__ == "__main__":
    found = now()
    wrong = unraised(kept(), found) if FILE.exists() else []
    if wrong:
        sys.exit("\n".join(wrong))
    FILE.write_text(written(found), encoding="utf-8")
