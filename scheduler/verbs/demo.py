"""See the whole of Stet work in a minute: offline, in a data folder of its own."""

import argparse
import os
import shlex
import sys
from pathlib import Path

from crawler.config import Config
from crawler.errors import UsageError
from scheduler import demo
from scheduler.demo.performance import Performance
from scheduler.diff.records import from_json
from scheduler.verbs import _archive

EXAMPLES = """\
  stet demo                      five rounds of crawling a newsroom that edits its stories
  stet demo --serve              and leave the reader up afterwards
  stet demo --daemon             the real daemon for two minutes, on a clock that hurries
  stet demo --sabotage           the newsroom cheats: the demo must notice, and end with 1"""

SECONDS = 120.0
"""For which --daemon leaves it on."""
MOST_TOLD = 20
"""Mistakes that are told one by one."""


def configure(parser: argparse.ArgumentParser) -> None:
    """--serve, --port, --sabotage, --daemon, --seconds."""
    parser.add_argument("--serve", action="store_true", help="leave the reader up afterwards")
    parser.add_argument("--port", type=int, default=8000, help="of --serve (default: %(default)s)")
    parser.add_argument(
        "--sabotage",
        action="store_true",
        help="the newsroom changes a text without logging it, and logs a change it never makes",
    )
    parser.add_argument(
        "--daemon", action="store_true", help="leave `stet run` on, a day in two minutes"
    )
    parser.add_argument(
        "--seconds",
        type=_archive.number(5, 86_400, float),
        metavar="N",
        help=f"of --daemon (default: {SECONDS:.0f})",
    )


def run(options: argparse.Namespace) -> int:
    """0 where all is told and shown as the newsroom did it; 1 otherwise."""
    base = _archive.config_of(options)
    folder = options.data or base.data / "demo"
    if options.daemon:
        if options.serve or options.sabotage:
            raise UsageError("--daemon is a play of its own: leave out --serve and --sabotage")
        return _leave_on(options, demo.prepared(folder, base.zone))
    if options.seconds is not None:
        raise UsageError("--seconds is how long --daemon is left on: add --daemon")
    if not options.serve:
        return _play(options, demo.prepared(folder, base.zone))
    from scheduler import web  # the web server is loaded where it is wanted

    with web.listening("127.0.0.1", options.port) as listener:  # taken? better said at once
        config = demo.prepared(folder, base.zone)
        code = _play(options, config)
        web.answer(config, "127.0.0.1", listener)
    return code


def _leave_on(options: argparse.Namespace, config: Config) -> int:
    from scheduler.demo.left_on import leave_on

    figures = leave_on(config, options.seconds or SECONDS, _say)
    for name, value in figures.rows():
        _say(f"{name:<18} {value}")
    if figures.seen < figures.due:
        _say(f"WRONG: {figures.due - figures.seen} edits were looked at, and are in no version")
    return 1 if figures.seen < figures.due else 0


def _play(options: argparse.Namespace, config: Config) -> int:
    colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    performance = demo.perform(config, _say, colour=colour, spoilt=options.sabotage)
    wrong = demo.disagreements(performance)
    for sentence in wrong[:MOST_TOLD]:
        _say(f"WRONG: {sentence}")
    if len(wrong) > MOST_TOLD:
        _say(f"WRONG: and {len(wrong) - MOST_TOLD} more")
    if not wrong:
        _say("Every edit is reported exactly once, and nothing else is.")
    _say(_onward(config, performance))
    return 1 if wrong else 0


def _onward(config: Config, performance: Performance) -> str:
    """Where everything lies, and what to type next."""
    told = [from_json(line) for line in performance.jsonl.splitlines()]
    edited = sorted((each.score, each.article) for each in told if each.kind == "edited")
    stet = "uv run stet" if "UV" in os.environ else "stet"
    data = f"--data {_quoted(_shown(config.data))}"
    lines = [
        f"\nThe report, for a browser: {(config.data / demo.PAGE).resolve()}",
        "Look closer:",
        f"  {stet} list {data}",
        *(f"  {stet} {verb} {article} {data}" for _, article in edited[-1:] for verb in _CLOSER),
        f"  {stet} serve {data}",
        "Then in earnest:",
        f"  {stet} add URL",
    ]
    return "\n".join(lines)


_CLOSER = ("history", "diff")


def _quoted(path: Path) -> str:
    return shlex.quote(str(path))


def _say(text: str) -> None:
    print(text, flush=True)


def _shown(folder: Path) -> Path:
    here = Path.cwd()
    return folder.relative_to(here) if folder.is_relative_to(here) else folder
