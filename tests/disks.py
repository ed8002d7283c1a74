"""Disks of their own for tests: small ones, and ones that nobody may write."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def small(folder: Path, kilobytes: int = 1_024) -> Iterator[Path]:
    """An empty disk at `folder`, which is made; the test is skipped where none can be mounted."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "stet-test", str(folder)]
    if subprocess.run(mount, capture_output=True, timeout=30).returncode:
        pytest.skip("no small disk: mounting one takes a privilege that this process lacks")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True, timeout=30)


def room(folder: Path) -> int:
    """Bytes that are free on the disk of a folder."""
    figures = os.statvfs(folder)
    return figures.f_bavail * figures.f_frsize


def protect(disk: Path) -> None:
    """Let nobody write to a small disk any more; nothing on it may be open for writing."""
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True, timeout=30)
