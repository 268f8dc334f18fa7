"""What goes into a budget now: the checked answers of each side, carers' current yeses, the health basis, the scheme."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings

from commonpurse.allocation.models import Run, Scheme
from commonpurse.allocation.queries import IndicativeBudget, rules_of
from commonpurse.allocation.rules import given_for, values_of
from commonpurse.assessments.models import Assessment, Questionnaire
from commonpurse.assessments.queries import (
    assessment_of,
    checked_answers,
    eligibility_of,
    health_bases_on,
    needs_costing_by_hand,
    road_goes_on,
)
from commonpurse.assessments.questionnaire import form_of
from commonpurse.formula import Given
from commonpurse.foundation.clock import today
from commonpurse.journeys.models import Journey
from commonpurse.journeys.stages import ROAD, Stage
from commonpurse.people.queries import quarters_with_a_current_yes
from commonpurse.values.missing import Missing

PAST_CHECKING = frozenset(ROAD[ROAD.index(Stage.CHECKING) + 1 :])


@dataclass(frozen=True)
class Entering:
    """What would go into a run now. `sides` holds one entry for agreed answers, or the two sides of a difference."""

    assessment: Assessment
    scheme: Scheme
    sides: Mapping[Run.Side, Given]

    def is_what_went_in(self, budget: IndicativeBudget) -> bool:
        before = {side.side: side.given for side in budget.sides}
        return (self.assessment.pk, self.scheme.pk, dict(self.sides)) == (budget.assessment_id, budget.scheme_id, before)


def what_is_missing_to_work_out(journey: Journey) -> list[Missing]:
    """What must stand before any budget: checking together whole, a decision that the person is eligible, the scheme published."""
    assessment = assessment_of(journey.pk)
    if assessment is None:
        return [Missing("There are no answers yet.")]
    missing = []
    form = form_of(assessment.questionnaire.content)
    checked = checked_answers(assessment)
    unchecked = [question for question in form.questions if question.id not in checked]
    if journey.stage not in PAST_CHECKING or unchecked:
        missing.append(Missing("Check every answer together first."))
    decision = eligibility_of(assessment)
    if decision is None:
        missing.append(Missing("Decide about eligibility first. The budget never decides it."))
    elif not road_goes_on(assessment, decision):
        missing.append(Missing("The decision is that there is no eligibility, so there is no budget. It can be asked for again."))
    return missing + what_is_missing_of_the_rules(assessment)


def scheme_for(questionnaire: Questionnaire) -> Scheme | None:
    """The published version that was pinned when an assessment with these questions began."""
    return Scheme.objects.filter(code=questionnaire.scheme_code, version=questionnaire.scheme_version).first()


def what_is_missing_of_the_rules(assessment: Assessment) -> list[Missing]:
    """Why the rules that the answers were asked for can give nobody a figure here."""
    scheme = scheme_for(assessment.questionnaire)
    name = f"{assessment.questionnaire.scheme_code} {assessment.questionnaire.scheme_version}"
    if scheme is None:
        return [Missing(f"The rules that these answers were asked for, {name}, are not published here. Ask your administrator.")]
    if scheme.status == "draft" or (scheme.status == "demonstration" and not settings.IN_DEMONSTRATION):
        return [Missing(f"The rules {name} are a {scheme.status}, and give nobody a budget here.")]
    return []


def what_goes_in(journey: Journey) -> Entering:
    """Gather it. Ask `what_is_missing_to_work_out` first."""
    assessment = assessment_of(journey.pk)
    scheme = scheme_for(assessment.questionnaire) if assessment else None
    if assessment is None or scheme is None:
        raise LookupError("There is nothing to work out a budget from.")
    checked = checked_answers(assessment)
    agreed = all(answer.agreed for answer in checked.values())
    wanted = [Run.Side.AGREED] if agreed else [Run.Side.PERSON, Run.Side.PRACTITIONER]
    form, rules, day = form_of(assessment.questionnaire.content), rules_of(scheme), today()
    covered = quarters_with_a_current_yes(journey.person_id, day) if rules.for_whom == "adult" else {}
    basis = bool(health_bases_on(journey.person_id, day))
    sides = {}
    for side in wanted:
        values = {name: value for name, value in values_of(checked, practitioner=side == Run.Side.PRACTITIONER).items() if form.has(name)}
        by_hand = needs_costing_by_hand(form, values)
        sides[side] = given_for(rules, values, covered=covered, has_health_basis=basis, cost_by_hand=by_hand)
    return Entering(assessment, scheme, sides)


def unpaid_help_differs(journey: Journey, budget: IndicativeBudget) -> bool:
    """Whether other unpaid help would count now than counts in a budget, by need and side."""
    before = {side.side: _unpaid(side.given) for side in budget.sides}
    return before != {side: _unpaid(given) for side, given in what_goes_in(journey).sides.items()}


def _unpaid(given: Given) -> dict[str, int]:
    return {name: answer.unpaid_quarters for name, answer in given.answers.items() if answer.unpaid_quarters}


def has_changed_since(journey: Journey, budget: IndicativeBudget) -> bool:
    """Whether an answer, a carer's word, the health basis or the assessment changed after a budget was worked out."""
    return bool(what_is_missing_to_work_out(journey)) or not what_goes_in(journey).is_what_went_in(budget)
