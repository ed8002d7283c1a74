"""The versions of an article: each one's text, and any two of them compared."""

import re
from collections.abc import Container
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from crawler.store import Store
from scheduler.compare import of_versions
from scheduler.web import addresses, asked
from scheduler.web.comparison import comparison
from scheduler.web.face import Page
from scheduler.web.frame import frame, one, reports, times
from scheduler.web.questions import ComparedAsked, PairAsked
from scheduler.web.reader import Reader
from scheduler.web.texts import text_of
from scheduler.web.worded import MissingError


def version(request: Request, reader: Reader, store: Store) -> Response:
    """The text of one version."""
    watch = asked.watch(request, store)
    number = asked.number(request.path_params["number"])
    versions = store.versions(watch.identity)
    row = one(versions, number)
    text = store.article(watch.identity, number)
    return reader.page(
        "version.html",
        number=number,
        count=len(versions),
        text=text_of(text, reader.context),
        times=times(reader, row, text),
        has_page=store.first_look(row) is not None,
        **frame(reader, watch, versions, reports(store, watch)),
    )


def difference(request: Request, reader: Reader, store: Store) -> Response:
    """Any two versions of an article, compared now."""
    watch = asked.watch(request, store)
    before, after = _pair(request)
    versions = store.versions(watch.identity)
    old, new = one(versions, before), one(versions, after)
    texts = store.article(watch.identity, before), store.article(watch.identity, after)
    lines = _Lines(reader, store, watch.site)
    report = of_versions(store, watch, old, new, reader.config.ignore, lines)
    view = _view(reader.asked)
    return reader.page(
        "difference.html",
        before=before,
        after=after,
        count=len(versions),
        is_side=view["view"] == "side",
        in_full=view["text"] == "whole",
        to=lambda **other: _address(watch.identity, before, after, view | other),
        step=lambda by: _address(watch.identity, before + by, after + by, view),
        compared=comparison(*texts, report, reader.context, in_full=view["text"] == "whole"),
        is_changed=bool(report.changes),
        times=(times(reader, old, texts[0]), times(reader, new, texts[1])),
        **frame(reader, watch, versions, reports(store, watch)),
    )


@dataclass(frozen=True, slots=True)
class _Lines(Container[str]):
    """The lines that stand in many articles of a site, asked for when one counts."""

    reader: Reader
    store: Store
    site: str

    def __contains__(self, line: object) -> bool:
        # A thousand texts are read for them: once for all pages that compare some of the site's.
        named = "lines", self.site
        return bool(line) and line in self.reader.recent.of(named, self._known)

    def _known(self) -> frozenset[str]:
        return self.store.common_lines(self.site)


def chosen(request: Request, reader: Reader, store: Store) -> Response:
    """Leads from the form that chooses two versions to their comparison; by default the last two.

    An article of one version has no two: its own page says what there is.
    """
    watch = asked.watch(request, store)
    question: PairAsked = reader.asked
    last = question.last or watch.versions
    first = question.first or last - 1
    if first < 1:
        return RedirectResponse(addresses.article(watch.identity), status_code=303)
    return RedirectResponse(_address(watch.identity, first, last, _view(question)), status_code=303)


def _view(question: ComparedAsked) -> dict[str, str]:
    return {"view": question.view or "", "text": question.text or ""}


def _pair(request: Request) -> tuple[int, int]:
    ends = re.fullmatch(r"([0-9]+)\.\.([0-9]+)", request.path_params["pair"])
    if ends is None:
        raise MissingError("error.version.pair")
    return asked.number(ends[1]), asked.number(ends[2])


def _address(identity: str, before: int, after: int, view: dict[str, str]) -> str:
    asked_for = urlencode({name: value for name, value in view.items() if value})
    path = addresses.difference(identity, before, after)
    return f"{path}?{asked_for}" if asked_for else path


ADDRESSES = (
    Page("/article/{identity}/v/{number}", version),
    Page("/article/{identity}/diff", chosen, asks=PairAsked),
    Page("/article/{identity}/diff/{pair}", difference, asks=ComparedAsked),
)
