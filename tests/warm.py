"""Commands that start at once: forked from a process that has loaded what they load.

Of a short `stet add`, two thirds is the loading of SQLAlchemy, Scrapy and Twisted, twice, and a
suite runs hundreds. `Warm` keeps one process that has done so and forks for each `-m scheduler` and
`-m scrapy`. What is forked has its own environment, folder, streams, end and crash, and starts
crawls the same way. What a test means to kill or to measure is started as users start it.
"""

import atexit
import gc
import json
import os
import runpy
import selectors
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import IO, Any

ROOT = Path(__file__).parents[1]
LOADED = (
    "alembic.autogenerate", "alembic.command", "alembic.context", "sqlalchemy.dialects.sqlite",
    "crawler.extensions", "crawler.middlewares.guard", "crawler.middlewares.retry",
    "crawler.middlewares.robots", "crawler.pipelines", "crawler.sites", "crawler.spiders.article",
    "crawler.store", "scheduler.cli", "scheduler.rounds", "scrapy.cmdline", "scrapy.crawler",
    "scrapy.core.downloader.handlers.http11", "scrapy.core.engine", "scrapy.core.scraper",
    "scrapy.extensions.feedexport", "scrapy.shell", "scrapy.downloadermiddlewares.httpcompression",
)  # fmt: skip
"""Not what looks at the environment as it is loaded (`crawler.settings`), nor the reactor."""

UNLIKE = ("PYTHON", "LC_", "LANG")
"""What begins so in an environment is asked by Python itself at its start."""

LAUNCHER = """#!{python} -ISE
import json, os, signal, socket, sys
if sys.argv[1:2] != ["-m"]:
    os.execv({python!r}, [{python!r}, *sys.argv[1:]])
warm = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
warm.connect({address!r})
asked = {{"words": sys.argv[2:], "folder": os.getcwd(), "environment": dict(os.environ)}}
for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
    signal.signal(number, lambda number, frame: warm.send(b"%d" % number))
socket.send_fds(warm, [json.dumps(asked).encode()], [0, 1, 2])
status = int(warm.recv(16) or 70 << 8)
if os.WIFSIGNALED(status):
    signal.signal(os.WTERMSIG(status), signal.SIG_DFL)
    os.kill(os.getpid(), os.WTERMSIG(status))
sys.exit(os.waitstatus_to_exitcode(status))
"""
"""Stands for Python where a command starts another; a signal is handed on."""


class Warm:
    """The process to fork from; started by the first command, ended with this one."""

    def __init__(self) -> None:
        self._address = Path()
        self._server: subprocess.Popen[bytes] | None = None

    def close(self) -> None:
        """End it, and what it has forked and nobody waits for."""
        if self._server is not None:
            self._server.communicate()  # its stdin ends, and so does it: its stdout is closed then
            shutil.rmtree(self._address.parent)

    def run(
        self, words: Sequence[str], folder: Path, environment: Mapping[str, str], timeout: float
    ) -> subprocess.CompletedProcess[str]:
        """`python -m WORDS...` in `folder`, to its end."""
        if _asked_of_python(environment) != _asked_of_python(os.environ):
            return self._cold(words, folder, environment, timeout)
        asked = {"words": list(words), "folder": str(folder), "environment": dict(environment)}
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            with Path(os.devnull).open("rb") as nothing, self._connection() as connection:
                connection.settimeout(timeout)
                streams = [stream.fileno() for stream in (nothing, out, err)]
                socket.send_fds(connection, [json.dumps(asked).encode()], streams)
                status = int(connection.recv(16))
            code = os.waitstatus_to_exitcode(status)
            return subprocess.CompletedProcess([*words], code, _read(out), _read(err))

    @staticmethod
    def _cold(
        words: Sequence[str], folder: Path, environment: Mapping[str, str], timeout: float
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", *words],
            cwd=folder,
            env=environment,
            capture_output=True,
            encoding="utf-8",
            timeout=timeout,
        )

    def _connection(self) -> socket.socket:
        if self._server is None:
            self._start()
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        connection.connect(str(self._address))
        return connection

    def _start(self) -> None:
        self._address = Path(tempfile.mkdtemp(prefix="warm-")) / "socket"
        self._server = subprocess.Popen(
            [sys.executable, "-m", "tests.warm", str(self._address)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        atexit.register(self.close)
        assert self._server.stdout is not None
        assert self._server.stdout.readline() == b"warm\n"


def _asked_of_python(environment: Mapping[str, str]) -> dict[str, str]:
    asked = {name: value for name, value in environment.items() if name.startswith(UNLIKE)}
    return {"PYTHONPATH": str(ROOT)} | asked


def _read(stream: IO[bytes]) -> str:
    stream.seek(0)
    return stream.read().decode().replace("\r\n", "\n")


COVERED = "COVERAGE_PROCESS_CONFIG"
"""In the environment of what is to be measured: what coverage's own start in a child reads."""
_KEPT = {is_covered: Warm() for is_covered in (True, False)}


def run(
    words: Sequence[str], folder: Path, environment: Mapping[str, str], timeout: float
) -> subprocess.CompletedProcess[str]:
    """`python -m WORDS...` in `folder`, to its end; with coverage, where that is asked for."""
    return _KEPT[COVERED in environment].run(words, folder, environment, timeout)


Request = dict[str, Any]
"""words, folder, environment."""


class Server:
    """Forks for whoever asks, tells how it ended, and hands signals on."""

    def __init__(self, address: Path) -> None:
        self.listener = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.listener.bind(str(address))
        self.listener.listen()
        self.asking: dict[int, socket.socket] = {}
        """By process number."""
        self.ended, self.wake = socket.socketpair()
        for end in (self.ended, self.wake):
            end.setblocking(False)
        signal.set_wakeup_fd(self.wake.fileno(), warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda number, frame: None)
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the terminal's: for who runs the tests
        self.selector = selectors.DefaultSelector()
        self._answer(self.listener, self._fork)
        self._answer(self.ended, self._tell)
        self._answer(sys.stdin.buffer, dict)

    def serve(self) -> Request:
        """Return in a new process, with what it is to run; with nothing, at the end."""
        while True:
            for key, _ in self.selector.select():
                asked = key.data()
                if asked is not None:
                    return asked  # type: ignore[no-any-return]

    def _answer(self, readable: Any, act: Callable[[], Request | None]) -> None:
        self.selector.register(readable, selectors.EVENT_READ, act)

    def _fork(self) -> Request | None:
        connection, _ = self.listener.accept()
        said, streams, _, _ = socket.recv_fds(connection, 1 << 20, 3)
        process = os.fork()
        if not process:
            self._become(streams)
            asked: Request = json.loads(said)
            return asked
        for stream in streams:
            os.close(stream)
        self.asking[process] = connection
        self._answer(connection, partial(self._signal, process))
        return None

    def _become(self, streams: Sequence[int]) -> None:
        """Be a process that was just started; the terminal's streams are the given ones."""
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        self.selector.close()
        for kept in (self.listener, self.ended, self.wake, *self.asking.values()):
            kept.close()
        for number, stream in enumerate(streams):
            os.dup2(stream, number)
            os.close(stream)

    def _tell(self) -> None:
        with suppress(BlockingIOError):
            self.ended.recv(1024)
        while self.asking:
            process, status = os.waitpid(-1, os.WNOHANG)
            if not process:
                break
            connection = self.asking.pop(process)
            with suppress(KeyError):
                self.selector.unregister(connection)
            with connection, suppress(OSError):  # who asked was killed
                connection.send(str(status).encode())

    def _signal(self, process: int) -> None:
        """Hand a signal on; where who asked was killed, so is this."""
        if process not in self.asking:
            return
        try:
            number = int(self.asking[process].recv(16) or signal.SIGKILL)
        except OSError:
            number = signal.SIGKILL
        os.kill(process, number)
        if number == signal.SIGKILL:
            self.selector.unregister(self.asking[process])


def launcher(address: Path) -> Path:
    """Write what stands for Python in a command that was forked."""
    path = address.with_name("python")
    if not path.exists():
        path.write_text(LAUNCHER.format(python=sys.executable, address=str(address)))
        path.chmod(0o700)
    return path


def main(address: Path) -> None:
    """Load, say so, and serve."""
    for module in LOADED:
        import_module(module)
    assert "twisted.internet.reactor" not in sys.modules, "each crawl is to choose its own"
    with tempfile.TemporaryDirectory() as folder:  # what an empty archive is told is remembered
        import_module("crawler.store").Store.open(Path(folder)).close()
    stands_for_python = launcher(address)
    if os.fork():  # no child of the tests, which look for theirs and kill them
        os._exit(0)
    server = Server(address)
    sys.stdout.write("warm\n")
    sys.stdout.flush()
    gc.collect()
    gc.freeze()
    if asked := server.serve():
        environment, words = asked["environment"], asked["words"]
        os.environ.clear()
        os.environ.update(environment)
        os.chdir(asked["folder"])
        sys.executable = str(stands_for_python)
        sys.path[0] = asked["folder"]
        sys.argv = words
        runpy.run_module(words[0], run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
