"""What a program left alone writes: one line an event, for people or as JSON."""

import json
import logging
from datetime import UTC, datetime
from typing import Literal

FORMS: tuple[Literal["text"], Literal["json"]] = ("text", "json")


class _Json(logging.Formatter):
    """`{"at": "2026-01-05T12:00:00.123456+00:00", "level": "INFO", "message": "..."}`."""

    def format(self, record: logging.LogRecord) -> str:
        """One line, without an exception's trace: `trace` has it."""
        told = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "level": record.levelname,
            "message": record.getMessage(),
        }
        if record.exc_info:
            told["trace"] = self.formatException(record.exc_info)
        return json.dumps(told, ensure_ascii=False)


def begin(form: Literal["text", "json"]) -> None:
    """Write from now on to the standard error stream."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    if form == "json":
        for handler in logging.getLogger().handlers:
            handler.setFormatter(_Json())
    logging.getLogger("apscheduler").setLevel(logging.ERROR)  # a long round skips ticks
    logging.getLogger("alembic").setLevel(logging.WARNING)  # it lists what it is made of
