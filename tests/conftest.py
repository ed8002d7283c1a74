"""What every test may ask for."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from scheduler.newsroom import Newsroom

SHARED = Path(__file__).parents[2] / "shared" / "data"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real pages and posts that stands beside a developer's checkout."""
    if SHARED.is_dir():
        return SHARED
    reason = f"real material is not at {SHARED}"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture
def newsroom() -> Iterator[Newsroom]:
    """An empty newsroom that stands in for every host; see `Newsroom.environment`."""
    with Newsroom() as newsroom:
        yield newsroom
