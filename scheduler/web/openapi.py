"""The description of the API (OpenAPI 3.1), made of the very types that it answers with."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from crawler.store import Store
from scheduler.web import descriptions, documents
from scheduler.web.questions import Asked
from scheduler.web.reader import Reader

PLACE = "#/components/schemas/{name}"
FAILURES = {400: "the question makes no sense", 404: "there is no such thing", 503: "no archive"}
PATHS: Mapping[str, dict[str, Any]] = {
    "identity": {
        "description": "The article's identity, its URL, or the beginning of either; "
        "`~2F` stands for a slash.",
        "schema": {"type": "string", "minLength": 1},
    },
    "key": {
        "description": "The report's id; `~2F` stands for a slash.",
        "schema": {"type": "string", "minLength": 1},
    },
    "number": {
        "description": "The version's number, from 1.",
        "schema": {"type": "integer", "minimum": 1, "maximum": 999_999_999},
    },
}
"""What stands in an address."""


@dataclass(frozen=True, slots=True)
class Call:
    """What the archive is asked."""

    reader: Reader
    """Whose settings count."""
    store: Store
    """The archive, open."""
    path: Mapping[str, str]
    """What stands in the address, by its names in braces."""
    asked: Any
    """The question, of the type that the endpoint says."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One address of the API."""

    path: str
    """As OpenAPI and Starlette both have it: `/api/articles/{identity}`."""
    answer: Callable[[Call], object]
    """Makes the document; its docstring is the summary."""
    gives: type
    """What it makes."""
    asks: type[Asked] = Asked
    """What may stand behind the question mark."""


def description(endpoints: Iterable[Endpoint], version: str) -> dict[str, Any]:
    """The whole document."""
    listed = list(endpoints)
    kinds = [documents.Problem, *(each.gives for each in listed)]
    shapes, parts = descriptions.described(kinds, PLACE)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Stet",
            "version": version,
            "description": "What the news changed: read only. Lists go on where `next` leads.",
        },
        "paths": {
            each.path: {"get": _operation(each, shape, shapes[0])}
            for each, shape in zip(listed, shapes[1:], strict=True)
        },
        "components": {"schemas": parts},
    }


def _operation(endpoint: Endpoint, shape: dict[str, Any], error: dict[str, Any]) -> dict[str, Any]:
    named = [name for name in PATHS if f"{{{name}}}" in endpoint.path]
    return {
        "operationId": endpoint.answer.__name__,
        "summary": (endpoint.answer.__doc__ or "").partition("\n")[0],
        "parameters": [
            {"name": name, "in": "path", "required": True, **PATHS[name]} for name in named
        ]
        + descriptions.parameters(endpoint.asks),
        "responses": {
            "200": {"description": "found", "content": {"application/json": {"schema": shape}}}
        }
        | {
            str(status): {"description": why, "content": {documents.PROBLEM: {"schema": error}}}
            for status, why in FAILURES.items()
        },
    }
