"""Writes the pages of docs/ that a tool writes: `uv run python -m tests.manual`.

`verbs.md` is what the verbs say of themselves, `sites.md` what the site files and their cases say.
"""

import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from crawler import cases, sites
from crawler.cases import Case
from crawler.sites.base import Site
from scheduler import cli

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"

VERBS = """\
# The verbs

Written by `uv run python -m tests.manual`; a test keeps it true.

```
{overview}```
"""
SITES = """\
# Sites

Written by `uv run python -m tests.manual`; a test keeps it true.

A site is one file in `crawler/sites/`, found by its name. It states what differs from the rule:
hosts, the key that names an article, and where things stand on its pages. A page of any other host
is read by [the rule itself](#any-site). To add one, in three commands:

```
scrapy genspider -t site NAME HOST    writes the file, with a word on all it can state
scrapy capture URL                    keeps a page as a test; shows what is read, what the page says
                                      of itself, and what is empty: edit the file, and capture the
                                      kept page.html again, until it is right
scrapy capture --check                reads the pages of every site again
```

A captured page is its publisher's. Before you share it, put text of your own in its place.

| site | hosts | always read | read where it stands |
|---|---|---|---|
{table}
"""
ANY_SITE = """\
## any site

How the page of any other host is read: [any-site.md](any-site.md).

{pages}
"""
_INVENTED = re.compile(rb"<!--\s*(Invented.*?)\s*-->", re.DOTALL)
_UNSAID = {"hosts", "version", "fragment"}


def verbs() -> str:
    """docs/verbs.md: the overview, then the help of each verb."""
    os.environ["COLUMNS"] = "88"
    parts = [VERBS.format(overview=cli.overview(cli.verbs()))]
    for name in cli.verbs():
        usage = cli.parser_of(name, cli.load(name)).format_help()
        parts.append(f"## stet {name}\n\n```\n{usage}```\n")
    return "\n".join(parts)


def sites_page() -> str:
    """docs/sites.md: a table of all, then of each what its file states and its pages are."""
    kept: dict[str, list[Case]] = {}
    for case in cases.every(ROOT):
        kept.setdefault(case.folder.parent.name, []).append(case)
    table = "\n".join(_row(site, kept.get(site.name, [])) for site in sites.every())
    parts = [SITES.format(table=table)]
    parts.extend("\n".join(_site(site, kept.get(site.name, []))) for site in sites.every())
    parts.append(ANY_SITE.format(pages="\n".join(_pages(kept["any"]))))
    return "\n".join(parts)


def _row(site: Site, pages: list[Case]) -> str:
    articles = [article for case in pages if (article := case.read().article)]
    filled = [cases.filled(article) for article in articles]
    always = [name for name in filled[0] if all(it[name] for it in filled)] if filled else []
    partly = [name for name in filled[0] if name not in always and any(it[name] for it in filled)]
    hosts = ", ".join(f"`{host}`" for host in site.hosts)
    return f"| [{site.name}](#{site.name}) | {hosts} | {_named(always)} | {_named(partly)} |"


def _named(fields: list[str]) -> str:
    return ", ".join(it.replace("_", " ") for it in fields if it not in {"url", "canonical_url"})


def _site(site: Site, pages: list[Case]) -> Iterator[str]:
    yield f"## {site.name}\n"
    for told in (sys.modules[type(site).__module__].__doc__, type(site).__doc__):
        yield f"{(told or '').strip()}\n"
    yield "| | |\n|---|---|"
    yield from (f"| {name} | {told} |" for name, told in _stated(type(site)))
    yield ""
    yield from _pages(pages)
    yield ""


def _stated(kind: type[Site]) -> Iterator[tuple[str, str]]:
    """What the file states of the words of `Site`, and what it does in a way of its own."""
    own = vars(kind)
    for name in Site.__annotations__:
        if name in own and name not in _UNSAID:
            values = own[name] if isinstance(own[name], tuple) else (own[name],)
            yield name, " or ".join(f"`{_cell(value)}`" for value in values)
    for name, method in own.items():
        if callable(method) and method.__doc__ and name in dir(Site):
            yield "by a rule of its own", _cell(" ".join(method.__doc__.split()))


def _cell(value: object) -> str:
    text = value.pattern if isinstance(value, re.Pattern) else str(value)
    return text.replace("|", "\\|")


def _pages(pages: list[Case]) -> Iterator[str]:
    yield "Pages that it is tested by:\n"
    for case in pages:
        said = _INVENTED.search(case.page)
        yield f"- `{case.folder.name}`" + (
            f": {' '.join(said[1].decode().split())}" if said else ""
        )


PAGES: Mapping[str, Callable[[], str]] = {"verbs.md": verbs, "sites.md": sites_page}
"""What stands in docs/, by the name of the file."""

if __name__ == "__main__":
    for name, page in PAGES.items():
        (DOCS / name).write_text(page(), encoding="utf-8")
