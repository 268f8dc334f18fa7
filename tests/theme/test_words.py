from datetime import UTC, date, datetime

import pytest

from commonpurse.foundation.clock import at
from commonpurse.theme import words

SATURDAY = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "since", "ago"),
    [
        (date(2026, 11, 21), "since today", "today"),
        (date(2026, 11, 20), "since yesterday", "1 day"),
        (date(2026, 11, 17), "since Tuesday", "4 days"),
        (date(2026, 11, 15), "since Sunday", "6 days"),
        (date(2026, 11, 14), "since 14 November", "7 days"),
        (date(2026, 10, 17), "since 17 October", "5 weeks"),
        (date(2025, 12, 31), "since 31 December 2025", "46 weeks"),
        (None, "", ""),
    ],
)
def test_how_long(day: date | None, since: str, ago: str) -> None:
    with at(SATURDAY):
        assert words.since(day) == since
        assert words.ago(day) == ago


def test_a_moment_is_written_as_it_is_in_london() -> None:
    summer = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)
    assert words.day(summer) == "1 July 2026"
    assert words.time_of_day(summer) == "00:30"


def test_a_day_an_age_and_a_number() -> None:
    with at(SATURDAY):
        assert words.age(date(1992, 11, 22)) == 33
        assert words.age(date(1992, 11, 21)) == 34
        assert words.age(None) is None
    assert words.day(date(1992, 3, 4)) == "4 March 1992"
    assert words.day(None) == ""
    assert words.nhs_number("9990123456") == "999 012 3456"
    assert words.nhs_number(None) == ""
