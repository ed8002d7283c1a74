"""A parser that reads otherwise goes by another name, or its change would be the publisher's."""

from tests import readings


def test_what_reads_otherwise_goes_by_another_name():
    assert readings.unraised(readings.kept(), readings.now()) == []


def test_the_record_is_of_today():
    is_current = readings.FILE.read_text(encoding="utf-8") == readings.written(readings.now())

    assert is_current, "a page or a parser is new: uv run python -m tests.readings"


def test_a_reading_that_changed_is_told_unless_its_parser_was_raised():
    before = {"cna/2023": ["cna/5", "aa"], "cna/gone": ["cna/5", "gone"], "any/1": ["any/3", "bb"]}
    after = {"cna/2023": ["cna/5", "cc"], "cna/gone": ["cna/6", "bb"], "any/1": ["any/3", "bb"]}

    [told] = readings.unraised(before, after | {"cna/new": ["cna/5", "dd"]})
    assert told.startswith(
        "cna/2023 reads otherwise, and its parser is cna/5 as before: raise SHARED"
    )


def test_every_part_of_what_is_compared_counts():
    kept = readings.kept()

    assert len(kept) > 30
    assert {"gone", "front-page", "wrong-article"} <= {said for _, said in kept.values()}
    assert len({said for _, said in kept.values() if len(said) == 32}) > 15
