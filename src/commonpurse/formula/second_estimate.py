"""Step 10: a second opinion from hours and local prices. It never changes the amount. (Each question's price is made with its need.)"""

from collections.abc import Sequence
from dataclasses import dataclass

from .needs import PartNeed
from .scheme import Scheme


@dataclass(slots=True)
class SecondEstimate:
    """What all that has a price by the hour comes to, and whether that is far from the amount."""

    pence: int
    differs: bool


def second_estimate(scheme: Scheme, parts: Sequence[PartNeed], amount: int) -> SecondEstimate | None:
    """Add up the price of every question that has minutes; None where none has."""
    if not scheme.has_second_estimate:
        return None
    pence = 0
    for part in parts:
        for domain in part.domains:
            for need in domain.needs:
                pence += need.second_pence
    differs = 100 * abs(pence - amount) > scheme.second_estimate_tolerance_percent * max(pence, amount)
    return SecondEstimate(pence, differs)
