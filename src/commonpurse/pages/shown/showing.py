"""What is shown of one part of a journey to somebody whom its person lets see it: the very same when the person looks beforehand."""

from typing import Any
from uuid import UUID

from commonpurse.allocation.queries import shown_figure
from commonpurse.assessments.queries.sharing import ANSWERS, BUDGET, STAGE, own_answers
from commonpurse.assessments.questionnaire import form_of
from commonpurse.assessments.wording import in_detail, in_short
from commonpurse.journeys.queries import shown_stage
from commonpurse.journeys.stages import IN_PLAIN_WORDS, NEXT, Holder

TITLED = {STAGE: "where the journey stands", ANSWERS: "the answers", BUDGET: "the indicative budget"}
HELD_BY = {Holder.WORKER: "the worker", Holder.MANAGER: "a manager", Holder.NOBODY: "nobody"}


def content(journey_id: UUID, what: str, name: str) -> dict[str, Any]:
    """For the template `shown/part.html`. `name`: whose it is."""
    found = {STAGE: _stage, ANSWERS: _answers, BUDGET: _budget}[what](journey_id, name)
    return {"what": what, "titled": TITLED[what], "name": name, **found}


def _stage(journey_id: UUID, name: str) -> dict[str, Any]:
    where = shown_stage(journey_id)
    held_by = HELD_BY.get(where.held_by, name)
    return {"stage": IN_PLAIN_WORDS[where.stage], "next": NEXT[where.stage], "since": where.since, "held_by": held_by}


def _answers(journey_id: UUID, name: str) -> dict[str, Any]:
    questionnaire, answers = own_answers(journey_id)
    form = form_of(questionnaire.content) if questionnaire else None
    rows = [
        {
            "title": question.title,
            "short": in_short(answers[question.id], question),
            "details": in_detail(answers[question.id], question, form),
            "words": answers[question.id].words,
        }
        for question in (form.questions if form else ())
        if form and question.id in answers
    ]
    return {"rows": rows}


def _budget(journey_id: UUID, name: str) -> dict[str, Any]:
    return {"budget": shown_figure(journey_id)}
