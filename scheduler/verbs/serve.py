"""Read the archive in the browser."""

import argparse
import dataclasses
import os
import signal
import sys
import threading
from contextlib import suppress

from crawler.config import Config
from crawler.store import Store
from crawler.store.database import FILE
from scheduler.verbs import _archive

EXAMPLES = """\
  stet serve                     http://127.0.0.1:8000
  stet serve --port 8080         another port; Ctrl-C stops it
  stet serve --processes 4       for many readers at once, on four cores
  stet serve --demo              an archive of invented stories, made in half a minute
  STET_TOKEN=... stet serve --host 0.0.0.0
                                 to other machines, for whoever has the token"""


def configure(parser: argparse.ArgumentParser) -> None:
    """--host, --port, --processes, --demo."""
    parser.add_argument("--host", default="127.0.0.1", help="default: %(default)s, this machine")
    parser.add_argument("--port", type=int, default=8000, help="default: %(default)s")
    parser.add_argument(
        "--processes",
        type=_archive.number(1, 64),
        default=1,
        metavar="N",
        help="that answer, each on a core and with its own memory (default: %(default)s)",
    )
    parser.add_argument("--listener", type=int, help=argparse.SUPPRESS)
    parser.add_argument(
        "--demo",
        action="store_true",
        help="show an archive of invented stories instead of yours: what `stet demo` left, if any",
    )


def run(options: argparse.Namespace) -> int:
    """Block until stopped."""
    from scheduler import web  # `stet serve --help` needs no web server

    config = _archive.config_of(options)
    if options.demo:
        return _demo(options)
    if not config.database_url:
        _begin(config)
    _archive.open_to_read(options).close()  # what cannot be read is said now, not on every page
    if os.environ.get("STET_STOP_AT_EOF"):
        threading.Thread(target=_leave_with_parent, daemon=True).start()
    if options.listener is not None:
        with web.joined(options.listener) as listener:
            web.answer(config, options.host, listener)
        return 0
    web.serve(config, options.host, options.port, (options.processes - 1, _another(options)))
    return 0


def _begin(config: Config) -> None:
    """Make an archive where there is none: an empty one says on its page how to go on."""
    file = config.data / FILE
    with suppress(OSError):  # what cannot be looked at is said by who opens it
        if file.exists():
            return
    Store.open(config).close()
    print(f"{file} is a new archive, in which nothing is watched yet")


def _another(options: argparse.Namespace) -> list[str]:
    """The command that shows the same at the socket whose number follows."""
    told = {"--config": options.config, "--data": options.data, "--host": options.host}
    said = [word for name, value in told.items() if value for word in (name, str(value))]
    return [sys.executable, "-m", "scheduler", "serve", *said, "--listener"]


def _demo(options: argparse.Namespace) -> int:
    from scheduler import demo, web

    base = _archive.config_of(options)
    web.check(options.host, base.token)
    with web.listening(options.host, options.port) as listener:  # taken? better said at once
        folder = options.data or base.data / "demo"
        config = demo.played(folder, base.zone)
        if config:
            print(f"The demo in {folder} is shown as it was left; `stet demo` plays it anew.")
        else:
            config = demo.prepared(folder, base.zone)
            print("A newsroom of invented stories is crawled, edited and crawled again ...")
            sys.stdout.flush()
            demo.perform(config, lambda _: None)
        web.answer(dataclasses.replace(config, token=base.token), options.host, listener)
    return 0


def _leave_with_parent() -> None:
    """Whoever started us is gone: its end of our standard input is closed.

    Not by `sys.stdin`, which a thread may not hold while the interpreter ends.
    """
    while os.read(sys.stdin.fileno(), 4_096):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
