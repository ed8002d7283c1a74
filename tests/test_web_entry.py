"""Who may read: this machine, and elsewhere whoever has the token."""

import dataclasses
from collections.abc import Iterator

import pytest

from crawler.config import Config, load
from crawler.errors import ConfigError, UsageError
from scheduler import web
from scheduler.web import entry
from tests.browser import Browser, opened, shown, tell
from tests.reports.invented import NOISE

TOKEN = "correct-horse-battery"
ANYWHERE = "0.0.0.0"  # noqa: S104 -- where nothing is opened


@pytest.fixture
def guarded(config: Config) -> Iterator[Browser]:
    """A reader with a token, on every address of its machine."""
    tell(config, NOISE)
    with opened(web.app(dataclasses.replace(config, token=TOKEN), ANYWHERE)) as browser:
        yield browser


def test_only_this_machine_is_served_without_a_token(config: Config):
    for host in ("127.0.0.1", "127.0.0.9", "::1", "localhost"):
        web.check(host, "")
    for host in (ANYWHERE, "::", "192.168.1.5", "news.example"):
        web.check(host, TOKEN)
        with pytest.raises(UsageError, match="is open to others: set a token first"):
            web.check(host, "")
    with pytest.raises(UsageError, match="set a token first"):
        web.serve(config, ANYWHERE, 0)


def test_who_has_no_token_sees_the_way_in(guarded: Browser):
    answer = guarded.get("/")

    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert "這個閱讀器需要通行碼" in shown(answer)
    assert "渡輪公司" not in answer.text
    assert guarded.get("/reader.css").status_code == 200
    for path in ("/healthz", "/live", "/sites", "/preferences?lang=en", "/nowhere"):
        assert guarded.get(path).status_code == 401, path


def test_a_program_without_a_token_is_told_in_its_own_form(guarded: Browser):
    answer = guarded.get("/api/changes")

    assert (answer.status_code, answer.json()["status"]) == (401, 401)
    assert "Bearer TOKEN" in answer.json()["detail"]
    assert answer.headers["WWW-Authenticate"] == 'Bearer, Basic realm="Stet", charset="UTF-8"'


def test_the_token_opens_the_reader_and_stays_out_of_the_cookie(guarded: Browser):
    assert guarded.get("/enter").status_code == 200
    answer = guarded.post("/enter", data={"token": f" {TOKEN} "})
    [entered] = answer.history

    assert "渡輪公司" in shown(answer)
    assert "渡輪公司" in shown(guarded.get("/"))
    assert TOKEN not in entered.headers["Set-Cookie"]
    assert "httponly" in entered.headers["Set-Cookie"].lower()


@pytest.mark.parametrize("form", [{"token": "wrong"}, {}, {"token": "x" * 5000}])
def test_a_wrong_token_is_told(guarded: Browser, form: dict[str, str]):
    answer = guarded.post("/enter", data=form)

    assert answer.status_code == 401
    assert "通行碼不對" in shown(answer)
    assert guarded.get("/").status_code == 401


@pytest.mark.parametrize(
    ("given", "status"),
    [
        (f"Bearer {TOKEN}", 200),
        (f"bearer  {TOKEN}", 200),
        ("Bearer wrong", 401),
        ("Bearer ß", 401),
        (f"Basic {TOKEN}", 401),
        ("Bearer", 401),
    ],
)
def test_a_program_bears_the_token(guarded: Browser, given: str, status: int):
    headers = {"Authorization": given.encode()}

    assert guarded.get("/", headers=headers).status_code == status


@pytest.mark.parametrize(
    "path", ["/feed.atom", "/feed.json?min_score=1", "/api/changes", "/metrics"]
)
def test_a_feed_reader_gives_the_token_as_a_password(guarded: Browser, path: str):
    assert guarded.get(path, auth=("anybody", TOKEN)).status_code == 200
    assert guarded.get(path, auth=("", TOKEN)).status_code == 200
    for user, password in ((TOKEN, ""), (TOKEN, "wrong"), ("anybody", TOKEN + "x"), ("ß", "ß")):
        assert guarded.get(path, auth=(user, password)).status_code == 401
    for given in ("Basic", "Basic ====", "Basic /w==", f"Basic {TOKEN}"):
        assert guarded.get(path, headers={"Authorization": given}).status_code == 401


def test_a_page_asks_no_browser_for_a_password(guarded: Browser):
    answer = guarded.get("/", auth=("anybody", TOKEN))

    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")


def test_a_cookie_of_another_token_opens_nothing(guarded: Browser):
    for value in (TOKEN, entry.pass_of("another token, as long")):
        assert guarded.get("/", headers={"Cookie": f"stet-reader={value}"}).status_code == 401


def test_whoever_has_the_token_may_use_any_name(guarded: Browser):
    bears = {"Authorization": f"Bearer {TOKEN}", "Host": "desk.local:8000"}

    assert guarded.get("/", headers=bears).status_code == 200
    assert guarded.get("/", headers={"Host": "desk.local:8000"}).status_code == 401


def test_a_token_is_a_secret_of_some_length(config: Config):
    assert load(None, config.data, {"STET_TOKEN": TOKEN}).token == TOKEN
    assert load(None, config.data, {"STET_TOKEN": ""}).token == ""
    with pytest.raises(ConfigError, match="16 characters") as refused:
        load(None, config.data, {"STET_TOKEN": "short-secret"})
    assert "short-secret" not in str(refused.value)
    assert TOKEN not in repr(dataclasses.replace(config, token=TOKEN))
