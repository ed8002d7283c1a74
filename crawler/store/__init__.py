"""The archive: watches, versions, fetches, events and reports. The only SQL of Stet.

`Store.open` is the way in; what comes out are the frozen rows of `crawler.store.rows`.
"""

from crawler.store.archive import Store
from crawler.store.found import KINDS, FoundPage, FoundRow, Sought
from crawler.store.keeping import Reread
from crawler.store.rows import (
    AT_REST,
    Affected,
    EventKind,
    EventRow,
    Kept,
    ObservationRow,
    Outcome,
    ReportRow,
    RunRow,
    Sitewide,
    SnapshotRow,
    Standing,
    State,
    Unreported,
    VersionRow,
    WatchRow,
)

__all__ = [
    "AT_REST",
    "KINDS",
    "Affected",
    "EventKind",
    "EventRow",
    "FoundPage",
    "FoundRow",
    "Kept",
    "ObservationRow",
    "Outcome",
    "ReportRow",
    "Reread",
    "RunRow",
    "Sitewide",
    "SnapshotRow",
    "Sought",
    "Standing",
    "State",
    "Store",
    "Unreported",
    "VersionRow",
    "WatchRow",
]
