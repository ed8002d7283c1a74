"""For mail, archive and print: one self-contained HTML file that asks the network for nothing."""

from collections.abc import Iterable, Iterator

from scheduler.diff.records import ChangeReport
from scheduler.reports.view import digests
from scheduler.reports.view.catalogue import Words
from scheduler.reports.view.context import Context
from scheduler.reports.view.stories import stories
from scheduler.reports.view.times import instant, zone_name


def render(reports: Iterable[ChangeReport], context: Context) -> Iterator[str]:
    """One page; cards need all reports of an article together, so it begins after the last."""
    cards = stories(reports, context)
    words = Words(context.lang)
    yield from _page(
        "webpage.html",
        context,
        made=instant(context.now, context) if context.now else None,
        stories=cards,
        nothing=words(context.nothing),
        count=sum(1 + len(card.earlier) for card in cards),
    )


def digest(reports: Iterable[ChangeReport], context: Context) -> Iterator[str]:
    """One page; sites and articles by weight, so it begins after the last report."""
    yield from _page("digest.html", context, digest=digests.digest(reports, context))


def _page(template: str, context: Context, **values: object) -> Iterator[str]:
    from scheduler.reports.view import pages

    words = Words(context.lang)
    return pages.template(template).generate(
        words=words,
        title=context.title or words("title"),
        zone=zone_name(context),
        style=pages.style(),
        style_hash=pages.style_hash(),
        reader=False,
        **values,
    )
