"""What changes on a page while its article does not: a hundred times, and the digest stays."""

import json
import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from crawler import extract
from crawler.store.digests import digest

pytestmark = [pytest.mark.slow, pytest.mark.no_cover]

CASES = [
    case
    for case in sorted((Path(__file__).parent / "sites").glob("[cy]*/*"))
    if "article" in json.loads((case / "article.json").read_text("utf-8"))
]
ROUNDS = 100
GOLD = {
    page: fields["canonical"]
    for page, fields in json.loads(
        (Path(__file__).parent / "quality/gold/cna.json").read_text("utf-8")
    ).items()
    if "canonical" in fields
}

Noise = Callable[[str, random.Random], str]


def attributes(html: str, chance: random.Random) -> str:
    """In another order, with a counter among them."""

    def shuffled(match: re.Match[str]) -> str:
        parts = re.findall(r"""\s+([\w:-]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'>]+))?)""", match[2])
        parts.append(f'data-seen="{chance.randrange(10_000)}"')
        chance.shuffle(parts)
        return f"<{match[1]} {' '.join(parts)}{match[3]}>"

    tag = (
        r"""<(div|img|a|time|meta|link)((?:\s+[\w:-]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'>]+))?)+)"""
    )
    return re.sub(rf"{tag}\s*(/?)>", shuffled, html)


def white_space(html: str, chance: random.Random) -> str:
    """More or less of it between the blocks."""
    edge = r"(</(?:p|div|figure|li|section)>)\s*(?=<(?:p|div|figure|li|section)\b)"
    return re.sub(edge, lambda match: match[1] + chance.choice(["", "\n", "\n\t\t  "]), html)


def scripts(html: str, chance: random.Random) -> str:
    """Scripts, comments, styles and empty slots, between paragraphs too."""

    def filled(match: re.Match[str]) -> str:
        return match[0] + chance.choice(pieces).format(chance.getrandbits(40))

    pieces = [
        "", "<!-- cache {0} -->", "<script>'<p>{0}</p>'</script>", '<div id="slot-{0}"></div>',
        "<style>.x{{width:{0}px}}</style>", '<iframe src="https://ads.example/{0}"></iframe>',
    ]  # fmt: skip
    return re.sub(r"</p>|</header>|</h1>|</figure>", filled, html)


def advertisements(html: str, chance: random.Random) -> str:
    """Around the article, with words in them."""
    words = "".join(chance.sample("海島旅遊買一送一限時優惠", 8))
    advertisement = f'<div class="ad"><p>贊助內容：{words}，今天起三天</p></div>'
    opened = re.sub(r"<body[^>]*>", lambda match: match[0] + advertisement, html)
    return opened.replace("</body>", f"{advertisement}</body>")


def links(html: str, chance: random.Random) -> str:
    """Carousel, related links and rail in another order, or shorter."""
    for item in (
        r"<div class='item topicItem'>.*?</span></div></a></div>",
        r"<a class='(?:moreArticle-link|discursive)[^>]*>.*?</a>",
        r"<li class=\"stream-item\b.*?</li>",
        r'<div class="(?:card|Cf)">.*?</div></div>',
    ):
        found = re.findall(item, html, re.DOTALL)
        others = iter(chance.sample(found, len(found)))
        html = re.sub(item, lambda _, others=others: next(others), html, flags=re.DOTALL)
    return html


def addresses(html: str, chance: random.Random) -> str:
    """Pictures from another machine, with another size and version."""
    html = html.replace("//imgcdn.cna", f"//{chance.choice(['imgcdn', 'img5', 'img1'])}.cna")
    html = re.sub(r"/WebPhotos/\d+/", f"/WebPhotos/{chance.choice([420, 800, 1024])}/", html)
    html = re.sub(r"(api/res/1\.2/)[^/]+", rf"\g<1>{chance.getrandbits(60):x}--", html)
    return re.sub(r"(\.jpg)(?=[\"'])", rf"\g<1>?v={chance.getrandbits(32):x}", html)


KINDS: tuple[Noise, ...] = (attributes, white_space, scripts, advertisements, links, addresses)


def assert_the_digest_stays(quiet: str, url: str) -> None:
    expected = extract.read(quiet.encode(), url).article
    assert expected is not None
    seen = set()
    for seed in range(ROUNDS):
        chance = random.Random(f"{url} {seed}")
        kinds = chance.sample(KINDS, chance.randint(2, len(KINDS)))
        noisy = quiet
        for kind in kinds:
            noisy = kind(noisy, chance)
        seen.add(noisy)
        found = extract.read(noisy.encode(), url).article
        assert found is not None, kinds
        assert digest(found) == digest(expected), (seed, kinds)
    assert len(seen) >= 0.9 * ROUNDS


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}/{case.name}")
def test_the_digest_of_invented_pages_stays(case: Path) -> None:
    url = json.loads((case / "article.json").read_text("utf-8"))["url"]
    assert_the_digest_stays((case / "page.html").read_text("utf-8"), url)


@pytest.mark.parametrize("page", sorted(GOLD))
def test_the_digest_of_real_pages_stays(shared: Path, page: str) -> None:
    assert_the_digest_stays((shared / page).read_text(encoding="utf-8"), GOLD[page])
