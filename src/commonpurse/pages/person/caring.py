"""Wanting to and being able to: asked alone, one need at a time, of a carer in their own room. No reasons are asked."""

from collections.abc import Mapping, Sequence
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
from commonpurse.allocation.queries import knows_of_budget
from commonpurse.assessments.queries import questionnaire_in_force
from commonpurse.assessments.questionnaire import Form, FormQuestion, form_of
from commonpurse.foundation.clock import today
from commonpurse.journeys.models import Journey
from commonpurse.journeys.queries import of_person
from commonpurse.pages.banner import Banner
from commonpurse.pages.doors import for_person
from commonpurse.pages.effort.open_page import costs
from commonpurse.pages.shared.guarded import GuardedForm
from commonpurse.people.acts import YESES, end_caring, state_as_carer
from commonpurse.people.models import WHOLE, CarersStatement, Caring
from commonpurse.people.queries import cares_for, is_yes, part_of, statements_of
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
    """What this carer has said, need by need; and the next one that they have not been asked about."""
    found = _caring(request, caring_id)
    said = statements_of(found)
    needs = [question for question in _needs().questions if question.unpaid_help]
    parts = _needs().unpaid_help["choices"]
    asked = [(need, words) for need in needs if (words := _in_words(said.get(need.id), parts))]
    open_needs = [need for need in needs if not _is_said(said.get(need.id))]
    return render(request, "person/caring/all.html", _context(found, asked=asked, open=open_needs, of=len(needs)))


def _is_said(said: CarersStatement | None) -> bool:
    """Whether it has been asked and answered since the help began."""
    return said is not None and said.says != Says.ENDED


def _in_words(said: CarersStatement | None, parts: Sequence[str]) -> str:
    """What was said; nothing where it was not asked since the help began."""
    if said is None or not _is_said(said):
        return ""
    if said.says == Says.YES_UNTIL and said.until is not None and not is_yes(said, today()):
        return f"It was yes until {day(said.until)}. That is over."
    words = f"Yes, until {day(said.until)}" if said.until else str(Says(said.says).label)
    return f"{words}: {parts[part_of(said)].lower()} of it" if said.says in YESES else words


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
    initial = {} if said is None or said.says == Says.ENDED else {"helps": "no" if said.says == Says.NOT_HELPING else "yes"}
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
    later = [q for q in form.questions[form.position(asked.id) :] if q.unpaid_help and not _is_said(said.get(q.id))]
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
    quarters = forms.ChoiceField(
        label="If it is yes: how much of it do you mean?",
        help_text="Your own part. What others do, only they say.",
        widget=forms.RadioSelect,
        required=False,
    )
    until = DayField(label="If it is yes until a date: which date?", help_text="From this day on it counts no more.", required=False)


@require_http_methods(["GET", "POST"])
@for_person
def willing(request: Request, caring_id: UUID, need: str) -> HttpResponse:
    """Do you want to, and are you able to? Before the answer: what a yes would change, and exactly what the other side will see."""
    found, asked = _caring(request, caring_id), _need(need)
    said = statements_of(found).get(need)
    parts = _needs().unpaid_help["choices"]
    form = WillingForm(request.POST or None, about=found.person_id, seen="", initial=_as_said(said))
    form.fields["quarters"].choices = [(str(number), text) for number, text in enumerate(parts)][1:]  # type: ignore[attr-defined]
    for name in ("until", "quarters"):
        form.fields[name].decided = True  # type: ignore[attr-defined]  # asked for with a yes only; the act says when it is missing
    if request.method == "POST" and form.is_valid():
        try:
            state_as_carer(found, need=need, **_given(form.cleaned_data), by=request.actor)
        except NotReady as error:
            form.refuse(error)
        else:
            messages.success(request, "Kept. You can change this at any time, and you need give no reason.")
            return _onwards(found, asked)
    words = _needs("carer").willing_and_able
    change = what_a_yes_would_change(request.actor, found, need)
    return render(request, "person/caring/willing.html", _context(found, need=asked, form=form, words=words, change=change, parts=parts))


def _as_said(said: CarersStatement | None) -> dict[str, Any]:
    if said is None or said.says in {Says.NOT_HELPING, Says.ENDED}:
        return {}
    return {"says": said.says, "until": said.until, "quarters": str(part_of(said)) if said.says in YESES else ""}


def _given(typed: Mapping[str, Any]) -> dict[str, Any]:
    """What belongs to the answer that was chosen; a yes without its part is refused by the act."""
    yes = typed["says"] in YESES
    return {
        "says": typed["says"],
        "until": typed["until"] if typed["says"] == Says.YES_UNTIL else None,
        "quarters": int(typed["quarters"] or 0) if yes else WHOLE,
    }


class EndForm(GuardedForm):
    """Nothing but whom it is about: pressing the button is the act."""


@require_http_methods(["GET", "POST"])
@for_person
def end(request: Request, caring_id: UUID) -> HttpResponse:
    """I help no more: what it does is said before it is done."""
    found = _caring(request, caring_id)
    form = EndForm(request.POST or None, about=found.person_id, seen="")
    if request.method == "POST" and form.is_valid():
        end_caring(found, by=request.actor)
        messages.success(request, f"It is written down that you do not help {found.called} now. What you said before is kept.")
        return redirect("person:home")
    yeses = [need for need, said in statements_of(found).items() if is_yes(said, today())]
    titles = [question.title for question in _needs().questions if question.id in yeses]
    known = knows_of_budget(request.actor, found.person_id)
    return render(request, "person/caring/end.html", _context(found, form=form, yeses=titles, budget_known=known))


routes: list[URLPattern] = [
    path("caring/<uuid:caring_id>", caring, name="caring"),
    path("caring/<uuid:caring_id>/end", end, name="end_caring"),
    path("caring/<uuid:caring_id>/<slug:need>", helps, name="helps"),
    path("caring/<uuid:caring_id>/<slug:need>/willing", willing, name="willing"),
]
