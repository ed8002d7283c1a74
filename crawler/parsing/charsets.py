"""What the names of encodings mean on the web, and bytes decoded as browsers decode them.

Source: https://encoding.spec.whatwg.org. Python's codecs are near enough to its decoders but for
four things: Big5 on the web is Microsoft's table in the rows of marks and Hong Kong's in the
others; a byte that a table of single bytes leaves out is a control character and no error; 0x80 is
the euro sign in Chinese; and EUC-JP has the marks of NEC.
"""

import codecs
import re

BIG5, ISO_2022_JP = "big5", "iso2022_jp"
MULTIBYTE = frozenset({BIG5, "gb18030", "cp932", "euc_jp", "cp949"})
"""The codecs of East Asia, in which most bytes do not stand for themselves."""

_PYTHONS = {
    "big-5": "big5", "cn-big5": "big5", "x-x-big5": "big5", "gb-2312": "gb2312",
    "gb_2312": "gb2312", "gb_2312-80": "gb2312", "csgb2312": "gb2312", "windows-31j": "cp932",
    "windows-936": "gbk", "windows-949": "cp949", "ksc_5601": "euc_kr", "ks_c_5601-1989": "euc_kr",
    "cseuckr": "euc_kr", "windows-874": "cp874", "dos-874": "cp874", "unicode": "utf-8",
    "koi8": "koi8-r", "koi8-ru": "koi8-u", "mac": "mac-roman", "iso-8859-8-i": "iso8859-8",
}  # fmt: skip
"""Names that pages use and Python does not know."""
_SINGLE_BYTES = (
    *(f"cp125{n}" for n in range(9)), *(f"iso8859-{n}" for n in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14)),
    "iso8859-15", "iso8859-16", "cp866", "cp874", "koi8-r", "koi8-u", "mac-roman", "mac-cyrillic",
)  # fmt: skip
_CODECS = {
    **{name: name for name in (*_SINGLE_BYTES, *MULTIBYTE, "utf-8")},
    "utf-8-sig": "utf-8", "utf-16": "utf-8", "utf-16-le": "utf-8", "utf-16-be": "utf-8",
    "ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "iso8859-11": "cp874",
    "tis-620": "cp874", "big5": BIG5, "cp950": BIG5, "big5hkscs": BIG5, "gb2312": "gb18030",
    "gbk": "gb18030", "shift_jis": "cp932", "euc_kr": "cp949", "iso2022_jp": ISO_2022_JP,
}  # fmt: skip
"""By Python's name the codec that decodes it on the web; UTF-16 without its mark is none."""

_BIG5_RUNS = re.compile(
    rb"((?:[\x00-\x7f]++|[\x81-\xa0\xa4-\xfe][\x40-\x7e\xa1-\xfe])++)"
    rb"|((?:[\xa1-\xa3][\x40-\x7e\xa1-\xfe])++)|.",
    re.DOTALL,
)
_BROKEN = "\ufffd"
_ERRORS = "crawler.parsing.charsets"


def codec_of(label: str) -> str:
    """The codec for `decode` that a page means by `label`; empty where it means none."""
    name = label.strip().lower()
    try:
        known = codecs.lookup(_PYTHONS.get(name, name).removeprefix("x-")).name
    except (LookupError, ValueError):
        return ""
    return _CODECS.get(known, "")


def decode(content: bytes, codec: str) -> str:
    """`content` by a codec that `codec_of` named; every byte that is wrong becomes U+FFFD."""
    if codec != BIG5:
        return content.decode(codec, _ERRORS)
    return "".join(map(_big5_run, _BIG5_RUNS.finditer(content)))


def _big5_run(match: re.Match[bytes]) -> str:
    text, marks = match.groups()
    if marks:
        return str(marks, "cp950", "replace")
    return str(text, "big5hkscs", _ERRORS) if text else _BROKEN


def _as_browsers(error: UnicodeError) -> tuple[str, int]:
    """What stands for a byte at which Python's codec fails, and where to go on."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    start, codec = error.start, error.encoding
    pair = error.object[start : start + 2]
    if codec == "gb18030" and pair[:1] == b"\x80":
        return "€", start + 1
    wider = _WIDER.get(codec, "")
    if wider and len(pair) == 2:
        try:
            return pair.decode(wider), start + 2
        except UnicodeDecodeError:
            pass
    return (chr(pair[0]), start + 1) if codec in _CHARMAPS else (_BROKEN, error.end)


_WIDER = {"euc_jp": "euc_jis_2004", "big5hkscs": "cp950"}
_CHARMAPS = frozenset({"charmap"})
codecs.register_error(_ERRORS, _as_browsers)
