"""The parts of an archive that have a door of their own, so that the main one stays small."""

from crawler.store.bookmarks import Bookmarks
from crawler.store.database import Database
from crawler.store.deliveries import Deliveries
from crawler.store.hints import Hints
from crawler.store.hosts import Hosts
from crawler.store.known import LastSeen, last_seen
from crawler.store.leases import Leases
from crawler.store.pasts import Pasts
from crawler.store.sources import Sources


class Doors:
    """What `crawler.store.Store` hands out beside its own methods."""

    _database: Database

    @property
    def pasts(self) -> Pasts:
        """When articles were seen as what, and what the agenda has learnt of it."""
        return Pasts(self._database)

    @property
    def hints(self) -> Hints:
        """What lists say of when articles were changed, and how far that is to be trusted."""
        return Hints(self._database)

    @property
    def bookmarks(self) -> Bookmarks:
        """How far readers were told."""
        return Bookmarks(self._database)

    @property
    def deliveries(self) -> Deliveries:
        """Letters to readers, and how they went."""
        return Deliveries(self._database)

    @property
    def hosts(self) -> Hosts:
        """Hosts that did not answer of late, and are left alone."""
        return Hosts(self._database)

    @property
    def sources(self) -> Sources:
        """Sources of new articles: when each could be read, and what was wrong."""
        return Sources(self._database)

    @property
    def leases(self) -> Leases:
        """Who is at work on which articles."""
        return Leases(self._database)

    def watcher(self) -> str:
        """Who watches an archive on a server, as `stet 12 on desk`; empty: nobody, or a file.

        Of a file, whoever watches has the lock of his own data folder.
        """
        if not self._database.is_server:
            return ""
        from crawler.store import server

        with self._database.reading() as connection:
            return server.watcher(connection)

    def last_seen(self, identity: str) -> LastSeen | None:
        """The latest version as the last whole answer brought it: None where it is not there."""
        return last_seen(self._database, identity)
