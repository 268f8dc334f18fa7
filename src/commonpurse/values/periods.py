"""The two periods that a budget is counted in."""

from enum import StrEnum

from .money import Pence

WEEKS_PER_YEAR = 52


class Period(StrEnum):
    WEEK = "week"
    YEAR = "year"


def per_year(pence: Pence, period: Period, weeks_per_year: int = WEEKS_PER_YEAR) -> Pence:
    """Give the pence a year of an amount of pence per period."""
    return pence * weeks_per_year if period is Period.WEEK else pence
