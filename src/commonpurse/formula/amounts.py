"""Steps 3 to 5: units become pence, then adjustments, limits and rounding. Every line of money is whole pence."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from commonpurse.values.money import half_up, round_to

from .needs import PartNeed
from .scheme import UNITS_PER_POINT, Part, Scheme


@dataclass(slots=True)
class PartMoney:
    """One part's pence, and what they would be if nobody helped unpaid."""

    need: PartNeed
    pence: int
    gross_pence: int


@dataclass(slots=True)
class Settled:
    """Steps 4 and 5: the parts together, what each adjustment adds, the amount within the limits, the amount."""

    together: int
    added: Sequence[int]
    adjusted: int
    limited: int
    amount: int


def curve(part: Part, units: int) -> tuple[int, int]:
    """Step 3. The pence at `units` as an exact fraction: numerator and denominator."""
    start, width, pence, rise = part.spans[bisect_right(part.knot_units, units)]
    return pence * width + rise * (units - start), width


def part_money(scheme: Scheme, need: PartNeed) -> PartMoney:
    """Step 3: a part's pence for the whole year's need, worst weeks in it."""
    return PartMoney(need, *_price(scheme, need.part, need.gross, need.net))


def _price(scheme: Scheme, part: Part, gross: int, net: int) -> tuple[int, int]:
    """Give the pence of a part, and those of its gross units.

    `share`: unpaid help takes its share of the gross amount; `points`: it lowers the points.
    """
    numerator, denominator = curve(part, gross)
    gross_pence = half_up(numerator, denominator)
    if net == gross:
        return gross_pence, gross_pence
    if scheme.unpaid_help == "share":
        return half_up(numerator * net, denominator * gross), gross_pence
    return half_up(*curve(part, net)), gross_pence


def settle(scheme: Scheme, together: int) -> Settled:
    """Take steps 4 and 5, from the pence of the parts together to the amount."""
    running = together
    added: list[int] = []
    for adjustment in scheme.adjustments:
        added.append(half_up(running * adjustment.hundredths, 10_000))
        running += added[-1]
    limited = running
    if scheme.limits.minimum_pence is not None:
        limited = max(limited, scheme.limits.minimum_pence)
    if scheme.limits.maximum_pence is not None:
        limited = min(limited, scheme.limits.maximum_pence)
    return Settled(together, added, running, limited, round_to(limited, scheme.to_pence))


def per_year(scheme: Scheme, pence: int) -> int:
    """Step 6. Weekly amounts times the scheme's weeks; yearly amounts as they are."""
    return pence * scheme.weeks_per_year if scheme.pays == "weekly" else pence


def amount_of(scheme: Scheme, needs: Sequence[PartNeed]) -> int:
    """Take steps 3 to 5 in one: the indicative amount for these needs."""
    return settle(scheme, sum([part_money(scheme, need).pence for need in needs])).amount


def steady_amount_of(scheme: Scheme, needs: Sequence[PartNeed]) -> int:
    """Give the amount with every worst week left out (step 9)."""
    pence = [_price(scheme, need.part, need.steady_gross, need.steady_net)[0] for need in needs]
    return settle(scheme, sum(pence)).amount


def costing_is_due(need: PartNeed) -> bool:
    """Step 3. Say whether a part's gross points are above what the scheme dares to price."""
    over = need.part.costing_over
    return over is not None and need.gross > UNITS_PER_POINT * over
