"""What might a budget be: the published rules, a few answers, and nobody behind them. Reads what is published; writes nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings

from commonpurse.allocation.models import Scheme
from commonpurse.allocation.queries import rules_of
from commonpurse.allocation.rough import how_many_more
from commonpurse.allocation.rules import given_for
from commonpurse.assessments.answers import Value
from commonpurse.assessments.queries import needs_costing_by_hand, questionnaire_in_force
from commonpurse.assessments.questionnaire import Form, form_of
from commonpurse.formula import Result, allocate
from commonpurse.formula import Scheme as Rules
from commonpurse.foundation.clock import today
from commonpurse.values.money import Pence


@dataclass(frozen=True)
class Asked:
    """The questions in force, and the rules that give a figure for them."""

    questionnaire_id: UUID
    form: Form
    rules: Rules


def asked_of_anybody(kind: str) -> Asked | None:
    """What anybody may try today. None where nothing is published, or only rules that may not run here."""
    words = questionnaire_in_force(kind, today())
    scheme = Scheme.objects.filter(code=words.scheme_code, version=words.scheme_version).first() if words else None
    if words is None or scheme is None or not _runs_here(scheme):
        return None
    return Asked(words.pk, form_of(words.content), rules_of(scheme))


def _runs_here(scheme: Scheme) -> bool:
    return scheme.status == "live" or (scheme.status == "demonstration" and settings.IN_DEMONSTRATION)


@dataclass(frozen=True)
class Estimate:
    """The formula's own figures, in the scheme's period. `least` and `most` are whole results with their lines.

    The least takes a question without an answer as no need, and counts all unpaid help that was named: as if each carer had said yes
    to it. The most takes it as the highest need, and counts no help. Where everything is answered and nobody helps they are one.
    """

    least: Result
    most: Result
    not_sure: tuple[str, ...]  # ids of questions
    help_counted: bool
    too_early: int  # how many more answers are needed: from fewer than half a range would say nothing

    @property
    def low(self) -> Pence:
        return self.least.amount_pence or 0

    @property
    def high(self) -> Pence:
        return self.most.amount_pence or 0

    @property
    def needs_costing(self) -> bool:
        return self.least.state == "needs_costing"

    @property
    def may_need_costing(self) -> bool:
        return self.most.state == "needs_costing"


def estimate(asked: Asked, values: Mapping[str, Value]) -> Estimate:
    """Pure, once the rules are in hand. No ground for the NHS to share is known of somebody whom nobody knows."""
    rules = asked.rules
    not_sure = tuple(question.id for question in rules.questions if question.id not in values or not values[question.id].is_answered)
    lowest = {name: Value(level=0) for name in not_sure}
    highest = {name: Value(level=len(rules.question(name).levels) - 1) for name in not_sure}
    by_hand = needs_costing_by_hand(asked.form, values)
    helped = {name: value.unpaid_quarters for name, value in values.items() if value.unpaid_quarters}
    least, most = (
        allocate(rules, given_for(rules, {**values, **rest}, covered=covered, has_health_basis=False, cost_by_hand=by_hand))
        for rest, covered in ((lowest, helped), (highest, {}))
    )
    help_counted = any(line.step == "question-after-help" for line in least.lines)
    return Estimate(least, most, not_sure, help_counted, how_many_more(rules, values))
