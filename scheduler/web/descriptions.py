"""The JSON Schema of records, described by their docstrings: of types and of their fields."""

import ast
import inspect as python
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import pairwise
from textwrap import dedent
from typing import Any

import msgspec
from msgspec import inspect

from scheduler.web.questions import Asked

_Record = inspect.StructType | inspect.DataclassType


def described(kinds: Iterable[type], place: str) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """The JSON Schema of each type, and of all that they are made of; `place` has `{name}` in it.

    Every property has a description.
    """
    listed = list(kinds)
    schemas, parts = msgspec.json.schema_components(listed, ref_template=place)
    for record in _records(inspect.multi_type_info(listed)):
        _describe(parts[record.cls.__name__], record)
    return list(schemas), parts


def parameters(kind: type[Asked]) -> list[dict[str, Any]]:
    """The question as OpenAPI has it: a parameter a field."""
    _, parts = described([kind], "{name}")
    schema: Mapping[str, Any] = parts[kind.__name__]
    needed = schema.get("required", ())
    return [
        {
            "name": name,
            "in": "query",
            "required": name in needed,
            "description": shape.pop("description"),
            "schema": _plain(shape),
        }
        for name, shape in schema["properties"].items()
    ]


def _plain(shape: dict[str, Any]) -> dict[str, Any]:
    """An address says nothing by leaving out: it knows no null."""
    shape = {name: value for name, value in shape.items() if name != "default" or value is not None}
    if "anyOf" in shape:
        [only] = [each for each in shape.pop("anyOf") if each != {"type": "null"}]
        shape |= only
    return shape


def _records(shapes: Iterable[inspect.Type]) -> Iterator[_Record]:
    """Every record that values of these types may hold, each once."""
    left, seen = list(shapes), set[type]()
    while left:
        shape = left.pop()
        if isinstance(shape, _Record):
            if shape.cls in seen:
                continue
            seen.add(shape.cls)
            yield shape
            left += [field.type for field in shape.fields]
        left += getattr(shape, "types", ())  # of a union
        left += getattr(shape, "item_types", ())
        left += [shape.item_type] if hasattr(shape, "item_type") else []


def _describe(schema: dict[str, Any], record: _Record) -> None:
    said = fields(record.cls)
    for field in record.fields:
        schema["properties"][field.encode_name]["description"] = said[field.name]


@cache
def fields(record: type) -> Mapping[str, str]:
    """What the docstring under each field says, on one line; Python itself keeps none of them."""
    found: dict[str, str] = {}
    for part in reversed(record.__mro__):
        if not vars(part).get("__annotations__"):
            continue
        [made] = ast.parse(dedent(python.getsource(part))).body
        assert isinstance(made, ast.ClassDef)  # noqa: S101 -- for mypy
        for field, said in pairwise(made.body):
            match field, said:
                case (
                    ast.AnnAssign(target=ast.Name(id=name)),
                    ast.Expr(value=ast.Constant(value=str(text))),
                ):
                    found[name] = " ".join(text.split())
    return found
