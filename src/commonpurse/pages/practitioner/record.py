"""The copy for a council's or trust's own case record, for staff: on a page to be copied, and as a text file."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_safe

from commonpurse.access.actors import Role
from commonpurse.access.middleware import Request
from commonpurse.access.queries import names_of
from commonpurse.journeys.models import Journey
from commonpurse.journeys.queries import visible_to
from commonpurse.journeys.sections import JourneySection
from commonpurse.pages.banner import banner
from commonpurse.pages.doors import for_role
from commonpurse.pages.opening import opened
from commonpurse.pages.shared.case_record.showing import as_page, copied
from commonpurse.pages.shared.papers.making import record_paper
from commonpurse.pages.shared.papers.showing import text_as_file

staff = for_role(Role.PRACTITIONER, Role.MANAGER)


def _journey(request: Request, journey_id: UUID) -> Journey:
    return opened(request, visible_to(request.actor), journey_id, section=JourneySection.JOURNEY)


@require_safe
@staff
def record(request: Request, journey_id: UUID) -> HttpResponse:
    journey = _journey(request, journey_id)
    copy = copied(request, journey, own=False)
    file_at = reverse("practitioner:record_text", kwargs={"journey_id": journey.pk})
    context = {
        "journey": journey,
        "person": banner(journey.person, journey, names=names_of({journey.worker_id})),
        **as_page(copy, here=request.path, file_at=file_at),
    }
    return render(request, "practitioner/record.html", context)


@require_safe
@staff
def record_text(request: Request, journey_id: UUID) -> HttpResponse:
    journey = _journey(request, journey_id)
    copy = copied(request, journey, own=False)
    return text_as_file(request, record_paper(copy, journey, own=False), copy.text)


routes: list[URLPattern] = [
    path("journeys/<uuid:journey_id>/record", record, name="record"),
    path("journeys/<uuid:journey_id>/record.txt", record_text, name="record_text"),
]
