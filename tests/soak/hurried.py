"""`stet run` on a clock that goes faster: `python -m tests.soak.hurried FOLDER TICK CLOCK`.

TICK in seconds of that clock; CLOCK is what it shows at first, how fast it goes, and when that
was by the machine's: `2026-01-05T09:00:00+08:00 288 2026-11-26T18:00:00+00:00`. Each job that
APScheduler fires is told in the log.
"""

import logging
import os
import sys
from datetime import datetime
from pathlib import Path

from crawler import config
from crawler.clock import Faster
from scheduler import logs
from scheduler.daemon import Daemon


def main(folder: Path, tick: float, faster: Faster) -> int:
    """Watch until told to stop; the settings are in stet.toml there."""
    logs.begin("text")
    logging.getLogger("apscheduler.executors").setLevel(logging.INFO)

    def reread() -> config.Config:
        return config.load(folder / config.FILE, None, os.environ)

    return Daemon(reread(), reread, tick, faster).run()


if __name__ == "__main__":
    shown, factor, began = sys.argv[3:]
    clock = Faster(datetime.fromisoformat(shown), float(factor), datetime.fromisoformat(began))
    sys.exit(main(Path(sys.argv[1]), float(sys.argv[2]), clock))
