"""One row at a time through the engine that explains: for schemes whose figures need more than 64 bits, and to test the others by."""

from collections.abc import Mapping
from typing import Any

from numpy.typing import NDArray

from commonpurse.formula.answers import Answer, Given
from commonpurse.formula.compute import allocate
from commonpurse.formula.result import Result
from commonpurse.formula.scheme import Question, Scheme

from .columns import BY_HAND, CARER, NULL, STATES, Columns, paying_of, unpaid_of, weeks_of, worst_of
from .row_faults import BadRows, RowFault, RowFaults

LARGEST = 2**63 - 1


def given_of(scheme: Scheme, columns: Columns, row: int) -> Given:
    """Read one row as the answers that `allocate` takes."""
    return Given(
        answers={question.id: answer for question in scheme.questions if (answer := _answer(question, columns, row)) is not None},
        carer_willing_and_able=_value(columns, CARER, row) == 1,
        paying_funders=tuple(funder.id for funder in scheme.funders[1:] if _value(columns, paying_of(funder.id), row) == 1),
        cost_by_hand=_value(columns, BY_HAND, row) == 1,
    )


def _answer(question: Question, columns: Columns, row: int) -> Answer | None:
    level = _value(columns, question.id, row)
    if level is None:
        return None
    return Answer(level, *(_value(columns, name(question.id), row) for name in (worst_of, weeks_of, unpaid_of)))


def _value(columns: Columns, name: str, row: int) -> int | None:
    value = int(columns[name][row]) if name in columns else NULL
    return None if value == NULL else value


def row_of(scheme: Scheme, result: Result) -> list[int]:
    """Write a result as one row of the output columns."""
    amounts = (result.amount_pence, result.gross_pence, result.year_pence, result.worst_weeks_year_pence)
    funders = [None if result.funders is None else result.funders[funder.id] for funder in scheme.funders]
    pence = map(_or_null, (*amounts, *funders, result.second_estimate_pence))
    ends = map(_or_null, result.range_pence or (None, None))
    return [STATES.index(result.state), *pence, result.second_estimate_differs, *ends]


def _or_null(pence: int | None) -> int:
    return NULL if pence is None else pence


def compute(scheme: Scheme, columns: Columns, outputs: Mapping[str, NDArray[Any]], rows: int) -> None:
    """Write the results of all rows. Raises BadRows at the first figure that does not fit its column."""
    for row in range(rows):
        for (name, values), figure in zip(outputs.items(), row_of(scheme, allocate(scheme, given_of(scheme, columns, row))), strict=True):
            if figure > LARGEST:
                raise BadRows(RowFaults((RowFault(row, name, f"{figure} is too large for a column"),), 1))
            values[row] = figure
