"""`stet search`, as typed."""

import json

import pytest

from tests import archives
from tests.terminal import Inside, complaint, lines


@pytest.fixture
def desk(quick: Inside) -> Inside:
    archives.filled(quick.folder / "data")
    return quick


def test_a_word_that_was_taken_back_is_told_with_its_versions(desk: Inside):
    assert lines(desk("search", "釀2死")) == [
        "cna:202603010001  渡輪擦撞 釀2死",
        "  only in version 1 of 3, seen 2026-03-01 16:00 to 2026-03-01 16:00",
        "  渡輪擦撞 «釀2死»",
    ]
    assert "only in versions 2 to 3 of 3" in desk("search", "釀3死").stdout
    assert "in every version (3)" in desk("search", "防波堤", "--site", "cna").stdout
    assert "in its only version" in desk("search", "失蹤").stdout


def test_words_may_be_excluded(desk: Inside):
    shown = desk("search", "渡輪", "--site", "cna", "--", "-3人").stdout

    assert "only in version 1 of 3" in shown


def test_search_is_narrowed_by_time_publisher_kind_and_score(desk: Inside):
    def found(*words: object) -> list[str]:
        shown = lines(desk(*words, "--format", "jsonl"))
        return [json.loads(line)["article"] for line in shown]

    assert found("search", "死亡", "--publisher", "中央社") == ["cna:202603010001"]
    assert found("search", "死亡", "--kind", "deleted") == ["news.example:/lost"]
    assert found("search", "死亡", "--min-score", 1, "--site", "cna") == ["cna:202603010001"]
    assert found("search", "死亡", "--until", "2026-03-01T16:30") == [
        "text:1a2b",
        "cna:202603010001",
    ]
    assert found(
        "search", "死亡", "--since", "2026-03-01T18:00", "--until", "2026-03-01T20:00"
    ) == ["cna:202603010001"]
    assert found("search", "死亡", "--limit", 1) == ["text:1a2b"]


def test_programs_get_an_object_a_line(desk: Inside):
    [line] = lines(desk("search", "異常", "--format", "jsonl"))
    told = json.loads(line)

    assert {name: told[name] for name in ("article", "versions", "of", "version")} == {
        "article": "news.example:/pier", "versions": [2], "of": 2, "version": 2,
    }  # fmt: skip
    assert [piece["text"] for piece in told["snippet"] if piece["hit"]] == ["異常"]


def test_what_is_left_out_is_said(desk: Inside):
    assert lines(desk("search", "死亡", "--limit", 2))[-1].startswith(
        "the first 2: there may be more"
    )
    assert lines(desk("search", "海嘯")) == ["nothing in this archive holds that"]


def test_many_pages_are_read_for_one_answer(desk: Inside):
    assert len(lines(desk("search", "死亡", "--format", "jsonl", "--limit", 1000))) == 3


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["*"], "names no word to look for"),
        (["死亡", "--since", "soon"], "--since 'soon' is no time"),
        (["死亡", "--until", "later"], "--until 'later' is no time"),
        (["死亡", "--kind", "x"], "invalid choice"),
        ([], "required: TEXT"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused(desk: Inside, words: list[str], said: str):
    answer = desk("search", *words)

    assert answer.returncode == 2
    assert said in complaint(answer)
