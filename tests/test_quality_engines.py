"""The engines that ours is measured beside: each tells all that was changed, and nowhere else."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.quality.prose import measure
from tests.quality.prose.corpus import BREAK
from tests.quality.prose.edits import cases
from tests.quality.prose.engines import ENGINES, Engine
from tests.quality.prose.hunks import Hunk, Range

pytestmark = pytest.mark.no_cover

GROUP = "uv sync --group quality"
NEEDED = {
    "fast-diff-match-patch semantic, by character": GROUP,
    "fast-diff-match-patch semantic, jieba words": GROUP,
    "fast-diff-match-patch semantic, ICU words": GROUP,
    "wikidiff2": "apt-get install --no-install-recommends php-cli php-wikidiff2",
}
PIECES = [
    *("消防局", "今天", "12", "1,234", "。", "，", "\u3000", "한국", "カ", "é", "e\u0301", "😀"),
    *("the", " world ", " ", "\u00a0", "\u2028", "-", "/", '"', "\\", "<b>", "&amp;", "\x01"),
]  # no tab: wikidiff2 holds one that begins a paragraph for any other blank

PARAGRAPHS = st.lists(st.sampled_from(PIECES), min_size=1, max_size=20).map("".join)

needs_php = pytest.mark.skipif(
    "wikidiff2" not in ENGINES, reason=f"not installed: {NEEDED['wikidiff2']}"
)


@pytest.fixture(params=[*sorted(ENGINES.keys() - NEEDED.keys()), *NEEDED])
def engine(request: pytest.FixtureRequest) -> Engine:
    if request.param not in ENGINES:
        pytest.skip(f"not installed: {NEEDED[request.param]}")
    return ENGINES[request.param]


@pytest.mark.filterwarnings("ignore:.*invalid escape sequence")  # jieba's own, once compiled
def test_an_engine_tells_all_of_each_scripted_edit(engine: Engine):
    for case in cases(measure.REPEATS, measure.SEED):
        assert_told(*case.paragraphs, engine)


@needs_php
@given(old=st.lists(PARAGRAPHS, min_size=1, max_size=7), random=st.randoms())
def test_wikidiff2_tells_all_of_any_edit(old: list[str], random: Random):
    assert_told(old, revised(old, random), ENGINES["wikidiff2"])


def revised(paragraphs: list[str], random: Random) -> list[str]:
    """Some of them elsewhere, gone, new, or with another word."""
    new = list(paragraphs)
    for _ in range(random.randrange(5)):
        at = random.randrange(len(new))
        match random.choice(["away", "new", "gone", "word", "word"]):
            case "away":
                new.insert(random.randrange(len(new)), new.pop(at))
            case "new":
                new.insert(at, "".join(random.choices(PIECES, k=9)))
            case "gone" if len(new) > 1:
                del new[at]
            case _:
                cut = random.randrange(len(new[at]))
                new[at] = new[at][:cut] + random.choice(PIECES) + new[at][cut + 2 :]
    return new


def assert_told(old: list[str], new: list[str], engine: Engine) -> None:
    """What is in no hunk is equal, and so is, of a moved paragraph, what is in no other hunk."""
    hunks, texts = engine(old, new), (BREAK.join(old), BREAK.join(new))
    for text, spans in zip(texts, sides(hunks), strict=True):
        assert all(0 <= start <= end <= len(text) for start, end in spans)
    assert kept(texts[0], sides(hunks)[0]) == kept(texts[1], sides(hunks)[1])
    within = sides([hunk for hunk in hunks if not hunk.moves])
    for hunk in hunks:
        if hunk.moves:
            assert hunk.old
            assert hunk.new
            assert kept(texts[0], within[0], hunk.old) == kept(texts[1], within[1], hunk.new)


def sides(hunks: list[Hunk]) -> tuple[list[Range], list[Range]]:
    return [hunk.old for hunk in hunks if hunk.old], [hunk.new for hunk in hunks if hunk.new]


def kept(text: str, spans: list[Range], part: Range | None = None) -> list[str]:
    """The lines that are left of a text without those spans; a whole paragraph's is empty."""
    gone = {at for span in spans for at in range(*span)}
    left = "".join(text[at] for at in range(*(part or (0, len(text)))) if at not in gone)
    return [line for line in left.split(BREAK) if line]


@needs_php
def test_wikidiff2_tells_a_move_an_edit_in_it_and_whole_paragraphs():
    stays = "縣府今天宣布，大橋下週一起封閉，車輛改走下游的便橋。"
    moves = "去年3月的例行檢查發現12處裂縫，最長的一處有40公分。"
    gone, comes = "記者會上無人提問。", "Ferries will run."
    edited = moves.replace("40", "45")

    hunks = ENGINES["wikidiff2"]([gone, moves, stays], [stays, edited, comes])

    left, right = len(gone) + 1, len(stays) + 1
    at = moves.index("40")
    assert hunks == [
        Hunk((0, len(gone)), None, whole=True),
        Hunk((left, left + len(moves)), (right, right + len(edited)), moves=True),
        Hunk((left + at, left + at + 2), (right + at, right + at + 2)),
        Hunk(None, (right + len(edited) + 1, right + len(edited) + 1 + len(comes)), whole=True),
    ]
