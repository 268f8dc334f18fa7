"""Cases from a file: answers as a scheme's columns, and the agreed cost."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from commonpurse.allocation.population.files import LISTED, FileRefused, Found, Piece, Wanted, read, wanted_by
from commonpurse.formula import Scheme
from commonpurse.formula.answers import QUARTERS
from commonpurse.formula.many import NULL, Compiled, RowFault, compile_scheme
from commonpurse.formula.many.columns import CARER, unpaid_of, weeks_of, worst_of
from commonpurse.values.numbers import counted

from .cases import FEW_CASES, Cases

COST = "cost_pence"
MOST_A_WEEK = 2_000_000
"""Twenty thousand pounds a week: above it, pounds were most likely taken for pence."""


class NotEnough(FileRefused):
    """The cases can be read, and nothing can be learned from them."""


def read_cases(file: Path, scheme: Scheme, *, groups: Sequence[str] = ()) -> Cases:
    """Read every case. Raises FileRefused, naming rows and columns; nothing is learned from a file with any fault."""
    compiled = compile_scheme(scheme)
    pieces = list(_pieces(file, scheme, compiled, groups))
    columns = {name: np.concatenate([columns[name] for columns, _ in pieces]) for name in pieces[0][0]} if pieces else {}
    if not columns or not len(columns[COST]):
        raise NotEnough(f"{file}: there are no cases in it")
    found = _cases(scheme, columns, {name: np.concatenate([texts[name] for _, texts in pieces]) for name in groups})
    _refuse_what_says_nothing(file, found)
    return found


def _pieces(
    file: Path, scheme: Scheme, compiled: Compiled, groups: Sequence[str]
) -> Iterator[tuple[dict[str, NDArray[Any]], dict[str, NDArray[Any]]]]:
    most = MOST_A_WEEK if scheme.pays == "weekly" else MOST_A_WEEK * scheme.weeks_per_year
    for piece in read(file, [*wanted_by(compiled), Wanted(COST, most)], wrong=lambda piece: _wrong(scheme, compiled, piece)):
        _refuse_groups(file, piece, groups)
        yield piece.columns, {name: np.array(piece.rest.column(name).cast("string").to_pylist(), dtype=object) for name in groups}


def _refuse_groups(file: Path, piece: Piece, groups: Sequence[str]) -> None:
    missing = [name for name in groups if name not in piece.rest.schema.names]
    if missing:
        raise FileRefused("\n".join(f"{file}: the column {name} is missing" for name in missing))


def _wrong(scheme: Scheme, compiled: Compiled, piece: Piece) -> Found:
    """Name what is missing, and answers that do not fit together."""
    empty = [
        RowFault(piece.first + int(row), name, f"{what} is missing")
        for name, what in ((COST, "the agreed cost"), *((question.id, "the answer") for question in scheme.questions))
        for row in np.flatnonzero(piece.columns[name] == NULL)
    ]
    found = compiled.check({name: values for name, values in piece.columns.items() if name != COST})
    together = [RowFault(piece.first + fault.row, fault.column, fault.problem) for fault in found]
    faults = sorted([*empty, *together], key=lambda fault: fault.row)
    return faults[:LISTED], len(faults[LISTED:])


def _cases(scheme: Scheme, columns: dict[str, NDArray[Any]], groups: dict[str, NDArray[Any]]) -> Cases:
    levels = np.column_stack([columns[question.id] for question in scheme.questions])
    worst = np.column_stack([_of(columns, worst_of(question.id)) for question in scheme.questions])
    weeks = np.column_stack([_of(columns, weeks_of(question.id)) for question in scheme.questions])
    unpaid = np.column_stack([_of(columns, unpaid_of(question.id)) for question in scheme.questions])
    counts = columns[CARER] == 1 if CARER in columns else np.zeros(len(levels), np.bool_)
    return Cases(
        questions=tuple(question.id for question in scheme.questions),
        most=tuple(len(question.levels) - 1 for question in scheme.questions),
        levels=levels,
        cost=columns[COST].astype(np.int64),
        worst=np.where(worst == NULL, levels, worst),
        weeks=np.maximum(weeks, 0),
        left=(QUARTERS - np.maximum(unpaid, 0) * counts[:, None]).astype(np.int8),
        groups=groups,
    )


def _of(columns: dict[str, NDArray[Any]], name: str) -> NDArray[Any]:
    return columns[name] if name in columns else np.full(len(columns[COST]), NULL, np.int8)


def _refuse_what_says_nothing(file: Path, cases: Cases) -> None:
    if len(cases) < len(cases.questions):
        has, asked = counted(len(cases), "case is", "cases are"), counted(len(cases.questions), "question")
        raise NotEnough(f"{file}: {has} fewer than the {asked}. At least {FEW_CASES} are needed to say much.")
    if (cases.cost == cases.cost[0]).all():
        raise NotEnough(f"{file}: every case has the same cost, so nothing can be learned about what makes a difference")
    if (cases.levels == cases.levels[0]).all():
        raise NotEnough(f"{file}: every case has the same answers, so nothing can be learned about what makes a difference")
