"""A PostgreSQL server of a test's own, which it may stop, crash and start anew."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

QUICK = "-c listen_addresses=127.0.0.1 -c shared_buffers=16MB -c max_wal_size=64MB"


class OwnServer:
    """Runs as nobody where the tests run as root, whom PostgreSQL refuses."""

    def __init__(self, tools: Path, folder: Path, encoding: str) -> None:
        """Made, and started."""
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port: int = free.getsockname()[1]
        self._tools = tools
        self._data = folder / "cluster"
        self._do("initdb", "-A", "trust", "-U", "postgres", "-E", encoding, "--locale=C", "-N")
        self._options = f"-p {self.port} -c unix_socket_directories={folder} {QUICK}"
        self._do("pg_ctl", "-w", "-l", str(folder / "log"), "-o", self._options, "start")

    @property
    def url(self) -> str:
        """Of its one database."""
        return f"postgresql+psycopg://postgres@127.0.0.1:{self.port}/postgres"

    def restart(self, mode: str) -> None:
        """Stop it and start it again: `fast` throws everybody out, `immediate` is a crash."""
        self.stop(mode)
        log = str(self._data.parent / "log")
        self._do("pg_ctl", "-w", "-l", log, "-o", self._options, "start")

    def stop(self, mode: str = "immediate") -> None:
        """Stop it."""
        self._do("pg_ctl", "-w", "-m", mode, "stop")

    def _do(self, tool: str, *words: str) -> None:
        as_nobody = {"user": "nobody", "group": "nogroup"} if os.getuid() == 0 else {}
        subprocess.run(
            [self._tools / tool, "-D", self._data, *words],
            stdout=subprocess.DEVNULL,
            cwd=self._data.parent,
            check=True,
            timeout=60,
            **as_nobody,  # type: ignore[call-overload]  # two words
        )


@contextmanager
def own_server(encoding: str = "UTF8") -> Iterator[OwnServer]:
    """Skips where PostgreSQL is not installed on this machine."""
    found = shutil.which("initdb")
    installed = [Path(found)] if found else sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not installed:
        pytest.skip("no PostgreSQL is installed here: a server of a test's own needs its initdb")
    with tempfile.TemporaryDirectory(prefix="stet-server-") as folder:
        if os.getuid() == 0:
            shutil.chown(folder, "nobody")
        server = OwnServer(installed[-1].parent, Path(folder), encoding)
        try:
            yield server
        finally:
            with suppress(subprocess.CalledProcessError):  # a test may have stopped it
                server.stop()
