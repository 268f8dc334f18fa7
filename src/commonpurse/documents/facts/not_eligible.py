"""That the law's rules for support are not met now: why, and what helps instead."""

from dataclasses import dataclass
from datetime import date

from commonpurse.documents.facts.contact import Contact
from commonpurse.values.frozen import Grows

FORMAT = 1


@dataclass(frozen=True)
class NotEligibleFacts(Grows):
    """`goes_on`: the health grounds that are recorded, whose support does not depend on this decision."""

    person: str
    called: str
    kind: str
    contact: Contact
    decided_on: str
    decided_by: str
    reasons: str
    advice: str
    goes_on: tuple[str, ...]
    reference: tuple[tuple[str, str], ...]
    to: tuple[str, ...] = ()
    format: int = FORMAT

    @property
    def decided(self) -> date:
        return date.fromisoformat(self.decided_on)
