"""The measures by name, each a number of which more is better."""

from collections.abc import Iterable, Mapping, Sequence
from statistics import mean

from tests.quality.prose import judged, noise, real
from tests.quality.prose.corpus import articles
from tests.quality.prose.edits import Case
from tests.quality.prose.engines import DIFFLIB, ENGINES, OURS, Engine
from tests.quality.prose.score import Score, score

REPEATS = 2
SEED = 20261126

Scored = Sequence[tuple[Case, Score]]


def scored(engine: Engine, given: Iterable[Case]) -> Scored:
    """Each case with how the engine told it."""
    return [(case, score(case, engine(*case.paragraphs))) for case in given]


def summary(found: Scored) -> tuple[float, float, float, float]:
    """R, hunks an edit, and the shares of hunks in a hundred that cut a number, a word."""
    scores = [one for _, one in found]
    hunks = sum(one.hunks for one in scores) or 1
    return (
        mean(one.readability for one in scores),
        hunks / sum(one.edits for one in scores),
        100 * sum(one.cut_numbers for one in scores) / hunks,
        100 * sum(one.cut_words for one in scores) / hunks,
    )


def own(found: Scored) -> dict[str, float]:
    """What is measured without any peer."""
    readable, _, numbers, words = summary(found)
    measured = {
        "R": readable,
        "hunks that cut no number": 100 - numbers,
        "hunks that cut no word": 100 - words,
    }
    for language in sorted({case.language for case, _ in found}):
        own = [one.readability for case, one in found if case.language == language]
        measured[f"R {language}"] = mean(own)
    return measured


def of_judgement(given: Sequence[Case]) -> dict[str, float]:
    """Whether edits are judged to be what they are, and noise to be none. In a hundred."""
    edits = list(judged.judged(given))
    lost = sum(one.score == 0 and one.case.kind not in {"merge", "split"} for one in edits)
    return {
        "single edits judged right": judged.accuracy(edits),
        "real edits that score": 100 - 100 * lost / len(edits),
        "noise that scores nothing": noise.quiet(articles()),
    }


def beside_peers(found: Mapping[str, Scored]) -> dict[str, float]:
    """How far ours is above each other engine on the same cases."""
    readable = {name: summary(one)[0] for name, one in found.items()}
    return {
        f"R above {name}": readable[OURS] - value
        for name, value in readable.items()
        if name != OURS
    }


def on_real_pairs(given: Sequence[real.Pair]) -> dict[str, float]:
    """What ours makes of archived versions, and difflib beside it."""
    ours, theirs = (real.told(ENGINES[name], given) for name in (OURS, DIFFLIB))
    return {
        "real pairs: hunks that leave no false anchor": 100 - ours.false_anchors,
        "real pairs: difflib's hunks over ours": theirs.hunks / ours.hunks,
        "real pairs: difflib's hunks over those a report shows": theirs.hunks / real.shown(given),
    }
