"""Checking together: one voice at a time or side by side, one question at a time, quick by keyboard, fit for a kitchen table."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonpurse.access.actors import Role
from commonpurse.access.middleware import Request
from commonpurse.access.queries import names_of
from commonpurse.assessments.acts import checking as acts
from commonpurse.assessments.answers import CheckedAnswer, Value
from commonpurse.assessments.models import Assessment
from commonpurse.assessments.queries import assessment_of, checked_answers, visible_to
from commonpurse.assessments.queries.voices import Said, all_say_the_same, only_voice, persons_side, voices_of
from commonpurse.assessments.questionnaire import Form, FormQuestion, form_of
from commonpurse.assessments.screen import Seen
from commonpurse.assessments.sections import AssessmentSection
from commonpurse.assessments.wording import in_detail, in_one_line, in_short
from commonpurse.journeys.stages import Stage
from commonpurse.pages.banner import banner
from commonpurse.pages.doors import for_role
from commonpurse.pages.forms import add_missing
from commonpurse.pages.opening import opened
from commonpurse.pages.practitioner.screen import Looking, looking
from commonpurse.pages.value_form import ValueForm
from commonpurse.values.missing import Missing, NotReady, Stale
from commonpurse.values.numbers import counted

staff = for_role(Role.PRACTITIONER, Role.MANAGER)
SAID_SINCE = "What was said here has changed since you opened this page. What is said now is shown. Look at it, then choose once more."


def _opened(request: Request, journey_id: UUID) -> Assessment:
    assessment = assessment_of(journey_id)
    if assessment is None:
        raise Http404
    return opened(request, visible_to(request.actor), assessment.pk, section=AssessmentSection.ASSESSMENT)


def _context(assessment: Assessment, **more: Any) -> dict[str, Any]:
    journey = assessment.journey
    open_now = journey.stage == Stage.CHECKING
    person = banner(journey.person, journey, names=names_of({journey.worker_id}))
    return {"assessment": assessment, "journey": journey, "person": person, "open_now": open_now, **more}


@require_safe
@staff
def checking(request: Request, journey_id: UUID) -> HttpResponse:
    assessment = _opened(request, journey_id)
    form, checked = form_of(assessment.questionnaire.content), checked_answers(assessment)
    voices, look = voices_of(assessment, shown_to=request.actor), looking(request, assessment)
    rows = [_row(form, question, voices.get(question.id, []), checked.get(question.id), look) for question in form.questions]
    whole = {question: said for question, said in voices.items() if look.shows_outcome(said)}
    left = acts.what_is_missing_to_finish_checking(assessment, checked)
    context = _context(assessment, rows=rows, asked=form, at_once=_at_once(form, whole, checked), left=left, look=look)
    return render(request, "practitioner/checking/all.html", context)


def _row(form: Form, question: FormQuestion, said: list[Said], checked: CheckedAnswer | None, look: Looking) -> dict[str, Any]:
    """One question in the list. Without the others on the screen, nothing says what they said, nor whether they differ."""
    whole = look.shows_outcome(said)
    return {
        "question": question,
        "voices": look.shown(said),
        "checked": checked,
        "theirs": in_one_line(checked.value, question, form) if checked else "",
        "yours": in_one_line(checked.practitioners_value, question, form) if checked else "",
        "outcome": whole,
        "same": whole and all_say_the_same(said),
    }


def _at_once(form: Form, voices: Mapping[str, list[Said]], checked: Mapping[str, CheckedAnswer]) -> dict[str, dict[str, Said]]:
    """What one press can agree, by whose answers they are and by question; under an empty name, where everybody says the same."""
    found: dict[str, dict[str, Said]] = {}
    for question in form.questions:
        said = voices.get(question.id, [])
        if question.id in checked:
            continue
        if all_say_the_same(said):
            found.setdefault("", {})[question.id] = persons_side(said) or said[0]
        elif one := only_voice(said):
            found.setdefault(one.name, {})[question.id] = one
    return found


@require_POST
@staff
def agree_alike(request: Request, journey_id: UUID) -> HttpResponse:
    """Agree on every answer on which all voices say the same, or on all that one person alone gave; only those that were on the page."""
    assessment = _opened(request, journey_id)
    form, shown = form_of(assessment.questionnaire.content), frozenset(request.POST.getlist("said"))
    voices = voices_of(assessment, shown_to=request.actor)
    at_once = _at_once(form, voices, checked_answers(assessment)).get(request.POST.get("whose", ""), {})
    chosen = {question: one for question, one in at_once.items() if str(one.uuid) in shown}
    for question, one in chosen.items():
        acts.agree_answer(assessment, question, one.value, by=request.actor)
    messages.success(request, f"Agreed on {counted(len(chosen), 'answer')}.")
    return redirect("practitioner:checking", journey_id=journey_id)


@require_http_methods(["GET", "POST"])
@staff
def check(request: Request, journey_id: UUID, question_id: str) -> HttpResponse:
    assessment = _opened(request, journey_id)
    form = form_of(assessment.questionnaire.content)
    if not form.has(question_id):
        raise Http404
    question, said = form.question(question_id), voices_of(assessment, shown_to=request.actor).get(question_id, [])
    look = looking(request, assessment)
    checked, shown = checked_answers(assessment).get(question_id), look.shown(said)
    before = checked if look.shows_outcome(said) else None
    start, note = _start_from(before, shown), before.note if before else ""
    value_form = ValueForm(request.POST or None, form=form, question=question, initial_value=start, initial_note=note)
    status = 200
    if request.method == "POST":
        try:
            if _checked(value_form, assessment, question, said, request):
                return _onwards(assessment, form, look)
        except NotReady as error:
            value_form.is_valid()
            add_missing(value_form, error)
            status = 409 if isinstance(error, Stale) else 200
    context = _context(
        assessment,
        question=question,
        form=value_form,
        look=look,
        voices=shown,
        theirs=persons_side(said),
        checked=checked,
        put_down=_put_down(before, question, form),
        asked=form,
        at=form.position(question_id),
        of=len(form.questions),
    )
    return render(request, "practitioner/checking/one.html", context, status=status)


def _put_down(before: CheckedAnswer | None, question: FormQuestion, form: Form) -> list[tuple[str, list[str]]]:
    """What was made of it before, to be read beside what is typed now."""
    if before is None:
        return []
    sides = [("You differ. Theirs", before.value), ("Yours", before.practitioners_value)]
    if before.practitioners_value is None:
        sides = [("Agreed", before.value)]
    return [(whose, [in_short(value, question), *in_detail(value, question, form)]) for whose, value in sides if value is not None]


def _start_from(before: CheckedAnswer | None, said: list[Said]) -> Value | None:
    if before:
        return before.practitioners_value or before.value
    side = persons_side(said)
    return side.value if side else None


def _checked(value_form: ValueForm, assessment: Assessment, question: FormQuestion, said: list[Said], request: Request) -> bool:
    """Do what the pressed button says; False when the form says what is missing. Raises NotReady, and Stale where somebody was quicker."""
    seen = _number(request.POST.get("seen", ""))
    if event := request.POST.get("agree_with"):
        chosen = next((one.value for one in said if str(one.uuid) == event), None)
        if chosen is None:
            raise Stale([Missing(SAID_SINCE)])
        acts.agree_answer(assessment, question.id, chosen, seen=seen, by=request.actor)
        return True
    if not value_form.is_valid():
        return False
    if "differ" not in request.POST:
        acts.agree_answer(assessment, question.id, value_form.value, seen=seen, by=request.actor)
        return True
    side = persons_side(said)
    if request.POST.get("theirs", "") != (str(side.uuid) if side else ""):
        raise Stale([Missing(SAID_SINCE)])
    acts.record_difference(
        assessment,
        question.id,
        persons=side.value if side else Value(not_sure=True),
        practitioners=value_form.value,
        note=value_form.cleaned_data["note"],
        seen=seen,
        by=request.actor,
    )
    return True


def _number(posted: str) -> int | None:
    """The id of a check event; what cannot be one is as good as none, which no later check matches."""
    return int(posted) if posted.isascii() and posted.isdecimal() and len(posted) < 19 else None


def _onwards(assessment: Assessment, form: Form, look: Looking) -> HttpResponse:
    """To the next question that waits, or to the list when none does; in the same voice as this one."""
    whose = f"?whose={look.chosen}" if look.screen.seen == Seen.ONE_VOICE else ""
    checked = checked_answers(assessment)
    waiting = next((question.id for question in form.questions if question.id not in checked), None)
    if waiting is None:
        return redirect(reverse("practitioner:checking", kwargs={"journey_id": assessment.journey_id}) + whose)
    keys = {"journey_id": assessment.journey_id, "question_id": waiting}
    return redirect(reverse("practitioner:check", kwargs=keys) + whose)


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
