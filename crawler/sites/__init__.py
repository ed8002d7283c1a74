"""Which site a URL belongs to, found by file name: one file a site, no list to edit."""

import importlib
import pkgutil
import re
from collections.abc import Mapping
from datetime import tzinfo
from functools import cache
from types import MappingProxyType
from typing import Any

from crawler import urls
from crawler.dates import zone_of
from crawler.parsing import dom, structured
from crawler.parsing.page import Page
from crawler.sites.base import Site
from crawler.text import digest

LONGEST = 1_000
"""Bytes of an identity."""
_BEGINNING = 200
_NO_SITES = {"base"}


def identity(url: str) -> str:
    """`site:key`, the name of an article however it was reached: `cna:202301140005`.

    Where no site file knows the URL, or the site finds no key in it, the site is the host without
    `www.` and the key the canonical path and query: `example.com:/story/1`. What is no http(s) URL
    is its own identity: `text:DIGEST` of a seed without a URL. What is longer than a database can
    find is its beginning with a digest of all of it.
    """
    named = _named(url)
    if len(named.encode("utf-8", "surrogatepass")) <= LONGEST:
        return named
    return f"{named[:_BEGINNING]}~{digest(named)}"


def _named(url: str) -> str:
    site = site_for(url)
    key = site.key_of(url)
    if key:
        return f"{site.name}:{key}"
    host, rest = urls.host(url).removeprefix("www."), urls.path_and_query(url)
    return f"{host}:{rest}" if urls.is_fetchable(urls.canonical(url)) else rest


def site_for(url: str) -> Site:
    """The site that owns the host of `url`; a rule for any site where none does."""
    host = urls.host(url)
    for site in every():
        if any(host == own or host.endswith(f".{own}") for own in site.hosts):
            return site
    return _anywhere(zone_of(host))


def every() -> tuple[Site, ...]:
    """Every site that has a file of its own, by name."""
    return _loaded()[0]


def broken() -> Mapping[str, str]:
    """The site files that could not be loaded, by file name, each with its error."""
    return _loaded()[1]


@cache
def _loaded() -> tuple[tuple[Site, ...], Mapping[str, str]]:
    return load(__name__, __path__)


def load(package: str, path: list[str]) -> tuple[tuple[Site, ...], Mapping[str, str]]:
    """The sites in the folders of `path`, and the files among them that are broken.

    A broken file must not take the other sites down, so any error of its making is caught.
    """
    sites: list[Site] = []
    errors: dict[str, str] = {}
    for found in pkgutil.iter_modules(path):
        if found.name in _NO_SITES:
            continue
        try:
            sites.append(_site_in(f"{package}.{found.name}", found.name))
        except (Exception, SystemExit) as error:  # noqa: BLE001 -- whatever its author did, the rest works
            errors[f"{found.name}.py"] = f"{type(error).__name__}: {error}"
    return tuple(sorted(sites, key=lambda site: site.name)), MappingProxyType(errors)


def _site_in(module_name: str, name: str) -> Site:
    """The site of one file, tried on an empty page: a selector that is none shows here."""
    module = importlib.import_module(module_name)
    for value in vars(module).values():
        if isinstance(value, type) and issubclass(value, Site) and value.__module__ == module_name:
            site = value(name)
            _check_types(site)
            empty = dom.parse("")
            site.read(Page("https://example.com/", "", empty, structured.read(empty)))
            return site
    raise TypeError("no class of this file is a Site")


def _check_types(site: Any) -> None:
    """Raise `TypeError` for what would only fail on a page, or be overlooked."""
    if isinstance(site.hosts, str) or not all(isinstance(host, str) for host in site.hosts):
        raise TypeError('hosts is a tuple of names, as in hosts = ("news.example.com",)')
    if site.key is not None and not isinstance(site.key, re.Pattern):
        raise TypeError('key is a compiled expression, as in re.compile(r"/(?P<key>[0-9]+)")')
    if site.key is not None and "key" not in site.key.groupindex:
        raise TypeError("key has no group of that name: (?P<key>...)")
    if not isinstance(site.zone, tzinfo):
        raise TypeError('zone is a time zone, as in ZoneInfo("Asia/Tokyo")')


@cache
def _anywhere(zone: tzinfo) -> Site:
    site = Site("any")
    site.zone = zone
    return site
