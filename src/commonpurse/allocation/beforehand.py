"""What a carer's yes would change, shown to the carer alone before they answer. Nothing is saved and nothing is told."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from commonpurse.access.actors import Actor
from commonpurse.access.queries import is_open_to, shared_with
from commonpurse.access.registry import Section
from commonpurse.allocation.entering import scheme_for
from commonpurse.allocation.queries import rules_of
from commonpurse.allocation.rules import given_for, values_of
from commonpurse.assessments.answers import Value
from commonpurse.assessments.models import Assessment, Voice
from commonpurse.assessments.queries import answers_of, checked_answers, health_bases_on, helping
from commonpurse.formula import Scheme as Rules
from commonpurse.formula import allocate
from commonpurse.foundation.clock import today
from commonpurse.people.models import Caring
from commonpurse.people.queries import is_yes, part_of, statements_of
from commonpurse.values.money import Pence


@dataclass(frozen=True)
class WouldChange:
    """Pence a week without this yes, and with a yes to each number of quarters that makes a difference of its own.

    `guess`: from the carer's own words alone, with what they left open at no help.
    """

    without: Pence
    with_yes: Mapping[int, Pence]
    guess: bool
    left_open: int = 0

    @property
    def most_less(self) -> Pence:
        """By how much a yes to the most that would count makes the budget smaller."""
        return self.without - min(self.with_yes.values(), default=self.without)


def what_a_yes_would_change(actor: Actor, caring: Caring, need: str) -> WouldChange | None:
    """None where there is nothing to say it from.

    Where the carer may see the person's answers (a grant that opens the assessment) it is from those that were checked; else from
    what the carer said themselves about the person, and from nothing that anybody else said.
    """
    if _may_see_their_answers(actor, caring):
        return _from_their_answers(caring, need)
    return _from_own_words(actor, caring, need)


def _may_see_their_answers(actor: Actor, caring: Caring) -> bool:
    shared = shared_with(actor).filter(person_id=caring.person_id, sections__contains=[Section.ASSESSMENT])
    return shared.exists() or is_open_to(actor, caring.person_id, Section.ASSESSMENT)


def _from_their_answers(caring: Caring, need: str) -> WouldChange | None:
    rows = Assessment.objects.filter(person_id=caring.person_id, questionnaire__kind="adult").select_related("questionnaire")
    assessment = rows.order_by("-begun_at").first()
    scheme = scheme_for(assessment) if assessment else None
    checked = checked_answers(assessment) if assessment else {}
    if scheme is None or need not in checked:
        return None
    basis = bool(health_bases_on(caring.person_id, today()))
    values = values_of(checked, practitioner=False)
    return _compared(rules_of(scheme), values, caring, need, basis=basis, guess=False)


def _from_own_words(actor: Actor, caring: Caring, need: str) -> WouldChange | None:
    helper = helping(actor).filter(person_id=caring.person_id).order_by("-noted_at").first()
    scheme = scheme_for(helper.assessment) if helper else None
    if helper is None or scheme is None:
        return None
    said = answers_of(helper.assessment, Voice.CARER, said_by=helper.name, shown_to=actor)
    values = {name: answer.value for name, answer in said.items()}
    if need not in values or not values[need].is_answered:
        return None
    return _compared(rules_of(scheme), values, caring, need, basis=False, guess=True)


def _compared(rules: Rules, values: Mapping[str, Value], caring: Caring, need: str, *, basis: bool, guess: bool) -> WouldChange | None:
    others = {name: part for name, part in _own_yeses(caring, today()).items() if name != need}
    known = {question.id: values.get(question.id, Value()) for question in rules.questions}
    whole = {name: value if value.is_answered else Value(level=0) for name, value in known.items()}
    without = _amount(rules, whole, others, basis=basis)
    if without is None:
        return None
    written_down = (whole[need].unpaid_quarters if need in whole else None) or 0
    amounts = {part: _amount(rules, whole, {**others, need: part}, basis=basis) for part in range(1, written_down + 1)}
    left_open = sum(1 for value in known.values() if not value.is_answered)
    return WouldChange(without, {part: amount for part, amount in amounts.items() if amount is not None}, guess, left_open)


def _own_yeses(caring: Caring, on: date) -> dict[str, int]:
    return {need: part_of(said) for need, said in statements_of(caring).items() if is_yes(said, on)}


def _amount(rules: Rules, values: Mapping[str, Value], covered: Mapping[str, int], *, basis: bool) -> Pence | None:
    given = given_for(rules, values, covered=covered, has_health_basis=basis, cost_by_hand=False)
    return allocate(rules, given).amount_pence
