"""Who may come in: nobody signed in is asked to sign in; signed in without the role finds nothing there (404)."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeAlias

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpResponse, JsonResponse
from django.urls import reverse

from commonpurse.access.actors import Actor, Role
from commonpurse.access.middleware import Request
from commonpurse.pages.given_back import give_back, keep

P = ParamSpec("P")
View: TypeAlias = Callable[Concatenate[Request, P], HttpResponse]


def signed_in(view: View[P]) -> View[P]:
    """For anybody who is signed in."""
    return _door(view, lambda _: True)


def for_person(view: View[P]) -> View[P]:
    """For somebody whose account is their own, for their own record: `request.actor.person_id` is set inside."""
    return _door(view, lambda actor: actor.person_id is not None)


def for_role(*roles: Role) -> Callable[[View[P]], View[P]]:
    """For somebody who holds one of these roles anywhere; what they may open there is asked of queries and policy."""
    return lambda view: _door(view, lambda actor: actor.has_role(*roles))


COMES_BACK = "You were signed out, so nothing was saved. Sign in, and what you typed comes back."
NOT_SAVED = "not saved: you were signed out. Press the button below and sign in. What you typed comes back"
GONE = "not saved: you were signed out. Copy what you typed, then sign in"


def signed_out(request: Request) -> HttpResponse:
    """Ask to sign in, and keep what was typed meanwhile. A save while typing is told plainly that it is none."""
    mark = keep(request) if request.method == "POST" else None
    if request.headers.get("X-Requested-With") == "autosave":
        return JsonResponse({"message": NOT_SAVED if mark else GONE}, status=401)
    if mark:
        messages.warning(request, COMES_BACK)
    return redirect_to_login(mark.page if mark else request.get_full_path(), reverse("account_login"))


def _door(view: View[P], opens_to: Callable[[Actor], bool]) -> View[P]:
    @wraps(view)
    def inner(request: Request, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.actor.signed_in:
            return signed_out(request)
        if not opens_to(request.actor):
            raise Http404
        return give_back(request, view(request, *args, **kwargs))

    return inner
