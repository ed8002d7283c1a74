"""How well pages are read: nothing falls below its floor, and no floor falls."""

import subprocess
import sys
from itertools import dropwhile, pairwise
from pathlib import Path

import pytest

from tests.quality import hostile, measure, pages, ratchet, scoring
from tests.quality.scoring import Score
from tests.rules import untraced

pytestmark = [pytest.mark.slow, pytest.mark.no_cover]

ROOT = Path(__file__).parents[1]
RATCHETS = sorted(file.relative_to(ROOT) for file in ROOT.glob("tests/quality/**/ratchet.toml"))
ANEW = {"tests/quality/agenda/ratchet.toml": "# Measured anew"}
"""Floors that nothing committed had ever reached were measured anew, once (docs/decisions.md): they
rise from the first state of their file on that has this line."""
FILE = '[own]\n"a" = 0.5  # why\n"b" = 0.25\n\n[clock]\n"c" = 3\n'


@pytest.mark.usefixtures("_unless_beside_peers")
def test_no_measure_is_below_its_floor(shared: Path):
    assert shared == pages.SHARED
    floors = ratchet.read(ratchet.FILE.read_text(encoding="utf-8"))
    measured = measure.own(measure.results(pages.every(), {}))

    assert not ratchet.below(floors, measured)
    assert {name for name, floor in floors.items() if floor.table == "own"} <= measured.keys()


@pytest.mark.parametrize("name", [file.as_posix() for file in RATCHETS])
def test_no_floor_was_ever_lowered(name: str):
    states = [*committed(name), (ROOT / name).read_text(encoding="utf-8")]
    if name in ANEW:
        states = [*dropwhile(lambda state: ANEW[name] not in state, states)]

    assert states
    for before, after in pairwise(states):
        assert not ratchet.lowered(before, after)


def committed(name: str) -> list[str]:
    """Every state of a file that the history holds, the oldest first."""
    log = git("log", "--reverse", "--format=%H", "--", name)
    return [git("show", f"{commit}:{name}") for commit in log.split()]


def git(*words: str) -> str:
    told = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, timeout=30)
    if told.returncode:
        pytest.skip("not a git checkout")
    return told.stdout


def test_a_floor_is_lifted_to_what_was_measured_and_never_lowered():
    lifted = ratchet.raised(FILE, {"a": 0.61239, "b": 0.1, "c": 9.9})

    assert lifted == FILE.replace("0.5 ", "0.6123 ")
    assert ratchet.lowered(FILE, lifted) == []
    assert ratchet.lowered(lifted, FILE) == ["a"]
    assert ratchet.lowered(FILE, '[own]\n"a" = 0.5\n"c" = 3\n') == ["b"]


def test_a_floor_of_which_nothing_was_measured_is_named():
    floors = ratchet.read(FILE)

    assert ratchet.unmatched(floors, {"a": 0.5}, {"own"}) == ["b: not measured, and has a floor"]
    assert ratchet.unmatched(floors, {"a": 0.5, "b": 0.5}, {"own"}) == []


def test_what_is_below_its_floor_is_named():
    floors = ratchet.read(FILE)

    assert ratchet.below(floors, {"a": 0.4, "b": 0.25}) == [
        "a: 0.4000 is below its floor 0.5000",
    ]


@pytest.mark.parametrize(
    ("found", "precision", "recall"),
    [
        ("渡輪今天復航了", 1.0, 1.0),
        ("渡輪今天復航了。相關", 4 / 6, 1.0),
        ("標題在此渡輪今天復航了", 4 / 7, 1.0),
        ("標題在此", 0.0, 0.0),
        ("渡輪今天", 1.0, 1 / 4),
        ("", 0.0, 0.0),
    ],
)
def test_a_body_is_scored_by_four_characters_in_a_row(found: str, precision: float, recall: float):
    score = scoring.body(found, "渡輪今天復航了", optional="標題在此")

    assert (score.precision, score.recall) == pytest.approx((precision, recall))


def test_words_of_other_scripts_are_one_token_each():
    assert scoring.tokens("Harbour 2,140人 フェリー") == [
        "Harbour", "2", "140", "人", "フ", "ェ", "リ", "ー",
    ]  # fmt: skip


def test_a_body_with_the_headline_in_front_is_as_whole_as_one_without():
    assert scoring.same_body("渡輪 今天\n復航。", "渡輪今天復航", "標題")
    assert scoring.same_body("標題渡輪今天復航", "渡輪今天復航", "標題")
    assert not scoring.same_body("渡輪今天復航 加入好友", "渡輪今天復航", "標題")


def test_titles_are_folded_before_they_are_compared():
    assert scoring.same_title("「渡輪」　復航—首日", '"渡輪" 復航-首日')
    assert not scoring.same_title("渡輪復航 | 島嶼報", "渡輪復航")


def test_f1_is_made_of_averages_and_the_interval_of_pages_drawn_in_pairs():
    ours, theirs = [Score(1.0, 0.5)] * 9, [Score(0.5, 0.5)] * 9

    assert scoring.f1(ours) == pytest.approx(2 / 3)
    assert scoring.f1([Score(0.0, 0.0)]) == 0.0
    assert scoring.interval(ours, theirs) == pytest.approx((1 / 6, 1 / 6))


SLOW = 10.0
"""Times as long as lxml takes for an ordinary page as large, just then: what a page may take where
the machine is so slow that this is more than a second."""


@pytest.mark.skipif(sys.platform != "linux", reason="measures with /proc")
def test_a_hostile_page_takes_under_a_second_and_200_megabytes():
    words = [sys.executable, "-m", "tests.quality.hostile"]
    told = subprocess.run(
        words, cwd=ROOT, capture_output=True, text=True, timeout=120, env=untraced()
    )

    assert not told.stderr
    costs = [line.split(" ", 6) for line in told.stdout.splitlines()]
    assert len(costs) == len(hostile.SHAPES) + 1
    assert not [
        (shape, seconds, megabytes, times)
        for seconds, _, megabytes, _, times, _, shape in costs
        if min(float(seconds), float(times) / SLOW) >= 1 or float(megabytes) >= 200
    ]
