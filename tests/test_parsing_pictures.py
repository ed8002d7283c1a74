"""The pictures of any page."""

from crawler.items import Image
from crawler.parsing import dom
from crawler.parsing.pictures import pictures

URL = "https://island.example/news/1"


def test_pictures_with_their_captions() -> None:
    root = dom.parse(
        "<figure><img src='data:image/gif;base64,x' data-src='/a-800x600.jpg'>"
        "<figcaption>甲</figcaption></figure>"
        "<figure><img src=/a-300x200.jpg></figure>"
        "<figure><img srcset='/b.jpg 1x, /c.jpg 2x'></figure>"
        "<figure><img data-srcset=''></figure><figure></figure>"
        "<figure><img data-src=/d/800/1.jpg"
        " data-srcset='/d/1024/1.jpg 1024w, /d/414/1.jpg 414w'></figure>"
    )
    assert pictures(root.css("figure"), URL) == [
        Image("https://island.example/a-800x600.jpg", "甲"),
        Image("https://island.example/c.jpg"),
        Image("https://island.example/d/1024/1.jpg"),
    ]
