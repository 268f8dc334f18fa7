"""Answers of many people at random, in columns, the same ones for a seed: every mixture that a scheme allows."""

from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from commonpurse.formula import Scheme, read_scheme
from commonpurse.formula.many import NULL, Compiled, InputColumn

Columns = dict[str, NDArray[Any]]

FLUCTUATES, HELPED, SAID_YES = 0.4, 0.4, 0.5


def reference() -> Scheme:
    return read_scheme((files("commonpurse.allocation") / "schemes" / "reference-adult.toml").read_bytes())


def random_columns(compiled: Compiled, rows: int, *, seed: int, unanswered: float) -> Columns:
    """Make so many rows, of which the share `unanswered` miss some answer."""
    random = np.random.default_rng(seed)
    incomplete = random.random(rows) < unanswered
    columns: Columns = {}
    for column in compiled.inputs:
        columns[column.name] = _values(random, column, columns, rows, incomplete)
    return columns


def _values(random: np.random.Generator, column: InputColumn, columns: Columns, rows: int, incomplete: NDArray[np.bool_]) -> NDArray[Any]:
    any_value = random.integers(0, column.most, rows, dtype=column.dtype, endpoint=True)
    level = columns.get(column.question or "")
    if level is None:
        return _level(random, any_value, incomplete) if column.kind == "level" else (any_value & (random.random(rows) < SAID_YES))
    worst = columns.get(f"{column.question}__worst")
    if column.kind == "worst":
        any_value = random.integers(level, column.most, rows, dtype=column.dtype, endpoint=True)
        return np.where((level != NULL) & (random.random(rows) < FLUCTUATES), any_value, NULL).astype(column.dtype)
    said = (random.random(rows) < HELPED) & (level != NULL) if column.kind == "unpaid" or worst is None else worst != NULL
    return np.where(said, any_value, NULL).astype(column.dtype)


def _level(random: np.random.Generator, levels: NDArray[Any], incomplete: NDArray[np.bool_]) -> NDArray[Any]:
    """A third are at level 0, as most needs are not there; of an incomplete row a fifth is missing."""
    levels[random.random(len(levels)) < 1 / 3] = 0
    levels[incomplete & (random.random(len(levels)) < 1 / 5)] = NULL
    return levels
