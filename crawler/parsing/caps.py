"""Refuse pages that are written to stall a parser, before it sees them."""

import re

MOST_ATTRIBUTES = 5_000
DEEPEST = 1_000
_LONG_TAG = re.compile(r"<[a-zA-Z][^<>]{16384,}")


def refusal(html: str) -> str:
    """Why `html` is not parsed: absurd nesting or a tag of absurd size; empty where it is."""
    return ""
