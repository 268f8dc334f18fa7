"""What a carer's yes would change, shown to the carer alone before they answer. Nothing is saved and nothing is told."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from commonpurse.access.actors import Actor
from commonpurse.access.queries import shared_with
from commonpurse.access.registry import SHARED
from commonpurse.allocation.entering import scheme_for
from commonpurse.allocation.queries import rules_of
from commonpurse.allocation.rules import given_for
from commonpurse.assessments.answers import Value
from commonpurse.assessments.models import Voice
from commonpurse.assessments.queries import answers_of, helping
from commonpurse.assessments.queries.sharing import own_answers
from commonpurse.assessments.sections import AssessmentSection
from commonpurse.formula import Scheme as Rules
from commonpurse.formula import allocate
from commonpurse.foundation.clock import today
from commonpurse.people.models import Caring
from commonpurse.people.queries import is_yes, part_of, statements_of
from commonpurse.values.money import Pence


@dataclass(frozen=True)
class WouldChange:
    """Pence a week without this yes, and with a yes to each number of quarters that makes a difference of its own.

    `guess`: from the carer's own words alone; else from the person's, which they may see. What is left open counts as no help.
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

    Where the person lets the carer see their answers it is from those, and from none that they told only their worker; else from
    what the carer said themselves about the person. It is never from what anybody else said.
    """
    return _from_their_answers(actor, caring, need) or _from_own_words(actor, caring, need)


def _from_their_answers(actor: Actor, caring: Caring, need: str) -> WouldChange | None:
    shown = shared_with(actor, SHARED).filter(person_id=caring.person_id, section=AssessmentSection.SHOWN_ANSWERS).last()
    questionnaire, values = own_answers(shown.journey_id) if shown and shown.journey_id else (None, {})
    scheme = scheme_for(questionnaire) if questionnaire else None
    if scheme is None or need not in values or not values[need].is_answered:
        return None
    return _compared(rules_of(scheme), values, caring, need, guess=False)


def _from_own_words(actor: Actor, caring: Caring, need: str) -> WouldChange | None:
    helper = helping(actor).filter(person_id=caring.person_id).order_by("-noted_at").first()
    scheme = scheme_for(helper.assessment.questionnaire) if helper else None
    if helper is None or scheme is None:
        return None
    said = answers_of(helper.assessment, Voice.CARER, said_by=helper.name, shown_to=actor)
    values = {name: answer.value for name, answer in said.items()}
    if need not in values or not values[need].is_answered:
        return None
    return _compared(rules_of(scheme), values, caring, need, guess=True)


def _compared(rules: Rules, values: Mapping[str, Value], caring: Caring, need: str, *, guess: bool) -> WouldChange | None:
    others = {name: part for name, part in _own_yeses(caring, today()).items() if name != need}
    known = {question.id: values.get(question.id, Value()) for question in rules.questions}
    whole = {name: value if value.is_answered else Value(level=0) for name, value in known.items()}
    without = _amount(rules, whole, others)
    if without is None:
        return None
    written_down = (whole[need].unpaid_quarters if need in whole else None) or 0
    amounts = {part: _amount(rules, whole, {**others, need: part}) for part in range(1, written_down + 1)}
    left_open = sum(1 for value in known.values() if not value.is_answered)
    return WouldChange(without, {part: amount for part, amount in amounts.items() if amount is not None}, guess, left_open)


def _own_yeses(caring: Caring, on: date) -> dict[str, int]:
    return {need: part_of(said) for need, said in statements_of(caring).items() if is_yes(said, on)}


def _amount(rules: Rules, values: Mapping[str, Value], covered: Mapping[str, int]) -> Pence | None:
    """Who would pay is nobody's business here, so no ground for the NHS to share is asked for."""
    given = given_for(rules, values, covered=covered, has_health_basis=False, cost_by_hand=False)
    return allocate(rules, given).amount_pence
