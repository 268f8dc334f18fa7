"""What if, for staff: every question on one screen, and the figure before and after. Nothing is saved."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods

from commonpurse.access.actors import Role
from commonpurse.access.middleware import Request
from commonpurse.access.queries import names_of
from commonpurse.allocation.queries import latest_budget
from commonpurse.allocation.sections import BudgetSection
from commonpurse.assessments.queries import assessment_of, form_for
from commonpurse.journeys.queries import visible_to
from commonpurse.pages.banner import banner
from commonpurse.pages.doors import for_role
from commonpurse.pages.opening import opened
from commonpurse.pages.shared.what_if import WhatIfForm, outcomes


@require_http_methods(["GET", "POST"])
@for_role(Role.PRACTITIONER, Role.MANAGER)
def what_if(request: Request, journey_id: UUID) -> HttpResponse:
    journey = opened(request, visible_to(request.actor), journey_id, section=BudgetSection.BUDGET)
    budget, assessment = latest_budget(journey.pk), assessment_of(journey.pk)
    if budget is None or assessment is None:
        return redirect("practitioner:budget", journey_id=journey.pk)
    form = WhatIfForm(request.POST or None, budget=budget, asked=form_for(assessment), about=journey.person_id, seen=budget.batch)
    context = {
        "journey": journey,
        "person": banner(journey.person, journey, names=names_of({journey.worker_id})),
        "budget": budget,
        "form": form,
        "rows": form.rows(),
        "outcomes": outcomes(form) if form.is_valid() else [],
    }
    return render(request, "practitioner/what_if.html", context)


routes: list[URLPattern] = [path("journeys/<uuid:journey_id>/budget/what-if", what_if, name="what_if")]
