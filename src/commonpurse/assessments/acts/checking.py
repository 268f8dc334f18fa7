"""Checking together: each answer agreed, or a difference kept with both sides and a note."""

from django.db import transaction

from commonpurse.access.actors import Actor
from commonpurse.access.decisions import require
from commonpurse.assessments.answers import Value
from commonpurse.assessments.models import Assessment, CheckEvent
from commonpurse.assessments.queries.checked import checked_answers
from commonpurse.assessments.questionnaire import form_of
from commonpurse.foundation.clock import now
from commonpurse.journeys import acts as journeys
from commonpurse.journeys.events import Happened
from commonpurse.journeys.policy import may_work_on
from commonpurse.journeys.stages import Stage
from commonpurse.values.missing import Missing, NotReady


@transaction.atomic
def agree_answer(assessment: Assessment, question: str, value: Value, *, by: Actor) -> CheckEvent:
    """Put down the answer that practitioner and person agree on. The voices before it stay as they were said."""
    _ready_to_check(assessment, question, by=by)
    return _check(assessment, question, by=by, agreed=True, value=value.as_json())


@transaction.atomic
def record_difference(assessment: Assessment, question: str, *, persons: Value, practitioners: Value, note: str, by: Actor) -> CheckEvent:
    """Keep both answers, each as it was given, with a note. It goes on as two figures, never silently as the lower one."""
    _ready_to_check(assessment, question, by=by)
    missing = []
    if persons.same_figures_as(practitioners):
        missing.append(Missing("The two answers are the same. Agree on it, or change yours.", "level"))
    if not note.strip():
        missing.append(Missing("Say in a sentence what each of you thinks.", "note"))
    if missing:
        raise NotReady(missing)
    return _check(
        assessment, question, by=by, agreed=False, value=persons.as_json(), practitioners_value=practitioners.as_json(), note=note.strip()
    )


def _check(assessment: Assessment, question: str, *, by: Actor, **what: object) -> CheckEvent:
    return CheckEvent.objects.create(
        assessment=assessment, person_id=assessment.person_id, question=question, by_id=by.user_id, at=now(), **what
    )


def _ready_to_check(assessment: Assessment, question: str, *, by: Actor) -> None:
    require(may_work_on(by, assessment.journey))
    if assessment.journey.stage != Stage.CHECKING:
        raise NotReady([Missing("The answers are not open for checking now.")])
    if not form_of(assessment.questionnaire.content).has(question):
        raise NotReady([Missing("There is no such question.")])


def what_is_missing_to_finish_checking(assessment: Assessment) -> list[Missing]:
    """Every question that has not been looked at together, by its title."""
    checked = checked_answers(assessment)
    questions = form_of(assessment.questionnaire.content).questions
    return [Missing(f"Look at “{question.title}” together.", question.id) for question in questions if question.id not in checked]


@transaction.atomic
def finish_checking(assessment: Assessment, *, by: Actor) -> None:
    require(may_work_on(by, assessment.journey))
    if assessment.journey.stage != Stage.CHECKING:
        raise NotReady([Missing("The answers are not open for checking now.")])
    if missing := what_is_missing_to_finish_checking(assessment):
        raise NotReady(missing)
    journeys.record(assessment.journey, Happened.CHECKED_TOGETHER, by=by)


@transaction.atomic
def reopen_checking(assessment: Assessment, *, by: Actor) -> None:
    """Look at the answers again. What was worked out from them stays in history."""
    require(may_work_on(by, assessment.journey))
    if assessment.journey.stage not in {Stage.INDICATIVE, Stage.PLANNING}:
        raise NotReady([Missing("Checking can be opened again until the plan is sent for agreement.")])
    journeys.record(assessment.journey, Happened.CHECKING_REOPENED, by=by)
