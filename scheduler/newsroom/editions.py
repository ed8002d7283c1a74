"""The opening edition: invented stories, one file each in `edition/`, linked to each other."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from scheduler.newsroom.desk import Desk
from scheduler.newsroom.stories import Picture, Story

FOLDER = Path(__file__).parent / "edition"
TOLD = ("dress", "publisher", "section", "dateline", "era", "tags")
"""Keys of a story's file that `publish` takes as they are."""


@dataclass(frozen=True, slots=True)
class Edition:
    """What was published, by the name of the story's file."""

    front: Mapping[str, Story]
    """Stories to start from."""
    deeper: Mapping[str, Story]
    """Stories that are reached only through a related link of the others."""

    def __getitem__(self, name: str) -> Story:
        return self.front[name] if name in self.front else self.deeper[name]

    @property
    def stories(self) -> Mapping[str, Story]:
        """All of them."""
        return {**self.front, **self.deeper}


def opening_edition(newsroom: Desk) -> Edition:
    """Publish every story of `edition/`, dated back from the newsroom's clock, and link them."""
    files = {path.stem: told(path) for path in sorted(FOLDER.glob("*.toml"))}
    oldest_first = sorted(files, key=lambda name: -files[name]["hours"])
    stories = {name: _published(newsroom, files[name]) for name in oldest_first}
    for name, file in files.items():
        newsroom.relate(stories[name], *(stories[other] for other in file["related"]))
    deeper = {name for name, file in files.items() if file.get("deeper")}
    return Edition(
        front={name: story for name, story in stories.items() if name not in deeper},
        deeper={name: story for name, story in stories.items() if name in deeper},
    )


def told(path: Path) -> dict[str, Any]:
    """One story's file."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _published(newsroom: Desk, file: Mapping[str, Any]) -> Story:
    return newsroom.publish(
        file["title"],
        file["body"],
        credits=[(role, name) for role, name in file.get("credits", ())],
        pictures=[Picture(**picture) for picture in file.get("pictures", ())],
        published=newsroom.now - timedelta(hours=file["hours"]),
        **{key: file[key] for key in TOLD if key in file},
    )
