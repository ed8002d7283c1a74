"""A forward proxy on loopback that answers for every host itself, http and https alike."""

import contextlib
import os
import socket
import struct
import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

from scheduler.newsroom.certificates import Authority

MAX_CONNECTIONS = 256
"""Beyond these, new connections wait in the listen queue."""
IDLE_SECONDS = 30.0
"""A silent connection is closed: its thread is needed again."""

NO_ANSWER = ("hang", "reset", "endless")
"""How a request can be left without a whole answer."""


@dataclass(frozen=True, slots=True)
class Request:
    """One request, as if it had reached the host it names."""

    method: str
    """In capitals: `GET`, `HEAD`, `POST`."""
    url: str
    """Absolute, the scheme included."""
    headers: Mapping[str, str]
    """Names in lower case."""
    body: bytes = b""
    """What was sent with it, the first megabyte."""


@dataclass(frozen=True, slots=True)
class Response:
    """What is answered. `status` 0 means no whole answer: `body` is then one of `NO_ANSWER`."""

    status: int
    """Of HTTP, or 0."""
    body: bytes = b""
    """The bytes to send; for HEAD and 304 they are kept back."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """Without Content-Length, which follows from the body."""


class Proxy(ThreadingHTTPServer):
    """Threads that hand each request to `answer`; `start` and `close` around it."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 512

    def __init__(self, authority: Authority, answer: Callable[[Request], Response]) -> None:
        """Listens on a free port of 127.0.0.1 at once."""
        self.authority = authority
        self.answer = answer
        self.closing = threading.Event()
        self._room = threading.BoundedSemaphore(MAX_CONNECTIONS)
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        super().__init__(("127.0.0.1", 0), Handler)

    def start(self) -> None:
        """Serve in the background."""
        threading.Thread(
            target=self.serve_forever, args=(0.05,), name="newsroom", daemon=True
        ).start()

    def close(self) -> None:
        """Stop listening, hang up on everyone, wait for the threads."""
        self.closing.set()
        self.shutdown()
        self.server_close()
        for connection in self._connections():
            # The plain method: an SSLSocket's own would pull its TLS state from under the reader.
            with contextlib.suppress(OSError):
                socket.socket.shutdown(connection, socket.SHUT_RDWR)
        for _ in range(MAX_CONNECTIONS):
            if not self._room.acquire(timeout=5):
                break

    def opened(self, connection: socket.socket) -> None:
        """Remember a connection, so that `close` can end it."""
        with self._lock:
            self._open.add(connection)

    def closed(self, connection: socket.socket) -> None:
        """Forget it again."""
        with self._lock:
            self._open.discard(connection)

    def process_request(self, request: Any, client_address: Any) -> None:
        """Wait for room before a thread is started."""
        while not self._room.acquire(timeout=0.2):
            if self.closing.is_set():
                self.shutdown_request(request)
                return
        self.opened(request)
        super().process_request(request, client_address)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """One connection from its first to its last byte."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self.closed(request)
            self._room.release()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients hang up and distrust certificates as they like: that is no news of ours.

        Anything else is a fault of the newsroom and is shown.
        """
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)

    def _connections(self) -> list[socket.socket]:
        with self._lock:
            return list(self._open)


class Handler(BaseHTTPRequestHandler):
    """One connection of a client: absolute URIs, or CONNECT and then TLS inside."""

    protocol_version = "HTTP/1.1"
    timeout = IDLE_SECONDS
    disable_nagle_algorithm = True
    server: Proxy
    connection: socket.socket
    tunnel = ""
    """`https://host` once a client has asked to be connected."""

    def do_CONNECT(self) -> None:
        """Pretend to be the host: TLS with a certificate in its name."""
        host, _, port = self.path.lower().rpartition(":")
        if ":" in host and not host.startswith("["):
            host = f"[{host}]"  # as http.client before Python 3.12 asks for an IPv6 literal
        try:
            context = self.server.authority.context(host)
        except ValueError:
            self.send_error(400, "No such host name")
            return
        self.send_response_only(200, "Connection established")
        self.end_headers()
        self.close_connection = True  # until the handshake is done
        plain = self.connection
        plain.getpeername()  # raises where the client has hung up: `ssl` would leave it open then
        inside = context.wrap_socket(plain, server_side=True, do_handshake_on_connect=False)
        self.rfile.close()
        self.connection = inside
        self.tunnel = f"https://{host}" + ("" if port == "443" else f":{port}")
        self.server.closed(plain)
        self.server.opened(inside)
        if self.server.closing.is_set():
            return
        inside.do_handshake()
        self.rfile = inside.makefile("rb")
        self.wfile = inside.makefile("wb")
        self.close_connection = False

    def do_GET(self) -> None:
        """Answer for the host that the URL names."""
        length = self.headers.get("Content-Length", "0")
        body = self.rfile.read(min(int(length), 1 << 20) if length.isdigit() else 0)
        headers = {name.lower(): value for name, value in self.headers.items()}
        response = self.server.answer(Request(self.command, self._url(), headers, body))
        if response.status == 0:
            self._leave(response.body.decode())
            return
        self.send_response_only(response.status)
        for name, value in response.headers.items():
            self.send_header(name, value)
        if response.status != 304:
            self.send_header("Content-Length", str(len(response.body)))
        self.end_headers()
        if self.command != "HEAD" and response.status != 304:
            self.wfile.write(response.body)

    do_HEAD = do_POST = do_GET  # noqa: N815  the names http.server looks for

    def finish(self) -> None:
        """Close what the tunnel opened, then the rest."""
        with contextlib.suppress(OSError):
            super().finish()
        if self.tunnel:
            self.server.closed(self.connection)
            self.connection.close()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  its name
        """Say nothing: the newsroom keeps its own record of requests."""

    def _url(self) -> str:
        if self.tunnel:
            return self.tunnel + self.path
        if urlsplit(self.path).scheme:
            return self.path
        return f"http://{self.headers.get('Host', 'localhost')}{self.path}"

    def _leave(self, how: str) -> None:
        self.close_connection = True
        match how:
            case "hang":
                self._hang()
            case "reset":
                self._reset()
            case _:
                self._babble()

    def _hang(self) -> None:
        """Say nothing until the client gives up (its end closes) or the newsroom does."""
        self.connection.settimeout(None)
        with contextlib.suppress(OSError):
            self.connection.recv(1)

    def _reset(self) -> None:
        """Break the connection off: linger 0 makes the kernel send RST instead of FIN."""
        linger = struct.pack("ii", 1, 0)
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        os.close(self.connection.detach())

    def _babble(self) -> None:
        """Send a page that does not end, as fast as the client takes it, until it hangs up."""
        self.send_response_only(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Connection", "close")
        self.end_headers()
        with contextlib.suppress(OSError):
            while not self.server.closing.is_set():
                self.wfile.write(b"<p>" + b"x" * 65_536)
