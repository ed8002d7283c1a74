"""Read the archive in the browser."""

import argparse
import os
import signal
import sys
import threading

from scheduler.verbs import _archive

EXAMPLES = """\
  stet serve                     http://127.0.0.1:8000
  stet serve --port 8080         another port; Ctrl-C stops it"""


def configure(parser: argparse.ArgumentParser) -> None:
    """--host, --port."""
    parser.add_argument("--host", default="127.0.0.1", help="default: %(default)s, this machine")
    parser.add_argument("--port", type=int, default=8000, help="default: %(default)s")


def run(options: argparse.Namespace) -> int:
    """Block until stopped."""
    from scheduler import web  # `stet serve --help` needs no web server

    _archive.open_to_read(options).close()  # what cannot be read is said now, not on every page
    if os.environ.get("STET_STOP_AT_EOF"):
        threading.Thread(target=_leave_with_parent, daemon=True).start()
    web.serve(_archive.config_of(options), options.host, options.port)
    return 0


def _leave_with_parent() -> None:
    """The daemon that started us is gone: its end of our standard input is closed."""
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGTERM)
