"""The words of a reader's language: every label that is seen stands in `languages`."""

import re
from functools import lru_cache

from scheduler.reports.view.context import Lang
from scheduler.reports.view.languages import catalogue

# 「第 3 版」 is not broken into 「第」 and 「3 版」.
_BESIDE_VALUE = re.compile(r"(?<![→·,;]) (?=\{)|(?<=\}) (?![→·])")
_MANY = 2
"""Stands for a count that comes as a text: `1,234`."""


class Words:
    """The labels of one language: `words("verdict.places", n=2)`."""

    def __init__(self, lang: Lang) -> None:
        """A language is a file: `languages/en.po`; read when the first label is asked for."""
        self._lang = lang

    def __call__(self, key: str, **values: object) -> str:
        """The label with its values; of a plural the form that fits the value `n`.

        Raises `KeyError` for a key without a label.
        """
        count = values.get("n")
        label = _label(self._lang, key, count if isinstance(count, int) else _MANY)
        return label.format(**values) if values else label

    def name(self, group: str, key: str) -> str:
        """The label of a field, kind, tag or state; the key itself where we have no word yet."""
        try:
            return self(f"{group}.{key}")
        except KeyError:
            return key


@lru_cache(maxsize=4096)
def _label(lang: Lang, key: str, number: int) -> str:
    """Looked up once: a page of forty changes asks for a thousand."""
    labels = catalogue(lang)
    try:
        label = labels.ngettext(key, key, number)
    except KeyError:
        label = labels.gettext(key)
    return _BESIDE_VALUE.sub("\u00a0", label)
