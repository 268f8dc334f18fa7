"""The one thing to do next on a journey: in the caseload, on the journey's page, the same."""

from dataclasses import dataclass

from django.urls import reverse

from commonpurse.journeys.models import Journey
from commonpurse.journeys.stages import Holder, Stage


@dataclass(frozen=True)
class Action:
    text: str
    link: str
    href: str


ACTIONS = {
    Stage.STARTED: ("The short steps before the questions.", "Prepare", "practitioner:before"),
    Stage.SELF_ASSESSMENT: ("The questions are open.", "Answers", "practitioner:voices"),
    Stage.CHECKING: ("Look at the answers together.", "Check together", "practitioner:checking"),
    Stage.INDICATIVE: ("Decide eligibility, then work out the budget.", "Go on", "practitioner:eligibility"),
    Stage.PLANNING: ("Write the plan together.", "Plan", "practitioner:plan"),
    Stage.AGREEMENT: ("A manager reads the plan.", "Plan", "practitioner:plan"),
    Stage.SETTING_UP: ("Arrange what is in the plan.", "Open", "practitioner:journey"),
    Stage.LIVE: ("Nothing to do until the review.", "Open", "practitioner:journey"),
    Stage.REVIEW: ("Look together at what works.", "Open", "practitioner:journey"),
    Stage.PAUSED: ("Paused.", "Pick up", "practitioner:journey"),
    Stage.ENDED: ("Ended.", "Open", "practitioner:journey"),
}


BUDGET_IS_THERE = ("The budget is worked out. Look at it together, then plan.", "Budget", "practitioner:budget")


def next_action(journey: Journey, *, has_figure: bool = False) -> Action:
    """`has_figure`: whether an indicative budget has been worked out."""
    there = journey.stage == Stage.INDICATIVE and has_figure
    text, link, name = BUDGET_IS_THERE if there else ACTIONS[Stage(journey.stage)]
    if journey.stage == Stage.SELF_ASSESSMENT and journey.held_by == Holder.PERSON:
        text = f"{journey.person.called} is answering."
    return Action(text, link, reverse(name, kwargs={"journey_id": journey.pk}))
