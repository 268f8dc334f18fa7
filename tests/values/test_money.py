from fractions import Fraction
from math import floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonpurse.values.money import half_up, pounds, pounds_and_pence, round_to, share_out
from commonpurse.values.periods import Period, per_year


@pytest.mark.parametrize(
    ("pence", "short", "long"),
    [
        (0, "£0", "£0.00"),
        (19500, "£195", "£195.00"),
        (116986, "£1,169.86", "£1,169.86"),
        (5, "£0.05", "£0.05"),
        (-350, "-£3.50", "-£3.50"),
        (-300, "-£3", "-£3.00"),
        (100_000_000, "£1,000,000", "£1,000,000.00"),
    ],
)
def test_how_money_is_written(pence: int, short: str, long: str) -> None:
    assert (pounds(pence), pounds_and_pence(pence)) == (short, long)


@pytest.mark.parametrize(
    ("numerator", "denominator", "nearest"),
    [(1, 2, 1), (-1, 2, -1), (1, -2, -1), (3, 2, 2), (-3, 2, -2), (49, 100, 0), (-49, 100, 0), (0, 7, 0), (10**30 + 1, 2, 5 * 10**29 + 1)],
)
def test_half_up_takes_a_tie_away_from_zero(numerator: int, denominator: int, nearest: int) -> None:
    assert half_up(numerator, denominator) == nearest


@given(st.integers(), st.integers(1))
def test_half_up_is_exact(numerator: int, denominator: int) -> None:
    value = Fraction(abs(numerator), denominator)
    assert abs(half_up(numerator, denominator)) == floor(value + Fraction(1, 2))
    assert half_up(-numerator, denominator) == -half_up(numerator, denominator)


def test_half_up_of_nothing_is_an_error() -> None:
    with pytest.raises(ZeroDivisionError):
        half_up(1, 0)


@pytest.mark.parametrize(("pence", "multiple", "rounded"), [(19517, 100, 19500), (150, 100, 200), (149, 100, 100), (10, 7, 7), (11, 7, 14)])
def test_rounding_to_a_multiple(pence: int, multiple: int, rounded: int) -> None:
    assert round_to(pence, multiple) == rounded


@pytest.mark.parametrize(
    ("total", "weights", "shares"),
    [
        (100, [1, 1, 1], (34, 33, 33)),
        (101, [1, 1, 1], (34, 34, 33)),
        (5, [0, 0], (5, 0)),
        (0, [3, 1], (0, 0)),
        (1, [1, 2], (0, 1)),
        (1, [1, 1], (1, 0)),
        (7, [9], (7,)),
    ],
)
def test_sharing_out(total: int, weights: list[int], shares: tuple[int, ...]) -> None:
    assert share_out(total, weights) == shares


@given(st.integers(0, 10**12), st.lists(st.integers(0, 10**9), min_size=1, max_size=6))
def test_nothing_is_lost_in_sharing_and_no_share_is_a_penny_out(total: int, weights: list[int]) -> None:
    shares = share_out(total, weights)
    assert sum(shares) == total
    if sum(weights):
        assert all(abs(share - Fraction(total * weight, sum(weights))) < 1 for share, weight in zip(shares, weights, strict=True))


def test_negative_shares_are_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        share_out(1, [1, -1])


def test_a_year() -> None:
    assert (per_year(100, Period.WEEK), per_year(100, Period.WEEK, 53), per_year(100, Period.YEAR)) == (5200, 5300, 100)
