"""What others let me see: a list, and each part on a page of its own, to be read and never changed. Each look is written down."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from commonpurse.access.acts import look
from commonpurse.access.middleware import Request
from commonpurse.assessments.queries import helping
from commonpurse.assessments.queries.sharing import shown_to
from commonpurse.pages.banner import Banner
from commonpurse.pages.doors import signed_in
from commonpurse.pages.shown.showing import TITLED, content


@require_safe
@signed_in
def everything(request: Request) -> HttpResponse:
    context = {"rows": shown_to(request.actor), "titled": TITLED, "helps": helping(request.actor).exists()}
    return render(request, "shown/everything.html", context)


@require_safe
@signed_in
def part(request: Request, journey_id: UUID, what: str) -> HttpResponse:
    found = next((one for one in shown_to(request.actor) if (one.journey_id, one.what) == (journey_id, what)), None)
    if found is None:
        raise Http404
    look(person_id=found.person_id, section=found.section, route="shown:part", by=request.actor)
    context = {"shown": found, "person": Banner(found.name, None, ""), **content(journey_id, what, found.name)}
    return render(request, "shown/one.html", context)
