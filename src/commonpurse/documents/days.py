"""Days as they are written in a letter, and the days that a letter counts. Pure: nothing here asks what day it is."""

from calendar import monthrange
from datetime import date, timedelta


def day(value: date) -> str:
    """Write "4 March 2027"."""
    return f"{value.day} {value:%B %Y}"


def weeks_after(value: date, weeks: int) -> date:
    return value + timedelta(weeks=weeks)


def months_after(value: date, months: int) -> date:
    """The same day some months later; the last of the month where it has no such day."""
    years, month = divmod(value.year * 12 + value.month - 1 + months, 12)
    return date(years, month + 1, min(value.day, monthrange(years, month + 1)[1]))
