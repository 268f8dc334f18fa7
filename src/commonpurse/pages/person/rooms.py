"""Somebody with a journey for themselves and one as a carer has a room for each: the address says which one a page is about.

In a room every address of the person's pages is the room's own (`reverse` and `url` give it without being told), so that nothing
on a page leads to the other journey but the way back to both. Two windows may stand open, one in each.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import get_urlconf, reverse, set_urlconf

from commonpurse.access.middleware import Request
from commonpurse.journeys.models import Journey


@dataclass(frozen=True)
class Room:
    kind: str
    title: str
    begins: str
    urlconf: str


ROOMS = (
    Room(Journey.Kind.ADULT, "For myself", "/my/for-myself/", "commonpurse.config.urls_for_myself"),
    Room(Journey.Kind.CARER, "As a carer", "/my/as-a-carer/", "commonpurse.config.urls_as_a_carer"),
)


def room_for(kind: str) -> Room:
    return next(room for room in ROOMS if room.kind == kind)


def own_room(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware, after the actor's: an address in a room is about that journey alone."""

    def middleware(request: Request) -> HttpResponse:
        room = next((room for room in ROOMS if request.path.startswith(room.begins)), None)
        if room is not None:
            request.urlconf = room.urlconf
            request.actor = replace(request.actor, own_kind=room.kind)
        return get_response(request)

    return middleware  # type: ignore[return-value]


@contextmanager
def inside(room: Room) -> Iterator[None]:
    """Let addresses that are made here be the room's own."""
    before = get_urlconf()
    set_urlconf(room.urlconf)
    try:
        yield
    finally:
        set_urlconf(before)


def home_of_both() -> str:
    return reverse("person:home", urlconf=settings.ROOT_URLCONF)
