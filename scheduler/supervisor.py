"""What a service manager is told over $NOTIFY_SOCKET, where one started us: sd_notify(3).

A datagram each, which is all of the protocol that we need.
"""

import os
import socket
import time
from contextlib import suppress

READY = "READY=1"
STOPPING = "STOPPING=1"
ALIVE = "WATCHDOG=1"


def tell(*said: str) -> None:
    """Send assignments such as `READY`; nothing where nobody asked for them.

    A manager that cannot be reached is no reason to end: it would start us again.
    """
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address:
        return
    with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notify:
        notify.connect(f"\0{address[1:]}" if address.startswith("@") else address)
        notify.sendall("\n".join(said).encode())


def status(sentence: str) -> str:
    """What `systemctl status` shows: one line."""
    return f"STATUS={' '.join(sentence.split())}"


def reloading() -> tuple[str, str]:
    """To be followed by `READY`; since when, by the clock that systemd compares it with."""
    now = time.clock_gettime_ns(time.CLOCK_MONOTONIC) // 1_000
    return "RELOADING=1", f"MONOTONIC_USEC={now}"


def patience() -> float | None:
    """Seconds after which the manager kills who was not `ALIVE`; None where it does not watch."""
    asked = os.environ.get("WATCHDOG_USEC", "")
    meant = os.environ.get("WATCHDOG_PID", str(os.getpid())) == str(os.getpid())
    return int(asked) / 1e6 if asked.isdigit() and int(asked) and meant else None
