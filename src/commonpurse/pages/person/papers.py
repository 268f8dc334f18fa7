"""My letters and papers: read here, taken along as PDF, in large print or as text; and everything that was given to me."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_safe

from commonpurse.access.middleware import Request
from commonpurse.journeys.models import Journey
from commonpurse.pages.banner import banner
from commonpurse.pages.doors import for_person
from commonpurse.pages.person.home import own_journey_or_404
from commonpurse.pages.shared.papers.making import Paper
from commonpurse.pages.shared.papers.showing import as_file, as_page, everything, kept_file, looked_at_paper


@require_safe
@for_person
def papers(request: Request) -> HttpResponse:
    journey = own_journey_or_404(request)
    found = everything(request, journey, own=True, page_at=page_at, file_at=file_at, kept_at=kept_at)
    return render(request, "person/papers.html", {"person": banner(journey.person), **found})


@require_safe
@for_person
def paper(request: Request, kind: str) -> HttpResponse:
    journey = own_journey_or_404(request)
    return shown(request, journey, looked_at_paper(request, journey, kind, own=True))


@require_safe
@for_person
def paper_file(request: Request, kind: str, format: str) -> HttpResponse:  # noqa: A002 - the word of the address
    return as_file(request, looked_at_paper(request, own_journey_or_404(request), kind, own=True), format)


@require_safe
@for_person
def kept_paper(request: Request, kept_id: UUID) -> HttpResponse:
    return kept_file(request, own_journey_or_404(request), kept_id)


def shown(request: Request, journey: Journey, found: Paper) -> HttpResponse:
    return render(request, "person/paper.html", {"person": banner(journey.person, journey), **as_page(found, file_at=file_at)})


def page_at(*, kind: str) -> str:
    return reverse("person:paper", kwargs={"kind": kind})


def file_at(*, kind: str, format: str) -> str:  # noqa: A002 - the word of the address
    return reverse("person:paper_file", kwargs={"kind": kind, "format": format})


def kept_at(*, kept_id: UUID) -> str:
    return reverse("person:kept_paper", kwargs={"kept_id": kept_id})


routes: list[URLPattern] = [
    path("papers", papers, name="papers"),
    path("papers/given/<uuid:kept_id>", kept_paper, name="kept_paper"),
    path("papers/<str:kind>", paper, name="paper"),
    path("papers/<str:kind>/<str:format>", paper_file, name="paper_file"),
]
