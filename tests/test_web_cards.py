"""Cards of changes: made once for all pages that show the same, and kept where there is room."""

from datetime import UTC, datetime

import pytest

from crawler.config import Config
from scheduler.reports.view.catalogue import Words
from scheduler.reports.view.context import TAIPEI, Context
from scheduler.web.cards import Cards
from scheduler.web.kept import Kept
from scheduler.web.reader import LANGUAGES, environment
from tests.browser import Browser, tell
from tests.reports.invented import REPORTS

EDIT, OTHER = REPORTS[:2]
CONTEXT = Context(zone=TAIPEI, now=datetime(2026, 3, 9, tzinfo=UTC))


@pytest.fixture
def cards() -> Cards:
    return Cards(environment())


def test_a_card_is_made_once_for_all_who_see_the_same(cards: Cards):
    made = cards.one((EDIT,), CONTEXT)

    assert cards.one((EDIT,), CONTEXT) is made
    assert cards.one((OTHER,), CONTEXT) is not made
    assert made.day is not None
    assert made.outlet in made.html


@pytest.mark.parametrize(
    "other",
    [
        Context(zone=TAIPEI, now=CONTEXT.now, lang="en"),
        Context(zone=UTC, now=CONTEXT.now),
        Context(zone=TAIPEI, now=datetime(2027, 3, 9, tzinfo=UTC)),
    ],
    ids=["in another language", "in another zone", "in another year"],
)
def test_who_sees_it_otherwise_gets_a_card_of_their_own(cards: Cards, other: Context):
    assert cards.one((EDIT,), CONTEXT).html != cards.one((EDIT,), other).html


def test_a_card_says_what_is_older_now(cards: Cards):
    assert cards.one((EDIT,), CONTEXT).html != cards.one((EDIT,), CONTEXT, 3).html


def test_a_card_that_finds_no_room_is_made_again():
    cards = Cards(environment(), room=1)

    assert cards.one((EDIT,), CONTEXT) is not cards.one((EDIT,), CONTEXT)
    assert cards.one((EDIT,), CONTEXT) == cards.one((EDIT,), CONTEXT)


def test_a_page_in_either_language_shows_its_own_cards(config: Config, browser: Browser):
    tell(config, *REPORTS)
    for _ in range(2):
        for lang in LANGUAGES.values():
            page = browser.get("/", headers={"Accept-Language": lang})
            assert Words(lang)("versions", before=1, after=2) in page.text


# ------------------------------------------------------------------ what is kept


def test_what_was_asked_for_last_is_kept():
    kept: Kept[str, int] = Kept(room=10)
    for number, name in enumerate("abc"):
        kept.put(name, number, 4)
        kept.get("a")

    assert [kept.get(name) for name in "abc"] == [0, None, 2]
    assert kept.size == 8

    kept.put("c", 3, 1)

    assert kept.get("c") == 3
    assert kept.size == 5

    kept.put("d", 4, 11)

    assert kept.size == 0, "what is larger than all the room is not kept"
