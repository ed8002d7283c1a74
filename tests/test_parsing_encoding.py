"""Which encoding a page is written in: every folder under tests/encodings is a test."""

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.parsing import charsets, detector
from crawler.parsing.encoding import decode

CASES = sorted((Path(__file__).parent / "encodings").iterdir())
TRADITIONAL = "霧津渡輪今天復航，首日載客兩千人，港務局說這是三年來最多的一天。"
MULTIBYTE = sorted(charsets.MULTIBYTE)
LABELS = ["", "utf-8", "big5", "gbk", "shift_jis", "euc-jp", "euc-kr", "iso-8859-1", "nonsense"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_bytes_become_the_text(case: Path) -> None:
    header = case / "header.txt"
    content_type = header.read_text().strip() if header.exists() else ""
    expected = (case / "page.txt").read_bytes().decode("utf-8")
    assert decode((case / "page.html").read_bytes(), content_type) == expected


@pytest.mark.parametrize(
    ("codec", "labels"),
    [
        ("utf-8", "UTF8 utf-16le unicode"),
        ("big5", "Big5 x-x-big5 big5-hkscs cn-big5 cp950"),
        ("gb18030", "GB_2312-80 gb2312 x-gbk chinese cp936"),
        ("cp932", "Shift_JIS x-sjis windows-31j"),
        ("euc_jp", "EUC-JP x-euc-jp"),
        ("cp949", "euc-kr ks_c_5601-1987 windows-949"),
        ("cp1252", "iso-8859-1 l1 us-ascii windows-1252"),
        ("cp1251", "x-cp1251 windows-1251"),
        ("cp874", "windows-874 tis-620"),
        ("iso8859-8", "iso-8859-8-i hebrew"),
        ("", "unicode_escape punycode utf-7 base64 hz nonsense \0"),
    ],
)
def test_what_the_web_means_by_a_name(codec: str, labels: str) -> None:
    assert {charsets.codec_of(label) for label in labels.split(" ")} == {codec}


def test_an_error_of_another_kind_is_none_of_ours() -> None:
    with pytest.raises(UnicodeEncodeError):
        "渡".encode("ascii", "crawler.parsing.charsets")


@pytest.mark.parametrize("codec", MULTIBYTE)
def test_a_tag_is_never_a_part_of_a_character(codec: str) -> None:
    for lead in range(0x80, 0x100):
        assert charsets.decode(bytes([lead]) + b"<p>", codec).endswith("<p>")


def test_ascii_is_in_every_encoding() -> None:
    assert set(detector.likelihoods(b"<p>no word but ASCII</p>").values()) == {0.0}
    assert decode(b"<p>no word but ASCII</p>", "text/html; charset=big5").startswith("<p>")


@given(st.text(max_size=60), st.sampled_from(["utf-8", *MULTIBYTE]))
def test_what_is_declared_and_written_without_error_is_read_back(text: str, codec: str) -> None:
    name = {"big5": "cp950"}.get(codec, codec)
    written = text.encode(name, "ignore").decode(name)
    page = f"<p>{TRADITIONAL}</p>".encode(name, "ignore") + b"<p>" + written.encode(name) + b"</p>"
    label = {"cp932": "shift_jis", "cp949": "euc-kr"}.get(codec, codec)
    assert decode(page, f"text/html; charset={label}") == charsets.decode(page, codec)


@given(st.binary(max_size=400), st.sampled_from(LABELS))
def test_any_bytes_become_the_same_text_every_time(body: bytes, label: str) -> None:
    content_type = f"text/html; charset={label}"
    text = decode(body, content_type)
    decode(TRADITIONAL.encode("big5"))
    assert decode(body, content_type) == text
    text.encode("utf-8")


@given(st.text(max_size=40))
def test_any_header_is_borne(content_type: str) -> None:
    assert decode(TRADITIONAL.encode("cp950"), content_type) == TRADITIONAL


@settings(max_examples=20)
@given(
    st.lists(st.sampled_from([b"\xa4", b"\xff", b"<", b"a", b"\n", b"\x81\x30", "渡輪".encode()]),
             min_size=1, max_size=6).map(b"".join)
)  # fmt: skip
def test_a_megabyte_of_junk_is_soon_read(heap: bytes) -> None:
    begun = time.process_time()
    decode(heap * (1_000_000 // len(heap)))
    assert time.process_time() - begun < 10  # it takes half a second
