import pytest

from commonpurse.values.nhs_number import NotAnNHSNumber, grouped, is_made_up, is_nhs_number, read_nhs_number


@pytest.mark.parametrize("text", ["9990123454", "999 012 3454", " 999-012-3454 ", "999\u00a0012\u00a03454"])
def test_a_number_is_read_however_it_was_typed(text: str) -> None:
    assert read_nhs_number(text) == "9990123454"


@pytest.mark.parametrize("text", ["", "999012345", "99901234540", "999012345X", "٩٩٩٠١٢٣٤٥٤"])
def test_a_number_has_ten_digits(text: str) -> None:
    with pytest.raises(NotAnNHSNumber, match="10 digits"):
        read_nhs_number(text)


def test_the_check_digit_finds_a_slip() -> None:
    assert is_nhs_number("9990123454")
    assert [last for last in "0123456789" if is_nhs_number(f"999012345{last}")] == ["4"]


def test_how_a_number_is_written_and_whose_it_cannot_be() -> None:
    assert grouped("9990123454") == "999 012 3454"
    assert is_made_up("9990123454")
    assert not is_made_up("9434765919")
