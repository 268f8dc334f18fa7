"""The doors that every page module uses."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.http import Http404, HttpResponse
from django.test import RequestFactory

from commonpurse.access.actors import ANONYMOUS, Actor, MembershipOf, Role
from commonpurse.access.middleware import Request
from commonpurse.access.sessions import SessionStore
from commonpurse.pages.doors import for_person, for_role, signed_in

View = Callable[..., HttpResponse]


def room(request: Request, number: int = 1) -> HttpResponse:
    return HttpResponse(f"room {number}")


NOBODY = ANONYMOUS
DANIEL = Actor(uuid4(), "Daniel", uuid4())
SAM = Actor(uuid4(), "Sam", None, (MembershipOf(Role.PRACTITIONER, uuid4(), uuid4()),))
WEN = Actor(uuid4(), "Wen", None, (MembershipOf(Role.ADMINISTRATOR, uuid4()),))
DOORS: dict[str, View] = {
    "no door": room,
    "signed in": signed_in(room),
    "own record": for_person(room),
    "work": for_role(Role.PRACTITIONER, Role.MANAGER)(room),
}


def outcome(view: View, actor: Actor, method: str = "get") -> str:
    request = getattr(RequestFactory(), method)("/room?page=2")
    request.actor, request.session = actor, SessionStore()
    try:
        answer = view(request, number=7)
    except Http404:
        return "not found"
    return "asked to sign in" if answer.status_code == 302 else answer.content.decode()


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(
    ("door", "nobody", "daniel", "sam", "wen"),
    [
        ("no door", "room 7", "room 7", "room 7", "room 7"),  # the negative control
        ("signed in", "asked to sign in", "room 7", "room 7", "room 7"),
        ("own record", "asked to sign in", "room 7", "not found", "not found"),
        ("work", "asked to sign in", "not found", "room 7", "not found"),
    ],
)
def test_who_comes_in(method: str, door: str, nobody: str, daniel: str, sam: str, wen: str) -> None:
    assert [outcome(DOORS[door], actor, method) for actor in (NOBODY, DANIEL, SAM, WEN)] == [nobody, daniel, sam, wen]


def test_one_comes_back_to_the_page_that_one_wanted() -> None:
    request = RequestFactory().get("/room?page=2")
    request.actor = ANONYMOUS  # type: ignore[attr-defined]
    assert signed_in(room)(request)["Location"] == "/account/sign-in?next=/room%3Fpage%3D2"  # type: ignore[arg-type]


def test_a_door_keeps_the_name_of_its_room() -> None:
    assert {view.__name__ for view in DOORS.values()} == {"room"}
