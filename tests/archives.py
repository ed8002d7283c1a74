"""Archives made by hand, for verbs that only read: nothing is fetched, so they take no time."""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

from alembic import command
from sqlalchemy import create_engine, inspect

from crawler.config import Config
from crawler.items import Credit, Fault, RelatedLink
from crawler.store import Store
from crawler.store.migrate import configuration
from scheduler.compare import write_missing_reports
from tests.visits import START, article, seed, visit

TOLL = "霧津渡輪擦撞防波堤，造成2人死亡、14人受傷，傷者分送三家醫院。"
SECOND = "港務局長方景同說，燈號是正常的。"


def hours_until_now() -> float:
    """What `tests.visits` counts in: hours after its first look."""
    return (datetime.now(UTC) - START).total_seconds() / 3600


def filled(source: Config | Path) -> None:
    """Two sites and four articles: one with three versions, one edited lately, gone, unresolved."""
    with Store.open(source) as store:
        _ferry(store)
        _pier(store)
        _lost(store)
        store.keep_seeds([seed("沒有網址的稿子", TOLL, url="text:1a2b", identity="text:1a2b")])
        write_missing_reports(store)


def _ferry(store: Store) -> None:
    known = {
        "url": "https://www.cna.com.tw/news/asoc/202603010001.aspx",
        "author": "中央社",
        "credits": (Credit("reporter", "林知遠"),),
        "related": (RelatedLink("渡輪航線小史", "https://news.example/history"),),
    }
    more = TOLL.replace("2人", "3人")
    told = [("渡輪擦撞 釀2死", TOLL), ("渡輪擦撞 釀3死", more), ("渡輪擦撞 釀3死！", more)]
    for number, (title, lead) in enumerate(told):
        text = article(title, lead, SECOND, **known)
        store.keep([visit(text, 3 * number, identity="cna:202603010001", extractor="cna/1")])


def _pier(store: Store) -> None:
    now = hours_until_now()
    for text, at in ((SECOND, now - 5), (SECOND.replace("正常", "異常"), now - 1)):
        read = article("碼頭燈號", text, url="https://news.example/pier", author="例報")
        store.keep([visit(read, at, identity="news.example:/pier")])


def _lost(store: Store) -> None:
    url, identity = "https://news.example/lost", "news.example:/lost"
    read = article("失蹤的報導", TOLL, url=url, author="例報")
    store.keep([visit(read, 1, identity=identity)])
    for at in (2, 20, 40):
        store.keep([visit(Fault("gone", "HTTP 404"), at, identity=identity, url=url)])


def make_older(path: Path, revision: str = "0001") -> None:
    """Turn an archive into one that an older Stet has written, with all that that one knew."""
    newer = path.replace(path.with_name("newer.db"))
    engine = create_engine(f"sqlite:///{path}")
    settings = configuration()
    with engine.begin() as connection:
        settings.attributes["connection"] = connection
        command.upgrade(settings, revision)
    with engine.connect() as connection:
        tables = set(inspect(connection).get_table_names()) - {"alembic_version"}
        columns = {table: inspect(connection).get_columns(table) for table in tables}
    engine.dispose()
    old = sqlite3.connect(path)
    old.execute("ATTACH ? AS newer", (str(newer),))
    for table, found in columns.items():
        names = ", ".join(column["name"] for column in found)
        old.execute(f"INSERT INTO {table} ({names}) SELECT {names} FROM newer.{table}")  # noqa: S608  our own names
    old.commit()
    old.close()
    newer.unlink()
