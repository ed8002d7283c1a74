"""The text of a page that shows none: out of the data of its scripts."""

import json

import pytest

from crawler.parsing import dom, embedded

ONE = "霧津渡輪停航一週後今天復航，首日載客兩千一百四十人，港口外排隊的人群一早就繞過了魚市場。"
TWO = "港務局長說，每一班船都加派一名瞭望員，天候不佳時減速航行，直到新的雷達裝設完成為止。"
THREE = "首班船清晨六點開出，末班晚上九點半，票價與停航前相同，學生憑證半價優待。"
TEXT = [ONE, TWO, THREE]
MARKUP = "".join(f"<p>{line}</p>" for line in TEXT)


def body(scripts: str) -> list[str]:
    return embedded.body(dom.parse(f"<div id=app></div>{scripts}"))


def next_data(value: object) -> str:
    return f'<script id="__NEXT_DATA__" type="application/json">{json.dumps(value)}</script>'


def flight(*chunks: str) -> str:
    pushed = (json.dumps(chunk, ensure_ascii=False) for chunk in chunks)
    return "".join(f"<script>self.__next_f.push([1,{text}])</script>" for text in pushed)


def element(tag: str, children: object) -> list[object]:
    return ["$", tag, None, {"children": children}]


@pytest.mark.parametrize(
    "value",
    [
        {"props": {"pageProps": {"story": {"title": "復航", "body": MARKUP}}}},
        {"props": {"story": {"content": "\n".join(TEXT), "slug": "ferry" * 90}}},
        {"props": {"blocks": [{"type": "text", "value": line} for line in TEXT]}},
        {"props": {"blocks": [{"html": f"<p>{line}</p>"} for line in TEXT]}},
        {"props": {"paragraphs": [*TEXT, "短", 3, None]}},
        {"teasers": [{"text": ONE}], "story": {"text": MARKUP}, "code": {"text": "x" * 900}},
    ],
)
def test_the_longest_text_of_the_data(value: object):
    assert body(next_data(value)) == TEXT


def test_a_variable_of_a_script():
    state = json.dumps({"article": {"body": MARKUP}})
    assert body(f'<script id="initial-state">window.__STATE__ = {state};</script>') == TEXT


def test_the_elements_of_a_flight_chunk():
    lines = [element("p", ONE), element("p", [TWO[:9], element("a", TWO[9:])]), element("p", THREE)]
    row = json.dumps(element("div", [element("span", "分享"), *lines]), ensure_ascii=False)
    assert body(flight('0:["$","html"]\n', f"a1:{row[:40]}", f"{row[40:]}\nb:null\n")) == TEXT


def test_the_text_row_of_a_flight_chunk():
    assert body(flight(f"1c:T4a2,{MARKUP}\n")) == TEXT


@pytest.mark.parametrize(
    "scripts",
    ["", next_data({"a": 1}), '<script type="application/json">{broken</script>',
     '<script>self.__next_f.push([1,"x\\q"])</script>', next_data("[" * 3_000)],
)  # fmt: skip
def test_data_without_a_text(scripts: str):
    assert body(scripts) == []


def test_deep_data_costs_no_stack():
    deep = "[" * 900 + "]" * 900
    assert body(f'<script type="application/json">{deep}</script>') == []
