"""From checked answers to what a scheme is given, and the arithmetic of a costing by hand. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from commonpurse.assessments.answers import CheckedAnswer, Value
from commonpurse.formula import Answer, Given, Scheme
from commonpurse.values.frozen import Grows
from commonpurse.values.missing import Missing
from commonpurse.values.money import Pence, half_up, share_out

MOST_PENCE = 20_000_000
HOURS_IN_A_WEEK = 24 * 7
MORE_THAN_A_WEEK = f"a week has {HOURS_IN_A_WEEK} hours. Write fewer, or one line for each of those who help at the same time."

COUNCIL, NHS = "council", "nhs"
FUNDERS = (COUNCIL, NHS)


def indicative_amount(formula: Sequence[Pence | None], costed: Pence | None) -> Pence | None:
    """What the sides of a budget come to: costed by hand where it was, else the higher; nothing while a side cannot be said."""
    if costed is not None:
        return costed
    said = [amount for amount in formula if amount is not None]
    return max(said) if said and len(said) == len(formula) else None


def values_of(checked: Mapping[str, CheckedAnswer], *, practitioner: bool) -> dict[str, Value]:
    """Every answer as one side sees it."""
    return {name: answer.side(practitioner=practitioner) for name, answer in checked.items()}


def given_for(
    scheme: Scheme,
    values: Mapping[str, Value],
    *,
    covered: Mapping[str, int],
    has_health_basis: bool,
    cost_by_hand: bool,
) -> Given:
    """What the scheme is told. The NHS pays only with a recorded basis.

    `covered`: the quarters of each need for which carers' own current yeses hold; unpaid help beyond them is not passed.
    """
    answers = _answers(scheme, values, covered)
    return Given(
        answers=answers,
        carer_willing_and_able=any(answer.unpaid_quarters for answer in answers.values()),
        paying_funders=tuple(funder.id for funder in scheme.funders[1:] if funder.id == NHS and has_health_basis),
        cost_by_hand=cost_by_hand,
    )


def _answers(scheme: Scheme, values: Mapping[str, Value], covered: Mapping[str, int]) -> dict[str, Answer]:
    found = {}
    for question in scheme.questions:
        value = values.get(question.id)
        part = covered.get(question.id, 0) if question.unpaid_support else 0
        answer = value.for_formula(covered=part) if value else None
        if answer is not None:
            found[question.id] = answer
    return found


def what_is_missing_to_publish(scheme: Scheme) -> list[Missing]:
    """Plans, agreements and letters know two funders; a scheme with any other would lose its money on the way."""
    strangers = [funder.id for funder in scheme.funders if funder.id not in FUNDERS]
    said = "The funder “{}” is not known here. The funders of a published scheme are “council” and “nhs”."
    return [Missing(said.format(funder)) for funder in strangers]


@dataclass(frozen=True)
class CostingLine(Grows):
    """One line of a costing sheet: hundredths of an hour a week, pence an hour, pence a week."""

    what: str
    hours_hundredths: int
    rate_pence: Pence
    why: str = ""

    @property
    def pence(self) -> Pence:
        return half_up(self.hours_hundredths * self.rate_pence, 100)

    @property
    def hours(self) -> str:
        """The hours as they are written: "10", "2.5"."""
        whole, rest = divmod(self.hours_hundredths, 100)
        return f"{whole}.{rest:02d}".rstrip("0").rstrip(".")

    @property
    def hours_said(self) -> str:
        return f"{self.hours} {'hour' if self.hours_hundredths == 100 else 'hours'}"

    def as_json(self) -> dict[str, Any]:
        return {**super().as_json(), "pence": self.pence}


def what_is_missing_to_cost(lines: Sequence[CostingLine], why: str) -> list[Missing]:
    """What a costing sheet still needs, line by line."""
    missing = [] if lines else [Missing("Write at least one line: what, how many hours, at what rate.", "lines")]
    for number, line in enumerate(lines, start=1):
        missing += [Missing(f"Line {number}: {sentence}", "lines") for sentence in _wrong_with(line)]
    if sum(line.pence for line in lines) > MOST_PENCE:
        missing.append(Missing("The sheet comes to more than £200,000 a week. Look at the hours and rates again.", "lines"))
    if not why.strip():
        missing.append(Missing("Say why the figure is what it is.", "why"))
    return missing


def _wrong_with(line: CostingLine) -> list[str]:
    wrong = [] if line.what.strip() else ["say what it is."]
    if line.hours_hundredths <= 0:
        wrong.append("the hours are a number above 0, for one week.")
    if line.hours_hundredths > HOURS_IN_A_WEEK * 100:
        wrong.append(MORE_THAN_A_WEEK)
    if not 0 < line.rate_pence <= MOST_PENCE:
        wrong.append("the rate is an amount above £0, for one hour.")
    return wrong


def funders_of(amount: Pence, formula: Mapping[str, Pence]) -> dict[str, Pence]:
    """Share an amount as the formula shared its own: whole pence, largest remainder, nothing lost."""
    return dict(zip(formula, share_out(amount, list(formula.values())), strict=True))


def whole_percents(amounts: Mapping[str, Pence]) -> dict[str, int]:
    """Whole percents by funder that sum to 100. Where there is nothing to share the first has all of it."""
    return dict(zip(amounts, share_out(100, list(amounts.values())), strict=True))
