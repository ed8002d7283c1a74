"""What was asked of the archive lately, and serves many pages."""

from itertools import count

from crawler.config import Config
from scheduler.web.recent import SECONDS, Recent
from tests.archives import filled
from tests.browser import Browser, shown


class Clock:
    """Is set by hand."""

    time = 100.0

    def __call__(self) -> float:
        return self.time


def test_it_is_asked_anew_when_it_is_old():
    clock, asked = Clock(), count(1)
    recent = Recent(clock)

    def ask() -> int:
        return next(asked)

    assert recent.of("it", ask) == 1
    clock.time += SECONDS - 1
    assert recent.of("it", ask) == 1
    assert recent.of("other", ask) == 2
    clock.time += 1
    assert recent.of("it", ask) == 3


def test_pages_of_sites_and_comparisons_share_it(config: Config, browser: Browser):
    filled(config)
    for _ in range(2):
        assert "cna" in shown(browser.get("/sites"))
        assert browser.get("/sites/cna").status_code == 200
        assert browser.get("/article/cna:202603010001/diff/1..2").status_code == 200
