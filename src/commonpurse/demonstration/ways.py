"""Ways that several people of the demonstration come, each with words, figures, days and a worker of their own."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from commonpurse.assessments.answers import Value
from commonpurse.assessments.models import Voice
from commonpurse.demonstration.answers import A_LITTLE_HELP, GOOD_AND_BAD_WEEKS, LONGER, some
from commonpurse.demonstration.organisations import Place
from commonpurse.demonstration.road import Road, years_old
from commonpurse.plans.models import LegalBasis, Period


@dataclass(frozen=True)
class SimplePlan:
    """Lines, by the Care Act: what, who, how often, pence a week. `now`: what there is now, who gives it, pence a week."""

    outcomes: tuple[str, ...]
    lines: tuple[tuple[str, str, str, int], ...]
    now: tuple[str, str, int]


HELP_IN_THE_MORNING = SimplePlan(
    ("Be washed and dressed by nine", "Eat a proper meal a day"),
    (
        ("Help in the morning", "A personal assistant", "Every morning, 45 minutes", 13_300),
        ("Cooking together", "The same assistant", "Two evenings a week", 5_500),
    ),
    ("Home care", "Northmere Council", 17_600),
)


@dataclass(frozen=True)
class Somebody:
    """What is a person's own in a way that others come too.

    `old`: years, and the month and day of the birthday. `answers`: those that are not the usual ones of the way.
    `unable`: the letters of the eligibility decision, with its reasons.
    `sooner`: how many days before the first who came this way, or after where it is less than nothing;
    `slower`: how many days more lay between the first contact and the questions.
    """

    first_name: str
    last_name: str
    old: tuple[int, int, int]
    nhs_number: str = ""
    worker: str = "sam"
    sooner: int = 0
    slower: int = 0
    answers: Mapping[str, Value] = field(default_factory=dict)
    unable: str = ""
    reasons: str = ""
    plan: SimplePlan = HELP_IN_THE_MORNING

    @property
    def born(self) -> date:
        return years_old(*self.old)


class Way:
    """The road of somebody, who asked `began` days ago as the first who came this way did."""

    def __init__(self, place: Place, who: Somebody, *, began: int) -> None:
        self.who, self.began = who, began
        self.road = Road(place, worker=who.worker).on(began + who.sooner + who.slower)
        self.road.starts(who.first_name, who.last_name, born=who.born, nhs_number=who.nhs_number).is_prepared()

    def after(self, days: int) -> Road:
        """The road so many days after the first contact, as the first who came this way counts them."""
        return self.road.on(self.began + self.who.sooner - days)

    def is_decided(self) -> Road:
        return self.road.is_eligible(self.who.unable, self.who.reasons).gets_a_budget()


def answers_some(place: Place, who: Somebody) -> None:
    """In the midst of the questions."""
    answers = A_LITTLE_HELP | dict(who.answers)
    Way(place, who, began=9).after(1).answers({name: answers[name] for name in ("eating", "washing", "getting-about", "home")})


def sends_answers(place: Place, who: Somebody) -> None:
    """With answers that wait to be checked together; of one the worker has an answer too."""
    road = Way(place, who, began=20).after(9).answers(A_LITTLE_HELP | dict(who.answers))
    road.answers({"home": some(1, LONGER)}, voice=Voice.PRACTITIONER).sends_answers()


def gets_a_budget(place: Place, who: Somebody) -> None:
    """With an indicative budget, and no plan yet."""
    way, answers = Way(place, who, began=25), GOOD_AND_BAD_WEEKS | dict(who.answers)
    way.after(10).answers(answers).sends_answers()
    way.after(21).is_checked(answers)
    way.is_decided()


def gets_a_plan_agreed(place: Place, who: Somebody, *, began: int) -> Way:
    """With an agreed plan, and support that is being set up."""
    way, answers = Way(place, who, began=began), A_LITTLE_HELP | dict(who.answers)
    way.after(8).answers(answers).sends_answers()
    way.after(12).is_checked(answers)
    way.is_decided()
    lines = [(what, by, often, pence, Period.WEEK, LegalBasis.CARE_ACT, None) for what, by, often, pence in who.plan.lines]
    way.after(20).plans(who.plan.outcomes, lines, [who.plan.now])
    way.after(24).sends_plan()
    way.after(28).is_agreed()
    return way
