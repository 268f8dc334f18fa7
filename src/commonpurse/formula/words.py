"""Numbers as people read them, aged 9 to 11 and up."""

from commonpurse.values.money import half_up

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_QUARTERS = ("none", "a quarter", "half", "three quarters", "all")


def hard_weeks(weeks: int) -> str:
    """Write "Ten hard weeks", "One hard week", "12 hard weeks"."""
    number = _NUMBERS[weeks].capitalize() if weeks < len(_NUMBERS) else str(weeks)
    return f"{number} hard week" + ("" if weeks == 1 else "s")


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
