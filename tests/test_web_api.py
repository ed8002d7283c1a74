"""The API: what programs are answered, page by page, and how it is described."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import jsonschema
import pytest

from crawler.config import Config
from crawler.store import Store
from scheduler.diff.records import Change, from_json
from scheduler.web import addresses
from tests.archives import filled
from tests.browser import SLASHED, Browser, keep, tell, text
from tests.reports.invented import ATTACK, FERRY, NOISE, QUAKE, REPORTS, change
from tests.visits import seed


@pytest.fixture
def full(config: Config) -> Config:
    """Two sites and four articles."""
    filled(config)
    return config


def got(browser: Browser, path: str, **asked: object) -> Any:
    """The answer, which keeps to its description."""
    answer = browser.get(path, params=asked or None)
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Type"] == "application/json"
    described(browser, path).validate(answer.json())
    return answer.json()


def described(browser: Browser, path: str) -> jsonschema.Draft202012Validator:
    """The schema of what is answered at a path."""
    whole = browser.get("/api/openapi.json").json()
    parts = path.split("?", maxsplit=1)[0].split("/")
    for pattern, methods in whole["paths"].items():
        names = pattern.split("/")
        if len(names) == len(parts) and all(
            name == part or name.startswith("{") for name, part in zip(names, parts, strict=True)
        ):
            content = methods["get"]["responses"]["200"]["content"]
            schema = content["application/json"]["schema"] | {"components": whole["components"]}
            return jsonschema.Draft202012Validator(schema)
    raise AssertionError(f"{path} is not described")


def pages(browser: Browser, path: str, key: str, place: str, **asked: object) -> Iterator[Any]:
    """Everything, page by page."""
    cursor = None
    while True:
        page = got(browser, path, **asked, **({place: cursor} if cursor is not None else {}))
        yield from page[key]
        cursor = page["next"]
        if cursor is None:
            return


def test_changes_are_the_reports_as_they_are_stored(full: Config, browser: Browser):
    found = got(browser, "/api/changes")

    with Store.open(full) as store:
        assert [from_json(json.dumps(each)) for each in found["reports"]] == [
            from_json(row.record) for row in store.reports()
        ]
    assert found["next"] is None
    [one] = got(browser, "/api/changes", limit=1, kind="deleted")["reports"]
    assert got(browser, f"/api/reports/{addresses.segment(one['id'])}") == one


@pytest.mark.parametrize(
    ("asked", "count"),
    [({"site": "cna"}, 2), ({"min_score": 90}, 1), ({"tag": "number"}, 1), ({"q": "釀3死"}, 2),
     ({"since": "2026-03-02"}, 2), ({"until": "2026-03-01"}, 2)],
)  # fmt: skip
def test_changes_are_asked_for_as_on_the_first_page(
    full: Config, browser: Browser, asked: dict[str, object], count: int
):
    assert len(got(browser, "/api/changes", **asked)["reports"]) == count


def test_lists_go_on_to_their_end(config: Config, browser: Browser):
    tell(
        config,
        *(
            FERRY.report(
                change("title", "edited", f"[-{n}-]{{+{n + 1}+}}"),
                score=50,
                reasons=(),
                versions=(n, n + 1),
            )
            for n in range(1, 26)
        ),
    )
    for number in range(23):
        keep(config, f"example.org:{number}", text(f"第{number}號渡輪", "渡輪靠岸。"))

    changes = list(pages(browser, "/api/changes", "reports", "before", limit=7))
    own = f"/api/articles/{addresses.segment(FERRY.article)}/changes"
    articles = list(pages(browser, "/api/articles", "articles", "after", limit=10))
    found = list(pages(browser, "/api/search", "articles", "before", q="渡輪靠岸", limit=5))
    assert len({each["id"] for each in changes}) == len(changes) == 25
    assert list(pages(browser, own, "reports", "before", limit=4)) == changes
    assert len({each["identity"] for each in articles}) == len(articles) == 24
    assert len({each["identity"] for each in found}) == len(found) == 23


def test_an_answer_is_bounded_and_goes_on(config: Config, browser: Browser):
    flood = "長" * 900_000
    tell(
        config,
        *(
            FERRY.report(
                Change(field="body", kind="added", new=flood),
                score=50,
                reasons=(),
                versions=(n, n + 1),
            )
            for n in range(1, 6)
        ),
    )
    first = got(browser, "/api/changes")

    assert len(first["reports"]) == 2
    assert len(list(pages(browser, "/api/changes", "reports", "before"))) == 5


def test_an_article_with_its_versions_and_their_texts(full: Config, browser: Browser):
    article = got(browser, "/api/articles/cna:202603010001")
    listed = got(browser, "/api/articles/cna:202603010001/versions")
    third = got(browser, "/api/articles/cna:202603010001/versions/3")

    assert (article["title"], article["versions"], article["state"]) == (
        "渡輪擦撞 釀3死！",
        3,
        "active",
    )
    assert article["added_at"].endswith("Z")
    assert listed["article"] == article
    assert [each["number"] for each in listed["versions"]] == [1, 2, 3]
    assert third["version"] == listed["versions"][2]
    assert third["text"]["title"] == "渡輪擦撞 釀3死！"
    assert third["text"]["credits"] == [{"role": "reporter", "name": "林知遠"}]
    by_url = quote("https://www.cna.com.tw/news/asoc/202603010001.aspx", safe=":").replace("%", "~")
    assert got(browser, f"/api/articles/{by_url}") == article


def test_articles_by_site_and_the_sites_themselves(full: Config, browser: Browser):
    [one] = got(browser, "/api/articles", site="cna")["articles"]

    assert one["identity"] == "cna:202603010001"
    assert got(browser, "/api/sites") == {"sites": ["cna", "news.example", "text"]}


def test_a_seeds_form_and_a_slashed_identity_are_told(config: Config, browser: Browser):
    keep(config, SLASHED, text("渡輪", "甲。"))
    with Store.open(config) as store:
        store.keep_seeds([seed("港口清晨起火", "甲。", identity="example:1")])

    assert got(browser, f"/api/articles/{addresses.segment(SLASHED)}/versions/1")["text"][
        "body"
    ] == ["甲。"]
    assert got(browser, "/api/articles/example:1/versions/1")["version"]["is_seed"] is True
    escaped = browser.get(f"/api/articles/{quote(SLASHED, safe='')}/versions/1")
    assert escaped.status_code == 200
    assert escaped.json()["version"]["number"] == 1
    assert browser.get("/api/nothing%2Fhere").status_code == 404


def test_words_are_found_in_every_version(full: Config, browser: Browser):
    [found] = got(browser, "/api/search", q="釀2死")["articles"]

    assert (found["identity"], found["versions"], found["of"]) == ("cna:202603010001", [1], 3)


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/api/changes?min_score=many", 400, "min_score=many: expected a number from 0 to 100"),
        ("/api/changes?min_score=101", 400, "min_score=101: expected a number from 0 to 100"),
        ("/api/changes?limit=0", 400, "limit=0: expected a number from 1 to 200"),
        ("/api/changes?colour=red", 400, "no question colour here: known are q, site, publisher,"),
        ("/api/changes?min_scor=30", 400, "no question min_scor here: did you mean min_score?"),
        ("/api/changes?site=a&site=b", 400, "site is asked twice"),
        ("/api/changes?since=yesterday", 400, "since=yesterday: expected a day"),
        ("/api/changes?since=20260301", 400, "since=20260301: expected a day"),
        ("/api/changes?kind=null", 400, "kind=null: expected one of deleted, edited,"),
        (f"/api/changes?q={'x' * 201}", 400, "q is 201 characters long: at most 200"),
        ("/api/changes?before=tag:x", 400, "after tag:x"),
        ("/api/articles?after=x", 400, "after x"),
        ("/api/articles/nobody:1", 404, "nobody:1"),
        ("/api/articles/cna:202603010001/versions/9", 404, "9"),
        ("/api/articles/cna:202603010001/versions/x", 404, "x"),
        ("/api/reports/tag:x", 404, "tag:x"),
        ("/api/search", 400, "q is missing, or empty"),
        ("/api/search?q=", 400, "q is missing, or empty"),
        ("/api/search?q=%22%22", 400, "q names no word"),
        ("/api/sites?x=1", 400, "nothing is asked here: leave x out"),
        ("/api/nowhere", 404, "/api/openapi.json describes"),
        ("/api", 404, "/api/openapi.json describes"),
        ("/api/", 404, "/api/openapi.json describes"),
    ],
)
def test_what_makes_no_sense_is_said_as_json(
    full: Config, browser: Browser, path: str, status: int, said: str
):
    answer = browser.get(path)

    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["status"] == status
    assert said in answer.json()["detail"]


def test_nothing_can_be_written(full: Config, browser: Browser):
    answer = browser.post("/api/changes")

    assert (answer.status_code, answer.json()["detail"]) == (
        405,
        "this address answers GET, HEAD alone: the reader changes nothing",
    )
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD"}


def test_before_there_is_an_archive_the_api_says_so(config: Config, browser: Browser):
    answer = browser.get("/api/changes")

    assert answer.status_code == 503
    assert "there is no archive at" in answer.json()["detail"]
    assert not config.data.exists()


def test_no_control_character_is_sent(config: Config, browser: Browser):
    tell(config, ATTACK, NOISE, *REPORTS)
    answer = browser.get("/api/changes")

    assert not any(ord(letter) < 32 or 0x7F <= ord(letter) < 0xA0 for letter in answer.text)
    assert "\u202e" not in answer.text
    assert any("\u202e" in each["title"] for each in answer.json()["reports"]), "but kept"


def test_who_has_an_answer_already_is_sent_no_more_than_that(full: Config, browser: Browser):
    path = f"/api/articles/{addresses.segment('cna:202603010001')}/versions"
    known = {"If-None-Match": browser.get(path).headers["ETag"]}

    assert browser.get(path, headers=known).status_code == 304


def test_the_description_is_whole(browser: Browser):
    whole = browser.get("/api/openapi.json").json()

    assert whole["openapi"] == "3.1.0"
    for path, methods in whole["paths"].items():
        assert methods["get"]["summary"], path
        assert {"200", "400", "404", "503"} == set(methods["get"]["responses"])
    assert {"ChangeReport", "Watched", "Version", "Article"} <= set(whole["components"]["schemas"])
    assert QUAKE.article not in json.dumps(whole)


def test_every_field_and_every_question_is_described(browser: Browser):
    whole = browser.get("/api/openapi.json").json()
    asked = [
        (path, each)
        for path, methods in whole["paths"].items()
        for each in methods["get"]["parameters"]
    ]
    fields = [
        (name, field, shape)
        for name, part in whole["components"]["schemas"].items()
        for field, shape in part["properties"].items()
    ]

    assert [(path, each["name"]) for path, each in asked if not each.get("description")] == []
    assert [(name, field) for name, field, shape in fields if not shape.get("description")] == []
    assert ("ChangeReport", "from") in {(name, field) for name, field, _ in fields}
    assert "Article" in {name for name, *_ in fields}
