"""Cases from a file: answers as a scheme's columns, and the agreed cost."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from commonpurse.allocation.population.files import Piece, read
from commonpurse.allocation.population.groups import as_one, refuse_missing
from commonpurse.allocation.population.refusing import LISTED, FileRefused, Found, Remark
from commonpurse.allocation.population.same_person import SamePerson, names_of
from commonpurse.allocation.population.values import plain
from commonpurse.allocation.population.wanted import Wanted, person_column, wanted_by
from commonpurse.formula import Scheme
from commonpurse.formula.answers import QUARTERS
from commonpurse.formula.many import NULL, Compiled, RowFault, compile_scheme
from commonpurse.formula.many.columns import CARER, unpaid_of, weeks_of, worst_of
from commonpurse.values.numbers import counted

from .cases import FEW_CASES, Cases
from .odd_costs import odd_costs

COST = "cost_pence"
MOST_A_WEEK = 2_000_000
"""Twenty thousand pounds a week: above it, pounds were most likely taken for pence."""


class NotEnough(FileRefused):
    """The cases can be read, and nothing can be learned from them."""


@dataclass
class _Read:
    """What has been read of the cases so far, piece by piece."""

    file: Path
    groups: Sequence[str]
    columns: list[dict[str, NDArray[Any]]] = field(default_factory=list)
    texts: list[dict[str, NDArray[Any]]] = field(default_factory=list)
    persons: list[NDArray[Any]] = field(default_factory=list)
    numbers: list[NDArray[np.int64]] = field(default_factory=list)
    people: SamePerson = field(default_factory=SamePerson)
    remarks: list[Remark] = field(default_factory=list)

    def add(self, piece: Piece) -> None:
        names = piece.rest.schema.names
        refuse_missing(self.file, self.groups, names)
        self.columns.append(piece.columns)
        self.numbers.append(piece.numbers)
        self.texts.append({name: np.array(plain(piece.rest.column(name)).cast("string").to_pylist(), dtype=object) for name in self.groups})
        self.people.add(self.file, piece.rest)
        if name := person_column(names):
            self.persons.append(names_of(piece.rest.column(name)))

    def said(self) -> list[str]:
        for each in self.remarks:
            self.people.left_out(self.file, each.left_out)
        return [*(each.text for each in self.remarks), *self.people.remarks()]


def read_cases(file: Path, scheme: Scheme, *, groups: Sequence[str] = ()) -> Cases:
    """Read every case. Raises FileRefused, naming rows and columns; nothing is learned from a file with any fault."""
    compiled = compile_scheme(scheme)
    reading = _Read(file, groups)
    most = MOST_A_WEEK if scheme.pays == "weekly" else MOST_A_WEEK * scheme.weeks_per_year
    wanted = [*wanted_by(compiled), Wanted(COST, most)]
    for piece in read(file, wanted, wrong=lambda piece: _wrong(scheme, compiled, piece), remarked=reading.remarks.append):
        reading.add(piece)
    columns = {name: np.concatenate([each[name] for each in reading.columns]) for name in reading.columns[0]} if reading.columns else {}
    if not columns:
        raise NotEnough(f"{file}: there are no cases in it")
    named = {name: as_one(name, np.concatenate([each[name] for each in reading.texts])) for name in groups}
    found = _cases(scheme, columns, {name: values for name, (values, _) in named.items()})
    if reading.persons:
        found = replace(found, persons=_numbered(np.concatenate(reading.persons)))
    _refuse_what_says_nothing(file, found)
    costs = odd_costs(scheme, found, np.concatenate(reading.numbers))
    return replace(found, remarks=(*reading.said(), *(way for _, ways in named.values() for way in ways), *costs))


def _numbered(persons: NDArray[Any]) -> NDArray[np.int64]:
    """Give each person a number; whoever is not named is somebody of their own."""
    coded = pa.array(persons, pa.string()).dictionary_encode()
    numbers = coded.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64)
    return np.where(numbers < 0, len(coded.dictionary) + np.arange(len(numbers)), numbers)


def _wrong(scheme: Scheme, compiled: Compiled, piece: Piece) -> Found:
    """Name what is missing, and answers that do not fit together."""
    empty = [
        RowFault(int(piece.numbers[row]), name, f"{what} is missing")
        for name, what in ((COST, "the agreed cost"), *((question.id, "the answer") for question in scheme.questions))
        for row in np.flatnonzero(piece.columns[name] == NULL)
    ]
    found = compiled.check({name: values for name, values in piece.columns.items() if name != COST})
    faults = sorted([*empty, *map(piece.fault, found)], key=lambda fault: fault.row)
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
