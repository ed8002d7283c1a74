"""What may keep an archive from being watched: found, and what to do about it said."""

import os
import re
import socket
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crawler.aside import Rule
from crawler.config import Config, load
from crawler.entries import Delivery, Source
from crawler.errors import ConfigError
from crawler.items import Fault
from crawler.store import Bookmark, DeliveryRow, Found, Resting, Store
from scheduler import doctor, lock
from scheduler.daemon import Daemon
from scheduler.doctor import Finding
from scheduler.newsroom import Newsroom
from tests import disks
from tests.terminal import Inside, lines
from tests.visits import article, visit

NOW = datetime(2026, 3, 2, tzinfo=UTC)


@pytest.fixture
def watched(data: Path) -> Path:
    """Two articles of one host without an address, one of a private one; due in an hour."""
    with Store.open(data) as store:
        for number in (1, 2):
            url = f"https://news.invalid/{number}"
            store.keep([visit(article("渡輪", url=url), identity=f"news.invalid:/{number}")])
        inside = article("內網", url="https://localhost/1")
        store.keep([visit(inside, identity="localhost:/1")])
        due = dict.fromkeys((each.identity for each in store.watches()), NOW + timedelta(hours=1))
        store.set_due(due)
    return data


def found(data: Path, now: datetime = NOW) -> dict[str, Finding]:
    return {each.about: each for each in doctor.examine(Config(data=data), now)}


def said(finding: Finding, level: str, words: str) -> bool:
    return finding.level == level and words in finding.said


def test_where_there_is_no_archive_nothing_else_is_looked_at(quick: Inside):
    answer = quick("doctor")

    head, settings, archive = lines(answer)
    assert answer.returncode == 1
    assert head.split()[:2] == ["LOOKS", "ABOUT"]
    assert settings.startswith("note   settings  no stet.toml")
    assert archive.startswith("bad    archive   there is no archive at data/stet.db yet")


def test_names_without_an_address_and_private_ones_are_bad(
    watched: Path, monkeypatch: pytest.MonkeyPatch
):
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    told = found(watched)

    assert said(told["news.invalid"], "bad", "has no address")
    assert said(told["localhost"], "bad", "a private address, which is not fetched")
    assert "[Errno" not in told["news.invalid"].said
    monkeypatch.setenv("no_proxy", "*")
    assert found(watched).keys() == told.keys(), "there is no proxy"
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:1")
    assert found(watched).keys() == told.keys(), "there is one for no host"
    monkeypatch.setenv("no_proxy", "localhost")
    told = found(watched)
    assert said(told["names"], "ok", "some are looked up by the proxy")
    assert said(told["localhost"], "bad", "a private address")
    assert "news.invalid" not in told
    monkeypatch.delenv("no_proxy")
    told = found(watched)
    assert said(told["names"], "ok", "are looked up by the proxy")
    assert "is out of reach (Connection refused): nothing" in told["news.invalid robots"].said


def test_a_name_server_that_hangs_is_told_in_words(watched: Path, monkeypatch: pytest.MonkeyPatch):
    may_answer = threading.Event()
    monkeypatch.setenv("no_proxy", "*")
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_: may_answer.wait(60) or [])
    told = found(watched)
    may_answer.set()

    assert told["news.invalid"].said == "no name server answered within 5 s"
    assert told["news.invalid robots"].said.startswith("does not answer: nothing of it is")


def test_a_private_host_that_was_allowed_is_well(watched: Path, monkeypatch: pytest.MonkeyPatch):
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    told = doctor.examine(Config(data=watched), NOW, allowed=["localhost"])

    assert [each.level for each in told if each.about == "localhost"] == ["ok"]


def test_a_folder_that_nobody_may_write_is_bad(tmp_path: Path):
    with disks.small(tmp_path / "disk") as disk:
        with Store.open(disk):
            pass
        disks.protect(disk)
        assert said(found(disk)["disk"], "bad", "cannot be written")


def test_what_is_well_is_said_too(watched: Path):
    told = found(watched)

    assert said(told["archive"], "ok", "stet.db: 3 articles")
    assert said(told["clock"], "ok", "no stored look is later")
    assert said(told["looks"], "ok", "nothing is due")
    assert said(told["daemon"], "note", "`stet run` does")
    assert re.match(r"[\d.]+ GB free", told["disk"].said)


def test_a_reader_who_waits_for_his_letter_is_told(watched: Path):
    letter = DeliveryRow("desk", NOW, None, Bookmark(), 2, 3, NOW, "under-way", "HTTP 500")
    with Store.open(watched) as store:
        store.deliveries.note(letter)
        store.deliveries.note(replace(letter, name="morning", state="delivered", said=""))
    readers = tuple(Delivery(name, "digests") for name in ("desk", "morning", "new"))
    config = Config(data=watched, deliver=readers)
    told = {each.about: each for each in doctor.examine(config, NOW)}

    assert told["desk"].level == "bad"
    assert told["desk"].said.startswith(
        "2026-03-02 00:00 UTC: HTTP 500; tried 3 of 6 times, again at 2026-03-02 00:25 UTC; see"
    )
    assert told["morning"] == Finding("ok", "morning", "2026-03-02 00:00 UTC: 2 changes told")
    assert "new" not in told


def test_settings_for_a_site_of_which_there_is_nothing_are_told(watched: Path):
    letters = [Delivery("morning", "out", site="cnaa"), Delivery("local", "out", site="localhost")]
    rules = [Rule("ad", pattern="廣告", site="news.invalib"), Rule("all", pattern="廣告")]
    config = Config(data=watched, deliver=tuple(letters), ignore=tuple(rules))
    told = {each.about: each for each in doctor.examine(config, NOW)}

    assert said(told["delivery morning"], "note", "of site cnaa, of which there is nothing")
    assert said(told["rule ad"], "note", "`stet status` names the sites")
    assert not {"delivery local", "rule all"} & told.keys()


def test_a_source_that_failed_or_never_named_anything_is_told(watched: Path):
    names = ("well", "dead", "part", "dumb", "new")
    well, dead, part, dumb, new = (f"https://{name}.example/feed" for name in names)
    earlier = NOW - timedelta(days=3)
    with Store.open(watched) as store:
        store.sources.note(well, NOW, Found(30, 2))
        store.sources.note(dead, earlier, Found(30, 2))
        store.sources.note(dead, NOW, None, f"{dead}: HTTP 404")
        store.sources.note(part, NOW, Found(30, 0), "https://part.example/2.xml: HTTP 500")
        store.sources.note(dumb, NOW, Found(0, 0))
    config = Config(data=watched, source=tuple(map(Source, (well, dead, part, dumb, new))))
    told = {each.about: each for each in doctor.examine(config, NOW)}

    assert said(told[well], "ok", "named 30 articles at 2026-03-02 00:00 UTC, 2 new")
    assert said(told[dead], "bad", "last read at 2026-02-27 00:00 UTC: HTTP 404; look at it in")
    assert said(told[part], "note", "a part could not be read: https://part.example/2.xml: HTTP")
    assert said(told[dumb], "note", "never named an article; ")
    assert said(told[new], "ok", "not looked at yet")


def test_a_source_whose_host_asked_for_a_pause_is_left_as_it_is(watched: Path):
    busy, until = "https://busy.example/feed", NOW + timedelta(minutes=20)
    with Store.open(watched) as store:
        store.sources.note(busy, NOW, None, f"{busy}: HTTP 429")
        store.hosts.note("busy.example", Resting(1, until, "HTTP 429"))
    config = Config(data=watched, source=(Source(busy),))
    told = [each for each in doctor.examine(config, NOW) if each.about == busy]

    assert [each.level for each in told] == ["note"]
    assert told[0].said.endswith("HTTP 429; its host is left alone until 2026-03-02 00:20 UTC")
    later = [each for each in doctor.examine(config, until) if each.about == busy]
    assert [each.level for each in later] == ["bad"]


def test_a_variable_that_is_not_set_here_may_be_where_stet_run_is(
    watched: Path, monkeypatch: pytest.MonkeyPatch
):
    desk = Delivery("desk", "desk@news.example", channel="mail")
    monkeypatch.delenv("STET_SMTP", raising=False)

    def told(*deliver: Delivery) -> Finding:
        config = Config(data=watched, deliver=deliver)
        return next(each for each in doctor.examine(config, NOW) if each.about == "settings")

    assert said(told(desk), "note", "it is not set here: `stet run` refuses it, unless its own")
    assert said(told(desk, replace(desk, channel="fax")), "bad", "there is no channel 'fax'")
    monkeypatch.setenv("STET_SMTP", "mail.example")
    assert said(told(desk), "bad", "names no mail server: it looks like smtps:")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[[source]]\nurl = 'https://a.example/'\ncron = '61 * * * *'", "cron = '61 * * * *': "),
        ("[[source]]\nurl = 'https://a.example/'\ncron = '0 0 30 2 *'", "there is no such day"),
        ("[keep]\ncron = '0 0 31 2 *'", "stet.toml: [keep] cron = '0 0 31 2 *': there is no such"),
        ("[serve]\nport = 8000\nhost = '0.0.0.0'", "[serve] host: --host 0.0.0.0 is open to oth"),
        ("[[deliver]]\nname = 'a'\nto = 'a'\nformat = 'pdf'", "there is no report format 'pdf'"),
        ("[[deliver]]\nname = 'a'\nto = 'a'\nchannel = 'fax'", "there is no channel 'fax'"),
        ("[[deliver]]\nname = 'a'\nto = 'a'\nchannel = 'webhook'", "'a' is no URL"),
        ("[[deliver]]\nname = 'a'\nto = 'stet.toml'", "stet.toml is a file and no folder"),
        ("[[deliver]]\nname = 'a'\nto = 'a'\nformat = 'csv'\ndigest = true", "csv"),
        ("[[deliver]]\nname = 'a'\nto = 'a'\ncron = '0 0 30 2 *'", "there is no such day"),
    ],
)
def test_settings_that_stet_run_refuses_are_bad(
    watched: Path, quick: Inside, tmp_path: Path, text: str, words: str
):
    file = tmp_path / "elsewhere" / "stet.toml"
    file.parent.mkdir()
    file.write_text(text, "utf-8")
    config = load(file, watched, {})
    with pytest.raises(ConfigError) as refused:
        Daemon(config, lambda: config)
    answer = quick("doctor", "--config", file, "--data", watched)

    [line] = [each for each in lines(answer) if each.startswith("bad    settings")]
    assert answer.returncode == 1
    assert words in str(refused.value)
    assert f"{refused.value}; `stet run` refuses it" in line


def test_where_the_reader_is_to_be_is_looked_at(watched: Path):
    def told(host: str = "127.0.0.1") -> Finding:
        config = Config(data=watched, serve_port=port, serve_host=host, token="x" * 16)
        [found] = [each for each in doctor.examine(config, NOW) if each.about == "reader"]
        return found

    log = watched / "logs" / "serve.txt"
    log.parent.mkdir()
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        assert said(told(), "bad", f"127.0.0.1 port {port}: Address already in use; another prog")
        with lock.only_instance(watched):
            assert told().level == "bad"
            log.write_text(f"stet: cannot listen on 127.0.0.1 port {port}: Address already in use")
            assert told().level == "bad"
            log.write_text("")
            assert told() == Finding("ok", "reader", f"is at 127.0.0.1 port {port}")
    assert said(told(), "ok", f"127.0.0.1 port {port} is free: `stet run` puts it there")
    assert said(told("nowhere.invalid"), "bad", "cannot listen on nowhere.invalid port")
    with lock.only_instance(watched):
        assert said(told(), "note", "is free, and `stet run` is on: see ")


def test_a_clock_that_went_back_is_bad(watched: Path):
    assert said(found(watched, NOW - timedelta(days=400))["clock"], "bad", "set the clock")


def test_who_watches_and_is_late_is_told(watched: Path):
    later = NOW + timedelta(days=2, hours=4)
    assert said(found(watched, later)["looks"], "bad", "3 articles due, the first for 2 d 3 h")
    assert "leave `stet run` on" in found(watched, later)["looks"].said
    daily = NOW + timedelta(hours=26)
    assert said(found(watched, daily)["looks"], "note", "3 articles due, the first for 1 d 1 h")
    with lock.only_instance(watched):
        told = found(watched, later)
        soon = found(watched, NOW + timedelta(hours=1, minutes=5))
    assert said(told["daemon"], "ok", "is process")
    assert said(told["looks"], "bad", "more is watched than the delay allows")
    assert said(soon["looks"], "ok", "the first for 0 h 5 min")
    assert lock.holder(watched / "nowhere") == ""


def test_who_watches_an_archive_on_a_server_from_elsewhere_is_known(served: Config, tmp_path: Path):
    from_here = replace(served, data=tmp_path / "here")
    with Store.open(served) as store:
        store.keep([visit(article("渡輪"), identity="news.example:/1")])
        with store.lease():
            told = {each.about: each for each in doctor.examine(from_here, NOW)}
            assert store.watcher() == f"stet {os.getpid()} on {socket.gethostname()}"
        assert store.watcher() == ""

    assert said(told["daemon"], "ok", f"from another folder: stet {os.getpid()} on ")
    assert said(told["looks"], "bad", "more is watched than the delay allows")
    nobody = {each.about: each for each in doctor.examine(from_here, NOW)}
    assert said(nobody["daemon"], "note", "nobody watches")


def test_a_site_that_brings_no_article_any_more_is_bad(watched: Path):
    with Store.open(watched) as store:
        for number in (1, 2):
            url = f"https://news.invalid/{number}"
            fault = Fault("blocked", "robots.txt forbids it")
            store.keep([visit(fault, 1, url=url, identity=f"news.invalid:/{number}")])

    assert said(found(watched)["news.invalid"], "bad", "")
    sites = [
        each for each in doctor.examine(Config(data=watched), NOW) if "brought none" in each.said
    ]
    assert [each.about for each in sites] == ["news.invalid"]


def test_a_host_that_is_left_alone_is_told_as_long_as_it_is(watched: Path):
    until = NOW + timedelta(minutes=20)
    with Store.open(watched) as store:
        store.hosts.note("busy.invalid", Resting(3, until, "HTTP 503"))

    told = found(watched)["busy.invalid"]

    assert said(told, "note", "left alone until 2026-03-02 00:20 UTC: HTTP 503")
    assert "busy.invalid" not in found(watched, until)


def test_of_a_host_that_is_left_alone_it_is_not_said_that_no_article_comes(watched: Path):
    until, url = NOW + timedelta(minutes=20), "https://busy.invalid/1"
    refused = visit(Fault("unreachable", "HTTP 429"), 1, url=url, identity="busy.invalid:/1")
    with Store.open(watched) as store:
        store.keep([visit(article("渡輪", url=url), identity="busy.invalid:/1"), refused])
        store.hosts.note("busy.invalid", Resting(1, until, "HTTP 429"))

    def told(now: datetime) -> list[str]:
        every = doctor.examine(Config(data=watched), now)
        return [each.said for each in every if "brought none" in each.said]

    assert told(NOW) == []
    assert [each.partition(";")[0] for each in told(until)] == [
        "the latest look at each of 1 article brought none"
    ]


def test_a_full_disk_is_bad(small_disk: Path, watched: Path):
    config = Config(data=small_disk)
    with Store.open(config):
        pass

    told = {each.about: each for each in doctor.examine(config, NOW)}
    assert said(told["disk"], "bad", "make room")
    assert disks.room(small_disk) < doctor.SCANT


def test_a_host_without_its_robots_is_told(
    data: Path, newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
):
    hosts = {"well.example": 200, "none.example": 404, "busy.example": 503, "away.example": 302}
    with Store.open(data) as store:
        for name, status in hosts.items():
            newsroom.robots(name, status=status)
            url = f"http://{name}/1"
            store.keep([visit(article("渡輪", url=url), identity=f"{name}:/1")])
        url = "http://deaf.example/1"
        store.keep([visit(article("渡輪", url=url), identity="deaf.example:/1")])
    newsroom.fail("deaf.example", "reset")
    for name, value in newsroom.environment().items():
        monkeypatch.setenv(name, value)
    told = found(data)

    assert "http://well.example robots" in told, "told apart from that of https"
    told = {name.removeprefix("http://"): each for name, each in told.items()}
    assert said(told["well.example robots"], "ok", "is there")
    assert said(told["none.example robots"], "ok", "there is none (HTTP 404): all is allowed")
    assert said(told["busy.example robots"], "bad", "HTTP 503: nothing of it is fetched")
    assert said(told["away.example robots"], "ok", "is there")
    assert said(told["deaf.example robots"], "bad", "is out of reach")
