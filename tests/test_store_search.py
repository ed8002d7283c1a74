"""Searching the archive: which articles hold a word, and in which of their versions."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.config import Config
from crawler.errors import UsageError
from crawler.items import Article
from crawler.store import FoundRow, Sought, Store
from crawler.store.database import FILE
from scheduler.compare import write_missing_reports
from tests import archives
from tests.older import made_older
from tests.visits import article, hour, seed, visit

pytestmark = pytest.mark.no_cover

FERRY, PIER, LOST = "cna:202603010001", "news.example:/pier", "news.example:/lost"


def found(store: Store, asked: str, **more: object) -> dict[str, tuple[int, ...]]:
    """Identity -> versions, of all pages."""
    rows = every(store, Sought(asked, **more))  # type: ignore[arg-type]
    return {row.identity: row.versions for row in rows}


def every(store: Store, sought: Sought) -> list[FoundRow]:
    page = store.search(sought)
    rows = [*page.rows]
    while page.before is not None:
        page = store.search(replace(sought, before=page.before))
        rows += page.rows
    return rows


@pytest.fixture
def filled(store: Store, source: Config) -> Store:
    archives.filled(source)
    return store


def test_a_word_is_found_in_the_versions_that_have_it(filled: Store):
    assert found(filled, "釀2死") == {FERRY: (1,)}
    assert found(filled, "釀3死") == {FERRY: (2, 3)}
    assert found(filled, "正常") == {PIER: (1,), FERRY: (1, 2, 3)}
    assert found(filled, "異常") == {PIER: (2,)}
    assert found(filled, "海嘯") == {}


def test_what_was_found_says_where_and_when(filled: Store):
    [row] = filled.search(Sought("14人 2人死亡", site="cna")).rows

    assert (row.title, row.publisher, row.site) == ("渡輪擦撞 釀2死", "中央社", "cna")
    assert (row.versions, row.of, row.shown) == ((1,), 3, 1)
    assert (row.first_seen, row.last_seen) == (hour(0), hour(0))
    assert [piece for piece, is_hit in row.pieces if is_hit] == ["2人死亡", "14人"]


def test_words_and_what_must_not_stand_beside_them_are_of_one_version(filled: Store):
    assert found(filled, "2人 釀3死") == {}
    assert found(filled, "渡輪 -3人", site="cna") == {FERRY: (1,)}
    assert found(filled, '"2人死亡" -失蹤 -沒有') == {FERRY: (1,)}


def test_a_single_sign_is_looked_for_in_the_texts(filled: Store):
    assert found(filled, "燈") == {PIER: (1, 2), FERRY: (1, 2, 3)}
    assert found(filled, "燈 異常") == {PIER: (2,)}


def test_the_article_that_was_added_last_comes_first_a_page_at_a_time(filled: Store):
    whole = [row.identity for row in filled.search(Sought("死亡")).rows]
    first = filled.search(Sought("死亡", limit=2))
    rest = filled.search(Sought("死亡", limit=2, before=first.before))

    assert whole == ["text:1a2b", LOST, FERRY]
    assert [row.identity for row in first.rows + rest.rows] == whole
    assert rest.before is None
    assert filled.search(Sought("死亡", limit=3)).before is None


def test_search_is_narrowed_by_site_publisher_and_time(filled: Store):
    assert set(found(filled, "死亡", site="cna")) == {FERRY}
    assert set(found(filled, "死亡", site="cn")) == set()
    assert set(found(filled, "死亡", publisher="例報")) == {LOST}
    assert set(found(filled, "死亡", publisher="例")) == set()
    assert found(filled, "死亡", since=hour(2), until=hour(4)) == {FERRY: (1, 2, 3)}
    assert every(filled, Sought("死亡", since=hour(2), until=hour(4)))[0].shown == 2
    assert found(filled, "2人", since=hour(2), until=hour(4)) == {}


def test_search_is_narrowed_by_what_was_reported(filled: Store):
    assert set(found(filled, "死亡", kind="deleted")) == {LOST}
    assert set(found(filled, "死亡", kind="edited")) == {FERRY}
    assert set(found(filled, "死亡", min_score=1)) == {FERRY, LOST}
    assert set(found(filled, "死亡", kind="edited", min_score=100)) == set()


@pytest.mark.parametrize("asked", ["", "-火災", '"*"', "。", "*", "'"])
def test_a_question_without_a_word_is_refused(filled: Store, asked: str):
    with pytest.raises(UsageError, match="names no word to look for"):
        filled.search(Sought(asked))


@pytest.mark.parametrize(
    ("asked", "is_there"),
    [
        ("NEAR(渡輪, 2)", False), ("title:渡輪", False), ("grams:渡輪", False), ("渡輪*", True),
        ("^渡輪", True), ("渡輪 AND 死亡", False), ("渡輪'", True), ('渡輪"', True),
        ("{渡輪}", True),
    ],
)  # fmt: skip
def test_the_language_of_the_index_is_not_that_of_the_reader(
    filled: Store, asked: str, is_there: bool
):
    assert found(filled, asked, site="cna") == ({FERRY: (1, 2, 3)} if is_there else {})


def test_a_very_long_question_is_a_question(filled: Store):
    assert found(filled, "渡輪" * 5_000) == {}
    assert len(found(filled, "渡輪 " * 5_000)) == 3
    assert found(filled, '"' * 10_000 + " 渡輪", site="cna") == {FERRY: (1, 2, 3)}


def test_a_page_that_looked_through_enough_says_where_to_go_on(store: Store):
    """Every article has both pairs of 渡輪停, and the first alone the word."""
    store.keep([visit(article("渡輪停航"), identity="a:0")])
    for start in range(1, 700, 100):
        numbers = range(start, start + 100)
        store.keep([visit(article("輪停渡輪"), identity=f"a:{number}") for number in numbers])
    page = store.search(Sought("渡輪停"))

    assert page.rows == ()
    assert page.before is not None
    assert found(store, "渡輪停") == {"a:0": (1,)}


# ------------------------------------------------------------------ the index is kept


def test_a_version_that_is_read_again_is_found_by_what_it_says_now(store: Store):
    store.keep([visit(article("渡輪停航", "全文甲。"), 0)])
    now = article("渡輪停航", "全文甲。", "燈塔也停了。")
    store.keep([visit(now, 1, extractor="example/2")], reread=lambda body, look: now)

    assert [row.number for row in store.versions("example:1")] == [1]
    assert found(store, "燈塔") == {"example:1": (1,)}


def test_a_seed_is_found_and_so_is_what_a_page_taught_it(store: Store):
    store.keep_seeds([seed("港口清晨起火", "消防局說，火勢撲滅。")])
    store.keep([visit(article("港口清晨起火", "消防局說，火勢撲滅。", author="例報"), 1)])

    assert found(store, "火勢") == {"example:1": (1,)}


def test_what_is_not_stored_is_not_found(store: Store):
    broken = replace(visit(article("燈塔停電"), 0), reading=None)
    with pytest.raises(ValueError, match="has to be normalised"):
        store.keep([visit(article("渡輪停航"), 0, identity="a:1"), broken])

    assert found(store, "渡輪") == {}


def test_an_older_archive_is_filled(source: Config):
    archives.filled(source)
    with Store.open(source) as store:
        store.keep([visit(article(f"第{n}號渡輪"), n, identity=f"b:{n}") for n in range(450)])
        before = found(store, "渡輪")
    made_older(source, "0005")
    with Store.open(source) as store:
        assert found(store, "渡輪") == before
        assert found(store, "釀2死", site="cna", publisher="中央社") == {FERRY: (1,)}
        store.keep([visit(article("又一艘渡輪"), 0, identity="c:1")])
        assert len(found(store, "渡輪")) == len(before) + 1


def test_one_who_may_only_read_can_search(tmp_path: Path):
    archives.filled(tmp_path)
    (tmp_path / FILE).chmod(0o400)
    with Store.open(tmp_path, read_only=True) as store:
        assert found(store, "釀2死") == {FERRY: (1,)}


# ------------------------------------------------------------------ against reading everything

WORDS = ("渡輪", "死亡", "3人", "covid", "輪死", "人", "亡3")


@settings(max_examples=25)
@given(
    st.lists(
        st.tuples(st.integers(0, 5), st.text("渡輪死亡人3，。 ", min_size=1, max_size=12)),
        min_size=1,
        max_size=25,
    ),
    st.integers(1, 4),
)
def test_the_index_loses_nothing(tmp_path_factory, edits, batch):
    said: dict[str, list[str]] = {}
    with Store.open(tmp_path_factory.mktemp("searched")) as store:
        looks = []
        for at, (number, line) in enumerate(edits):
            history = said.setdefault(f"a:{number}", [])
            body = " ".join(line.split()) or "無"
            if history[-1:] != [body]:
                history.append(body)
            looks.append(
                visit(Article("https://a.example/", "題", body=(body,)), at, identity=f"a:{number}")
            )
        for start in range(0, len(looks), batch):
            store.keep(looks[start : start + batch])
        for word in WORDS:
            assert found(store, word) == {
                identity: versions
                for identity, history in said.items()
                if (versions := holding(word, history))
            }


def holding(word: str, history: list[str]) -> tuple[int, ...]:
    """Read by another rule: blanks are none, and what is beside a number is none of it."""
    return tuple(number for number, body in enumerate(history, 1) if word in spaced(body))


def spaced(body: str) -> str:
    """`3 3` and `33` are not the number 3: each number that is no lone 3 is taken out."""
    marked = re.sub(r"3{2,}", "。", body)
    return re.sub(r"(?<=3) +(?=3)", "\0", marked).replace(" ", "")


def test_reports_made_later_count(store: Store):
    store.keep([visit(article("渡輪釀2死"), 0)])
    store.keep([visit(article("渡輪釀3死"), 1)])
    assert found(store, "渡輪", kind="edited") == {}
    write_missing_reports(store)

    assert found(store, "渡輪", kind="edited") == {"example:1": (1, 2)}
