"""Step 10: a second opinion from hours and local prices. It never changes the amount."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from commonpurse.values.money import half_up

from .answers import QUARTERS
from .needs import Need, PartNeed, over_the_year
from .scheme import UNITS_PER_POINT, Scheme

_MINUTES_PER_HOUR = 60


@dataclass(slots=True)
class PricedNeed:
    need: Need
    pence: int


@dataclass(slots=True)
class SecondEstimate:
    priced: list[PricedNeed]
    pence: int
    differs: bool


def second_estimate(scheme: Scheme, needs: Sequence[PartNeed], amount: int) -> SecondEstimate | None:
    """Price the minutes of every question that has them; None where none has."""
    if not scheme.has_second_estimate:
        return None
    priced = list(_priced(scheme, needs))
    pence = sum([each.pence for each in priced])
    differs = 100 * abs(pence - amount) > scheme.second_estimate_tolerance_percent * max(pence, amount)
    return SecondEstimate(priced, pence, differs)


def _priced(scheme: Scheme, needs: Sequence[PartNeed]) -> Iterator[PricedNeed]:
    for part in needs:
        for domain in part.domains:
            for need in domain.needs:
                minutes, rate = need.question.minutes, need.question.rate
                if minutes is not None and rate is not None:
                    quarter_minutes = (QUARTERS - need.quarters) * over_the_year(minutes, need.answer)
                    yield PricedNeed(need, half_up(quarter_minutes * scheme.rates[rate], UNITS_PER_POINT * _MINUTES_PER_HOUR))
