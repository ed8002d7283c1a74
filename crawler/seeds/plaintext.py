"""Seed documents in the text form: title line, byline, paragraphs, caption, rail."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import takewhile

from crawler import sites
from crawler.credits import is_byline, picture
from crawler.errors import SeedError
from crawler.items import Article, Draft, Image, SeedForm
from crawler.normalise import normalise
from crawler.seeds import rail
from crawler.seeds.moments import UNDATED, day, moment
from crawler.text import digest, fold

Line = tuple[str, str]
"""(role, text as written). Roles: title, byline, body, beside (no part of the text: 更多某報報導),
caption, rail, headline, summary, blank.
"""

_TITLE = re.compile(
    r"(?P<start>\ufeff?\s*date\s+)(?P<day>\d{4}-\d\d-\d\d)(?P<title>(?:\s.*)?)", re.DOTALL
)
_PORTAL = sites.site_for("https://tw.news.yahoo.com/")
_LONGEST_CAPTION = 200
_MOST_LINES = 20_000  # no page has so many; each line costs memory a hundred times its own size


def is_title_line(line: str) -> bool:
    """Whether a document that begins with `line` is meant to be in the text form."""
    return _TITLE.fullmatch(line) is not None


def parse(text: str) -> Article:
    """The Article of a document in the text form.

    Its date is a day in Taipei; the byline gives credits, a caption line an Image without URL, the
    rail the related links. Having no URL, its `url` is `text:DIGEST` over day, title and
    paragraphs. `seed.lines` holds every line with its role; `seed.raw` nothing.

    Raises `SeedError` where the first line is no title line, or no page has so many lines.
    """
    written = text.split("\n", _MOST_LINES)
    if len(written) > _MOST_LINES:
        raise SeedError(_MOST_LINES + 1, f"at most {_MOST_LINES} lines")
    lines = _with_roles(written)
    match = _TITLE.fullmatch(lines[0][1])
    date = moment(match["day"]) if match else None
    if match is None or (date is None and match["day"] != UNDATED):
        raise SeedError(1, "`date YYYY-MM-DD TITLE`", lines[0][1])
    title, body = fold(match["title"]), _folded(lines, "body")
    url = f"text:{digest(match['day'], title, *body)}"
    draft = Draft(url=url, title=title, byline=_folded(lines, "byline"), body=body)
    return replace(
        normalise(draft),
        url=url,
        title=title,
        date=date,
        body=tuple(body),
        images=tuple(map(_image, _folded(lines, "caption"))),
        related=rail.read(line for role, line in lines if role in {"headline", "summary"}),
        seed=SeedForm("text", lines=lines),
    )


def render(article: Article) -> str:
    """`article` in the text form; a raw line stands while its title, day or paragraph is the same.

    What was read from a page gets the lines that this form has: no URL, no outlet; of captions
    those that end with their source, of summaries those with an age.
    """
    if article.seed is not None and article.seed.form == "text":
        lines = _with_body(article.seed.lines, article.body)
        (_, first), *others = lines
        return "\n".join([_titled(first, article), *(line for _, line in others)])
    return "\n".join(_composed(article))


def heading(article: Article) -> tuple[str, str]:
    """The day and the title of `article` as its document has them: what its file is named after."""
    return day(article.date), fold(article.title)


def _with_roles(lines: Sequence[str]) -> tuple[Line, ...]:
    folded = [fold(line) for line in lines]
    start = folded.index(rail.HEADER, 1) if rail.HEADER in folded[1:] else len(lines)
    roles = [_role(index - start, line) for index, line in enumerate(folded)]
    roles[0] = "title"
    bylines = takewhile(is_byline, folded[1:start])
    for index, _ in enumerate(bylines, 1):
        roles[index] = "byline"
    body = [index for index, role in enumerate(roles) if role == "body"]
    for index in reversed(body[1:]):
        if not _is_caption(folded[index]):
            break
        roles[index] = "caption"
    _mark_beside(roles, folded)
    return tuple(zip(roles, lines, strict=True))


def _mark_beside(roles: list[str], folded: Sequence[str]) -> None:
    """Take from the body what the rules for the pages, which this form shows, take from it."""
    body = [index for index, role in enumerate(roles) if role == "body"]
    text = _PORTAL.text_of(folded[index] for index in body)
    kept = iter([*text, None])
    wanted = next(kept)
    for index in body:
        if folded[index] == wanted:
            wanted = next(kept)
        else:
            roles[index] = "beside"


def _role(after_header: int, line: str) -> str:
    if not line:
        return "blank"
    if after_header < 0:
        return "body"
    if after_header == 0:
        return "rail"
    return "summary" if rail.is_summary(line) else "headline"


def _is_caption(line: str) -> bool:
    return len(line) <= _LONGEST_CAPTION and bool(picture(line))


def _image(caption: str) -> Image:
    return Image(url="", caption=caption, credit=picture(caption))


def _folded(lines: Iterable[Line], role: str) -> list[str]:
    return [fold(line) for each, line in lines if each == role]


def _titled(line: str, article: Article) -> str:
    """The title line `line` with the day and the title of `article`, each only where it differs."""
    match = _TITLE.fullmatch(line)
    start, raw = (match["start"], match["title"]) if match else (" date ", " ")
    title = fold(article.title)
    if fold(raw) != title:
        text = raw.strip()
        before, _, after = raw.partition(text) if text else (raw[:1] or " ", "", raw[1:])
        raw = f"{before}{title}{after}"
    return f"{start}{day(article.date)}{raw}"


def _with_body(lines: Sequence[Line], body: Iterable[str]) -> list[Line]:
    """`lines` with the paragraphs `body`; the line of a paragraph that is there already stays.

    What changed lies between the paragraphs that are the same from the top and from the end. It
    takes the lines of the old paragraphs there; what is left over follows the last of them.
    """
    head = max(index for index, (role, _) in enumerate(lines) if role in {"title", "byline"})
    places = [head, *(index for index, (role, _) in enumerate(lines) if role == "body")]
    old = [fold(lines[place][1]) for place in places]
    new = [old[0], *filter(None, map(fold, body))]
    same = rail.shared(old, new)
    same_end = rail.shared(old[same:][::-1], new[same:][::-1])
    gone, come = places[same : len(old) - same_end], new[same : len(new) - same_end]
    written = {index: [line] for index, line in enumerate(lines)}
    written |= {place: [] for place in gone}
    for index, paragraph in enumerate(come):
        place = gone[min(index, len(gone) - 1)] if gone else places[same - 1]
        written[place].append(_line(paragraph, lines[place]))
    return [line for index in range(len(lines)) for line in written[index]]


def _line(paragraph: str, old: Line) -> Line:
    """`paragraph` in place of `old`, which stands where it says the same."""
    role, line = old
    if role == "body" and fold(line) == paragraph:
        return old
    return "body", paragraph + "\r" * line.endswith("\r")


def _composed(article: Article) -> list[str]:
    lines = [f" date {day(article.date)} {fold(article.title)}"]
    lines += filter(None, map(fold, article.body))
    captions = [fold(image.caption) for image in article.images]
    if len(lines) > 1:
        lines += filter(_is_caption, captions)
    links = [link for link in article.related if not link.sitewide]
    if links:
        lines += [rail.HEADER, *rail.write(links)]
    return [*lines, ""]
