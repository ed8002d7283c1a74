"""Seed documents in the archive: their place in a history, and the way back."""

from dataclasses import replace

from crawler.items import Image, RelatedLink
from crawler.store import Store
from tests.visits import IDENTITY, article, hour, seed, visit


def titles(store: Store) -> list[str]:
    numbers = [version.number for version in store.versions(IDENTITY)]
    assert numbers == list(range(1, len(numbers) + 1))
    assert store.find(IDENTITY).versions == len(numbers)
    return [store.article(IDENTITY, number).title for number in numbers]


def test_a_seed_document_is_version_1(store: Store):
    [kept] = store.keep_seeds([seed(related=(RelatedLink("倉庫也起火"),))], now=hour(0))

    assert (kept.outcome, kept.version, kept.state) == ("first", 1, "active")
    [version] = store.versions(IDENTITY)
    assert version.first_seen == version.last_seen == hour(-100)
    assert (version.is_seed, version.extractor, version.snapshot) == (True, "jekyll", None)
    [watch] = store.watches()
    assert (watch.title, watch.added_at, watch.looked_at) == ("港口清晨起火", hour(0), None)
    assert watch.changed_at == hour(-100)
    assert [link.title for link in store.related(IDENTITY)] == ["倉庫也起火"]
    assert store.due(hour(0)) == [watch]


def test_several_seeds_of_one_article_are_versions_by_date(store: Store):
    kept = store.keep_seeds([seed("乙", at=-50), seed("丙", at=-20), seed("甲", at=-80)])

    assert [(each.outcome, each.version) for each in kept] == [("new", 2), ("new", 3), ("first", 1)]
    assert titles(store) == ["甲", "乙", "丙"]
    assert store.watches()[0].title == "丙"
    assert len(list(store.unreported())) == 2


def test_the_same_document_again_changes_nothing(store: Store):
    documents = [seed("甲"), seed("乙", at=-50)]
    store.keep_seeds(documents)
    before = store.versions(IDENTITY)
    kept = store.keep_seeds([*documents, *documents])

    assert [(each.outcome, each.version) for each in kept] == [("same", 1), ("same", 2)] * 2
    assert store.versions(IDENTITY) == before
    assert len(list(store.seeds())) == 2


def test_two_documents_with_one_text_are_two_documents_of_one_version(store: Store):
    store.keep_seeds([seed(at=-80), seed(at=-50)])

    [version] = store.versions(IDENTITY)
    assert (version.first_seen, version.last_seen, version.checks) == (hour(-80), hour(-50), 2)
    assert len(list(store.seeds(IDENTITY))) == 2


def test_a_fuller_seed_of_one_text_completes_the_poorer(store: Store):
    store.keep_seeds([seed(at=-80, observed=("title",), body=()), seed(at=-50)])

    assert store.article(IDENTITY).body == article().body
    store.keep([visit(article("港口清晨起火", "別的內文。"))])
    assert len(store.versions(IDENTITY)) == 2


def test_an_older_seed_comes_first_and_the_reports_are_made_again(store: Store):
    store.keep([visit(article("乙")), visit(article("丙"), 1)])
    [pair] = store.unreported()
    store.save_reports([pair.report("tag:1..2", "edited", 50, significant=True, record=b"{}")])
    assert list(store.unreported()) == []

    [kept] = store.keep_seeds([seed("甲")])

    assert (kept.outcome, kept.version) == ("new", 1)
    assert titles(store) == ["甲", "乙", "丙"]
    assert store.reports() == []
    pairs = [
        (each.old and each.old.number, each.new and each.new.number) for each in store.unreported()
    ]
    assert pairs == [(1, 2), (2, 3)]
    assert [fetch.version for fetch in store.snapshots(IDENTITY)] == [2, 3]


def test_an_older_seed_with_the_first_text_moves_its_first_sight(store: Store):
    store.keep([visit(article("甲")), visit(article("乙"), 1)])
    [kept] = store.keep_seeds([seed("甲")])

    assert (kept.outcome, kept.version) == ("same", 1)
    first, _ = store.versions(IDENTITY)
    assert (first.first_seen, first.last_seen, first.is_seed) == (hour(-100), hour(0), True)
    assert first.extractor == "example/1"
    assert titles(store) == ["甲", "乙"]
    form = store.article(IDENTITY, 1).seed
    assert form
    assert form.raw["title"] == "甲"


def test_a_seed_within_a_history_takes_its_place(store: Store):
    store.keep([visit(article("甲")), visit(article("丙"), 100)])
    store.keep_seeds([seed("乙", at=50)])

    assert titles(store) == ["甲", "乙", "丙"]
    assert store.watches()[0].title == "丙"


def test_a_seed_between_two_looks_at_one_text_parts_them(store: Store):
    store.keep([visit(article("甲"), n) for n in (0, 10, 60, 70)] + [visit("expired", 80)])
    store.keep_seeds([seed("甲", at=20), seed("乙", at=50)])

    assert titles(store) == ["甲", "乙", "甲"]
    first, between, again = store.versions(IDENTITY)
    assert (first.first_seen, first.last_seen, first.checks) == (hour(0), hour(20), 3)
    assert (between.first_seen, between.is_seed) == (hour(50), True)
    assert (again.first_seen, again.last_seen, again.checks) == (hour(60), hour(70), 2)
    assert (again.returned, again.is_seed, again.snapshot) == (1, False, 3)
    assert [fetch.version for fetch in store.snapshots(IDENTITY)] == [1, 1, 3, 3, None]
    assert [each.version for each in store.events()] == [3]
    [kept] = store.keep([visit(article("甲"), 90)])
    assert (kept.outcome, kept.version) == ("same", 3)


def test_a_seed_after_all_looks_is_the_latest(store: Store):
    headers = (("ETag", '"1"'),)
    store.keep([visit(article("甲"), headers=headers)])
    store.keep_seeds([seed("乙", at=50)])

    [watch] = store.watches()
    assert titles(store) == ["甲", "乙"]
    assert (watch.title, watch.changed_at) == ("乙", hour(50))
    assert watch.etag == "", "a 304 would confirm the page, not the seed"
    [kept] = store.keep([visit(article("乙"), 60)])
    assert (kept.outcome, kept.version) == ("same", 2)


def test_other_articles_keep_their_reports(store: Store):
    store.keep([visit(article("乙"), n, identity=name) for n, name in enumerate(["a:1", "b:1"])])
    store.keep([visit(article("丙"), 5, identity=name) for name in ("a:1", "b:1")])
    store.save_reports(
        [
            pair.report(f"tag:{pair.watch.identity}", "edited", 1, significant=False, record=b"{}")
            for pair in store.unreported()
        ]
    )
    store.keep_seeds([seed("甲", identity="a:1")])

    assert [report.identity for report in store.reports()] == ["b:1"]
    assert {each.watch.identity for each in store.unreported()} == {"a:1"}


def test_a_seed_without_a_url_is_an_unresolved_watch(store: Store):
    headlines = (RelatedLink("倉庫也起火", publisher="晨報", age="13 小時前"),)
    text = seed(url="text:0123", identity="text:0123", date=None, related=headlines)
    [kept] = store.keep_seeds([text], now=hour(0))

    assert (kept.outcome, kept.state) == ("first", "unresolved")
    [watch] = store.watches(state="unresolved")
    assert (watch.site, watch.url) == ("text", "text:0123")
    assert store.versions("text:0123")[0].first_seen == hour(0)
    assert store.related("text:0123")[0].publisher == "晨報"
    assert store.due(hour(1)) == []


def test_every_document_comes_back_with_its_name_and_article(store: Store):
    documents = [replace(seed(f"第{n}條", at=-n), identity=f"example:{n}") for n in range(1, 1_201)]
    kept = store.keep_seeds(documents)

    assert {each.outcome for each in kept} == {"first"}
    assert list(store.seeds()) == [(each.name, each.article) for each in documents]
    assert list(store.seeds("example:7")) == [(documents[6].name, documents[6].article)]
    assert list(store.seeds("example:0")) == []


def test_a_new_document_takes_a_removed_watch_up_again(store: Store):
    store.keep_seeds([seed("甲")])
    store.remove_watch(IDENTITY)

    assert store.keep_seeds([seed("甲")])[0].state == "removed"
    assert store.keep_seeds([seed("乙", at=-50)])[0].state == "active"


def test_seeds_alone_learn_from_a_page_once(store: Store):
    store.keep_seeds([seed(at=-80)])
    page = article(images=(Image("https://img.example/a.jpg", "港口"),))
    store.keep([visit(page)])
    store.keep_seeds([seed(at=-50)])

    [version] = store.versions(IDENTITY)
    assert version.extractor == "example/1"
    assert store.article(IDENTITY).images == page.images
