"""The archive: watches, versions, fetches, events and reports. The only SQL of Stet.

`Store.open` is the way in; what comes out are the frozen rows of `crawler.store.rows`.
"""

from crawler.store.archive import Store
from crawler.store.found import KINDS, FoundPage, FoundRow, Sought
from crawler.store.inward import Taken
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
from crawler.store.verifying import Checked, Flaw

__all__ = [
    "AT_REST",
    "KINDS",
    "Affected",
    "Checked",
    "EventKind",
    "EventRow",
    "Flaw",
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
    "Taken",
    "Unreported",
    "VersionRow",
    "WatchRow",
]
