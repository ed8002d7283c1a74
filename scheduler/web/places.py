"""Whole addresses of the reader's pages, for documents that are read elsewhere."""

from dataclasses import dataclass

from scheduler.web import addresses


@dataclass(frozen=True, slots=True)
class Places:
    """Where a reader shows what a document tells of."""

    base: str
    """Scheme and host, without a slash: `http://127.0.0.1:8000`."""

    @property
    def feed(self) -> str:
        """A file is named after nothing that the reader serves."""
        return "reports"

    @property
    def home(self) -> str:
        """The first page."""
        return f"{self.base}/"

    @property
    def here(self) -> str:
        """A file does not know where it will stand."""
        return ""

    @property
    def older(self) -> str:
        """A file holds all of it."""
        return ""

    def report(self, key: str) -> str:
        """The page of one report."""
        return self.base + addresses.report(key)

    def article(self, identity: str) -> str:
        """The page of an article."""
        return self.base + addresses.article(identity)

    def version(self, identity: str, number: int) -> str:
        """The page of one version."""
        return self.base + addresses.version(identity, number)
