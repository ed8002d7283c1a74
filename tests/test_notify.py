"""Readers are told each change once, whatever happens on the way."""

import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_string, policy
from functools import partial
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest

from crawler.config import Config
from crawler.entries import Delivery
from crawler.errors import ConfigError, DeliveryError
from crawler.store import Bookmark, DeliveryRow, Store
from scheduler import notify, tries
from scheduler.compare import write_missing_reports
from scheduler.notify import bounded
from tests.archives import SECOND, filled, hours_until_now
from tests.visits import article, visit

if TYPE_CHECKING:
    from email.message import EmailMessage

NOW = datetime.now(UTC).replace(microsecond=0) + timedelta(minutes=1)
DAY = timedelta(days=1)
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def archive(config: Config, tmp_path: Path) -> Config:
    """The settings of one in whose archive one article was edited an hour ago, others long ago."""
    filled(config)
    return replace(config, file=tmp_path / "stet.toml")


def edit(config: Config, lead: str) -> None:
    """The pier's article says something else now."""
    read = article("碼頭燈號", lead, url="https://news.example/pier", author="例報")
    with Store.open(config) as store:
        store.keep([visit(read, hours_until_now(), identity="news.example:/pier")])
        write_missing_reports(store)


def folder(config: Config) -> dict[str, str]:
    assert config.file
    return {
        path.name: path.read_text(encoding="utf-8")
        for path in (config.file.parent / "digests").iterdir()
    }


def test_a_digest_is_written_into_a_folder_and_tells_each_change_once(archive: Config):
    morning = Delivery("morning", "digests", digest=True)
    with Store.open(archive, read_only=True) as store:
        assert notify.latest(store, morning) is None

    assert notify.deliver(archive, morning, NOW) == "1 change to digests"
    [(name, text)] = folder(archive).items()
    assert name == f"morning-{NOW.astimezone(archive.zone):%Y%m%dT%H%M%S}.html"
    assert "碼頭燈號" in text
    assert "渡輪" not in text  # of long ago
    assert notify.deliver(archive, morning, LATER) == "nothing new to tell"

    edit(archive, SECOND.replace("正常", "全滅"))
    assert notify.deliver(archive, morning, LATER) == "1 change to digests"
    assert len(folder(archive)) == 2


def test_every_reader_is_told_what_concerns_him(archive: Config):
    lines = Delivery("lines", "digests", format="jsonl", site="cna")
    plain = Delivery("plain", "digests", format="text", min_score=100)

    assert notify.deliver(archive, lines, NOW) == "nothing new to tell"
    assert notify.deliver(archive, plain, NOW) == "nothing new to tell"
    edit(archive, SECOND.replace("正常", "全滅"))
    assert notify.deliver(archive, replace(lines, site="news.example"), LATER).startswith("1 ")
    assert [name.partition("-")[0] for name in folder(archive)] == ["lines"]


def test_a_letter_that_was_on_its_way_is_made_again_of_the_same_changes(archive: Config):
    morning = Delivery("morning", "digests", format="jsonl")
    assert archive.file
    blocked = archive.file.parent / "digests"
    blocked.write_text("a file where the folder should be")
    with pytest.raises(DeliveryError, match=r"cannot write .*digests.*: File exists"):
        notify.deliver(archive, morning, NOW)
    assert (letter(archive, "morning").state, letter(archive, "morning").tries) == ("under-way", 1)

    edit(archive, SECOND.replace("正常", "全滅"))
    blocked.unlink()
    for count in (1, 2):
        assert notify.deliver(archive, morning, LATER) == "1 change to digests"
        assert len(folder(archive)) == count
    assert "nothing new" in notify.deliver(archive, morning, LATER)
    first, second = sorted(folder(archive).items())
    assert first[0] == f"morning-{NOW.astimezone(archive.zone):%Y%m%dT%H%M%S}.jsonl"
    assert (first[1].count("\n"), second[1].count("\n")) == (1, 1)
    with Store.open(archive, read_only=True) as store:
        assert notify.latest(store, morning) == LATER


def letter(config: Config, name: str) -> DeliveryRow:
    """The latest of a delivery."""
    with Store.open(config, read_only=True) as store:
        row = store.deliveries.latest(name)
    assert row
    return row


def test_a_letter_is_given_up_and_its_changes_are_told_by_the_next(archive: Config):
    morning = Delivery("morning", "digests", format="jsonl")
    assert archive.file
    blocked = archive.file.parent / "digests"
    blocked.write_text("a file where the folder should be")
    now = NOW
    for number in range(1, tries.MOST + 1):
        with pytest.raises(DeliveryError) as caught:
            notify.deliver(archive, morning, now)
        row = letter(archive, "morning")
        assert (row.tries, row.changes, row.tried_at) == (number, 1, now)
        assert str(caught.value) == f"{row.said}; {tries.prospect(row)}"
        now = tries.following(row)
    assert row.state == "given-up"
    assert tries.told(row).endswith(
        "; tried 6 times and given up: the next letter tells its changes"
    )
    assert row.tried_at - NOW < timedelta(hours=13)

    blocked.unlink()
    edit(archive, SECOND.replace("正常", "全滅"))
    assert notify.deliver(archive, morning, now) == "2 changes to digests"
    assert tries.told(letter(archive, "morning")) == "2 changes told"
    [text] = folder(archive).values()
    assert text.count("\n") == 2
    assert "渡輪" not in text, "which is of long before the first letter"


def test_a_letter_with_which_we_are_killed_each_time_is_given_up(archive: Config):
    morning = Delivery("morning", "digests", format="jsonl")
    with Store.open(archive) as store:
        killed = DeliveryRow("morning", NOW, NOW - DAY, Bookmark(9, 9), 1, tries.MOST, NOW)
        store.deliveries.note(killed)

    assert notify.deliver(archive, morning, LATER) == "1 change to digests"
    [name] = folder(archive)
    assert f"{LATER.astimezone(archive.zone):%Y%m%dT%H%M%S}" in name


def test_what_nobody_can_tell_any_more_is_settled(archive: Config):
    """As the reports that a letter told were taken back, since it was made."""
    morning = Delivery("morning", "digests", site="nowhere.example")
    with Store.open(archive) as store:
        store.deliveries.note(DeliveryRow("morning", NOW, None, Bookmark(9, 9), 1, 1, NOW))

    assert notify.deliver(archive, morning, LATER) == "nothing new to tell"
    assert letter(archive, "morning").state == "delivered"
    assert notify.deliver(archive, morning, LATER) == "nothing new to tell"
    assert tries.told(letter(archive, "morning")) == "nothing new to tell"


def test_who_is_told_to_stop_leaves_a_slow_receiver_soon(archive: Config):
    stop = threading.Event()
    room = Delivery("room", "", channel="webhook", format="jsonl")
    with HTTPServer(("127.0.0.1", 0), SlowDesk) as server:
        slow = cast(Any, server)
        slow.letters, slow.is_asked, slow.may_answer = [], stop, threading.Event()
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        room = replace(room, to=f"http://127.0.0.1:{server.server_address[1]}/take")
        began = time.monotonic()
        said = notify.deliver(archive, room, NOW, stop)
        assert time.monotonic() - began < bounded.GRACE + 3
        assert said == f"not taken before we stop: room of {NOW} is taken up at the next start"
        row = letter(archive, "room")
        assert (row.state, tries.is_due(row, NOW)) == ("under-way", True)
        slow.may_answer.set()
        assert notify.deliver(archive, room, LATER) == "1 change to 127.0.0.1"
        assert notify.deliver(archive, room, LATER) == "nothing new to tell"
        server.shutdown()
        thread.join()

    assert [key for key, _ in slow.letters] == [slow.letters[0][0]] * 2, "by which it is known"


def _wait_for(event: threading.Event) -> None:
    event.wait(60)


def test_a_receiver_that_takes_too_long_is_told():
    may_end = threading.Event()
    with pytest.raises(DeliveryError, match="it was not taken within 0 s"):
        bounded.send(partial(_wait_for, may_end), threading.Event(), 0.05)
    may_end.set()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"channel": "webhook", "to": "file:///etc"}, "no URL that a document can be posted to"),
        ({"channel": "mail"}, "$STET_SMTP names no mail server: it looks like smtps:"),
        ({"to": __file__}, "is a file and no folder"),
        ({"channel": "pigeon"}, "no channel 'pigeon': the channels are folder, mail, webhook"),
        ({"format": "papyrus"}, "no report format 'papyrus'"),
        ({"format": "csv", "digest": True}, "the format csv makes no digest"),
    ],
)
def test_what_there_is_not_is_refused(
    config: Config, wrong: dict[str, str], said: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.delenv("STET_SMTP", raising=False)
    one = replace(Delivery("morning", "digests"), **wrong)  # type: ignore[arg-type]  # any field
    with pytest.raises(ConfigError) as caught:
        notify.check(replace(config, deliver=(one,)))

    assert str(caught.value).startswith("None: [[deliver]] morning: ")
    assert said in str(caught.value)


# ------------------------------------------------------------------ mail


class PostOffice(socketserver.ThreadingTCPServer):
    """Takes every mail."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.answers = {b"QUIT": b"221 bye"}
        self.scanning = 0.0
        super().__init__(("127.0.0.1", 0), Clerk)


class Clerk(socketserver.StreamRequestHandler):
    """Speaks as much SMTP as it takes."""

    def handle(self) -> None:
        self.wfile.write(b"220 post office\r\n")
        for line in self.rfile:
            word = line[:4].upper()
            if word == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                self.take()
            answers = cast(PostOffice, self.server).answers
            self.wfile.write(answers.get(word, b"250 ok") + b"\r\n")

    def take(self) -> None:
        lines = []
        for line in self.rfile:
            if line == b".\r\n":
                break
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        found = message_from_string(b"".join(lines).decode(), policy=policy.default)
        cast(PostOffice, self.server).mails.append(found)
        time.sleep(cast(PostOffice, self.server).scanning)


@pytest.fixture
def post_office(monkeypatch: pytest.MonkeyPatch) -> Iterator[PostOffice]:
    with PostOffice() as office:
        thread = threading.Thread(target=office.serve_forever)
        thread.start()
        port = office.server_address[1]
        monkeypatch.setenv("STET_SMTP", f"smtp://127.0.0.1:{port}?from=stet@mail.example")
        yield office
        office.shutdown()
        thread.join()


def test_a_mail_says_what_changed_and_carries_the_page(archive: Config, post_office: PostOffice):
    desk = Delivery("desk", "desk@news.example", channel="mail")

    assert notify.deliver(archive, desk, NOW) == "1 change to desk@news.example"
    [mail] = post_office.mails
    assert mail["To"] == "desk@news.example"
    assert mail["From"] == "stet@mail.example"
    assert mail["Subject"].endswith(": 1 change")
    assert mail["Message-ID"].endswith("@mail.example>")
    body = mail.get_body(("plain",))
    assert body is not None
    assert "碼頭燈號" in body.get_content()
    [page] = mail.iter_attachments()
    assert page.get_content_type() == "text/html"
    assert str(page.get_filename()).startswith("desk-")


def test_a_mail_that_is_taken_is_told_whatever_the_server_says_at_last(
    archive: Config, post_office: PostOffice
):
    post_office.scanning, post_office.answers[b"QUIT"] = 10.5, b"500 what?"
    desk = Delivery("desk", "desk@news.example", channel="mail")

    assert notify.deliver(archive, desk, NOW) == "1 change to desk@news.example"
    assert notify.deliver(archive, desk, LATER) == "nothing new to tell"
    assert len(post_office.mails) == 1


@pytest.mark.parametrize(
    ("word", "answer"), [(b"MAIL", b"451 later"), (b"RCPT", b"550 no such desk"), (b"DATA", b"")]
)
def test_why_a_mail_was_not_taken_is_told_in_the_words_of_the_server(
    archive: Config, post_office: PostOffice, word: bytes, answer: bytes
):
    post_office.answers[word] = answer or b"554 it is\xa0spam"
    desk = Delivery("desk", "desk@news.example", channel="mail")
    said = answer.decode() or "554 it is"

    with pytest.raises(DeliveryError, match=f"took no mail for desk@news.example: {said}"):
        notify.deliver(archive, desk, NOW)


def test_a_mail_server_that_is_not_named_or_not_there_is_told(
    archive: Config, monkeypatch: pytest.MonkeyPatch
):
    desk = Delivery("desk", "desk@news.example", channel="mail")
    monkeypatch.delenv("STET_SMTP", raising=False)
    with pytest.raises(DeliveryError, match="STET_SMTP names no mail server: it looks like smtps:"):
        notify.deliver(archive, desk, NOW)

    monkeypatch.setenv("STET_SMTP", "smtp://127.0.0.1:9")
    with pytest.raises(DeliveryError, match=r"for desk@news\.example: Connection refused; tried"):
        notify.deliver(archive, desk, NOW)


# ------------------------------------------------------------------ webhook


class Desk(BaseHTTPRequestHandler):
    """Takes documents at /take, and sends others away."""

    def do_POST(self) -> None:
        text = self.rfile.read(int(self.headers["Content-Length"])).decode()
        cast(Any, self.server).letters.append((self.headers["Idempotency-Key"], text))
        self.send_response({"/take": 204, "/away": 302}.get(self.path, 500))
        self.send_header("Location", "/take")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


class SlowDesk(Desk):
    """Answers when it may, and says that it was asked."""

    def do_POST(self) -> None:
        slow = cast(Any, self.server)
        slow.is_asked.set()
        slow.may_answer.wait(60)
        with suppress(OSError):  # who asked is gone
            super().do_POST()


def test_a_document_is_posted_and_posted_again_where_it_was_not_taken(archive: Config):
    with HTTPServer(("127.0.0.1", 0), Desk) as server:
        letters: list[tuple[str, str]] = []
        cast(Any, server).letters = letters
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        base = f"http://127.0.0.1:{server.server_address[1]}"
        room = Delivery("room", f"{base}/away", channel="webhook", format="jsonl")
        for path, status in (("away", 302), ("broken", 500)):
            with pytest.raises(DeliveryError, match=rf"127\.0\.0\.1 did not take .* HTTP {status}"):
                notify.deliver(archive, replace(room, to=f"{base}/{path}"), NOW)
        assert notify.deliver(archive, replace(room, to=f"{base}/take"), LATER) == (
            "1 change to 127.0.0.1"
        )
        server.shutdown()
        thread.join()

    assert len(letters) == 3
    assert len({key for key, _ in letters}) == len({text for _, text in letters}) == 1
    assert "碼頭燈號" in letters[0][1]


@pytest.mark.parametrize("to", ["file:///etc/passwd", "desk", "http://"])
def test_what_is_no_address_is_refused(archive: Config, to: str):
    room = Delivery("room", to, channel="webhook")
    with pytest.raises(DeliveryError, match="is no URL that a document can be posted to"):
        notify.deliver(archive, room, NOW)
