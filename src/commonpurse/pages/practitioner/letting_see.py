"""What somebody without an account lets others see: said by them, written down by the worker who is responsible, with how it was said."""

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods, require_safe

from commonpurse.access.actors import Role
from commonpurse.access.decisions import require
from commonpurse.access.middleware import Request
from commonpurse.access.queries import names_of
from commonpurse.access.registry import AccessSection
from commonpurse.allocation.sections import BudgetSection
from commonpurse.assessments import acts
from commonpurse.assessments.acts.sharing import HOW
from commonpurse.assessments.models import Voice
from commonpurse.assessments.policy import may_note_sharing
from commonpurse.assessments.queries import assessment_of
from commonpurse.assessments.queries.sharing import ANSWERS, BUDGET, SECTIONS, STAGE, LetSee, let_see_now, noted
from commonpurse.assessments.queries.voices import screen_of
from commonpurse.assessments.sections import AssessmentSection
from commonpurse.journeys.models import Journey
from commonpurse.journeys.queries import visible_to
from commonpurse.journeys.sections import JourneySection
from commonpurse.pages.banner import banner
from commonpurse.pages.doors import for_role
from commonpurse.pages.opening import looked_at, opened
from commonpurse.pages.shared.guarded import GuardedForm
from commonpurse.pages.shown.showing import TITLED, content
from commonpurse.people.queries import account_of
from commonpurse.theme.fields import DayField, WordsField
from commonpurse.values.missing import NotReady

staff = for_role(Role.PRACTITIONER, Role.MANAGER)
LOOKS = {
    STAGE: JourneySection.JOURNEY,
    ANSWERS: AssessmentSection.ASSESSMENT,
    BUDGET: BudgetSection.BUDGET,
}


def _journey(request: Request, journey_id: UUID) -> Journey:
    return opened(request, visible_to(request.actor), journey_id, section=AccessSection.ACCESS)


@require_safe
@staff
def everything(request: Request, journey_id: UUID) -> HttpResponse:
    """Who sees what. Of somebody with an account nothing: it is theirs to say, and theirs to look at."""
    journey = _journey(request, journey_id)
    account, said = account_of(journey.person_id), noted(journey)
    context = {
        "journey": journey,
        "person": banner(journey.person, journey, names=names_of({journey.worker_id})),
        "account": account,
        "rows": [] if account else let_see_now(journey),
        "noted": said,
        "by": names_of({one.by_id for one in said.values()}),
        "titled": TITLED,
        "may": may_note_sharing(request.actor, journey),
    }
    return render(request, "practitioner/letting_see/everything.html", context)


class NotedForm(GuardedForm):
    """What is noted of what somebody said; pressed twice it is noted once."""

    key = forms.UUIDField(
        widget=forms.HiddenInput,
        error_messages={"required": "Open the page again and press once more.", "invalid": "Open the page again and press once more."},
    )
    how = WordsField(
        help_text="When, where, in what way: in words, with pictures, by what they did. They can read this.",
        max_length=300,
        widget=forms.Textarea,
        error_messages={"required": HOW},
    )

    def __init__(self, data: Any = None, *, journey: Journey) -> None:
        super().__init__(data, about=journey.person_id, seen="", initial={"key": uuid4()})
        self.fields["how"].label = f"How did {journey.person.called} say it?"


class LetSeeForm(NotedForm):
    until = DayField(label="Until when?", help_text="From this day on they see it no more. Empty: until it is ended.", required=False)
    field_order = ("until", "how")


def _other(journey: Journey, holder_id: UUID, what: str) -> LetSee:
    found = next((row for row in let_see_now(journey) if row.other.holder_id == holder_id), None)
    if found is None or what not in SECTIONS:
        raise Http404
    return found


@require_http_methods(["GET", "POST"])
@staff
def let_see(request: Request, journey_id: UUID, holder_id: UUID, what: str) -> HttpResponse:
    """Beforehand: exactly what would be seen, to be shown or read to the one whose word this is."""
    journey = _journey(request, journey_id)
    require(may_note_sharing(request.actor, journey))
    row, form = _other(journey, holder_id, what), LetSeeForm(request.POST or None, journey=journey)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            acts.note_letting_see(
                journey, what=what, holder_id=holder_id, until=given["until"], how=given["how"], key=given["key"], by=request.actor
            )
        except NotReady as error:
            form.refuse(error)
        else:
            messages.success(request, f"Noted as what {journey.person.called} says. {row.other.name} can see {TITLED[what]} now.")
            return redirect("practitioner:letting_see", journey_id=journey.pk)
    shows = _may_stand_on_the_screen(request, journey)
    if shows:
        looked_at(request, journey.person_id, [LOOKS[what]])
    context = {"form": form, "row": row, "journey": journey, "person": banner(journey.person), "shows": shows}
    return render(
        request,
        "practitioner/letting_see/one.html",
        {**context, "what": what, "titled": TITLED[what], **(content(journey.pk, what, journey.person.called) if shows else {})},
    )


def _may_stand_on_the_screen(request: Request, journey: Journey) -> bool:
    assessment = assessment_of(journey.pk)
    return assessment is None or screen_of(assessment, request.actor).fit_for(Voice.PERSON)


@require_http_methods(["GET", "POST"])
@staff
def end(request: Request, journey_id: UUID, holder_id: UUID, what: str) -> HttpResponse:
    """They see it no more, because the one whose it is said so."""
    journey = _journey(request, journey_id)
    require(may_note_sharing(request.actor, journey))
    row, form = _other(journey, holder_id, what), NotedForm(request.POST or None, journey=journey)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            acts.note_end_of_letting_see(journey, what=what, holder_id=holder_id, how=given["how"], key=given["key"], by=request.actor)
        except NotReady as error:
            form.refuse(error)
        else:
            messages.success(request, f"Noted. {row.other.name} does not see {TITLED[what]} any more.")
            return redirect("practitioner:letting_see", journey_id=journey.pk)
    context = {"form": form, "row": row, "journey": journey, "person": banner(journey.person), "titled": TITLED[what]}
    return render(request, "practitioner/letting_see/end.html", context)


_BASE = "journeys/<uuid:journey_id>/let-see"
routes: list[URLPattern] = [
    path(_BASE, everything, name="letting_see"),
    path(f"{_BASE}/<uuid:holder_id>/<slug:what>", let_see, name="let_see"),
    path(f"{_BASE}/<uuid:holder_id>/<slug:what>/end", end, name="end_letting_see"),
]
