"""How values are written on a page: money, points, days, times, how long, NHS numbers. Each is a filter and a global of the templates."""

from datetime import date, datetime

from commonpurse.foundation.clock import LONDON, today
from commonpurse.values.nhs_number import grouped
from commonpurse.values.numbers import counted

DAYS_IN_A_FORTNIGHT = 14
DAYS_IN_A_WEEK = 7


def day(value: date | datetime | None) -> str:
    """Write "4 March 1992"; nothing for no date."""
    if value is None or not isinstance(value, date):
        return ""
    moment = _local(value)
    return f"{moment.day} {moment:%B %Y}"


def time_of_day(value: datetime) -> str:
    """Write "14:02" as it is in London."""
    return f"{_local(value):%H:%M}"


def clock_time(value: datetime) -> str:
    """Write "14:02", and "14:02 on 4 March 1992" when it was not today."""
    return time_of_day(value) if _days(value) == 0 else f"{time_of_day(value)} on {day(value)}"


def since(value: date | datetime | None) -> str:
    """Write "since today", "since Tuesday" within a week, else "since 4 March", with the year when it is another one."""
    if value is None or not isinstance(value, date):
        return ""
    moment, passed = _local(value), _days(value)
    if passed == 0:
        return "since today"
    if passed == 1:
        return "since yesterday"
    if 0 < passed < DAYS_IN_A_WEEK:
        return f"since {moment:%A}"
    if moment.year == today().year:
        return f"since {moment.day} {moment:%B}"
    return f"since {day(value)}"


def ago(value: date | datetime | None) -> str:
    """Write how long something has waited: "today", "1 day", "6 days", "5 weeks"."""
    if value is None or not isinstance(value, date):
        return ""
    passed = _days(value)
    if passed <= 0:
        return "today"
    if passed < DAYS_IN_A_FORTNIGHT:
        return counted(passed, "day")
    return counted(passed // DAYS_IN_A_WEEK, "week")


def age(born: date | None) -> int | None:
    """Give the age in whole years today."""
    if born is None:
        return None
    at = today()
    return at.year - born.year - ((at.month, at.day) < (born.month, born.day))


def nhs_number(number: str | None) -> str:
    """Write an NHS number in its three groups: "999 012 3456"."""
    digits = "".join(character for character in number or "" if character.isdigit())
    return grouped(digits).strip()


def _local(value: date | datetime) -> date | datetime:
    return value.astimezone(LONDON) if isinstance(value, datetime) and value.tzinfo else value


def _days(value: date | datetime) -> int:
    moment = _local(value)
    return (today() - (moment.date() if isinstance(moment, datetime) else moment)).days


def duration(seconds: int) -> str:
    """Write how long something took: "less than a minute", "12 minutes", "1 hour 5 minutes"; "none" for nothing."""
    minutes = round(seconds / 60)
    if minutes == 0:
        return "less than a minute" if seconds else "none"
    hours, rest = divmod(minutes, 60)
    parts = [counted(number, word) for number, word in ((hours, "hour"), (rest, "minute")) if number]
    return " ".join(parts)
