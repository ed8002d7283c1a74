"""`python -m scheduler.newsroom` serves the opening edition until Ctrl-C."""

import argparse
import signal
import sys

from scheduler.newsroom import Newsroom, opening_edition


def main(words: list[str] | None = None) -> None:
    """Print what a shell needs to read the newsroom, then wait."""
    argparse.ArgumentParser(
        prog="python -m scheduler.newsroom",
        description="Serve invented stories on loopback until Ctrl-C, and print what a shell sets"
        " so that `stet` and `scrapy` take it for the web.",
    ).parse_args(words)
    # A terminal's Ctrl-C and a supervisor's TERM end it alike; in a background job of a
    # shell both would otherwise be ignored or kill it before it cleans up.
    stop = {signal.SIGINT, signal.SIGTERM}
    signal.pthread_sigmask(signal.SIG_BLOCK, stop)
    with Newsroom() as newsroom:
        stories = opening_edition(newsroom).stories.values()
        lines = [f"export {name}={value}" for name, value in newsroom.environment().items()]
        lines += [f"# {story.title}\n# {story.url}" for story in stories]
        sys.stdout.write("\n".join([*lines, "# serving until Ctrl-C\n"]))
        sys.stdout.flush()
        signal.sigwait(stop)


if __name__ == "__main__":
    main()
