"""Whom a page is about, carried by every form on it: what was opened for one person is never sent for another."""

from uuid import UUID

from django.http import HttpRequest

from commonpurse.values.missing import Missing, NotReady

FIELD = "about_whom"
SOMEBODY_ELSE = "This page was opened for somebody else. Nothing was saved. Open the page again from the person's own record."


def about_whom(request: HttpRequest, person_id: UUID) -> None:
    """Let this page's forms carry the person. Refuses what a page about somebody else sent; a page about several carries nobody."""
    if request.method == "POST" and request.POST.get(FIELD, str(person_id)) != str(person_id):
        raise NotReady([Missing(SOMEBODY_ELSE)])
    before: set[UUID] = getattr(request, "about", set())
    request.about = before | {person_id}  # type: ignore[attr-defined]


def whose(request: HttpRequest) -> str:
    """The person whom this page is about, for its forms; empty where it is about nobody or about several."""
    about: set[UUID] = getattr(request, "about", set())
    return str(*about) if len(about) == 1 else ""
