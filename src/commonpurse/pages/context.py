"""What every page knows. Asks the database nothing: error pages must work without one."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from commonpurse.access.actors import ANONYMOUS, Actor, Role
from commonpurse.pages.effort.open_page import page_of, signed
from commonpurse.pages.given_back import marked_csrf_input
from commonpurse.pages.person.rooms import home_of_both, room_for


def every_page(request: HttpRequest) -> dict[str, Any]:
    actor = getattr(request, "actor", ANONYMOUS)
    return {
        "actor": actor,
        "place": {"demonstration": settings.IN_DEMONSTRATION, "name": ""},
        "nav": navigation(actor, request.path),
        "exit_action": reverse("public:leave"),
        "csrf_input": marked_csrf_input(request),
        "effort": effort(request, actor),
        "own_room": {"title": room_for(actor.own_kind).title, "both": home_of_both()} if actor.own_kind else None,
    }


def effort(request: HttpRequest, actor: Actor) -> dict[str, str] | None:
    """What the page's script needs to tell how long somebody was active on it, where it is a page of a journey."""
    page = page_of(request)
    return {"page": signed(page, actor), "to": reverse("effort:report")} if page and actor.signed_in else None


def navigation(actor: Actor, here: str) -> list[dict[str, Any]]:
    """The few rooms this actor has a door to."""
    doors = []
    if actor.person_id:
        doors.append(("My home", reverse("person:home")))
    if actor.has_role(Role.PRACTITIONER, Role.MANAGER):
        doors.append(("Caseload", reverse("practitioner:caseload")))
    if actor.has_role(Role.MANAGER):
        doors.append(("To agree", reverse("manager:waiting")))
    if actor.has_role(Role.PRIVACY):
        doors.append(("Who must never see a record", reverse("privacy:home")))
    if actor.has_role(Role.ADMINISTRATOR):
        doors.append(("People who work here", reverse("administrator:home")))
    return [{"text": text, "href": href, "current": here.startswith(href)} for text, href in doors]
