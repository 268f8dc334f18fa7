"""What can happen on a journey, in the past tense, and where each happening leaves it."""

from dataclasses import dataclass
from enum import StrEnum

from commonpurse.journeys.stages import Stage


class Happened(StrEnum):
    JOURNEY_STARTED = "journey_started"
    ASSESSMENT_BEGUN = "assessment_begun"
    ANSWERS_SENT = "answers_sent"
    ANSWERS_REOPENED = "answers_reopened"
    CHECKED_TOGETHER = "checked_together"
    CHECKING_REOPENED = "checking_reopened"
    ELIGIBILITY_DECIDED = "eligibility_decided"
    HEALTH_BASIS_RECORDED = "health_basis_recorded"
    BUDGET_WORKED_OUT = "budget_worked_out"
    COSTED_BY_HAND = "costed_by_hand"
    PLANNING_BEGUN = "planning_begun"
    PLAN_SENT = "plan_sent"
    PLAN_RETURNED = "plan_returned"
    PLAN_AGREED = "plan_agreed"
    SUPPORT_STARTED = "support_started"
    REVIEW_BEGUN = "review_begun"
    PLANNING_AGAIN = "planning_again"
    HANDED_OVER = "handed_over"
    PAUSED = "paused"
    PICKED_UP = "picked_up"
    ENDED = "ended"
    ASKED_AGAIN = "asked_again"


@dataclass(frozen=True)
class Effect:
    """Where a happening leads: `to` a stage, `back` to where a pause began, or nowhere new. `said` tells it in the history."""

    said: str
    to: Stage | None = None
    back: bool = False


EFFECTS = {
    Happened.JOURNEY_STARTED: Effect("The journey started", Stage.STARTED),
    Happened.ASSESSMENT_BEGUN: Effect("The questions were opened", Stage.SELF_ASSESSMENT),
    Happened.ANSWERS_SENT: Effect("The answers are ready to be checked together", Stage.CHECKING),
    Happened.ANSWERS_REOPENED: Effect("The questions were opened again", Stage.SELF_ASSESSMENT),
    Happened.CHECKED_TOGETHER: Effect("The answers were checked together", Stage.INDICATIVE),
    Happened.CHECKING_REOPENED: Effect("Checking together was opened again", Stage.CHECKING),
    Happened.ELIGIBILITY_DECIDED: Effect("Eligibility was decided"),
    Happened.HEALTH_BASIS_RECORDED: Effect("The health basis was recorded"),
    Happened.BUDGET_WORKED_OUT: Effect("An indicative budget was worked out"),
    Happened.COSTED_BY_HAND: Effect("The budget was costed by hand"),
    Happened.PLANNING_BEGUN: Effect("Planning began", Stage.PLANNING),
    Happened.PLAN_SENT: Effect("The plan was sent for agreement", Stage.AGREEMENT),
    Happened.PLAN_RETURNED: Effect("The plan was sent back with reasons", Stage.PLANNING),
    Happened.PLAN_AGREED: Effect("The plan was agreed", Stage.SETTING_UP),
    Happened.SUPPORT_STARTED: Effect("The support started", Stage.LIVE),
    Happened.REVIEW_BEGUN: Effect("A review began", Stage.REVIEW),
    Happened.PLANNING_AGAIN: Effect("Planning began again", Stage.PLANNING),
    Happened.HANDED_OVER: Effect("Somebody else took over"),
    Happened.PAUSED: Effect("The journey was paused", Stage.PAUSED),
    Happened.PICKED_UP: Effect("The journey was picked up again", back=True),
    Happened.ENDED: Effect("The journey ended", Stage.ENDED),
    Happened.ASKED_AGAIN: Effect("The person asked again", Stage.STARTED),
}
