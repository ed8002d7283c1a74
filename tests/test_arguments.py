"""What `-a` may say, and how a wrong one is told."""

from pathlib import Path

import pytest

from crawler.errors import UsageError
from crawler.spiders import arguments

ONE, TWO = "https://news.example/1", "https://news.example/2"


@pytest.mark.parametrize(
    "written", [f"{ONE} {TWO}", f"{ONE},{TWO}", f" {ONE} , {TWO},\n", f"{ONE}\t{TWO} {ONE}"]
)
def test_urls_stand_apart_by_white_space_or_commas(written: str):
    assert list(dict.fromkeys(arguments.pages(written, ""))) == [ONE, TWO]


def test_a_comma_inside_a_url_stays():
    [found] = arguments.pages("https://news.example/1,2.html", "")
    assert found == "https://news.example/1,2.html"


def test_a_file_holds_one_url_a_line_and_comments(tmp_path: Path):
    file = tmp_path / "urls.txt"
    file.write_text(f"\ufeff# today\n{ONE}  # the first\n\n  {TWO}#top\r\n", encoding="utf-8")

    assert list(arguments.pages("", str(file))) == [ONE, f"{TWO}#top"]


def test_a_wrong_line_is_named(tmp_path: Path):
    file = tmp_path / "urls.txt"
    file.write_text(f"{ONE}\nnews\n", encoding="utf-8")

    with pytest.raises(UsageError, match=r"urls\.txt, line 2: 'news'"):
        arguments.pages("", str(file))


def test_what_cannot_be_read_is_named(tmp_path: Path):
    (tmp_path / "big5.txt").write_bytes("新聞".encode("big5"))

    for name, reason in (("none.txt", "No such file"), ("big5.txt", "UTF-8"), ("", "directory")):
        with pytest.raises(UsageError, match=reason):
            arguments.pages("", str(tmp_path / name))


def test_no_url_at_all_is_told_with_how_to_give_one():
    with pytest.raises(UsageError, match=r"-a url=https"):
        arguments.pages("  ", "")


@pytest.mark.parametrize("value", ["4", "-1", "", "one", "1.0", "１", "9" * 5000])
def test_a_number_has_limits(value: str):
    with pytest.raises(UsageError, match=r"related=.*from 0 to 3"):
        arguments.number("related", value, 0, 3)


def test_an_unknown_argument_is_told_with_the_known_ones():
    with pytest.raises(UsageError, match=r"-a depth=; known are: url, related"):
        arguments.refuse_unknown(["url", "depth"], ("url", "related"))
