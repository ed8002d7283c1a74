"""The newsroom: its proxy, its pages, its verbs, its log."""

import re
import ssl
import urllib.error
import urllib.request
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from html import unescape

import pytest

from scheduler.newsroom import Newsroom, Story
from scheduler.newsroom.stories import DressName

BODY = ["青嶼外海今晨地震，造成2人受傷。", "鎮長林海生說：「先救人，再談損失。」", "全鎮停班一天。"]


@dataclass(frozen=True)
class Answer:
    status: int
    text: str
    headers: dict[str, str]


@pytest.fixture
def read(newsroom: Newsroom) -> Callable[..., Answer]:
    """Fetch through the newsroom's proxy, trusting its authority and nothing else."""
    context = ssl.create_default_context(cafile=str(newsroom.authority_file))
    opener = urllib.request.build_opener(
        urllib.request.ProxyHandler({"http": newsroom.address, "https": newsroom.address}),
        urllib.request.HTTPSHandler(context=context),
    )

    def get(url: str, **headers: str) -> Answer:
        asked = {name.replace("_", "-"): value for name, value in headers.items()}
        request = urllib.request.Request(url, headers=asked)  # noqa: S310 - ours alone
        try:
            response = opener.open(request, timeout=10)
        except urllib.error.HTTPError as error:
            response = error
        with response:
            text = response.read().decode()
            return Answer(response.status, text, dict(response.headers))

    return get


def paragraphs(html: str, story: Story) -> list[str]:
    """The text of every p that holds a paragraph of `story`, as the page has it."""
    found = [unescape(text) for text in re.findall(r"<p>(.*?)</p>", html)]
    return [text for text in found if any(own in text for own in story.body)]


@pytest.mark.parametrize("dress", ["cna", "yahoo", "jsonld"])
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_story_is_read_through_the_proxy(
    newsroom: Newsroom, read: Callable[..., Answer], dress: DressName, scheme: str
) -> None:
    story = newsroom.publish("青嶼地震2傷", BODY, dress=dress)
    answer = read(story.url.replace("https:", f"{scheme}:"))
    assert answer.status == 200
    assert paragraphs(answer.text, story) == list(story.paragraphs)


def test_two_hundred_pages_at_once(newsroom: Newsroom, read: Callable[..., Answer]) -> None:
    stories = [newsroom.publish(f"第{n}則", BODY, dress="cna") for n in range(200)]
    with ThreadPoolExecutor(32) as pool:
        answers = list(pool.map(lambda story: read(story.url), stories))
    assert {answer.status for answer in answers} == {200}
    assert newsroom.requests == {story.url: 1 for story in stories}
