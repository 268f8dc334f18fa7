"""What people, targets and money mean by a day: a day in London."""

from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
