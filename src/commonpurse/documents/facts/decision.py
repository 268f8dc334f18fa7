"""What was agreed: the facts of a decision letter, and of an agreed plan."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from commonpurse.documents.facts.contact import Contact
from commonpurse.values.frozen import Grows, reader_for
from commonpurse.values.money import Pence

FORMAT = 1
SECTION_117, CARER = "s117", "carer"


@dataclass(frozen=True)
class Share(Grows):
    """One who pays, by name, and what they pay in the letter's period."""

    name: str
    pence: Pence


@dataclass(frozen=True)
class DecidedLine(Grows):
    """`worth_pence` is in the letter's period; `cost_pence` as it was written, `cost_each` its period: "a week", "a year", "once"."""

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
    free: bool
    shares: tuple[Share, ...]

    @property
    def starts(self) -> date:
        return date.fromisoformat(self.starts_on)


@dataclass(frozen=True)
class Now(Grows):
    """What there is already, before any of this."""

    what: str
    who: str
    worth_pence: Pence


@dataclass(frozen=True)
class Side(Grows):
    """One of two first figures that differed."""

    title: str
    pence: Pence
    chosen: bool


@dataclass(frozen=True)
class Said(Grows):
    """What the person said of the plan, and what was answered."""

    agrees: bool
    words: str
    how: str
    said_on: str
    as_agreed: bool
    reply: str


@dataclass(frozen=True)
class DecisionFacts(Grows):
    """Every amount is pence `each`, unless its line says otherwise; dates are ISO."""

    person: str
    called: str
    kind: str
    contact: Contact
    agreed_on: str
    agreed_by: str
    each: str
    total_pence: Pence
    year_pence: Pence
    lines: tuple[DecidedLine, ...]
    not_planned_pence: Pence
    not_planned_shares: tuple[Share, ...]
    shares: tuple[Share, ...]
    free_pence: Pence
    indicative_pence: Pence
    formula_pence: Pence | None
    costed_by_hand: bool
    sides: tuple[Side, ...]
    outcomes: tuple[str, ...]
    reasons: str
    eligible_on: str
    eligibility_reasons: str
    now: tuple[Now, ...]
    now_pence: Pence
    reference: tuple[tuple[str, str], ...]
    said: Said | None = None
    to: tuple[str, ...] = ()
    format: int = FORMAT

    @property
    def agreed(self) -> date:
        return date.fromisoformat(self.agreed_on)

    @property
    def first_start(self) -> date:
        """When the first of it begins; nothing planned yet begins on the day of the decision."""
        return min((line.starts for line in self.lines), default=self.agreed)

    @property
    def chargeable(self) -> bool:
        """Whether the person may have to pay towards anything that is planned."""
        return any(not line.free for line in self.lines)

    @property
    def all_free(self) -> bool:
        return self.kind == CARER or (not self.chargeable and not self.not_planned_pence)


def read(stored: Mapping[str, Any]) -> DecisionFacts:
    """Read back what was frozen, in any format that was ever written. Raises NewerFormat."""
    return reader_for(stored, READERS)


READERS = {FORMAT: DecisionFacts.read}
