"""What is small stays hidden from whoever solves the table for it; with the second hiding left out, it does not."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonpurse.allocation.population.hiding import FEWEST, TOGETHER, can_be, hide, put_together, with_sums

tables = st.integers(1, 6).flatmap(
    lambda rows: st.integers(2, 5).flatmap(
        lambda columns: st.lists(
            st.lists(st.one_of(st.just(0), st.integers(0, 15), st.integers(0, 400)), min_size=columns, max_size=columns),
            min_size=rows,
            max_size=rows,
        )
    )
)


@settings(max_examples=60, deadline=None)
@given(tables)
def test_no_small_number_is_shown_or_can_be_worked_out(rows: list[list[int]]) -> None:
    found = hide(np.array(rows))
    small = (found.counts > 0) & (found.counts < FEWEST)
    assert found.hidden[small].all()
    if found.hidden.all():
        return
    for row, column in np.argwhere(small).tolist():
        least, most = can_be(found.counts, found.hidden, row, column)
        assert most - least >= FEWEST
        assert least <= found.counts[row, column] <= most


def test_hiding_only_the_small_number_gives_it_away() -> None:
    counts = with_sums(np.array([[120, 5, 30], [200, 40, 60], [15, 22, 90]]))
    only_small = (counts > 0) & (counts < FEWEST)
    assert can_be(counts, only_small, 0, 1) == (5, 5)  # subtraction: the negative control
    assert hide(np.array([[120, 5, 30], [200, 40, 60], [15, 22, 90]])).hidden.sum() > only_small.sum()


def test_nothing_is_hidden_where_nothing_is_small() -> None:
    assert not hide(np.array([[120, 50, 30], [200, 40, 0]])).hidden.any()


def test_fewer_than_ten_people_altogether_are_hidden_whole() -> None:
    assert hide(np.array([[3, 2], [0, 1]])).hidden.all()


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ({"A": 50, "B": 12}, {"A": 50, "B": 12}),
        ({"A": 50, "B": 12, "C": 9}, {"A": 50, TOGETHER: 21}),  # nine alone could be worked out: the next smallest joins
        ({"A": 50, "B": 7, "C": 6}, {"A": 50, TOGETHER: 13}),
        ({"A": 50, "B": 4}, {TOGETHER: 54}),
    ],
)
def test_small_groups_stand_together_so_that_none_is_left_out(counts: dict[str, int], shown: dict[str, int]) -> None:
    named = put_together(np.array([name for name, count in counts.items() for _ in range(count)], dtype=object))
    found = {name: int((named == name).sum()) for name in set(named.tolist())}
    assert found == shown
