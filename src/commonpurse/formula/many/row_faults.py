"""Rows that do not fit a scheme: found quickly, column by column, and told in the very sentences of `formula.answers`."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from commonpurse.formula.answers import Answer, wrong_with
from commonpurse.formula.scheme import Question, Scheme

from .columns import NULL, Columns, InputColumn, unpaid_of, weeks_of, worst_of

Flags: TypeAlias = NDArray[np.bool_]

LISTED = 20
_BLOCK = 65_536


@dataclass(frozen=True)
class RowFault:
    """What is wrong with one answer, or, where `column` is empty, with a whole row. `row` counts from 0."""

    row: int
    column: str
    problem: str

    def __str__(self) -> str:
        return ": ".join(filter(None, [f"row {self.row + 1}", self.column, self.problem]))


@dataclass(frozen=True)
class RowFaults:
    """The first faults, in the order of their rows, and how many rows have any at all. False where there are none."""

    listed: tuple[RowFault, ...]
    rows: int

    def __bool__(self) -> bool:
        return self.rows > 0

    def __iter__(self) -> Iterator[RowFault]:
        return iter(self.listed)

    def __str__(self) -> str:
        return "\n".join(str(fault) for fault in self.listed)


class BadRows(ValueError):
    """Some rows do not fit the scheme: there are no results."""

    def __init__(self, faults: RowFaults) -> None:
        self.faults = faults
        super().__init__(str(faults))


def find_faults(scheme: Scheme, known: Sequence[InputColumn], columns: Columns, rows: int, *, listed: int = LISTED) -> RowFaults:
    """Look at every row; name at most `listed` faults. `known` are the columns that may hold answers, and those that must be empty."""
    found: list[RowFault] = []
    count = 0
    for start in range(0, rows, _BLOCK):
        block = {column.name: columns[column.name][start : start + _BLOCK] for column in known if column.name in columns}
        bad = np.flatnonzero(_wrong_rows(scheme, known, block))
        count += len(bad)
        for row in bad[: max(0, listed - len(found))]:
            found += _named(scheme, known, block, int(row), start)
    return RowFaults(tuple(found[:listed]), count)


def _names_of(question: Question) -> tuple[str, str, str, str]:
    return question.id, worst_of(question.id), weeks_of(question.id), unpaid_of(question.id)


def _wrong_rows(scheme: Scheme, known: Sequence[InputColumn], block: Columns) -> Flags:
    wrong: Flags = np.zeros(len(block[scheme.questions[0].id]), np.bool_)
    for column in known:
        if column.name in block:
            values = block[column.name]
            wrong |= (values < NULL) | (values > column.most)
    for question in scheme.questions:
        wrong |= _does_not_fit_together(question, block)
    return wrong


def _does_not_fit_together(question: Question, block: Columns) -> Flags:
    level = block[question.id]
    worst, weeks, unpaid = (block.get(name, np.full_like(level, NULL)) for name in _names_of(question)[1:])
    without_level: Flags = (level == NULL) & ((worst != NULL) | (weeks != NULL) | (unpaid != NULL))
    halved: Flags = (worst == NULL) != (weeks == NULL)
    below: Flags = (worst != NULL) & (worst < level)
    return without_level | halved | below


def _named(scheme: Scheme, known: Sequence[InputColumn], block: Columns, row: int, start: int) -> Iterator[RowFault]:
    for question in scheme.questions:
        for name, problem in _wrong_answer(question, block, row):
            yield RowFault(start + row, name, problem)
    for column in known:
        if column.kind == "flag" and column.name in block and not NULL <= block[column.name][row] <= 1:
            yield RowFault(start + row, column.name, f"{column.name} must be true or false")


def _wrong_answer(question: Question, block: Columns, row: int) -> list[tuple[str, str]]:
    names = _names_of(question)
    level, *others = (_value(block, name, row) for name in names)
    if level is None:
        return [(question.id, "level is missing")] if any(value is not None for value in others) else []
    by_key = dict(zip(("level", "worst_level", "worst_weeks", "unpaid_quarters"), names, strict=True))
    return [(by_key[key], problem) for key, problem in wrong_with(Answer(level, *others), question)]


def _value(block: Columns, name: str, row: int) -> Any:
    value = int(block[name][row]) if name in block else NULL
    return None if value == NULL else value
