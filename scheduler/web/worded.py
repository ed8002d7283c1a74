"""Errors of the reader that are said in the language of who reads them."""

from crawler.errors import NotFoundError, StetError, StoreError
from scheduler.reports.view.catalogue import Words


class WordedError(StetError):
    """Its text is English, as all of ours; `said` says it in the reader's language."""

    def __init__(self, key: str, **values: object) -> None:
        """A label of the catalogue, and its values."""
        self._key = key
        self._values = values
        super().__init__(self.said(Words("en")))

    def said(self, words: Words) -> str:
        """The sentence in one language."""
        return words(self._key, **self._values)


class MissingError(WordedError, NotFoundError):
    """A page was asked for that is not there."""


class GoneError(WordedError, StoreError):
    """The archive was there while it was served, and is not there any more."""
