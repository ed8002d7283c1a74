"""What all dresses share: templates, structured data, ages, headlines for carousels."""

import json
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from datetime import datetime
from email.utils import format_datetime
from pathlib import Path
from typing import Any, ClassVar

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from scheduler.newsroom.noise import Noise
from scheduler.newsroom.stories import TAIPEI, DressName, Picture, Pointer, Story

TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)

ADVERTISEMENTS = (
    "雲朵床墊年終特賣，第二件半價",
    "海風旅行社：離島三日遊早鳥開搶",
    "晨曦咖啡豆，滿額免運到府",
    "松果線上學堂，免費試聽一堂課",
    "螢火牌電暖器，今冬省電首選",
    "藍鯨記帳軟體，個人版永久免費",
    "山嵐登山包，會員限定九折",
    "小島書店月讀計畫，第一個月一元",
)
PLACES = ("青嶼", "霧津", "望潮", "曦川", "柳渡", "鯨尾角", "東曜湖", "月牙澳")
HAPPENINGS = (
    "圖書館整修完工 週末重新開放",
    "跨年煙火改無人機 觀眾兩樣情",
    "漁市凌晨大排長龍 烏魚子搶手",
    "單車道延伸三公里 沿途增設補水站",
    "老戲院重映經典片 首日完售",
    "氣溫驟降 夜市熱湯攤生意旺",
    "馬拉松起跑 逾萬人擠爆賽道",
    "國小營養午餐換菜單 家長叫好",
    "公車新路線試營運 前兩週免費",
    "茶葉評鑑揭曉 新品種奪特等",
)


class Dress(ABC):
    """One outlet's pages. A subclass says what differs; templates lie under its name."""

    name: ClassVar[DressName]
    host: ClassVar[str]
    publisher: ClassVar[str]
    eras: ClassVar[tuple[str, ...]] = ("",)
    """Generations of the template; the first is the default."""
    headers: ClassVar[Mapping[str, str]] = {}
    """Sent with every article."""
    sections: ClassVar[Mapping[str, str]]
    """Path of a list page -> section as readers see it; an empty section lists all."""

    @abstractmethod
    def address(self, story: Story, number: int) -> str:
        """Path of a new story. `number` differs for each story of the newsroom."""

    @abstractmethod
    def key(self, path: str) -> str:
        """What tells stories apart in a path with query: tracking parameters do not."""

    @abstractmethod
    def view(self, story: Story, noise: Noise, now: datetime) -> dict[str, Any]:
        """What the article's template shows beyond story, noise and clock."""

    @abstractmethod
    def picture(self, picture: Picture, noise: Noise) -> str:
        """URL of a picture, with the CDN hash of the day."""

    def pointers(self, story: Story, now: datetime) -> tuple[Pointer, ...]:
        """The related stories as a whole page of this dress names them, in no order."""
        return tuple(Pointer(other.url, other.title) for other in story.related)

    def section_of(self, path: str) -> str | None:
        """The section that a list page shows (empty: all); None where `path` is no list."""
        return self.sections.get(path)

    def article(self, story: Story, noise: Noise, now: datetime) -> str:
        """The story's page."""
        return self._page("article", story, noise, now, whole=True)

    def expired(self, story: Story, noise: Noise, now: datetime) -> str:
        """The story's page with its lead only, and a notice that the rest is for members."""
        return self._page("article", story, noise, now, whole=False)

    def missing(self, noise: Noise, now: datetime) -> str:
        """The page for status 404."""
        return self._rendered("missing", noise, now)

    def listing(self, stories: Sequence[Story], section: str, noise: Noise, now: datetime) -> str:
        """The front page or a section: newest first."""
        newest = sorted(stories, key=lambda story: story.published, reverse=True)
        return self._rendered("listing", noise, now, stories=newest, section=section)

    def feed(self, stories: Sequence[Story], host: str, noise: Noise, now: datetime) -> str:
        """RSS 2.0 of the newest stories, whose links carry tracking parameters."""
        newest = sorted(stories, key=lambda story: story.published, reverse=True)
        view = {"stories": newest, "host": host, "publisher": self.publisher, "now": now}
        template = TEMPLATES.get_template("any/feed.xml")
        return template.render(view, noise=noise, mail_date=format_datetime)

    def sitemap(self, stories: Sequence[Story]) -> str:
        """The addresses of the stories, in the protocol of sitemaps.org."""
        return TEMPLATES.get_template("any/sitemap.xml").render(stories=stories)

    def own_list(self, path: str, asked: bytes, stories: Sequence[Story]) -> tuple[str, str] | None:
        """A list that only this outlet has: (kind of `application/KIND`, text); None: no list."""
        return None

    def _page(
        self, template: str, story: Story, noise: Noise, now: datetime, *, whole: bool
    ) -> str:
        view = {
            "story": story,
            "paragraphs": story.paragraphs if whole else story.paragraphs[:1],
            "whole": whole,
            "pictures": [(self.picture(each, noise), each.caption) for each in story.pictures],
            "tags": noise.season.sample(story.tags, len(story.tags)),
            "related": noise.season.sample(story.related, len(story.related)),
        }
        view |= self.view(story, noise, now)
        return self._rendered(template, noise, now, **view)

    def _rendered(self, template: str, noise: Noise, now: datetime, **view: Any) -> str:
        seasonal = {
            "advertisements": noise.season.sample(ADVERTISEMENTS, 3),
            "local": now.astimezone(TAIPEI),
        }
        html = TEMPLATES.get_template(f"{self.name}/{template}.html").render(
            noise=noise, now=now, age=lambda then: age(then, now), **seasonal, **view
        )
        return noise.stir(html)


def structured(data: object, noise: Noise) -> Markup:
    """JSON-LD for a script element: keys in another order each time, no `<` inside."""
    text = json.dumps(reordered(data, noise), ensure_ascii=False)
    return Markup(text.replace("<", "\\u003c"))  # noqa: S704 - `<` is escaped just here


def reordered(data: object, noise: Noise) -> object:
    """The same data with the keys of every object shuffled."""
    if isinstance(data, dict):
        keys = noise.view.sample(list(data), len(data))
        return {key: reordered(data[key], noise) for key in keys}
    if isinstance(data, list):
        return [reordered(each, noise) for each in data]
    return data


def age(then: datetime, now: datetime) -> str:
    """How long ago, as rails write it: `13 小時前`."""
    minutes = max(1, int((now - then).total_seconds() // 60))
    if minutes < 60:
        return f"{minutes} 分鐘前"
    hours = minutes // 60
    return f"{hours} 小時前" if hours < 24 else f"{hours // 24} 天前"


def headlines(noise: Noise, count: int) -> list[str]:
    """Invented headlines of this season, in another order at each request."""
    every = [f"{place}{happening}" for place in PLACES for happening in HAPPENINGS]
    chosen = noise.season.sample(every, count)
    return noise.view.sample(chosen, count)
