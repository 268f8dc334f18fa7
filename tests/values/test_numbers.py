"""A number field takes a number; with other words it asks."""

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from commonpurse.values.numbers import NotANumber, TooManyPlaces, read_hundredths, read_whole

WEEKS = ("week", "weeks")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("8", 8),
        (" 8 ", 8),
        ("0", 0),
        ("about 8", 8),
        ("About 8 weeks", 8),
        ("1 week", 1),
        ("8weeks", 8),
        ("1,200", 1200),
        ("~10", 10),
        ("8.", 8),
    ],
)
def test_a_number_is_read(text: str, number: int) -> None:
    assert read_whole(text, units=WEEKS) == number


@pytest.mark.parametrize(
    "text",
    [
        "3 months",
        "1 week a month",
        "one week in 4",
        "-8",
        "−8",
        "8-10",
        "8 or 9",
        "1_0",
        "1e1",
        "8.5",
        "٨",
        "８",
        "1,20",
        "eight",
        "",
        "8 days",
    ],
)
def test_with_other_words_it_is_no_number(text: str) -> None:
    """Once they became 3, 1, 4 and 8 weeks."""
    with pytest.raises(NotANumber):
        read_whole(text, units=WEEKS)


@for_all(st.text())
def test_whatever_is_typed_is_a_number_that_stands_in_it_or_none(text: str) -> None:
    try:
        number = read_whole(text)
    except NotANumber:
        return
    assert str(number) in text.replace(",", "") or number == 0


@pytest.mark.parametrize(("text", "hundredths"), [("10", 1000), ("2.5", 250), ("2.25", 225), ("2.50", 250), ("0.10", 10), ("2.500", 250)])
def test_hundredths_are_read(text: str, hundredths: int) -> None:
    assert read_hundredths(text) == hundredths


@pytest.mark.parametrize("text", ["1e2", "-1", "NaN", "1_0", "2,5", "2h", "Infinity", ".5", ""])
def test_what_is_no_number_of_hours(text: str) -> None:
    with pytest.raises(NotANumber):
        read_hundredths(text)


def test_too_many_places_are_told_apart() -> None:
    with pytest.raises(TooManyPlaces):
        read_hundredths("2.255")
