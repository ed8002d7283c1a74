"""The tutorial's commands, run as they stand there."""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from crawler import seeds
from crawler.items import Article
from scheduler.newsroom import Newsroom

TUTORIAL = Path(__file__).parents[1] / "docs" / "tutorial.md"
DONE_BY_WHO_RUNS_THIS = ("cd stet", "pip install uv", "uv run stet demo")


def commands() -> list[str]:
    blocks = re.findall(r"```sh\n(.*?)```", TUTORIAL.read_text(encoding="utf-8"), re.DOTALL)
    return [line for block in blocks for line in block.splitlines()]


def test_the_tutorial_has_at_most_fifteen_commands():
    assert 10 <= len(commands()) <= 15


def test_every_command_of_the_tutorial_works(shared: Path, newsroom: Newsroom, tmp_path: Path):
    shutil.copytree(shared / "seeds", tmp_path / "seeds")
    seed = publish_the_seed(newsroom, shared)

    shown = {
        line: run(line.removeprefix("uv run "), newsroom, tmp_path)
        for line in commands()
        if line not in DONE_BY_WHO_RUNS_THIS
    }

    assert "unresolved" in shown["uv run stet list"]
    assert f"{{+賀{seed.title[1]}+}}{seed.title[2:]}" in shown["uv run stet report"]
    assert shown["uv run stet history cna:202301140005"].count("\n  v") == 2
    document = next((shared / "seeds").glob("000*")).read_text(encoding="utf-8")
    assert shown["uv run stet show cna:202301140005 --format jekyll"] == document
    assert (tmp_path / "report.html").is_file()


def publish_the_seed(newsroom: Newsroom, shared: Path) -> Article:
    """The page the first seed came from, one word of its headline changed since."""
    article = seeds.parse(next((shared / "seeds").glob("000*")).read_bytes())
    body = [re.sub(r"^（中央社.*?）|（譯者.*$", "", text) for text in article.body]
    newsroom.publish(
        "賀" + article.title[1:],
        body,
        url=article.url,
        dateline=article.dateline,
        published=newsroom.now,
        tags=article.tags,
    )
    return replace(article, title=article.title)


def run(line: str, newsroom: Newsroom, folder: Path) -> str:
    found = subprocess.run(
        line.split(),
        cwd=folder,
        env={
            **os.environ,
            **newsroom.environment(),
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            "SCRAPY_SETTINGS_MODULE": "crawler.settings",
        },
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert found.returncode == 0, f"{line}: {found.stderr}"
    return found.stdout
