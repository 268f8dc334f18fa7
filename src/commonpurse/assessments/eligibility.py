"""Eligibility: outcomes and reasons, never points. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from commonpurse.assessments.answers import Value
from commonpurse.assessments.questionnaire import Form, FormQuestion

# Source: Care and Support (Eligibility Criteria) Regulations 2015 (SI 2015/313), regulation 2(2).
ADULT_OUTCOMES = {
    "a": "managing and maintaining nutrition",
    "b": "maintaining personal hygiene",
    "c": "managing toilet needs",
    "d": "being appropriately clothed",
    "e": "being able to make use of the home safely",
    "f": "maintaining a habitable home environment",
    "g": "developing and maintaining family or other personal relationships",
    "h": "accessing and engaging in work, training, education or volunteering",
    "i": "making use of necessary facilities or services in the local community",
    "j": "carrying out any caring responsibilities for a child",
}
OUTCOMES_NEEDED = 2

# Source: the same Regulations, regulation 3(2). A carer is eligible by (a), or by any one of the outcomes of (b).
CARER_HEALTH = "a"
CARER_OUTCOMES = {
    CARER_HEALTH: "the carer's own physical or mental health is getting worse, or may",
    "b-i": "carrying out any caring responsibilities for a child",
    "b-ii": "providing care to other persons for whom the carer cares",
    "b-iii": "maintaining a habitable home environment in the carer's own home",
    "b-iv": "managing and maintaining nutrition",
    "b-v": "developing and maintaining family or other personal relationships",
    "b-vi": "engaging in work, training, education or volunteering",
    "b-vii": "making use of necessary facilities or services in the local community",
    "b-viii": "engaging in recreational activities",
}

# The same outcomes for whoever they are about, in words that they might use.
ADULT_OUTCOMES_IN_PLAIN_WORDS = {
    "a": "eating and drinking enough",
    "b": "keeping clean",
    "c": "using the toilet",
    "d": "being dressed for the weather and the day",
    "e": "being safe at home",
    "f": "keeping the home fit to live in",
    "g": "seeing and keeping the people who matter",
    "h": "work, learning or volunteering",
    "i": "getting out and using local places",
    "j": "looking after a child",
}
CARER_OUTCOMES_IN_PLAIN_WORDS = {
    CARER_HEALTH: "caring harms their own health, or it may",
    "b-i": "looking after a child",
    "b-ii": "caring for anyone else",
    "b-iii": "keeping their own home fit to live in",
    "b-iv": "eating and drinking well",
    "b-v": "seeing and keeping the people who matter to them",
    "b-vi": "work, learning or volunteering",
    "b-vii": "getting out and using local places",
    "b-viii": "time for themselves, for rest and fun",
}

LIMBS = {
    "cannot": "cannot do it without help, prompting included",
    "distress": "can do it, with significant pain, distress or anxiety",
    "unsafe": "can do it, and it endangers them or others",
    "longer": "can do it, and it takes significantly longer",
}


@dataclass(frozen=True)
class AdultNeeds:
    """What a decision rests on: `outcomes_not_achieved` are letters of regulation 2(2)."""

    arise_from_impairment_or_illness: bool
    outcomes_not_achieved: frozenset[str]
    significant_impact_on_wellbeing: bool


@dataclass(frozen=True)
class Eligibility:
    eligible: bool
    because: str


def adult_is_eligible(needs: AdultNeeds) -> Eligibility:
    """Decide eligibility for an adult from outcomes, never from points.

    Source: Care and Support (Eligibility Criteria) Regulations 2015, regulation 2.
    """
    if not needs.arise_from_impairment_or_illness:
        return Eligibility(eligible=False, because="The needs do not come from a physical or mental impairment or illness.")
    counted = needs.outcomes_not_achieved & ADULT_OUTCOMES.keys()
    if len(counted) < OUTCOMES_NEEDED:
        return Eligibility(eligible=False, because="Fewer than two outcomes cannot be achieved.")
    if not needs.significant_impact_on_wellbeing:
        return Eligibility(eligible=False, because="There is no significant impact on wellbeing.")
    return Eligibility(eligible=True, because=f"{len(counted)} outcomes cannot be achieved, and it matters to this person's wellbeing.")


@dataclass(frozen=True)
class CarerNeeds:
    """What a decision about a carer rests on: `circumstances` are letters of regulation 3(2)."""

    arise_from_necessary_care: bool
    circumstances: frozenset[str]
    significant_impact_on_wellbeing: bool


def carer_is_eligible(needs: CarerNeeds) -> Eligibility:
    """Decide eligibility for a carer, whether or not the person whom they help is eligible.

    Source: Care and Support (Eligibility Criteria) Regulations 2015, regulation 3.
    """
    if not needs.arise_from_necessary_care:
        return Eligibility(eligible=False, because="The needs do not come from giving necessary care to an adult.")
    counted = needs.circumstances & CARER_OUTCOMES.keys()
    if not counted:
        return Eligibility(eligible=False, because="Their health is not at risk, and every outcome can be achieved.")
    if not needs.significant_impact_on_wellbeing:
        return Eligibility(eligible=False, because="There is no significant impact on wellbeing.")
    health = "their health is at risk" if CARER_HEALTH in counted else "an outcome cannot be achieved"
    return Eligibility(eligible=True, because=f"Caring is why {health}, and it matters to this carer's wellbeing.")


def outcomes_for(kind: str) -> Mapping[str, str]:
    """The letters of the regulation for one kind of journey: adult or carer."""
    return CARER_OUTCOMES if kind == "carer" else ADULT_OUTCOMES


def in_plain_words(kind: str) -> Mapping[str, str]:
    """The same letters, as the person whom they are about reads them."""
    return CARER_OUTCOMES_IN_PLAIN_WORDS if kind == "carer" else ADULT_OUTCOMES_IN_PLAIN_WORDS


def ways_asked(form: Form, question: FormQuestion) -> tuple[tuple[str, str], ...]:
    """In what ways one may be unable, where that decides something. A carer's health is nothing to achieve: harm or a risk of it counts."""
    return () if _is_carers_health(form, question) else form.limbs


def _is_carers_health(form: Form, question: FormQuestion) -> bool:
    return form.kind == "carer" and CARER_HEALTH in question.outcomes


def is_eligible(kind: str, *, needs_arise: bool, outcomes: frozenset[str], significant_impact: bool) -> Eligibility:
    """Decide by the regulation that fits the kind of journey."""
    if kind == "carer":
        return carer_is_eligible(CarerNeeds(needs_arise, outcomes, significant_impact))
    return adult_is_eligible(AdultNeeds(needs_arise, outcomes, significant_impact))


@dataclass(frozen=True)
class Ground:
    """One reason in a draft for saying that an outcome is not achieved: the question, and in what way."""

    question: str
    ways: tuple[str, ...]


@dataclass(frozen=True)
class Draft:
    """What the ticks suggest. `grounds` by outcome; `hints` are questions that support an outcome without deciding it.

    `to_ask` are questions in which help is needed and nobody said in what way: they decide nothing until that is asked.
    """

    grounds: Mapping[str, tuple[Ground, ...]]
    hints: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    to_ask: tuple[str, ...] = ()

    @property
    def outcomes(self) -> frozenset[str]:
        return frozenset(self.grounds)


def draft_of(form: Form, answers: Mapping[str, Iterable[Value]]) -> Draft:
    """Draft an eligibility record from the ticks. It decides nothing: a named person does.

    `answers` holds, by question, the agreed value, or both sides of a difference. An outcome is drafted as not achieved when a
    question that feeds it stands at level 1 or above with at least one limb ticked; for a tick with an outcome, when it is set.
    """
    grounds: dict[str, list[Ground]] = {}
    hints: dict[str, list[str]] = {}
    for question in form.questions:
        for value in answers.get(question.id, ()):
            if _is_carers_health(form, question):
                if found := _health_at_risk(question, value):
                    grounds.setdefault(CARER_HEALTH, []).append(found)
                continue
            if not value.level or not value.limbs:
                continue
            ground = Ground(question.title, tuple(LIMBS.get(limb, limb) for limb in value.limbs))
            decided = [*question.outcomes, *(tick.outcome for tick in question.ticks if tick.id in value.ticks and tick.outcome)]
            for outcome in decided:
                if ground not in grounds.setdefault(outcome, []):
                    grounds[outcome].append(ground)
            for outcome in question.evidence_for:
                if question.title not in hints.setdefault(outcome, []):
                    hints[outcome].append(question.title)
    in_order = {outcome: tuple(grounds[outcome]) for outcome in outcomes_for(form.kind) if outcome in grounds}
    return Draft(in_order, {outcome: tuple(found) for outcome, found in hints.items()}, _to_ask(form, answers))


def _to_ask(form: Form, answers: Mapping[str, Iterable[Value]]) -> tuple[str, ...]:
    """Titles of the questions in which help is needed and no way of being unable is ticked."""
    asked = (question for question in form.questions if ways_asked(form, question))
    return tuple(q.title for q in asked if any(value.level and not value.limbs for value in answers.get(q.id, ())))


def _health_at_risk(question: FormQuestion, value: Value) -> Ground | None:
    """Health is a circumstance, not something to achieve: harm by itself counts, and so does a risk of it."""
    at_risk = tuple(tick.text for tick in question.ticks if tick.outcome == CARER_HEALTH and tick.id in value.ticks)
    harmed = (question.levels[value.level],) if value.level else ()
    return Ground(question.title, harmed + at_risk) if harmed or at_risk else None
