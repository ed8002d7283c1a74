"""A reader of the newsroom: fetches through its proxy, trusts its authority and nothing else."""

import re
import ssl
import urllib.error
import urllib.request
from dataclasses import dataclass
from email.message import Message
from html import unescape

from scheduler.newsroom import Newsroom, Story


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    text: str
    headers: Message


class Reader:
    """Every request on a connection of its own; redirects are followed."""

    def __init__(self, newsroom: Newsroom) -> None:
        """`newsroom` must be open."""
        context = ssl.create_default_context(cafile=str(newsroom.authority_file))
        self._opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({"http": newsroom.address, "https": newsroom.address}),
            urllib.request.HTTPSHandler(context=context),
        )

    def get(self, url: str, headers: dict[str, str] | None = None, timeout: float = 10) -> Answer:
        """The answer, whatever its status."""
        request = urllib.request.Request(url, headers=headers or {})  # noqa: S310 - ours alone
        try:
            response = self._opener.open(request, timeout=timeout)
        except urllib.error.HTTPError as error:
            response = error
        with response:
            return Answer(response.status, response.read().decode(), response.headers)

    def page(self, story: Story) -> str:
        """The story's page."""
        answer = self.get(story.url)
        assert answer.status == 200
        return answer.text


def paragraphs(html: str, story: Story) -> tuple[str, ...]:
    """The text of every p that holds a paragraph of `story`, as the page has it."""
    found = [unescape(text) for text in re.findall(r"<p>(.*?)</p>", html)]
    return tuple(text for text in found if any(own in text for own in story.body))
