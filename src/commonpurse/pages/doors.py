"""Who may come in: nobody signed in is asked to sign in; signed in without the role finds nothing there (404)."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeAlias

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpResponse
from django.urls import reverse

from commonpurse.access.actors import Actor, Role
from commonpurse.access.middleware import Request

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


def _door(view: View[P], opens_to: Callable[[Actor], bool]) -> View[P]:
    @wraps(view)
    def inner(request: Request, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.actor.signed_in:
            return redirect_to_login(request.get_full_path(), reverse("account_login"))
        if not opens_to(request.actor):
            raise Http404
        return view(request, *args, **kwargs)

    return inner
