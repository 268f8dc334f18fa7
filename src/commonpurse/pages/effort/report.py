"""Where a page's script says how long somebody was active on it."""

from django.core.signing import BadSignature
from django.http import Http404, HttpResponse, HttpResponseBadRequest
from django.urls import URLPattern, path
from django.views.decorators.http import require_POST

from commonpurse.access.decisions import Refused
from commonpurse.access.middleware import Request
from commonpurse.foundation.clock import now
from commonpurse.journeys.effort.acts import measure
from commonpurse.pages.doors import signed_in
from commonpurse.pages.effort.counting import is_measured
from commonpurse.pages.effort.open_page import read

NOT_OURS = "This is not a page that was shown to you, or it was open for too long. Its time is not counted."
NO_SECONDS = "Say how many whole seconds, with digits."
DIGITS = 6


@require_POST
@signed_in
def report(request: Request) -> HttpResponse:
    """One page and its seconds so far; a later report of the same page takes the place of an earlier one."""
    told = request.POST.get("seconds", "")
    try:
        page = read(request.POST.get("page", ""), request.actor)
    except BadSignature:
        return HttpResponseBadRequest(NOT_OURS, content_type="text/plain")
    if not (told.isascii() and told.isdecimal() and len(told) <= DIGITS):
        return HttpResponseBadRequest(NO_SECONDS, content_type="text/plain")
    try:
        measure(page, seconds=int(told), arrived=now(), by=request.actor)
    except Refused as error:
        raise Http404 from error  # not open to them now: as if it were not there
    is_measured(request)
    return HttpResponse(status=204)


app_name = "effort"
urlpatterns: list[URLPattern] = [path("", report, name="report")]
