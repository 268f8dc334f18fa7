"""A person's own questions: what this is, one question a page, check, send. And the wish for an advocate."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonpurse.access.actors import Actor
from commonpurse.access.middleware import Request
from commonpurse.access.queries import names_of
from commonpurse.assessments import acts, queries
from commonpurse.assessments.models import Assessment, Voice
from commonpurse.assessments.queries.second_eyes import notes_on
from commonpurse.assessments.sections import AssessmentSection
from commonpurse.journeys.models import Journey
from commonpurse.journeys.stages import ROAD, Stage
from commonpurse.pages.answering.asking import BESIDE, Asking, answers_shown, ask
from commonpurse.pages.answering.forms import refuse_another
from commonpurse.pages.answering.so_far import so_far
from commonpurse.pages.banner import banner
from commonpurse.pages.doors import for_person
from commonpurse.pages.opening import opened
from commonpurse.pages.person.home import own_journeys
from commonpurse.people.queries import cares_for

NOT_OPEN = {Stage.STARTED, Stage.PAUSED, Stage.ENDED}
AFTER_CHECKING = ROAD[ROAD.index(Stage.CHECKING) + 1 :]


def own_journey_with_questions(actor: Actor) -> Journey | None:
    """The person's own journey under way, that of the address or the adult one first; a carer answers for themselves here too."""
    return next((one for one in own_journeys(actor) if one.stage != Stage.ENDED), None)


def own_assessment(request: Request) -> Assessment | None:
    journey = own_journey_with_questions(request.actor)
    found = queries.assessment_of(journey.pk) if journey else None
    return opened(request, queries.visible_to(request.actor), found.pk, section=AssessmentSection.ASSESSMENT) if found else None


def _assessment_or_404(request: Request) -> Assessment:
    found = own_assessment(request)
    if found is None:
        raise Http404
    return found


def _asking(assessment: Assessment, actor: Actor) -> Asking:
    return Asking(
        assessment=assessment,
        voice=Voice.PERSON,
        banner=banner(assessment.person),
        question_at=lambda question: reverse("person:question", kwargs={"question_id": question}),
        check_at=reverse("person:check_answers"),
        home_at=reverse("person:home"),
        by_themselves=True,
        reader=actor,
        helpers=[helper for helper in queries.helpers_of(assessment) if helper.footing in BESIDE],
    )


@require_safe
@for_person
def questions(request: Request) -> HttpResponse:
    """What this is, who helps, who reads it; then begin, or go on where it was left."""
    assessment = own_assessment(request)
    if assessment is None:
        journey = own_journey_with_questions(request.actor)
        return render(request, "person/questions/not_yet.html", {"person": banner(journey.person) if journey else None})
    asking, form = _asking(assessment, request.actor), queries.form_for(assessment)
    prepared = queries.prepared(assessment)
    context = {
        "person": asking.banner,
        "assessment": assessment,
        "asking": asking,
        "prepared": prepared,
        "intro": form.intro.replace("{name}", _whom_they_help(assessment)),
        "who_reads": form.who_reads,
        "progress": queries.progress(form, asking.answers()),
        "open": assessment.journey.stage == Stage.SELF_ASSESSMENT,
        "sent": assessment.journey.stage not in {Stage.SELF_ASSESSMENT, *NOT_OPEN},
        "looked_at_together": assessment.journey.stage in AFTER_CHECKING,
        "resting": assessment.journey.stage == Stage.PAUSED,
        "may_answer": prepared.before.has_capacity is True,
        "worker": names_of({assessment.journey.worker_id}).get(assessment.journey.worker_id, "Your worker"),
    }
    return render(request, "person/questions/intro.html", context)


def _whom_they_help(assessment: Assessment) -> str:
    caring = cares_for(assessment.person_id).first()
    return caring.called if caring else "The person you help"


@require_http_methods(["GET", "POST"])
@for_person
def question(request: Request, question_id: str) -> HttpResponse:
    assessment = _assessment_or_404(request)
    if request.method == "GET" and not _is_theirs_to_answer(assessment):
        return redirect("person:questions")
    return ask(request, _asking(assessment, request.actor), question_id)


def _is_theirs_to_answer(assessment: Assessment) -> bool:
    return assessment.journey.stage == Stage.SELF_ASSESSMENT and queries.prepared(assessment).before.has_capacity is True


@require_safe
@for_person
def check(request: Request) -> HttpResponse:
    assessment = _assessment_or_404(request)
    asking = _asking(assessment, request.actor)
    notes = notes_on(assessment)
    rows = [{**row, "notes": notes.get(row["question"].id, [])} for row in answers_shown(asking)]
    context = {
        "person": asking.banner,
        "asking": asking,
        "assessment": assessment,
        "rows": rows,
        "not_sure": [row for row in rows if row["not_sure"]],
        "missing": acts.what_is_missing_to_send_answers(assessment, by=request.actor),
        "resume": queries.progress(asking.form, asking.answers()).resume if _is_theirs_to_answer(assessment) else "",
        "open": assessment.journey.stage == Stage.SELF_ASSESSMENT,
        "may_answer": _is_theirs_to_answer(assessment),
        "worker": names_of({assessment.journey.worker_id}).get(assessment.journey.worker_id, "your worker"),
    }
    return render(request, "person/questions/check.html", context)


@require_safe
@for_person
def rough_range(request: Request) -> HttpResponse:
    """Only on asking, and only while the questions are open."""
    assessment = _assessment_or_404(request)
    return so_far(request, _asking(assessment, request.actor)) if _is_theirs_to_answer(assessment) else redirect("person:questions")


@require_POST
@for_person
def send(request: Request) -> HttpResponse:
    assessment = _assessment_or_404(request)
    refuse_another(request.POST, person_id=assessment.person_id, assessment=assessment)
    acts.send_answers(assessment, by=request.actor)
    messages.success(request, "Your answers are ready to be looked at together. Nothing else is needed from you now.")
    return redirect("person:home")


@require_POST
@for_person
def explained(request: Request) -> HttpResponse:
    """The person has read what this is, themselves."""
    assessment = _assessment_or_404(request)
    refuse_another(request.POST, person_id=assessment.person_id, assessment=assessment)
    acts.note_explained(assessment, by=request.actor)
    return redirect("person:questions")


@require_POST
@for_person
def want_advocate(request: Request) -> HttpResponse:
    assessment = _assessment_or_404(request)
    refuse_another(request.POST, person_id=assessment.person_id, assessment=assessment)
    acts.ask_for_advocate(assessment, by=request.actor)
    messages.success(request, "Your worker can see that you would like an advocate. You can go on with the questions, or wait.")
    return redirect("person:questions")


routes: list[URLPattern] = [
    path("questions", questions, name="questions"),
    path("questions/check", check, name="check_answers"),
    path("questions/send", send, name="send_answers"),
    path("questions/read", explained, name="explained"),
    path("questions/advocate", want_advocate, name="want_advocate"),
    path("questions/so-far", rough_range, name="rough_range"),
    path("questions/<slug:question_id>", question, name="question"),
]
