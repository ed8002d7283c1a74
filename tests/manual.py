"""Writes docs/verbs.md from the verbs themselves: `uv run python -m tests.manual`."""

import os
from pathlib import Path

from scheduler import cli

PAGE = Path(__file__).parents[1] / "docs" / "verbs.md"

HEAD = """\
# The verbs

Written by `uv run python -m tests.manual`; a test keeps it true.

```
{overview}```
"""


def text() -> str:
    """The whole page: the overview, then the help of each verb."""
    os.environ["COLUMNS"] = "88"
    parts = [HEAD.format(overview=cli.overview(cli.verbs()))]
    for name in cli.verbs():
        usage = cli.parser_of(name, cli.load(name)).format_help()
        parts.append(f"## stet {name}\n\n```\n{usage}```\n")
    return "\n".join(parts)


if __name__ == "__main__":
    PAGE.write_text(text(), encoding="utf-8")
