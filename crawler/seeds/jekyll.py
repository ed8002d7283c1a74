"""Seed documents in the Jekyll form: front matter, a link, and the content in a `<div>`."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html import escape, unescape
from urllib.parse import quote

from crawler import extract
from crawler.errors import SeedError
from crawler.items import Article, Moment, SeedForm
from crawler.normalise import normalise
from crawler.seeds.grammar import read, write
from crawler.seeds.moments import UNDATED, day, is_whole_day, moment
from crawler.text import digest, fold
from crawler.urls import canonical, is_fetchable

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_CUT = "..."  # the generator drops the first one from the title and leaves it in the link
_LEFT_ALONE = "%;,/?:@&=+$-_.!~*'()#"  # by encodeURI, and what is percent-encoded already


def parse(text: str) -> Article:
    """The Article of a document in the Jekyll form.

    Title, date, author and URL come from the front matter; where the generator cut a "..." out of
    the title, the link still has it and is believed; entities are decoded. Body, credits,
    dateline, tags and related links come from the content, read by the rules of the site that
    owns the URL.

    `seed.raw` holds the front matter as written (`layout`, `title`, `date`, `author`, `from`,
    `tags`, `categories`, `comments` where there) and `content`; `epoch`, `link title` and
    `link url` only where they do not follow from those; `newline` only where lines end in CR LF;
    and `body`, the digest of the paragraphs that were read from the content: with it, paragraphs
    that a later version of Stet reads otherwise are not taken for a change of the body.

    Raises `SeedError` with line and expectation.
    """
    values, places = read(text)
    url = canonical(values["from"])
    if not (is_fetchable(url) or url.startswith("text:")):
        raise SeedError(places["from"], "`from:` and an http or https URL", values["from"])
    raw = _without_what_follows(values)
    content = _content(raw["content"], url)
    return replace(
        content,
        url=url,
        title=_title(raw),
        date=moment(raw["date"]),
        author=fold(raw["author"]),
        seed=SeedForm("jekyll", {**raw, "body": digest(*content.body)}),
    )


def render(article: Article) -> str:
    """`article` in the Jekyll form; a raw value stands while its field still says the same.

    What was read from a page is written as the generator writes: of the title only `"` is escaped
    and the first "..." dropped, the outlet stands for missing tags and categories, and the
    content is the body's paragraphs.
    """
    raw = _raw(article)
    author = _author(article, raw)
    url, link_url = _url_and_link(article, raw)
    title, link_title = _title_and_link(article, raw)
    date, epoch = _date_and_epoch(article, raw)
    values = {
        "newline": "\n",
        "layout": "post",
        "tags": _listed(article.tags) or author,
        "categories": _listed(article.categories) or author,
        **raw,
        "title": title,
        "date": date,
        "author": author,
        "from": url,
        "epoch": epoch,
        "link": f"{link_title}]({link_url}",
        "content": _written_content(article, raw),
    }
    return write(values)


def heading(article: Article) -> tuple[str, str]:
    """The day and the title of `article` as its document has them: what its file is named after."""
    raw = _raw(article)
    return _date_and_epoch(article, raw)[0][: len(UNDATED)], _title_and_link(article, raw)[0]


def _raw(article: Article) -> Mapping[str, str]:
    return article.seed.raw if article.seed and article.seed.form == "jekyll" else {}


def _without_what_follows(values: Mapping[str, str]) -> dict[str, str]:
    """`values` as `SeedForm.raw`: with the link in two parts, without what can be derived."""
    follows = {
        "newline": "\n",
        "epoch": _epoch(moment(values["date"])),
        "link title": _unescaped(values["title"]).strip(),
        "link url": _percent_encoded(values["from"]),
    }
    kept = dict(values)
    link = kept.pop("link")
    kept["link title"] = link.removesuffix(f"]({follows['link url']}")
    kept["link url"] = follows["link url"]
    if kept["link title"] == link:
        kept["link title"], _, kept["link url"] = link.rpartition("](")
    return {name: value for name, value in kept.items() if follows.get(name) != value}


def _content(html: str, url: str) -> Article:
    """What the content shows, read like the page of `url`; nothing where there is no content."""
    if not html.strip():
        return Article(url=url, title="")
    return normalise(extract.fragment(html, url))


def _title(raw: Mapping[str, str]) -> str:
    """The title before the generator cut it: the link's, if that cut is all that differs."""
    title, link_title = _shown(_unescaped(raw["title"])), _link_title(raw)
    cut = _shown(link_title.replace(_CUT, "", 1))
    return _shown(link_title) if cut == title else title


def _shown(title: str) -> str:
    """As a reader sees it: feeds leave entities in titles, which their pages do not show."""
    return fold(unescape(title))


def _link_title(raw: Mapping[str, str]) -> str:
    return raw.get("link title", _unescaped(raw["title"]).strip())


def _unescaped(title: str) -> str:
    return title.replace('\\"', '"')


def _percent_encoded(url: str) -> str:
    return quote(url, safe=_LEFT_ALONE)


def _epoch(date: Moment | None) -> str:
    return str((date.at - _EPOCH) // timedelta(milliseconds=1)) if date else "NaN"


def _title_and_link(article: Article, raw: Mapping[str, str]) -> tuple[str, str]:
    title = fold(article.title)
    if "title" in raw and _title(raw) == title:
        return raw["title"], _link_title(raw)
    if unescape(title) != title:
        title = title.replace("&", "&amp;")
    return title.replace(_CUT, "", 1).replace('"', '\\"'), title


def _date_and_epoch(article: Article, raw: Mapping[str, str]) -> tuple[str, str]:
    date, epoch = article.date, _epoch(article.date)
    if "date" in raw and _at(moment(raw["date"])) == _at(date):
        return raw["date"], raw.get("epoch", epoch)
    if date is None or is_whole_day(date):
        return day(date), epoch
    written = date.at.astimezone(UTC).isoformat(timespec="milliseconds")
    return written.replace("+00:00", "Z"), epoch


def _at(date: Moment | None) -> datetime | None:
    return date.at if date else None


def _url_and_link(article: Article, raw: Mapping[str, str]) -> tuple[str, str]:
    if "from" in raw and canonical(raw["from"]) == canonical(article.url):
        return raw["from"], raw.get("link url", _percent_encoded(raw["from"]))
    url = canonical(article.url)
    return url, _percent_encoded(url)


def _author(article: Article, raw: Mapping[str, str]) -> str:
    author = fold(article.author)
    return raw["author"] if "author" in raw and fold(raw["author"]) == author else author


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(map(fold, names))


def _written_content(article: Article, raw: Mapping[str, str]) -> str:
    if "body" in raw and raw["body"] == digest(*article.body):
        return raw["content"]
    return "".join(f"<p>{_escaped(fold(paragraph))}</p>" for paragraph in article.body)


def _escaped(text: str) -> str:
    """`text` as HTML in which Jekyll finds no Liquid to run."""
    return escape(text, quote=False).replace("{", "&#123;")
