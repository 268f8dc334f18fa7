"""What happens to every answer: private pages stay out of caches, refusals become pages and are written down, time is counted."""

from collections.abc import Callable

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse

from commonpurse.access.actors import ANONYMOUS
from commonpurse.access.acts import record_refusal
from commonpurse.access.context import acting_as
from commonpurse.foundation.clock import now
from commonpurse.pages.effort.counting import count, open_before

Answer = Callable[[HttpRequest], HttpResponse]
REFUSED = {403, 404}


def private_pages(get_response: Answer) -> Answer:
    """No page of ours is kept by a browser or a proxy: the back button after signing out shows nothing."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if "Cache-Control" not in response:
            response["Cache-Control"] = "no-store"
        response["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
        return response

    return middleware


def refusals(get_response: Answer) -> Answer:
    """Write down who was refused, in a second short transaction: the refusal rolled back the request's own."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        actor = getattr(request, "actor", ANONYMOUS)
        if response.status_code in REFUSED and actor.signed_in and request.resolver_match:
            try:
                with acting_as(actor):
                    record_refusal(
                        route=request.resolver_match.view_name,
                        status=response.status_code,
                        because=getattr(response, "because", "") or response.reason_phrase,
                        by=actor,
                    )
            except DatabaseError:
                return response  # the refusal itself stands, whatever happens to its record
        return response

    return middleware


def effort(get_response: Answer) -> Answer:
    """Count what pages of journeys cost, after the request's own transaction: one that was rolled back cost minutes too."""

    def middleware(request: HttpRequest) -> HttpResponse:
        arrived = now()
        response = get_response(request)
        count(request, response, getattr(request, "page_before", None), arrived=arrived)
        return response

    return middleware


def page_that_was_open(get_response: Answer) -> Answer:
    """Remember which page was open before this request changes what the session holds."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.page_before = open_before(request)  # type: ignore[attr-defined]
        return get_response(request)

    return middleware
