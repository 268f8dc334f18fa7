"""Reads of assessments for pages and other apps."""

from commonpurse.assessments.queries.answers import (
    LatestAnswer,
    Prepared,
    Progress,
    answered_in_any_voice,
    answers_by_voice,
    answers_of,
    form_for,
    helpers_of,
    helping,
    prepared,
    progress,
)
from commonpurse.assessments.queries.checked import (
    assessment_of,
    checked_answers,
    eligibility_of,
    health_bases_on,
    needs_costing_by_hand,
    questionnaire_in_force,
    visible_to,
)

__all__ = [
    "LatestAnswer",
    "Prepared",
    "Progress",
    "answered_in_any_voice",
    "answers_by_voice",
    "answers_of",
    "assessment_of",
    "checked_answers",
    "eligibility_of",
    "form_for",
    "health_bases_on",
    "helpers_of",
    "helping",
    "needs_costing_by_hand",
    "prepared",
    "progress",
    "questionnaire_in_force",
    "visible_to",
]
