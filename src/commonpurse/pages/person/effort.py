"""What a person's own journey has cost them and us so far, in plain words."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from commonpurse.access.middleware import Request
from commonpurse.pages.banner import banner
from commonpurse.pages.doors import for_person
from commonpurse.pages.effort.so_far import so_far
from commonpurse.pages.person.home import own_journey_or_404


@require_safe
@for_person
def effort(request: Request) -> HttpResponse:
    journey = own_journey_or_404(request)
    context = {"person": banner(journey.person), "journey": journey, "so_far": so_far(journey, own=True)}
    return render(request, "person/effort.html", context)


routes: list[URLPattern] = [path("time", effort, name="effort")]
