"""Write a commented stet.toml to start from."""

import argparse
from pathlib import Path

from crawler.config import template
from crawler.errors import UsageError
from scheduler.verbs import _files

NEEDS_ARCHIVE = False
EXAMPLES = """\
  stet init                     ./stet.toml, every setting with its default
  stet init --config my.toml    somewhere else"""


def configure(parser: argparse.ArgumentParser) -> None:
    """No options of its own."""


def run(options: argparse.Namespace) -> int:
    """Write the file; never over one that is there."""
    path: Path = options.config or Path("stet.toml")
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(template())
    except FileExistsError:
        raise UsageError(f"{path} is there already: edit it, or name another --config") from None
    except OSError as error:
        raise _files.unwritable(path, error) from error
    print(f"wrote {path}: every line is a default, change what you like")
    return 0
