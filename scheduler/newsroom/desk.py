"""The desk: the verbs that change stories, and the log of what readers could see of them."""

import threading
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Literal, Unpack
from urllib.parse import urlsplit

from scheduler.newsroom import dresses
from scheduler.newsroom.stories import (
    TAIL,
    TAIPEI,
    Credit,
    Details,
    Edit,
    EditKind,
    Story,
)

OPENING = datetime(2026, 1, 5, 9, 0, tzinfo=TAIPEI)
"""The clock of a newsroom that was not told another time: a Monday morning."""
FIRST_NUMBER = 1001


class Desk:
    """Stories by address, the clock, and the log. Every verb is safe from any thread."""

    def __init__(self, now: datetime) -> None:
        """`now`: what the newsroom's clock shows at first, aware."""
        self.lock = threading.RLock()
        self.stories: dict[str, Story] = {}
        self._log: list[Edit] = []
        self._now = aware(now)

    @property
    def now(self) -> datetime:
        """The newsroom's clock: pages, ages and the log follow it. It stands until moved."""
        return self._now

    @now.setter
    def now(self, moment: datetime) -> None:
        self._now = aware(moment)

    def advance(self, *, days: float = 0, hours: float = 0, minutes: float = 0) -> datetime:
        """Move the clock on; returns what it shows then."""
        self._now += timedelta(days=days, hours=hours, minutes=minutes)
        return self._now

    @property
    def log(self) -> tuple[Edit, ...]:
        """Everything readers could see happen, in order."""
        with self.lock:
            return tuple(self._log)

    def publish(self, title: str, body: Sequence[str], **details: Unpack[Details]) -> Story:
        """Put a story on its page. Raises ValueError where the address is taken."""
        with self.lock:
            dress = dresses.named(details.get("dress", "cna"))
            story = written(title, body, details, self._now)
            number = FIRST_NUMBER + len(self.stories)
            host = details.get("host", dress.host)
            story.url = details.get("url", "") or f"https://{host}{dress.address(story, number)}"
            key = self.key(story.url)
            if key in self.stories:
                raise ValueError(f"two stories at {story.url}")
            self.stories[key] = story
            self._note(story, "published", new=title)
            return story

    def find(self, url: str) -> Story | None:
        """The story that a reader of `url` means, whatever category or tracking it carries."""
        return self.stories.get(self.key(url))

    @staticmethod
    def key(url: str) -> str:
        """Host and what the dress of that host tells stories apart by."""
        parts = urlsplit(url)
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        return f"{parts.netloc.lower()} {dresses.of_host(parts.netloc).key(path)}"

    def correct(self, story: Story, old: str, new: str, *, silent: bool = False) -> Edit:
        """Replace `old`, which stands exactly once in title or body, brackets excluded.

        Raises ValueError where it stands nowhere or more than once. `silent` leaves the page's
        own "updated" stamp as it was.
        """
        with self.lock:
            edit = self._replaced(story, old, new)
            self._touch(story, silent=silent)
            return self._note(story, "corrected", edit, silent=silent)

    def tamper(self, story: Story, old: str, new: str) -> None:
        """`correct`, but neither stamped nor logged: what a sabotaged newsroom does."""
        with self.lock:
            self._replaced(story, old, new)

    def hide(self, story: Story, old: str, new: str) -> Edit:
        """Log a correction that no page shows: the other sabotage."""
        with self.lock:
            field, path = self._place(story, old)
            before = story.title if path is None else story.paragraphs[path]
            edit = Edit(self._now, story.url, "corrected", field, old, new, path=path)
            return self._note(
                story, "corrected", replace(edit, before=before, after=before.replace(old, new))
            )

    def retitle(self, story: Story, title: str, *, silent: bool = False) -> Edit:
        """Give the story another headline."""
        with self.lock:
            old, story.title = story.title, title
            self._touch(story, silent=silent)
            edit = Edit(self._now, story.url, "retitled", "title", old, title, old, title)
            return self._note(story, "retitled", edit, silent=silent)

    def move_paragraph(self, story: Story, from_: int, to: int) -> Edit:
        """Take paragraph `from_` (from 0) out and put it back so that it is paragraph `to`."""
        with self.lock:
            before = story.paragraphs[from_]
            text = story.body.pop(from_)
            story.body.insert(to, text)
            self._touch(story)
            edit = Edit(self._now, story.url, "moved", "body", text, text, path=to)
            after = story.paragraphs[to]
            edit = replace(edit, before=before, after=after, from_path=from_)
            return self._note(story, "moved", edit)

    def add_credit(self, story: Story, role: str, name: str) -> Edit:
        """Name one more person: `reporter` in lead or byline, others in the tail bracket."""
        if role not in {"reporter", *TAIL}:
            raise ValueError(f"no role {role!r}: reporter, {', '.join(TAIL)}")
        with self.lock:
            path = (len(story.body) - 1 if role in TAIL else 0) if story.body else None
            before = "" if path is None else story.paragraphs[path]
            story.credits.append(Credit(role, name))
            self._touch(story)
            after = "" if path is None else story.paragraphs[path]
            edit = Edit(self._now, story.url, "credited", "credits", "", name, before, after, path)
            return self._note(story, "credited", edit)

    def append(self, story: Story, paragraph: str) -> Edit:
        """Add a paragraph at the end, where the tail bracket moves to."""
        with self.lock:
            story.body.append(paragraph)
            self._touch(story)
            path = len(story.body) - 1
            after = story.paragraphs[path]
            edit = Edit(self._now, story.url, "appended", "body", "", paragraph, "", after, path)
            return self._note(story, "appended", edit)

    def retract(self, story: Story, status: Literal[404, 410] = 404) -> Edit:
        """Take the page away."""
        return self._enter(story, "retracted", "retracted", status)

    def expire(self, story: Story) -> Edit:
        """Leave the lead and a notice that the text is now for members, with status 200."""
        return self._enter(story, "expired", "expired", 200)

    def redirect(self, story: Story, url: str, status: Literal[301, 302, 307, 308] = 301) -> Edit:
        """Send readers of the page to `url`."""
        with self.lock:
            story.moved_to = url
            return self._enter(story, "redirected", "redirected", status)

    def restore(self, story: Story) -> Edit:
        """Bring a retracted, expired or redirected page back as it was."""
        with self.lock:
            story.moved_to = ""
            return self._enter(story, "restored", "live", 200)

    def _enter(
        self,
        story: Story,
        kind: EditKind,
        state: Literal["live", "retracted", "expired", "redirected"],
        status: int,
    ) -> Edit:
        with self.lock:
            if story.state == state:
                raise ValueError(f"{story.url} is {state} already")
            story.state, story.status = state, status
            return self._note(story, kind, new=story.moved_to)

    def _place(self, story: Story, old: str) -> tuple[str, int | None]:
        count = story.title.count(old) + sum(text.count(old) for text in story.body)
        if count != 1 or not old:
            raise ValueError(f"{old!r} stands {count} times in {story.url}, not once")
        if old in story.title:
            return "title", None
        return "body", next(at for at, text in enumerate(story.body) if old in text)

    def _replaced(self, story: Story, old: str, new: str) -> Edit:
        field, path = self._place(story, old)
        if path is None:
            before, story.title = story.title, story.title.replace(old, new)
            after = story.title
        else:
            before = story.paragraphs[path]
            story.body[path] = story.body[path].replace(old, new)
            after = story.paragraphs[path]
        return Edit(self._now, story.url, "corrected", field, old, new, before, after, path)

    def _touch(self, story: Story, *, silent: bool = False) -> None:
        if not silent:
            story.modified = self._now

    def _note(
        self,
        story: Story,
        kind: EditKind,
        edit: Edit | None = None,
        *,
        new: str = "",
        silent: bool = False,
    ) -> Edit:
        edit = edit or Edit(self._now, story.url, kind, new=new)
        if silent:
            edit = replace(edit, silent=True)
        self._log.append(edit)
        return edit


def aware(moment: datetime) -> datetime:
    """`moment` itself; ValueError where it has no zone."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment} has no time zone")
    return moment


def written(title: str, body: Sequence[str], details: Details, now: datetime) -> Story:
    """A story from what its author said of it, with no address yet."""
    dress = dresses.named(details.get("dress", "cna"))
    named = details.get("credits", ())
    return Story(
        url="",
        dress=dress.name,
        title=title,
        body=list(body),
        published=aware(details.get("published", now)),
        publisher=details.get("publisher", dress.publisher),
        credits=[each if isinstance(each, Credit) else Credit(*each) for each in named],
        dateline=details.get("dateline", "台北"),
        section=details.get("section", "國際"),
        tags=tuple(details.get("tags", ())),
        pictures=tuple(details.get("pictures", ())),
        related=tuple(details.get("related", ())),
        era=details.get("era", dress.eras[0]),
        description=body[0] if body else "",
    )
