"""What stands before every page: the names the reader answers to, and what browsers may do."""

import re
from collections.abc import Callable, Container

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-cache",
}
_HOST = re.compile(r"(\[[0-9a-f:.]+\]|[^:\[\]]*)(:[0-9]+)?", re.IGNORECASE)


def names(host: str) -> frozenset[str]:
    """What a browser may call us in its Host header: this machine, or the host we were given."""
    bracketed = f"[{host}]" if ":" in host else host
    return frozenset({"127.0.0.1", "localhost", "[::1]", bracketed.lower()})


def is_called(headers: Headers, known: Container[str]) -> bool:
    """Whether a request calls us by a name that is ours.

    So no foreign page reaches us by pointing its own name here.
    """
    called = _HOST.fullmatch(headers.get("host", ""))
    return called is not None and called[1].lower() in known


class Guard:
    """Refuses who is not let in, and says to browsers what they may do."""

    def __init__(self, app: ASGIApp, refusal: Callable[[Scope], Response | None]) -> None:
        """`refusal` makes the answer to a request that is not let in."""
        self._app = app
        self._refusal = refusal

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer or pass on; every answer carries `HEADERS`."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        app = self._refusal(scope) or self._app
        await app(scope, receive, guarded)
