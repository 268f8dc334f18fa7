"""Who is asking: one transaction around each request, begun by the key of its session, and an actor on it.

The first statement of a request tells the database the key, and brings back who that is, where they work and what the session holds.
What a view refuses, or fails in, is rolled back here: `config.urls` says so.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.utils.dateparse import parse_datetime

from commonpurse.access.actors import Actor
from commonpurse.access.context import acting_in_session
from commonpurse.access.models import User

Answer = Callable[[HttpRequest], HttpResponse]


class Request(HttpRequest):
    """A request with its actor: what every view of ours is given."""

    actor: Actor


def actor(get_response: Answer) -> Answer:
    def middleware(request: HttpRequest) -> HttpResponse:
        key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
        with acting_in_session(key, capacity=_capacity(request.path)) as begun:
            request.session.found(begun.session_data)  # type: ignore[attr-defined]
            user = _user(begun.account)
            if user is None or _signed_in_with(user, request):
                _is_asking(request, begun.actor, user)
                return get_response(request)
            request.session.flush()
        with acting_in_session(None, capacity=None) as begun:  # the password is another one since
            _is_asking(request, begun.actor, None)
            return get_response(request)

    return middleware


def _is_asking(request: HttpRequest, who: Actor, user: User | None) -> None:
    request._cached_user = user or AnonymousUser()  # type: ignore[attr-defined]  # where Django keeps what `request.user` gives
    request.actor = who  # type: ignore[attr-defined]


def _user(account: dict[str, Any] | None) -> User | None:
    """The account as its row has it, without asking for the row again."""
    if account is None:
        return None
    moments = {name: parse_datetime(account[name]) if account[name] else None for name in ("last_login", "made_at")}
    uuids = {name: UUID(account[name]) if account[name] else None for name in ("id", "person_id")}
    user = User(**account | moments | uuids)
    user._state.adding, user._state.db = False, "default"
    return user


def _signed_in_with(user: User, request: HttpRequest) -> bool:
    """Whether this session was begun with the password that the account has now."""
    return constant_time_compare(request.session.get(HASH_SESSION_KEY, ""), user.get_session_auth_hash())


def _capacity(path: str) -> str | None:
    """As what somebody acts, by the room at whose address they ask."""
    return next((capacity for begins, capacity in settings.CAPACITY_AT.items() if path.startswith(begins)), None)
