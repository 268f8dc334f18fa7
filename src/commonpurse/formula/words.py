"""Numbers as people read them, aged 9 to 11 and up."""

from collections.abc import Callable, Sequence

from commonpurse.values.money import half_up

from .answers import WEEKS

MOST_PLACES = 12
"""More than enough: 1/208 of a point, of at most 2,000 points, moves no penny of £200,000 by less."""

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_QUARTERS = ("none", "a quarter", "half", "three quarters", "all")


def hard_weeks(weeks: int) -> str:
    """Write "Ten hard weeks", "One hard week", "12 hard weeks"."""
    number = _NUMBERS[weeks].capitalize() if weeks < len(_NUMBERS) else str(weeks)
    return f"{number} hard week" + ("" if weeks == 1 else "s")


def hard_weeks_of_a_year(weeks: int) -> str:
    """Write "Ten hard weeks of 52", "One hard week of 52"."""
    return f"{hard_weeks(weeks)} of {WEEKS}"


def share_of_help(quarters: int) -> str:
    return _QUARTERS[quarters]


def percent_giving(pence: int, *, of: int) -> str:
    """Write what share of an amount some pence are, with just enough decimals that a calculator finds them again."""
    if of == 0:
        return "100"
    decimals, scale, rest = 0, 100, 100 * pence % of
    while not _finds_it_again(rest, of, scale):
        decimals, scale, rest = decimals + 1, 10 * scale, 10 * rest % of
    return _decimal(half_up(pence * scale, of), decimals)


def _finds_it_again(rest: int, of: int, scale: int) -> bool:
    """What rounding leaves out is at most half a penny, and what it adds is less: half up then finds the pence."""
    return 2 * rest <= scale if 2 * rest < of else 2 * (of - rest) < scale


def decimal_hundredths(hundredths: int) -> str:
    """Write hundredths without a sign and without needless zeros: 1250 is "12.5"."""
    return _decimal(abs(hundredths), 2).rstrip("0").rstrip(".") if hundredths % 100 else str(abs(hundredths) // 100)


def _decimal(value: int, decimals: int) -> str:
    if not decimals:
        return str(value)
    whole, rest = divmod(value, 10**decimals)
    return f"{whole}.{str(rest).zfill(decimals)}"


def places_giving(wanted: int, finds: Callable[[Sequence[int], int], int], numbers: Sequence[int], unit: int) -> tuple[str, ...] | None:
    """Write numbers of units with just enough decimal places that a calculator finds `wanted` pence from them; None where none does.

    `unit` units are 1. `finds` is told the numbers as they would be written, and in how many parts of 1 they are counted. What is not
    whole is never written as a whole.
    """
    scale, half, broken = 1, unit // 2, [bool(number % unit) for number in numbers]
    for places in range(1, MOST_PLACES + 1):
        scale *= 10
        rounded = [(number * scale + half) // unit for number in numbers]
        if finds(rounded, scale) == wanted and all(each % scale or not part for each, part in zip(rounded, broken, strict=True)):
            return tuple([_trimmed(each, places) for each in rounded])
    return None


def _trimmed(value: int, places: int) -> str:
    return _decimal(value, places).rstrip("0").rstrip(".")
