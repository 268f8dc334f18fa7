"""What if, in a person's own room: one question a page, and the figure before and after in plain words. Nothing is saved."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods

from commonpurse.access.middleware import Request
from commonpurse.access.queries import names_of
from commonpurse.allocation.queries import latest_budget
from commonpurse.allocation.sections import BudgetSection
from commonpurse.assessments.queries import assessment_of, form_for
from commonpurse.pages.banner import banner
from commonpurse.pages.doors import for_person
from commonpurse.pages.person.budget import own
from commonpurse.pages.shared.what_if import Row, WhatIfForm, outcomes


@require_http_methods(["GET", "POST"])
@for_person
def what_if(request: Request) -> HttpResponse:
    """Choose a question; say how it could be; see both figures. What was changed before goes along in the page, and nowhere else."""
    journey = own(request, BudgetSection.BUDGET)
    budget, assessment = latest_budget(journey.pk), assessment_of(journey.pk)
    if budget is None or assessment is None:
        return redirect("person:budget")
    answered = "show" in request.POST
    form = WhatIfForm(
        request.POST if answered else None,
        budget=budget,
        asked=form_for(assessment),
        about=journey.person_id,
        seen=budget.batch,
        initial=request.POST.dict(),
    )
    found = outcomes(form) if form.is_valid() else []
    asked = request.POST.get("show" if answered else "question") or request.GET.get("question", "")
    names = names_of({journey.worker_id})
    context = {
        "journey": journey,
        "person": banner(journey.person, journey, names=names),
        "worker": names.get(journey.worker_id, "your worker"),
        "budget": budget,
        "asked": form.asked,
        "form": form,
        "rows": form.rows(),
        "row": None if found else _row(form, asked),
        "kept": _kept(request, form, without=None if found else asked),
        "outcomes": found,
    }
    return render(request, "person/what_if.html", context)


def _row(form: WhatIfForm, name: str) -> Row | None:
    """The question that is shown; None where none is chosen, or there is no such question."""
    return next((row for row in form.rows() if row.question.id == name), None)


def _kept(request: Request, form: WhatIfForm, *, without: str | None) -> list[tuple[str, str]]:
    """What was changed so far, as hidden fields of the next page; not that of the question which is asked now."""
    names = [name for row in form.rows() if row.question.id != without for name in row.names]
    return [(name, request.POST[name]) for name in names if request.POST.get(name)]


routes: list[URLPattern] = [path("budget/what-if", what_if, name="what_if")]
