"""Reads of assessments for pages and other apps."""

from commonpurse.assessments.queries.checked import (
    assessment_of,
    checked_answers,
    eligibility_of,
    health_bases_on,
    needs_costing_by_hand,
    visible_to,
)

__all__ = ["assessment_of", "checked_answers", "eligibility_of", "health_bases_on", "needs_costing_by_hand", "visible_to"]
