"""The stages of a journey and their words: precise for those who work with it, plain for the person whom it is about."""

from enum import StrEnum


class Stage(StrEnum):
    STARTED = "started"
    SELF_ASSESSMENT = "self-assessment"
    CHECKING = "checking"
    INDICATIVE = "indicative"
    PLANNING = "planning"
    AGREEMENT = "agreement"
    SETTING_UP = "setting-up"
    LIVE = "live"
    REVIEW = "review"
    PAUSED = "paused"
    ENDED = "ended"


class Holder(StrEnum):
    """Who has the next move."""

    PERSON = "person"
    WORKER = "worker"
    MANAGER = "manager"
    NOBODY = "nobody"


ROAD = (
    Stage.STARTED,
    Stage.SELF_ASSESSMENT,
    Stage.CHECKING,
    Stage.INDICATIVE,
    Stage.PLANNING,
    Stage.AGREEMENT,
    Stage.SETTING_UP,
    Stage.LIVE,
    Stage.REVIEW,
)

TITLES = {
    Stage.STARTED: "Started",
    Stage.SELF_ASSESSMENT: "Self-assessment",
    Stage.CHECKING: "Checking together",
    Stage.INDICATIVE: "Indicative budget",
    Stage.PLANNING: "Planning",
    Stage.AGREEMENT: "Agreement",
    Stage.SETTING_UP: "Setting up",
    Stage.LIVE: "Live",
    Stage.REVIEW: "Review",
    Stage.PAUSED: "Paused",
    Stage.ENDED: "Ended",
}

# The same stages on every page of a person or a carer, and wherever they let somebody see where it stands.
IN_PLAIN_WORDS = {
    Stage.STARTED: "Getting started",
    Stage.SELF_ASSESSMENT: "The questions",
    Stage.CHECKING: "Checking together",
    Stage.INDICATIVE: "A first figure (indicative)",
    Stage.PLANNING: "Making the plan",
    Stage.AGREEMENT: "A manager reads the plan",
    Stage.SETTING_UP: "Setting up the help",
    Stage.LIVE: "The plan is running",
    Stage.REVIEW: "Looking at it again together",
    Stage.PAUSED: "Resting",
    Stage.ENDED: "Ended",
}

HELD_BY = {
    Stage.STARTED: Holder.WORKER,
    Stage.SELF_ASSESSMENT: Holder.PERSON,
    Stage.CHECKING: Holder.WORKER,
    Stage.INDICATIVE: Holder.WORKER,
    Stage.PLANNING: Holder.WORKER,
    Stage.AGREEMENT: Holder.MANAGER,
    Stage.SETTING_UP: Holder.WORKER,
    Stage.LIVE: Holder.PERSON,
    Stage.REVIEW: Holder.WORKER,
    Stage.PAUSED: Holder.WORKER,
    Stage.ENDED: Holder.NOBODY,
}

# What happens next, in the same words for the person and for the worker.
NEXT = {
    Stage.STARTED: "A few short questions come first: who is helping, and what would make it easier to take part.",
    Stage.SELF_ASSESSMENT: "Now come the questions about daily life. There is no hurry: they can be left and picked up again.",
    Stage.CHECKING: "Now the answers are looked at together, one by one. They are agreed, or both views are kept.",
    Stage.INDICATIVE: (
        "First it is decided whether the law’s rules for support are met. Then the indicative budget is worked out, to start planning with."
    ),
    Stage.PLANNING: "Now a plan is written: what should be different, what will help, and what it costs.",
    Stage.AGREEMENT: "A manager reads the plan and agrees it, or sends it back with reasons. The help there is now stays until then.",
    Stage.SETTING_UP: "Now the help in the plan is being set up.",
    Stage.LIVE: "The plan is running. Nothing has to be done until it is looked at again together.",
    Stage.REVIEW: "A look together at what works and what should change.",
    Stage.PAUSED: "Nothing happens until it is picked up again. Everything is kept, and the help there is now stays as it is.",
    Stage.ENDED: "This has ended. The help there is now stays as it is. It is possible to ask again at any time.",
}
