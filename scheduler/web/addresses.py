"""Identities and report ids as one segment of a path, whatever characters they hold.

`cna:202301140005` stays as it is; in `example.org:/blog/v/3` the slashes would read as ours,
and servers undo `%2F` too early: so `~2F` stands for it, and `~7E` for `~` itself.
"""

from functools import lru_cache
from urllib.parse import quote, unquote


@lru_cache(maxsize=4096)
def segment(name: str) -> str:
    """`example.org:~2Fblog~2Fv~2F3`."""
    return quote(name, safe=":,@.", errors="replace").replace("~", "%7E").replace("%", "~")


def name(segment: str) -> str:
    """The inverse of `segment`."""
    return unquote(segment.replace("~", "%"))


def article(identity: str) -> str:
    """The page of an article."""
    return f"/article/{segment(identity)}"


def version(identity: str, number: int) -> str:
    """The page of one version."""
    return f"{article(identity)}/v/{number}"


def difference(identity: str, before: int, after: int) -> str:
    """The page that compares two versions."""
    return f"{article(identity)}/diff/{before}..{after}"


def report(key: str) -> str:
    """The page of one report."""
    return f"/reports/{segment(key)}"
