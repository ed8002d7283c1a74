"""Items on their way into the archive."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
import scrapy
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider, DropItem
from scrapy.settings import Settings
from scrapy.signalmanager import SignalManager
from scrapy.statscollectors import MemoryStatsCollector

from crawler.items import Article, Draft, Fault, Image, Moment, RelatedLink, SeedDocument, Visit
from crawler.pipelines import (
    BATCH,
    KeepPipeline,
    NormalisePipeline,
    ValidatePipeline,
    draft_of,
    page_kept,
    told,
)
from crawler.store import Store

NOW = "2026-01-31T08:00:00+00:00"


@pytest.fixture
def crawler(tmp_path: Path) -> Crawler:
    """As much of Scrapy as the pipelines touch."""
    settings = Settings({"STET_NOW": NOW, "STET_DATA": str(tmp_path / "data"), "STATS_DUMP": False})
    parts = SimpleNamespace(settings=settings, spider=None)
    parts.stats = MemoryStatsCollector(cast(Crawler, parts))
    parts.signals = SignalManager(parts)
    return cast(Crawler, parts)


@pytest.fixture
def validate(crawler: Crawler) -> Callable[[Any], Visit | SeedDocument]:
    return ValidatePipeline.from_crawler(crawler).process_item


def story(number: int = 1, **changes: Any) -> dict[str, Any]:
    return {
        "from": f"https://news.example/{number}",
        "title": f"第{number}則新聞",
        "date": "2026-01-31 08:00",
        "body": "（測試社記者王小明台北31日電）第一段。\n第二段。",
    } | changes


class StoryItem(scrapy.Item):
    title = scrapy.Field()
    url = scrapy.Field()
    body = scrapy.Field()


@dataclass
class StoryRecord:
    title: str
    url: str
    body: list[str]
    tags: list[str] = field(default_factory=list)
    score: float = 0.5


@pytest.mark.parametrize(
    "item",
    [
        story(),
        StoryItem(title="第1則新聞", url="https://news.example/1", body="第一段。"),
        StoryRecord("第1則新聞", "https://news.example/1", ["第一段。"]),
        Draft("https://news.example/1", "第1則新聞", body=["第一段。"]),
    ],
    ids=["dict", "scrapy item", "dataclass", "draft"],
)
def test_items_of_any_kind_become_visits(validate: Callable[[Any], Visit], item: Any):
    visit = validate(item)

    assert visit.identity == "news.example:/1"
    assert isinstance(visit.found, Draft)
    assert visit.found.title == "第1則新聞"
    assert visit.found.body[-1].endswith("段。")
    assert visit.snapshot.fetched_at.isoformat() == NOW


def test_our_own_visits_pass_as_they_are(validate: Callable[[Any], Visit]):
    visit = validate(story())

    assert validate(visit) is visit


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        (story(title=" "), "no-title"),
        (story(body=""), "no-body"),
        (story(body=None), "no-body"),
        (story() | {"from": "news/1"}, "no-url"),
        ({"title": "無網址", "body": "一。"}, "no-url"),
        (story(title=b"bytes"), "not-an-article"),
        (story(related=[7]), "not-an-article"),
        (story(tags=7), "not-an-article"),
        ("a text", "not-an-article"),
        (7, "not-an-article"),
    ],
)
def test_what_is_no_article_is_refused_with_a_counted_reason(
    crawler: Crawler, validate: Callable[[Any], Visit], item: Any, reason: str
):
    with pytest.raises(DropItem, match=f"refused, {reason}"):
        validate(item)

    assert crawler.stats.get_stats() == {f"stet/refused/{reason}": 1}


def test_only_what_an_item_names_is_compared():
    assert draft_of({"title": "題", "tags": []}).observed == ("title", "tags")
    assert draft_of(story()).observed == ("title", "body", "credits", "dateline", "date")


def test_fields_may_hold_records_or_plain_values():
    moment = Moment(datetime(2026, 1, 31, tzinfo=UTC), "1月31日", "day")
    draft = draft_of(
        story(
            date=moment,
            modified=datetime(2026, 1, 31, 9, tzinfo=UTC),
            tags="地震",
            images=["https://news.example/1.jpg", Image("https://news.example/2.jpg")],
            related=[
                {"title": "另一則", "url": "https://news.example/2", "rank": 1},
                "https://x.example/",
            ],
        )
    )

    assert draft.date == "1月31日"
    assert draft.modified == "2026-01-31T09:00:00+00:00"
    assert draft.tags == ["地震"]
    assert [image.url[-5:] for image in draft.images] == ["1.jpg", "2.jpg"]
    assert draft.related[0] == RelatedLink("另一則", "https://news.example/2")


def test_normalising_reads_credits_and_dates(validate: Callable[[Any], Visit]):
    visit = NormalisePipeline().process_item(validate(story()))

    assert isinstance(visit, Visit)
    assert visit.reading is not None
    article = visit.reading.article
    assert article is not None
    assert [credit.name for credit in article.credits] == ["王小明"]
    assert article.date is not None
    assert article.date.at.tzinfo is UTC


def test_a_fault_is_told_with_what_could_still_be_read():
    fault = Fault("expired", "the text was taken away", title="舊聞", lead=("導言。",))

    assert told("https://x.example/1", fault) == (
        "expired: the text was taken away: https://x.example/1. Still to be read: 舊聞 導言。"
    )
    assert told("https://x.example/1", Fault("gone", "HTTP 404")) == (
        "gone: HTTP 404: https://x.example/1."
    )


# ---------------------------------------------------------------- keep


@pytest.fixture
def keep(crawler: Crawler) -> Iterator[KeepPipeline]:
    pipeline = KeepPipeline.from_crawler(crawler)
    pipeline.open_spider()
    yield pipeline
    assert pipeline.store is not None
    pipeline.store.close()


def visits(validate: Callable[[Any], Visit], count: int) -> list[Visit | SeedDocument]:
    return [NormalisePipeline().process_item(validate(story(n))) for n in range(count)]


def archived(crawler: Crawler) -> int:
    with Store.open(Path(crawler.settings["STET_DATA"]), read_only=True) as store:
        return len(store.watches())


def test_a_full_batch_is_kept_at_once_and_the_rest_soon(
    crawler: Crawler, keep: KeepPipeline, validate: Callable[[Any], Visit]
):
    async def crawl() -> None:
        last = asyncio.Event()

        def listen(item: Visit) -> None:
            if item.identity == f"news.example:/{BATCH}":
                last.set()

        crawler.signals.connect(listen, page_kept)
        for visit in visits(validate, BATCH + 1):
            assert isinstance(keep.process_item(visit), Article)
        assert archived(crawler) == BATCH
        await asyncio.wait_for(last.wait(), 10)

    asyncio.run(crawl())

    assert archived(crawler) == BATCH + 1
    assert crawler.stats.get_value("stet/kept/first") == BATCH + 1


def test_what_waits_is_kept_when_the_spider_closes(
    crawler: Crawler, keep: KeepPipeline, validate: Callable[[Any], Visit]
):
    told_of: list[str] = []

    def listen(item: Any, kept: Any) -> None:
        told_of.append(f"{kept.outcome} {item.identity}")

    async def crawl() -> None:
        for visit in visits(validate, 2):
            keep.process_item(visit)
        assert told_of == []
        keep.close_spider()

    crawler.signals.connect(listen, page_kept)
    asyncio.run(crawl())

    assert told_of == ["first news.example:/0", "first news.example:/1"]
    assert archived(crawler) == 2


def test_what_comes_after_the_spider_closed_is_kept_at_once(
    crawler: Crawler, keep: KeepPipeline, validate: Callable[[Any], Visit]
):
    [late] = visits(validate, 1)

    keep.close_spider()
    keep.process_item(late)

    assert archived(crawler) == 1


def test_a_fault_is_kept_but_not_exported(
    crawler: Crawler, keep: KeepPipeline, validate: Callable[[Any], Visit]
):
    async def crawl() -> None:
        visit = validate(story())
        visit.found = Fault("gone", "HTTP 404")
        with pytest.raises(DropItem, match="gone: HTTP 404"):
            keep.process_item(NormalisePipeline().process_item(visit))
        keep.close_spider()

    asyncio.run(crawl())

    assert crawler.stats.get_value("stet/kept/fault") == 1
    assert crawler.stats.get_value("stet/faults/gone") == 1
    assert archived(crawler) == 1


def test_an_archive_that_cannot_be_opened_closes_the_crawl(crawler: Crawler, tmp_path: Path):
    (tmp_path / "data").write_text("a file where the folder should be")

    with pytest.raises(CloseSpider) as closed:
        KeepPipeline.from_crawler(crawler).open_spider()

    assert closed.value.reason == "store"
    assert str(tmp_path / "data") in crawler.stats.get_value("stet/error")
