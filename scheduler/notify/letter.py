"""What is delivered: one document, with a name of its own."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Letter:
    """Made once for each delivery and time; a channel may be given it again after a kill."""

    file: str
    """Its name: of the delivery, and of the moment for which it was made."""
    subject: str
    """One line."""
    lead: str
    """What a reader sees who does not open the document."""
    text: str
    """The document."""
    media_type: str
    """`text/html`."""
    at: datetime
    """For when it was made; aware."""
