"""File names of seeds: as the generator gives them, and safe for any title."""

from datetime import UTC, datetime
from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.items import Article, Moment
from crawler.seeds import file_name, parse, render

DATE = Moment(datetime(2024, 3, 5, 20, tzinfo=UTC), "", "second")


def page(title: str, date: Moment | None = DATE) -> Article:
    return Article(url="https://news.example.com/1", title=title, date=date)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("公園", "2024-03-05-公園.md"),
        ("", "2024-03-05-.md"),
        ("公園1/3 說: 好?", "2024-03-05-公園1--3 說: 好?.md"),
        ('說"好"', '2024-03-05-說_"好_".md'),
        ("公" * 60, f"2024-03-05-{'公' * 50}.md"),
        ("公" + "😀" * 60, f"2024-03-05-公{'😀' * 24}\ufffd.md"),
        ("../../etc/passwd", "2024-03-05-..--..--etc--passwd.md"),
        ("a\x00b\x1bc", "2024-03-05-abc.md"),
    ],
)
def test_date_and_the_first_50_units_of_the_title(title: str, name: str):
    assert file_name(page(title)) == name
    assert file_name(parse(render(page(title)))) == name


def test_the_form_gives_day_and_suffix():
    text = parse(" date 2024-03-05 公園\n".encode())

    assert file_name(text) == "2024-03-05-公園.txt"
    assert file_name(text, "jekyll") == "2024-03-05-公園.md"
    assert (
        file_name(page("公園"), "text") == "2024-03-06-公園.txt"
    )  # already the next day in Taipei
    assert file_name(page("公園", None)) == "0000-00-00-公園.md"


def test_line_breaks_of_the_raw_title_are_underscores():
    document = render(page("公園")).replace('公園"'.encode(), '公園\n\r\n"'.encode())

    assert file_name(parse(document)) == "2024-03-05-公園__.md"


@given(st.text(st.characters(), max_size=200) | st.text(st.sampled_from('/\\."\x00\n😀公')))
def test_a_name_is_one_part_of_a_path(title: str):
    name = file_name(page(title))

    assert PurePosixPath(name).name == name
    assert name not in {"", ".", ".."}
    assert not set(name) & {"/", "\\", "\x00", "\n"}
    assert len(name.encode()) <= 255
