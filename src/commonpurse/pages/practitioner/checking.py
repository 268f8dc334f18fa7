"""Checking together: the voices side by side, one question at a time, quick by keyboard and fit for a tablet on a kitchen table."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonpurse.access.actors import Role
from commonpurse.access.middleware import Request
from commonpurse.access.queries import names_of
from commonpurse.access.registry import Section
from commonpurse.assessments.acts import checking as acts
from commonpurse.assessments.answers import CheckedAnswer, Value
from commonpurse.assessments.models import Assessment
from commonpurse.assessments.queries import assessment_of, checked_answers, visible_to
from commonpurse.assessments.queries.voices import Said, persons_side, voices_of
from commonpurse.assessments.questionnaire import Form, FormQuestion, form_of
from commonpurse.journeys.stages import Stage
from commonpurse.pages.banner import banner
from commonpurse.pages.doors import for_role
from commonpurse.pages.forms import add_missing
from commonpurse.pages.opening import opened
from commonpurse.pages.value_form import ValueForm
from commonpurse.values.missing import NotReady

staff = for_role(Role.PRACTITIONER, Role.MANAGER)


def _opened(request: Request, journey_id: UUID) -> Assessment:
    assessment = assessment_of(journey_id)
    if assessment is None:
        raise Http404
    return opened(request, visible_to(request.actor), assessment.pk, section=Section.ASSESSMENT)


def _context(assessment: Assessment, **more: Any) -> dict[str, Any]:
    journey = assessment.journey
    open_now = journey.stage == Stage.CHECKING
    person = banner(journey.person, journey, names=names_of({journey.worker_id}))
    return {"assessment": assessment, "journey": journey, "person": person, "open_now": open_now, **more}


@require_safe
@staff
def checking(request: Request, journey_id: UUID) -> HttpResponse:
    assessment = _opened(request, journey_id)
    form, voices, checked = form_of(assessment.questionnaire.content), voices_of(assessment), checked_answers(assessment)
    rows = [
        {
            "question": question,
            "voices": voices.get(question.id, []),
            "checked": checked.get(question.id),
            "same": _all_say_the_same(voices, question),
        }
        for question in form.questions
    ]
    alike = sum(1 for row in rows if row["same"] and not row["checked"])
    context = _context(assessment, rows=rows, alike=alike, left=acts.what_is_missing_to_finish_checking(assessment))
    return render(request, "practitioner/checking/all.html", context)


def _all_say_the_same(voices: dict[str, list[Said]], question: FormQuestion) -> bool:
    said = voices.get(question.id, [])
    return bool(said) and all(one.value.same_figures_as(said[0].value) for one in said) and said[0].value.is_answered


@require_POST
@staff
def agree_alike(request: Request, journey_id: UUID) -> HttpResponse:
    """Agree on every answer on which all voices say the same."""
    assessment = _opened(request, journey_id)
    form, voices, checked = form_of(assessment.questionnaire.content), voices_of(assessment), checked_answers(assessment)
    alike = [question for question in form.questions if question.id not in checked and _all_say_the_same(voices, question)]
    for question in alike:
        acts.agree_answer(assessment, question.id, voices[question.id][0].value, by=request.actor)
    messages.success(request, f"Agreed on {len(alike)} answers.")
    return redirect("practitioner:checking", journey_id=journey_id)


@require_http_methods(["GET", "POST"])
@staff
def check(request: Request, journey_id: UUID, question_id: str) -> HttpResponse:
    assessment = _opened(request, journey_id)
    form = form_of(assessment.questionnaire.content)
    if not form.has(question_id):
        raise Http404
    question, said = form.question(question_id), voices_of(assessment).get(question_id, [])
    before = checked_answers(assessment).get(question_id)
    value_form = ValueForm(request.POST or None, form=form, question=question, initial_value=_start_from(before, said))
    if request.method == "POST" and _checked(value_form, assessment, question, said, request):
        return _onwards(assessment, form)
    context = _context(
        assessment, question=question, form=value_form, voices=said, checked=before, at=form.position(question_id), of=len(form.questions)
    )
    return render(request, "practitioner/checking/one.html", context)


def _start_from(before: CheckedAnswer | None, said: list[Said]) -> Value | None:
    if before:
        return before.practitioners_value or before.value
    side = persons_side(said)
    return side.value if side else None


def _checked(value_form: ValueForm, assessment: Assessment, question: FormQuestion, said: list[Said], request: Request) -> bool:
    """Do what the pressed button says; False when the form says what is missing."""
    try:
        if voice := request.POST.get("agree_with"):
            chosen = next(one.value for one in said if one.voice == voice)
            acts.agree_answer(assessment, question.id, chosen, by=request.actor)
            return True
        if not value_form.is_valid():
            return False
        if "differ" in request.POST:
            side = persons_side(said)
            note = value_form.cleaned_data["note"]
            acts.record_difference(
                assessment,
                question.id,
                persons=side.value if side else Value(not_sure=True),
                practitioners=value_form.value(),
                note=note,
                by=request.actor,
            )
        else:
            acts.agree_answer(assessment, question.id, value_form.value(), by=request.actor)
    except NotReady as error:
        value_form.is_valid()
        add_missing(value_form, error)
        return False
    return True


def _onwards(assessment: Assessment, form: Form) -> HttpResponse:
    """To the next question that waits, or to the list when none does."""
    checked = checked_answers(assessment)
    waiting = next((question.id for question in form.questions if question.id not in checked), None)
    if waiting is None:
        return redirect("practitioner:checking", journey_id=assessment.journey_id)
    return redirect("practitioner:check", journey_id=assessment.journey_id, question_id=waiting)


@require_POST
@staff
def finish(request: Request, journey_id: UUID) -> HttpResponse:
    assessment = _opened(request, journey_id)
    acts.finish_checking(assessment, by=request.actor)
    messages.success(request, "Checked together. Next: the decision about eligibility.")
    return redirect("practitioner:eligibility", journey_id=journey_id)


@require_POST
@staff
def reopen(request: Request, journey_id: UUID) -> HttpResponse:
    assessment = _opened(request, journey_id)
    acts.reopen_checking(assessment, by=request.actor)
    messages.success(request, "Checking is open again. What was worked out before is kept in history.")
    return redirect("practitioner:checking", journey_id=journey_id)


routes = [
    path("journeys/<uuid:journey_id>/checking", checking, name="checking"),
    path("journeys/<uuid:journey_id>/checking/alike", agree_alike, name="agree_alike"),
    path("journeys/<uuid:journey_id>/checking/finish", finish, name="finish_checking"),
    path("journeys/<uuid:journey_id>/checking/reopen", reopen, name="reopen_checking"),
    path("journeys/<uuid:journey_id>/checking/<slug:question_id>", check, name="check"),
]
