"""Refusals and faults as pages: calm words, what to do next, and the crisis numbers."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from commonpurse.access.actors import ANONYMOUS
from commonpurse.access.decisions import Refused
from commonpurse.pages.doors import signed_out
from commonpurse.pages.given_back import keep, mark_of
from commonpurse.values.missing import NotReady


def answer_to(request: HttpRequest, error: Exception) -> HttpResponse | None:
    """The page for an error that is an answer, or None for one that is a fault of ours."""
    if isinstance(error, Refused):
        return _page(request, 403, sentences=[error.decision.because])
    if isinstance(error, NotReady):
        return _page(request, 409, sentences=[one.sentence for one in error.missing])
    return None


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 404)


def only_sent(request: HttpRequest, refused: HttpResponse) -> HttpResponse:
    """In place of an empty answer: mostly somebody who was signed out, pressed a button, and came back by way of signing in."""
    page = _page(request, 405)
    page["Allow"] = refused["Allow"]
    return page


def server_error(request: HttpRequest) -> HttpResponse:
    return _page(request, 500)


EXPIRED = "This page was open for too long, or in another window. Go back, copy what you typed, open the page again and send it once more."


OPEN_TWICE = "not saved: you signed in anew in another window. Press the button below, and look at it once more"


def form_expired(request: Any, reason: str = "") -> HttpResponse:
    """Answer when Django's check that a form came from us failed: mostly a page left open across a sign-in.

    Where it bears the mark of whoever is signed in now, their page is shown once more with what they typed, to be sent again. Somebody
    else's page cannot bear it, so nothing can be put into a form from outside.
    """
    mark, actor = mark_of(request), getattr(request, "actor", ANONYMOUS)
    if mark is not None and not actor.signed_in:
        return signed_out(request)
    if mark is not None and mark.user_id == actor.user_id:
        keep(request)
        if request.headers.get("X-Requested-With") == "autosave":
            return JsonResponse({"message": OPEN_TWICE}, status=403)
        return redirect(mark.page)
    return _page(request, 403, sentences=[EXPIRED])


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 429)


def _page(request: HttpRequest, status: int, *, sentences: list[str] | None = None) -> HttpResponse:
    because = " ".join(sentences or [])
    page = render(request, f"theme/errors/{status}.html", {"because": because}, status=status)
    page.because = because  # type: ignore[attr-defined]  # for the record of refusals (config.middleware)
    return page
