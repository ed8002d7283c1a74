"""Print one version of an article: for reading, as JSON, or as a seed document."""

import argparse
import json
import sys
from datetime import tzinfo

from crawler.items import Article
from crawler.store import records
from scheduler.verbs import _archive

EXAMPLES = """\
  stet show cna:202301140005                     the latest version, for reading
  stet show cna:202301140005 --version 1
  stet show cna:202301140005 --format jekyll     the seed document, byte for byte
  stet show cna:202301140005 --format json"""


def configure(parser: argparse.ArgumentParser) -> None:
    """ARTICLE, --version, --format."""
    parser.add_argument("article", metavar="ARTICLE", help="identity or URL")
    parser.add_argument("--version", type=int, metavar="N", help="default: the latest")
    parser.add_argument(
        "--format",
        choices=("read", "jekyll", "text", "json"),
        default="read",
        help="read: for people; jekyll and text: the seeds' forms (default: %(default)s). "
        "The seeds' forms default to the latest version that came from a seed, if any",
    )


def run(options: argparse.Namespace) -> int:
    """0."""
    config = _archive.config_of(options)
    with _archive.open_to_read(options) as store:
        watch = _archive.find(store, options.article)
        number = options.version
        if number is None and options.format in {"jekyll", "text"}:
            seeded = [row.number for row in store.versions(watch.identity) if row.is_seed]
            number = seeded[-1] if seeded else None
        article = store.article(watch.identity, number)
    if options.format == "read":
        print(_for_reading(article, config.zone))
    elif options.format == "json":
        print(json.dumps(records.plain(article), ensure_ascii=False, indent=2))
    else:
        from crawler import seeds  # loads the parser of pages

        sys.stdout.buffer.write(seeds.render(article, options.format))
    return 0


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
