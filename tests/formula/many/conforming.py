"""Rows compared with the engine that explains, figure by figure."""

from typing import Any

import numpy as np
from bench.people import random_columns

from commonpurse.formula import allocate
from commonpurse.formula.many import NULL, Columns, Compiled, Engine
from commonpurse.formula.many.by_row import given_of, row_of

ENGINES: tuple[Engine, ...] = ("numpy", "numba")


def explained(compiled: Compiled, columns: Columns, rows: range) -> list[list[int]]:
    """Give the output columns' figures of these rows, as `allocate` finds them one person at a time."""
    scheme = compiled.scheme
    return [row_of(scheme, allocate(scheme, given_of(scheme, columns, row))) for row in rows]


def in_rows(results: Columns) -> list[list[int]]:
    return [list(row) for row in zip(*(values.tolist() for values in results.values()), strict=True)]


def assert_all_agree(compiled: Compiled, columns: Columns, **options: Any) -> None:
    rows = len(columns[compiled.scheme.questions[0].id])
    expected = explained(compiled, columns, range(rows))
    for engine in ENGINES:
        assert in_rows(compiled.compute(columns, engine=engine, **options)) == expected, engine


def some_people(compiled: Compiled, rows: int, *, seed: int = 1946) -> Columns:
    return random_columns(compiled, rows, seed=seed, unanswered=0.3)


def nobody(compiled: Compiled, rows: int) -> dict[str, Any]:
    """Rows without any answer."""
    return {column.name: np.full(rows, NULL, column.dtype) for column in compiled.inputs}
