"""What was agreed, frozen: decision and letter are both printed from this, and from nothing else. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from commonpurse.allocation.rules import FUNDERS
from commonpurse.plans.rules import FREE, FUNDER_NAMES, total_by_funder
from commonpurse.values.frozen import FIRST, Grows, reader_for
from commonpurse.values.money import Pence, pounds_and_pence

FORMAT = 2
"""1 said `form`, and its readers knew no key that was not theirs."""
FREE_FOR_YOU, NOT_WORKED_OUT = "Free for you: £0", "Not worked out yet"


class DoesNotAddUp(ArithmeticError):
    """The lines, the funders and the total of a statement are not the same money. Nothing is agreed."""


@dataclass(frozen=True)
class StatementLine(Grows):
    """One line as agreed. `worth_pence` is in the statement's period; `cost_pence` is as it was written, `cost_each` its period."""

    what: str
    who: str
    how_often: str
    outcome: str
    cost_pence: Pence
    cost_each: str
    worth_pence: Pence
    starts_on: str
    legal_basis: str
    basis_words: str
    funders: Mapping[str, Pence]

    @property
    def starts(self) -> date:
        return date.fromisoformat(self.starts_on)

    @property
    def free(self) -> bool:
        return self.legal_basis in FREE

    @property
    def person_pays(self) -> str:
        return FREE_FOR_YOU if self.free else NOT_WORKED_OUT

    @property
    def funded_by(self) -> list[tuple[str, Pence]]:
        return [(FUNDER_NAMES[funder], self.funders[funder]) for funder in FUNDERS if self.funders[funder]]


@dataclass(frozen=True)
class SupportNow(Grows):
    what: str
    who: str
    worth_pence: Pence


@dataclass(frozen=True)
class SideFigure(Grows):
    """One side of a difference, with its own figure; `chosen` is the one that the agreement starts from."""

    title: str
    pence: Pence
    chosen: bool


@dataclass(frozen=True)
class PersonSaid(Grows):
    """What the person said of the plan before it was agreed. `how`: how they said it, where a worker noted it for them."""

    agrees: bool
    words: str
    how: str
    said_on: str
    as_agreed: bool  # nothing in the plan changed between their word and the agreement
    reply: str

    @property
    def day(self) -> date:
        return date.fromisoformat(self.said_on)


@dataclass(frozen=True)
class Statement(Grows):
    """An agreement in full. Every amount is pence `each` ("a week", "a year"); dates are ISO."""

    person: str
    called: str
    kind: str
    journey_id: str
    plan_id: str
    run_id: str
    agreed_on: str
    agreed_by: str
    team: str
    each: str
    outcomes: tuple[str, ...]
    lines: tuple[StatementLine, ...]
    not_planned_pence: Pence
    not_planned_funders: Mapping[str, Pence]
    total_pence: Pence
    year_pence: Pence
    funders: Mapping[str, Pence]
    indicative_pence: Pence
    formula_pence: Pence | None
    costed_by_hand: bool
    sides: tuple[SideFigure, ...]
    reasons: str
    eligible_on: str
    eligibility_reasons: str
    now: tuple[SupportNow, ...]
    scheme_id: str
    scheme_title: str
    scheme_version: str
    scheme_sha256: str
    said: PersonSaid | None = None
    format: int = FORMAT

    def __post_init__(self) -> None:
        each = [*(line.funders for line in self.lines), self.not_planned_funders]
        of_lines = sum(line.worth_pence for line in self.lines) + self.not_planned_pence
        by_line = all(sum(line.funders.values()) == line.worth_pence for line in self.lines)
        adds_up = of_lines == self.total_pence == sum(self.funders.values()) and total_by_funder(each) == dict(self.funders)
        if not (adds_up and by_line and self.not_planned_pence >= 0):
            raise DoesNotAddUp("The lines, the funders and the total are not the same money. Nothing was agreed.")

    @property
    def agreed_day(self) -> date:
        return date.fromisoformat(self.agreed_on)

    @property
    def eligible_day(self) -> date:
        return date.fromisoformat(self.eligible_on)

    @property
    def not_planned_funded_by(self) -> list[tuple[str, Pence]]:
        return [(FUNDER_NAMES[funder], self.not_planned_funders[funder]) for funder in FUNDERS if self.not_planned_funders[funder]]

    @property
    def departs(self) -> bool:
        return self.total_pence != self.indicative_pence

    @property
    def funded_by(self) -> list[tuple[str, Pence]]:
        return [(FUNDER_NAMES[funder], self.funders[funder]) for funder in FUNDERS if self.funders[funder]]

    @property
    def now_pence(self) -> Pence:
        return sum(support.worth_pence for support in self.now)

    def rounded_up(self, line: StatementLine) -> bool:
        """Whether a year of a line's weekly worth is some pence more than the line costs."""
        a_year, cost = line.worth_pence * self.year_pence, line.cost_pence * self.total_pence
        return self.each == "a week" and line.cost_each != self.each and a_year > cost

    @property
    def free_pence(self) -> Pence:
        return sum(line.worth_pence for line in self.lines if line.free)

    @property
    def all_free(self) -> bool:
        """Whether nothing of it is ever charged, planned or not: support for carers."""
        return self.kind == "carer"

    @property
    def not_planned_person_pays(self) -> str:
        return FREE_FOR_YOU if self.all_free else NOT_WORKED_OUT

    @property
    def person_pays(self) -> str:
        """What the person pays, in words: never a charge for aftercare, health or carers' support.

        What is not planned has no legal basis yet, so it is named apart: it is neither free nor counted in what may be charged.
        """
        chargeable = [line for line in self.lines if not line.free]
        open_still = 0 if self.all_free else self.not_planned_pence
        if not chargeable and not open_still:
            return "£0. All of it is free for you."
        said = []
        if chargeable:
            said.append(f"{NOT_WORKED_OUT}. {self._at_most(chargeable)}")
        if self.free_pence:
            said.append(f"{self._money(self.free_pence)} of it is free for you.")
        if open_still:
            said.append(f"{self._money(open_still)} is not planned yet: whether you pay for any of that depends on what it will be for.")
        return " ".join(said)

    def _at_most(self, chargeable: Sequence[StatementLine]) -> str:
        """Never the spread of a one-off as what somebody may pay: a charge is never above the cost of that week. Care Act s14(4)."""
        if any(line.cost_each != self.each for line in chargeable):
            return "In no week is it more than what your support costs in that week."
        return f"It is never more than {self._money(sum(line.worth_pence for line in chargeable))} for what is planned."

    def _money(self, pence: Pence) -> str:
        return f"{pounds_and_pence(pence)} {self.each}"

    def as_json(self) -> dict[str, Any]:
        stored = super().as_json()
        if self.format == FIRST:
            del stored["format"]  # it said `form`, which is in its place again
        return stored

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Statement":
        """Read back what `as_json` gave, in any format that was ever written. Raises NewerFormat."""
        return reader_for(stored, READERS, key="format" if "format" in stored else "form")


def _first(stored: Mapping[str, Any]) -> Statement:
    return Statement.read({**stored, "format": FIRST})


READERS = {FIRST: _first, FORMAT: Statement.read}
"""One for each format that was ever written."""
