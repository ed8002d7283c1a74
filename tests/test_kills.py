"""`kill -9` at a few random moments; `python -m tests.soak.kills 50` does it fifty times."""

import random
from pathlib import Path

import pytest

from tests.soak import kills

pytestmark = pytest.mark.no_cover


@pytest.mark.slow
def test_nothing_that_was_stored_is_lost_to_a_kill(tmp_path: Path):
    """Which seed it was is printed with a failure, and makes the same moments again."""
    kills.run(3, random.SystemRandom().randrange(10**6), tmp_path, print, stories=60)
