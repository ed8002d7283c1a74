"""What goes wrong in one job of the daemon ends no other one."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from crawler.errors import StetError

log = logging.getLogger(__name__)


@contextmanager
def saying_errors(about: str = "") -> Iterator[None]:
    """A daemon goes on: an error is said, and the next time tries again."""
    try:
        yield
    except StetError as error:
        log.error("%s%s", f"{about}: " if about else "", error)  # noqa: TRY400  the sentence is for people, the trace for nobody
    except Exception:
        log.exception("a bug of ours; the daemon goes on, please tell us")
