"""A scheme ready for a million people: which columns it reads and gives, and the engines that fill them."""

import os
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property, partial
from importlib.util import find_spec
from math import ceil
from typing import Any, Literal, TypeAlias, get_args

from numpy.typing import NDArray

from commonpurse.formula.scheme import Scheme

from . import by_numpy, by_row
from .bounds import why_not_in_columns
from .columns import Columns, InputColumn, OutputColumn, WrongColumns, empty_of, inputs_of, outputs_of, read_columns, results_over
from .row_faults import LISTED, BadRows, RowFaults, find_faults
from .table import Table, table_of

Engine: TypeAlias = Literal["auto", "numpy", "numba"]
Results: TypeAlias = dict[str, NDArray[Any]]
_Work: TypeAlias = Callable[[int, int], bool]
_Prepares: TypeAlias = Callable[[Sequence[NDArray[Any] | None], Sequence[NDArray[Any]]], _Work]

ROWS_AT_A_TIME = 65_536
"""What one thread takes at once, at most: a thousandth of a second's work, so that all threads end together."""


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

    @cached_property
    def _kernel(self) -> _Prepares | None:
        """Write the scheme as the kernel reads it, once. numba is loaded only here: it is large, and not every place has it."""
        if self.table is None:
            return None
        from . import by_numba

        return partial(by_numba.prepared, by_numba.program_of(self.table, len(self.inputs)))

    def check(self, columns: Columns, *, listed: int = LISTED) -> RowFaults:
        """Find the rows that do not fit the scheme. Raises WrongColumns where the columns cannot be read at all."""
        rows, _ = read_columns(self._known, columns)
        return find_faults(self.scheme, self._known, columns, rows, listed=listed)

    def compute(self, columns: Columns, *, engine: Engine = "auto", threads: int | None = None, into: Results | None = None) -> Results:
        """Give the results by name of column, in the order of the rows, to the same penny as `allocate`.

        `into` are the results of an earlier call for as many rows, which are written over: new memory takes half as long as the sums.
        Raises WrongColumns, or BadRows where any row does not fit the scheme: then there are no results, nor any in `into`.
        """
        if engine not in get_args(Engine):
            raise ValueError(f"there is no engine {engine!r}, only {', '.join(get_args(Engine))}")
        rows, inputs = read_columns(self._known, columns)
        results = {column.name: column.new(rows) for column in self.outputs} if into is None else results_over(self.outputs, into, rows)
        try:
            self._fill(results, columns, inputs, rows, engine, threads)
        except BadRows:
            for column in self.outputs:
                column.forget(results[column.name])
            raise
        return results if into is None else into

    def _fill(
        self,
        results: Results,
        columns: Columns,
        inputs: Sequence[NDArray[Any] | None],
        rows: int,
        engine: Engine,
        threads: int | None,
    ) -> None:
        outputs = list(results.values())
        if (engine == "numba" or (engine == "auto" and find_spec("numba"))) and (prepared := self._kernel):
            if not in_turns(prepared(inputs, outputs), rows, threads):
                raise BadRows(self._faults_that_the_kernel_found(columns, rows))
            return
        if faults := find_faults(self.scheme, self._known, columns, rows):
            raise BadRows(faults)
        if self.table is None:
            by_row.compute(self.scheme, columns, results, rows)
        else:
            in_turns(partial(by_numpy.compute, self.table, inputs, outputs), rows, threads)

    def _faults_that_the_kernel_found(self, columns: Columns, rows: int) -> RowFaults:
        """Find and name them once more. Raises WrongColumns where only the kernel, which reads bytes, found any."""
        if faults := find_faults(self.scheme, self._known, columns, rows):
            return faults
        raise WrongColumns(["a column of true and false holds what is neither, or the columns were changed while they were read"])


def _processors() -> int:
    """Say how many processors this process may use, where the system tells."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def in_turns(work: _Work, rows: int, threads: int | None) -> bool:
    """Let so many threads take equal pieces of the rows until none is left; say whether all rows fit the scheme.

    The caller's thread is one of them: it would only wait, and every other one takes a while to wake. Whoever ends before its time,
    by a row at fault or an exception, leaves nothing for the others to begin.
    """
    threads = max(1, min(threads or _processors(), ceil(rows / ROWS_AT_A_TIME)))
    turns = max(1, ceil(rows / ROWS_AT_A_TIME / threads))
    at_a_time = max(1, ceil(rows / turns / threads))
    pieces = iter([(start, min(start + at_a_time, rows)) for start in range(0, rows, at_a_time)])

    def take_turns() -> bool:
        try:
            return all(work(*piece) for piece in pieces)
        finally:
            deque(pieces, maxlen=0)

    if threads == 1:
        return take_turns()
    with ThreadPoolExecutor(threads - 1) as pool:
        others = [pool.submit(take_turns) for _ in range(threads - 1)]
        return all([take_turns(), *(other.result() for other in others)])
