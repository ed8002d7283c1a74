"""The archive: watches, versions, fetches, events and reports. The only SQL of Stet.

`Store.open` is the way in; what comes out are the frozen rows of `crawler.store.rows`.
"""

from crawler.store.archive import Store
from crawler.store.browsing import MANY, Leaf, Sieve, Stranger
from crawler.store.conditions import Retention
from crawler.store.deliveries import DeliveryRow
from crawler.store.figures import COUNTED, Life, Reached, SiteRow
from crawler.store.found import KINDS, FoundPage, FoundRow, Sought
from crawler.store.histories import History
from crawler.store.hosts import Resting, left_alone
from crawler.store.inward import Taken
from crawler.store.keeping import Reread
from crawler.store.known import LastSeen
from crawler.store.moments import Moments
from crawler.store.payloads import digest_of as payload_digest
from crawler.store.reports import Wanted
from crawler.store.retention import Gone
from crawler.store.room import Room
from crawler.store.rows import (
    AT_REST,
    Affected,
    Bookmark,
    EventKind,
    EventRow,
    Kept,
    ObservationRow,
    Outcome,
    Past,
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
from crawler.store.runs import TURN_OVER
from crawler.store.sources import Found, Sourced
from crawler.store.tallies import Tally, last_read
from crawler.store.verifying import Checked, Flaw

__all__ = [
    "AT_REST",
    "COUNTED",
    "KINDS",
    "MANY",
    "TURN_OVER",
    "Affected",
    "Bookmark",
    "Checked",
    "DeliveryRow",
    "EventKind",
    "EventRow",
    "Flaw",
    "Found",
    "FoundPage",
    "FoundRow",
    "Gone",
    "History",
    "Kept",
    "LastSeen",
    "Leaf",
    "Life",
    "Moments",
    "ObservationRow",
    "Outcome",
    "Past",
    "Reached",
    "ReportRow",
    "Reread",
    "Resting",
    "Retention",
    "Room",
    "RunRow",
    "Sieve",
    "SiteRow",
    "Sitewide",
    "SnapshotRow",
    "Sought",
    "Sourced",
    "Standing",
    "State",
    "Store",
    "Stranger",
    "Taken",
    "Tally",
    "Unreported",
    "VersionRow",
    "Wanted",
    "WatchRow",
    "last_read",
    "left_alone",
    "payload_digest",
]
