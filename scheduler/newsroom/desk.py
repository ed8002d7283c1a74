"""The desk: the verbs that change stories, and the log of what readers could see of them."""

import threading
from collections.abc import Mapping, Sequence
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
    Proof,
    State,
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
        self._proofs: list[Proof] = []
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

    @property
    def proofs(self) -> tuple[Proof, ...]:
        """What each edit of the log made of its story, in the order of the log."""
        with self.lock:
            return tuple(self._proofs)

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
            self._record(story, Edit(self._now, story.url, "published", new=title))
            return story

    def find(self, url: str) -> Story | None:
        """The story that a reader of `url` means, whatever category or tracking it carries."""
        return self.stories.get(self.key(url))

    @staticmethod
    def key(url: str) -> str:
        """Host and what the dress of that host tells stories apart by."""
        parts = urlsplit(url)
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        host = parts.netloc.lower()
        spelt = host if host.isascii() else host.encode("idna").decode()
        return f"{spelt} {dresses.of_host(host).key(path)}"

    def relate(self, story: Story, *others: Story) -> None:
        """Let the story's page point to `others`. No edit: such lists change by the hour."""
        with self.lock:
            story.related = others

    def correct(self, story: Story, old: str, new: str, *, silent: bool = False) -> Edit:
        """Replace `old`, which stands exactly once in title or body, brackets excluded.

        Raises ValueError where it stands nowhere or more than once. `silent` leaves the page's
        own "updated" stamp as it was.
        """
        with self.lock:
            edit = self._replaced(story, old, new)
            return self._note(story, edit, silent=silent)

    def tamper(self, story: Story, old: str, new: str) -> None:
        """`correct`, but neither stamped nor logged: what a sabotaged newsroom does."""
        with self.lock:
            self._replaced(story, old, new)

    def hide(self, story: Story, old: str, new: str) -> Edit:
        """Log a correction that no page shows: the other sabotage."""
        with self.lock:
            unprinted = replace(story, body=[*story.body])
            return self.correct(unprinted, old, new)

    def retitle(self, story: Story, title: str, *, silent: bool = False) -> Edit:
        """Give the story another headline."""
        with self.lock:
            old, story.title = story.title, title
            edit = Edit(self._now, story.url, "retitled", "title", old, title, old, title)
            return self._note(story, edit, silent=silent)

    def move_paragraph(self, story: Story, from_: int, to: int) -> Edit:
        """Take paragraph `from_` (from 0) out and put it back so that it is paragraph `to`."""
        with self.lock:
            shown = by_text(story)
            text = story.body.pop(from_)
            story.body.insert(to, text)
            edit = Edit(self._now, story.url, "moved", "body", text, text, shown[text])
            edit = replace(edit, after=story.paragraphs[to], path=to, from_path=from_)
            return self._note(story, edit, shown)

    def add_credit(self, story: Story, role: str, name: str) -> Edit:
        """Name one more person: `reporter` in lead or byline, others in the tail bracket."""
        if role not in {"reporter", *TAIL}:
            raise ValueError(f"no role {role!r}: reporter, {', '.join(TAIL)}")
        with self.lock:
            path = len(story.body) - 1 if role in TAIL else 0
            before = story.paragraphs[path]
            story.credits.append(Credit(role, name))
            after = story.paragraphs[path]
            edit = Edit(self._now, story.url, "credited", "credits", "", name, before, after, path)
            return self._note(story, edit)

    def append(self, story: Story, paragraph: str) -> Edit:
        """Add a paragraph at the end, where the tail bracket moves to."""
        with self.lock:
            shown = by_text(story)
            story.body.append(paragraph)
            path = len(story.body) - 1
            after = story.paragraphs[path]
            edit = Edit(self._now, story.url, "appended", "body", "", paragraph, "", after, path)
            return self._note(story, edit, shown)

    def retract(self, story: Story, status: Literal[200, 404, 410] = 404) -> Edit:
        """Take the page away; with 200 the host shows "not found" without admitting it."""
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

    def _enter(self, story: Story, kind: EditKind, state: State, status: int) -> Edit:
        with self.lock:
            if story.state == state:
                raise ValueError(f"{story.url} is {state} already")
            story.state, story.status = state, status
            return self._record(story, Edit(self._now, story.url, kind, new=story.moved_to))

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

    def _note(
        self,
        story: Story,
        edit: Edit,
        shown: Mapping[str, str] | None = None,
        *,
        silent: bool = False,
    ) -> Edit:
        """Stamp the page and log the edit; `shown`: what `by_text` said before it."""
        if not silent:
            story.modified = self._now
        brackets = tuple(
            (before, by_text(story)[text])
            for text, before in (shown or {}).items()
            if text != edit.old and by_text(story)[text] != before
        )
        return self._record(story, replace(edit, brackets=brackets, silent=silent))

    def _record(self, story: Story, edit: Edit) -> Edit:
        self._log.append(edit)
        self._proofs.append(story.proof(edit.at))
        return edit


def by_text(story: Story) -> dict[str, str]:
    """Each paragraph as written -> as shown, with its brackets."""
    return dict(zip(story.body, story.paragraphs, strict=True))


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
