"""The newsroom as hosts on a network: proxy, TLS, robots.txt, lists, faults, validators."""

import http.client
import os
import socket
import ssl
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from scheduler.newsroom import Newsroom, Story
from scheduler.newsroom import __main__ as newsroom_alone
from scheduler.newsroom.proxy import MAX_CONNECTIONS
from scheduler.newsroom.stories import DressName
from tests.reader import Reader

BODY = ("青嶼外海今晨地震，造成2人受傷。", "全鎮停班一天。")


@pytest.fixture
def reader(newsroom: Newsroom) -> Reader:
    return Reader(newsroom)


@pytest.fixture
def story(newsroom: Newsroom) -> Story:
    return newsroom.publish("青嶼地震2傷", BODY, section="地方")


def tunnel(newsroom: Newsroom, host: str, timeout: float = 10) -> http.client.HTTPSConnection:
    """A connection of one's own, for what urllib does not do."""
    context = ssl.create_default_context(cafile=str(newsroom.authority_file))
    address = newsroom.address.removeprefix("http://")
    connection = http.client.HTTPSConnection(address, context=context, timeout=timeout)
    connection.set_tunnel(host)
    return connection


@pytest.mark.parametrize(
    "url",
    [
        "http://www.example-news.tw/a",
        "https://www.example-news.tw/a",
        "https://xn--fsqu00a.xn--kpry57d/a",
        "https://news.example:8443/a",
        "https://192.0.2.7/a",
        "https://[2001:db8::7]/a",
        "http://news.example:8080/a?id=7&b=%E7%94%B2",
    ],
)
def test_any_host_is_stood_in_for(newsroom: Newsroom, reader: Reader, url: str) -> None:
    newsroom.publish("甲", BODY, url=url, dress="jsonld")
    assert BODY[1] in reader.get(url).text
    assert newsroom.requests == {url: 1}


def test_nobody_trusts_the_newsroom_unasked(newsroom: Newsroom, story: Story) -> None:
    address = newsroom.address.removeprefix("http://")
    stranger = http.client.HTTPSConnection(
        address, timeout=10, context=ssl.create_default_context()
    )
    stranger.set_tunnel(story.host)
    with pytest.raises(ssl.SSLCertVerificationError):
        stranger.request("GET", story.path)
    stranger.close()


def test_failed_handshakes_and_nonsense_make_no_noise(
    newsroom: Newsroom, reader: Reader, story: Story, capfd: pytest.CaptureFixture[str]
) -> None:
    port = int(newsroom.address.rpartition(":")[2])
    for said in (
        b"CONNECT a.example:443 HTTP/1.1\r\n\r\nthis is no TLS" * 9,
        b"CONNECT nonsense HTTP/1.1\r\n\r\n",
        "CONNECT 例.tw:443 HTTP/1.1\r\n\r\n".encode(),
        b"\x16\x03\x01 not http\r\n\r\n",
        b"DELETE / HTTP/1.1\r\n\r\n",
        b"",
    ):
        with socket.create_connection(("127.0.0.1", port), timeout=10) as plain:
            plain.sendall(said)
            plain.shutdown(socket.SHUT_WR)
            while plain.recv(4096):
                pass
    assert reader.get(story.url).status == 200
    assert capfd.readouterr() == ("", "")


def test_a_connection_is_kept(newsroom: Newsroom, story: Story) -> None:
    connection = tunnel(newsroom, story.host)
    sockets = set()
    for method in ("GET", "HEAD", "POST", "GET"):
        connection.request(method, story.path, body=b"x" * 9 if method == "POST" else None)
        response = connection.getresponse()
        assert response.status == 200
        assert bool(response.read()) == (method != "HEAD")
        sockets.add(connection.sock)
    connection.close()
    assert len(sockets) == 1


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("hosts", [1, 50])
def test_two_hundred_pages_at_once(
    newsroom: Newsroom, reader: Reader, scheme: str, hosts: int
) -> None:
    urls = [f"{scheme}://n{number % hosts}.example/{number}" for number in range(200)]
    for url in urls:
        newsroom.publish("甲", BODY, url=url, dress="jsonld")
    with ThreadPoolExecutor(32) as pool:
        answers = list(pool.map(reader.get, urls))
    assert {answer.status for answer in answers} == {200}
    assert newsroom.requests == dict.fromkeys(urls, 1)


def test_robots_allow_unless_told(newsroom: Newsroom, reader: Reader) -> None:
    assert "Allow: /" in reader.get("https://a.example/robots.txt").text
    newsroom.robots("a.example", "User-agent: *\nDisallow: /x\n", crawl_delay=2.5)
    answer = reader.get("https://a.example/robots.txt")
    assert "Disallow: /x" in answer.text
    assert "Crawl-delay: 2.5" in answer.text
    newsroom.robots("a.example", status=503)
    assert reader.get("https://a.example/robots.txt").status == 503


@pytest.mark.parametrize(
    ("dress", "front", "section", "other"),
    [
        ("cna", "/list/aall.aspx", "/list/aloc.aspx", "/list/afe.aspx"),
        ("yahoo", "/archive", "/society", "/finance"),
        ("jsonld", "/section/all", "/section/society", "/section/world"),
    ],
)
def test_lists_show_what_is_live(
    newsroom: Newsroom, reader: Reader, dress: DressName, front: str, section: str, other: str
) -> None:
    story = newsroom.publish(
        "青嶼地震2傷", BODY, dress=dress, section="地方" if dress == "cna" else "社會"
    )
    host = f"https://{story.host}"
    for path in ("", "/", front, section, "/rss.xml", "/sitemap.xml"):
        assert story.path in reader.get(host + path).text
    assert story.path not in reader.get(host + other).text
    newsroom.retract(story)
    assert story.path not in reader.get(host + front).text


def test_one_id_answers_under_every_category(reader: Reader, story: Story) -> None:
    moved = story.url.replace("/aloc/", "/amov/") + "?utm_source=line"
    assert story.title in reader.get(moved).text


def test_another_paper_may_wear_a_dress(newsroom: Newsroom, reader: Reader) -> None:
    newsroom.publish("甲", BODY, host="mirror.example", dress="yahoo")
    assert "這個頁面已經不在了" in reader.get("https://mirror.example/x").text
    assert "找不到網頁" in reader.get("https://plain.example/x").text


def test_a_page_and_a_host_fail_and_heal(newsroom: Newsroom, reader: Reader, story: Story) -> None:
    newsroom.fail(story, 429, retry_after=30)
    answer = reader.get(story.url)
    assert (answer.status, answer.headers["Retry-After"]) == (429, "30")
    assert reader.get(f"https://{story.host}/").status == 200
    newsroom.fail(story.host)
    assert reader.get(f"https://{story.host}/robots.txt").status == 503
    newsroom.heal(story.host)
    assert reader.get(f"https://{story.host}/").status == 200
    assert reader.get(story.url).status == 429
    newsroom.heal()
    assert reader.get(story.url).status == 200
    with pytest.raises(ValueError, match="'reset' or 'endless'"):
        newsroom.fail(story, "explode")


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_page_hangs_or_resets(
    newsroom: Newsroom, reader: Reader, story: Story, scheme: str
) -> None:
    url = story.url.replace("https", scheme)
    newsroom.fail(story, "hang")
    with pytest.raises(TimeoutError):
        reader.get(url, timeout=0.3)
    newsroom.fail(story, "reset")
    with pytest.raises(ConnectionResetError):
        reader.get(url)
    newsroom.heal(story)
    assert reader.get(url).status == 200
    assert [hit.status for hit in newsroom.hits] == [0, 0, 200]


def test_a_page_does_not_end(newsroom: Newsroom, story: Story) -> None:
    newsroom.fail(story, "endless")
    connection = tunnel(newsroom, story.host)
    connection.request("GET", story.path)
    response = connection.getresponse()
    assert len(response.read(5_000_000)) == 5_000_000
    assert response.isclosed() is False
    connection.close()


def test_a_page_fails_by_its_address_alone(newsroom: Newsroom, reader: Reader) -> None:
    newsroom.fail("https://a.example/robots.txt", 503)
    assert reader.get("https://a.example/robots.txt").status == 503
    assert reader.get("https://a.example/").status == 200


def test_anything_is_put_at_an_address(newsroom: Newsroom, reader: Reader) -> None:
    newsroom.put("https://a.example/x?y=1", "甲", status=206, headers={"Set-Cookie": "a=1"})
    newsroom.put("https://a.example/robots.txt", b"#", headers={"Content-Type": "text/plain"})
    page = reader.get("https://a.example/x?y=1")
    assert (page.status, page.text, page.headers["Set-Cookie"]) == (206, "甲", "a=1")
    assert page.headers["Content-Type"] == "text/html; charset=utf-8"
    assert reader.get("https://a.example/x").status == 404
    robots = reader.get("https://a.example/robots.txt").headers
    assert (robots["Content-Length"], robots["Content-Type"]) == ("1", "text/plain")


def test_validators_are_honoured_where_switched_on(
    newsroom: Newsroom, reader: Reader, story: Story
) -> None:
    assert "ETag" not in reader.get(story.url).headers
    newsroom.validators = True
    headers = reader.get(story.url).headers
    by_tag = {"If-None-Match": headers["ETag"]}
    by_date = {"If-Modified-Since": headers["Last-Modified"]}
    assert headers["Last-Modified"] == "Mon, 05 Jan 2026 01:00:00 GMT"
    assert [reader.get(story.url, asked).status for asked in (by_tag, by_date)] == [304, 304]
    newsroom.advance(hours=1)
    newsroom.correct(story, "2人", "3人")
    assert [reader.get(story.url, asked).status for asked in (by_tag, by_date)] == [200, 200]


def test_requests_are_on_record(newsroom: Newsroom, reader: Reader, story: Story) -> None:
    reader.get(story.url, {"User-Agent": "Stet (+mailto:desk@example.org)"})
    newsroom.advance(hours=1)
    reader.get(f"https://{story.host}/nothing")
    first, second = newsroom.hits
    assert (first.url, first.status, first.agent) == (
        story.url,
        200,
        "Stet (+mailto:desk@example.org)",
    )
    assert (second.status, (second.at - first.at).seconds) == (404, 3600)
    assert newsroom.requests[story.url] == 1
    assert first.headers["host"] == story.host
    assert second.moment >= first.moment


def test_the_portal_sends_a_header_line_of_34_kilobytes(newsroom: Newsroom, reader: Reader) -> None:
    story = newsroom.publish("甲", BODY, dress="yahoo")
    assert len(reader.get(story.url).headers["Content-Security-Policy"]) > 34_000


def test_leaving_ends_connections_threads_and_files() -> None:
    threads = set(threading.enumerate())
    with Newsroom() as newsroom:
        story = newsroom.publish("甲", BODY)
        newsroom.fail(story, "hang")
        idle, hung = tunnel(newsroom, story.host), tunnel(newsroom, story.host)
        idle.request("GET", "/")
        idle.getresponse().read()
        hung.request("GET", story.path)
        folder = newsroom.authority_file.parent
    with pytest.raises(OSError, match=r"(?i)reset|closed|eof"):
        hung.getresponse()
    idle.close()
    hung.close()
    assert not folder.exists()
    assert set(threading.enumerate()) == threads


def test_connections_beyond_the_most_wait_their_turn(newsroom: Newsroom) -> None:
    port = int(newsroom.address.rpartition(":")[2])
    idle = [socket.create_connection(("127.0.0.1", port)) for _ in range(MAX_CONNECTIONS)]
    late = socket.create_connection(("127.0.0.1", port), timeout=0.2)
    late.sendall(b"GET http://a.example/robots.txt HTTP/1.0\r\n\r\n")
    with pytest.raises(TimeoutError):
        late.recv(9999)
    late.settimeout(10)
    idle.pop().close()
    assert late.recv(9999).startswith(b"HTTP/1.1 200")
    for connection in [late, *idle]:
        connection.close()


def test_a_child_process_needs_the_environment_only(newsroom: Newsroom, story: Story) -> None:
    script = "import sys, urllib.request as u; print(u.urlopen(sys.argv[1]).read().decode())"
    inherited = {"PATH": os.environ["PATH"], "no_proxy": "*", "PYTHONIOENCODING": "utf-8"}
    child = subprocess.run(
        [sys.executable, "-c", script, story.url],
        env=inherited | newsroom.environment(),
        capture_output=True,
        check=True,
        timeout=30,
    )
    assert BODY[1] in child.stdout.decode()


def test_it_says_what_it_is_when_asked(capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as ended:
        newsroom_alone.main(["--help"])

    assert ended.value.code == 0
    assert "until Ctrl-C" in capsys.readouterr().out


def test_it_runs_alone_until_interrupted() -> None:
    command = [sys.executable, "-W", "error", "-m", "scheduler.newsroom"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout
        lines: list[str] = []
        while not lines or "serving" not in lines[-1]:
            lines.append(child.stdout.readline())
        child.terminate()
        assert child.wait(10) == 0
    told = dict(line[7:].strip().split("=", 1) for line in lines if line.startswith("export"))
    assert told["https_proxy"].startswith("http://127.0.0.1:")
    assert not Path(told["SSL_CERT_FILE"]).exists()
    assert sum(line.startswith("# https://") for line in lines) >= 17


def test_a_folder_that_is_given_takes_the_certificates(tmp_path: Path) -> None:
    """Of one that is killed nothing stays behind that nobody finds."""
    for _ in range(2):
        with Newsroom(folder=tmp_path / "papers") as newsroom:
            assert newsroom.authority_file == tmp_path / "papers" / "ca.pem"
