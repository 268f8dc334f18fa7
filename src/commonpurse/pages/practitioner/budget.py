"""The indicative budget for staff: worked out, explained line by line, costed by hand where that is asked for."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods, require_POST

from commonpurse.access.actors import Role
from commonpurse.access.middleware import Request
from commonpurse.access.queries import names_of
from commonpurse.allocation import acts
from commonpurse.allocation.entering import has_changed_since, what_is_missing_to_work_out
from commonpurse.allocation.queries import IndicativeBudget, frozen_runs, latest_budget, newer_rules
from commonpurse.allocation.replay import replayed, with_newer_rules
from commonpurse.allocation.rules import HOURS_IN_A_WEEK, MORE_THAN_A_WEEK, CostingLine
from commonpurse.allocation.sections import BudgetSection
from commonpurse.foundation.clock import today
from commonpurse.journeys.models import Journey
from commonpurse.journeys.queries import visible_to
from commonpurse.pages.banner import banner
from commonpurse.pages.doors import for_role
from commonpurse.pages.drafts import Drafts
from commonpurse.pages.opening import opened
from commonpurse.pages.shared.guarded import GuardedForm
from commonpurse.pages.shared.why import asks_for_costing_because, explained
from commonpurse.theme.fields import HundredthsField, MoneyField, WordsField
from commonpurse.values.missing import NotReady

staff = for_role(Role.PRACTITIONER, Role.MANAGER)
SHEET_LINES = 6


@require_http_methods(["GET", "POST"])
@staff
def budget(request: Request, journey_id: UUID) -> HttpResponse:
    journey = opened(request, visible_to(request.actor), journey_id, section=BudgetSection.BUDGET)
    found = latest_budget(journey.pk)
    form = GuardedForm(request.POST or None, about=journey.person_id, seen=found.batch if found else "")
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            acts.work_out(journey, cause="worked out by the team", by=request.actor)
        except NotReady as error:
            status = form.refuse(error)
        else:
            same = found is not None and found.batch == (latest_budget(journey.pk) or found).batch
            messages.success(request, "Nothing has changed, so the figure is the same." if same else "The indicative budget is worked out.")
            return redirect("practitioner:budget", journey_id=journey.pk)
    return render(request, "practitioner/budget.html", _context(journey, found, form), status=status)


def _context(journey: Journey, found: IndicativeBudget | None, form: forms.Form) -> dict[str, Any]:
    names = names_of({journey.worker_id} | ({found.made_by_id} if found else set()))
    return {
        "journey": journey,
        "person": banner(journey.person, journey, names=names),
        "form": form,
        "missing": what_is_missing_to_work_out(journey),
        "budget": found,
        "changed": found is not None and has_changed_since(journey, found),
        **(explained(journey, found, your="the") if found else {}),
    }


@require_POST
@staff
def again(request: Request, journey_id: UUID) -> HttpResponse:
    """The frozen run replayed: the same to the penny or not, and what a newer version would give. Nothing is written but the look."""
    journey = opened(request, visible_to(request.actor), journey_id, section=BudgetSection.BUDGET)
    found = latest_budget(journey.pk)
    if found is None:
        return redirect("practitioner:budget", journey_id=journey.pk)
    replays = [replayed(run) for run in frozen_runs(found)]
    newer = newer_rules(found, today())
    context = {
        "journey": journey,
        "person": banner(journey.person, journey, names=names_of({journey.worker_id})),
        "budget": found,
        "pairs": list(zip(found.sides, replays, strict=True)),
        "same": all(replay.same for replay in replays),
        "newer": [with_newer_rules(replay, newer) for replay in replays] if newer else [],
    }
    return render(request, "practitioner/again.html", context)


class CostingForm(GuardedForm):
    """A sheet of a few lines: what, hours a week, pounds an hour, why; and why the whole is what it is."""

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        for number in range(1, SHEET_LINES + 1):
            self.fields[f"what_{number}"] = WordsField(label=f"Line {number}: what", max_length=120, required=False)
            self.fields[f"hours_{number}"] = HundredthsField(
                label="Hours a week",
                most=HOURS_IN_A_WEEK,
                required=False,
                error_messages={
                    "invalid": f"Line {number}: write the hours as a number, like 10 or 2.5.",
                    "max_value": f"Line {number}: {MORE_THAN_A_WEEK}",
                    "max_decimal_places": f"Line {number}: write the hours with at most two figures after the point, like 2.25.",
                },
            )
            self.fields[f"rate_{number}"] = MoneyField(label="Rate an hour", required=False)
            self.fields[f"why_{number}"] = WordsField(label="Why this much", max_length=200, required=False)
        self.fields["why"] = WordsField(
            label="Why the figure is what it is", help_text="The person reads this.", max_length=2000, widget=forms.Textarea
        )

    def rows(self) -> list[dict[str, forms.BoundField]]:
        return [{part: self[f"{part}_{number}"] for part in ("what", "hours", "rate", "why")} for number in range(1, SHEET_LINES + 1)]

    def lines(self) -> list[CostingLine]:
        """The lines that somebody wrote anything in."""
        given = self.cleaned_data
        written = []
        for number in range(1, SHEET_LINES + 1):
            what, hours, rate, why = (given.get(f"{part}_{number}") for part in ("what", "hours", "rate", "why"))
            if what or hours or rate or why:
                written.append(CostingLine(what or "", hours or 0, rate or 0, why or ""))
        return written


@require_http_methods(["GET", "POST"])
@staff
def costing(request: Request, journey_id: UUID) -> HttpResponse:
    journey = opened(request, visible_to(request.actor), journey_id, section=BudgetSection.BUDGET)
    found = latest_budget(journey.pk)
    if found is None or not found.asks_for_costing:
        return redirect("practitioner:budget", journey_id=journey.pk)
    form = CostingForm(request.POST or None, about=journey.person_id, seen=found.figure_id, initial=_sheet(found))
    drafts, status = Drafts(request, journey, section=BudgetSection.BUDGET), 200
    if answer := drafts.answered(form):
        return answer
    if request.method == "POST" and form.is_valid():
        try:
            acts.cost_by_hand(
                journey, lines=form.lines(), why=form.cleaned_data["why"], seen_figure=_seen(form.cleaned_data["seen"]), by=request.actor
            )
        except NotReady as error:
            status = form.refuse(error)
        else:
            drafts.done()
            messages.success(request, "Costed by hand. This is the indicative budget now; the formula's figure stays beside it.")
            return redirect("practitioner:budget", journey_id=journey.pk)
    names = names_of({journey.worker_id})
    context = {
        "journey": journey,
        "person": banner(journey.person, journey, names=names),
        "budget": found,
        "form": form,
        "drafts": drafts,
        "asked": asks_for_costing_because(found),
    }
    return drafts.filled(render(request, "practitioner/costing.html", context, status=status))


def _sheet(found: IndicativeBudget) -> dict[str, Any]:
    """The sheet in force, to be changed."""
    if found.costing is None:
        return {}
    filled: dict[str, Any] = {"why": found.costing.why}
    for number, line in enumerate(found.costing.lines[:SHEET_LINES], start=1):
        filled |= {f"what_{number}": line.what, f"hours_{number}": line.hours, f"rate_{number}": line.rate_pence, f"why_{number}": line.why}
    return filled


def _seen(seen: str) -> UUID:
    """The figure on the screen; one that no budget has, where it cannot be read."""
    try:
        return UUID(seen)
    except ValueError:
        return UUID(int=0)


routes: list[URLPattern] = [
    path("journeys/<uuid:journey_id>/budget", budget, name="budget"),
    path("journeys/<uuid:journey_id>/budget/again", again, name="replay"),
    path("journeys/<uuid:journey_id>/budget/costing", costing, name="costing"),
]
