"""Wanting to and being able to: asked alone, one need at a time, of a carer in their own room. No reasons are asked."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods, require_safe

from commonpurse.access.middleware import Request
from commonpurse.allocation.beforehand import what_a_yes_would_change
from commonpurse.assessments.queries import questionnaire_in_force
from commonpurse.assessments.questionnaire import Form, FormQuestion, form_of
from commonpurse.foundation.clock import today
from commonpurse.journeys.models import Journey
from commonpurse.journeys.queries import of_person
from commonpurse.pages.banner import Banner
from commonpurse.pages.doors import for_person
from commonpurse.pages.effort.open_page import costs
from commonpurse.pages.shared.guarded import GuardedForm
from commonpurse.people.acts import state_as_carer
from commonpurse.people.models import CarersStatement, Caring
from commonpurse.people.queries import cares_for, is_yes, statements_of
from commonpurse.theme.fields import DayField
from commonpurse.theme.words import day
from commonpurse.values.missing import NotReady

Says = CarersStatement.Says
YES_NO = [("yes", "Yes"), ("no", "No")]


def _caring(request: Request, caring_id: UUID) -> Caring:
    """Whom this carer helps. Nothing is read of the other's record, and no look at it is written."""
    person_id = request.actor.person_id
    found = cares_for(person_id).filter(pk=caring_id).first() if person_id else None
    if found is None:
        raise Http404
    if own := of_person(request.actor, found.carer_id).filter(kind=Journey.Kind.CARER).first():
        costs(request, own)  # on the carer's own journey, and never on the other's
    return found


def _needs(kind: str = "adult") -> Form:
    found = questionnaire_in_force(kind, today())
    if found is None:
        raise Http404
    return form_of(found.content)


def _need(need: str) -> FormQuestion:
    form = _needs()
    if not form.has(need) or not form.question(need).unpaid_help:
        raise Http404
    return form.question(need)


def _context(caring: Caring, **more: Any) -> dict[str, Any]:
    return {"caring": caring, "name": caring.called, "person": Banner(caring.carer.name, None, ""), **more}


@require_safe
@for_person
def caring(request: Request, caring_id: UUID) -> HttpResponse:
    """Every need, with what this carer has said about it; and the next that they have not been asked about."""
    found = _caring(request, caring_id)
    said = statements_of(found)
    needs = [question for question in _needs().questions if question.unpaid_help]
    rows = [{"need": need, "said": _in_words(said.get(need.id)), "asked": need.id in said} for need in needs]
    return render(
        request, "person/caring/all.html", _context(found, rows=rows, next=next((r["need"] for r in rows if not r["asked"]), None))
    )


def _in_words(said: CarersStatement | None) -> str:
    if said is None:
        return "Not asked yet"
    if said.says == Says.YES_UNTIL and said.until is not None:
        return f"Yes, until {day(said.until)}" if is_yes(said, today()) else f"It was yes until {day(said.until)}. That is over."
    return str(Says(said.says).label)


class HelpsForm(GuardedForm):
    helps = forms.ChoiceField(
        choices=YES_NO, widget=forms.RadioSelect, error_messages={"required": "Choose yes or no.", "invalid_choice": "Choose yes or no."}
    )


@require_http_methods(["GET", "POST"])
@for_person
def helps(request: Request, caring_id: UUID, need: str) -> HttpResponse:
    """Do you help with this? Nothing is told to anybody by the answer."""
    found, asked = _caring(request, caring_id), _need(need)
    said = statements_of(found).get(need)
    initial = {} if said is None else {"helps": "no" if said.says == Says.NOT_HELPING else "yes"}
    form = HelpsForm(request.POST or None, about=found.person_id, seen="", initial=initial)
    form.fields["helps"].label = f"Do you help {found.called} with this?"
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["helps"] == "yes":
            return redirect("person:willing", caring_id=found.pk, need=need)
        state_as_carer(found, need=need, says=Says.NOT_HELPING, by=request.actor)
        return _onwards(found, asked)
    return render(
        request, "person/caring/helps.html", _context(found, need=asked, form=form, says_yes=said is not None and is_yes(said, today()))
    )


def _onwards(caring: Caring, asked: FormQuestion) -> HttpResponse:
    """To the next need that has not been asked about, else to the list."""
    said = statements_of(caring)
    form = _needs()
    later = [q for q in form.questions[form.position(asked.id) :] if q.unpaid_help and q.id not in said]
    if later:
        return redirect("person:helps", caring_id=caring.pk, need=later[0].id)
    return redirect("person:caring", caring_id=caring.pk)


class WillingForm(GuardedForm):
    says = forms.ChoiceField(
        label="What do you say?",
        choices=[(one.value, one.label) for one in (Says.YES, Says.YES_UNTIL, Says.NO, Says.RATHER_NOT_SAY)],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one of the answers.", "invalid_choice": "Choose one of the answers."},
    )
    until = DayField(label="If it is yes until a date: which date?", help_text="From this day on it counts no more.", required=False)


@require_http_methods(["GET", "POST"])
@for_person
def willing(request: Request, caring_id: UUID, need: str) -> HttpResponse:
    """Do you want to, and are you able to? Before the answer: what a yes would change, and exactly what the other side will see."""
    found, asked = _caring(request, caring_id), _need(need)
    said = statements_of(found).get(need)
    initial = {} if said is None or said.says == Says.NOT_HELPING else {"says": said.says, "until": said.until}
    form = WillingForm(request.POST or None, about=found.person_id, seen="", initial=initial)
    form.fields["until"].decided = True  # type: ignore[attr-defined]  # asked for with one answer only; the act says when it is missing
    if request.method == "POST" and form.is_valid():
        says, until = form.cleaned_data["says"], form.cleaned_data["until"]
        try:
            state_as_carer(found, need=need, says=says, until=until if says == Says.YES_UNTIL else None, by=request.actor)
        except NotReady as error:
            form.refuse(error)
        else:
            messages.success(request, "Kept. You can change this at any time, and you need give no reason.")
            return _onwards(found, asked)
    words = _needs("carer").willing_and_able
    change = what_a_yes_would_change(request.actor, found, need)
    return render(request, "person/caring/willing.html", _context(found, need=asked, form=form, words=words, change=change))


routes: list[URLPattern] = [
    path("caring/<uuid:caring_id>", caring, name="caring"),
    path("caring/<uuid:caring_id>/<slug:need>", helps, name="helps"),
    path("caring/<uuid:caring_id>/<slug:need>/willing", willing, name="willing"),
]
