"""Money in whole pence: exact rounding, exact sharing, and how it is written. No floating point anywhere."""

from collections.abc import Sequence
from typing import TypeAlias

Pence: TypeAlias = int


def half_up(numerator: int, denominator: int) -> int:
    """Round an exact fraction to the nearest whole number, a tie away from zero.

    Raises ZeroDivisionError where the denominator is 0.
    """
    if denominator < 0:
        numerator, denominator = -numerator, -denominator
    if numerator < 0:
        return -((-2 * numerator + denominator) // (2 * denominator))
    return (2 * numerator + denominator) // (2 * denominator)


def round_to(pence: Pence, multiple: Pence) -> Pence:
    """Round half up to a multiple of `multiple` pence."""
    return half_up(pence, multiple) * multiple


def share_out(total: Pence, weights: Sequence[int]) -> tuple[Pence, ...]:
    """Share a total by weights with nothing lost: largest remainder, a tie to the first.

    Neither the total nor a weight may be negative. Where all weights are 0 the first takes all.
    """
    if total < 0 or min(weights) < 0:
        raise ValueError("Neither the total nor a weight may be negative.")
    whole = sum(weights)
    if whole == 0:
        return (total, *(0 for _ in weights[1:]))
    shares = [total * weight // whole for weight in weights]
    if left := total - sum(shares):
        by_remainder = sorted(range(len(weights)), key=lambda place: -(total * weights[place] % whole))
        for place in by_remainder[:left]:
            shares[place] += 1
    return tuple(shares)


def pounds(pence: Pence) -> str:
    """Write an amount without pence where it is whole pounds: "£195", "£1,169.86", "-£3.50"."""
    if pence % 100 == 0:
        return f"{_sign(pence)}£{abs(pence) // 100:,}"
    return pounds_and_pence(pence)


def pounds_and_pence(pence: Pence) -> str:
    """Write an amount with two places always: "£195.00", "£1,169.86", "-£3.50"."""
    whole, rest = divmod(abs(pence), 100)
    return f"{_sign(pence)}£{whole:,}.{rest:02d}"


def _sign(pence: Pence) -> str:
    return "-" if pence < 0 else ""
