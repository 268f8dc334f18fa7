"""The same copy as a page's context and as a text file; reading either is a look at every section in it."""

from typing import Any

from django.http import Http404
from django.utils.http import urlencode

from commonpurse.access.middleware import Request
from commonpurse.journeys.models import Journey
from commonpurse.pages.opening import looked_at
from commonpurse.pages.shared.case_record.copying import Copy, copy_for
from commonpurse.pages.shared.case_record.reader import Reader
from commonpurse.pages.shared.case_record.text import PARTS


def copied(request: Request, journey: Journey, *, own: bool) -> Copy:
    """The part that was asked for, with the look written down; 404 where nothing of it is open to the actor."""
    part = request.GET.get("part", "whole")
    copy = copy_for(Reader(request.actor, own), journey, part=part if part in PARTS else "whole")
    if copy is None:
        raise Http404
    looked_at(request, journey.person_id, copy.sections)
    return copy


def as_page(copy: Copy, *, here: str, file_at: str) -> dict[str, Any]:
    parts = [{"text": title, "href": f"{here}?{urlencode({'part': part})}", "current": part == copy.part} for part, title in PARTS.items()]
    return {"copy": copy, "parts": parts, "file_at": f"{file_at}?{urlencode({'part': copy.part})}"}
