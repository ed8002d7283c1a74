"""The wire to a database server, which a test can cut: a server that goes away and comes back."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from sqlalchemy import make_url

from tests import postgresql


class Wire:
    """Hands on what a client and the server say to each other, byte for byte."""

    cuts = 0
    """How often it was cut."""

    def __init__(self) -> None:
        """Listens on a port of its own."""
        self._listen(0)
        self.port: int = self._listener.getsockname()[1]
        self._ends: list[socket.socket] = []
        self._word = b""
        self._is_heard = self._is_deaf = False

    def url(self, url: str) -> str:
        """The same archive, by way of this wire."""
        return postgresql.rendered(make_url(url).set(host="127.0.0.1", port=self.port))

    def cut(self) -> None:
        """Break every connection off."""
        self.cuts += 1
        ends, self._ends = self._ends, []
        for end in ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def cut_at(self, word: bytes, *, heard: bool) -> None:
        """Cut it once, when a client says `word`: the server has `heard` it, and no answer comes.

        Else the server does not get to hear it.
        """
        self._word, self._is_heard = word, heard

    @contextmanager
    def down(self) -> Iterator[None]:
        """Nobody answers for a while."""
        self.close()
        yield
        self._listen(self.port)

    def close(self) -> None:
        """Break everything off, and answer no more."""
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.cut()

    def _listen(self, port: int) -> None:
        self._listener = socket.create_server(("127.0.0.1", port))
        threading.Thread(target=self._answer, args=[self._listener], daemon=True).start()

    def _answer(self, listener: socket.socket) -> None:
        with suppress(OSError):  # it was closed
            while True:
                client, _ = listener.accept()
                server = socket.create_connection(_address())
                self._ends += [client, server]
                for act in (self._ask, self._tell):
                    threading.Thread(target=act, args=[client, server], daemon=True).start()

    def _ask(self, client: socket.socket, server: socket.socket) -> None:
        with suppress(OSError):  # it was cut
            while said := client.recv(65_536):
                self._listen_for(said)
                server.sendall(said)
            server.shutdown(socket.SHUT_WR)

    def _listen_for(self, said: bytes) -> None:
        if self._word and self._word in said:
            self._word = b""
            self._is_deaf = self._is_heard
            if not self._is_heard:
                self.cut()

    def _tell(self, client: socket.socket, server: socket.socket) -> None:
        with suppress(OSError):  # it was cut
            while said := server.recv(65_536):
                if self._is_deaf:
                    self._is_deaf = False
                    self.cut()
                client.sendall(said)
            client.shutdown(socket.SHUT_WR)


def _address() -> tuple[str, int]:
    server = make_url(postgresql.SERVER)
    return server.host or "127.0.0.1", server.port or 5432


@contextmanager
def wire() -> Iterator[Wire]:
    """A wire to the server that tests have."""
    postgresql.needed()
    made = Wire()
    try:
        yield made
    finally:
        made.close()
