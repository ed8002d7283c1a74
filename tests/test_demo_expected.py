"""What the demo's check expects, from the newsroom's word alone: no Stet has a part in it."""

from datetime import timedelta

import pytest

from scheduler.demo import expected
from scheduler.demo.expected import WantedReport
from scheduler.demo.performance import Word
from scheduler.newsroom import Newsroom, Story
from tests.reader import Reader

BODY = (
    "青嶼外海今晨地震，造成2人受傷。",
    "鎮長林海生說：「先救人，再談損失。」",
    "全鎮停班一天。",
)


@pytest.fixture
def reader(newsroom: Newsroom) -> Reader:
    return Reader(newsroom)


@pytest.fixture
def wire(newsroom: Newsroom) -> Story:
    return newsroom.publish("青嶼地震2傷", BODY, credits=(("editor", "許若水"),))


def wanted(newsroom: Newsroom) -> list[WantedReport]:
    word = Word(newsroom.log, newsroom.proofs, newsroom.hits)
    [history] = expected.histories(word).values()
    return [*expected.reports(history)]


def look(newsroom: Newsroom, reader: Reader, story: Story, *, hours: float = 1) -> None:
    reader.get(story.url)
    newsroom.advance(hours=hours)


@pytest.mark.parametrize(
    ("url", "article"),
    [
        ("https://www.cna.com.tw/news/aopl/202601051001.aspx", "cna:202601051001"),
        ("https://www.cna.com.tw/news/asoc/202601051001.aspx?utm_source=x", "cna:202601051001"),
        ("https://tw.news.yahoo.com/%E7%94%B2-010000001.html", "yahoo:010000001"),
        (
            "https://www.example-news.tw/news/20260105/1?fbclid=2",
            "example-news.tw:/news/20260105/1",
        ),
        ("https://news.example/1?id=2", "news.example:/1?id=2"),
    ],
)
def test_a_story_is_known_by_what_its_host_tells_it_apart_by(url: str, article: str):
    assert expected.identity(url) == article


def test_what_is_not_looked_at_again_cannot_be_told(
    newsroom: Newsroom, reader: Reader, wire: Story
):
    look(newsroom, reader, wire)
    newsroom.correct(wire, "2人", "3人")

    assert wanted(newsroom) == []


def test_a_correction_that_was_taken_back_between_two_looks_was_never_seen(
    newsroom: Newsroom, reader: Reader, wire: Story
):
    look(newsroom, reader, wire)
    newsroom.correct(wire, "2人", "3人")
    newsroom.correct(wire, "3人", "2人")
    look(newsroom, reader, wire)

    assert wanted(newsroom) == []


def test_a_window_lies_between_the_last_look_at_the_old_and_the_first_at_the_new(
    newsroom: Newsroom, reader: Reader, wire: Story
):
    opening = newsroom.now
    look(newsroom, reader, wire)
    look(newsroom, reader, wire)
    newsroom.correct(wire, "2人", "3人", silent=True)
    look(newsroom, reader, wire)

    [report] = wanted(newsroom)
    assert report.id.endswith("/1..2")
    assert report.before.first_seen == opening
    assert report.before.last_seen == opening + timedelta(hours=1)
    assert report.after.first_seen == report.due == opening + timedelta(hours=2)
    assert report.reasons == {"number", "silent"}


def test_brackets_that_go_elsewhere_are_changes_too(
    newsroom: Newsroom, reader: Reader, wire: Story
):
    look(newsroom, reader, wire)
    newsroom.append(wire, "又記。")
    look(newsroom, reader, wire)

    [report] = wanted(newsroom)
    shown = [(change.path, change.old, change.new) for change in report.changes]
    assert shown == [
        ((2,), f"{BODY[2]}（編輯：許若水）1150105", BODY[2]),
        ((3,), "", "又記。（編輯：許若水）1150105"),
    ]
    assert report.reasons == {"appended", "byline"}


@pytest.mark.parametrize(
    ("hours", "kinds"),
    [
        ((12, 12, 0), ["deleted"]),
        ((12, 11, 0), []),
        ((24, 0), []),
        ((12, 12, 12, 0), ["deleted"]),
    ],
    ids=["three looks over a day", "an hour short", "two looks", "four looks"],
)
def test_a_deletion_takes_three_looks_over_a_day(
    newsroom: Newsroom, reader: Reader, wire: Story, hours: tuple[float, ...], kinds: list[str]
):
    look(newsroom, reader, wire)
    newsroom.retract(wire)
    for pause in hours:
        look(newsroom, reader, wire, hours=pause)

    assert [report.kind for report in wanted(newsroom)] == kinds


def test_a_deletion_is_due_at_the_look_that_made_it_certain(
    newsroom: Newsroom, reader: Reader, wire: Story
):
    look(newsroom, reader, wire)
    gone = newsroom.now
    newsroom.retract(wire)
    for _ in range(4):
        look(newsroom, reader, wire, hours=12)
    newsroom.restore(wire)
    look(newsroom, reader, wire)

    deleted, restored = wanted(newsroom)
    assert (deleted.after.first_seen, deleted.after.version) == (gone, None)
    assert deleted.due == gone + timedelta(hours=24)
    assert [change.old for change in deleted.changes] == [*wire.paragraphs]
    assert (restored.before.first_seen, restored.before.last_seen) == (
        gone,
        gone + timedelta(hours=36),
    )
    assert [change.new for change in restored.changes] == [*wire.paragraphs]


def test_a_suspicion_that_goes_away_is_not_told(newsroom: Newsroom, reader: Reader, wire: Story):
    look(newsroom, reader, wire)
    newsroom.retract(wire)
    look(newsroom, reader, wire)
    newsroom.restore(wire)
    look(newsroom, reader, wire)

    assert wanted(newsroom) == []


def test_what_the_check_knows_nothing_of_it_does_not_pass(
    newsroom: Newsroom, reader: Reader, wire: Story
):
    newsroom.expire(wire)
    look(newsroom, reader, wire)

    with pytest.raises(ValueError, match="expired"):
        wanted(newsroom)
