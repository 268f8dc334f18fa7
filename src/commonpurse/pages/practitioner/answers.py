"""Writing answers down beside somebody: whose words first, then one question a page, then check and send."""

from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonpurse.access.actors import Actor, Role
from commonpurse.access.middleware import Request
from commonpurse.access.queries import names_of
from commonpurse.assessments import acts, queries
from commonpurse.assessments.models import Assessment, Helper, Voice
from commonpurse.assessments.queries import Prepared, Progress
from commonpurse.assessments.queries.second_eyes import reading
from commonpurse.assessments.queries.voices import screen_of
from commonpurse.assessments.questionnaire import FormQuestion
from commonpurse.assessments.sections import AssessmentSection
from commonpurse.assessments.wording import NO_ANSWER
from commonpurse.journeys.stages import Stage
from commonpurse.pages.answering.asking import BESIDE, Asking, answers_shown, ask
from commonpurse.pages.answering.forms import refuse_another
from commonpurse.pages.answering.so_far import so_far
from commonpurse.pages.banner import Banner, banner
from commonpurse.pages.doors import for_role
from commonpurse.pages.opening import opened

staff = for_role(Role.PRACTITIONER, Role.MANAGER)
OWN_VOICES = (Voice.PERSON, Voice.OBSERVED, Voice.PRACTITIONER)


def opened_assessment(request: Request, journey_id: UUID) -> Assessment:
    found = queries.assessment_of(journey_id)
    if found is None:
        raise Http404
    return opened(request, queries.visible_to(request.actor), found.pk, section=AssessmentSection.ASSESSMENT)


def banner_of(assessment: Assessment) -> Banner:
    journey = assessment.journey
    return banner(assessment.person, journey, names=names_of({journey.worker_id}))


def _asking(assessment: Assessment, whose: str, actor: Actor) -> Asking:
    """`whose` is a voice, or the uuid of a helper whose words are written down. Raises Http404 for any other."""
    helpers = list(queries.helpers_of(assessment))
    speaker = next((helper for helper in helpers if str(helper.pk) == whose and helper.footing == Helper.Footing.OWN_WORDS), None)
    if speaker is None and whose not in OWN_VOICES:
        raise Http404
    voice = Voice.CARER if speaker else Voice(whose)
    keys = {"journey_id": assessment.journey_id, "whose": whose}
    return Asking(
        assessment=assessment,
        voice=voice,
        banner=banner_of(assessment),
        question_at=lambda question: reverse("practitioner:question", kwargs={**keys, "question_id": question}),
        check_at=reverse("practitioner:check_voice", kwargs=keys),
        home_at=reverse("practitioner:voices", kwargs={"journey_id": assessment.journey_id}),
        by_themselves=False,
        reader=actor,
        said_by=speaker,
        helpers=[helper for helper in helpers if helper.footing in BESIDE] if voice == Voice.PERSON else [],
    )


@dataclass(frozen=True)
class Card:
    """One voice that may be written down, and how far it has come."""

    asking: Asking
    title: str
    text: str
    progress: Progress
    to_choose: list[FormQuestion]

    @property
    def href(self) -> str:
        return self.asking.question_at(self.progress.resume) if self.progress.resume else self.asking.check_at


@require_safe
@staff
def voices(request: Request, journey_id: UUID) -> HttpResponse:
    assessment = opened_assessment(request, journey_id)
    prepared = queries.prepared(assessment)
    open_now = assessment.journey.stage == Stage.SELF_ASSESSMENT
    missing = acts.what_is_missing_to_send_answers(assessment, by=request.actor) if open_now else []
    first = [one for one in missing if not isinstance(one, acts.ToChoose)]
    form = queries.form_for(assessment)
    cards = list(map(partial(_card, assessment, request.actor), _whose(prepared)))
    context = {
        "person": banner_of(assessment),
        "journey": assessment.journey,
        "assessment": assessment,
        "prepared": prepared,
        "cards": cards,
        "open": open_now,
        "to_read": reading(request.actor).filter(assessment=assessment),
        "checking": assessment.journey.stage == Stage.CHECKING,
        "missing": missing,
        "first": [one for one in first if not form.has(one.field)],
        "unanswered": [form.question(one.field).title for one in first if form.has(one.field)],
        "to_choose": [(card, question) for card in cards for question in card.to_choose],
    }
    return render(request, "practitioner/answers/voices.html", context)


def _whose(prepared: Prepared) -> list[Voice | Helper]:
    """The person first, where they can take part; then who says what they see; then what is seen, and one's own view."""
    person: list[Voice | Helper] = [Voice.PERSON] if prepared.before.has_capacity else []
    speakers = [helper for helper in prepared.helpers if helper.footing == Helper.Footing.OWN_WORDS]
    return [*person, *speakers, Voice.OBSERVED, Voice.PRACTITIONER]


def _card(assessment: Assessment, actor: Actor, whose: Voice | Helper) -> Card:
    asking = _asking(assessment, str(whose.pk) if isinstance(whose, Helper) else whose.value, actor)
    title, text = _said(assessment, whose)
    form, answers = asking.form, asking.answers()
    to_choose = [question for question in form.questions if question.id in answers and answers[question.id].sides]
    return Card(asking, title, text, queries.progress(form, answers), to_choose)


def _said(assessment: Assessment, whose: Voice | Helper) -> tuple[str, str]:
    name = assessment.person.called
    if isinstance(whose, Helper):
        return whose.name, f"What {whose.name} sees, in their own words. They are never stored as {name}’s."
    return {
        Voice.PERSON: (name, f"What {name} says, written down with them."),
        Voice.OBSERVED: ("Seen and shown", f"What staff see, and what {name} shows. Say when."),
        Voice.PRACTITIONER: ("My own view", "Your view as the worker, beside theirs."),
    }[whose]


@require_http_methods(["GET", "POST"])
@staff
def question(request: Request, journey_id: UUID, whose: str, question_id: str) -> HttpResponse:
    assessment = opened_assessment(request, journey_id)
    if request.method == "GET" and assessment.journey.stage != Stage.SELF_ASSESSMENT:
        return redirect("practitioner:voices", journey_id=journey_id)
    asking = _asking(assessment, whose, request.actor)
    latest = asking.answers().get(question_id)
    if request.method == "GET" and latest is not None and latest.is_close and not _may_show_what_is_close(request, asking):
        messages.info(request, "Say first who sees this screen.")
        return redirect("practitioner:screen", journey_id=journey_id)
    return ask(request, asking, question_id)


def _may_show_what_is_close(request: Request, asking: Asking) -> bool:
    """Whether nobody sees the screen who may not see what this speaker told only to the worker."""
    speaker = str(asking.said_by.pk) if asking.said_by else asking.voice
    return screen_of(asking.assessment, request.actor).shows(speaker, chosen=speaker, only_worker=True)


@require_safe
@staff
def check(request: Request, journey_id: UUID, whose: str) -> HttpResponse:
    assessment = opened_assessment(request, journey_id)
    asking = _asking(assessment, whose, request.actor)
    title, _ = _said(assessment, asking.said_by or asking.voice)
    rows, close = answers_shown(asking), _may_show_what_is_close(request, asking)
    rows = [row if close or not row["only_worker"] else _hidden(row) for row in rows]
    context = {
        "person": asking.banner,
        "journey": assessment.journey,
        "asking": asking,
        "title": title,
        "rough_at": reverse("practitioner:rough_range", kwargs={"journey_id": journey_id, "whose": whose}),
        "rows": rows,
        "not_sure": [row for row in rows if row["not_sure"]],
        "open": assessment.journey.stage == Stage.SELF_ASSESSMENT,
    }
    return render(request, "practitioner/answers/check.html", context)


@require_safe
@staff
def rough_range(request: Request, journey_id: UUID, whose: str) -> HttpResponse:
    """Only on asking, and only while the questions are open."""
    assessment = opened_assessment(request, journey_id)
    asking = _asking(assessment, whose, request.actor)
    if assessment.journey.stage != Stage.SELF_ASSESSMENT:
        return redirect("practitioner:voices", journey_id=journey_id)
    return so_far(request, asking)


def _hidden(row: dict[str, Any]) -> dict[str, Any]:
    """As if there were no answer: that somebody told something only to the worker is told to nobody else, either."""
    return {**row, "answer": NO_ANSWER, "given": False, "not_sure": False, "details": [], "words": "", "only_worker": False, "sides": []}


@require_POST
@staff
def send(request: Request, journey_id: UUID) -> HttpResponse:
    assessment = opened_assessment(request, journey_id)
    refuse_another(request.POST, person_id=assessment.person_id, assessment=assessment)
    acts.send_answers(assessment, by=request.actor)
    messages.success(request, "The answers are ready to be checked together.")
    return redirect("practitioner:journey", journey_id=journey_id)


@require_POST
@staff
def reopen(request: Request, journey_id: UUID) -> HttpResponse:
    assessment = opened_assessment(request, journey_id)
    refuse_another(request.POST, person_id=assessment.person_id, assessment=assessment)
    acts.reopen_answers(assessment, by=request.actor)
    messages.success(request, "The questions are open again. Every answer is kept.")
    return redirect("practitioner:voices", journey_id=journey_id)


routes: list[URLPattern] = [
    path("journeys/<uuid:journey_id>/answers", voices, name="voices"),
    path("journeys/<uuid:journey_id>/answers/send", send, name="send_answers"),
    path("journeys/<uuid:journey_id>/answers/open-again", reopen, name="reopen_answers"),
    path("journeys/<uuid:journey_id>/answers/<slug:whose>", check, name="check_voice"),
    path("journeys/<uuid:journey_id>/answers/<slug:whose>/so-far", rough_range, name="rough_range"),
    path("journeys/<uuid:journey_id>/answers/<slug:whose>/<slug:question_id>", question, name="question"),
]
