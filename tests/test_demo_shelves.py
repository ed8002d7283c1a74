"""What the archive holds after the demo, altered in every way: the check must name it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from crawler.items import RelatedLink
from scheduler.demo.performance import Performance, Shelf
from tests.telling import CHIPS, FERRY, RICE, VAN, Mutations, assert_named, shelf


def text(**values: Any) -> Callable[[Shelf], Shelf]:
    """Other fields of the latest text."""

    def change(old: Shelf) -> Shelf:
        return replace(old, texts=(*old.texts[:-1], replace(old.texts[-1], **values)))

    return change


def version(**values: Any) -> Callable[[Shelf], Shelf]:
    """Other figures of the latest version."""

    def change(old: Shelf) -> Shelf:
        return replace(old, versions=(*old.versions[:-1], replace(old.versions[-1], **values)))

    return change


def watch(**values: Any) -> Callable[[Shelf], Shelf]:
    return lambda old: replace(old, watch=replace(old.watch, **values))


def link(**values: Any) -> Callable[[Shelf], Shelf]:
    """Other words in the first related link that was observed."""
    return lambda old: replace(old, related=(replace(old.related[0], **values), *old.related[1:]))


ARCHIVE: Mutations = {
    "the portal's rail dropped": (
        shelf("霧津電動公車", lambda old: replace(old, related=())), "the related story",
    ),
    "the rail dropped from the text": (
        shelf("霧津電動公車", text(related=())), "version 1: the related story",
    ),
    "one related story dropped": (
        shelf(FERRY, lambda old: replace(old, related=old.related[1:])), "the related story",
    ),
    "a related story twice": (
        shelf(FERRY, lambda old: replace(old, related=(*old.related, old.related[0]))), "twice",
    ),
    "the carousel as related": (
        shelf(
            FERRY,
            lambda old: text(
                related=tuple(replace(each, sitewide=False) for each in old.texts[-1].related)
            )(old),
        ),
        "is called related, but the page never named it",
    ),
    "a link of nobody": (
        shelf(RICE, lambda old: text(
            related=(*old.texts[-1].related, RelatedLink("廣告", "https://ads.example/1"))
        )(old)),
        "https://ads.example/1 is called related",
    ),
    "a rail's title misread": (shelf(RICE, link(title="別的")), "title is 別的"),
    "a rail's outlet misread": (shelf(RICE, link(publisher="Yahoo")), "publisher is Yahoo"),
    "a rail's age misread": (shelf(RICE, link(age="1 小時前")), "age is 1 小時前"),
    "a rail's words misread": (shelf(RICE, link(summary="廣告")), "which is not how it begins"),
    "a rail's words lost": (shelf(RICE, link(summary="")), "which is not how it begins"),
    "a related link seen earlier": (
        shelf(FERRY, lambda old: link(last_seen=old.related[0].first_seen)(old)), "seen is",
    ),
    "a story unknown": (
        lambda true: replace(true, archive=true.archive[1:]), "the archive does not know",
    ),
    "a carousel's story watched": (
        lambda true: replace(
            true,
            archive=(*true.archive, watch(identity="cna:202601055001")(true.archive[0])),
        ),
        "watches cna:202601055001, which the newsroom never published",
    ),
    "another address": (shelf(VAN, watch(url="https://www.example-news.tw/")), "url is"),
    "another title in the list": (shelf(VAN, watch(title=f"{VAN}開走")), "title is"),
    "another outlet in the list": (shelf(VAN, watch(publisher="")), "publisher is , not"),
    "still gone": (shelf(CHIPS, watch(state="gone")), "state is gone, not active"),
    "another last look": (
        shelf(VAN, lambda old: watch(looked_at=old.versions[0].first_seen)(old)), "last look is",
    ),
    "a fault of nobody": (shelf(VAN, watch(faults=1)), "faults is 1, not 0"),
    "a version missing": (
        shelf(VAN, lambda old: replace(old, versions=old.versions[:1], texts=old.texts[:1])),
        "versions is 1, not 2",
    ),
    "a version of noise": (
        shelf(RICE, lambda old: replace(
            old, versions=(*old.versions, replace(old.versions[0], number=2))
        )),
        "versions is 2, not 1",
    ),
    "a version misnumbered": (shelf(VAN, version(number=3)), "version 2: number is 3, not 2"),
    "a look uncounted": (shelf(RICE, version(checks=4)), "looks is 4, not 5"),
    "last seen too early": (
        shelf(RICE, lambda old: version(last_seen=old.versions[0].first_seen)(old)), "last seen is",
    ),
    "first seen too late": (
        shelf(RICE, lambda old: version(first_seen=old.versions[0].last_seen)(old)), "first seen",
    ),
    "an event missing": (shelf(CHIPS, lambda old: replace(old, events=old.events[:1])), "events"),
    "an event of nobody": (
        lambda true: shelf(
            RICE, lambda old: replace(old, events=next(s.events for s in true.archive if s.events))
        )(true),
        "events is",
    ),
    "a paragraph lost": (
        shelf(RICE, lambda old: text(body=old.texts[-1].body[:-1])(old)), "text is",
    ),
    "the rail in the text": (
        shelf(RICE, lambda old: text(body=(*old.texts[-1].body, "其他人也在看"))(old)), "text is",
    ),
    "another headline": (shelf(RICE, text(title="米價")), "version 1: title is 米價"),
    "the portal as author": (shelf(RICE, text(author="Yahoo奇摩新聞")), "publisher is Yahoo奇摩"),
    "no credit": (shelf(RICE, text(credits=())), "credits is"),
    "another section": (shelf(RICE, text(categories=("國際",))), "section is"),
    "a tag lost": (shelf(RICE, text(tags=("曦川",))), "tags is"),
    "no caption": (shelf("柳渡玻璃", text(images=())), "captions is"),
    "no date": (shelf(RICE, text(date=None)), "published is None"),
    "no stamp": (shelf(RICE, text(modified=None)), "modified is None"),
}  # fmt: skip


@pytest.mark.parametrize("name", ARCHIVE)
def test_what_is_filed_wrongly_is_named(performance: Performance, name: str):
    assert_named(performance, *ARCHIVE[name])
