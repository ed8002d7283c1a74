"""The files for containers and for systemd, as far as they can be tried without an engine."""

import os
import re
import shlex
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from scheduler import cli, lock

ROOT = Path(__file__).parents[1]
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
COMPOSE = (ROOT / "compose.yaml").read_text(encoding="utf-8")
UNIT = (ROOT / "docs" / "stet.service").read_text(encoding="utf-8")
LINES = [
    line.split(maxsplit=1)
    for line in re.sub(r"\\\n\s*", " ", DOCKERFILE).splitlines()
    if line and not line.startswith("#")
]


def said(instruction: str) -> list[str]:
    return [rest for name, rest in LINES if name == instruction]


def test_nothing_runs_as_root_and_one_volume_is_written():
    names = [name for name, _ in LINES]

    assert said("USER") == ["stet"]
    assert names.index("USER") < names.index("CMD")
    assert said("VOLUME") == ["/data"]
    assert "STET_DATA=/data" in said("ENV")[0]


def test_what_is_copied_is_in_the_tree_and_let_in():
    sources = [word for rest in said("COPY") if "--from" not in rest for word in rest.split()[:-1]]
    let_in = {
        line.removeprefix("!")
        for line in (ROOT / ".dockerignore").read_text().splitlines()
        if line.startswith("!")
    }

    assert set(sources) == let_in
    assert all((ROOT / name).exists() for name in sources)


def test_the_commands_are_ours(tmp_path: Path):
    commands = [re.findall(r'"([^"]+)"', rest) for rest in said("CMD")]
    commands += [re.findall(r'"([^"]+)"', line) for line in re.findall(r"command: \[.*", COMPOSE)]

    assert len(commands) == 2
    for stet, verb, *options in commands:
        assert stet == "stet"
        with pytest.raises(SystemExit) as ended:  # the options are read before the help is shown
            cli.main([verb, *options, "--data", str(tmp_path), "--help"])
        assert ended.value.code == 0


def test_it_is_healthy_while_the_daemon_lives(tmp_path: Path):
    check = said("HEALTHCHECK")[0].partition("CMD ")[2].replace("/data", shlex.quote(str(tmp_path)))

    def is_healthy() -> bool:
        return subprocess.run(["sh", "-c", check], stderr=subprocess.DEVNULL).returncode == 0

    assert not is_healthy()
    with lock.only_instance(tmp_path):
        lock.beat(tmp_path)
        assert is_healthy()
        hour = time.time() - 3_600
        os.utime(tmp_path / lock.NAME, (hour, hour))
        assert not is_healthy()


@pytest.mark.skipif(not shutil.which("openssl"), reason="nothing makes a token here")
def test_the_token_stands_where_every_later_command_finds_it(tmp_path: Path):
    [said] = re.findall(r"^# Once.*?: (.*)", COMPOSE, re.MULTILINE)
    subprocess.run(said, shell=True, cwd=tmp_path, check=True)  # noqa: S602  our own words
    name, _, token = (tmp_path / ".env").read_text(encoding="ascii").strip().partition("=")

    assert f"${{{name}:?" in COMPOSE
    assert re.fullmatch(r"[0-9a-f]{32}", token)
    assert said in (ROOT / "docs" / "leaving-it-on.md").read_text(encoding="utf-8")


def test_what_the_unit_says_beside_it_is_what_it_runs_with(tmp_path: Path):
    head, _, unit = UNIT.partition("[Unit]")
    set_to = dict(line.split("=", 1) for line in unit.splitlines() if "=" in line)
    [typed] = re.findall(r"runuser -u (\S+) -- (.*)", head)
    program, verb, *words = typed[1].split()
    options = dict(zip(words[1::2], words[2::2], strict=True))

    assert set_to["ExecStart"] == f"{program} run --config {options['--config']}"
    assert options["--data"] == f"/var/lib/{set_to['StateDirectory']}"
    assert set_to["User"] == typed[0]
    assert f"useradd --system --home-dir {options['--data']} " in head
    assert f"stet.toml {options['--config']}" in head
    assert f"{set_to['EnvironmentFile'].removeprefix('-')}, which root" in head
    with pytest.raises(SystemExit) as ended:
        cli.main([verb, *words, "--help"])
    assert ended.value.code == 0


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="there is no systemd here")
def test_systemd_knows_all_that_the_unit_says(tmp_path: Path):
    """But for the program, which stands where it was installed."""
    unit = tmp_path / "stet.service"
    unit.write_text(UNIT.replace("/opt/stet/.venv/bin/stet", sys.executable), encoding="utf-8")

    verified = subprocess.run(
        ["systemd-analyze", "verify", str(unit)], capture_output=True, text=True, check=False
    )
    assert (verified.returncode, verified.stderr) == (0, "")
