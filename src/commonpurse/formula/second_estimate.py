"""Step 10: a second opinion from hours and local prices. It never changes the amount."""

from collections.abc import Sequence
from dataclasses import dataclass

from .needs import Need, PartNeed
from .scheme import Scheme


@dataclass(slots=True)
class SecondEstimate:
    """Every need that has a price by the hour, what they come to, and whether that is far from the amount."""

    needs: list[Need]
    pence: int
    differs: bool


def second_estimate(scheme: Scheme, parts: Sequence[PartNeed], amount: int) -> SecondEstimate | None:
    """Add up the price of every question that has minutes; None where none has."""
    if not scheme.has_second_estimate:
        return None
    needs: list[Need] = []
    pence = 0
    for part in parts:
        for domain in part.domains:
            for need in domain.needs:
                if need.second_pence:
                    needs.append(need)
                    pence += need.second_pence
    differs = 100 * abs(pence - amount) > scheme.second_estimate_tolerance_percent * max(pence, amount)
    return SecondEstimate(needs, pence, differs)
