"""Show what changed between two versions of an article, or between two files."""

import argparse
from dataclasses import replace
from pathlib import Path

from crawler.config import Config
from crawler.errors import UsageError
from crawler.items import Article
from crawler.store import VersionRow, WatchRow
from scheduler.compare import of_versions
from scheduler.diff import compare, records
from scheduler.diff.__main__ import paragraphs
from scheduler.reports.unified import FILE
from scheduler.verbs import _archive

EXAMPLES = """\
  stet diff cna:202301140005                  the last two versions
  stet diff cna:202301140005 1 3              any two
  stet diff cna:202301140005 --format markdown
  stet diff old.txt new.txt                   two files, a paragraph a line
  stet diff old.txt new.txt --format unified  for patch
  stet diff cna:202301140005 --format deepdiff  JSON that DeepDiff's Delta applies"""

MOST_PARAGRAPHS = 3_000
"""Of one text, for DeepDiff's own form: what it takes grows with their square."""
UNIFIED = "unified"
"""Names both files, as patch(1) wants them."""
DEEPDIFF = "deepdiff"
"""No report for readers, but what DeepDiff makes of both articles."""


def configure(parser: argparse.ArgumentParser) -> None:
    """ARTICLE [FROM TO], or two files."""
    parser.add_argument("article", metavar="ARTICLE", help="identity or URL, or the old file")
    parser.add_argument(
        "versions", nargs="*", default=[], metavar="FROM TO", help="numbers, or the new file"
    )
    _archive.add_format(parser, DEEPDIFF)


def run(options: argparse.Namespace) -> int:
    """0, different or not: `python -m scheduler.diff` answers as diff(1) does."""
    config = _archive.config_of(options)
    if len(options.versions) == 1 and _are_files(options.article, options.versions[0]):
        before, after = (_file(Path(name)) for name in (options.article, options.versions[0]))
        if options.format == DEEPDIFF:
            return _as_delta(before, replace(after, title=before.title), options.out, config)
        names = " → ".join(dict.fromkeys((before.title, after.title)))  # no headlines, ours
        before, after = (replace(each, title=names) for each in (before, after))
        report = compare(before, after, FILE, rules=config.ignore)
        if options.format == UNIFIED:
            report = records.replace(report, article=options.article, url=options.versions[0])
        _archive.write_reports(
            [report] if report.changes else [], options, config, nothing="none.same"
        )
        return 0
    if Path(options.article).is_file():
        asked = "give a second one" if not options.versions else "give one other file"
        raise UsageError(f"{options.article} is a file: {asked} to compare it with")
    with _archive.open_to_read(options) as store:
        watch = _archive.find(store, options.article)
        old, new = _chosen(watch, store.versions(watch.identity), options.versions)
        if options.format == DEEPDIFF:
            before, after = (store.article(watch.identity, row.number) for row in (old, new))
            return _as_delta(before, after, options.out, config)
        report = of_versions(store, watch, old, new, config.ignore)
    _archive.write_reports([report], options, config)
    return 0


def _are_files(one: str, other: str) -> bool:
    """A file may be called like a version: 2023, beside another one."""
    return not other.isdigit() or (Path(one).is_file() and Path(other).is_file())


def _as_delta(old: Article, new: Article, out: Path | None, config: Config) -> int:
    from scheduler.diff.changes import delta

    for article in (old, new):
        if len(article.body) > MOST_PARAGRAPHS:
            raise UsageError(
                f"{article.title} has {len(article.body):,} paragraphs, for which DeepDiff would "
                f"take minutes: it is asked for {MOST_PARAGRAPHS:,} at most, other formats are not"
            )
    _archive.write(iter((delta(old, new), "\n")), out, config)
    return 0


def _file(path: Path) -> Article:
    """A text file as an article: a paragraph a line. Raises `UsageError`."""
    try:
        lines = paragraphs(path)
    except IsADirectoryError:
        raise UsageError(f"{path} is a folder: give two files, or an article") from None
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror}") from error
    except UnicodeDecodeError:
        raise UsageError(f"{path} is no text in UTF-8") from None
    return Article(
        url=path.resolve().as_uri(), title=path.name, body=tuple(lines), observed=("body",)
    )


def _chosen(
    watch: WatchRow, versions: list[VersionRow], words: list[str]
) -> tuple[VersionRow, VersionRow]:
    if not words:
        if len(versions) < 2:
            raise UsageError(
                f"{watch.identity} has {len(versions)} version so far: nothing to compare"
            )
        return versions[-2], versions[-1]
    if len(words) != 2 or not all(word.isdigit() for word in words):
        raise UsageError("give two version numbers, as in: stet diff ARTICLE 1 3")
    by_number = {str(row.number): row for row in versions}
    if words[0] == words[1]:
        raise UsageError(f"version {words[0]} and version {words[1]} are one: give two, as in 1 3")
    for word in words:
        if word not in by_number:
            raise UsageError(f"{watch.identity} has no version {word}: 1 to {len(versions)}")
    return by_number[words[0]], by_number[words[1]]
