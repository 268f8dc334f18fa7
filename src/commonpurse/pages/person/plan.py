"""My plan as it grows, with my own words in it; and the letter once it is agreed."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonpurse.access.middleware import Request
from commonpurse.access.queries import names_of
from commonpurse.allocation.queries import latest_budget
from commonpurse.documents.blocks import Kind
from commonpurse.journeys.models import Journey
from commonpurse.pages.banner import banner
from commonpurse.pages.doors import for_person
from commonpurse.pages.drafts import Drafts
from commonpurse.pages.person.budget import own
from commonpurse.pages.person.papers import shown
from commonpurse.pages.shared.guarded import GuardedForm
from commonpurse.pages.shared.papers.showing import the_paper
from commonpurse.pages.shared.saying import DisagreeForm, SayingForm
from commonpurse.plans.acts import add_outcome, say_of_plan
from commonpurse.plans.models import Plan
from commonpurse.plans.queries import (
    agreement_in_force,
    current_plan,
    last_agreement,
    last_return,
    open_plan,
    said_of,
    statement_of,
    view_of,
)
from commonpurse.plans.rules import what_stops_writing
from commonpurse.plans.sections import PlanSection
from commonpurse.theme.fields import WordsField
from commonpurse.values.missing import NotReady


class OwnWordsForm(GuardedForm):
    words = WordsField(label="What do you want to be different?", help_text="In your own words.", max_length=300, widget=forms.Textarea)


@require_http_methods(["GET", "POST"])
@for_person
def plan(request: Request) -> HttpResponse:
    journey = own(request, PlanSection.PLAN)
    found = current_plan(journey.pk)
    form = OwnWordsForm(request.POST or None, about=journey.person_id, seen=found.version if found else "")
    drafts, status = Drafts(request, journey, section=PlanSection.PLAN), 200
    if answer := drafts.answered(form):
        return answer
    if request.method == "POST" and found is not None and form.is_valid():
        try:
            add_outcome(found, words=form.cleaned_data["words"], seen_version=form.seen_version, by=request.actor)
        except NotReady as error:
            status = form.refuse(error)
        else:
            drafts.done()
            messages.success(request, "Your words are in the plan.")
            return redirect("person:plan")
    return _page(request, journey, found, form, status=status)


def _page(request: Request, journey: Journey, found: Plan | None, form: GuardedForm, *, status: int = 200) -> HttpResponse:
    """`form`: what was pressed; the other one on the page begins empty."""
    figure, said = latest_budget(journey.pk), said_of(found) if found else None
    guard: dict[str, Any] = {"about": journey.person_id, "seen": found.version if found else ""}
    names = names_of({journey.worker_id} | (said.who_wrote if said else set()))
    drafts = Drafts(request, journey, section=PlanSection.PLAN, page=reverse("person:plan"))
    agreement = agreement_in_force(journey.pk)
    context = {
        "journey": journey,
        "person": banner(journey.person, journey, names=names),
        "worker": names.get(journey.worker_id, "your worker"),
        "plan": found,
        "budget": figure,
        "view": view_of(found, figure) if found else None,
        "writing": found is not None and not what_stops_writing(found.state, journey.stage),
        "back": last_return(found) if found else None,
        "agreement": agreement,
        "statement": statement_of(agreement) if agreement else None,
        "last_agreement": last_agreement(journey.pk),
        "said": said,
        "said_names": names,
        "form": form,
        "own_words": form if isinstance(form, OwnWordsForm) else OwnWordsForm(**guard),
        "saying": SayingForm(**guard),
        "drafts": drafts,
    }
    return drafts.filled(render(request, "person/plan.html", context, status=status))


@require_POST
@for_person
def mine(request: Request) -> HttpResponse:
    """One press: this is my plan."""
    journey = own(request, PlanSection.PLAN)
    found = _unagreed(journey)
    form = SayingForm(request.POST, about=journey.person_id, seen=found.version)
    status = 200
    if form.is_valid():
        try:
            say_of_plan(
                found, agrees=True, words="", how="", key=form.cleaned_data["key"], seen_version=form.seen_version, by=request.actor
            )
        except NotReady as error:
            status = form.refuse(error)
        else:
            messages.success(request, "You said: this is my plan. You can change your mind until it is agreed.")
            return redirect("person:plan")
    return _page(request, journey, found, form, status=status)


@require_http_methods(["GET", "POST"])
@for_person
def not_mine(request: Request) -> HttpResponse:
    """I do not agree with this, because."""
    journey = own(request, PlanSection.PLAN)
    found = _unagreed(journey)
    form = DisagreeForm(request.POST or None, about=journey.person_id, seen=found.version)
    drafts, status = Drafts(request, journey, section=PlanSection.PLAN), 200
    if answer := drafts.answered(form):
        return answer
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            say_of_plan(
                found, agrees=False, words=given["words"], how="", key=given["key"], seen_version=form.seen_version, by=request.actor
            )
        except NotReady as error:
            status = form.refuse(error)
        else:
            drafts.done()
            messages.success(request, "You said that you do not agree. Your worker and the manager read your words.")
            return redirect("person:plan")
    names = names_of({journey.worker_id})
    context = {
        "person": banner(journey.person, journey, names=names),
        "worker": names.get(journey.worker_id, "your worker"),
        "form": form,
        "drafts": drafts,
        "journey": journey,
    }
    return drafts.filled(render(request, "person/plan_not_mine.html", context, status=status))


def _unagreed(journey: Journey) -> Plan:
    found = open_plan(journey.pk)
    if found is None:
        raise Http404
    return found


@require_safe
@for_person
def letter(request: Request) -> HttpResponse:
    journey = own(request, PlanSection.PLAN)
    return shown(request, journey, the_paper(request, journey, Kind.DECISION, own=True))


routes: list[URLPattern] = [
    path("plan", plan, name="plan"),
    path("plan/mine", mine, name="plan_mine"),
    path("plan/not-mine", not_mine, name="plan_not_mine"),
    path("plan/letter", letter, name="letter"),
]
