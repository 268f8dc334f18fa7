"""What an indicative budget says: its sides, its figures, who would pay, what is missing."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from commonpurse.allocation.models import Run
from commonpurse.allocation.rules import CostingLine, funders_of, indicative_amount
from commonpurse.formula import Given, Result
from commonpurse.formula import Scheme as Rules
from commonpurse.values.money import Pence
from commonpurse.values.periods import Period, per_year


@dataclass(frozen=True)
class SideOfBudget:
    """One frozen run: what went in and what came out."""

    run_id: UUID
    side: Run.Side
    given: Given
    result: Result

    @property
    def title(self) -> str:
        return str(self.side.label)

    @property
    def asks_for_costing(self) -> bool:
        return self.result.state == "needs_costing"


@dataclass(frozen=True)
class CostingByHand:
    """A costing sheet in force: pence a week."""

    costing_id: UUID
    lines: tuple[CostingLine, ...]
    weekly_pence: Pence
    why: str
    made_by_id: UUID
    made_at: datetime


@dataclass(frozen=True)
class FunderShare:
    id: str
    name: str
    pence: Pence


@dataclass(frozen=True)
class IndicativeBudget:
    """The latest budget of a journey: one run or two sides, and a costing by hand where there is one.

    Every amount is pence in the scheme's own period (`period`), unless its name says otherwise.
    """

    journey_id: UUID
    assessment_id: UUID
    batch: UUID
    made_by_id: UUID
    made_at: datetime
    scheme_id: UUID
    rules: Rules
    sides: tuple[SideOfBudget, ...]
    costing: CostingByHand | None

    @property
    def counted(self) -> SideOfBudget:
        """The side that is shown first: the only one, or the higher; the person's on a tie."""
        return max(self.sides, key=lambda side: (side.result.amount_pence or 0, side.side == Run.Side.PERSON))

    @property
    def differs(self) -> bool:
        """Whether the two sides of a difference each have a run."""
        return len(self.sides) > 1

    @property
    def figure_id(self) -> UUID:
        """What names the figure in force: the latest costing by hand, else the runs. Another figure has another."""
        return self.batch if self.costing is None else self.costing.costing_id

    def side(self, run_id: UUID) -> SideOfBudget | None:
        return next((side for side in self.sides if side.run_id == run_id), None)

    @property
    def cannot_say_yet(self) -> bool:
        """Whether a side has no figure, costed by hand or not: what cannot be said is never written as nothing."""
        return any(side.result.state == "cannot_say_yet" for side in self.sides)

    @property
    def asks_for_costing(self) -> bool:
        return any(side.asks_for_costing for side in self.sides)

    @property
    def needs_costing(self) -> bool:
        """Whether a costing by hand is asked for and not done."""
        return self.asks_for_costing and self.costing is None

    @property
    def state(self) -> str:
        """`amount`, `costed`, `needs_costing` or `cannot_say_yet`."""
        if self.costing is not None:
            return "costed"
        return "cannot_say_yet" if self.cannot_say_yet else "needs_costing" if self.needs_costing else "amount"

    @property
    def period(self) -> Period:
        return period_of(self.rules)

    @property
    def each(self) -> str:
        """The period as it is written: a week, or a year."""
        return f"a {self.period.value}"

    @property
    def weeks_per_year(self) -> int:
        return self.rules.weeks_per_year

    @property
    def costed_pence(self) -> Pence | None:
        return None if self.costing is None else costed_in(self.rules, self.costing.weekly_pence)

    @property
    def formula_pence(self) -> Pence | None:
        """The formula's own figure, of the higher side."""
        return indicative_amount([side.result.amount_pence for side in self.sides], None)

    @property
    def amount_pence(self) -> Pence | None:
        """The indicative amount: costed by hand where it was, else the formula's, of two sides the higher."""
        return indicative_amount([side.result.amount_pence for side in self.sides], self.costed_pence)

    def amount_of(self, side: SideOfBudget) -> Pence | None:
        """The indicative amount if this side is chosen."""
        return side.result.amount_pence if self.costed_pence is None else self.costed_pence

    @property
    def highest_pence(self) -> Pence:
        """What a limit must cover: the indicative amount and both sides of a difference."""
        sides = [side.result.amount_pence or 0 for side in self.sides] if self.differs else []
        return max([self.amount_pence or 0, *sides])

    @property
    def year_pence(self) -> Pence | None:
        return None if self.amount_pence is None else per_year(self.amount_pence, self.period, self.weeks_per_year)

    @property
    def gross_pence(self) -> Pence | None:
        return self.counted.result.gross_pence

    @property
    def worst_weeks_year_pence(self) -> Pence:
        return self.counted.result.worst_weeks_year_pence or 0

    @property
    def second_estimate_pence(self) -> Pence | None:
        return self.counted.result.second_estimate_pence

    @property
    def second_estimate_differs(self) -> bool:
        return self.counted.result.second_estimate_differs

    @property
    def range_pence(self) -> tuple[Pence, Pence] | None:
        """The least and the most it can become, over both sides, while it cannot be said."""
        if not self.cannot_say_yet:
            return None
        known = [side.result.range_pence or (side.result.amount_pence or 0,) * 2 for side in self.sides]
        return min(low for low, _ in known), max(high for _, high in known)

    @property
    def missing(self) -> list[str]:
        """The questions that have no level yet, as the scheme names them."""
        ids = dict.fromkeys(name for side in self.sides for name in side.result.missing)
        return [self.rules.question(name).text for name in ids]

    @property
    def helped_with(self) -> list[str]:
        """The needs for which unpaid help is counted, as the scheme names them: all that this side learns of a carer's yes."""
        counted = {name for side in self.sides for name, answer in side.given.answers.items() if answer.unpaid_quarters}
        return [question.text for question in self.rules.questions if question.id in counted]

    def formula_funders(self, side: SideOfBudget) -> list[FunderShare]:
        """Who would pay the formula's own figure of a side."""
        shares = side.result.funders or {}
        return [FunderShare(funder.id, funder.name, shares[funder.id]) for funder in self.rules.funders if funder.id in shares]

    def funders_for(self, side: SideOfBudget) -> list[FunderShare]:
        """Who would pay the indicative amount if this side is chosen."""
        amount, formula = self.amount_of(side), side.result.funders
        if amount is None or formula is None:
            return []
        shares = funders_of(amount, formula)
        return [FunderShare(funder.id, funder.name, shares[funder.id]) for funder in self.rules.funders]

    @property
    def funders(self) -> list[FunderShare]:
        return self.funders_for(self.counted)

    @property
    def nhs_shares(self) -> bool:
        return bool(self.counted.given.paying_funders)

    @property
    def scheme_words(self) -> str:
        return words_of(self.rules)


def period_of(rules: Rules) -> Period:
    return Period.WEEK if rules.pays == "weekly" else Period.YEAR


def costed_in(rules: Rules, weekly: Pence) -> Pence:
    """What was costed by hand for a week, in the period in which a scheme pays."""
    return weekly * (1 if period_of(rules) is Period.WEEK else rules.weeks_per_year)


def words_of(rules: Rules) -> str:
    return f"{rules.title}, version {rules.version}"
