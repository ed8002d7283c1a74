"""A day of the soak; `python -m tests.soak.week` plays a week of three thousand articles."""

import random
from pathlib import Path

import pytest

from tests.soak import week

pytestmark = pytest.mark.no_cover


@pytest.mark.slow
def test_every_edit_that_a_perfect_poller_sees_is_told_once(tmp_path: Path):
    """Which seed it was is printed with a failure, and plays the same day again."""
    seed = random.SystemRandom().randrange(10**6)
    found = week.run(tmp_path, print, articles=30, days=1, minutes=0.8, seed=seed)

    assert found.looks > 0  # how many depends on what else the machine does: the clock runs on
    for job in ("tick", "source:https://www.cna.com.tw/sitemap.xml", "heartbeat", "report"):
        assert found.fired[job] > 0, job
    assert len([*found.lines()]) == 8
