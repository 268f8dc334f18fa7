"""A scheme ready for a million people: which columns it reads and gives, and the engines that fill them."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property, partial
from os import cpu_count
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from commonpurse.formula.scheme import Scheme

from . import by_numpy, by_row
from .bounds import why_not_in_columns
from .columns import Columns, InputColumn, OutputColumn, empty_of, inputs_of, outputs_of, read_columns
from .row_faults import LISTED, BadRows, RowFaults, find_faults
from .table import Table, table_of

Engine: TypeAlias = Literal["auto", "numpy", "numba"]
_Work: TypeAlias = Callable[[int, int], None]

ROWS_AT_A_TIME = 65_536
"""What one thread takes at once: a hundredth of a second's work at most, so that all threads end together."""


def compile_scheme(scheme: Scheme) -> "Compiled":
    """Write a scheme as arrays, once, for any number of rows."""
    reason = why_not_in_columns(scheme)
    inputs = inputs_of(scheme)
    return Compiled(scheme, inputs, outputs_of(scheme), None if reason else table_of(scheme, inputs), reason)


@dataclass(frozen=True, eq=False)
class Compiled:
    """A scheme as columns. Where `slow_because` says why, its figures might not fit 64 bits, and rows are computed one at a time."""

    scheme: Scheme
    inputs: tuple[InputColumn, ...]
    outputs: tuple[OutputColumn, ...]
    table: Table | None
    slow_because: str

    @cached_property
    def _known(self) -> tuple[InputColumn, ...]:
        return (*self.inputs, *empty_of(self.scheme))

    def check(self, columns: Columns, *, listed: int = LISTED) -> RowFaults:
        """Find the rows that do not fit the scheme. Raises WrongColumns where the columns cannot be read at all."""
        rows, _ = read_columns(self._known, columns)
        return find_faults(self.scheme, self._known, columns, rows, listed=listed)

    def compute(self, columns: Columns, *, engine: Engine = "auto", threads: int | None = None) -> dict[str, NDArray[Any]]:
        """Give the results by name of column, in the order of the rows, to the same penny as `allocate`.

        Raises WrongColumns, or BadRows where any row does not fit the scheme: then nothing is computed.
        """
        rows, inputs = read_columns(self._known, columns)
        if faults := find_faults(self.scheme, self._known, columns, rows):
            raise BadRows(faults)
        results = {column.name: np.empty(rows, column.dtype) for column in self.outputs}
        if self.table is None:
            by_row.compute(self.scheme, columns, results, rows)
        else:
            _in_turns(_work(engine, self.table, inputs, list(results.values())), rows, threads or cpu_count() or 1)
        return results


def _work(engine: Engine, table: Table, inputs: Sequence[NDArray[Any] | None], outputs: Sequence[NDArray[Any]]) -> _Work:
    return partial(by_numpy.compute, table, inputs, outputs)


def _in_turns(work: _Work, rows: int, threads: int) -> None:
    """Let so many threads take pieces of the rows until none is left."""
    starts = range(0, rows, ROWS_AT_A_TIME)
    stops = [min(start + ROWS_AT_A_TIME, rows) for start in starts]
    if threads == 1 or len(starts) == 1:
        for start, stop in zip(starts, stops, strict=True):
            work(start, stop)
        return
    with ThreadPoolExecutor(threads) as pool:
        for _ in pool.map(work, starts, stops):
            pass
