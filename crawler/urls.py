"""URLs: canonical form, resolving, and what makes two image URLs one picture. Pure functions."""

import re
from functools import lru_cache
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urljoin, urlsplit

from crawler.errors import UsageError

LONGEST = 8_192
"""Characters; a longer URL is refused, as servers and browsers do."""

_SCHEMES = {"http": 80, "https": 443}
_TRACKING = re.compile(
    r"(utm_\w+|chdtv|fbclid|gclid|dclid|gbraid|wbraid|msclkid|yclid|igshid|igsh|twclid|ttclid|li_fat_id"
    r"|mc_[ce]id|mkt_tok|_hs(enc|mi)|_gl|_ga|guccounter|guce_referrer\w*|ncid|soc_\w+|cmpid|smid|smtyp"
    r"|spm|from_?share|share_?(source|medium|from)|ref_src|ref_url|amp_js_v|usqp|at_\w+|xtor|ns_\w+)",
    re.IGNORECASE,
)
_UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"
_PERCENT = re.compile("%[0-9A-Fa-f]{2}")
_IMAGE_PARAMETERS = ("url", "src", "image", "img", "u")
_EMBEDDED = re.compile(r".(https?(?:://|%3A%2F%2F).+)", re.IGNORECASE)
_HOST_FIRST = re.compile(r"(?:[\w-]+\.)+[a-z]{2,}/", re.IGNORECASE)
_PROXIES_DEEP = 3
_IMAGE_SUFFIX = re.compile(r"\.(jpe?g|png|gif|webp|avif|bmp|svg)$", re.IGNORECASE)
_SIZE = re.compile(
    r"[-_.]?\d{2,4}x\d{2,4}(?=[-_.]|$)|[-_]?[wh]\d{2,4}(?=[-_.]|$)|@[123]x$", re.IGNORECASE
)
_SIZE_SEGMENT = re.compile(
    r"\d{2,4}|\d{2,4}x\d{0,4}|[wh]_?\d{2,4}(,.*)?|v\d{6,}|original|large|medium|small",
    re.IGNORECASE,
)
_FINGERPRINT = re.compile(r"(?<=\w)[-_.](?=\d*[a-f])(?=[a-f]*\d)[0-9a-f]{8,64}$", re.IGNORECASE)
_SAFE = "%!$&'()*+,;=:@/?-._~[]"


@lru_cache(1_024)  # a page's links are asked for more than once
def canonical(url: str) -> str:
    """One spelling for every way to write `url`; what is no http(s) URL comes back stripped.

    Scheme and host in lower case, IDN as punycode, no default port, no user name, no fragment, no
    tracking parameters, dot segments resolved, one way of percent-encoding. The order of the other
    parameters and a final slash mean something to some servers and stay. Idempotent.
    """
    try:
        parts = urlsplit(url.strip())
        address = _address(parts)
    except ValueError:
        return url.strip()
    if not address:
        return url.strip()
    path = _encoded(_without_dots(parts.path)) or "/"
    kept = [pair for pair in parts.query.split("&") if pair and not _is_tracking(pair)]
    query = _encoded("&".join(kept))
    return f"{parts.scheme}://{address}{path}" + (f"?{query}" if query else "")


def check(url: str) -> str:
    """`url` itself, stripped, if it can be fetched.

    Raises `UsageError` naming it and what a URL looks like.
    """
    stripped = url.strip()
    if is_fetchable(stripped):
        if "@" in urlsplit(stripped).netloc:
            raise UsageError(
                f"the URL for {host(stripped)!r} carries a name or password: leave it out"
            )
        return stripped
    hint = "https://www.example.com/news/1.html"
    if (
        "://" not in stripped
        and is_fetchable(f"https://{stripped}")
        and "." in host(f"https://{stripped}")
    ):
        hint = f"https://{stripped}"
    raise UsageError(f"{stripped[:200]!r} is no URL of a page: it looks like {hint}")


def is_fetchable(url: str) -> bool:
    """Whether `url` is an absolute http(s) URL with a host, of a length that servers take."""
    if len(url) > LONGEST or re.search(r"[\s\x00-\x1f]", url):
        return False
    try:
        return bool(_address(urlsplit(url)))
    except ValueError:
        return False


def host(url: str) -> str:
    """The host of `url` in lower case and punycode, without port; empty where there is none."""
    try:
        return _host(urlsplit(url.strip()))
    except ValueError:
        return ""


def authority(url: str) -> str:
    """The host of `url`, with its port where it is not the usual one; empty for no http(s) URL."""
    try:
        return _address(urlsplit(url.strip()))
    except ValueError:
        return ""


def resolve(base: str, link: str) -> str:
    """`link` as an absolute http(s) URL as seen on the page `base`, unfragmented; else empty."""
    try:
        joined = urljoin(base, link.strip()).partition("#")[0]
    except ValueError:
        return ""
    joined = re.sub(r"[\t\r\n]", "", joined).replace(" ", "%20")
    return joined if is_fetchable(joined) else ""


def path_and_query(url: str) -> str:
    """What follows the host in the canonical form of `url`; all of what is no http(s) URL."""
    address = canonical(url)
    if not is_fetchable(address):
        return address
    parts = urlsplit(address)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def image_identity(url: str) -> str:
    """What stays of an image URL when proxy, CDN shard, size, content hash and query are taken off.

    Two URLs with one identity show one picture; the identity itself cannot be fetched.
    """
    address = canonical(url)
    if not is_fetchable(address):
        return address
    address = _inside_proxy(address)
    name = host(address)
    labels = name.split(".")
    owner = ".".join(labels[1:]) if len(labels) > 2 else name  # img5.cna.com.tw, imgcdn.cna.com.tw
    *folders, last = urlsplit(address).path.split("/")
    stem = _FINGERPRINT.sub("", _IMAGE_SUFFIX.sub("", last))
    kept = [folder.lower() for folder in folders if not _SIZE_SEGMENT.fullmatch(folder)]
    return "/".join([owner, *filter(None, kept), _SIZE.sub("", stem).strip("-_.") or last])


def _inside_proxy(url: str) -> str:
    """The URL that an image proxy was asked for, in its query or at the end of its path."""
    for _ in range(_PROXIES_DEEP):
        parts = urlsplit(url)
        asked = [it for name, it in parse_qsl(parts.query) if name in _IMAGE_PARAMETERS]
        asked += _EMBEDDED.findall(parts.path)[:1]
        inner = next(filter(is_fetchable, map(_with_scheme, asked)), "")
        if not inner:
            break
        url = canonical(inner)
    return url


def _with_scheme(link: str) -> str:
    address = unquote(link) if "%3A" in link.upper() else link
    return f"https://{address}" if _HOST_FIRST.match(address) else address


def _address(parts: SplitResult) -> str:
    name, port = _host(parts), parts.port
    if parts.scheme not in _SCHEMES or not name:
        return ""
    bracketed = f"[{name}]" if ":" in name else name
    return bracketed if port in {None, _SCHEMES[parts.scheme]} else f"{bracketed}:{port}"


def _host(parts: SplitResult) -> str:
    name = (parts.hostname or "").rstrip(".")
    try:
        return name if name.isascii() else name.encode("idna").decode("ascii")
    except UnicodeError:
        return name


def _is_tracking(pair: str) -> bool:
    return _TRACKING.fullmatch(pair.partition("=")[0]) is not None


def _encoded(text: str) -> str:
    return _PERCENT.sub(_percent, quote(_stray_percents(text), safe=_SAFE))


def _stray_percents(text: str) -> str:
    return re.sub("%(?![0-9A-Fa-f]{2})", "%25", text)


def _percent(match: re.Match[str]) -> str:
    character = chr(int(match[0][1:], 16))
    return character if character in _UNRESERVED else match[0].upper()


def _without_dots(path: str) -> str:
    kept: list[str] = []
    segments = path.split("/")
    for segment in segments:
        if segment == "..":
            kept[1:] = kept[1:-1]
        elif segment != ".":
            kept.append(segment)
    if segments[-1] in {".", ".."}:
        kept.append("")
    return "/".join(kept)
