"""Files of columns, by their ending: `.csv`, `.parquet`, `.arrow`. Read in pieces of bounded size; written whole or not at all."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.ipc
import pyarrow.parquet
from numpy.typing import NDArray

from commonpurse.formula.many import NULL, Compiled, RowFault
from commonpurse.formula.many.columns import empty_of

ENDINGS = (".csv", ".parquet", ".arrow")
ROWS_AT_A_TIME = 65_536
LISTED = 20
MOST_WHERE_NOTHING_MAY_BE = 127
_BLOCK_BYTES = 2 << 20
_TRUE_AND_FALSE = {"true": 1, "1": 1, "false": 0, "0": 0}

Found: TypeAlias = tuple[list[RowFault], int]
"""The first faults, in the order of rows, and how many there are beside them."""


class FileRefused(Exception):
    """The file cannot be read or written; one sentence a line says why."""


class WrongRows(FileRefused):
    """Some values cannot be taken as they stand: the first of them, and how many there are."""

    def __init__(self, faults: Sequence[RowFault], more: int) -> None:
        self.faults, self.more = tuple(faults), more
        super().__init__("\n".join([*map(str, faults), *([f"and {more:,} more"] if more else [])]))

    def __reduce__(self) -> tuple[Any, ...]:
        """Travel between processes as what it was made from, which is not what it says."""
        return WrongRows, (self.faults, self.more)


@dataclass(frozen=True)
class Wanted:
    """A column to be read as whole numbers from 0 to `most`; as 0 and 1 where it is a `flag`. Empty is NULL."""

    name: str
    most: int
    flag: bool = False
    required: bool = True

    @property
    def dtype(self) -> np.dtype[Any]:
        return np.dtype(np.int8 if self.most <= np.iinfo(np.int8).max else np.int64)


def wanted_by(compiled: Compiled) -> list[Wanted]:
    """Everything that a scheme reads, and the columns in which it allows nothing: a value there is a fault, never passed over."""
    asked = [Wanted(each.name, each.most, flag=each.kind == "flag", required=each.required) for each in compiled.inputs]
    return asked + [Wanted(each.name, MOST_WHERE_NOTHING_MAY_BE, required=False) for each in empty_of(compiled.scheme)]


@dataclass(frozen=True, eq=False)
class Piece:
    """Some rows of a file: `first` counts from 0; `columns` are those wanted that the file has; `rest` are all the others, untouched."""

    first: int
    columns: dict[str, NDArray[Any]]
    rest: pa.RecordBatch

    @property
    def rows(self) -> int:
        return int(self.rest.num_rows)


def read(
    file: Path,
    wanted: Sequence[Wanted],
    *,
    wrong: Callable[[Piece], Found] | None = None,
    row_groups: Sequence[int] | None = None,
    first: int = 0,
) -> Iterator[Piece]:
    """Read a file in pieces, in the order of its rows. Raises FileRefused; WrongRows at the end, with faults from the whole file.

    `wrong` says what is wrong with a piece whose values can be read. Once a fault has been found no more pieces are given, but the
    rest of the file is still looked at. Of a Parquet file some `row_groups` alone can be read, the first row of which is `first`.
    """
    by_name = {each.name: each for each in wanted}
    faults: list[RowFault] = []
    more = 0
    with _opened(file) as source:
        _refuse_columns(file, source.schema.names, wanted)
        for batch in source.batches(row_groups):
            taken = {name: _taken(batch.column(name), by_name[name], first) for name in batch.schema.names if name in by_name}
            others = [name for name in batch.schema.names if name not in by_name]
            piece = Piece(first, {name: values for name, (values, _) in taken.items()}, _only(batch, others))
            found = _together([each for _, each in taken.values()])
            if wrong is not None and not found[0]:
                found = wrong(piece)
            faults, more = _together([(faults, more), found])
            if not faults:
                yield piece
            first += batch.num_rows
    if faults:
        raise WrongRows(faults, more)


def _together(found: Sequence[Found]) -> Found:
    faults = sorted((fault for some, _ in found for fault in some), key=lambda fault: fault.row)
    return faults[:LISTED], len(faults[LISTED:]) + sum(more for _, more in found)


def _refuse_columns(file: Path, names: Sequence[str], wanted: Sequence[Wanted]) -> None:
    problems = [
        f"{file}: the column {name} stands there {names.count(name)} times" for name in dict.fromkeys(names) if names.count(name) > 1
    ]
    problems += [f"{file}: the column {each.name} is missing" for each in wanted if each.required and each.name not in names]
    if problems:
        raise FileRefused("\n".join(problems))


def _only(batch: pa.RecordBatch, names: list[str]) -> pa.RecordBatch:
    if names:
        return batch.select(names)
    return pa.RecordBatch.from_struct_array(pa.array([{}] * batch.num_rows, pa.struct([])))


# Values


def _taken(column: Any, wanted: Wanted, first: int) -> tuple[NDArray[Any], Found]:
    """Give a column as whole numbers with NULL where it is empty, and what is wrong with it."""
    numbers, unreadable = _as_wholes(column, flag=wanted.flag)
    values = pc.fill_null(numbers, NULL).to_numpy(zero_copy_only=False).astype(np.int64, copy=False)
    there = numbers.is_valid().to_numpy(zero_copy_only=False)
    outside = there & ((values < 0) | (values > wanted.most))
    wrong = np.flatnonzero(outside | unreadable)
    must = "true or false" if wanted.flag else f"a whole number from 0 to {wanted.most:,}"
    faults = [RowFault(first + int(row), wanted.name, f"must be {must}, and is {_shown(column[int(row)])}") for row in wrong[:LISTED]]
    return values.astype(wanted.dtype) if not faults else values, (faults, len(wrong) - len(faults))


def _shown(value: Any) -> str:
    said = value.as_py()
    return repr(said) if isinstance(said, str) else str(said)


def _as_wholes(column: Any, *, flag: bool) -> tuple[Any, NDArray[np.bool_]]:
    kind = column.type
    nothing_wrong = np.zeros(len(column), np.bool_)
    if pa.types.is_null(kind):
        return column.cast(pa.int64()), nothing_wrong
    if pa.types.is_boolean(kind) and flag:
        return column.cast(pa.int64()), nothing_wrong
    if pa.types.is_signed_integer(kind) or (pa.types.is_unsigned_integer(kind) and kind.bit_width < _WIDEST):
        return column.cast(pa.int64()), nothing_wrong
    if pa.types.is_floating(kind):
        whole = pc.equal(column, pc.round(column))
        return _cast_where(column, whole)
    if pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_dictionary(kind):
        return _from_texts(column.cast(pa.string()), flag=flag)
    return _cast_where(column, pa.array(nothing_wrong))


_WIDEST = 64


def _from_texts(column: Any, *, flag: bool) -> tuple[Any, NDArray[np.bool_]]:
    stripped = pc.utf8_trim_whitespace(column)
    stripped = pc.if_else(pc.equal(stripped, ""), pa.scalar(None, pa.string()), stripped)
    if flag:
        lowered = pc.utf8_lower(stripped)
        found = pc.index_in(lowered, pa.array(list(_TRUE_AND_FALSE)))
        numbers = pc.take(pa.array(list(_TRUE_AND_FALSE.values()), pa.int64()), found)
        return numbers, pc.and_(stripped.is_valid(), pc.invert(found.is_valid())).to_numpy(zero_copy_only=False)
    return _cast_where(stripped, pc.match_substring_regex(stripped, r"^-?[0-9]{1,15}$"))


def _cast_where(column: Any, fits: Any) -> tuple[Any, NDArray[np.bool_]]:
    fits = pc.fill_null(fits, False)  # noqa: FBT003 - the value to fill with
    unreadable = pc.and_(column.is_valid(), pc.invert(fits)).to_numpy(zero_copy_only=False)
    kept = pc.if_else(fits, column, pa.scalar(None, column.type))
    if not pc.any(fits).as_py():
        return pa.nulls(len(column), pa.int64()), unreadable
    return kept.cast(pa.int64()), unreadable


# Files


class _Opened(AbstractContextManager["_Opened"]):
    """A file of any of the endings, open: its schema, and its rows in batches."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._open: Any = {".csv": _open_csv, ".parquet": pyarrow.parquet.ParquetFile, ".arrow": _open_arrow}[file.suffix.lower()](file)

    @property
    def schema(self) -> Any:
        return self._open.schema_arrow if isinstance(self._open, pyarrow.parquet.ParquetFile) else self._open.schema

    def batches(self, row_groups: Sequence[int] | None = None) -> Iterator[Any]:
        try:
            for batch in self._all(row_groups):
                for start in range(0, batch.num_rows, ROWS_AT_A_TIME):
                    yield batch.slice(start, ROWS_AT_A_TIME)
        except (pa.ArrowInvalid, OSError) as error:
            raise FileRefused(f"{self.file}: {_one_line(error)}") from None

    def _all(self, row_groups: Sequence[int] | None) -> Iterator[Any]:
        if isinstance(self._open, pyarrow.parquet.ParquetFile):
            yield from self._open.iter_batches(batch_size=ROWS_AT_A_TIME, row_groups=row_groups)
        elif isinstance(self._open, pyarrow.ipc.RecordBatchFileReader):
            for at in range(self._open.num_record_batches):
                yield self._open.get_batch(at)
        else:
            yield from self._open

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None) -> None:
        if hasattr(self._open, "close"):
            self._open.close()


def _opened(file: Path) -> _Opened:
    _refuse_ending(file)
    try:
        return _Opened(file)
    except (pa.ArrowInvalid, OSError) as error:
        raise FileRefused(f"{file}: {_one_line(error)}") from None


def _refuse_ending(file: Path) -> None:
    if file.suffix.lower() not in ENDINGS:
        raise FileRefused(f"{file}: a file of columns ends in {', '.join(ENDINGS[:-1])} or {ENDINGS[-1]}")


def _one_line(error: Exception) -> str:
    said = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return " ".join(said.split())


def _open_csv(file: Path) -> Any:
    """Every value as text: a code such as 007 passes through as it stands, and a bad number can be named with its row."""
    with file.open("rb") as opened:
        names = pyarrow.csv.open_csv(opened, pyarrow.csv.ReadOptions(block_size=_BLOCK_BYTES)).schema.names
    texts = pyarrow.csv.ConvertOptions(column_types={name: pa.string() for name in names}, strings_can_be_null=True, null_values=[""])
    return pyarrow.csv.open_csv(file, pyarrow.csv.ReadOptions(block_size=_BLOCK_BYTES), convert_options=texts)


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
            raise FileRefused(f"{self.file}: {_one_line(error)}") from None

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
                raise FileRefused(f"{self.file}: {_one_line(failed)}") from None
        finally:
            self._unfinished.unlink(missing_ok=True)
