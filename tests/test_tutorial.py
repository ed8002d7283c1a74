"""The tutorial's commands, run as they stand there by a newcomer with a clone and old posts."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from crawler import seeds
from scheduler.newsroom import Newsroom
from tests import warm

pytestmark = [pytest.mark.slow, pytest.mark.no_cover]

DOCS = Path(__file__).parents[1] / "docs"
DONE_BY_WHO_RUNS_THIS = ("cd stet", "pip install uv", "uv run stet demo")


def commands() -> list[str]:
    text = (DOCS / "tutorial.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
    return [line for block in blocks for line in block.splitlines()]


def test_the_tutorial_has_at_most_fifteen_commands():
    assert 10 <= len(commands()) <= 15


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """The folder that a newcomer stands in: what the tutorial needs of the clone is in it."""
    shutil.copytree(DOCS / "seeds", tmp_path / "docs" / "seeds")
    return tmp_path


def test_a_newcomer_reads_the_first_diff(newsroom: Newsroom, clone: Path):
    """Their own posts are, for once, the very ones of the tutorial."""
    shutil.copytree(DOCS / "seeds", clone / "posts")
    publish_as_it_is_today(newsroom, first_seed(clone / "posts"))

    shown = all_of_it(newsroom, clone, started)

    told = "".join(shown["uv run stet report"].split())  # wherever its lines are folded
    assert "全長[-3.2-]{+2.3+}公里" in told
    assert "unresolved" in shown["uv run stet list"]
    article = "news.example:/20260105/levee"
    assert shown[f"uv run stet history {article}"].count("\n  v") == 2
    assert "[-3.2-]{+2.3+}" in "".join(shown[f"uv run stet diff {article} 1 2"].split())
    document = first_seed(clone / "posts").read_text(encoding="utf-8")
    assert shown[f"uv run stet show {article} --version 1 --format jekyll"] == document
    assert "watched   2: 1 active, 1 unresolved" in shown["uv run stet status"]


def test_the_first_real_seed_is_compared_with_its_page(
    shared: Path, newsroom: Newsroom, clone: Path
):
    shutil.copytree(shared / "seeds", clone / "posts")
    title = publish_as_it_is_today(newsroom, first_seed(clone / "posts"))

    all_of_it(newsroom, clone, forked)

    report = forked("stet report --site cna", newsroom, clone)
    assert f"■ 賀{title[1:]}\n" in report
    assert "標題修改" in report
    page = (clone / "report.html").read_text(encoding="utf-8")
    assert "202301140005.aspx" in page


def first_seed(folder: Path) -> Path:
    return min(folder.iterdir())


def publish_as_it_is_today(newsroom: Newsroom, seed: Path) -> str:
    """The page that a seed came from, one character of its headline changed since; the old one."""
    article = seeds.parse(seed.read_bytes())
    newsroom.publish(
        "賀" + article.title[1:],
        [re.sub(r"^（.*?）|（(?:譯者|編輯).*$", "", text) for text in article.body],
        url=article.url,
        dress="cna" if "cna" in article.url else "jsonld",
        dateline=article.dateline,
        published=newsroom.now,
        tags=article.tags,
    )
    return article.title


def started(line: str, newsroom: Newsroom, folder: Path) -> str:
    """What a command prints, as a newcomer starts it."""
    done = subprocess.run(
        line.split(),
        cwd=folder,
        env=environment(newsroom),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return printed(line, done)


def forked(line: str, newsroom: Newsroom, folder: Path) -> str:
    """The same in a third of the time."""
    program, *words = line.split()
    module = {"stet": "scheduler", "scrapy": "scrapy"}[program]
    return printed(line, warm.run([module, *words], folder, environment(newsroom), 120))


def environment(newsroom: Newsroom) -> dict[str, str]:
    return {
        **os.environ,
        **newsroom.environment(),
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "SCRAPY_SETTINGS_MODULE": "crawler.settings",
    }


def printed(line: str, done: "subprocess.CompletedProcess[str]") -> str:
    assert done.returncode == 0, f"{line}: {done.stderr}"
    return done.stdout


def all_of_it(
    newsroom: Newsroom, folder: Path, run: Callable[[str, Newsroom, Path], str]
) -> dict[str, str]:
    """What each command of the tutorial printed."""
    return {
        line: run(line.removeprefix("uv run "), newsroom, folder)
        for line in commands()
        if line not in DONE_BY_WHO_RUNS_THIS
    }
