"""Folders of seeds: order, what is passed over, and what is refused without stopping the rest."""

import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from crawler.errors import SeedError, UsageError
from crawler.items import SeedDocument
from crawler.seeds import parse, read_folder
from crawler.seeds.folder import LARGEST

TEXT = " date 2024-03-05 公園\n公園開放了。\n"
NOBODY = 65534


def jekyll(number: int) -> str:
    url = f"https://www.cna.com.tw/news/aloc/2024030500{number:02}.aspx"
    return (
        f'---\nlayout: post\ntitle: "公園{number}"\ndate: 2024-03-05T06:07:08.000Z\n'
        f"author: 晨星報\nfrom: {url}\ntags: [ 晨星報 ]\ncategories: [ 晨星報 ]\n---\n"
        f"<!--1709618828000-->\n[公園{number}]({url})\n------\n\n<div>\n<p>開放。</p>\n</div>\n"
    )


def put(folder: Path, name: str, text: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def names(path: Path) -> list[str]:
    return [found.name for found in read_folder(path) if isinstance(found, SeedDocument)]


def refusals(path: Path) -> list[str]:
    return [str(found) for found in read_folder(path) if isinstance(found, SeedError)]


@pytest.fixture
def as_nobody() -> Iterator[Path]:
    """A folder, and a process that may not read everything, which root always may."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        user = os.geteuid()
        if user == 0:
            os.seteuid(NOBODY)
        try:
            yield folder
        finally:
            os.seteuid(user)


def closed(path: Path) -> None:
    """Take away the right to read `path`, from its owner too."""
    user = os.geteuid()
    os.seteuid(os.getuid())
    path.chmod(0)
    os.seteuid(user)


def test_documents_come_in_order_with_their_identity(tmp_path: Path):
    put(tmp_path, "b/2.md", jekyll(2))
    put(tmp_path, "a.txt", TEXT)
    put(tmp_path, "c.MARKDOWN", jekyll(3))
    put(tmp_path, "b/1.md", jekyll(1))

    found = list(read_folder(tmp_path))
    assert all(isinstance(document, SeedDocument) for document in found)
    assert names(tmp_path) == ["a.txt", "1.md", "2.md", "c.MARKDOWN"]
    text, post = found[0], found[1]
    assert isinstance(text, SeedDocument)
    assert isinstance(post, SeedDocument)
    assert text.identity == text.article.url == parse(TEXT.encode()).url
    assert post.identity == "cna:202403050001"
    assert post.document == jekyll(1).encode()


def test_a_file_by_itself_is_read_whatever_its_name(tmp_path: Path):
    assert names(put(tmp_path, ".seed", TEXT)) == [".seed"]


def test_hidden_and_other_files_are_passed_over(tmp_path: Path):
    put(tmp_path, "1.md", jekyll(1))
    put(tmp_path, ".hidden.md", "no seed")
    put(tmp_path, ".git/x.md", "no seed")
    put(tmp_path, "picture.jpg", "no seed")

    assert names(tmp_path) == ["1.md"]
    assert refusals(tmp_path) == []


def test_a_bad_file_stops_nothing(tmp_path: Path):
    for number in range(1, 31):
        put(tmp_path, f"{number:02}.md", jekyll(number))
    bad = put(tmp_path, "07.md", "# 公園\n")

    assert len(names(tmp_path)) == 29
    assert refusals(tmp_path) == [
        f"{bad}, line 1: not a seed document: "
        "expected `---` or ` date YYYY-MM-DD TITLE`, found '# 公園'"
    ]


def test_what_is_no_utf8_is_refused_on_its_line(tmp_path: Path):
    put(tmp_path, "big5.md", jekyll(1).encode().replace("開放".encode(), "開放".encode("big5")))

    [refusal] = refusals(tmp_path)
    assert "big5.md, line 15: not a seed document: expected UTF-8 text" in refusal


def test_links_out_of_the_folder_are_refused(tmp_path: Path):
    outside = put(tmp_path, "outside/secret.md", jekyll(1))
    folder = put(tmp_path, "seeds/1.md", jekyll(1)).parent
    put(folder, "more/2.md", jekyll(2))
    (folder / "3.md").symlink_to(outside)
    (folder / "4").symlink_to(outside.parent)
    (folder / "5.md").symlink_to(folder / "1.md")
    (folder / "6").symlink_to(folder / "more")
    (folder / "7.md").symlink_to(folder / "7.md")
    (tmp_path / "link").symlink_to(folder)

    assert names(folder) == ["1.md", "5.md", "2.md"]
    file, linked, loop = refusals(folder)
    assert "3.md, line 1" in file
    assert "a link to" in file
    assert "a link to" in linked
    assert "a file that can be read" in loop
    assert names(tmp_path / "link") == names(folder)


def test_a_huge_file_and_a_pipe_are_refused_unread(tmp_path: Path):
    with put(tmp_path, "huge.md", "---\n").open("r+b") as file:
        file.truncate(LARGEST + 1)
    os.mkfifo(tmp_path / "pipe.md")

    huge, pipe = refusals(tmp_path)
    assert "expected at most 16 MiB" in huge
    assert "expected an ordinary file" in pipe


def test_what_may_not_be_read_is_refused(as_nobody: Path):
    user = os.geteuid()
    os.seteuid(os.getuid())
    put(as_nobody, "1.md", jekyll(1))
    file, folder = put(as_nobody, "2.md", jekyll(2)), put(as_nobody, "3/4.md", jekyll(4)).parent
    os.seteuid(user)
    closed(file)
    closed(folder)

    assert names(as_nobody) == ["1.md"]
    of_file, of_folder = refusals(as_nobody)
    assert "2.md, line 1: not a seed document: expected a file that can be read" in of_file
    assert "expected a folder that can be read, found 'Permission denied'" in of_folder
    with pytest.raises(UsageError, match="Permission denied: name a seed document"):
        read_folder(folder)


def test_nothing_to_read_is_said_at_once(tmp_path: Path):
    with pytest.raises(UsageError, match="missing: No such file or directory"):
        read_folder(tmp_path / "missing")
    with pytest.raises(UsageError, match=r"no \.md, \.markdown, \.txt file is in this folder"):
        read_folder(tmp_path)
