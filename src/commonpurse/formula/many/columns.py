"""The columns that a scheme reads and gives: one row is one person. Whole numbers only, and NULL where there is none.

An input column is an array of `int8`: levels, weeks and quarters as docs/scheme-format.md counts them, flags as 0 and 1.
`state` and flags come out as `int8` and `bool`, pence as `int64`. No answer, no result: NULL, which no true figure can be.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from commonpurse.formula.answers import QUARTERS, WEEKS
from commonpurse.formula.result import State
from commonpurse.formula.scheme import Question, Scheme

NULL: Final = -1
STATES: Final[tuple[State, ...]] = ("amount", "needs_costing", "cannot_say_yet")
"""A state is written in a column as its place here."""

LARGE_PAGE, NUMPY_ASKS_FOR_LARGE_PAGES = 2**21, 2**22

CARER, BY_HAND = "carer_willing_and_able", "cost_by_hand"

Columns: TypeAlias = Mapping[str, NDArray[Any]]
InputKind: TypeAlias = Literal["level", "worst", "weeks", "unpaid", "flag", "empty"]
OutputKind: TypeAlias = Literal["state", "pence", "flag"]


@dataclass(frozen=True)
class InputColumn:
    """One column of answers. Its values are from 0 to `most`, or NULL; `required` columns must be there even if all is NULL."""

    name: str
    kind: InputKind
    most: int
    question: str | None = None

    @property
    def required(self) -> bool:
        return self.kind == "level"

    @property
    def dtype(self) -> np.dtype[Any]:
        return np.dtype(np.int8 if self.most <= np.iinfo(np.int8).max else np.int32)


@dataclass(frozen=True)
class OutputColumn:
    """One column of results."""

    name: str
    kind: OutputKind

    @property
    def dtype(self) -> np.dtype[Any]:
        return np.dtype({"state": np.int8, "flag": np.bool_, "pence": np.int64}[self.kind])

    def new(self, rows: int) -> NDArray[Any]:
        """Give memory for so many rows. Where it is large, it fills whole large pages of the system, which come a page at a time:
        in small ones that would take half as long again as the sums. A column keeps no more than its own memory alive.
        """
        size = rows * self.dtype.itemsize
        if size < NUMPY_ASKS_FOR_LARGE_PAGES:
            return np.empty(rows, self.dtype)
        memory = np.empty((size // LARGE_PAGE + 2) * LARGE_PAGE, np.int8)
        start = -memory.ctypes.data % LARGE_PAGE
        return memory[start : start + size].view(self.dtype)

    def forget(self, values: NDArray[Any]) -> None:
        """Leave no result in any row."""
        values.fill(0 if self.kind == "flag" else NULL)


def worst_of(question_id: str) -> str:
    return f"{question_id}__worst"


def weeks_of(question_id: str) -> str:
    return f"{question_id}__weeks"


def unpaid_of(question_id: str) -> str:
    return f"{question_id}__unpaid"


def paying_of(funder_id: str) -> str:
    return f"paying_{funder_id}"


def pence_of(funder_id: str) -> str:
    return f"funder_{funder_id}_pence"


def inputs_of(scheme: Scheme) -> tuple[InputColumn, ...]:
    """Give what a scheme reads: its questions in file order, then the flags."""
    asked = [column for question in scheme.questions for column in _columns_of(question)]
    flags = [CARER, BY_HAND, *(paying_of(funder.id) for funder in scheme.funders[1:])]
    return (*asked, *(InputColumn(name, "flag", 1) for name in flags))


def _columns_of(question: Question) -> list[InputColumn]:
    last = len(question.levels) - 1
    columns = [InputColumn(question.id, "level", last, question.id)]
    if question.fluctuates:
        columns.append(InputColumn(worst_of(question.id), "worst", last, question.id))
        columns.append(InputColumn(weeks_of(question.id), "weeks", WEEKS, question.id))
    if question.unpaid_support:
        columns.append(InputColumn(unpaid_of(question.id), "unpaid", QUARTERS, question.id))
    return columns


def empty_of(scheme: Scheme) -> tuple[InputColumn, ...]:
    """Give the columns that a question does not allow: they may be there, with NULL in every row."""
    fixed = [name(question.id) for question in scheme.questions if not question.fluctuates for name in (worst_of, weeks_of)]
    never = [unpaid_of(question.id) for question in scheme.questions if not question.unpaid_support]
    return tuple(InputColumn(name, "empty", NULL) for name in (*fixed, *never))


def outputs_of(scheme: Scheme) -> tuple[OutputColumn, ...]:
    """Give what a scheme answers, in the order in which files hold it. The engines count on this order."""
    pence = ["amount_pence", "gross_pence", "year_pence", "worst_weeks_year_pence", *(pence_of(funder.id) for funder in scheme.funders)]
    return (
        OutputColumn("state", "state"),
        *(OutputColumn(name, "pence") for name in (*pence, "second_estimate_pence")),
        OutputColumn("second_estimate_differs", "flag"),
        *(OutputColumn(name, "pence") for name in ("range_low_pence", "range_high_pence")),
    )


class WrongColumns(ValueError):
    """The columns cannot be read at all: one is missing, of another kind, or of another length. One sentence each."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(problems))


def read_columns(inputs: tuple[InputColumn, ...], columns: Columns) -> tuple[int, list[NDArray[Any] | None]]:
    """Give the number of rows and each input's array, None where it is left out. Raises WrongColumns."""
    found = [columns.get(column.name) for column in inputs]
    problems = [problem for column, values in zip(inputs, found, strict=True) if (problem := _problem(column, values))]
    lengths = {len(values) for values in found if values is not None and values.ndim == 1}
    if len(lengths) > 1:
        problems.append(f"the columns are of unequal length: {', '.join(str(length) for length in sorted(lengths))} rows")
    if problems:
        raise WrongColumns(problems)
    return lengths.pop(), [None if values is None else np.ascontiguousarray(_as_numbers(values)) for values in found]


def results_over(outputs: tuple[OutputColumn, ...], into: Columns, rows: int) -> dict[str, NDArray[Any]]:
    """Give the arrays to write results over, in the order of the outputs. Raises WrongColumns.

    The kernel knows them by their addresses alone: what is not wholly theirs to write would be somebody else's memory.
    """
    problems = [f"there is no result {name} to write over" for name in into if name not in {column.name for column in outputs}]
    problems += [problem for column in outputs if (problem := _unfit(column, into.get(column.name), rows))]
    if problems:
        raise WrongColumns(problems)
    return {column.name: into[column.name] for column in outputs}


def _unfit(column: OutputColumn, values: NDArray[Any] | None, rows: int) -> str:
    if values is None:
        return f"the result {column.name} is missing from those to write over"
    if values.shape != (rows,) or values.dtype != column.dtype:
        return f"the result {column.name} to write over must be {rows} rows of {column.dtype}"
    if not (values.flags.c_contiguous and values.flags.writeable):
        return f"the result {column.name} to write over must lie in one piece that may be written to"
    return ""


def _problem(column: InputColumn, values: NDArray[Any] | None) -> str:
    if values is None:
        return f"the column {column.name} is missing" if column.required else ""
    if isinstance(values, np.ma.MaskedArray):
        return f"the column {column.name} has a mask: write {NULL} where there is no answer"
    if values.ndim != 1:
        return f"the column {column.name} must have one dimension, and has {values.ndim}"
    if _as_numbers(values).dtype != column.dtype:
        return f"the column {column.name} must hold {column.dtype}, and holds {values.dtype}"
    return ""


def _as_numbers(values: NDArray[Any]) -> NDArray[Any]:
    return values.view(np.int8) if values.dtype == np.bool_ else values
