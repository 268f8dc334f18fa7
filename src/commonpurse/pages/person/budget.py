"""Where my figure comes from, in the person's words; and how to say that one does not agree."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from commonpurse.access.middleware import Request
from commonpurse.access.queries import names_of
from commonpurse.allocation.jobs import CAUSE
from commonpurse.allocation.models import Run
from commonpurse.allocation.queries import cause_of, latest_budget
from commonpurse.allocation.sections import BudgetSection
from commonpurse.journeys.models import Journey
from commonpurse.journeys.queries import of_person
from commonpurse.pages.banner import banner
from commonpurse.pages.doors import for_person
from commonpurse.pages.opening import opened
from commonpurse.pages.person.home import own_journey
from commonpurse.pages.shared.why import explained
from commonpurse.plans.models import Agreement
from commonpurse.plans.queries import agreement_in_force, statement_of


def own(request: Request, section: str) -> Journey:
    """The journey on the person's own record, opened for one section of it."""
    journey = own_journey(request.actor)
    if journey is None:
        raise Http404
    return opened(request, of_person(request.actor, journey.person_id), journey.pk, section=section)


@require_safe
@for_person
def budget(request: Request) -> HttpResponse:
    journey = own(request, BudgetSection.BUDGET)
    found = latest_budget(journey.pk)
    names, agreement = names_of({journey.worker_id}), agreement_in_force(journey.pk)
    context = {
        "journey": journey,
        "person": banner(journey.person, journey, names=names),
        "worker": names.get(journey.worker_id, "your worker"),
        "budget": found,
        "help_changed": found is not None and cause_of(found) == CAUSE,
        "agreement": agreement,
        "chosen": found.side(agreement.run_id) if found and agreement else None,
        **(explained(journey, found, your="your") if found else {}),
        **_as_agreed(agreement),
    }
    return render(request, "person/budget.html", context)


def _as_agreed(agreement: Agreement | None) -> dict[str, str]:
    """What the person pays, once it was agreed: no longer what they may have to pay by the indicative figure."""
    return {"to_pay": f"What was agreed says: {statement_of(agreement).person_pays}"} if agreement else {}


@require_safe
@for_person
def budget_side(request: Request, whose: str) -> HttpResponse:
    """One of two figures that differ, line by line. Where there is one figure, its own page says it all."""
    journey = own(request, BudgetSection.BUDGET)
    found = latest_budget(journey.pk)
    if whose not in {Run.Side.PERSON, Run.Side.PRACTITIONER}:
        raise Http404
    if found is None or not found.differs:
        return redirect("person:budget")
    names, agreement = names_of({journey.worker_id}), agreement_in_force(journey.pk)
    said = explained(journey, found, your="your")
    sides = {str(why.side.side): why for why in said["whys"]}
    why = sides.pop(whose)
    context = {
        "journey": journey,
        "person": banner(journey.person, journey, names=names),
        "worker": names.get(journey.worker_id, "your worker"),
        "budget": found,
        "why": why,
        "agreement": agreement,
        "chosen": found.side(agreement.run_id) if agreement else None,
        "other": next(iter(sides.values())),
        **said,
        **_as_agreed(agreement),
    }
    return render(request, "person/budget_side.html", context)


@require_safe
@for_person
def disagree(request: Request) -> HttpResponse:
    journey = own(request, BudgetSection.BUDGET)
    names = names_of({journey.worker_id})
    context = {
        "journey": journey,
        "person": banner(journey.person, journey, names=names),
        "worker": names.get(journey.worker_id, "your worker"),
        "team": journey.team.name,
    }
    return render(request, "person/disagree.html", context)


routes: list[URLPattern] = [
    path("budget", budget, name="budget"),
    path("budget/from/<str:whose>", budget_side, name="budget_side"),
    path("budget/i-do-not-agree", disagree, name="disagree"),
]
