"""What waits for a practitioner, what is late first: on one screen, with keys."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from commonpurse.access.actors import Role
from commonpurse.access.middleware import Request
from commonpurse.access.queries import names_of
from commonpurse.journeys.models import Journey
from commonpurse.journeys.queries import caseload as journeys_in_caseload
from commonpurse.journeys.queries import caseload_counts, where
from commonpurse.journeys.stages import Stage
from commonpurse.organisations.queries import teams_of
from commonpurse.pages.doors import for_role
from commonpurse.pages.figures import figures_for
from commonpurse.pages.opening import listed
from commonpurse.pages.practitioner.next_action import next_action
from commonpurse.people.queries import typed_search
from commonpurse.plans.queries import sent_back

ROWS = 25
TABS = {"me": "Waiting for me", "others": "With others", "live": "Live", "ended": "Ended", "everyone": "Everyone"}
TITLES = TABS | {"me": "Waiting for you"}


@require_safe
@for_role(Role.PRACTITIONER, Role.MANAGER)
def caseload(request: Request) -> HttpResponse:
    waiting = request.GET.get("show", "me")
    waiting = waiting if waiting in TABS else "me"
    find = typed_search(request.GET.get("find", ""))
    found = journeys_in_caseload(request.actor, waiting="everyone" if find else waiting, search=find)
    page = Paginator(found, ROWS).get_page(request.GET.get("page"))
    counts = caseload_counts(request.actor)
    listed(request, {journey.person_id for journey in page.object_list})
    context = {
        "rows": _rows(list(page.object_list)),
        "page": page,
        "find": find,
        "query": f"{urlencode({'find': find} if find else {'show': waiting})}&",
        "views": _tabs(counts, "" if find else waiting),
        "counts": counts,
        "waiting": waiting,
        "title": TITLES[waiting],
        "teams": list(teams_of(request.actor)),
    }
    return render(request, "practitioner/caseload.html", context)


def _rows(journeys: list[Journey]) -> list[dict[str, object]]:
    ids = [journey.pk for journey in journeys]
    figures, returned = figures_for(ids), sent_back(ids)
    names = names_of({journey.worker_id for journey in journeys} | {back.by_id for back in returned.values()})
    return [
        {
            "journey": journey,
            "where": where(journey, names=names),
            "action": next_action(journey, has_figure=journey.pk in figures),
            "figures": figures.get(journey.pk, []),
            "back": returned.get(journey.pk),
            "back_by": names.get(returned[journey.pk].by_id, "a manager") if journey.pk in returned else "",
            "worker_shut_out": getattr(journey, "worker_shut_out", False) and journey.stage != Stage.ENDED,
            "worker_left": getattr(journey, "worker_left", False) and journey.stage != Stage.ENDED,
        }
        for journey in journeys
    ]


def _tabs(counts: dict[str, int], current: str) -> list[dict[str, object]]:
    here = reverse("practitioner:caseload")
    return [{"text": text, "href": f"{here}?show={key}", "count": counts[key], "current": key == current} for key, text in TABS.items()]


routes = [path("", caseload, name="caseload")]
