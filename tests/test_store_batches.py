"""A batch costs the database what one visit costs it: its statements do not grow with it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pytest
from sqlalchemy import Engine, event

from crawler.items import RelatedLink, Visit
from crawler.store import Sought, Store
from tests.visits import article, visit

BESIDE = (RelatedLink("堤防完工", "https://news.example/beside"),)


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements that any archive is asked meanwhile."""
    asked: list[str] = []

    def note(*given: object) -> None:
        asked.append(str(given[2]))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def looks(count: int, edition: int) -> Sequence[Visit]:
    return [
        visit(
            article("港口起火", f"第{number}艘，第{edition}次改寫。", related=BESIDE),
            edition,
            identity=f"example:{number}",
            url=f"https://news.example/{number}",
        )
        for number in range(count)
    ]


@pytest.mark.parametrize("is_edited", [True, False], ids=["edited", "unchanged"])
def test_forty_visits_take_as_many_statements_as_two(store: Store, is_edited: bool):
    store.keep(looks(40, 0))
    taken = []
    for count in (2, 40):
        with counted() as asked:
            kept = store.keep(looks(count, count if is_edited else 0))
        taken.append(len(asked))
        assert {each.outcome for each in kept} == {"new" if is_edited else "same"}

    assert taken[0] == taken[1]


def test_versions_of_a_batch_are_numbered_in_its_order(store: Store):
    store.keep(looks(3, 0))
    store.keep([*looks(3, 1), *looks(3, 2)])

    found = [version.id for number in range(3) for version in store.versions(f"example:{number}")]
    assert found == [1, 4, 7, 2, 5, 8, 3, 6, 9]
    fetched = [look.id for number in range(3) for look in store.snapshots(f"example:{number}")]
    assert fetched == found


def test_a_word_across_an_edit_is_found(store: Store):
    """Of an edited line only what is new in it goes into the index: here a pair of two signs."""
    for edition, line in enumerate(("霧津，渡輪停駛", "霧津渡輪停駛", "霧津渡船停駛")):
        store.keep([visit(article("港口", line), edition)])

    for word, numbers in (("津渡輪", (2,)), ("渡輪停駛", (1, 2)), ("渡船停", (3,))):
        [found] = store.search(Sought(word)).rows
        assert found.versions == numbers
