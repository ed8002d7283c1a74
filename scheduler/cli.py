"""The command line: finds the verb by its file name, runs it, turns errors into exit codes.

Nothing heavy is loaded here, so that `stet --help` answers at once: a verb's help line is
the first line of its file, read without importing it.
"""

import argparse
import errno
import gc
import importlib
import io
import os
import signal
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn, Protocol, cast

from crawler.errors import EX_FAILED, EX_INTERRUPTED, EX_USAGE, StetError, UsageError
from crawler.interruption import heeded
from scheduler import shelf

VERBS = Path(__file__).parent / "verbs"

EPILOG = """\
start here:
  stet demo                          see it work: offline, in a folder of its own
  stet add https://www.cna.com.tw/news/aopl/202301140005.aspx
  stet crawl && stet report          look again, read what changed
  stet VERB --help                   what a verb does, with examples

exit codes: 0 done, 1 a crawl or delivery failed, 2 usage or configuration,
3 there are changes (report --exit-code), 75 another instance holds the lock
"""


class Verb(Protocol):
    """A module of `scheduler/verbs`; its docstring's first line is its help line."""

    __doc__: str
    EXAMPLES: str

    def configure(self, parser: argparse.ArgumentParser) -> None:
        """Add the verb's own options."""

    def run(self, options: argparse.Namespace) -> int:
        """Do it; the exit code. Raises `StetError` with a sentence for the user."""


def verbs() -> dict[str, str]:
    """Every verb with its help line, in order of name, without importing any of them."""
    return shelf.listed(VERBS)


def load(name: str) -> Verb:
    """The module of one verb."""
    gc.disable()  # what is loaded stays: to look for garbage in it takes 4 % of `stet list`
    try:
        return cast(Verb, importlib.import_module(f"scheduler.verbs.{name}"))
    finally:
        gc.enable()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command line and return its exit code (DESIGN, rule 9)."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    _prepare()
    try:
        code = _dispatch(words)
        sys.stdout.flush()
    except StetError as error:
        print(f"stet: {error}", file=sys.stderr)
        return error.exit_code
    except UnicodeEncodeError as error:
        print(f"stet: {ascii(error.object)[:80]} is no text: use UTF-8", file=sys.stderr)
        return EX_USAGE
    except KeyboardInterrupt:
        print("stet: interrupted; nothing is left half done", file=sys.stderr)
        return EX_INTERRUPTED
    except BrokenPipeError:  # `stet report | head`: the reader has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        what = error.filename or "the output"  # which is written without a name
        print(f"stet: {what} could not be written: the disk is full", file=sys.stderr)
        return EX_FAILED
    return code


def _prepare() -> None:
    """What a terminal cannot show is marked; SIGTERM and SIGHUP end a crawl as Ctrl-C does."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    if threading.current_thread() is threading.main_thread():
        for number in set(heeded()) - {signal.SIGINT}:  # Python's own, or a background job's
            signal.signal(number, signal.default_int_handler)


def _dispatch(words: list[str]) -> int:
    known = verbs()
    if not words or words[0] in {"-h", "--help", "help"}:
        print(overview(known))
        return 0
    if words[0] == "--version":
        from importlib import metadata

        print(f"stet {metadata.version('stet')}")
        return 0
    if words[0] not in known:
        return _unknown(words[0], known)
    verb = load(words[0])
    return verb.run(parser_of(words[0], verb).read(words[1:]))


def overview(known: dict[str, str]) -> str:
    """What `stet --help` prints."""
    rows = "\n".join(f"  {name:<9} {line}" for name, line in known.items())
    return (
        f"usage: stet VERB [options]\n\nWatches news articles change.\n\nverbs:\n{rows}\n\n{EPILOG}"
    )


class Parser(argparse.ArgumentParser):
    """Says what is wrong in one line, with the option that may have been meant."""

    def read(self, words: Sequence[str]) -> argparse.Namespace:
        """The options, before, between or after the other words. Raises `UsageError`."""
        options, unknown = self.parse_known_intermixed_args(words)
        for word in unknown:
            if word.startswith("-"):
                self.error(f"there is no option {word!r}{self._meant(word)}")
            self.error(f"{word!r} is one word too many")
        return options

    def error(self, message: str) -> NoReturn:
        """Raise `UsageError`."""
        raise UsageError(f"{message}: see `{self.prog} --help`")

    def _meant(self, word: str) -> str:
        import difflib

        known = [name for action in self._actions for name in action.option_strings]
        near = difflib.get_close_matches(word.partition("=")[0], known, n=1, cutoff=0.75)
        return f", did you mean {near[0]}?" if near else ""


def parser_of(name: str, verb: Verb) -> Parser:
    """The parser of one verb, with the options that all verbs share."""
    parser = Parser(
        prog=f"stet {name}",
        description=verb.__doc__,
        epilog=f"examples:\n{verb.EXAMPLES}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    if getattr(verb, "NEEDS_ARCHIVE", True):
        parser.add_argument(
            "--data", type=Path, metavar="DIR", help="the archive's folder (default: data/)"
        )
    parser.add_argument(
        "--config", type=Path, metavar="FILE", help="settings (default: ./stet.toml, if any)"
    )
    verb.configure(parser)
    return parser


def _unknown(word: str, known: dict[str, str]) -> int:
    import difflib

    near = difflib.get_close_matches(word, [*known, "--help", "--version"], n=1)
    hint = f"did you mean 'stet {near[0]}'?" if near else "'stet --help' lists them"
    if word.startswith("-") and not near:
        hint = f"options follow the verb, as in 'stet list {word}'"
    print(f"stet: there is no verb {word!r}: {hint}", file=sys.stderr)
    return EX_USAGE
