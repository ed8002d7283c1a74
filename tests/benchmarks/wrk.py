"""wrk (apt-get install wrk) as readers without pause: each asks again as soon as it has a page."""

import json
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_SCRIPT = """
local paths = {%s}
request = function()
  return wrk.format("GET", paths[math.random(#paths)])
end
done = function(summary, latency, _)
  local errors = summary.errors
  io.write(string.format(
    '\\n{"p50": %%.3f, "p95": %%.3f, "answers": %%d, "wrong": %%d}\\n',
    latency:percentile(50) / 1000, latency:percentile(95) / 1000, summary.requests,
    errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
"""


@dataclass(frozen=True, slots=True)
class Waits:
    """What wrk saw."""

    p50: float
    """Milliseconds, as is the next."""
    p95: float
    answers: int
    """All of them."""
    wrong: int
    """No answers, or answers that were errors."""


def waits(port: int, paths: Sequence[str], readers: int, seconds: float) -> Waits:
    """So many readers, in one thread, ask for any of `paths` for so long."""
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "paths.lua"
        script.write_text(_SCRIPT % ", ".join(map(json.dumps, paths)), encoding="ascii")
        told = subprocess.run(
            ["wrk", "-t1", f"-c{readers}", f"-d{seconds:g}s", "--timeout", "30s", "-s", script,
             f"http://127.0.0.1:{port}"],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
    return Waits(**json.loads(told.stdout.splitlines()[-1]))
