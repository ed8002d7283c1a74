"""`stet agenda`: why an article is looked at when it is, and the policies that were compared."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crawler.config import Config
from crawler.dates import TAIPEI
from crawler.store import Resting, Store
from scheduler import plans
from scheduler.agenda import NEVER
from tests.archives import filled, hours_until_now
from tests.terminal import Inside, complaint, lines
from tests.test_plans import busy
from tests.visits import article, hour, seed, visit

FERRY = "cna:202603010001"
PIER = "news.example:/pier"


@pytest.fixture
def archive(quick: Inside) -> Path:
    """The archive in the folder where `quick` is run."""
    folder = quick.folder / "data"
    filled(folder)
    return folder


def told(answer: list[str]) -> dict[str, str]:
    """Label -> what stands behind it."""
    return {line[:14].strip(): line[14:] for line in answer[1:]}


def test_a_young_archive_says_that_nothing_is_learnt(archive: Path, quick: Inside):
    with Store.open(archive) as store:
        store.set_due({PIER: datetime.now(UTC) + timedelta(minutes=30)})
    head, *rest = lines(quick("agenda", "explain", PIER))
    said = told([head, *rest])

    assert head == f"{PIER}  碼頭燈號"
    assert said["next look"].endswith(("in 30 min", "in 29 min"))
    assert said["why"].startswith("nothing is learnt yet")
    assert said["worth a look"] == "0.07 unseen edits"


def test_what_is_overdue_says_by_how_much(archive: Path, quick: Inside):
    with Store.open(archive) as store:
        [watch] = [each for each in store.watches() if each.identity == PIER]
        assert watch.looked_at
        store.set_due({PIER: watch.looked_at + timedelta(minutes=15)})
    said = told(lines(quick("agenda", "explain", PIER)))

    assert said["next look"].startswith("now: due since ")
    assert said["next look"].endswith((", 4.0 times the pause", ", 4.1 times the pause"))


def test_what_is_due_of_a_host_that_is_left_alone_has_to_wait(archive: Path, quick: Inside):
    until = datetime.now(UTC) + timedelta(minutes=30)
    with Store.open(archive) as store:
        store.hosts.note("news.example", Resting(1, until, "HTTP 503"))
    at = f"{until.astimezone(TAIPEI):%Y-%m-%d %H:%M}"
    said = told(lines(quick("agenda", "explain", PIER)))

    assert said["its host"].startswith(f"news.example, left alone until {at}, in ")
    assert said["its host"].endswith(" min: HTTP 503")
    assert said["next look"] == f"not before {at}: its host is left alone"

    with Store.open(archive) as store:
        store.set_due({PIER: until + timedelta(minutes=30)})
    later = told(lines(quick("agenda", "explain", PIER)))
    assert not later["next look"].startswith("not before"), "its turn comes later"


def test_what_was_not_planned_or_not_looked_at_is_due(archive: Path, quick: Inside):
    assert (
        told(lines(quick("agenda", "explain", PIER)))["next look"] == "now: it is not planned yet"
    )


@pytest.mark.parametrize(
    ("wait", "shown"), [(timedelta(hours=5), "in 5 h"), (timedelta(days=9, hours=1), "in 9 days")]
)
def test_a_wait_is_told_in_its_own_measure(
    archive: Path, quick: Inside, wait: timedelta, shown: str
):
    with Store.open(archive) as store:
        store.set_due({PIER: datetime.now(UTC) + wait + timedelta(seconds=30)})

    assert told(lines(quick("agenda", "explain", PIER)))["next look"].endswith(shown)


def test_what_rests_or_is_paused_says_so(archive: Path, quick: Inside):
    with Store.open(archive) as store:
        store.set_due({PIER: NEVER})
        store.pause(FERRY)

    assert told(lines(quick("agenda", "explain", PIER)))["next look"] == "never"
    assert lines(quick("agenda", "explain", FERRY))[1:] == ["next look     never: it is paused"]
    [row] = [line for line in lines(quick("list")) if line.startswith(PIER)]
    assert "rests" in row


def test_a_seed_that_was_never_fetched_is_due(quick: Inside):
    folder = quick.folder / "data"
    with Store.open(folder) as store:
        store.keep_seeds([seed("舊稿", url="https://news.example/3", identity="example:3")])

    assert lines(quick("agenda", "explain", "example:3"))[1] == (
        "next look     now: it was never looked at"
    )


def test_once_it_has_learnt_its_figures_are_told(quick: Inside):
    folder = quick.folder / "data"
    with Store.open(folder) as store:
        busy(store)
        now = hours_until_now()
        for at in (now - 8, now - 5):
            read = article("港口", f"{at:.0f}人受傷。", url="https://a.example/x")
            store.keep([visit(read, at, identity="edits:x")])
        plans.learn(store, Config(data=folder), hour(24))
    said = told(lines(quick("agenda", "explain", "edits:x")))

    assert said["why"].startswith("when the unseen edits")
    assert said["learnt from"] == "101 articles"
    assert float(said["expected"].split()[0]) > 0
    assert {"fading", "steady", "echo"} <= said.keys()


def test_a_budget_says_what_is_left_of_it(archive: Path, quick: Inside):
    budgets = "requests_a_day = 900\nrequests_a_day_per_site = {}\n"
    settings = quick.folder / "stet.toml"
    settings.write_text(f"[agenda]\n{budgets.format(50)}")
    free = lines(quick("agenda", "explain", PIER))
    settings.write_text(f"[agenda]\n{budgets.format(6)}")
    spent = lines(quick("agenda", "explain", PIER))

    assert "budget        6 of 900 looks at all articles in 24 h" in free
    waits = "; what is due waits until there is room again"
    assert "budget        6 of 50 looks at its site in 24 h" in free
    assert f"budget        6 of 6 looks at its site in 24 h{waits}" in spent
    settings.write_text(f"[agenda]\n{budgets.format(48)}")
    with Store.open(archive) as store:
        for minutes in range(6):
            read = article("碼頭燈號", f"燈號第{minutes}次異常。", url="https://news.example/pier")
            store.keep([visit(read, hours_until_now() - 0.2 + minutes / 60, identity=PIER)])
    held = lines(quick("agenda", "explain", PIER))
    assert f"budget        6 of 48 looks at its site in 24 h, an hour 6 at most{waits}" in held


def test_policies_are_compared_in_a_table_and_a_picture(quick: Inside):
    answer = quick(
        "agenda",
        "simulate",
        "--world",
        "A",
        "--budget",
        "6",
        "--policy",
        "quiet",
        "--plot",
        "a.svg",
        "--seeds",
        "2",
        "--per-day",
        "60",
    )
    head, oracle, quiet = answer.stdout.splitlines()

    assert (answer.returncode, answer.stderr) == (0, "drawn: a.svg\n")
    assert head.split()[:4] == ["WORLD", "BUDGET", "POLICY", "LOOKS"]
    assert oracle.split()[:3] == ["A", "6", "oracle"]
    assert quiet.split()[:3] == ["A", "6", "quiet"]
    assert (quick.folder / "a.svg").read_text(encoding="utf-8").startswith("<svg")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["explain"], "name an article"),
        (["explain", PIER, "--budget", "3"], "explain takes no --budget: that is for simulate"),
        (["explain", PIER, "--per-day", "60"], "explain takes no --per-day"),
        (["simulate", FERRY], "simulate takes no article"),
        (["simulate", "--budget", "0"], "'0' is no number from 1 to 200"),
        (["simulate", "--policy", "best"], "invalid choice"),
        (["simulate", "--plot", "no/folder.svg"], "cannot write no/folder.svg: No such file"),
        (["simulate", "--plot", "data"], "cannot write data: Is a directory"),
        (["guess"], "invalid choice"),
    ],
)
def test_what_cannot_be_is_said(archive: Path, quick: Inside, words: list[str], said: str):
    answer = quick("agenda", *words)

    assert answer.returncode == 2
    assert said in complaint(answer)
    assert answer.stdout == ""
