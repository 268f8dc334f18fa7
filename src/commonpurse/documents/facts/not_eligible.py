"""That the law's rules for support are not met now: why, and what helps instead."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from commonpurse.documents.facts.contact import Contact

FORMAT = 1


@dataclass(frozen=True)
class NotEligibleFacts:
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
    more: Mapping[str, Any] = field(default_factory=dict)

    @property
    def decided(self) -> date:
        return date.fromisoformat(self.decided_on)
