"""A day of the soak; `python -m tests.soak.week` plays a week of a thousand articles."""

import random
from pathlib import Path

import pytest

from tests.soak import week


@pytest.mark.slow
def test_every_edit_that_a_perfect_poller_sees_is_told_once(tmp_path: Path):
    """Which seed it was is printed with a failure, and plays the same day again."""
    seed = random.SystemRandom().randrange(10**6)
    found = week.run(tmp_path, print, articles=20, days=1, step=8, seed=seed)

    assert found.rounds == 3
    assert found.looks >= 20
    assert len([*found.lines()]) == 6
