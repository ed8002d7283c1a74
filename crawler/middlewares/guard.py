"""What no request may do: reach a private address, by whatever name or redirect."""

import ipaddress
import re
import socket
import unicodedata
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Self
from urllib.parse import unquote, urlsplit
from urllib.request import getproxies

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.resolver import CachingThreadedResolver
from twisted.internet.error import DNSLookupError

if TYPE_CHECKING:
    from twisted.internet.defer import Deferred

_PRIVATE_SUFFIXES = (".localhost", ".local", ".internal", ".home.arpa")
_NAT64 = ipaddress.ip_network("64:ff9b::/96")

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class Refused(IgnoreRequest):
    """A request that is not made; the text says why, for the visit's Fault."""


def refusal(url: str, exempt: Iterable[str] = (), proxies: Iterable[str] = ()) -> str:
    """Why `url` may not be fetched, or an empty string.

    `exempt` names hosts that may be fetched whatever they are (STET_ALLOWED_HOSTS); `proxies`
    names those that our own traffic goes through. No name is looked up here: see `GuardedResolver`.
    """
    try:
        parts = urlsplit(url)
        host = plain_host(parts.hostname or "")
    except ValueError:
        return "it is no URL"
    if parts.scheme not in {"http", "https"}:
        return f"its scheme {parts.scheme!r} is neither http nor https"
    if parts.username is not None or parts.password is not None:
        return "it carries a user name or password"
    if host in exempt:
        return ""
    if host in proxies:
        return f"{host} is our own proxy"
    return _refused_host(host)


def _refused_host(host: str) -> str:
    address = literal(host)
    if address is not None:
        return "" if is_public(address) else f"{address} is not a public address"
    if not re.fullmatch(r"[^\s\x00-\x20\"#%/:<>?@\[\\\]^`{|}]+", host):
        return f"{host!r} is no host name"
    if "." not in host:
        return f"{host!r} is a name of the local network"
    if host.endswith(_PRIVATE_SUFFIXES):
        return f"{host} is a name of the local network"
    return ""


def plain_host(host: str) -> str:
    """`host` as a resolver would see it: width and case folded, decoded, without final dot."""
    return unicodedata.normalize("NFKC", unquote(host)).lower().replace("。", ".").rstrip(".")


def literal(host: str) -> Address | None:
    """The address that `host` is, in any notation a C library takes: 2130706433, 0x7f.1, 127.1."""
    try:
        return ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        pass
    try:
        return ipaddress.IPv4Address(socket.inet_aton(host))
    except (OSError, ValueError):
        return None


def is_public(address: Address) -> bool:
    """Whether `address`, and each IPv4 address packed into it, is one of the public internet."""
    return all(one.is_global and not one.is_multicast for one in _packed(address))


def _packed(address: Address) -> list[Address]:
    if isinstance(address, ipaddress.IPv4Address):
        return [address]
    if address.ipv4_mapped is not None:
        return [address.ipv4_mapped]
    inside = [address.sixtofour, *(address.teredo or ())]
    if address in _NAT64:
        inside.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    return [address, *(one for one in inside if one is not None)]


def proxy_hosts() -> frozenset[str]:
    """The hosts of the proxies that this process was told to use."""
    return frozenset(
        plain_host(urlsplit(proxy if "://" in proxy else f"//{proxy}").hostname or "")
        for scheme, proxy in getproxies().items()
        if scheme != "no"
    )


class AddressGuard:
    """Downloader middleware: refuses what `refusal` refuses, redirects and robots.txt included."""

    def __init__(self, exempt: Sequence[str]) -> None:
        self.exempt = frozenset(map(plain_host, exempt))
        self.proxies = proxy_hosts()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Made from STET_ALLOWED_HOSTS."""
        return cls(crawler.settings.getlist("STET_ALLOWED_HOSTS"))

    def process_request(self, request: Request) -> None:
        """Raise `Refused` before anything is sent."""
        if reason := refusal(request.url, self.exempt, self.proxies):
            raise Refused(f"refused to fetch {request.url[:200]}: {reason}")


class GuardedResolver(CachingThreadedResolver):
    """Twisted's resolver: refuses names whose address is not public.

    The connection is made to the very address that was looked at, so a name cannot change
    its mind between the look and the connection.
    """

    exempt: frozenset[str] = frozenset()
    refused: dict[str, str] = {}  # noqa: RUF012  one reactor, one resolver; Twisted drops an error's text on its way
    """Host -> why."""

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: object) -> Self:
        """Made from STET_ALLOWED_HOSTS and the proxies of the environment."""
        resolver = super().from_crawler(crawler, reactor)  # type: ignore[arg-type]  # untyped in Scrapy
        allowed = map(plain_host, crawler.settings.getlist("STET_ALLOWED_HOSTS"))
        resolver.exempt = proxy_hosts().union(allowed)
        return resolver

    def getHostByName(  # noqa: N802  Twisted's name
        self, name: str, timeout: Sequence[int] = ()
    ) -> "Deferred[str]":
        """The address of `name`; `DNSLookupError` where it is not public."""
        return super().getHostByName(name, timeout).addCallback(self._guarded, name)

    def _guarded(self, found: str, name: str) -> str:
        if plain_host(name) in self.exempt or is_public(ipaddress.ip_address(found)):
            return found
        self.refused[plain_host(name)] = f"{name} stands at {found}, which is not a public address"
        raise DNSLookupError(self.refused[plain_host(name)])
