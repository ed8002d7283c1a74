"""What a page may hold to harm its readers is shown as text and bounded, in every form and face."""

import re

import msgspec
import pytest

from crawler.config import Config
from crawler.items import Article, Credit, Image, Moment
from crawler.store import Store
from scheduler import reports
from scheduler.diff import compare
from scheduler.diff.records import Affected, Change, ChangeReport, Sitewide
from scheduler.reports import Context
from scheduler.web import addresses
from tests.browser import Browser, tell, visit
from tests.hostile import TEXTS, URLS, assert_harmless
from tests.reports.golden import NOW, OF_A_DAY
from tests.reports.invented import Piece, Shelf, at
from tests.terminal import Inside

pytestmark = pytest.mark.no_cover

PROGRAMS = {"jsonl", "unified"}
"""Forms for programs, which are told all of it, however long."""
FORMS = sorted(reports.formats())
DIGESTS = ("markdown", "text", "webpage")
LONG = {"paragraph", "stacked", "word"}


def told(text: str, url: str, number: int = 1) -> list[ChangeReport]:
    """The text wherever a page's text may come to stand in a report."""
    piece = Piece(f"evil.example:{text[:200]}{number}", text, text, url)
    changes = (
        Change(field="title", kind="edited", old="舊", new=text, spans=(("-", "舊"), ("+", text))),
        Change(field="body", kind="edited", path=(0,), old=text, new=f"{text}乙",
               spans=(("=", text), ("+", "乙")), tags=("number",)),
        Change(field="body", kind="removed", from_path=(3,), old=text, rule=text[:300]),
        Change(field=text[:20], kind="rewritten", old=f"甲{text}", new=text),
    )  # fmt: skip
    edited = piece.report(*changes, score=60, reasons=("silent", text[:80]), versions=(1, 2))
    gone = piece.event("deleted", 90)
    affected = Affected(article=piece.article, url=url, title=text)
    event = Sitewide(id=f"{edited.id}#sitewide", count=3, articles=(affected,) * 3)
    site = msgspec.structs.replace(edited, id=f"{edited.id}9", sitewide=event)
    return [gone, edited, site]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", TEXTS)
def test_every_form_shows_it_as_text(form: str, name: str):
    if form in PROGRAMS and name in LONG:
        pytest.skip("a form for programs is told all of it")
    if form == "jsonl" and name == "surrogates":
        pytest.skip("no archive holds such a text: JSON cannot")
    written = told(TEXTS[name], URLS[len(name) % len(URLS)])
    for context in (Context(now=NOW), Context(now=NOW, width=0, lang="en", pages=Shelf())):
        assert_harmless(form, "".join(reports.load(form).render(written, context)))


@pytest.mark.parametrize("form", DIGESTS)
@pytest.mark.parametrize("name", TEXTS)
def test_every_digest_shows_it_as_text(form: str, name: str):
    written = told(TEXTS[name], URLS[0])

    assert_harmless(form, "".join(reports.digesting(form).digest(written, OF_A_DAY)))


@pytest.mark.parametrize("url", URLS)
@pytest.mark.parametrize("form", FORMS)
def test_no_form_links_to_what_is_no_page(form: str, url: str):
    document = "".join(reports.load(form).render(told("甲", url), Context(now=NOW)))

    assert_harmless(form, document)


# ------------------------------------------------------------------ faces

KEPT = sorted(set(TEXTS) - {"surrogates"})
"""What may come to stand in an archive: `crawler.text.fold` lets no surrogate in."""


FLOOD = 300_000
"""Characters: ten million of them would take a test minutes to write, and show nothing else."""


def hostile(text: str, url: str, part: int) -> Article:
    return Article(
        url=url,
        title=f"{text[:FLOOD]}{part}",
        author=text[:500],
        date=Moment(at(2, 4), text[:100], "day"),
        modified=Moment(at(2, 5), text[:100], "minute"),
        body=(text[:FLOOD], "本報訊，這一段沒有改。", f"{text[:FLOOD]}{part}人"),
        credits=(Credit(text[:50], text[:100]),),
        images=(Image("javascript:alert(1)", caption=text[:1000], credit=text[:100]),),
        tags=(text[:100],),
        categories=(text[:100],),
        dateline=text[:50],
        description=text[:1000],
    )


@pytest.fixture(scope="module")
def haunted(tmp_path_factory: pytest.TempPathFactory) -> Config:
    """An archive in which every article has two versions, all of them hostile."""
    config = Config(data=tmp_path_factory.mktemp("haunted"))
    with Store.open(config) as store:
        for number, name in enumerate(KEPT):
            identity, url = identity_of(name), f"https://evil.example/{number}"
            for part in (0, 1):
                read = hostile(TEXTS[name], url, part)
                store.keep([visit(identity, read, at(3, part))])
    written = []
    for name in KEPT:
        old, new = (hostile(TEXTS[name], "https://evil.example/", part) for part in (0, 1))
        report = compare(old, new, identity_of(name))
        written.append(
            msgspec.structs.replace(
                report,
                id=f"tag:stet,2026:{identity_of(name)}/1..2",
                after=told("甲", "")[1].after,
            )
        )
    tell(config, *written)
    return config


def identity_of(name: str) -> str:
    return f"evil.example:/{TEXTS[name][:60]}".replace("\0", "")


@pytest.fixture(scope="module")
def ghost(haunted: Config):
    from scheduler import web
    from tests.browser import opened

    with opened(web.app(haunted)) as browser:
        yield browser


OF_ALL = [
    ("html", "/"), ("html", "/search?q=甲"), ("html", "/sites"), ("html", "/sites/evil.example"),
    ("text", "/metrics"), ("atom", "/feed.atom"), ("jsonfeed", "/feed.json"),
    ("json", "/api/articles"), ("json", "/api/search?q=甲"),
]  # fmt: skip
"""What an answer is, and the address that gives such of all articles together."""
OF_ONE = [
    ("html", "/article/{article}"), ("html", "/article/{article}/v/1"),
    ("html", "/article/{article}/diff/1..2"), ("html", "/reports/{report}"),
    ("html", "/article/{article}/diff/1..2?view=side"), ("html", "/sites/{text}"),
    ("html", "/?site={text}"), ("html", "/search?q={text}"), ("html", "/nowhere/{text}"),
    ("json", "/article/{article}/v/1/article.json"),
    ("atom", "/article/{article}/feed.atom"), ("jsonfeed", "/article/{article}/feed.json"),
    ("json", "/api/articles/{article}"), ("json", "/api/changes?site={text}"),
    ("json", "/api/articles/{text}"),
]  # fmt: skip
"""Likewise of one."""


def assert_answered(browser: Browser, kind: str, path: str) -> None:
    answer = browser.get(path)

    assert answer.status_code in {200, 400, 404}, path
    assert_harmless(kind if answer.status_code == 200 or kind == "json" else "html", answer.text)
    for value in answer.headers.values():
        assert not re.search(r"[\x00-\x1f]", value)


@pytest.mark.parametrize(("kind", "path"), OF_ALL)
def test_every_face_of_all_shows_it_as_text(ghost: Browser, kind: str, path: str):
    assert_answered(ghost, kind, path)


@pytest.mark.parametrize("name", KEPT)
def test_every_face_of_one_shows_it_as_text(ghost: Browser, name: str):
    identity, text = identity_of(name), TEXTS[name][:150]
    for kind, face in OF_ONE:
        if name in LONG and face.endswith("article.json"):
            continue  # programs are told all of it
        path = face.format(
            article=addresses.segment(identity),
            report=addresses.segment(f"tag:stet,2026:{identity}/1..2"),
            text=addresses.segment(text).replace("~", "%"),
        )
        assert_answered(ghost, kind, path)


@pytest.mark.parametrize(
    "words",
    [("report",), ("report", "--digest", "day", "--since", "2020-01-01"), ("list",),
     ("history", "{article}"), ("show", "{article}"), ("diff", "{article}"), ("search", "甲")],
)  # fmt: skip
def test_no_verb_lets_a_text_drive_the_terminal(
    haunted: Config, quick: Inside, words: tuple[str, ...]
):
    for name in ("terminal", "controls", "direction", "breaks"):
        article = identity_of(name)
        typed = [word.format(article=article) for word in words]
        answer = quick(*typed, "--data", haunted.data)
        for text in (answer.stdout, answer.stderr):
            assert_harmless("text", text[:300_000])
