"""What stands in `-O out.jsonl` and `-O out.csv`."""

import csv
import io
import json
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from crawler.exporters import FIELDS, PlainJson, PlainJsonLines, PlainXml, ReadableCsv, harmless
from crawler.items import Article, Credit, Image, Moment, RelatedLink, SeedForm

ARTICLE = Article(
    url="https://news.example/1",
    title="=1+1 地震",
    date=Moment(datetime(2026, 1, 30, 16, 30, tzinfo=UTC), "1/31 00:30", "minute"),
    modified=Moment(datetime(2026, 1, 31, 16, 0, tzinfo=UTC), "2/1", "day"),
    author="測試社",
    tags=("地震", "花蓮"),
    credits=(Credit("reporter", "王小明"), Credit("editor", "李大同")),
    body=("第一段。", "第二段，「引號」。"),
    images=(Image("https://news.example/1.jpg", "圖說"),),
    related=(RelatedLink("另一則", "https://news.example/2"), RelatedLink("只有標題")),
    seed=SeedForm("jekyll", {"layout": "post"}),
)


def exported(kind: Any, **options: Any) -> str:
    file = io.BytesIO()
    exporter = kind(file, fields_to_export=FIELDS, encoding="utf-8", **options)
    exporter.zone = ZoneInfo("Asia/Taipei")
    exporter.start_exporting()
    exporter.export_item(ARTICLE)
    exporter.finish_exporting()
    return file.getvalue().decode("utf-8")


def test_json_lines_have_the_seeds_names_and_readable_chinese():
    line = exported(PlainJsonLines)
    record = json.loads(line)

    assert "第二段，「引號」。" in line.replace('\\"', '"')
    assert list(record)[:4] == ["title", "date", "author", "from"]
    assert record["from"] == ARTICLE.url
    assert record["date"] == "2026-01-31T00:30:00+08:00"
    assert record["modified"] == "2026-02-01"
    assert record["credits"] == [
        {"role": "reporter", "name": "王小明"},
        {"role": "editor", "name": "李大同"},
    ]
    assert record["related"][1] == {"title": "只有標題"}
    assert not {"url", "seed", "observed"} & record.keys()


@pytest.mark.parametrize("kind", [PlainJson, PlainXml])
def test_the_other_forms_hold_the_same(kind: Any):
    text = exported(kind)

    assert "第二段" in text
    assert "王小明" in text
    assert "Moment" not in text


def test_csv_is_for_reading():
    rows = list(csv.DictReader(io.StringIO(exported(ReadableCsv), newline="")))

    assert rows[0]["title"] == "'=1+1 地震"
    assert rows[0]["tags"] == "地震, 花蓮"
    assert rows[0]["credits"] == "reporter 王小明, editor 李大同"
    assert rows[0]["body"] == "第一段。\n第二段，「引號」。"
    assert rows[0]["images"] == "圖說 https://news.example/1.jpg"
    assert rows[0]["related"] == "另一則 https://news.example/2\n只有標題"
    assert rows[0]["date"] == "2026-01-31T00:30:00+08:00"
    assert rows[0]["description"] == ""


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t=", "　＝", "＠", "\n-"])
def test_no_cell_starts_as_a_formula(first: str):
    assert harmless(f"{first}cmd|' /C calc'!A0").startswith("'")
