"""What effort is and how it is counted, without anybody's name. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from commonpurse.journeys.rules import Event, after
from commonpurse.journeys.stages import ROAD, Stage

GAP_AT_MOST = 120  # seconds: without the script nobody knows what happened after the page was opened
PAGE_AT_MOST = 60 * 60  # seconds: more on one page, with somebody at it all the time, is a fault or a forgery
MOST_MINUTES = 12 * 60  # of one visit or call


class Step(StrEnum):
    """What a page is for. A fixed list: no address of a page is ever kept."""

    PREPARATION = "preparation"
    QUESTIONS = "questions"
    CARING = "caring"
    CHECKING = "checking"
    ELIGIBILITY = "eligibility"
    BUDGET = "budget"
    PLAN = "plan"
    AGREEMENT = "agreement"
    OVERVIEW = "overview"


class Side(StrEnum):
    """Whose time it was, by what they do here; never who."""

    PERSON = "person"
    CARER = "carer"
    HELPER = "helper"
    PRACTITIONER = "practitioner"
    MANAGER = "manager"


AFTER_BUDGET = (Step.PLAN, Step.AGREEMENT)
WORKERS = (Side.PRACTITIONER, Side.MANAGER)

STEP_TITLES = {
    Step.PREPARATION: "Before the questions",
    Step.QUESTIONS: "The questions",
    Step.CARING: "What a carer wants and is able to do",
    Step.CHECKING: "Checking together",
    Step.ELIGIBILITY: "Eligibility",
    Step.BUDGET: "The indicative budget",
    Step.PLAN: "The plan",
    Step.AGREEMENT: "Agreement",
    Step.OVERVIEW: "Finding out where it stands",
}

# The same steps for the person or carer whose journey it is.
STEPS_IN_PLAIN_WORDS = STEP_TITLES | {
    Step.CARING: "What you want to do, and are able to do",
    Step.ELIGIBILITY: "Deciding whether the law’s rules are met",
    Step.BUDGET: "Working out the figure",
    Step.AGREEMENT: "A manager reads the plan",
}


def gap(opened: datetime, next_request: datetime) -> int:
    """Seconds that a page is taken to have cost where no script measured it: until the next request, two minutes at most."""
    return _within(int((next_request - opened).total_seconds()), GAP_AT_MOST)


def believed(told: int, *, opened: datetime, arrived: datetime) -> int:
    """Seconds that a script's word is taken for: never more than have passed since the page was opened."""
    return _within(told, min(int((arrived - opened).total_seconds()), PAGE_AT_MOST))


def _within(seconds: int, most: int) -> int:
    return max(0, min(seconds, most))


@dataclass(frozen=True)
class InStage:
    """How long a journey has stood in one stage, in all, whole days."""

    stage: Stage
    days: int


def days_in_stages(events: Iterable[Event], until: datetime) -> list[InStage]:
    """Days per stage of the road, from events, oldest first. What was paused or ended counts nowhere."""
    spent: dict[Stage, timedelta] = {}
    now, since = None, until
    for event in events:
        if now is not None:
            spent[now.stage] = spent.get(now.stage, timedelta()) + (event.at - since)
        now, since = after(now, event), event.at
    if now is not None:
        spent[now.stage] = spent.get(now.stage, timedelta()) + (until - since)
    return [InStage(stage, spent[stage].days) for stage in ROAD if stage in spent]
