"""One journey on one screen: where it stands, what is next, and every way on, back and out."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonpurse.access.actors import Role
from commonpurse.access.middleware import Request
from commonpurse.access.queries import names_of
from commonpurse.assessments import acts as assessments
from commonpurse.assessments.queries import assessment_of, eligibility_of, health_bases_on
from commonpurse.foundation.clock import today
from commonpurse.journeys import acts
from commonpurse.journeys.models import Journey
from commonpurse.journeys.queries import colleagues_for, history, step_back_for, visible_to, where, worker_has_left, worker_is_shut_out
from commonpurse.journeys.sections import JourneySection
from commonpurse.pages.banner import banner
from commonpurse.pages.doors import for_role
from commonpurse.pages.drafts import Drafts
from commonpurse.pages.figures import figures_for
from commonpurse.pages.forms import add_missing
from commonpurse.pages.opening import opened
from commonpurse.pages.practitioner.carers import beside
from commonpurse.pages.practitioner.next_action import next_action
from commonpurse.people.queries import account_of, close_to, helped_before
from commonpurse.plans.queries import sent_back
from commonpurse.theme.fields import WordsField
from commonpurse.values.missing import NotReady

staff = for_role(Role.PRACTITIONER, Role.MANAGER)


@require_safe
@staff
def journey(request: Request, journey_id: UUID) -> HttpResponse:
    found = opened(request, visible_to(request.actor), journey_id, section=JourneySection.JOURNEY)
    back = sent_back([found.pk]).get(found.pk)
    names = names_of({found.worker_id} | ({back.by_id} if back else set()))
    assessment = assessment_of(found.pk)
    figures = figures_for([found.pk]).get(found.pk, [])
    context = {
        "journey": found,
        "person": banner(found.person, found, names=names),
        "where": where(found, names=names),
        "worker_left": worker_has_left(found),
        "worker_shut_out": worker_is_shut_out(found),
        "action": next_action(found, has_figure=bool(figures)),
        "back": back,
        "back_by": names.get(back.by_id, "a manager") if back else "",
        "history": history(found),
        "step_back": step_back_for(request.actor, found),
        "assessment": assessment,
        "eligibility": eligibility_of(assessment) if assessment else None,
        "bases": health_bases_on(found.person_id, today()),
        "figures": figures,
        "account": account_of(found.person_id),
        "close": list(close_to(found.person_id)),
        "beside": beside(request.actor, found),
        "before": list(helped_before(found.person_id)) if found.kind == Journey.Kind.CARER else [],
    }
    return render(request, "practitioner/journey.html", context)


@require_POST
@staff
def move(request: Request, journey_id: UUID, what: str) -> HttpResponse:
    """The one-press moves: each is an act that says itself what is missing."""
    found = opened(request, visible_to(request.actor), journey_id, section=JourneySection.JOURNEY)
    moves = {
        "support-started": acts.support_has_started,
        "review": acts.begin_review,
        "pick-up": acts.pick_up,
        "ask-again": acts.ask_again,
    }
    moves[what](found, by=request.actor)
    messages.success(request, SAID[what])
    return redirect("practitioner:journey", journey_id=found.pk)


SAID = {
    "support-started": "The support has started.",
    "review": "The review has begun.",
    "pick-up": "Picked up where it was.",
    "ask-again": "Open again, from the start. Everything from before is kept.",
}


class PauseForm(forms.Form):
    note = WordsField(label="Why, in a few words", help_text="The person sees this.", max_length=300, required=False)


class EndForm(forms.Form):
    reason = WordsField(label="Why does it end?", help_text="The person sees this.", max_length=300, widget=forms.Textarea)


class HandOverForm(forms.Form):
    to = forms.ChoiceField(label="Who takes over?")
    note = WordsField(label="What do they need to know?", max_length=600, widget=forms.Textarea)

    def __init__(self, data: object, *, found: Journey) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        others = [(str(user.pk), user.name) for user in colleagues_for(found) if user.pk != found.worker_id]
        self.fields["to"] = forms.ChoiceField(label="Who takes over?", choices=others)


@require_http_methods(["GET", "POST"])
@staff
def pause(request: Request, journey_id: UUID) -> HttpResponse:
    found = opened(request, visible_to(request.actor), journey_id, section=JourneySection.JOURNEY)
    form = PauseForm(request.POST if request.method == "POST" else None)
    drafts = Drafts(request, found, section=JourneySection.JOURNEY)
    if answer := drafts.answered(form):
        return answer
    if request.method == "POST" and form.is_valid():
        acts.pause(found, note=form.cleaned_data["note"], by=request.actor)
        drafts.done()
        return redirect("practitioner:journey", journey_id=found.pk)
    return _form(
        request,
        found,
        form,
        drafts,
        title="Pause",
        lead=f"Everything is kept. {_stays(found)} It can be picked up again in one press.",
        button="Pause",
    )


@require_http_methods(["GET", "POST"])
@staff
def end(request: Request, journey_id: UUID) -> HttpResponse:
    found = opened(request, visible_to(request.actor), journey_id, section=JourneySection.JOURNEY)
    form = EndForm(request.POST or None)
    drafts = Drafts(request, found, section=JourneySection.JOURNEY)
    if answer := drafts.answered(form):
        return answer
    if request.method == "POST" and form.is_valid():
        acts.end(found, reason=form.cleaned_data["reason"], by=request.actor)
        drafts.done()
        return redirect("practitioner:journey", journey_id=found.pk)
    lead = (
        f"What was agreed stays as it is. {_stays(found)} An ending can be taken back for some days, and asking again is always possible."
    )
    return _form(request, found, form, drafts, title="End", lead=lead, button="End it", warning=True)


@require_http_methods(["GET", "POST"])
@staff
def hand_over(request: Request, journey_id: UUID) -> HttpResponse:
    found = opened(request, visible_to(request.actor), journey_id, section=JourneySection.JOURNEY)
    form = HandOverForm(request.POST or None, found=found)
    drafts = Drafts(request, found, section=JourneySection.JOURNEY)
    if answer := drafts.answered(form):
        return answer
    if request.method == "POST" and form.is_valid():
        try:
            assessments.hand_over(found, to_user_id=UUID(form.cleaned_data["to"]), note=form.cleaned_data["note"], by=request.actor)
            drafts.done()
            return redirect("practitioner:journey", journey_id=found.pk)
        except NotReady as error:
            add_missing(form, error)
    return _form(
        request,
        found,
        form,
        drafts,
        title="Hand over",
        lead=f"A colleague in the same team becomes responsible. {_stays(found)}",
        button="Hand over",
    )


def _stays(found: Journey) -> str:
    """The status quo, at every way out."""
    return f"The help that {found.person.called} has now stays as it is."


def _form(request: Request, found: Journey, form: forms.Form, drafts: Drafts, **words: object) -> HttpResponse:
    context = {"form": form, "journey": found, "person": banner(found.person), "drafts": drafts, **words}
    return drafts.filled(render(request, "practitioner/journey_form.html", context))


routes = [
    path("journeys/<uuid:journey_id>", journey, name="journey"),
    path("journeys/<uuid:journey_id>/pause", pause, name="pause"),
    path("journeys/<uuid:journey_id>/end", end, name="end"),
    path("journeys/<uuid:journey_id>/hand-over", hand_over, name="hand_over"),
    *(path(f"journeys/<uuid:journey_id>/{what}", move, {"what": what}, name=what.replace("-", "_")) for what in SAID),
]
