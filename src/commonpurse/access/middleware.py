"""Who is asking: an actor on every request. The database is told by `acting_as`, which wraps every view."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from commonpurse.access.actors import ANONYMOUS, Actor
from commonpurse.access.models import User
from commonpurse.access.queries import actor_for


class Request(HttpRequest):
    """A request with its actor: what every view of ours is given."""

    actor: Actor


def actor(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    def middleware(request: HttpRequest) -> HttpResponse:
        user = request.user if request.user.is_authenticated else None
        request.actor = actor_for(user) if isinstance(user, User) else ANONYMOUS  # type: ignore[attr-defined]
        return get_response(request)

    return middleware
