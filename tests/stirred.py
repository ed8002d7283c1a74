"""The same article's page on another visit: what differs from one request to the next."""

import random
import re
from collections.abc import Callable

_RAW = re.compile(
    r"<head\b.*?</head>|<!--.*?-->|<(script|style|svg|textarea|noscript|iframe|title|figure)\b.*?</\1\s*>",
    re.DOTALL | re.IGNORECASE,
)
_PARAGRAPH_END = re.compile(r"</p\s*>", re.IGNORECASE)
_PART_END = re.compile(r"<body\b[^>]*>|</(?:header|nav|aside|footer)\s*>|(?=</body)", re.IGNORECASE)
_TAG = re.compile(r'<([a-zA-Z][\w-]*)((?:\s+[\w:.-]+="[^"<>]*"){2,})\s*(/?)>')
_ATTRIBUTE = re.compile(r'[\w:.-]+="[^"<>]*"')
_GAP = re.compile(r"(?<=>)\s*\n\s*(?=<)")
_FILE = re.compile(r'((?:src|href)="[^"?<>]+\.(?:js|css|png|jpe?g|gif|webp))"')
_GAPS = ("\n", "\n\n", "\n\t", " \n  ", "\n    ", "\r\n", "\n\n\t\t")

_HEADLINES = (
    "夜市今晚重新開張 攤商盼人潮回流", "鎮公所：堤防工程提前完工", "圖書館延長開放 學生叫好",
    "Harbour museum opens its doors", "列車首航滿座 站長親自送行", "颱風外圍環流影響 山區防大雨",
)  # fmt: skip


def stirred(html: str, seed: int, changes: int = 100) -> str:
    """`html` with `changes` of what no reader takes for the article; the same for the same seed.

    Advertisements, scripts and comments come between the paragraphs, everything else where a page
    has its other parts.
    """
    chance = random.Random(seed)
    for rewrite in (_reordered, _respaced, _rehashed):
        html = rewrite(html, chance)
    places = [(place, _WITHIN) for place in _ends(html, _PARAGRAPH_END)]
    places += [(place, _WITHIN + _BESIDE) for place in _ends(html, _PART_END)]
    drawn = chance.choices(places, k=changes) if places else []
    for place, makers in sorted(drawn, key=lambda it: it[0], reverse=True):
        html = html[:place] + chance.choice(makers)(chance) + html[place:]
    return html


def _ends(html: str, pattern: re.Pattern[str]) -> list[int]:
    """Where something may stand behind a tag of `pattern`, outside of all raw text."""
    raw = [match.span() for match in _RAW.finditer(html)]
    ends = (match.end() for match in pattern.finditer(html))
    return [end for end in ends if not any(start <= end < stop for start, stop in raw)]


def _token(chance: random.Random) -> str:
    return f"{chance.getrandbits(48):012x}"


def _advertisement(chance: random.Random) -> str:
    token = _token(chance)
    return chance.choice([
        f'<div class="ad-slot" id="ad-{token}"><iframe src="//ads.example/{token}"></iframe></div>',
        f'<ins class="adsbygoogle" data-ad-slot="{token}"></ins>',
        f'<div class="advertisement"><p>廣告</p><a href="//ads.example/{token}">限時優惠</a></div>',
        f'<div id="gpt-{token}"><a href="//ads.example/{token}"><img src="/{token}.gif"></a></div>',
    ])  # fmt: skip


def _counter(chance: random.Random) -> str:
    number = chance.randint(1, 99_999)
    return chance.choice([
        f'<div class="view-count">瀏覽：{number:,}</div>', f'<p class="views">{number} views</p>',
        f'<div class="share"><span>分享</span> <b>{number}</b></div>',
        f'<span class="like-count">{number}</span>',
    ])  # fmt: skip


def _script(chance: random.Random) -> str:
    return f'<script nonce="{_token(chance)}">window.t={{"id":"{_token(chance)}"}};</script>'


def _comment(chance: random.Random) -> str:
    return f"<!-- cached {_token(chance)} -->"


def _links(chance: random.Random) -> str:
    return "".join(
        f'<li><a href="/news/{chance.randint(1, 10**6)}">{chance.choice(_HEADLINES)}</a></li>'
        for _ in range(chance.randint(2, 6))
    )


def _carousel(chance: random.Random) -> str:
    return f'<div class="carousel swiper"><ul>{_links(chance)}</ul></div>'


def _related(chance: random.Random) -> str:
    return f'<div class="related-news"><h3>延伸閱讀</h3><ul>{_links(chance)}</ul></div>'


def _newsletter(chance: random.Random) -> str:
    token = _token(chance)
    return (
        '<div class="newsletter-signup"><p>訂閱電子報，每天早上收到最新消息。</p>'
        f'<form action="/s"><input name="csrf" value="{token}"><button>訂閱</button></form></div>'
    )


_Maker = Callable[[random.Random], str]
_WITHIN: tuple[_Maker, ...] = (_advertisement, _script, _comment)
_BESIDE: tuple[_Maker, ...] = (_counter, _carousel, _related, _newsletter)


def _reordered(html: str, chance: random.Random) -> str:
    def shuffle(tag: re.Match[str]) -> str:
        attributes = _ATTRIBUTE.findall(tag[2])
        names = {attribute.partition("=")[0] for attribute in attributes}
        if len(names) == len(attributes):  # of two alike the first counts
            chance.shuffle(attributes)
        return f"<{tag[1]} {' '.join(attributes)}{tag[3] and ' /'}>"

    return _TAG.sub(shuffle, html)


def _respaced(html: str, chance: random.Random) -> str:
    raw = [match.span() for match in _RAW.finditer(html)]

    def respace(gap: re.Match[str]) -> str:
        is_raw = any(start < gap.start() < stop for start, stop in raw)
        return gap[0] if is_raw else chance.choice(_GAPS)

    return _GAP.sub(respace, html)


def _rehashed(html: str, chance: random.Random) -> str:
    return _FILE.sub(lambda it: f'{it[1]}?v={_token(chance)}"', html)
