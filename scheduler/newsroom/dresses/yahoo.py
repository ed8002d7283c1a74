"""The dress of a portal that syndicates others, in the structure of tw.news.yahoo.com."""

import re
import uuid
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, ClassVar
from urllib.parse import quote

from scheduler.newsroom.dresses.base import TEMPLATES, Dress, age, structured
from scheduler.newsroom.noise import Noise
from scheduler.newsroom.stories import TAIPEI, Picture, Pointer, Story

KEY = re.compile(r"-(\d{9})\.html")
DAY = re.compile(r"^/sitemap-(?P<day>\d{4}-\d\d-\d\d)\.xml$")
WEEKDAYS = "一二三四五六日"
BLURB = 60


class Yahoo(Dress):
    """Nine digits at the end of the words; a rail that holds whole other articles."""

    name = "yahoo"
    host = "tw.news.yahoo.com"
    publisher = "島嶼日報"
    eras = ("atoms", "caas")
    # One line of 34 KB, as the portal sends it: unasked, Twisted's parser refuses 16,384 bytes.
    headers: ClassVar[Mapping[str, str]] = {
        "Content-Security-Policy": "".join(
            f"img-src https://cdn{n}.example; " for n in range(1_100)
        )
    }
    sections: ClassVar[Mapping[str, str]] = {
        "/archive": "",
        "/world": "國際",
        "/politics": "政治",
        "/finance": "財經",
        "/society": "社會",
        "/lifestyle": "生活",
        "/sports": "運動",
        "/technology": "科技",
    }

    def address(self, story: Story, number: int) -> str:
        """The title's words and nine digits, percent-encoded."""
        words = "-".join(re.findall(r"\w+", story.title)) or "news"
        moment = story.published.astimezone(UTC)
        return f"/{quote(words)}-{moment:%H%M%S}{number % 1000:03d}.html"

    def key(self, path: str) -> str:
        """The digits alone."""
        found = KEY.search(path)
        return found[1] if found else path

    def picture(self, picture: Picture, noise: Noise) -> str:
        """Behind the portal's own resizing proxy, whose hash changes."""
        source = f"https://media.zenfs.com/zh-tw/island_daily/{picture.path}"
        return f"https://s.yimg.com/ny/api/res/1.2/{noise.token(22)}--/{options(noise)}/{source}"

    def own_list(self, path: str, asked: bytes, stories: Sequence[Story]) -> tuple[str, str] | None:
        """A sitemap of each day, addresses alone, and the index of the news sitemap."""
        view = {"stories": stories, "host": self.host}
        if path == "/news-sitemap-index.xml":
            return "xml", TEMPLATES.get_template("yahoo/index.xml").render(view)
        if path == "/news-sitemap.xml":
            return "xml", TEMPLATES.get_template("yahoo/news.xml").render(view)
        day = DAY.match(path)
        if day is None:
            return None
        of_day = [
            story
            for story in stories
            if f"{story.published.astimezone(TAIPEI):%Y-%m-%d}" == day["day"]
        ]
        return "xml", TEMPLATES.get_template("yahoo/day.xml").render(stories=of_day)

    def pointers(self, story: Story, now: datetime) -> tuple[Pointer, ...]:
        """The rail names the outlet and the age of each story too, and quotes it."""
        return tuple(
            Pointer(
                other.url,
                other.title,
                other.publisher,
                age(other.published, now),
                "".join(other.paragraphs),
            )
            for other in story.related
        )

    def view(self, story: Story, noise: Noise, now: datetime) -> dict[str, Any]:
        """The rail, the two ways of writing the time, structured data."""
        local = story.published.astimezone(TAIPEI)
        half = "上午" if local.hour < 12 else "下午"
        clock = f"{half}{(local.hour - 1) % 12 + 1}:{local.minute:02d}"
        return {
            "id": uuid.uuid5(uuid.NAMESPACE_URL, story.url),
            "stamp": stamp(story.published),
            "shown": f"{local.year}年{local.month}月{local.day}日 "
            f"週{WEEKDAYS[local.weekday()]} {clock}",
            "rail": rail(story, noise, now),
            "structured": self._structured(story, noise),
        }

    def _structured(self, story: Story, noise: Noise) -> str:
        article = {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "headline": story.title,
            "description": story.description,
            "mainEntityOfPage": story.url,
            "datePublished": stamp(story.published),
            "dateModified": stamp(story.modified or story.published),
            "articleSection": story.section,
            "keywords": noise.season.sample(story.tags, len(story.tags)),
            "author": {"@type": "Person", "name": story.publisher},
            "provider": {"@type": "Organization", "name": story.publisher},
            "publisher": {"@type": "Organization", "name": "Yahoo奇摩新聞"},
            "inLanguage": "zh-Hant-TW",
            "isAccessibleForFree": story.state != "expired",
        }
        if story.pictures:
            picture = self.picture(story.pictures[0], noise)
            article["image"] = {"@type": "ImageObject", "url": picture}
        return structured(article, noise)


def stamp(moment: datetime) -> str:
    """The portal's form of a time: `2026-01-05T01:00:00.000Z`."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.000Z"


def options(noise: Noise) -> str:
    """The resizing order inside an image URL, which looks like base64 and changes."""
    return f"YXBwaWQ9aGlnaGxhbmRlcjt3PT{noise.token(6)}-"


def rail(story: Story, noise: Noise, now: datetime) -> list[dict[str, Any]]:
    """其他人也在看: each related story once, some as whole articles, some as a blurb."""
    items = []
    for other in noise.season.sample(story.related, len(story.related)):
        text = "".join(other.paragraphs)
        items.append(
            {
                "story": other,
                "id": uuid.uuid5(uuid.NAMESPACE_URL, other.url),
                "whole": noise.season.random() < 0.5,
                "blurb": text[:BLURB] + ("..." if len(text) > BLURB else ""),
                "source": f"{other.publisher} ・ {age(other.published, now)}",
            }
        )
    return items


DRESS = Yahoo()
