"""Whether the archive of a reader is there, was never made so far, or is gone."""

from crawler.config import Config
from crawler.store.database import file_of
from scheduler.web.worded import GoneError


class Presence:
    """Of one archive, for as long as it is served: what was seen once may not go unnoticed."""

    def __init__(self, config: Config) -> None:
        """Raises `StoreError` where the settings name no database."""
        self._file = file_of(config.data, config.database_url)
        self._was_seen = False
        self.is_there()

    def is_there(self) -> bool:
        """Whether there is anything to open; a database server is taken to be there.

        Raises `GoneError` where there was before.
        """
        if self._file is None or self._file.exists():
            self._was_seen = True
            return True
        if self._was_seen:
            raise GoneError("error.gone", place=self._file)
        return False
