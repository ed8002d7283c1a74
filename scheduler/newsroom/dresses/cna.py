"""The dress of a wire agency, in the structure of www.cna.com.tw of 2023."""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar

from scheduler.newsroom.dresses.base import Dress, headlines, structured
from scheduler.newsroom.noise import Noise
from scheduler.newsroom.stories import TAIPEI, Picture, Story

KEY = re.compile(r"^/news/[a-z]+/(\d{12})\.aspx")
CODES = {
    "國際": "aopl",
    "政治": "aipl",
    "財經": "afe",
    "科技": "ait",
    "生活": "ahel",
    "社會": "asoc",
    "地方": "aloc",
    "文化": "acul",
    "運動": "aspt",
}
CAROUSEL = 16
SHOWN = 20
"""Stories of a list page."""
AGENCY = {"@type": "Organization", "name": "中央通訊社 Central News Agency"}


class Cna(Dress):
    """Twelve-digit ids, brackets in the text, a carousel inside the body's own div."""

    name = "cna"
    host = "www.cna.com.tw"
    publisher = "中央社"
    eras = ("2023-02", "2023-08")
    sections: ClassVar[Mapping[str, str]] = {
        "/list/aall.aspx": "",
        **{f"/list/{code}.aspx": section for section, code in CODES.items()},
    }

    def address(self, story: Story, number: int) -> str:
        """`/news/aopl/202601051001.aspx`: section, day, number."""
        day = story.published.astimezone(TAIPEI)
        return f"/news/{CODES.get(story.section, 'ahel')}/{day:%Y%m%d}{number:04d}.aspx"

    def key(self, path: str) -> str:
        """The id alone: one story answers under every category."""
        found = KEY.match(path)
        return found[1] if found else path

    def picture(self, picture: Picture, noise: Noise) -> str:
        """One of two sizes, and a version that changes."""
        size = noise.view.choice((800, 1024))
        return f"https://imgcdn.cna.com.tw/www/WebPhotos/{size}/{picture.path}?v={noise.token(8)}"

    def view(self, story: Story, noise: Noise, now: datetime) -> dict[str, Any]:
        """Stamps as this era writes them, related links by place, carousel, structured data."""
        published = story.published.astimezone(TAIPEI)
        modified = (story.modified or story.published).astimezone(TAIPEI)
        form = "%Y/%m/%d %H:%M" if story.era == "2023-02" else "%Y-%m-%dT%H:%M:00+08:00"
        stamps = (f"{published:{form}}", f"{modified:{form}}")
        related = noise.season.sample(story.related, len(story.related))
        return {
            "code": CODES.get(story.section, "ahel"),
            "stamps": stamps,
            "shown": f"{published.year}/{published.month}/{published.day} {published:%H:%M}",
            "updated": f"（{modified.month}/{modified.day} {modified:%H:%M} 更新）"
            if story.modified
            else "",
            "inserts": related[3:4],
            "further": related[2:3] + related[4:],
            "discursive": related[:2],
            "carousel": carousel(noise, now),
            "structured": self._structured(story, stamps, noise),
        }

    def listing(self, stories: Sequence[Story], section: str, noise: Noise, now: datetime) -> str:
        """The newest; a button below them asks for more."""
        newest = sorted(stories, key=lambda story: story.published, reverse=True)
        return super().listing(newest[:SHOWN], section, noise, now)

    def own_list(self, path: str, asked: bytes, stories: Sequence[Story]) -> tuple[str, str] | None:
        """What the button below a section's list asks for: JSON for JSON, newest first."""
        if path != "/cna2018api/api/WNewsList":
            return None
        question = json.loads(asked or b"{}")
        section = self.sections.get(f"/list/{question.get('category')}.aspx", "")
        size, page = question.get("pagesize", 20), question.get("pageidx", 1)
        chosen = [story for story in stories if section in {"", story.section}]
        newest = sorted(chosen, key=lambda story: story.published, reverse=True)
        items = [
            {
                "Id": self.key(story.path),
                "HeadLine": story.title,
                "PageUrl": story.url,
                "CreateTime": f"{story.published.astimezone(TAIPEI):%Y/%m/%d %H:%M}",
            }
            for story in newest[size * (page - 1) : size * page]
        ]
        answer = {"Result": "Y", "ResultData": {"Items": items}}
        return "json", json.dumps(answer, ensure_ascii=False)

    def _structured(self, story: Story, stamps: tuple[str, str], noise: Noise) -> str:
        article = {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "headline": story.title,
            "about": story.description,
            "url": story.url,
            "articleSection": story.section,
            "datePublished": stamps[0],
            "dateModified": stamps[1],
            "image": [self.picture(each, noise) for each in story.pictures],
            "author": AGENCY,
            "publisher": AGENCY,
            # The junk value at the end stands on the real pages too.
            "keywords": [*noise.season.sample(story.tags, len(story.tags)), "NewsArticle"],
        }
        site = {"@context": "https://schema.org", "@type": "WebSite", "name": "中央社 CNA"}
        # So does a raw control character, which strict parsers refuse.
        site["description"] = "新聞\t即時"
        return structured([article, site], noise).replace("\\t", "\t")


def carousel(noise: Noise, now: datetime) -> list[tuple[str, str, str]]:
    """(URL, headline, picture) of the sixteen stories that every page shows."""
    day = now.astimezone(TAIPEI)
    items = []
    for headline in headlines(noise, CAROUSEL):
        number = 5000 + sum(map(ord, headline)) % 4999
        url = f"https://www.cna.com.tw/news/ahel/{day:%Y%m%d}{number}.aspx"
        image = f"https://imgcdn.cna.com.tw/www/webphotos/WebCover/420/{day:%Y%m%d}/{number}.jpg"
        items.append((url, headline, f"{image}?v={noise.token(8)}"))
    return items


DRESS = Cna()
