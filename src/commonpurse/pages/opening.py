"""Open one thing that the actor may see; what then shows it writes down the look."""

from collections.abc import Iterable
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse

from commonpurse.access.acts import look_at, look_at_list
from commonpurse.access.middleware import Request
from commonpurse.journeys.models import Journey
from commonpurse.journeys.sections import JourneySection
from commonpurse.pages.effort.open_page import costs
from commonpurse.pages.whose import about_whom

Row = TypeVar("Row", bound=Model)


def opened(request: Request, rows: QuerySet[Row], pk: UUID, *, section: str) -> Row:
    """The row, when the actor may see it; else 404, as if it were not there. What then shows it is written down as a look."""
    row = rows.filter(pk=pk).first()
    if row is None:
        raise Http404
    about_whom(request, _person_id(row))
    if journey := _journey_of(row):
        costs(request, journey)
    looked_at(request, _person_id(row), [section])
    return row


def looked_at(request: Request, person_id: UUID, sections: Iterable[str]) -> None:
    """Let each section that this page shows be written down as a look, once it is shown."""
    seen: dict[tuple[UUID, str], None] = getattr(request, "seen", {})
    request.seen = seen | dict.fromkeys((person_id, section) for section in sections)  # type: ignore[attr-defined]


def write_looks(request: Request, response: HttpResponse) -> None:
    """Write down what an answer showed, whatever the method: a form that comes back with something to put right shows the record too.

    Called once, where every view's answer is ready (`config.urls`), in the transaction that read it. What leads elsewhere, and what tells a
    script that something was saved, shows nothing.
    """
    shows = response.status_code < 300 or response.status_code >= 400
    if shows and not isinstance(response, JsonResponse):
        look_at(getattr(request, "seen", {}), route=_route(request), by=request.actor)


def listed(request: Request, person_ids: Iterable[UUID]) -> None:
    """Write down that a list showed who these people are and where they stand: once a day each. The list itself has found them visible."""
    look_at_list(person_ids, section=JourneySection.JOURNEY, route=_route(request), by=request.actor)


def _journey_of(row: Any) -> Journey | None:
    """The journey that a row is or belongs to, if it belongs to one."""
    if isinstance(row, Journey):
        return row
    found: Journey | None = getattr(getattr(row, "assessment", row), "journey", None)
    return found


def _person_id(row: Any) -> UUID:
    found: UUID = row.person_id if hasattr(row, "person_id") else row.pk
    return found


def _route(request: HttpRequest) -> str:
    return request.resolver_match.view_name if request.resolver_match else ""
