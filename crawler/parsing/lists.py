"""How a site's lists are asked for and read: the part of a site's file that is about lists."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar


@dataclass(frozen=True, slots=True)
class Ask:
    """A list that is asked for with more than its address."""

    url: str
    """Of the list."""
    body: bytes
    """Sent with POST, as JSON."""


class Lists:
    """What a site's file says of its lists: nothing, where list pages and feeds do."""

    day_lists: ClassVar[tuple[str, ...]] = ()
    """Addresses of lists of one day, as far back as they go, with `{day}` for `2026-01-31`."""
    newest_lists: ClassVar[tuple[str, ...]] = ()
    """Addresses of lists of what is newest on the whole site."""

    def deeper(self, url: str, page: int) -> Ask | None:
        """How the list at `url` is asked for what is older, page by page from 1; None: no way."""
        return None

    def listed(self, said: object) -> Iterable[Mapping[str, str]]:
        """What a JSON document of the site names: `link`, `title`, `published`, `updated`."""
        return ()

    def title_in(self, url: str) -> str:
        """The headline as the address spells it; empty where it does not."""
        return ""


def asked(url: str, question: Mapping[str, object]) -> Ask:
    """A question in JSON."""
    return Ask(url, json.dumps(question).encode())


def objects(said: object, *path: str) -> list[dict[str, str]]:
    """The objects of the list at `path`, of each what is text; empty where there is none."""
    for name in path:
        said = said.get(name) if isinstance(said, dict) else None
    found: list[Any] = said if isinstance(said, list) else []
    return [
        {name: value for name, value in each.items() if isinstance(value, str)}
        for each in found
        if isinstance(each, dict)
    ]
