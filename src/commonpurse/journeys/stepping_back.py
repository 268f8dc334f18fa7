"""Undoing the last step: what undoes it, what that does, what stays; or why it cannot be undone. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from commonpurse.journeys.events import EFFECTS, Happened
from commonpurse.journeys.rules import Event, days_waiting
from commonpurse.values.days import LONDON

DAYS_TO_TAKE_BACK_AN_ENDING = 7


@dataclass(frozen=True)
class StepBack:
    """`undone_by` is what would happen; None where the step cannot be undone, and then `says` why and what there is instead.

    `stays`: what is kept, in words.
    """

    last: Happened
    undone_by: Happened | None
    says: str
    stays: str = ""

    @property
    def was(self) -> str:
        """The last step, in words."""
        return EFFECTS[self.last].said


H = Happened
WAYS: dict[Happened, tuple[Happened | None, str, str]] = {
    H.JOURNEY_STARTED: (None, "Nothing has been done yet. If it was started by mistake, end it with a reason.", ""),
    H.ASSESSMENT_BEGUN: (
        None,
        "Open questions bind nobody: they can be left, paused or ended at any time, and every step before them is kept.",
        "",
    ),
    H.ANSWERS_SENT: (
        H.ANSWERS_REOPENED,
        "The questions are opened again, so that answers can be added or changed.",
        "Every answer stays, and so does what was checked together so far.",
    ),
    H.ANSWERS_REOPENED: (
        H.ANSWERS_SENT,
        "The questions are closed again, and checking together goes on.",
        "Every answer stays as it is now.",
    ),
    H.CHECKED_TOGETHER: (
        H.CHECKING_REOPENED,
        "Checking together is opened again.",
        "What was agreed on each answer stays until it is changed. What was decided and worked out since stays in history, "
        "and is made anew after checking.",
    ),
    H.CHECKING_REOPENED: (
        H.CHECKED_TOGETHER,
        "Checking together is closed again.",
        "Every answer stays as it is now. Eligibility is decided again, since an answer may have changed.",
    ),
    H.PLANNING_BEGUN: (
        None,
        "Planning took nothing away: the budget is where it was, and checking together can be opened again on its own page.",
        "",
    ),
    H.PLANNING_AGAIN: (None, "Planning again took nothing away: what was agreed before stays agreed until a new plan is.", ""),
    H.PLAN_SENT: (
        H.PLAN_TAKEN_BACK,
        "The plan is taken back from the manager and can be written again.",
        "Every line stays as it is. That the plan was sent stays in history.",
    ),
    H.PLAN_TAKEN_BACK: (None, "The plan can be written again. Send it from its own page when it is ready.", ""),
    H.PLAN_RETURNED: (None, "A manager sent the plan back, and only a manager agrees it. Change it, and send it again.", ""),
    H.PLAN_AGREED: (None, "What was agreed stays agreed. To change it, begin a review: a new plan starts from this one.", ""),
    H.SUPPORT_STARTED: (H.STEP_UNDONE, "It goes back to setting up.", "What was agreed stays as it is."),
    H.REVIEW_BEGUN: (H.STEP_UNDONE, "The review is taken back.", "The agreed plan has run all the time, and stays as it is."),
    H.PAUSED: (H.PICKED_UP, "It is picked up where it was.", "That it was paused stays in history."),
    H.PICKED_UP: (H.PAUSED, "It is paused again.", "Everything is kept."),
    H.ENDED: (
        H.STEP_UNDONE,
        "It goes on where it stood when it ended.",
        "Everything from before is there. That it ended, and why, stays in history.",
    ),
    H.ASKED_AGAIN: (None, "This is a new beginning, and nothing of what was before is lost. It can be paused or ended.", ""),
    H.STEP_UNDONE: (None, "The last step was undone already. Each earlier step can be opened again on its own page.", ""),
}


def step_back(events: Iterable[Event], *, at: datetime) -> StepBack:
    """From what happened last to what undoes it. Notes beside the road, such as a budget worked out, are no step: they stay.

    Raises ValueError where nothing has happened.
    """
    last: Event | None = None
    for event in events:
        if event.kind in WAYS:
            last = event
    if last is None:
        raise ValueError("A journey has at least the event that started it.")
    undone_by, says, stays = WAYS[last.kind]
    if last.kind == Happened.ENDED and not is_fresh(last.at, at=at):
        gone = f"It ended more than {DAYS_TO_TAKE_BACK_AN_ENDING} days ago. It can be opened again from the start; everything is kept."
        return StepBack(last.kind, None, gone)
    return StepBack(last.kind, undone_by, says, stays)


def is_fresh(ended_at: datetime, *, at: datetime) -> bool:
    """Whether an ending can still be taken back."""
    return days_waiting(ended_at, at.astimezone(LONDON).date()) <= DAYS_TO_TAKE_BACK_AN_ENDING
