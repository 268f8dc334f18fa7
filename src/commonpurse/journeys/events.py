"""What can happen on a journey, in the past tense, and where each happening leaves it."""

from dataclasses import dataclass
from enum import StrEnum

from commonpurse.journeys.stages import Stage


class Happened(StrEnum):
    JOURNEY_STARTED = "journey_started"
    ASSESSMENT_BEGUN = "assessment_begun"
    ADVOCATE_ASKED_FOR = "advocate_asked_for"
    ADVOCACY_DECIDED = "advocacy_decided"
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
    PLAN_TAKEN_BACK = "plan_taken_back"
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
    STEP_UNDONE = "step_undone"


@dataclass(frozen=True)
class Effect:
    """Where a happening leads: `to` a stage, `back` to where it stood before, or nowhere new. `said` tells it in the history.

    `after`: the stages in which it can happen; None: in any.
    """

    said: str
    to: Stage | None = None
    after: frozenset[Stage] | None = None
    back: bool = False


def _at(*stages: Stage) -> frozenset[Stage]:
    return frozenset(stages)


UNDER_WAY = frozenset(Stage) - {Stage.PAUSED, Stage.ENDED}

EFFECTS = {
    Happened.JOURNEY_STARTED: Effect("The journey started", Stage.STARTED, _at(Stage.STARTED)),
    Happened.ASSESSMENT_BEGUN: Effect("The questions were opened", Stage.SELF_ASSESSMENT, _at(Stage.STARTED)),
    Happened.ADVOCATE_ASKED_FOR: Effect("An advocate was asked for"),
    Happened.ADVOCACY_DECIDED: Effect("It was written down about an advocate"),
    Happened.ANSWERS_SENT: Effect("The answers are ready to be checked together", Stage.CHECKING, _at(Stage.SELF_ASSESSMENT)),
    Happened.ANSWERS_REOPENED: Effect("The questions were opened again", Stage.SELF_ASSESSMENT, _at(Stage.CHECKING)),
    Happened.CHECKED_TOGETHER: Effect("The answers were checked together", Stage.INDICATIVE, _at(Stage.CHECKING)),
    Happened.CHECKING_REOPENED: Effect("Checking together was opened again", Stage.CHECKING, _at(Stage.INDICATIVE, Stage.PLANNING)),
    Happened.ELIGIBILITY_DECIDED: Effect("Eligibility was decided"),
    Happened.HEALTH_BASIS_RECORDED: Effect("The health basis was recorded"),
    Happened.BUDGET_WORKED_OUT: Effect("An indicative budget was worked out"),
    Happened.COSTED_BY_HAND: Effect("The budget was costed by hand"),
    Happened.PLANNING_BEGUN: Effect("Planning began", Stage.PLANNING, _at(Stage.INDICATIVE, Stage.PLANNING)),
    Happened.PLAN_SENT: Effect("The plan was sent for agreement", Stage.AGREEMENT, _at(Stage.PLANNING)),
    Happened.PLAN_TAKEN_BACK: Effect("The plan was taken back", Stage.PLANNING, _at(Stage.AGREEMENT)),
    Happened.PLAN_RETURNED: Effect("The plan was sent back with reasons", Stage.PLANNING, _at(Stage.AGREEMENT)),
    Happened.PLAN_AGREED: Effect("The plan was agreed", Stage.SETTING_UP, _at(Stage.AGREEMENT)),
    Happened.SUPPORT_STARTED: Effect("The support started", Stage.LIVE, _at(Stage.SETTING_UP)),
    Happened.REVIEW_BEGUN: Effect("A review began", Stage.REVIEW, _at(Stage.SETTING_UP, Stage.LIVE)),
    Happened.PLANNING_AGAIN: Effect("Planning began again", Stage.PLANNING, _at(Stage.INDICATIVE, Stage.PLANNING, Stage.REVIEW)),
    Happened.HANDED_OVER: Effect("Somebody else took over"),
    Happened.PAUSED: Effect("The journey was paused", Stage.PAUSED, UNDER_WAY),
    Happened.PICKED_UP: Effect("The journey was picked up again", after=_at(Stage.PAUSED), back=True),
    Happened.ENDED: Effect("The journey ended", Stage.ENDED, frozenset(Stage) - {Stage.ENDED}),
    Happened.ASKED_AGAIN: Effect("The person asked again", Stage.STARTED, _at(Stage.ENDED)),
    Happened.STEP_UNDONE: Effect("The last step was undone", after=_at(Stage.LIVE, Stage.REVIEW, Stage.ENDED), back=True),
}
