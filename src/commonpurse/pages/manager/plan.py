"""One plan for its manager: everything on one screen, agreed or sent back; the decision and the letter after."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from commonpurse.access.actors import Role
from commonpurse.access.decisions import Refused
from commonpurse.access.middleware import Request
from commonpurse.access.queries import names_of
from commonpurse.allocation.queries import IndicativeBudget, SideOfBudget, latest_budget
from commonpurse.assessments.queries import eligibility_on
from commonpurse.pages.banner import banner
from commonpurse.pages.doors import for_role
from commonpurse.pages.drafts import Drafts
from commonpurse.pages.opening import opened
from commonpurse.pages.practitioner.papers import shown
from commonpurse.pages.shared.guarded import GuardedForm
from commonpurse.pages.shared.papers.making import letter_of
from commonpurse.pages.shared.why import explained
from commonpurse.plans import acts
from commonpurse.plans.models import Agreement, Plan
from commonpurse.plans.policy import may_agree_plan
from commonpurse.plans.queries import facts_of, last_agreement, said_of, statement_of, view_of, visible_to, weekly_to_cover
from commonpurse.plans.rules import what_is_missing_to_agree
from commonpurse.plans.sections import PlanSection
from commonpurse.theme.fields import MoneyField, WordsField
from commonpurse.values.missing import NotReady, Stale
from commonpurse.values.money import Pence, pounds_and_pence


class AgreeForm(GuardedForm):
    side = forms.ChoiceField(label="Which figure does it start from?", widget=forms.RadioSelect)
    amount = MoneyField(label="The amount that you agree")
    reasons = WordsField(
        label="Your reasons",
        help_text="Needed when the amount is not the indicative amount, when the two sides differ, or when the person does not agree. "
        "The person reads them.",
        widget=forms.Textarea,
        required=False,
        max_length=2000,
    )

    def __init__(self, data: Any = None, *, budget: IndicativeBudget, total: Pence, disagrees: bool, **options: Any) -> None:
        suggested = max(budget.amount_pence or 0, total)
        super().__init__(data, initial={"amount": suggested, "side": str(budget.counted.run_id)}, **options)
        choices = [(str(side.run_id), f"{side.title}: {_figure(side)}") for side in budget.sides]
        if budget.differs:
            self.initial.pop("side")
            self.fields["side"] = forms.ChoiceField(label="Which figure does it start from?", choices=choices, widget=forms.RadioSelect)
        else:
            self.fields["side"] = WordsField(widget=forms.HiddenInput, required=False)
        self.fields["reasons"].decided = budget.differs or disagrees  # type: ignore[attr-defined]  # so that it is not called "if you like"
        self.fields["amount"].help_text = _what_the_lines_come_to(budget, total=total, suggested=suggested)

    def refuse(self, error: NotReady) -> int:
        """After the budget was worked out anew the one figure that there is now is the one to agree."""
        status = super().refuse(error)
        if isinstance(error, Stale) and "side" in self.initial:
            self.renew("side", self.initial["side"])
        return status

    @property
    def run_id(self) -> UUID | None:
        try:
            return UUID(self.cleaned_data.get("side") or "")
        except ValueError:
            return None


def _what_the_lines_come_to(budget: IndicativeBudget, *, total: Pence, suggested: Pence) -> str:
    """What is left over is said before anybody presses: it is the person's, still to be planned."""
    said = f"Pounds {budget.each}. The lines come to {pounds_and_pence(total)}."
    left = suggested - total
    return f"{said} At {pounds_and_pence(suggested)} there is {pounds_and_pence(left)} that the person can still plan." if left else said


def _figure(side: SideOfBudget) -> str:
    return "cannot be said yet" if side.result.amount_pence is None else pounds_and_pence(side.result.amount_pence)


class ReturnForm(GuardedForm):
    reasons = WordsField(
        label="What should change, and why?",
        help_text="Those who wrote the plan read this, and so may the person.",
        widget=forms.Textarea,
        max_length=2000,
    )


@require_http_methods(["GET", "POST"])
@for_role(Role.MANAGER)
def plan(request: Request, plan_id: UUID) -> HttpResponse:
    found = opened(request, visible_to(request.actor), plan_id, section=PlanSection.PLAN)
    if found.state == Plan.State.AGREED:
        return redirect("manager:decision", plan_id=found.pk)
    budget = latest_budget(found.journey_id)
    if budget is None:
        raise Http404
    total = view_of(found, budget).total_pence
    doing = request.POST.get("do", "")
    guard: dict[str, Any] = {"about": found.person_id, "seen": found.version}
    disagrees = facts_of(found).disagrees
    agreeing = AgreeForm(request.POST if doing == "agree" else None, budget=budget, total=total, disagrees=disagrees, **guard)
    returning = ReturnForm(request.POST if doing == "return" else None, prefix="back", **guard)
    drafts = Drafts(request, found.journey, section=PlanSection.PLAN)
    answer: HttpResponse | int = 200
    if kept := drafts.answered(agreeing, returning):
        return kept
    if agreeing.is_valid():
        answer = _agree(request, found, agreeing, budget)
    elif returning.is_valid():
        answer = _return(request, found, returning)
    if isinstance(answer, HttpResponse):
        drafts.done()
        return answer
    context = _context(request, found, budget, agreeing, returning) | {"drafts": drafts}
    return drafts.filled(render(request, "manager/plan.html", context, status=answer))


def _agree(request: Request, found: Plan, form: AgreeForm, budget: IndicativeBudget) -> HttpResponse | int:
    """Agree, or give the status of the page that says why not. An amount above the limit is said at its field, with all that was typed."""
    given = form.cleaned_data
    try:
        acts.agree_plan(
            found,
            run_id=form.run_id,
            amount_pence=given["amount"],
            reasons=given["reasons"],
            seen_version=form.seen_version,
            by=request.actor,
        )
    except NotReady as error:
        return form.refuse(error)
    except Refused as refusal:
        if not may_agree_plan(request.actor, found, weekly_pence=weekly_to_cover(budget, 0)):
            raise
        form.add_error("amount", refusal.decision.because)
        return 200
    messages.success(request, "The plan is agreed. The letter is ready.")
    return redirect("manager:decision", plan_id=found.pk)


def _return(request: Request, found: Plan, form: ReturnForm) -> HttpResponse | int:
    try:
        acts.return_plan(found, reasons=form.cleaned_data["reasons"], seen_version=form.seen_version, by=request.actor)
    except NotReady as error:
        return form.refuse(error)
    messages.success(request, "Sent back with your reasons.")
    return redirect("manager:waiting")


def _context(request: Request, found: Plan, budget: IndicativeBudget, agreeing: AgreeForm, returning: ReturnForm) -> dict[str, Any]:
    decision = eligibility_on(found.journey_id)
    said = said_of(found)
    written = {found.journey.worker_id, found.begun_by_id} | (said.who_wrote if said else set())
    names = names_of(written | ({decision.decided_by_id} if decision else set()))
    view = view_of(found, budget)
    amount = max(view.total_pence, budget.amount_pence or 0)
    unconditional = what_is_missing_to_agree(facts_of(found), indicative=amount, amount=amount, reasons="yes")
    return {
        "plan": found,
        "journey": found.journey,
        "person": banner(found.person, found.journey, names=names),
        "view": view,
        "budget": budget,
        "said": said,
        "said_names": names,
        "decision": decision,
        "decided_by": names.get(decision.decided_by_id, "") if decision else "",
        "begun_by": names.get(found.begun_by_id, ""),
        "worker": names.get(found.journey.worker_id, ""),
        "may": may_agree_plan(request.actor, found, weekly_pence=weekly_to_cover(budget, view.total_pence)),
        "missing": unconditional,
        "agreeing": agreeing,
        "returning": returning,
        "form": returning if returning.is_bound else agreeing,
        **explained(found.journey, budget, your="the"),
    }


@require_safe
@for_role(Role.MANAGER)
def decision(request: Request, plan_id: UUID) -> HttpResponse:
    """What was decided, from the one record."""
    found, agreement = _agreed(request, plan_id)
    names = names_of({found.journey.worker_id})
    context = {
        "plan": found,
        "journey": found.journey,
        "statement": statement_of(agreement),
        "person": banner(found.person, found.journey, names=names),
    }
    return render(request, "manager/decision.html", context)


@require_safe
@for_role(Role.MANAGER)
def letter(request: Request, plan_id: UUID) -> HttpResponse:
    """The letter, from the same record; of a former round it is only read here."""
    found, agreement = _agreed(request, plan_id)
    last = last_agreement(found.journey_id)
    return shown(request, found.journey, letter_of(agreement, found.journey), to_keep=last is not None and last.pk == agreement.pk)


def _agreed(request: Request, plan_id: UUID) -> tuple[Plan, Agreement]:
    found = opened(request, visible_to(request.actor), plan_id, section=PlanSection.PLAN)
    agreement = getattr(found, "agreement", None)
    if agreement is None:
        raise Http404
    return found, agreement
