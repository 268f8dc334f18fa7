"""Open one thing that the actor may see, and write down the look."""

from collections.abc import Iterable
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest

from commonpurse.access.acts import look, look_at_list
from commonpurse.access.middleware import Request
from commonpurse.access.registry import Section
from commonpurse.journeys.models import Journey
from commonpurse.pages.effort.open_page import costs
from commonpurse.pages.whose import about_whom

Row = TypeVar("Row", bound=Model)


def opened(request: Request, rows: QuerySet[Row], pk: UUID, *, section: str, only_reads: bool = False) -> Row:
    """The row, when the actor may see it; else 404, as if it were not there. Reading it is written down; writing leaves its own trace.

    `only_reads`: a POST that shows something and writes nothing leaves no trace of its own, so it is written down as a look too.
    """
    row = rows.filter(pk=pk).first()
    if row is None:
        raise Http404
    about_whom(request, _person_id(row))
    if journey := _journey_of(row):
        costs(request, journey)
    if request.method == "GET" or only_reads:
        look(person_id=_person_id(row), section=section, route=_route(request), by=request.actor)
    return row


def looked_at(request: Request, person_id: UUID, sections: Iterable[str]) -> None:
    """Write down a look at each section that one page shows together."""
    for section in sections:
        look(person_id=person_id, section=section, route=_route(request), by=request.actor)


def listed(request: Request, person_ids: Iterable[UUID]) -> None:
    """Write down that a list showed who these people are and where they stand: once a day each. The list itself has found them visible."""
    look_at_list(person_ids, section=Section.JOURNEY, route=_route(request), by=request.actor)


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
