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
        return (total, *[0] * (len(weights) - 1))
    shares: list[Pence] = []
    remainders: list[int] = []
    for weight in weights:
        share, remainder = divmod(total * weight, whole)
        shares.append(share)
        remainders.append(remainder)
    for _ in range(total - sum(shares)):
        place = remainders.index(max(remainders))
        shares[place] += 1
        remainders[place] = -1
    return tuple(shares)


_REST_OF_A_POUND = ("", *(f".{rest:02d}" for rest in range(1, 100)))


def pounds(pence: Pence) -> str:
    """Write an amount without pence where it is whole pounds: "£195", "£1,169.86", "-£3.50"."""
    if pence < 0:
        return f"-{pounds(-pence)}"
    whole, rest = pence // 100, _REST_OF_A_POUND[pence % 100]
    return f"£{whole}{rest}" if whole < 1000 else f"£{whole:,}{rest}"


def pounds_and_pence(pence: Pence) -> str:
    """Write an amount with two places always: "£195.00", "£1,169.86", "-£3.50"."""
    return pounds(pence) if pence % 100 else f"{pounds(pence)}.00"
