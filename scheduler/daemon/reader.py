"""The reader beside the daemon, as a process of its own: we do not die of it."""

import logging
import sys
from pathlib import Path

from crawler.config import Config
from crawler.errors import StoreError
from scheduler import runner
from scheduler.child import SETTINGS, Attendant, write_privately

log = logging.getLogger(__name__)

LOG = "serve.txt"
"""What it says, in the folder of logs."""


class Reader:
    """`stet serve` where [serve] says, started again where it ends."""

    def __init__(self, config: Config) -> None:
        """Starts it, by the settings that are in use: somebody may be writing the file they are of.

        They stand beside its log, in a file that is for nobody else to read and goes with it.
        Raises `StoreError` where that cannot be written.
        """
        path = config.data / runner.LOGS / LOG
        self.config = config
        self.settings = path.with_suffix(SETTINGS)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_privately(self.settings, config.text)
        except OSError as error:
            raise StoreError(f"cannot write {self.settings}: {error.strerror}") from error
        environment = {"STET_DATA": str(config.data.absolute()), "STET_URL": config.database_url}
        self._attendant = Attendant(
            "the reader",
            _command(config, self.settings),
            path,
            environment=environment,
            heard=_tell,
        )

    def stop(self) -> None:
        """End it, if need be by force."""
        self._attendant.stop()
        self.settings.unlink(missing_ok=True)


def _tell(line: str) -> None:
    """It says where it is once it listens there."""
    if line.startswith("http"):
        log.info("the reader is at %s", line.partition(" ")[0])


def _command(config: Config, settings: Path) -> list[str]:
    command = [sys.executable, "-m", "scheduler", "serve", "--config", str(settings)]
    command += ["--host", config.serve_host, "--port", str(config.serve_port)]
    return [*command, "--processes", str(config.serve_processes)]
