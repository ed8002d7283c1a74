"""What an archive that was held against its seals comes to: counted as it is gone through, told."""

from collections.abc import Iterator
from dataclasses import dataclass

from crawler.store import Checked
from crawler.text import counted, digest

_SEALS = 1 << 128


@dataclass(slots=True)
class Tally:
    """What was checked, and what of it could not be."""

    articles: int = 0
    """Gone through."""
    versions: int = 0
    """Theirs."""
    reports: int = 0
    """Theirs."""
    pages: int = 0
    """Stored once each, whatever shows them."""
    flaws: int = 0
    """What does not hold."""
    withdrawn: int = 0
    """Reports that were taken back."""
    texts_pruned: int = 0
    """Versions whose text was let go."""
    pages_pruned: int = 0
    """Pages that were let go."""
    pageless: int = 0
    """Versions without the page that they were sealed with."""
    seal: int = 0
    """The same for the same history, in whatever order its articles come."""

    def add(self, each: Checked) -> None:
        """One article, or one page, more."""
        is_page = not each.identity
        self.articles += not is_page
        self.pages += is_page
        self.versions += each.versions
        self.reports += each.reports
        self.flaws += len(each.flaws)
        self.withdrawn += each.withdrawn
        self.texts_pruned += each.pruned * (not is_page)
        self.pages_pruned += each.pruned * is_page
        self.pageless += each.pageless
        self.seal = (self.seal + _weight(each)) % _SEALS

    @property
    def verdict(self) -> str:
        """`all as it was kept`, or `2 flaws`."""
        return counted(self.flaws, "flaw") if self.flaws else "all as it was kept"

    def notes(self) -> Iterator[str]:
        """What is no flaw and yet not as it once was, a line each; then the seal."""
        if self.withdrawn:
            yield (
                f"taken back since, as texts were read anew or older ones came: "
                f"{counted(self.withdrawn, 'report')}"
            )
        if self.texts_pruned or self.pages_pruned:
            yield (
                f"pruned, so that only digests are left to check: the texts of "
                f"{counted(self.texts_pruned, 'version')}, {counted(self.pages_pruned, 'page')}"
            )
        if self.pageless:
            yield (
                f"without the page that it was sealed with, as after an import without pages: "
                f"{counted(self.pageless, 'version')}"
            )
        yield f"seal of the archive: {self.seal:032x}"


def _weight(checked: Checked) -> int:
    """What an article adds to the archive's seal, in whatever order it comes."""
    heads = checked.head, checked.told
    return int(digest(checked.identity, *heads), 16) if any(heads) else 0
