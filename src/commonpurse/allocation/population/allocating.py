"""Columns of answers in, columns of results out, in the order of the rows; nothing is written where anything is at fault.

A part is worked out by `results_of`, which knows nothing but the scheme and the part; an engine says where that happens.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from commonpurse.formula import Scheme, read_scheme
from commonpurse.formula.many import NULL, STATES, BadRows, Compiled, OutputColumn, compile_scheme

from .files import Piece, Writing, read
from .parts import Part
from .refusing import LISTED, FileRefused, Found, Remark, WrongRows
from .same_person import SamePerson
from .values import plain
from .wanted import Wanted, wanted_by

MARKS = b"commonpurse."
"""What our own words about a file begin with. Those of other programs tell of columns that are not there any more."""
BY_SCHEME = "commonpurse.scheme"

Told: TypeAlias = Callable[[int], None]
"""Hears how many rows are done."""

Result: TypeAlias = pa.RecordBatch | Remark
Outcome: TypeAlias = tuple[Part, Result | FileRefused]
Engine: TypeAlias = Callable[["Work", Sequence[Part]], Iterator[Outcome]]
"""Gives the results of all parts in their order, and what is said of them. What is wrong with a part comes in its place, and the next
part follows."""


@dataclass(frozen=True)
class Work:
    """A scheme by its own text: all that is needed beside a part, wherever that is worked out."""

    source: bytes
    threads: int | None = None

    @cached_property
    def scheme(self) -> Scheme:
        return read_scheme(self.source)

    @cached_property
    def compiled(self) -> Compiled:
        return compile_scheme(self.scheme)

    @cached_property
    def wanted(self) -> list[Wanted]:
        return wanted_by(self.compiled)


# One part


def results_of(work: Work, part: Part) -> Iterator[Result]:
    """Work one part out, piece by piece, remarks last. Raises FileRefused: with rows at fault, when all of it has been looked at."""
    results: dict[str, NDArray[Any]] = {}
    remarks: list[Remark] = []

    def wrong(piece: Piece) -> Found:
        nonlocal results
        try:
            results = computed(work, piece.columns)
        except BadRows as error:
            rows = {fault.row for fault in error.faults}
            return [piece.fault(each) for each in error.faults], error.faults.rows - len(rows)
        return [], 0

    reading = read(part.file, work.wanted, wrong=wrong, row_groups=part.row_groups, first=part.first, remarked=remarks.append)
    for piece in reading:
        refuse_names(work, part, piece.rest.schema.names)
        yield with_results(work, piece.rest, results)
    yield from remarks


def computed(work: Work, columns: dict[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
    dtypes = {each.name: each.dtype for each in work.compiled.inputs}
    return work.compiled.compute(
        {name: values.astype(dtypes.get(name, np.int8), copy=False) for name, values in columns.items()}, threads=work.threads
    )


def refuse_names(work: Work, part: Part, names: Sequence[str]) -> None:
    taken = [each.name for each in work.compiled.outputs if each.name in names]
    if taken:
        raise FileRefused("\n".join(f"{part.file}: the column {name} is one of the results' own; give it another name" for name in taken))


def with_results(work: Work, rest: pa.RecordBatch, results: dict[str, NDArray[Any]]) -> pa.RecordBatch:
    """Stand the results after the columns that pass through."""
    through = {name: plain(rest.column(name)) for name in rest.schema.names}
    added = {each.name: _as_arrow(each, results[each.name]) for each in work.compiled.outputs}
    return pa.RecordBatch.from_pydict({**through, **added}, metadata={**_marks(rest.schema), BY_SCHEME: _about(work.scheme)})


def _as_arrow(column: OutputColumn, values: NDArray[Any]) -> Any:
    if column.kind == "state":
        return pa.array(STATES, pa.string()).take(pa.array(values))
    return pa.array(values) if column.kind == "flag" else pa.array(np.maximum(values, 0), mask=values == NULL)


def _marks(schema: pa.Schema) -> dict[str, str]:
    return {key.decode(): value.decode(errors="replace") for key, value in (schema.metadata or {}).items() if key.startswith(MARKS)}


def _about(scheme: Scheme) -> str:
    return json.dumps({"id": scheme.id, "version": scheme.version, "sha256": scheme.sha256})


# All of them


def one_after_another(work: Work, parts: Sequence[Part]) -> Iterator[Outcome]:
    """The plain loop, on this machine."""
    for part in parts:
        try:
            for result in results_of(work, part):
                yield part, result
        except FileRefused as error:
            yield part, error


@dataclass
class Summary:
    """What came out: how many rows of each state, the pence of each column together, and what is to be said of the files."""

    rows: int = 0
    states: Counter[str] = field(default_factory=Counter)
    pence: Counter[str] = field(default_factory=Counter)
    remarks: list[str] = field(default_factory=list)

    def add(self, compiled: Compiled, batch: pa.RecordBatch) -> None:
        self.rows += batch.num_rows
        for each in pc.value_counts(batch.column("state")).to_pylist():
            self.states[each["values"]] += each["counts"]
        for column in compiled.outputs:
            if column.kind == "pence":
                self.pence[column.name] += pc.sum(batch.column(column.name)).as_py() or 0


def write_all(work: Work, outcomes: Iterable[Outcome], out: Path, told: Told = lambda _: None, *, unlike: Sequence[str] = ()) -> Summary:
    """Write the results of all parts to one file, or nothing at all. Raises FileRefused, naming what is wrong in all of them.

    `unlike` are sentences on files that do not belong to the others: then everything is looked at, and nothing written.
    """
    refused: list[tuple[Part, FileRefused]] = []
    summary, schema, people = Summary(), None, SamePerson()
    with Writing(out) as writing:
        for part, outcome in outcomes:
            if isinstance(outcome, FileRefused):
                refused.append((part, outcome))
                continue
            if isinstance(outcome, Remark):
                people.left_out(part.file, outcome.left_out)
                summary.remarks.append(outcome.text)
                continue
            schema = schema or outcome.schema
            batch = _in_order(outcome, schema)
            if not unlike and not batch.schema.equals(schema):
                refused.append((part, _other_kinds(part, batch.schema, schema)))
            if not refused and not unlike:
                writing.write(batch)
                summary.add(work.compiled, batch)
                people.add(part.file, batch)
            told(batch.num_rows)
        if refused or unlike:
            raise _as_one(refused, unlike)
        if not summary.rows:
            raise FileRefused("there are no people in it")
    summary.remarks += people.remarks()
    return summary


def _in_order(batch: pa.RecordBatch, schema: pa.Schema) -> pa.RecordBatch:
    """Stand columns in the order of the first file's."""
    if batch.schema.names == schema.names or set(batch.schema.names) != set(schema.names):
        return batch
    return batch.select(schema.names)


def _other_kinds(part: Part, found: pa.Schema, first: pa.Schema) -> FileRefused:
    names = [name for name in dict.fromkeys([*first.names, *found.names]) if _type(found, name) != _type(first, name)]
    return FileRefused(f"{part.file}: its columns are not those of the first file: {', '.join(names)} hold another kind of value")


def _type(schema: pa.Schema, name: str) -> Any:
    return schema.field(name).type if name in schema.names else None


def _as_one(refused: Sequence[tuple[Part, FileRefused]], unlike: Sequence[str]) -> FileRefused:
    """Say each sentence once; of rows at fault the first twenty, with their file where there is more than one."""
    plain = [line for _, error in refused if not isinstance(error, WrongRows) for line in str(error).splitlines()]
    rows = [(part, error) for part, error in refused if isinstance(error, WrongRows)]
    several = len({part.file for part, _ in refused}) > 1
    faults = [f"{part.file}: {fault}" if several else str(fault) for part, error in rows for fault in error.faults]
    more = len(faults[LISTED:]) + sum(error.more for _, error in rows)
    return FileRefused("\n".join([*unlike, *dict.fromkeys(plain), *faults[:LISTED], *([f"and {more:,} more"] if more else [])]))
