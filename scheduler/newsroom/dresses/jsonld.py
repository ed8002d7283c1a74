"""The dress of an ordinary outlet: JSON-LD, OpenGraph, an article element, a related box."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar
from urllib.parse import parse_qsl, quote, unquote, urlencode

from scheduler.newsroom.dresses.base import Dress, headlines, structured
from scheduler.newsroom.noise import Noise
from scheduler.newsroom.stories import TAIPEI, Picture, Story

TRACKING = ("utm_", "fbclid", "gclid")


class JsonLd(Dress):
    """What most outlets look like; worn by every host that has no dress of its own."""

    name = "jsonld"
    host = "www.example-news.tw"
    publisher = "範例新聞網"
    sections: ClassVar[Mapping[str, str]] = {
        "/section/all": "",
        "/section/world": "國際",
        "/section/politics": "政治",
        "/section/business": "財經",
        "/section/society": "社會",
        "/section/life": "生活",
        "/section/sports": "運動",
        "/section/tech": "科技",
    }

    def address(self, story: Story, number: int) -> str:
        """`/news/20260105/1001`."""
        return f"/news/{story.published.astimezone(TAIPEI):%Y%m%d}/{number}"

    def key(self, path: str) -> str:
        """Path and query without what only counts readers."""
        plain, _, query = path.partition("?")
        kept = [pair for pair in parse_qsl(query) if not pair[0].startswith(TRACKING)]
        return unquote(plain) + (f"?{urlencode(sorted(kept))}" if kept else "")

    def picture(self, picture: Picture, noise: Noise) -> str:
        """Through an image proxy that takes the source as a parameter, signed anew."""
        source = quote(f"https://static.example-news.tw/photo/{picture.path}", safe="")
        return f"https://img.example-news.tw/resize?url={source}&w=1200&s={noise.token(10)}"

    def view(self, story: Story, noise: Noise, now: datetime) -> dict[str, Any]:
        """Stamps, a ranking of other headlines, structured data."""
        modified = (story.modified or story.published).astimezone(TAIPEI)
        published = story.published.astimezone(TAIPEI)
        return {
            "published": published,
            "modified": modified,
            "ranking": list(enumerate(headlines(noise, 5), start=1)),
            "structured": self._structured(story, (published, modified), noise),
        }

    def _structured(self, story: Story, stamps: tuple[datetime, datetime], noise: Noise) -> str:
        names = [credit.name for credit in story.credits if credit.role == "reporter"]
        article = {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "headline": story.title,
            "description": story.description,
            "url": story.url,
            "datePublished": stamps[0].isoformat(timespec="seconds"),
            "dateModified": stamps[1].isoformat(timespec="seconds"),
            "articleSection": story.section,
            "keywords": noise.season.sample(story.tags, len(story.tags)),
            "author": [{"@type": "Person", "name": name} for name in names],
            "publisher": {"@type": "Organization", "name": story.publisher},
            "image": [self.picture(each, noise) for each in story.pictures],
            "inLanguage": "zh-Hant-TW",
            "isAccessibleForFree": story.state != "expired",
        }
        return structured(article, noise)


DRESS = JsonLd()
