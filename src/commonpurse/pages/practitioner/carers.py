"""A carer's own journey beside the one of the person whom they help: started together, and the way from one to the other."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods, require_POST

from commonpurse.access.actors import Actor, Role
from commonpurse.access.decisions import require
from commonpurse.access.middleware import Request
from commonpurse.access.models import User
from commonpurse.allocation.queries import knows_of_budget
from commonpurse.assessments import acts
from commonpurse.assessments.models import Helper
from commonpurse.assessments.queries import assessment_of, helpers_of
from commonpurse.journeys.models import Journey
from commonpurse.journeys.queries import of_person, visible_to
from commonpurse.journeys.sections import JourneySection
from commonpurse.pages.banner import banner
from commonpurse.pages.doors import for_role
from commonpurse.pages.opening import opened
from commonpurse.pages.shared.guarded import GuardedForm
from commonpurse.people.acts import end_caring
from commonpurse.people.models import Person
from commonpurse.people.policy import may_end_caring
from commonpurse.people.queries import account_of, carers_of, cares_for, of_this_name
from commonpurse.people.sections import PeopleSection
from commonpurse.theme.fields import WordsField
from commonpurse.values.missing import NotReady

SOMEBODY_ELSE = "somebody else"
staff = for_role(Role.PRACTITIONER, Role.MANAGER)


@dataclass(frozen=True)
class Beside:
    """Another journey that belongs beside this one, for whoever may see both. No stage and no figure: only the way there."""

    name: str
    kind: str
    journey_id: UUID
    caring_id: UUID


def beside(actor: Actor, journey: Journey) -> list[Beside]:
    """From the person to their carers, or from a carer to the people whom they help."""
    if journey.kind == Journey.Kind.CARER:
        found = [(caring, caring.person_id, Journey.Kind.ADULT) for caring in cares_for(journey.person_id)]
    else:
        found = [(caring, caring.carer_id, Journey.Kind.CARER) for caring in carers_of(actor, journey.person_id)]
    rows = []
    for caring, person_id, other in found:
        there = of_person(actor, person_id).filter(kind=other, team_id__in=actor.case_teams).first()
        if there is not None:
            rows.append(Beside(there.person.name, caring.kind, there.pk, caring.pk))
    return rows


def account_as_helper(journey: Journey) -> Helper | None:
    """An account that the carer has for their own words about somebody, and that opens no record yet."""
    if journey.kind != Journey.Kind.CARER or account_of(journey.person_id) is not None:
        return None
    helped = cares_for(journey.person_id).values_list("person_id", flat=True)
    rows = Helper.objects.filter(person_id__in=helped, name=journey.person.name, ended_at=None).exclude(user_id=None)
    free = set(User.objects.filter(pk__in=[row.user_id for row in rows], person_id=None).values_list("pk", flat=True))
    return next((row for row in rows if row.user_id in free), None)


class CarerForm(GuardedForm):
    first_name = WordsField(label="First name of the carer", max_length=60)
    last_name = WordsField(label="Last name", max_length=60)
    kind = WordsField(label="Who are they to the person?", help_text="Daughter, husband, friend", max_length=60)
    helper = forms.UUIDField(widget=forms.HiddenInput, required=False)
    record = forms.ChoiceField(
        label="Your team has a record of this name. Is it the same person?",
        help_text="One person has one record. Ask the carer, and look at the date of birth.",
        widget=forms.RadioSelect,
        required=False,
    )

    def offer(self, known: list[Person]) -> None:
        """Let a record that is there already be chosen, or be said to be somebody else's; nothing is asked where there is none."""
        if known:
            found = [(str(person.pk), f"Yes: {person.in_one_line}") for person in known]
            self.fields["record"].choices = [*found, (SOMEBODY_ELSE, "No, somebody else of the same name")]  # type: ignore[attr-defined]
        else:
            del self.fields["record"]


@require_http_methods(["GET", "POST"])
@staff
def start(request: Request, journey_id: UUID) -> HttpResponse:
    """Start a journey as a carer, with the carer, from the journey of the person whom they help."""
    journey = opened(request, visible_to(request.actor).filter(kind=Journey.Kind.ADULT), journey_id, section=JourneySection.JOURNEY)
    assessment = assessment_of(journey.pk)
    helpers = list(helpers_of(assessment).filter(footing__in=WHO_MAY_BE_A_CARER)) if assessment else []
    chosen = next((one for one in helpers if str(one.pk) == request.GET.get("helper", "")), None)
    form = CarerForm(request.POST or None, about=journey.person_id, seen="", initial=_as_initial(chosen))
    form.offer(_known_already(journey, request.POST or _as_initial(chosen)))
    if request.method == "POST" and form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("first_name", "last_name", "kind")}
        helper = next((one for one in helpers if one.pk == form.cleaned_data["helper"]), None)
        said = form.cleaned_data.get("record", "")
        record = UUID(said) if said and said != SOMEBODY_ELSE else None
        try:
            made = acts.start_beside(
                journey, **given, helper=helper, record=record, is_somebody_else=said == SOMEBODY_ELSE, by=request.actor
            )
        except NotReady as error:
            form.refuse(error)
        else:
            messages.success(request, f"A journey as a carer has started. This page is about {made.person.called} now.")
            return redirect("practitioner:journey", journey_id=made.pk)
    context = {"form": form, "journey": journey, "person": banner(journey.person), "helpers": helpers, "chosen": chosen}
    return render(request, "practitioner/start_carer.html", context)


WHO_MAY_BE_A_CARER = (Helper.Footing.OWN_WORDS, Helper.Footing.BESIDE)


def _known_already(journey: Journey, said: Mapping[str, Any]) -> list[Person]:
    known = of_this_name(journey.team_id, *(str(said.get(name, "")).replace("\0", "") for name in ("first_name", "last_name")))
    return [person for person in known if person.pk != journey.person_id]


def _as_initial(helper: Helper | None) -> dict[str, str]:
    if helper is None:
        return {}
    first, _, last = helper.name.partition(" ")
    return {"first_name": first, "last_name": last, "kind": helper.relationship, "helper": str(helper.pk)}


class LinkForm(GuardedForm):
    """Nothing but whom it is about."""


@require_POST
@staff
def same_account(request: Request, journey_id: UUID) -> HttpResponse:
    """Let the account that a carer has as a helper open their own journey too."""
    journey = opened(request, visible_to(request.actor), journey_id, section=PeopleSection.IDENTITY)
    helper = account_as_helper(journey)
    if helper is None:
        raise Http404
    if LinkForm(request.POST, about=journey.person_id, seen="").is_valid():
        acts.let_helper_open_own_record(journey.person, helper, by=request.actor)
        messages.success(request, f"{journey.person.called} signs in as before, and finds their own journey there too.")
    return redirect("practitioner:journey", journey_id=journey.pk)


class EndForm(GuardedForm):
    """Nothing but whom it is about: pressing the button is the act."""


@require_http_methods(["GET", "POST"])
@staff
def end(request: Request, journey_id: UUID, caring_id: UUID) -> HttpResponse:
    """The carer helps somebody no more, written down with them from their own journey: what it does is said before it is done."""
    journey = opened(request, visible_to(request.actor).filter(kind=Journey.Kind.CARER), journey_id, section=JourneySection.JOURNEY)
    caring = cares_for(journey.person_id).filter(pk=caring_id).first()
    if caring is None:
        raise Http404
    require(may_end_caring(request.actor, caring))
    form = EndForm(request.POST or None, about=journey.person_id, seen=caring.pk)
    if request.method == "POST" and form.is_valid():
        end_caring(caring, by=request.actor)
        messages.success(request, f"It is written down that {journey.person.called} does not help {caring.called} now.")
        return redirect("practitioner:journey", journey_id=journey.pk)
    known = knows_of_budget(request.actor, caring.person_id)
    context = {"form": form, "journey": journey, "caring": caring, "person": banner(journey.person), "budget_known": known}
    return render(request, "practitioner/end_caring.html", context)


routes: list[URLPattern] = [
    path("journeys/<uuid:journey_id>/caring/<uuid:caring_id>/end", end, name="end_caring"),
    path("journeys/<uuid:journey_id>/carers/start", start, name="start_carer"),
    path("journeys/<uuid:journey_id>/sign-in/same-account", same_account, name="same_account"),
]
