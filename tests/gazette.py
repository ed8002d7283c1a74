"""An archive of the newsroom's invented stories, edited in every way that a reader may meet.

For the browser tests, and for the pictures of the manual: `python -m tests.gazette FOLDER`.
"""

import dataclasses
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import reduce
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from crawler.config import Config
from crawler.items import (
    Article,
    Credit,
    Draft,
    Fault,
    Image,
    Moment,
    Reading,
    RelatedLink,
    Snapshot,
    Visit,
)
from crawler.store import Store
from scheduler.compare import write_missing_reports
from scheduler.newsroom.editions import FOLDER, told

TAIPEI = ZoneInfo("Asia/Taipei")
START = datetime(2026, 1, 5, 1, tzinfo=UTC)
FERRY, NIGHT, CHIP, ENGLISH = "cna:202601051016", "yahoo:210000015", "cna:202601051014", "en:bridge"
PAGE = "<!doctype html><title>x</title><script>alert(1)</script><body onload='alert(2)'>"
APP = "島嶼日報 App 現已上架，立即下載，好康天天送。"

Edit = Callable[[Article], Article]


def swap(*pairs: tuple[str, str]) -> Edit:
    """Words of the text for others."""

    def edit(article: Article) -> Article:
        texts = [reduce(lambda text, pair: text.replace(*pair), pairs, t) for t in article.body]
        return dataclasses.replace(article, body=tuple(texts))

    return edit


def titled(title: str) -> Edit:
    return lambda article: dataclasses.replace(article, title=title)


def moved(source: int, target: int) -> Edit:
    def edit(article: Article) -> Article:
        body = list(article.body)
        body.insert(target, body.pop(source))
        return dataclasses.replace(article, body=tuple(body))

    return edit


def grown(*more: str) -> Edit:
    return lambda article: dataclasses.replace(article, body=(*article.body, *more))


def cut(place: int) -> Edit:
    return lambda article: dataclasses.replace(
        article, body=article.body[:place] + article.body[place + 1 :]
    )


STORIES: dict[str, tuple[str, tuple[tuple[float, tuple[Edit, ...]], ...]]] = {
    "ferry-collision": (
        FERRY,
        (
            (3, (titled("霧津渡輪擦撞防波堤 增至3死14傷"), swap(("造成2人", "造成3人")))),
            (
                8,
                (
                    titled("霧津渡輪擦撞防波堤 增至3死 港務局認燈號異常"),
                    swap(
                        ("燈號是正常的", "燈號確實異常"),
                        ("船艏右側擦撞北防波堤，艙內", "船艏右側擦撞北防波堤。艙內"),
                    ),
                    moved(3, 1),
                ),
            ),
            (
                27,
                (
                    swap(("慰問金5萬元", "慰問金10萬元"), ("致歉，並宣布", "致歉並宣布")),
                    grown(
                        "運輸安全調查會傍晚派員抵達霧津，將訪談船長與四名船員，一週內提出初步報告。",
                        "港務局補充，北防波堤的霧號去年10月起故障，已列入今年度的更新計畫。",
                    ),
                ),
            ),
            (
                50,
                (
                    cut(2),
                    swap(
                        ("五艘舢舨", "七艘舢舨"), ("最後一名乘客於6時25分", "最後一名乘客在6時40分")
                    ),
                ),
            ),
        ),
    ),
    "bridge-toll": ("cna:202601051011", ((15, (swap(("未曾調整", "曾調整一次")),)),)),
    "night-market": (NIGHT, ((3, (moved(3, 1),)), (30, (grown(APP),)))),
    "electric-bus": ("yahoo:210000016", ((30, (grown(APP),)),)),
    "teaching-robot": ("yahoo:210000017", ((30, (grown(APP),)),)),
    "clinic-van": ("example-news.tw:/news/1005", ((3, (swap(("98分鐘", "89分鐘")),)),)),
    "river-law": (
        "example-news.tw:/news/1001",
        ((15, (grown("環境部晚間補充，施行細則將在三個月內公布。"),)),),
    ),
    "rice-price": ("yahoo:210000018", ((20, (swap(("，", "、")),)),)),
    "chip-plant": (CHIP, ()),
    "glass-museum": ("cna:202601051020", ()),
}
"""File of the newsroom -> its identity, and after how many hours it is edited how."""

ENGLISH_FIRST = Article(
    url="https://en.example/bridge",
    title="Harbour bridge closes for two nights",
    author="Example Courier",
    date=Moment(START, "5 January 2026, 9 am", "minute"),
    body=(
        "The harbour bridge will be closed to lorries for two nights from Friday, the port said.",
        "Cars may cross at walking pace. Nobody was hurt when a cable came loose on Sunday.",
    ),
    language="en",
)
JAPANESE = Article(
    url="https://ja.example/1",
    title="霧津港のフェリー、防波堤に接触",
    author="例日新聞",
    body=("霧津港で五日朝、フェリーが防波堤に接触し、二人が死亡した。", "原因を調べている。"),
    language="ja",
)


def fill(config: Config) -> None:
    """Make the archive, with its reports."""
    visits = sorted(_visits(), key=lambda visit: visit.snapshot.fetched_at)
    with Store.open(config) as store:
        for visit in visits:
            store.keep([visit])
        write_missing_reports(store)


def _visits() -> Iterator[Visit]:
    for name, (identity, edits) in STORIES.items():
        yield from _life(identity, _article(identity, told(FOLDER / f"{name}.toml")), edits)
    reworded = swap(("two nights", "three nights"), ("Nobody was hurt", "Two people were hurt"))
    yield from _life(ENGLISH, ENGLISH_FIRST, ((26, (reworded,)),))
    yield from _life("ja:1", JAPANESE, ((5, (swap(("二人", "三人")),)),))
    for hours in (8, 20, 34):
        yield _seen(CHIP, Fault("gone", "HTTP 404"), hours, "https://www.cna.com.tw/x", b"", 404)


def _life(
    identity: str, article: Article, edits: tuple[tuple[float, tuple[Edit, ...]], ...]
) -> Iterator[Visit]:
    yield _read(identity, article, 0)
    for hours, changes in edits:
        yield _read(identity, article, hours - 1)
        article = reduce(lambda text, edit: edit(text), changes, article)
        yield _read(identity, article, hours)
    if identity != CHIP:
        yield _read(identity, article, 60)


def _read(identity: str, article: Article, hours: float) -> Visit:
    reading = Reading(article, None, "newsroom/1")
    page = f"{PAGE}<h1>{article.title}</h1>" + "".join(f"<p>{text}</p>" for text in article.body)
    return _seen(identity, reading, hours, article.url, page.encode())


def _seen(
    identity: str, found: Reading | Fault, hours: float, url: str, page: bytes, status: int = 200
) -> Visit:
    kind = (("Content-Type", "text/html; charset=utf-8"),)
    look = Snapshot(url, url, START + timedelta(hours=hours), status, kind, page)
    if isinstance(found, Fault):
        return Visit(identity, look, found)
    title = found.article.title if found.article else ""
    return Visit(identity, look, Draft(url=url, title=title), found)


def _article(identity: str, file: dict[str, Any]) -> Article:
    site, _, key = identity.partition(":")
    host = {"cna": "www.cna.com.tw", "yahoo": "tw.news.yahoo.com"}.get(site, site)
    published = START - timedelta(hours=file["hours"])
    said = f"{published.astimezone(TAIPEI):%Y/%m/%d %H:%M}"
    return Article(
        url=f"https://{host}/{key.lstrip('/')}",
        title=file["title"],
        author=file.get("publisher") or ("中央社" if site == "cna" else "範例新聞網"),
        date=Moment(published, said, "minute"),
        modified=Moment(published, said, "minute"),
        body=tuple(file["body"]),
        credits=tuple(Credit(*credit) for credit in file.get("credits", ())),
        images=tuple(
            Image(f"https://img.example/{picture['path']}", caption=picture["caption"])
            for picture in file.get("pictures", ())
        ),
        tags=tuple(file.get("tags", ())),
        categories=(file["section"],),
        related=tuple(
            RelatedLink(told(FOLDER / f"{each}.toml")["title"]) for each in file["related"]
        ),
        language="zh-TW",
    )


def _beside(name: str) -> RelatedLink:
    return RelatedLink(told(FOLDER / f"{name}.toml")["title"])


if __name__ == "__main__":
    fill(Config(data=Path(sys.argv[1])))
