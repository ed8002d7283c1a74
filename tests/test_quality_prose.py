"""How readable the diffs of prose are: nothing falls below its floor."""

from pathlib import Path

import pytest

from tests.quality import ratchet
from tests.quality.prose import engines, headlines, measure, real
from tests.quality.prose.corpus import Token, articles, plain
from tests.quality.prose.edits import KINDS, Case, Edit, cases
from tests.quality.prose.hunks import Hunk, runs
from tests.quality.prose.score import score

pytestmark = pytest.mark.no_cover

FLOORS = Path(__file__).parent / "quality/prose/ratchet.toml"


@pytest.fixture(scope="module")
def scripted() -> list[Case]:
    return list(cases(measure.REPEATS, measure.SEED))


@pytest.mark.usefixtures("_unless_beside_peers")
def test_no_measure_is_below_its_floor(scripted: list[Case]):
    floors = ratchet.read(FLOORS.read_text(encoding="utf-8"))
    found = measure.scored(engines.ours, scripted)
    measured = measure.own(found) | measure.of_judgement(scripted)

    assert not ratchet.below(floors, measured)
    assert {name for name, floor in floors.items() if floor.table == "own"} == measured.keys()


@pytest.mark.usefixtures("_unless_beside_peers")
def test_no_measure_of_real_pairs_is_below_its_floor(shared: Path):
    assert (shared / "revisions").is_dir()
    floors = ratchet.read(FLOORS.read_text(encoding="utf-8"))
    measured = measure.on_real_pairs(list(real.pairs()))

    assert not ratchet.below(floors, measured)
    assert {name for name, floor in floors.items() if floor.table == "real"} == measured.keys()


def test_every_kind_of_edit_is_in_the_set(scripted: list[Case]):
    assert {case.kind for case in scripted} == set(KINDS)
    assert len(KINDS) == 21
    assert {case.article for case in scripted} == {text.name for text in articles()}


def test_what_is_said_to_be_edited_is_what_differs(scripted: list[Case]):
    for case in scripted:
        for truth in case.truths:
            if not any(edit.moves for edit in truth):
                assert told_by(case, truth) == plain(case.new)


def told_by(case: Case, truth: tuple[Edit, ...]) -> str:
    """The new text, made of the old one and the edits."""
    old, new = plain(case.old), plain(case.new)
    parts, done = [], 0
    for edit in sorted(truth, key=lambda each: each.old):
        parts += [old[done : edit.old[0]], new[slice(*edit.new)]]
        done = edit.old[1]
    return "".join([*parts, old[done:]])


def test_a_headline_whose_words_are_cut_counts_by_its_hunks():
    whole = [Hunk((0, 2), (0, 3)), Hunk(None, (3, 5))]
    ends = {0, 2, 3, 5}

    assert headlines.cut(lambda old, new: whole, [("甲乙丙", "甲乙丙丁戊")], lambda _: ends) == (
        2,
        0,
    )
    ends.remove(3)
    assert headlines.cut(lambda old, new: whole, [("甲乙丙", "甲乙丙丁戊")], lambda _: ends) == (
        2,
        100,
    )
    assert headlines.cut(lambda old, new: whole[1:], [("", "")] * 2, lambda _: {3, 5}) == (1, 0)


def test_an_edit_up_to_the_end_of_a_paragraph_runs_on_into_a_new_one():
    old, new = "甲乙。\n丙丁。", "甲戊。\n己。\n丙庚。"
    edit, came, other = Hunk((1, 3), (1, 3)), Hunk(None, (4, 6)), Hunk((5, 6), (8, 9))

    assert runs([edit, came, other], old, new) == [Hunk((1, 3), (1, 6)), other]
    assert runs([edit, Hunk((4, 6), (4, 9), moves=True)], old, new)[0] == edit
    assert runs([Hunk((0, 1), (0, 1)), Hunk((2, 3), (2, 3))], old, new) == [
        Hunk((0, 1), (0, 1)),
        Hunk((2, 3), (2, 3)),
    ]


def test_a_report_shows_no_place_that_says_nothing():
    noisy = (("「很慘，」他說,有2人死亡.",), ("“很慘，”他說，有3人死亡。",))

    assert real.told(engines.ours, [noisy]).hunks == 5
    assert real.shown([noisy]) == 1


OLD = tuple(map(Token, ("消防局", "今天", "統計", "，", "至少", "12", "人", "死亡", "。")))
NEW = tuple(map(Token, ("消防局", "今天", "統計", "，", "至少", "13", "人", "死亡", "。")))
ONE = Case("x", "zh-Hant", "number", OLD, NEW, ((Edit((10, 12), (10, 12)),),))


@pytest.mark.parametrize(
    ("hunks", "readability"),
    [
        ([Hunk((10, 12), (10, 12))], 100.0),
        ([Hunk((11, 12), (11, 12))], 0.0),  # half a number
        ([Hunk((10, 13), (10, 13))], 92.8),  # more than was edited
        ([Hunk((10, 14), (10, 14))], 69.3),  # half a word besides
        ([Hunk((10, 12), (10, 12)), Hunk((3, 5), (3, 5))], 76.3),  # where nothing was
        ([], 0.0),
    ],
)
def test_what_a_hunk_is_worth(hunks: list[Hunk], readability: float):
    assert score(ONE, hunks).readability == pytest.approx(readability, abs=0.1)


def test_an_insertion_may_be_shown_at_any_place_that_says_the_same():
    new = (*OLD[:4], Token("今天"), Token("統計"), Token("，"), *OLD[4:])
    case = Case("x", "zh-Hant", "word", OLD, new, ((Edit((8, 8), (8, 13)),),))

    assert score(case, [Hunk((8, 8), (8, 13))]).readability == 100
    assert score(case, [Hunk((3, 3), (3, 8))]).readability == 100
