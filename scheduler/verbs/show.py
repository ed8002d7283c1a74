"""Print one version of an article: for reading, as JSON, or as a seed document."""

import argparse
import json
import sys
from datetime import tzinfo

from crawler.errors import UsageError
from crawler.items import Article
from crawler.store import Store, records
from scheduler.verbs import _archive

EXAMPLES = """\
  stet show cna:202301140005                     the latest version, for reading
  stet show cna:202301140005 --version 1
  stet show cna:202301140005 --format jekyll     the seed document, byte for byte
  stet show cna:202301140005 --format json
  stet show cna:202301140005 --explain           and where each field came from"""


def configure(parser: argparse.ArgumentParser) -> None:
    """ARTICLE, --version, --format, --explain."""
    parser.add_argument("article", metavar="ARTICLE", help="identity or URL")
    parser.add_argument("--version", type=int, metavar="N", help="default: the latest")
    parser.add_argument(
        "--format",
        choices=("read", "jekyll", "text", "json"),
        default="read",
        help="read: for people; jekyll and text: the seeds' forms (default: %(default)s). "
        "The seeds' forms default to the latest version that came from a seed, if any",
    )
    parser.add_argument("--explain", action="store_true", help="where each field came from")


def run(options: argparse.Namespace) -> int:
    """0."""
    if options.explain and options.format not in {"read", "json"}:
        raise UsageError("a seed document has no place for --explain: use --format read or json")
    config = _archive.config_of(options)
    with _archive.open_to_read(options) as store:
        watch = _archive.find(store, options.article)
        number = options.version
        if number is None and options.format in {"jekyll", "text"}:
            seeded = [row.number for row in store.versions(watch.identity) if row.is_seed]
            number = seeded[-1] if seeded else None
        article = store.article(watch.identity, number)
        sources = _sources(store, watch.identity, number) if options.explain else {}
    if options.format == "read":
        print("\n\n".join([_for_reading(article, config.zone), *_explained(sources)]))
    elif options.format == "json":
        told = {"sources": sources} if options.explain else {}
        print(json.dumps(records.plain(article) | told, ensure_ascii=False, indent=2))
    else:
        from crawler import seeds  # loads the parser of pages

        sys.stdout.buffer.write(seeds.render(article, options.format))
    return 0


def _sources(store: Store, identity: str, number: int | None) -> dict[str, str]:
    """Where today's parsers find each field on the page that first showed the version."""
    versions = {row.number: row for row in store.versions(identity)}
    shown = versions[number or max(versions)].snapshot
    look = next((look for look in store.snapshots(identity) if look.id == shown), None)
    if look is None:
        return {"all": "the seed document: no page has shown this text"}
    reading = _archive.read_again(store, look)
    sources = dict(reading.sources)
    if reading.fault:
        sources["all"] = f"a page that is no article today: {reading.fault.message}"
    return sources


def _explained(sources: dict[str, str]) -> list[str]:
    told = "\n".join(f"{name:14}<- {place}" for name, place in sources.items())
    return [_harmless(told)] if told else []


def _for_reading(article: Article, zone: tzinfo) -> str:
    head = [article.title, article.url, article.author]
    for label, moment in (("published", article.date), ("modified", article.modified)):
        if moment:
            shown = moment.at.astimezone(zone)
            form = "%Y-%m-%d" if moment.precision == "day" else "%Y-%m-%d %H:%M"
            head.append(f"{label} {shown.strftime(form)} (written {moment.raw})")
    head += [f"{credit.role}: {credit.name}" for credit in article.credits]
    if article.tags:
        head.append("tags: " + "、".join(article.tags))
    captions = [f"[{image.caption}]" for image in article.images if image.caption]
    links = [
        f"- {link.title}  {link.url or ''}".rstrip()
        for link in article.related
        if not link.sitewide
    ]
    blocks = ["\n".join(line for line in head if line), *article.body, *captions]
    if links:
        blocks.append("related:\n" + "\n".join(links))
    return "\n\n".join(_harmless(block) for block in blocks)


def _harmless(block: str) -> str:
    return "\n".join(_archive.clean(line, 0) for line in block.split("\n"))
