"""What the archive knows of letters to readers, on either database."""

from dataclasses import replace
from datetime import timedelta

from crawler.store import Bookmark, DeliveryRow, Store, Wanted
from scheduler.compare import write_missing_reports
from tests.visits import article, hour, visit

LETTER = DeliveryRow("desk", hour(1), None, Bookmark(9, 9), 3, 1, hour(1))


def test_the_latest_letter_is_known_as_it_stands(store: Store):
    assert store.deliveries.latest("desk") is None
    failed = replace(LETTER, tries=2, tried_at=hour(2), said="no answer")
    given_up = replace(failed, state="given-up")
    for each in (LETTER, failed, given_up):
        store.deliveries.note(each)
        assert store.deliveries.latest("desk") == each
    assert store.deliveries.latest("morning") is None


def test_a_bookmark_is_put_with_the_word_that_it_was_taken(store: Store):
    store.keep([visit(article("甲")), visit(article("乙"), 1)])
    write_missing_reports(store)
    [told], place = store.bookmarks.untold("deliver desk", Wanted())
    letter = replace(LETTER, place=place)
    store.deliveries.note(letter)
    assert store.bookmarks.untold("deliver desk", Wanted())[0] == [told]
    store.deliveries.note(replace(letter, state="delivered"), "deliver desk")
    assert store.bookmarks.untold("deliver desk", Wanted())[0] == []


def test_of_times_without_news_the_last_is_known(store: Store):
    nothing = replace(LETTER, state="nothing", changes=0)
    for at in (1, 2, 3):
        store.deliveries.note(replace(nothing, at=hour(at)))
    assert store.deliveries.latest("desk") == replace(nothing, at=hour(3))

    later = replace(LETTER, at=hour(4))
    store.deliveries.note(later)
    assert store.deliveries.latest("desk") == later


def test_what_was_delivered_stays_so(store: Store):
    """Whatever comes after it in the same moment."""
    store.deliveries.note(replace(LETTER, state="delivered"))
    store.deliveries.note(replace(LETTER, state="nothing", changes=0))

    with store._database.reading() as connection:
        rows = connection.exec_driver_sql("SELECT state, changes FROM delivery ORDER BY id").all()
    assert [tuple(row) for row in rows] == [("delivered", 3), ("nothing", 0)]


def test_letters_of_long_ago_are_forgotten(store: Store):
    year = timedelta(days=365)
    for number in range(3):
        store.deliveries.note(replace(LETTER, at=hour(1) + number * year, state="delivered"))

    with store._database.reading() as connection:
        [[count]] = connection.exec_driver_sql("SELECT count(*) FROM delivery")
    assert count == 2
