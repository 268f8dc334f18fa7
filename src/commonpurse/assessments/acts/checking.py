"""Checking together: each answer agreed, or a difference kept with both sides and a note."""

from collections.abc import Container, Iterable
from dataclasses import replace
from typing import Any

from django.db import transaction

from commonpurse.access.actors import Actor
from commonpurse.access.decisions import require
from commonpurse.assessments.answers import Value
from commonpurse.assessments.models import AnswerEvent, Assessment, CheckEvent
from commonpurse.assessments.queries.checked import checked_answers
from commonpurse.assessments.questionnaire import form_of
from commonpurse.assessments.rules import what_is_wrong_with
from commonpurse.foundation.clock import now
from commonpurse.journeys import acts as journeys
from commonpurse.journeys.events import Happened
from commonpurse.journeys.models import Journey
from commonpurse.journeys.policy import may_work_on
from commonpurse.journeys.stages import Stage
from commonpurse.values.missing import Missing, NotReady, Stale

CHANGED = (
    "Somebody checked this answer since you opened this page. What they put down is shown here. Look at it, then send yours once more."
)


@transaction.atomic
def agree_answer(assessment: Assessment, question: str, value: Value, *, seen: int | None = None, by: Actor) -> CheckEvent:
    """Put down the answer that practitioner and person agree on. The voices before it stay as they were said.

    `seen`: the check event that was on the screen, None where there was none. Raises Stale when there is a later one.
    """
    _ready_to_check(assessment, question, values=[value], by=by)
    return _check(assessment, question, seen=seen, by=by, agreed=True, value=_put_down(assessment, question, value))


@transaction.atomic
def record_difference(
    assessment: Assessment, question: str, *, persons: Value, practitioners: Value, note: str, seen: int | None = None, by: Actor
) -> CheckEvent:
    """Keep both answers, each as it was given, with a note. It goes on as two figures, never silently as the lower one.

    `seen`: as in `agree_answer`.
    """
    _ready_to_check(assessment, question, values=[persons, practitioners], by=by)
    missing = []
    if persons.same_figures_as(practitioners):
        missing.append(Missing("The two answers are the same. Agree on it, or change yours.", "level"))
    if not note.strip():
        missing.append(Missing("Say in a sentence what each of you thinks.", "note"))
    if missing:
        raise NotReady(missing)
    return _check(
        assessment,
        question,
        seen=seen,
        by=by,
        agreed=False,
        value=_put_down(assessment, question, persons),
        practitioners_value=_put_down(assessment, question, practitioners),
        note=note.strip(),
    )


def _put_down(assessment: Assessment, question: str, value: Value) -> dict[str, Any]:
    """What is kept of an answer that was looked at together. No words, where somebody told theirs only to the worker."""
    told_only = AnswerEvent.objects.filter(assessment=assessment, question=question, only_worker=True).exists()
    return (replace(value, words="") if told_only else value).as_json()


def _check(assessment: Assessment, question: str, *, seen: int | None, by: Actor, **what: object) -> CheckEvent:
    """Append it, unless somebody else was quicker. The same word again by the same hand is one: a button was pressed twice."""
    there = CheckEvent.objects.filter(assessment=assessment, question=question).order_by("-pk").first()
    if there is not None and there.pk != seen:
        if there.by_id == by.user_id and all(getattr(there, name) == value for name, value in what.items()):
            return there
        raise Stale([Missing(CHANGED)])
    return CheckEvent.objects.create(
        assessment=assessment, person_id=assessment.person_id, question=question, by_id=by.user_id, at=now(), **what
    )


def _ready_to_check(assessment: Assessment, question: str, *, values: Iterable[Value], by: Actor) -> None:
    require(may_work_on(by, assessment.journey))
    _must_be_open(assessment)
    form = form_of(assessment.questionnaire.content)
    if not form.has(question):
        raise NotReady([Missing("There is no such question.")])
    if wrong := [one for value in values for one in what_is_wrong_with(value, form.question(question), form)]:
        raise NotReady(wrong)


def _must_be_open(assessment: Assessment) -> None:
    """By the journey's row as it stands now, locked until the end: whoever comes second sees what the first one did."""
    if _locked_stage(assessment) != Stage.CHECKING:
        raise NotReady([Missing("The answers are not open for checking now.")])


def _locked_stage(assessment: Assessment) -> str:
    return Journey.objects.select_for_update().get(pk=assessment.journey_id).stage


def what_is_missing_to_finish_checking(assessment: Assessment, checked: Container[str] | None = None) -> list[Missing]:
    """Every question that has not been looked at together, by its title. `checked`: what `checked_answers` gave, where it is at hand."""
    checked = checked_answers(assessment) if checked is None else checked
    questions = form_of(assessment.questionnaire.content).questions
    return [Missing(f"Look at “{question.title}” together.", question.id) for question in questions if question.id not in checked]


@transaction.atomic
def finish_checking(assessment: Assessment, *, by: Actor) -> None:
    require(may_work_on(by, assessment.journey))
    _must_be_open(assessment)
    if missing := what_is_missing_to_finish_checking(assessment):
        raise NotReady(missing)
    journeys.record(assessment.journey, Happened.CHECKED_TOGETHER, by=by)


@transaction.atomic
def reopen_checking(assessment: Assessment, *, by: Actor) -> None:
    """Look at the answers again. What was worked out from them stays in history."""
    require(may_work_on(by, assessment.journey))
    if _locked_stage(assessment) not in {Stage.INDICATIVE, Stage.PLANNING}:
        raise NotReady([Missing("Checking can be opened again until the plan is sent for agreement.")])
    journeys.record(assessment.journey, Happened.CHECKING_REOPENED, by=by)
