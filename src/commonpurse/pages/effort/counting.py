"""Counts what pages cost, around every request: in a second short transaction, so that a refused request counts too.

Where a browser's script has told once how long a page took, it is believed for the rest of the session, and no gaps are counted.
Nothing here may stop or change a page: what fails is not counted.
"""

from contextlib import suppress
from datetime import datetime
from typing import Any

from django.db import Error
from django.http import HttpRequest, HttpResponse

from commonpurse.access.actors import ANONYMOUS, Actor
from commonpurse.access.context import acting_as
from commonpurse.access.decisions import Refused
from commonpurse.journeys.effort.acts import OpenPage, estimate
from commonpurse.pages.effort.open_page import as_plain, from_plain, page_of

KEY = "open page"
MEASURED = "measured"  # in place of a page: this browser's script tells


def open_before(request: HttpRequest) -> OpenPage | None:
    """The page that was open when this request came, if nothing but its gap can say what it cost."""
    kept = request.session.get(KEY)
    try:
        return from_plain(kept) if isinstance(kept, list) else None
    except (ValueError, TypeError, AttributeError):  # kept by an earlier version of this house
        return None


def count(request: HttpRequest, response: HttpResponse, before: OpenPage | None, *, arrived: datetime) -> None:
    """Close the page that was open before, and keep the one that was shown now."""
    actor: Actor = getattr(request, "actor", ANONYMOUS)
    if not actor.signed_in or _comes_from_a_script(request):
        return
    if before is not None:
        with suppress(Error, Refused), acting_as(actor):
            estimate(before, next_request=arrived, by=actor)
    with suppress(Error):  # also after a gap that could not be counted: it is over, and is not tried again with each page
        _keep(request, response)


def _comes_from_a_script(request: HttpRequest) -> bool:
    """Sent while a page is open, so the page goes on being open."""
    match = request.resolver_match
    return request.headers.get("X-Requested-With") == "autosave" or (match is not None and match.namespace == "effort")


def _keep(request: HttpRequest, response: HttpResponse) -> None:
    page = page_of(request)
    shown = page is not None and not 300 <= response.status_code < 400
    if request.session.get(KEY) == MEASURED:
        return
    if page is not None and shown:
        remember(request, as_plain(page))
    elif KEY in request.session:
        remember(request, None)


def is_measured(request: HttpRequest) -> None:
    """From now on this browser's script is believed, and gaps are not counted."""
    if request.session.get(KEY) != MEASURED:
        remember(request, MEASURED)


def remember(request: HttpRequest, value: Any) -> None:
    """Keep something in the session's own row, by a write of its own that leaves alone whatever else is written there meanwhile.

    Django's own saving would make the session last longer, and would answer 400 to somebody who signed out at the same moment.
    """
    session = request.session
    changed = session.modified
    _put(session, value)
    if changed:
        return  # it is saved after this
    session.modified = False
    session.keep(lambda kept: _put(kept, value))  # type: ignore[attr-defined]  # `access.sessions`


def _put(session: Any, value: Any) -> None:
    if value is None:
        session.pop(KEY, None)
    else:
        session[KEY] = value
