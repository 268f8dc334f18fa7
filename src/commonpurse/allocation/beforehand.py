"""What a carer's yes would change, shown to the carer alone before they answer. Nothing is saved and nothing is told."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from commonpurse.access.actors import Actor
from commonpurse.access.queries import is_open_to
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
from commonpurse.people.queries import is_yes, statements_of
from commonpurse.values.money import Pence


@dataclass(frozen=True)
class WouldChange:
    """Pence a week without this yes and with it. `guess`: from the carer's own words alone, with what they left open at no help."""

    without: Pence
    with_yes: Pence
    guess: bool
    left_open: int = 0
    helps_with: int | None = None  # quarters of this need, by the answers that were used

    @property
    def less(self) -> Pence:
        return self.without - self.with_yes


def what_a_yes_would_change(actor: Actor, caring: Caring, need: str) -> WouldChange | None:
    """None where there is nothing to say it from.

    Where the carer may see the person's answers (a grant that opens the assessment) it is from those that were checked; else from
    what the carer said themselves about the person, and from nothing that anybody else said.
    """
    if is_open_to(actor, caring.person_id, Section.ASSESSMENT):
        return _from_their_answers(caring, need)
    return _from_own_words(actor, caring, need)


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
    others = _own_yeses(caring, today()) - {need}
    known = {question.id: values.get(question.id, Value()) for question in rules.questions}
    whole = {name: value if value.is_answered else Value(level=0) for name, value in known.items()}
    without, with_yes = (_amount(rules, whole, yes, basis=basis) for yes in (others, others | {need}))
    if without is None or with_yes is None:
        return None
    left_open = sum(1 for value in known.values() if not value.is_answered)
    return WouldChange(without, with_yes, guess, left_open, known[need].unpaid_quarters if need in known else None)


def _own_yeses(caring: Caring, on: date) -> frozenset[str]:
    return frozenset(need for need, said in statements_of(caring).items() if is_yes(said, on))


def _amount(rules: Rules, values: Mapping[str, Value], yes: frozenset[str], *, basis: bool) -> Pence | None:
    given = given_for(rules, values, needs_with_yes=yes, has_health_basis=basis, cost_by_hand=False)
    return allocate(rules, given).amount_pence
