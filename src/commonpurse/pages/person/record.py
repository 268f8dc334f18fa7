"""A person's own copy of assessment, figure and plan, in words that can be kept, printed or given to somebody."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_safe

from commonpurse.access.middleware import Request
from commonpurse.pages.banner import banner
from commonpurse.pages.doors import for_person
from commonpurse.pages.person.home import own_journey_or_404
from commonpurse.pages.shared.case_record.showing import as_page, copied
from commonpurse.pages.shared.papers.making import record_paper
from commonpurse.pages.shared.papers.showing import text_as_file


@require_safe
@for_person
def record(request: Request) -> HttpResponse:
    journey = own_journey_or_404(request)
    copy = copied(request, journey, own=True)
    context = {"person": banner(journey.person), **as_page(copy, here=request.path, file_at=reverse("person:record_text"))}
    return render(request, "person/record.html", context)


@require_safe
@for_person
def record_text(request: Request) -> HttpResponse:
    journey = own_journey_or_404(request)
    copy = copied(request, journey, own=True)
    return text_as_file(request, record_paper(copy, journey, own=True), copy.text)


routes: list[URLPattern] = [
    path("record", record, name="record"),
    path("record.txt", record_text, name="record_text"),
]
