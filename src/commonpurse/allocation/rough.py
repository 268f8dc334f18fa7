"""A rough range from the answers so far: never one figure, never from less than half of the questions. Pure, and nothing is kept."""

from collections.abc import Mapping
from dataclasses import dataclass

from commonpurse.assessments.answers import Value
from commonpurse.formula import Answer, Given, Result, Scheme, allocate
from commonpurse.formula.answers import QUARTERS
from commonpurse.formula.scheme import Question
from commonpurse.values.money import Pence

OUTWARDS: dict[str, Pence] = {"weekly": 1_000, "yearly": 5_000}
"""Both ends are rounded outwards to a multiple of this, so that a range never looks surer than it is."""


@dataclass(frozen=True)
class RoughRange:
    """The least and the most, in the scheme's own period, and what they were made from, as the scheme names it.

    `help_is_counted`: the least counts all the unpaid help that was named, the most counts none of it: no carer's yes or no is looked at.
    `may_be_costed`: a person may have to work out the cost, and then the figure may lie outside the range.
    """

    low: Pence
    high: Pence
    each: str
    rounded_to: Pence
    answered: int
    of: int
    still_open: tuple[str, ...]
    help_is_counted: bool
    may_be_costed: bool


def how_many_more(rules: Scheme, values: Mapping[str, Value]) -> int:
    """How many answers are still needed before there is a range: half of the questions, and “not sure yet” can be anything."""
    return max(0, (len(rules.questions) + 1) // 2 - len(_answered(rules, values)))


def rough_range(rules: Scheme, values: Mapping[str, Value], *, cost_by_hand: bool = False) -> RoughRange | None:
    """None until half of the questions have a level. More need never lowers an amount, so the two ends hold whatever is answered next."""
    if how_many_more(rules, values):
        return None
    answered = _answered(rules, values)
    least = _allocated(rules, {each.id: _at_least(each, values) for each in rules.questions}, cost_by_hand=cost_by_hand)
    most = _allocated(rules, {each.id: _at_most(each, values) for each in rules.questions}, cost_by_hand=cost_by_hand)
    low, high = _outwards(least.amount_pence or 0, most.amount_pence or 0, OUTWARDS[rules.pays])
    return RoughRange(
        low=low,
        high=high,
        each="a week" if rules.pays == "weekly" else "a year",
        rounded_to=OUTWARDS[rules.pays],
        answered=len(answered),
        of=len(rules.questions),
        still_open=tuple(each.text for each in rules.questions if each.id not in answered),
        help_is_counted=any(each.unpaid_support and values[each.id].unpaid_quarters for each in rules.questions if each.id in answered),
        may_be_costed=most.state == "needs_costing",
    )


def _answered(rules: Scheme, values: Mapping[str, Value]) -> frozenset[str]:
    return frozenset(each.id for each in rules.questions if each.id in values and values[each.id].is_answered)


def _at_least(question: Question, values: Mapping[str, Value]) -> Answer:
    value = values.get(question.id)
    answer = value.for_formula(covered=QUARTERS if question.unpaid_support else 0) if value else None
    return answer or Answer(0)


def _at_most(question: Question, values: Mapping[str, Value]) -> Answer:
    value = values.get(question.id)
    answer = value.for_formula(covered=0) if value else None
    return answer or Answer(len(question.levels) - 1)


def _allocated(rules: Scheme, answers: Mapping[str, Answer], *, cost_by_hand: bool) -> Result:
    return allocate(rules, Given(answers, carer_willing_and_able=True, cost_by_hand=cost_by_hand))


def _outwards(low: Pence, high: Pence, step: Pence) -> tuple[Pence, Pence]:
    """Whole steps round both; at least a step apart, because a rough figure is never one figure."""
    low, high = low // step * step, -(-high // step) * step
    return (low, high) if low < high else (max(0, low - step), high + step)
