"""Small numbers hidden, so that no subtraction brings them back: first the small ones, then as many more as it takes.

A table has groups as rows and kinds as columns, with a sum for each row, for each column and for all. A number from 1 to 9 is hidden. Then
whoever reads the table is imagined to solve it: for each hidden number the least and the most that it can still be are worked out by
linear programming (HiGHS, through scipy). Where those two are closer than ten, one more number is hidden, the one that costs least, and
all is tried again. This is the classic way of cell suppression with an audit (Fischetti and Salazar 2001), done one cell at a time.
"""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog

Counts: TypeAlias = NDArray[np.int64]
Flags: TypeAlias = NDArray[np.bool_]

FEWEST = 10
"""Fewer people than this are never shown, nor can be worked out."""


@dataclass(frozen=True, eq=False)
class Hidden:
    """Which numbers of a table with sums are hidden: its last row and last column are the sums. The sum of all is always shown."""

    counts: Counts
    hidden: Flags

    def shown(self, row: int, column: int) -> int | None:
        return None if self.hidden[row, column] else int(self.counts[row, column])


def with_sums(cells: Counts) -> Counts:
    """Add a last column and a last row of sums."""
    wide = np.hstack([cells, cells.sum(axis=1, keepdims=True)])
    return np.vstack([wide, wide.sum(axis=0, keepdims=True)])


def hide(cells: Counts) -> Hidden:
    """Hide what is small in a table of counts (groups by kinds, without its sums), and what would give it away.

    A table of fewer than ten people altogether is hidden whole.
    """
    counts = with_sums(cells)
    if counts[-1, -1] < FEWEST:
        return Hidden(counts, np.ones_like(counts, dtype=np.bool_))
    hidden = (counts > 0) & (counts < FEWEST)
    while (given_away := _given_away(counts, hidden)) is not None:
        hidden[_cheapest_beside(counts, hidden, *given_away)] = True
    return Hidden(counts, hidden)


def _given_away(counts: Counts, hidden: Flags) -> tuple[int, int] | None:
    """Find a small hidden number that can be worked out more closely than ten people apart."""
    small = hidden & (counts > 0) & (counts < FEWEST)
    for row, column in np.argwhere(small).tolist():
        least, most = can_be(counts, hidden, row, column)
        if most - least < FEWEST:
            return row, column
    return None


def can_be(counts: Counts, hidden: Flags, row: int, column: int) -> tuple[int, int]:
    """Give the least and the most that a hidden number can be, for somebody who knows every number that is shown and that all add up."""
    places = {(int(r), int(c)): at for at, (r, c) in enumerate(np.argwhere(hidden))}
    rows, sums = [], []
    for line in _lines(counts):
        coefficients, known = np.zeros(len(places)), 0
        for cell, sign in line:
            if cell in places:
                coefficients[places[cell]] += sign
            else:
                known += sign * int(counts[cell])
        if coefficients.any():
            rows.append(coefficients)
            sums.append(-known)
    aim = np.zeros(len(places))
    aim[places[row, column]] = 1.0
    equal = {"A_eq": np.array(rows), "b_eq": np.array(sums)} if rows else {}
    most = int(counts[-1, -1])
    ends = [linprog(sign * aim, bounds=(0, most), method="highs", **equal).fun * sign for sign in (1, -1)]
    return int(np.ceil(ends[0] - 1e-6)), int(np.floor(ends[1] + 1e-6))


def _lines(counts: Counts) -> list[list[tuple[tuple[int, int], int]]]:
    """Every way in which numbers of the table add up: along each row and down each column, the sum counted against them."""
    rows, columns = counts.shape
    across = [[((row, column), 1 if column < columns - 1 else -1) for column in range(columns)] for row in range(rows)]
    down = [[((row, column), 1 if row < rows - 1 else -1) for row in range(rows)] for column in range(columns)]
    return across + down


def _cheapest_beside(counts: Counts, hidden: Flags, row: int, column: int) -> tuple[int, int]:
    """Choose one more number to hide: in the row or column of the one given away, the smallest that is not nothing; else anywhere."""
    last_row, last_column = counts.shape[0] - 1, counts.shape[1] - 1
    shown = [(int(r), int(c)) for r, c in np.argwhere(~hidden) if (int(r), int(c)) != (last_row, last_column)]
    beside = [cell for cell in shown if cell[0] == row or cell[1] == column]

    def price(cell: tuple[int, int]) -> tuple[bool, bool, int]:
        return counts[cell] == 0, cell[0] == last_row or cell[1] == last_column, int(counts[cell])

    return min(beside or shown, key=price)


TOGETHER = "small groups together"


def put_together(values: NDArray[np.object_], *, fewest: int = FEWEST) -> NDArray[np.object_]:
    """Name groups so that none is small: those of fewer than ten stand together, with the next smallest too until they are ten.

    Where shares of groups are told beside those of all, one group left out could be worked out; so none is left out.
    """
    names, counts = np.unique(values.astype(str), return_counts=True)
    together: list[str] = []
    people = 0
    for name, count in sorted(zip(names.tolist(), counts.tolist(), strict=True), key=lambda each: (each[1], each[0])):
        if count >= fewest and (people == 0 or people >= fewest):
            break
        together.append(name)
        people += count
    if len(together) == 1 and people >= fewest:
        together = []
    return np.array([TOGETHER if str(value) in together else str(value) for value in values.tolist()], dtype=object)
