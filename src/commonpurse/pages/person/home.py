"""A person's home: what happens next, who has it, since when; and every way to pause, stop and pick up again."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonpurse.access.actors import Actor, Capacity
from commonpurse.access.middleware import Request
from commonpurse.access.models import Look
from commonpurse.access.queries import LooksOfADay, days_of_looks, looks_at, looks_on, names_of
from commonpurse.access.registry import LET_IN, SHUT_OUT, AccessSection
from commonpurse.allocation.sections import BudgetSection
from commonpurse.assessments.acts.stepping_back import take_back_ending
from commonpurse.assessments.models import Assessment, Voice
from commonpurse.assessments.queries import Progress, answers_of, assessment_of, eligibility_of, form_for, helping, prepared, progress
from commonpurse.assessments.sections import AssessmentSection
from commonpurse.journeys import acts
from commonpurse.journeys.models import Journey
from commonpurse.journeys.queries import of_person, step_back_for, where, worker_is_shut_out
from commonpurse.journeys.sections import JourneySection
from commonpurse.journeys.stages import Holder, Stage
from commonpurse.pages.banner import banner
from commonpurse.pages.doors import for_person
from commonpurse.pages.figures import figures_for
from commonpurse.pages.given_back import pages_with_unsaved
from commonpurse.pages.opening import opened
from commonpurse.pages.person.rooms import ROOMS, inside, room_for
from commonpurse.people.acts import HELPER_SIGN_IN, SIGN_IN
from commonpurse.people.queries import cares_for
from commonpurse.people.queries import visible_to as people_visible_to
from commonpurse.people.sections import PeopleSection
from commonpurse.plans.queries import last_agreement
from commonpurse.plans.sections import PlanSection
from commonpurse.theme.fields import WordsField

DAYS_SHOWN = 50


def own_journey(actor: Actor) -> Journey | None:
    """The journey on the actor's own record that the address names; else the one under way, the adult one first; else the last one."""
    journeys = own_journeys(actor)
    return next((one for one in journeys if one.stage != Stage.ENDED), journeys[0] if journeys else None)


def own_journeys(actor: Actor) -> list[Journey]:
    """The journeys on the actor's own record, of the one kind that the address names where it names one; the adult ones first."""
    if actor.person_id is None:
        return []
    found = of_person(actor, actor.person_id).order_by("kind", "-started_on")
    return list(found.filter(kind=actor.own_kind) if actor.own_kind else found)


def home_as_a_carer(actor: Actor) -> str:
    """Where the actor's own journey as a carer is read: their home, or that journey's room where they have another one; empty for none."""
    kinds = {one.kind for one in own_journeys(actor)}
    if Journey.Kind.CARER not in kinds:
        return ""
    return room_for(Journey.Kind.CARER).begins if len(kinds) > 1 else reverse("person:home")


def own_journey_or_404(request: Request) -> Journey:
    journey = own_journey(request.actor)
    if journey is None:
        raise Http404
    return opened(request, of_person(request.actor, journey.person_id), journey.pk, section=JourneySection.JOURNEY)


@require_safe
@for_person
def home(request: Request) -> HttpResponse:
    journey = own_journey(request.actor)
    if journey is None and request.actor.own_kind:
        raise Http404
    if not request.actor.own_kind and (two := one_of_each(own_journeys(request.actor))):
        return both(request, two)
    about_helping = request.actor.own_kind != Journey.Kind.ADULT
    beside = {
        "caring": list(cares_for(request.actor.person_id)) if request.actor.person_id and about_helping else [],
        "helps": about_helping and helping(request.actor).exists(),
    }
    if journey is None:
        return render(request, "person/home_empty.html", beside)
    journey = own_journey_or_404(request)
    without_worker = worker_is_shut_out(journey)
    names = names_for(journey, without_worker=without_worker)
    assessment = assessment_of(journey.pk)
    far = how_far(journey, assessment, request.actor)
    figures = figures_for([journey.pk], person=True).get(journey.pk, [])
    context = {
        "journey": journey,
        "person": banner(journey.person, journey, names=names),
        "worker": names.get(journey.worker_id, ""),
        "without_worker": without_worker,
        "where": where(journey, names=names, plainly=True),
        "step": next_step(journey, begun=assessment is not None, far=far, figured=bool(figures)),
        "far": far,
        "unsaved": pages_with_unsaved(request),
        "figures": figures,
        "agreed_before": None if "agreed" in {figure.kind for figure in figures} else last_agreement(journey.pk),
        "eligibility": eligibility_of(assessment) if assessment else None,
        "may_take_back": journey.stage == Stage.ENDED and step_back_for(request.actor, journey).undone_by is not None,
        **beside,
    }
    return render(request, "person/home.html", context)


def names_for(journey: Journey, *, without_worker: bool) -> dict[UUID, str]:
    """Who is responsible, by name, for the person's own pages; their team, where that worker must not see the record."""
    return {journey.worker_id: journey.team.name} if without_worker else names_of({journey.worker_id})


def one_of_each(journeys: list[Journey]) -> list[Journey]:
    """One's journey for oneself and the one as a carer, those under way before ended ones; nothing where there are not both."""
    first: dict[str, Journey] = {}
    for one in sorted(journeys, key=lambda one: one.stage == Stage.ENDED):
        first.setdefault(one.kind, one)
    return [first[room.kind] for room in ROOMS] if len(first) == len(ROOMS) else []


def both(request: Request, journeys: list[Journey]) -> HttpResponse:
    """A home for somebody with two journeys: where each stands, and the way into each. Nothing of one is on the other's pages."""
    rows = []
    for one in journeys:
        journey = opened(request, of_person(request.actor, one.person_id), one.pk, section=JourneySection.JOURNEY)
        room, names = room_for(journey.kind), names_for(journey, without_worker=worker_is_shut_out(journey))
        with inside(room):
            figures = figures_for([journey.pk], person=True).get(journey.pk, [])
            rows.append({"room": room, "where": where(journey, names=names, plainly=True), "journey": journey, "figures": figures})
    context = {"rows": rows, "person": banner(journeys[0].person), "helps": helping(request.actor).exists()}
    context["unsaved"] = pages_with_unsaved(request)
    return render(request, "person/both.html", context)


def how_far(journey: Journey, assessment: Assessment | None, actor: Actor) -> Progress | None:
    """How far the person's own answers have come, while it is for them to answer and once they have begun."""
    if assessment is None or journey.stage != Stage.SELF_ASSESSMENT or prepared(assessment).before.has_capacity is not True:
        return None
    found = progress(form_for(assessment), answers_of(assessment, Voice.PERSON, shown_to=actor))
    return found if found.begun else None


def next_step(journey: Journey, *, begun: bool, far: Progress | None, figured: bool) -> dict[str, str] | None:
    """The one thing that the person can do now, if there is one.

    `begun`: whether there is an assessment to read about; `figured`: whether there is a figure to look at.
    """
    if far and far.resume:
        return {"text": "Go on with my questions", "href": reverse("person:question", kwargs={"question_id": far.resume})}
    if far:
        return {"text": "Check my answers and send them", "href": reverse("person:check_answers")}
    steps = {
        **({Stage.STARTED: ("See what this is about", "person:questions")} if begun else {}),
        Stage.SELF_ASSESSMENT: ("Go to my questions" if journey.held_by == Holder.PERSON else "See the questions", "person:questions"),
        **({Stage.INDICATIVE: ("See my indicative budget", "person:budget")} if figured else {}),
        Stage.PLANNING: ("See my plan", "person:plan"),
        Stage.AGREEMENT: ("See my plan", "person:plan"),
        Stage.SETTING_UP: ("See what was agreed", "person:plan"),
        Stage.LIVE: ("See what was agreed", "person:plan"),
        Stage.REVIEW: ("See what was agreed", "person:plan"),
    }
    found = steps.get(Stage(journey.stage))
    return {"text": found[0], "href": reverse(found[1])} if found else None


@require_safe
@for_person
def who_looked(request: Request) -> HttpResponse:
    """Every look at one's own record, whatever journeys there are, newest first: by whom, at what, when; one row for each day of each."""
    if request.actor.person_id is None:
        raise Http404
    person = opened(request, people_visible_to(request.actor), request.actor.person_id, section=AccessSection.ACCESS)
    looks = looks_at(person.pk).exclude(user_id=request.actor.user_id)
    page = Paginator(days_of_looks(looks), DAYS_SHOWN).get_page(request.GET.get("page"))
    days = looks_on(looks, list(page.object_list))
    names = names_of({one.user_id for one in days})
    rows = [_day_row(one, names.get(one.user_id, "Somebody who has left")) for one in days]
    return render(request, "person/who_looked.html", {"rows": rows, "page": page, "person": banner(person)})


def _day_row(one: LooksOfADay, name: str) -> dict[str, object]:
    """What somebody looked at on a day: each thing once, and every look with its time where there are several."""
    each = [{"what": what(look), "at": look.at} for look in one.looks]
    return {"name": name, "day": one.day, "at": one.looks[0].at, "whats": list(dict.fromkeys(row["what"] for row in each)), "each": each}


def what(look: Look) -> str:
    """What a look was at, in the person's words."""
    if look.as_capacity == Capacity.PRIVACY:
        return AS_PRIVACY_OFFICER[look.section]
    return "a list with your name, and where your journey stands" if look.route in LISTS else WHAT[look.section]


LISTS = {"practitioner:caseload", "manager:waiting"}


WHAT = {
    PeopleSection.IDENTITY: "who you are",
    JourneySection.JOURNEY: "where your journey stands",
    AssessmentSection.SHOWN_ANSWERS: "your answers, as you let them",
    AssessmentSection.SHOWN_BUDGET: "your budget, as you let them",
    JourneySection.STAGE: "where your journey stands, as you let them",
    AssessmentSection.ASSESSMENT: "your answers",
    BudgetSection.BUDGET: "your budget",
    PlanSection.PLAN: "your plan",
    AccessSection.ACCESS: "who can see what",
    PeopleSection.CARING: "what your carers said that they can do",
    AssessmentSection.OWN_WORDS: "their own words about you",
    AssessmentSection.SECOND_EYES: "your answers, because you asked them to read",
    HELPER_SIGN_IN: "an account of somebody who helps: it got a new passphrase",
    SIGN_IN: "your account: they gave you a new passphrase",
}
AS_PRIVACY_OFFICER = {
    AccessSection.ACCESS: "your name only, as a privacy officer",
    SHUT_OUT: "who sees your record: shut somebody out, as a privacy officer",
    LET_IN: "who sees your record: let somebody in again, as a privacy officer",
}


class StopForm(forms.Form):
    reason = WordsField(label="Would you like to say why?", max_length=300, required=False, widget=forms.Textarea)


@require_http_methods(["GET", "POST"])
@for_person
def stop(request: Request) -> HttpResponse:
    journey = own_journey_or_404(request)
    form = StopForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        acts.end(journey, reason=form.cleaned_data["reason"] or "The person wanted to stop.", by=request.actor)
        return redirect("person:home")
    return render(request, "person/stop.html", {"form": form, "journey": journey, "person": banner(journey.person)})


@require_POST
@for_person
def rest(request: Request) -> HttpResponse:
    journey = own_journey_or_404(request)
    acts.pause(journey, note="", by=request.actor)
    return redirect("person:home")


@require_POST
@for_person
def go_on(request: Request) -> HttpResponse:
    journey = own_journey_or_404(request)
    act = acts.pick_up if journey.stage == Stage.PAUSED else acts.ask_again
    act(journey, by=request.actor)
    messages.success(request, "This goes on.")
    return redirect("person:home")


@require_POST
@for_person
def not_stopped(request: Request) -> HttpResponse:
    """Take one's own stop back: everything stands where it stood. Pressed twice it is once."""
    journey = own_journey_or_404(request)
    if journey.stage == Stage.ENDED:
        take_back_ending(journey, by=request.actor)
    messages.success(request, "This goes on where you stopped. Nothing was lost.")
    return redirect("person:home")


routes: list[URLPattern] = [
    path("", home, name="home"),
    path("who-looked", who_looked, name="who_looked"),
    path("stop", stop, name="stop"),
    path("rest", rest, name="rest"),
    path("go-on", go_on, name="go_on"),
    path("not-stopped", not_stopped, name="not_stopped"),
]
