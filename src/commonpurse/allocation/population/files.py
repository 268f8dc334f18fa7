"""Files of columns, by their ending: `.csv`, `.parquet`, `.arrow`. Read in pieces of bounded size; written whole or not at all."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv
import pyarrow.ipc
import pyarrow.parquet
from numpy.typing import NDArray

from commonpurse.formula.many import RowFault

from .csv_files import Shape, broken_rows, names_in, open_csv, refused_rows, shape_of
from .refusing import FileRefused, Found, Remark, Remarks, WrongRows, one_line, rows_named, together
from .values import left_out_and_at_fault, taken
from .wanted import Wanted, refuse_columns

ENDINGS = (".csv", ".parquet", ".arrow")
ROWS_AT_A_TIME = 65_536

_NOT_READ = (pa.ArrowException, OSError, ValueError, MemoryError)
"""What pyarrow raises of a file that is no file of columns. (Its own errors, but for a few, are ValueErrors too.)"""


@dataclass(frozen=True, eq=False)
class Piece:
    """Some rows of a file, `numbers` from 0; `columns` are those wanted that the file has; `rest` are all the others, untouched."""

    numbers: NDArray[np.int64]
    columns: dict[str, NDArray[Any]]
    rest: pa.RecordBatch

    @property
    def rows(self) -> int:
        return int(self.rest.num_rows)

    def fault(self, found: RowFault) -> RowFault:
        """Name the row of the file in what was found in this piece."""
        return RowFault(int(self.numbers[found.row]), found.column, found.problem)


def read(
    file: Path,
    wanted: Sequence[Wanted],
    *,
    wrong: Callable[[Piece], Found] | None = None,
    row_groups: Sequence[int] | None = None,
    first: int = 0,
    remarked: Remarks = lambda _: None,
) -> Iterator[Piece]:
    """Read a file in pieces, in the order of its rows. Raises FileRefused; WrongRows at the end, with faults from the whole file.

    `wrong` says what is wrong with a piece whose values can be read. Once a fault has been found no more pieces are given, but the
    rest of the file is still looked at. Of a Parquet file some `row_groups` alone can be read, the first row of which is `first`.
    Rows in which nothing stands are left out, and that is `remarked`, as is whatever else was done to read the file.
    """
    by_name = {each.name: each for each in wanted}
    found: Found = ([], 0)
    empty: list[int] = []
    with _opened(file, wanted) as source:
        refuse_columns(file, source.schema.names, wanted)
        for remark in source.remarks:
            remarked(remark)
        for batch in source.batches(row_groups):
            piece, nothing, at_fault = _piece(batch, by_name, first)
            empty += nothing
            if wrong is not None and not at_fault[0] and piece.rows:
                at_fault = wrong(piece)
            found = together([found, at_fault])
            if not found[0] and piece.rows:
                yield piece
            first += batch.num_rows
        source.refuse_broken_rows()
    if found[0]:
        raise WrongRows(*found)
    if empty:
        remarked(Remark(f"{file}: {rows_named(empty)} {'is' if len(empty) == 1 else 'are'} empty and left out", tuple(empty)))


def _piece(batch: Any, by_name: dict[str, Wanted], first: int) -> tuple[Piece, list[int], Found]:
    """Take a batch apart: what can be read of it, which of its rows are empty, and what is wrong."""
    numbers = np.arange(first, first + batch.num_rows)
    read_of = {name: taken(batch.column(name), by_name[name], numbers) for name in batch.schema.names if name in by_name}
    columns = {name: values for name, (values, _) in read_of.items()}
    empty, nobody = left_out_and_at_fault(batch, {name: columns[name] for name in columns if by_name[name].required}, set(columns))
    faults = [RowFault(first + row, "", problem) for row, problem in nobody]
    found = together([*(each for _, each in read_of.values()), (faults, 0)])
    rest = _only(batch, [name for name in batch.schema.names if name not in by_name])
    if not empty.any():
        return Piece(numbers, columns, rest), [], found
    kept = np.flatnonzero(~empty)
    columns = {name: values[kept] for name, values in columns.items()}
    return Piece(numbers[kept], columns, rest.take(pa.array(kept))), (first + np.flatnonzero(empty)).tolist(), found


def columns_of(file: Path, wanted: Sequence[Wanted]) -> list[str]:
    """Give the names of a file's columns, in its order. Raises FileRefused where it cannot be read by them."""
    if file.suffix.lower() == ".csv":
        try:
            names = names_in(file, [each.name for each in wanted])
        except _NOT_READ as error:
            raise _unreadable(file, error) from None
    else:
        with _opened(file, wanted) as source:
            names = list(source.schema.names)
    refuse_columns(file, names, wanted)
    return names


def _only(batch: pa.RecordBatch, names: list[str]) -> pa.RecordBatch:
    if names:
        return batch.select(names)
    return pa.RecordBatch.from_struct_array(pa.array([{}] * batch.num_rows, pa.struct([])))


# Files


class _Opened(AbstractContextManager["_Opened"]):
    """A file of any of the endings, open: its schema, its rows in batches, and what there is to say of it."""

    def __init__(self, file: Path, names: Sequence[str]) -> None:
        self.file = file
        self._shape: Shape | None = None
        self._has_broken_rows = False
        self._open = self._opened(file.suffix.lower(), names)

    def _opened(self, ending: str, names: Sequence[str]) -> Any:
        if ending == ".parquet":
            return pyarrow.parquet.ParquetFile(self.file)
        if ending == ".arrow":
            return _open_arrow(self.file)
        self._shape = shape_of(self.file, names)
        return open_csv(self.file, self._shape, self._broken)

    def _broken(self, _: Any) -> str:
        self._has_broken_rows = True
        return "skip"

    @property
    def schema(self) -> Any:
        return self._open.schema_arrow if isinstance(self._open, pyarrow.parquet.ParquetFile) else self._open.schema

    @property
    def remarks(self) -> tuple[Remark, ...]:
        return self._shape.remarks if self._shape else ()

    def batches(self, row_groups: Sequence[int] | None = None) -> Iterator[Any]:
        try:
            for batch in self._all(row_groups):
                batch.validate(full=self._shape is None)  # what is wrong within a batch would else be read past its end
                for start in range(0, batch.num_rows, ROWS_AT_A_TIME):
                    yield batch.slice(start, ROWS_AT_A_TIME)
        except FileRefused:
            raise
        except _NOT_READ as error:
            raise _unreadable(self.file, error) from None

    def _all(self, row_groups: Sequence[int] | None) -> Iterator[Any]:
        if isinstance(self._open, pyarrow.parquet.ParquetFile):
            yield from self._open.iter_batches(batch_size=ROWS_AT_A_TIME, row_groups=row_groups)
        elif isinstance(self._open, pyarrow.ipc.RecordBatchFileReader):
            for at in range(self._open.num_record_batches):
                yield self._open.get_batch(at)
        else:
            yield from self._open

    def refuse_broken_rows(self) -> None:
        """Name rows of a CSV file that have more or fewer cells than there are columns: the numbers of others rest on them."""
        if self._shape and self._has_broken_rows:
            raise refused_rows(self.file, broken_rows(self.file, self._shape))

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None) -> None:
        if hasattr(self._open, "close"):
            self._open.close()


def _opened(file: Path, wanted: Sequence[Wanted]) -> _Opened:
    _refuse_ending(file)
    try:
        return _Opened(file, [each.name for each in wanted])
    except _NOT_READ as error:
        raise _unreadable(file, error) from None


def _unreadable(file: Path, error: Exception) -> FileRefused:
    """Say that a file cannot be read. What pyarrow says may repeat a part of it, so only the system's own words are told."""
    if isinstance(error, OSError) and error.strerror and error.errno:
        return FileRefused(f"{file}: {error.strerror}")
    kind = file.suffix.lower().removeprefix(".")
    return FileRefused(f"{file}: this is no whole {kind} file, or holds what cannot be read ({type(error).__name__})")


def _refuse_ending(file: Path) -> None:
    if file.suffix.lower() not in ENDINGS:
        raise FileRefused(f"{file}: a file of columns ends in {', '.join(ENDINGS[:-1])} or {ENDINGS[-1]}")


def _open_arrow(file: Path) -> Any:
    try:
        return pyarrow.ipc.open_file(pa.memory_map(str(file)))
    except pa.ArrowInvalid:
        return pyarrow.ipc.open_stream(pa.memory_map(str(file)))


class Writing(AbstractContextManager["Writing"]):
    """A file that comes into being whole, when every row is written, or not at all."""

    def __init__(self, file: Path) -> None:
        _refuse_ending(file)
        if not file.parent.is_dir():
            raise FileRefused(f"{file}: there is no folder {file.parent}")
        self.file, self._unfinished = file, file.with_name(f".{file.name}.{os.getpid()}.unfinished")
        self._writer: Any = None

    def write(self, batch: pa.RecordBatch) -> None:
        try:
            if self._writer is None:
                self._writer = self._begin(batch.schema)
            self._writer.write_batch(batch)
        except (OSError, pa.ArrowException) as error:
            raise FileRefused(f"{self.file}: {one_line(error)}") from None

    def _begin(self, schema: pa.Schema) -> Any:
        ending, file = self.file.suffix.lower(), str(self._unfinished)
        if ending == ".csv":
            return pyarrow.csv.CSVWriter(file, schema, write_options=pyarrow.csv.WriteOptions(quoting_style="needed"))
        if ending == ".parquet":
            return pyarrow.parquet.ParquetWriter(file, schema)
        return pyarrow.ipc.new_file(file, schema)

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None) -> None:
        try:
            if self._writer is not None:
                self._writer.close()
            if kind is None and self._writer is not None:
                self._unfinished.replace(self.file)
        except (OSError, pa.ArrowException) as failed:
            if kind is None:
                raise FileRefused(f"{self.file}: {one_line(failed)}") from None
        finally:
            self._unfinished.unlink(missing_ok=True)
