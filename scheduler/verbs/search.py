"""Find words in every version of every article, past ones too."""

import argparse
import json
import os
import sys
from collections.abc import Iterator
from dataclasses import replace

from crawler.config import Config
from crawler.store import KINDS, FoundRow, Sought, Store
from crawler.text import counted
from scheduler.verbs import _archive

EXAMPLES = """\
  stet search 死亡                        any word of any version, in title or text
  stet search 渡輪 釀2死                  both words in one version; 2死 is never part of 12死
  stet search '"2人死亡"' -- -火災        a phrase, and a word that must not stand there
  stet search 地震 --site cna --kind deleted       of articles that were taken down
  stet search 地震 --since 7d --format jsonl       first seen lately, for programs

width, case, 臺/台 and the comma of 2,500 make no difference; Latin words and numbers are found
whole. An article tells which of its versions hold the words: only in versions 1 to 2 of 3. The
article that was added last comes first."""


def configure(parser: argparse.ArgumentParser) -> None:
    """TEXT and what narrows it."""
    parser.add_argument("text", nargs="+", metavar="TEXT", help="words, all in one version")
    _archive.add_site(parser)
    parser.add_argument("--publisher", metavar="P", help="only what this outlet wrote")
    parser.add_argument(
        "--since", metavar="WHEN", help="versions first seen since then: 24h, 7d, 2026-01-31"
    )
    parser.add_argument("--until", metavar="WHEN", help="versions first seen before then")
    parser.add_argument(
        "--kind", choices=KINDS, metavar="K", help=f"articles with a report: {', '.join(KINDS)}"
    )
    parser.add_argument(
        "--min-score",
        type=_archive.number(0, 100),
        default=0,
        metavar="N",
        help="articles with a report that scores so much (default: %(default)s)",
    )
    parser.add_argument(
        "--limit",
        type=_archive.number(1, 1_000_000),
        default=20,
        metavar="N",
        help="at most N articles (default: %(default)s)",
    )
    parser.add_argument(
        "--format", choices=("text", "jsonl"), default="text", metavar="F", help="text or jsonl"
    )


def run(options: argparse.Namespace) -> int:
    """0, also where nothing was found."""
    config = _archive.config_of(options)
    sought = Sought(
        " ".join(options.text),
        site=options.site,
        publisher=options.publisher,
        since=_archive.moment("--since", options.since, config.zone) if options.since else None,
        until=_archive.moment("--until", options.until, config.zone) if options.until else None,
        kind=options.kind,
        min_score=options.min_score,
        limit=options.limit,
    )
    count = 0
    with Store.open(config, read_only=True) as store:
        for row in _found(store, sought):
            print(_json(row) if options.format == "jsonl" else _told(row, config))
            count += 1
        pruned = store.without_text(options.site)
        if not count:
            _archive.tell_strangers(store, options.site, options.publisher)
    if options.format == "text" and not count:
        print("nothing in this archive holds that")
    elif options.format == "text" and count == options.limit:
        print(f"the first {count}: there may be more, --limit N shows them")
    if pruned:
        told = f"not looked through: {counted(pruned, 'version')} whose text was pruned"
        print(told, file=sys.stderr if options.format == "jsonl" else sys.stdout)
    return 0


def _found(store: Store, sought: Sought) -> Iterator[FoundRow]:
    """What is found, page after page until there is enough."""
    left = sought.limit
    while left:
        page = store.search(sought)
        yield from page.rows
        left -= len(page.rows)
        if page.before is None:
            return
        sought = replace(sought, before=page.before, limit=left or 1)


def _told(row: FoundRow, config: Config) -> str:
    first, last = _archive.local(row.first_seen, config), _archive.local(row.last_seen, config)
    marks = ("\x1b[1;7m", "\x1b[0m") if _is_coloured() else ("«", "»")
    line = "".join(
        f"{marks[0]}{_archive.clean(text, 0)}{marks[1]}" if is_hit else _archive.clean(text, 0)
        for text, is_hit in row.pieces
    )
    before, after = ("…" if is_cut else "" for is_cut in row.is_cut)
    title = _archive.clean(f"{row.identity}  {row.title}", 0)
    return f"{title}\n  {_where(row)}, seen {first} to {last}\n  {before}{line}{after}"


def _where(row: FoundRow) -> str:
    """`in every version (3)`, `only in version 2 of 3`, `only in versions 1 to 2 and 4 of 5`."""
    if len(row.versions) == row.of:
        return f"in every version ({row.of})" if row.of > 1 else "in its only version"
    runs = [f"{first} to {last}" if last > first else f"{first}" for first, last in row.runs]
    several = "s" if len(row.versions) > 1 else ""
    if row.pruned:
        known = f"in version{several} {' and '.join(runs)} of {row.of}"
        return f"{known}; of {len(row.pruned)} the text was pruned"
    return f"only in version{several} {' and '.join(runs)} of {row.of}"


def _is_coloured() -> bool:
    return sys.stdout.isatty() and "NO_COLOR" not in os.environ


def _json(row: FoundRow) -> str:
    told = {
        "article": row.identity,
        "url": row.url,
        "site": row.site,
        "publisher": row.publisher,
        "title": row.title,
        "versions": row.versions,
        "of": row.of,
        "pruned": row.pruned,
        "version": row.shown,
        "first_seen": row.first_seen.isoformat(),
        "last_seen": row.last_seen.isoformat(),
        "snippet": [{"text": text, "hit": is_hit} for text, is_hit in row.pieces],
    }
    return json.dumps(told, ensure_ascii=False)
