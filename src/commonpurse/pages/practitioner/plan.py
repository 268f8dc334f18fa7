"""The plan for staff: outcomes, lines, what there is now, what is left to plan; sent to a manager; the letter after."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonpurse.access.actors import Role
from commonpurse.access.middleware import Request
from commonpurse.access.queries import names_of
from commonpurse.allocation.queries import latest_budget
from commonpurse.documents.blocks import Kind
from commonpurse.journeys.models import Journey
from commonpurse.journeys.queries import visible_to
from commonpurse.journeys.stages import Stage
from commonpurse.pages.banner import banner
from commonpurse.pages.doors import for_role
from commonpurse.pages.drafts import Drafts
from commonpurse.pages.opening import opened
from commonpurse.pages.practitioner.papers import shown
from commonpurse.pages.practitioner.plan_forms import KINDS, Item, KindOfItem
from commonpurse.pages.shared.guarded import GuardedForm
from commonpurse.pages.shared.papers.showing import the_paper
from commonpurse.pages.shared.saying import NotedForm
from commonpurse.plans import acts
from commonpurse.plans.models import Plan
from commonpurse.plans.queries import (
    agreement_in_force,
    current_plan,
    facts_of,
    item_of,
    last_agreement,
    last_return,
    open_plan,
    removed_item,
    said_of,
    statement_of,
    view_of,
)
from commonpurse.plans.rules import what_is_missing_to_send, what_stops_writing
from commonpurse.plans.sections import PlanSection
from commonpurse.theme.fields import WordsField
from commonpurse.values.missing import NotReady


class SendForm(GuardedForm):
    """A press on the plan's page; an answer goes with sending where the person does not agree."""

    answer = WordsField(
        label="Your answer, if it is sent all the same",
        help_text="They read this, and so does the manager. The plan can be sent either way.",
        max_length=2000,
        widget=forms.Textarea,
        required=False,
    )


staff = for_role(Role.PRACTITIONER, Role.MANAGER)
BEGIN_AT = frozenset({Stage.INDICATIVE, Stage.PLANNING, Stage.REVIEW})


def _journey(request: Request, journey_id: UUID) -> Journey:
    return opened(request, visible_to(request.actor), journey_id, section=PlanSection.PLAN)


def _drafts(request: Request, journey: Journey, *, page: str = "") -> Drafts:
    return Drafts(request, journey, section=PlanSection.PLAN, page=page)


def _address(journey: Journey) -> str:
    return reverse("practitioner:plan", kwargs={"journey_id": journey.pk})


def _open_plan(journey: Journey) -> Plan:
    plan = open_plan(journey.pk)
    if plan is None:
        raise Http404
    return plan


def _guard(request: Request, journey: Journey, plan: Plan | None) -> SendForm:
    return SendForm(request.POST or None, about=journey.person_id, seen=plan.version if plan else "")


@require_safe
@staff
def plan(request: Request, journey_id: UUID) -> HttpResponse:
    journey = _journey(request, journey_id)
    return _page(request, journey, _guard(request, journey, current_plan(journey.pk)))


def _page(request: Request, journey: Journey, form: SendForm, *, status: int = 200) -> HttpResponse:
    found, budget = current_plan(journey.pk), latest_budget(journey.pk)
    back = last_return(found) if found else None
    said = said_of(found) if found else None
    form.fields["answer"].required = said is not None and not said.agrees and not said.reply  # so that it is not called "if you like"
    names = names_of({journey.worker_id} | ({back.by_id} if back else set()) | (said.who_wrote if said else set()))
    stops = what_stops_writing(found.state, journey.stage) if found else []
    drafts = _drafts(request, journey, page=_address(journey))
    writing = found is not None and not stops
    agreement = agreement_in_force(journey.pk)
    context = {
        "journey": journey,
        "person": banner(journey.person, journey, names=names),
        "plan": found,
        "budget": budget,
        "view": view_of(found, budget) if found else None,
        "form": form,
        "writing": writing,
        "stops": stops if found and found.state == Plan.State.WRITING else [],
        "missing": what_is_missing_to_send(facts_of(found), answer="to be written") if found and writing else [],
        "may_begin": journey.stage in BEGIN_AT and not (writing and journey.stage == Stage.PLANNING),
        "said": said,
        "said_names": names,
        "back": back,
        "back_by": names.get(back.by_id, "") if back else "",
        "agreement": agreement,
        "statement": statement_of(agreement) if agreement else None,
        "last_agreement": last_agreement(journey.pk),
        "drafts": drafts,
        "undo": request.session.get(_undo_key(found)) if found and writing else None,
    }
    return drafts.filled(render(request, "practitioner/plan.html", context, status=status))


def _undo_key(found: Plan | None) -> str:
    return f"taken-out-{found.pk}" if found else ""


def _refused(request: Request, journey: Journey, form: SendForm, act: Callable[[], object]) -> HttpResponse | None:
    """Do what was pressed on the plan's page; where it cannot be done, the page says why."""
    if not form.is_valid():
        return _page(request, journey, form, status=409)
    try:
        act()
    except NotReady as error:
        return _page(request, journey, form, status=form.refuse(error))
    return None


@require_POST
@staff
def begin(request: Request, journey_id: UUID) -> HttpResponse:
    journey = _journey(request, journey_id)
    form = _guard(request, journey, current_plan(journey.pk))
    if refused := _refused(request, journey, form, lambda: acts.begin_plan(journey, by=request.actor)):
        return refused
    messages.success(request, "Planning has begun. Start with what should be different, in the person's own words.")
    return redirect("practitioner:plan", journey_id=journey.pk)


@require_POST
@staff
def send(request: Request, journey_id: UUID) -> HttpResponse:
    journey = _journey(request, journey_id)
    found = _open_plan(journey)
    form, drafts = _guard(request, journey, found), _drafts(request, journey, page=_address(journey))
    if answer := drafts.answered(form):
        return answer

    def act() -> object:
        return acts.send_plan(found, answer=form.cleaned_data["answer"], seen_version=form.seen_version, by=request.actor)

    if refused := _refused(request, journey, form, act):
        return refused
    drafts.done()
    messages.success(request, "The plan is with the manager.")
    return redirect("practitioner:plan", journey_id=journey.pk)


@require_POST
@staff
def take_back(request: Request, journey_id: UUID) -> HttpResponse:
    journey = _journey(request, journey_id)
    found = _open_plan(journey)
    form = _guard(request, journey, found)
    if refused := _refused(request, journey, form, lambda: acts.take_back(found, seen_version=form.seen_version, by=request.actor)):
        return refused
    messages.success(request, "The plan is yours again.")
    return redirect("practitioner:plan", journey_id=journey.pk)


@require_POST
@staff
def take_out(request: Request, journey_id: UUID, item_id: UUID) -> HttpResponse:
    """Take something out of the plan; the next page offers to put it back."""
    journey = _journey(request, journey_id)
    found = _open_plan(journey)
    if refused := _moved(request, journey, found, item_of(found, item_id), acts.remove):
        return refused
    request.session[_undo_key(found)] = str(item_id)
    return redirect("practitioner:plan", journey_id=journey.pk)


@require_POST
@staff
def put_back(request: Request, journey_id: UUID, item_id: UUID) -> HttpResponse:
    journey = _journey(request, journey_id)
    found = _open_plan(journey)
    if refused := _moved(request, journey, found, removed_item(found, item_id), acts.put_back):
        return refused
    request.session.pop(_undo_key(found), None)
    messages.success(request, "It is back in the plan.")
    return redirect("practitioner:plan", journey_id=journey.pk)


def _moved(request: Request, journey: Journey, found: Plan, item: Item | None, act: Callable[..., None]) -> HttpResponse | None:
    """Take one thing of the plan out, or put it back."""
    if item is None:
        raise Http404
    form = _guard(request, journey, found)
    return _refused(request, journey, form, lambda: act(found, item=item, seen_version=form.seen_version, by=request.actor))


@require_http_methods(["GET", "POST"])
@staff
def item(request: Request, journey_id: UUID, kind: str, item_id: UUID | None = None) -> HttpResponse:
    """Add or change one thing in the plan: an outcome, a line, or what there is now."""
    journey = _journey(request, journey_id)
    found, budget = _open_plan(journey), latest_budget(journey.pk)
    there = item_of(found, item_id) if item_id else None
    if item_id and there is None:
        raise Http404
    shape: KindOfItem = KINDS[kind]
    form = shape.form(request.POST or None, plan=found, budget=budget, item=there)
    drafts, status = _drafts(request, journey), 200
    if answer := drafts.answered(form):
        return answer
    if request.method == "POST" and form.is_valid():
        try:
            form.keep(found, item=there, by=request.actor)
        except NotReady as error:
            status = form.refuse(error)
        else:
            drafts.done()
            return redirect("practitioner:plan", journey_id=journey.pk)
    names = names_of({journey.worker_id})
    context: dict[str, Any] = {
        "journey": journey,
        "person": banner(journey.person, journey, names=names),
        "plan": found,
        "view": view_of(found, budget),
        "budget": budget,
        "form": form,
        "drafts": drafts,
        "item": there,
        "title": shape.changing if there else shape.adding,
        "lead": shape.lead,
    }
    return drafts.filled(render(request, "practitioner/plan_item.html", context, status=status))


@require_http_methods(["GET", "POST"])
@staff
def said(request: Request, journey_id: UUID) -> HttpResponse:
    """Note what the person says of their plan, and how they said it."""
    journey = _journey(request, journey_id)
    found = _open_plan(journey)
    form = NotedForm(request.POST or None, about=journey.person_id, seen=found.version)
    drafts, status = _drafts(request, journey), 200
    if answer := drafts.answered(form):
        return answer
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            acts.say_of_plan(
                found,
                agrees=given["agrees"] == "yes",
                words=given["words"],
                how=given["how"],
                key=given["key"],
                seen_version=form.seen_version,
                by=request.actor,
            )
        except NotReady as error:
            status = form.refuse(error)
        else:
            drafts.done()
            messages.success(request, f"Noted as what {journey.person.called} says, by you.")
            return redirect("practitioner:plan", journey_id=journey.pk)
    context = {
        "journey": journey,
        "person": banner(journey.person, journey, names=names_of({journey.worker_id})),
        "form": form,
        "drafts": drafts,
    }
    return drafts.filled(render(request, "practitioner/plan_said.html", context, status=status))


@require_safe
@staff
def letter(request: Request, journey_id: UUID) -> HttpResponse:
    journey = _journey(request, journey_id)
    return shown(request, journey, the_paper(request, journey, Kind.DECISION, own=False))


_BASE = "journeys/<uuid:journey_id>/plan"
routes: list[URLPattern] = [
    path(_BASE, plan, name="plan"),
    path(f"{_BASE}/begin", begin, name="plan_begin"),
    path(f"{_BASE}/send", send, name="plan_send"),
    path(f"{_BASE}/take-back", take_back, name="plan_take_back"),
    path(f"{_BASE}/items/<uuid:item_id>/take-out", take_out, name="plan_take_out"),
    path(f"{_BASE}/items/<uuid:item_id>/put-back", put_back, name="plan_put_back"),
    *(path(f"{_BASE}/{kind}", item, {"kind": kind}, name=f"plan_add_{kind}") for kind in KINDS),
    *(path(f"{_BASE}/{kind}/<uuid:item_id>", item, {"kind": kind}, name=f"plan_change_{kind}") for kind in KINDS),
    path(f"{_BASE}/what-they-say", said, name="plan_said"),
    path(f"{_BASE}/letter", letter, name="letter"),
]
