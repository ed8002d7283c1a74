"""What every test may ask for."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from coverage import Coverage
from hypothesis import settings
from xdist.remote import Producer
from xdist.scheduler import LoadFileScheduling

from crawler.config import Config
from crawler.store import Store
from scheduler.newsroom import Newsroom
from tests import disks, postgresql, warm
from tests.seed_documents import write_seeds
from tests.terminal import Inside, Terminal

if TYPE_CHECKING:
    from scheduler.demo.performance import Performance
    from tests.browser import Browser

settings.register_profile("stet", deadline=None)  # the first call may load a dictionary
settings.load_profile("stet")

SHARED = Path(__file__).parents[2] / "shared" / "data"


def pytest_xdist_auto_num_workers() -> int:
    """Half as many again as there are processors: a third of the time tests wait for a child."""
    return max((os.cpu_count() or 1) * 3 // 2, 1)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadFileScheduling:
    """As `--dist=loadfile`, but for the demo."""
    return _ByFile(config, log)


class _ByFile(LoadFileScheduling):  # type: ignore[misc]  # pytest-xdist has no types
    """The tests of a file go to one worker; those of what the demo has left too, as it is played
    once a worker.
    """

    def _split_scope(self, nodeid: str) -> str:
        file: str = super()._split_scope(nodeid)
        return "test_demo_" if file.startswith("tests/test_demo_") else file


def pytest_configure(config: pytest.Config) -> None:
    """Hear Ctrl-C, and so what is started here, also where all of this was put in background."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if hasattr(config, "workerinput"):
        _be_measured_once()


def _be_measured_once() -> None:
    """A worker measures its session, but for what is marked `no_cover`.

    As a process that was started under coverage it measures itself, too, and once more as if it
    were the one that starts workers: what pauses the one lets the others go on.
    """
    while (started := Coverage.current()) is not None:
        started.stop()
        started.save()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What is slow comes first, so that no worker is left alone with it at the end.

    What is tested with both databases is covered by the tests with the one.
    """
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)
    for item in items:
        if "postgresql" in item.name:
            item.add_marker(pytest.mark.no_cover)


@pytest.fixture(autouse=True)
def _measured(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A test without coverage, or one that crawls, starts its processes without: half the time.

    Marked with `no_cover` is what runs nothing of ours, or nothing that others do not run too.
    """
    if request.node.get_closest_marker("no_cover") or "newsroom" in request.fixturenames:
        monkeypatch.delenv(warm.COVERED, raising=False)


@pytest.fixture
def _unless_beside_peers() -> None:
    """Of what `.ci/run` measures anew beside its peers, by the same floors, once is enough."""
    if os.environ.get("CI") == "true":
        pytest.skip("measured beside its peers by .ci/run")


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


@pytest.fixture
def stet(newsroom: Newsroom, tmp_path: Path) -> Terminal:
    """`stet WORDS...` in a folder of its own, with the newsroom as the web."""
    return Terminal(newsroom, tmp_path)


@pytest.fixture
def quick(tmp_path: Path) -> Inside:
    """`stet WORDS...` without a process, for verbs that fetch nothing."""
    return Inside(tmp_path)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Where an archive is to be; nothing stands there yet."""
    return tmp_path / "data"


@pytest.fixture
def config(data: Path) -> Config:
    """The settings of one who wrote no file."""
    return Config(data=data)


@pytest.fixture
def served(data: Path) -> Iterator[Config]:
    """The settings of one whose archive is on PostgreSQL, where nothing stands yet."""
    with postgresql.schema() as url:
        yield Config(data=data, database_url=url)


@pytest.fixture(params=["sqlite", "postgresql"])
def source(request: pytest.FixtureRequest, data: Path) -> Config:
    """The settings of one whose archive is on either database.

    Nothing stands there yet, but for who asks for the `store`, too.
    """
    if request.param == "sqlite":
        return Config(data=data)
    is_open = "store" in request.fixturenames
    served: Config = request.getfixturevalue("_emptied" if is_open else "served")
    return served


@pytest.fixture
def store(source: Config) -> Iterator[Store]:
    """An empty archive on either database, open; its tables stay what they are."""
    with Store.open(source) as store:
        yield store


@pytest.fixture(scope="session")
def _kept() -> Iterator[str]:
    """The URL of a schema with an archive, which one test after the other has for itself."""
    with postgresql.schema() as url:
        with Store.open(Config(database_url=url)):
            pass
        yield url


@pytest.fixture
def _emptied(_kept: str, data: Path) -> Iterator[Config]:
    """The settings of one whose archive is on PostgreSQL, and empty."""
    yield Config(data=data, database_url=_kept)
    postgresql.empty(_kept)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of a megabyte."""
    with disks.small(tmp_path / "disk") as folder:
        yield folder


@pytest.fixture
def browser(config: Config) -> "Iterator[Browser]":
    """A browser with the reader of `config` before it."""
    from scheduler import web  # half a second that most tests need not wait
    from tests.browser import opened

    with opened(web.app(config, stale=0)) as browser:
        yield browser


@pytest.fixture(scope="session")
def performance(tmp_path_factory: pytest.TempPathFactory) -> "Performance":
    """The demo, played once, and all that it left."""
    from scheduler import demo

    data = tmp_path_factory.mktemp("demo") / "data"
    return demo.perform(demo.prepared(data, Config().zone), lambda text: None)


@pytest.fixture(scope="session")
def nine_hundred(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of so many seed documents, whose pages are those of `tests.children.url_of`."""
    return write_seeds(tmp_path_factory.mktemp("seeds") / "posts", 900)
