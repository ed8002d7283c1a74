"""An archive that is read again and again, as by a server of pages: one moment of it each time."""

from collections.abc import Iterator
from contextlib import contextmanager

from crawler.config import Config
from crawler.store.archive import Store
from crawler.store.complaints import PATIENCE
from crawler.store.database import (
    CONNECTIONS,
    check_file,
    file_of,
    file_to_read,
    is_current,
    server_to_read,
)
from crawler.store.held import SECONDS, Held


class Moments:
    """Moments of an archive, which may be started, migrated or restored between any two of them.

    To a server a few connections are kept; a file is held open for half a second at most.
    """

    def __init__(
        self,
        config: Config,
        *,
        connections: int = CONNECTIONS,
        patience: float = PATIENCE,
        held: float = SECONDS,
    ) -> None:
        """Opens nothing yet. Raises `StoreError` where the configuration names no database.

        To a server there are so many connections at most; who finds all of them taken waits for
        one, `patience` in seconds. A connection to a file serves for `held` seconds.
        """
        self._config = config
        self.path = file_of(config.data, config.database_url)
        """The file; None where a server keeps the archive."""
        self._database = (
            file_to_read(self.path)
            if self.path
            else server_to_read(config.database_url, connections, patience)
        )
        self._held = Held(self._database.engine, self.path, held) if self.path else None

    @contextmanager
    def now(self) -> Iterator[Store]:
        """The archive as it is now, read only, in one transaction. Raises `StoreError`."""
        if self.path:
            check_file(self.path, read_only=True, make=False)
        with self._database.moment(self._held) as database:
            if is_current(database):
                yield Store(database)
                return
        with Store.open(self._config, read_only=True) as store:  # says what is in the way
            yield store

    def close(self) -> None:
        """Let go of the connections."""
        if self._held:
            self._held.close()
        self._database.engine.dispose()
