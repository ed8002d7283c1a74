"""The pictures of a page, each with its caption."""

import re
from collections.abc import Iterable

from crawler import urls
from crawler.items import Image
from crawler.parsing.boxes import Element
from crawler.text import fold

MOST_IMAGES = 40

_SIZED = re.compile(r"([^\s,]\S*[^\s,])(?:\s+(\d{1,6}(?:\.\d{1,4})?)[wx])?\s*(?:,|$)")


def pictures(places: Iterable[Element], url: str, captions: str = "figcaption") -> list[Image]:
    """The pictures in `places`, such as figures, each with the caption of its place."""
    found: dict[str, Image] = {}
    for place in list(places)[:MOST_IMAGES]:
        caption = place.first(captions)
        for element in place.css("img, amp-img"):
            address = image_address(element, url)
            if address:
                image = Image(address, fold(caption.text) if caption else "")
                found.setdefault(urls.image_identity(address), image)
                break
    return list(found.values())


def image_address(element: Element, url: str) -> str:
    """The absolute URL of an `<img>`, lazy ones too; empty for inline data and spacers.

    Of several sizes it is the largest: what a reader with a large screen sees.
    """
    sizes = element.attribute("data-srcset") or element.attribute("srcset")
    lazy = ("data-src", "data-original", "data-lazy-src", "src")
    offered = (_largest(sizes), *map(element.attribute, lazy))
    return next(filter(None, (urls.resolve(url, said) for said in offered if said)), "")


def _largest(sizes: str) -> str:
    """The widest or densest picture of a `srcset`: `/small.jpg 414w, /large.jpg 1024w`."""
    pictures = [(float(size or 1), picture) for picture, size in _SIZED.findall(sizes)]
    return max(pictures, key=lambda sized: sized[0], default=(0, ""))[1]
