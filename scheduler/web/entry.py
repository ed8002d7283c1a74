"""Who may read: whoever reaches this machine's own address, elsewhere whoever has the token."""

import base64
import hashlib
import hmac
from ipaddress import ip_address

from starlette.datastructures import Headers
from starlette.requests import cookie_parser

from crawler.errors import UsageError

COOKIE = "stet-reader"
OPEN = frozenset({"/enter", "/reader.css", "/reader.js", "/icon.svg"})
"""What is answered to everyone: the way in, and how it looks."""
_ANYWHERE = frozenset({"0.0.0.0", "::"})  # noqa: S104 -- compared, not listened on


def check(host: str, token: str) -> None:
    """Raises `UsageError` where others could reach the reader without a token."""
    if token or is_own(host):
        return
    raise UsageError(
        f"--host {host} is open to others: set a token first, [serve] token in stet.toml "
        "or $STET_TOKEN, which they are asked for"
    )


def is_own(host: str) -> bool:
    """Whether only this machine reaches it."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def is_anywhere(host: str) -> bool:
    """Whether it stands for every address of this machine, whose names nobody knows."""
    return host in _ANYWHERE


def is_admitted(path: str, headers: Headers, token: str, *, to_programs: bool = False) -> bool:
    """Whether a request may be answered; compared in a time that tells nothing of the token.

    Programs may bring it as the password of anybody (RFC 7617): most feed readers know no other
    way. Pages may not: a browser would keep it and ask for it in a window of its own.
    """
    if not token or path in OPEN:
        return True
    cookie = cookie_parser(headers.get("cookie", "")).get(COOKIE, "")
    scheme, _, given = headers.get("authorization", "").partition(" ")
    known = scheme.lower()
    bears = known == "bearer" and is_token(given.strip(), token)
    says = known == "basic" and to_programs and is_token(_password(given), token)
    return _same(cookie, pass_of(token)) or bears or says


def _password(given: str) -> str:
    """Of `user:password` in base64; empty where it is none."""
    try:
        said = base64.b64decode(given.strip(), validate=True).decode()
    except ValueError:
        return ""
    return said.partition(":")[2]


def is_token(given: str, token: str) -> bool:
    """Whether it is the token."""
    return _same(given, token)


def pass_of(token: str) -> str:
    """What the cookie holds: whoever sees it does not know the token."""
    return hashlib.sha256(f"stet reader {token}".encode()).hexdigest()


def _same(given: str, wanted: str) -> bool:
    return hmac.compare_digest(given.encode(errors="replace"), wanted.encode())
