"""What an assessment is called, what must stand before it, what an answer may hold, how long it will take. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from statistics import median

from commonpurse.assessments.answers import Value
from commonpurse.assessments.questionnaire import Form, FormQuestion
from commonpurse.values.missing import Missing

TITLES_BEFORE_NAMES = frozenset({"dr", "miss", "mr", "mrs", "ms", "mx", "rev", "sister"})
WEEKS_IN_A_YEAR = 52
HOW_MANY_WEEKS = (
    f"Write about how many weeks a year, from 1 to {WEEKS_IN_A_YEAR}, as one number like 8. A guess is fine. "
    "One week in every month is 12, and one week in four is 13."
)
MOST_QUARTERS = 4
LONGEST_WORDS = 5_000

SECONDS_WITHOUT_HELP = 45  # a page that is read and answered with the first card
SECONDS_WITH_HELP = 90  # more is asked from the second card on: in what way, the hard weeks, who helps
LONGEST_ON_A_PAGE = 600  # a longer gap was a cup of tea, not a question
PAGES_FOR_A_PACE = 3


def called(name: str) -> str:
    """How somebody is spoken of: the first name, or the whole of "Ms Abara"."""
    first, *rest = name.split() or [name]
    return name if first.rstrip(".").lower() in TITLES_BEFORE_NAMES or not rest else first


def title_of(*, has_capacity: bool | None, helper: str = "") -> str:
    """What the assessment may be called. Without capacity to take part it is never a self-assessment.

    Source: Care and Support (Assessment) Regulations 2014 (SI 2014/2827), regulation 2.
    """
    if has_capacity is None:
        return "Assessment"
    if has_capacity:
        return "Self-assessment"
    return f"Assessment with {called(helper)}'s help" if helper else "Assessment with a supporter's help"


# Before the questions


@dataclass(frozen=True)
class Before:
    """What has been said and decided before the questions. `offer` is the answer about an advocate, empty until there is one.

    `wants_advocate`: the person has asked for one since; `supporter`: who speaks from their own view, or the advocate.
    """

    explained: bool = False
    helpers_said: bool = False
    offer: str = ""
    wants_advocate: bool = False
    has_capacity: bool | None = None
    supporter: str = ""


def what_is_missing_to_open(before: Before) -> list[Missing]:
    """An advocate who has been offered, and not answered for yet, does not keep anybody from beginning."""
    missing = []
    if not before.explained:
        missing.append(Missing("Say what this is, and that anyone may stop.", "explained"))
    if not before.helpers_said:
        missing.append(Missing("Say who is helping, or that nobody is.", "helpers"))
    if not before.offer:
        missing.append(Missing("Say whether this would be very hard without someone.", "advocacy"))
    if before.has_capacity is None:
        missing.append(Missing("Record whether the person can take part, with support.", "capacity"))
    return missing


def what_is_missing_to_send(before: Before, form: Form, answered: Iterable[str], *, name: str) -> list[Missing]:
    """Everything that stands between the answers and checking together. `field` is a step of before, or a question."""
    missing = what_is_missing_to_open(before)
    if before.offer == "waiting":
        missing.append(Missing(f"An advocate was offered to {name}. The answer to that comes first.", "advocacy"))
    elif before.wants_advocate:
        missing.append(Missing(f"{name} asked for an advocate. That comes first.", "advocacy"))
    if before.has_capacity is False and not before.supporter:
        missing.append(Missing(f"Say who supports {name}, by name.", "helpers"))
    done = frozenset(answered)
    missing.extend(
        Missing(f"“{question.title}” has no answer yet. “Not sure yet” is an answer.", question.id)
        for question in form.questions
        if question.id not in done
    )
    return missing


def what_is_missing_to_decide_advocacy(*, very_hard_alone: bool, hard_with: Sequence[str], someone_right: str, offer: str) -> list[Missing]:
    """Source: Care Act 2014, section 67: very hard alone, and nobody right to help, means that an advocate is offered."""
    missing = []
    if very_hard_alone and not hard_with:
        missing.append(Missing("Tick what would be very hard.", "hard_with"))
    if very_hard_alone and not someone_right.strip() and offer == "not_needed":
        missing.append(Missing("There is nobody right to help, so offer an advocate. Then say what the answer was.", "offer"))
    return missing


# One answer


def what_is_wrong_with(value: Value, question: FormQuestion, form: Form) -> list[Missing]:
    """Every part of an answer that does not fit its question, with the field's name."""
    top = len(question.levels) - 1
    wrong = []
    if value.level is not None and not 0 <= value.level <= top:
        wrong.append(Missing("Choose one of the answers.", "level"))
    if value.level is not None and value.not_sure:
        wrong.append(Missing("Choose one answer, or “Not sure yet”.", "level"))
    if len(value.words) > LONGEST_WORDS:
        wrong.append(Missing(f"That is longer than {LONGEST_WORDS:,} letters. Make it shorter, or tell the worker the rest.", "words"))
    wrong += _wrong_weeks(value, question, top)
    wrong += _wrong_unpaid_help(value, question)
    wrong += _wrong_ticks(value, question, form)
    return wrong


def _wrong_weeks(value: Value, question: FormQuestion, top: int) -> list[Missing]:
    if value.worst_level is None and value.worst_weeks is None:
        return []
    if not question.fluctuates:
        return [Missing("This question does not ask about hard weeks.", "worst_level")]
    if value.worst_level is None:
        return [Missing("Choose which is closest in the hardest weeks.", "worst_level")]
    wrong = []
    if not 0 <= value.worst_level <= top:
        wrong.append(Missing("Choose one of the answers.", "worst_level"))
    if value.level is None:
        wrong.append(Missing("Choose an answer for a usual week too, so that the hard weeks can be set beside it.", "level"))
    elif value.worst_level < value.level:
        wrong.append(Missing("The hardest weeks cannot be easier than a usual week. Change one of the two.", "worst_level"))
    if value.worst_weeks is None or not 1 <= value.worst_weeks <= WEEKS_IN_A_YEAR:
        wrong.append(Missing(HOW_MANY_WEEKS, "worst_weeks"))
    return wrong


def _wrong_unpaid_help(value: Value, question: FormQuestion) -> list[Missing]:
    if value.unpaid_quarters is None:
        return []
    if not question.unpaid_help:
        return [Missing("This question does not ask about help without pay.", "unpaid")]
    return [] if 0 <= value.unpaid_quarters <= MOST_QUARTERS else [Missing("Choose how much of it.", "unpaid")]


def _wrong_ticks(value: Value, question: FormQuestion, form: Form) -> list[Missing]:
    wrong = []
    if not set(value.ticks) <= {tick.id for tick in question.ticks}:
        wrong.append(Missing("One of these is not part of the question. Tick again.", "ticks"))
    if not set(value.limbs) <= {limb for limb, _ in form.limbs}:
        wrong.append(Missing("One of these is not part of the question. Tick again.", "limbs"))
    elif value.limbs and not value.level:
        wrong.append(Missing("You ticked what is hard, and also that no help is needed. Change one of the two.", "limbs"))
    return wrong


# How long it takes


def pace(saved: Iterable[datetime]) -> float | None:
    """Seconds from one question to the next in this assessment, the middle of them; None until three were timed.

    `saved`: when each question was last saved. A gap above ten minutes was a rest.
    """
    moments = sorted(saved)
    gaps = [(later - earlier).total_seconds() for earlier, later in pairwise(moments)]
    timed = [gap for gap in gaps if gap <= LONGEST_ON_A_PAGE]
    return max(median(timed), 1.0) if len(timed) >= PAGES_FOR_A_PACE else None


def minutes_left(questions_left: int, *, levels: Sequence[int | None] = (), measured: float | None = None) -> int:
    """Whole minutes, rounded up, that the rest will take.

    By the person's own pace once three questions were timed. Until then 45 seconds for a question that needs no help and 90
    for one that does, in the proportion of what was answered so far (`levels`) and of one question of each kind, so that a single
    answer does not make the rest look longer than before it.
    """
    if questions_left <= 0:
        return 0
    seconds = measured or _guess(levels)
    return -int(-questions_left * seconds // 60)


def _guess(levels: Sequence[int | None]) -> float:
    known = [SECONDS_WITH_HELP if level else SECONDS_WITHOUT_HELP for level in levels]
    return (sum(known) + SECONDS_WITH_HELP + SECONDS_WITHOUT_HELP) / (len(known) + 2)


def first_open(form: Form, answered: Mapping[str, object] | Iterable[str]) -> str:
    """The question to go on with: the first in order without an answer, or empty when there is none."""
    done = frozenset(answered)
    return next((question.id for question in form.questions if question.id not in done), "")
