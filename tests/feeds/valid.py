"""Refuses what is no feed, and reads one as a feed reader does."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import feedparser
import jsonschema
from lxml import etree

FOLDER = Path(__file__).parent
ATOM = "{http://www.w3.org/2005/Atom}"


@cache
def _atom() -> etree.RelaxNG:
    return etree.RelaxNG(etree.parse(FOLDER / "atom.rng"))


@cache
def _json() -> jsonschema.Draft202012Validator:
    schema = json.loads((FOLDER / "jsonfeed.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def atom(document: str) -> Any:
    """The feed as feedparser reads it, once it keeps to the grammar."""
    tree = etree.fromstring(document.encode())
    _atom().assertValid(tree)
    ids = [element.text for element in tree.iter(f"{ATOM}id")]
    assert len(ids) == len(set(ids)), "two of one id"
    found = feedparser.parse(document.encode(), sanitize_html=False, resolve_relative_uris=False)
    assert not found.bozo, found.get("bozo_exception")
    assert found.version == "atom10"
    return found


def json_feed(document: str) -> Any:
    """The feed as an object, once it keeps to the schema."""
    found = json.loads(document)
    _json().validate(found)
    return found
