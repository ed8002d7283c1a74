"""What a version rests on, to be taken away: the page as it came, its record, the evidence ZIP."""

import re

from starlette.requests import Request
from starlette.responses import Response

from crawler.store import Store
from scheduler import bundle
from scheduler.web import asked, documents, inert, schema
from scheduler.web.face import Page
from scheduler.web.frame import one
from scheduler.web.reader import Reader
from scheduler.web.worded import MissingError


def page(request: Request, _: Reader, store: Store) -> Response:
    """The bytes that came from the site, shown as they are and inert."""
    watch = asked.watch(request, store)
    number = asked.number(request.path_params["number"])
    look = store.first_look(one(store.versions(watch.identity), number))
    if look is None or look.payload is None:
        raise MissingError("error.page", number=number)
    return Response(
        store.payload(look.payload),
        headers=inert.HEADERS | {"Content-Type": inert.media_type(look)},
    )


def record(request: Request, _: Reader, store: Store) -> Response:
    """A version as schema.org has it."""
    watch = asked.watch(request, store)
    number = asked.number(request.path_params["number"])
    row = one(store.versions(watch.identity), number)
    found = schema.news_article(store.article(watch.identity, number), row)
    return Response(documents.to_json(found), media_type="application/ld+json")


def evidence(request: Request, reader: Reader, store: Store) -> Response:
    """Two versions with their pages, seals and difference, as `stet bundle` makes it."""
    watch = asked.watch(request, store)
    before, after = sorted(asked.number(request.path_params[end]) for end in ("before", "after"))
    versions = store.versions(watch.identity)
    made = bundle.make(store, watch, (one(versions, before), one(versions, after)), reader.config)
    named = re.sub(r"[^\w.-]+", "-", f"{watch.identity}-{before}-{after}", flags=re.ASCII)[:120]
    attached = {"Content-Disposition": f'attachment; filename="{named}.zip"'}
    return Response(made, media_type="application/zip", headers=attached)


ADDRESSES = (
    Page("/article/{identity}/v/{number}/page", page),
    Page("/article/{identity}/v/{number}/article.json", record, to_programs=True),
    Page("/article/{identity}/diff/{before}..{after}/evidence.zip", evidence, stale=None),
)
