"""The same person in more than one row: found by what tells people apart, which is not kept, and named by rows."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from commonpurse.values.numbers import counted

from .refusing import rows_named
from .values import plain
from .wanted import person_column

_NAMED = 5


class SamePerson:
    """Sees every row of every file once. Of each it keeps eight bytes, from which nobody can be told."""

    def __init__(self) -> None:
        self._seen: list[NDArray[np.int64]] = []
        self._rows: dict[Path, int] = {}
        self._left_out: dict[Path, list[int]] = {}

    def left_out(self, file: Path, rows: Sequence[int]) -> None:
        """Be told which rows of a file are not among those that are added."""
        self._left_out.setdefault(file, []).extend(rows)

    def add(self, file: Path, batch: pa.RecordBatch) -> None:
        self._rows[file] = self._rows.get(file, 0) + batch.num_rows
        name = person_column(batch.schema.names)
        self._seen.append(_marks(batch.column(name)) if name else np.zeros(batch.num_rows, np.int64))

    def remarks(self) -> Iterator[str]:
        """Say who stands there more than once, the first of them by rows."""
        if not self._seen:
            return
        marks = np.concatenate(self._seen)
        ordered = np.sort(marks)
        if not len(twice := _without(_NOBODY, ordered[1:][ordered[1:] == ordered[:-1]])):
            return
        seen, first_place = np.unique(np.where(np.isin(marks, twice), marks, _NOBODY), return_index=True)
        by_place = _without(_NOBODY, seen[np.argsort(first_place)])
        first = [self._named(np.flatnonzero(marks == mark)) for mark in by_place[:_NAMED].tolist()]
        more = f"; and {counted(len(by_place) - _NAMED, 'person', 'people')} more" if len(by_place) > _NAMED else ""
        yield f"The same person stands there more than once, and is counted each time: {'; '.join(first)}{more}."

    def _named(self, places: NDArray[np.intp]) -> str:
        starts = np.cumsum([0, *self._rows.values()])
        named = []
        for file, start, end in zip(self._rows, starts[:-1].tolist(), starts[1:].tolist(), strict=True):
            within = places[(places >= start) & (places < end)] - start
            if len(within):
                rows = rows_named(self._as_in_the_file(file, within).tolist())
                named.append(f"{file}: {rows}" if len(self._rows) > 1 else rows)
        return ", ".join(named)

    def _as_in_the_file(self, file: Path, rows: NDArray[np.intp]) -> NDArray[np.intp]:
        out = np.sort(np.array(self._left_out.get(file, []), np.intp))
        return rows + np.searchsorted(out - np.arange(len(out)), rows, side="right")


_NOBODY = hash("")


def _without(value: int, marks: NDArray[np.int64]) -> NDArray[np.int64]:
    found: NDArray[np.int64] = marks[marks != value]
    return found


def _marks(column: Any) -> NDArray[np.int64]:
    """Give a number for each person: the same for the same, and hardly ever for two; `_NOBODY` where nobody is named."""
    marks = np.fromiter(map(hash, _trimmed(column).to_numpy(zero_copy_only=False).tolist()), np.int64, len(column))
    marks[marks == hash(None)] = _NOBODY
    return marks


def names_of(column: Any) -> NDArray[Any]:
    """Give what tells people apart, None where that is empty."""
    texts = _trimmed(column)
    found: NDArray[Any] = pc.if_else(pc.equal(texts, ""), pa.scalar(None, pa.string()), texts).to_numpy(zero_copy_only=False)
    return found


def _trimmed(column: Any) -> Any:
    """Give texts; spaces round them tell nobody apart."""
    texts = plain(column)
    if not pa.types.is_string(texts.type):
        try:
            texts = texts.cast(pa.string())
        except pa.ArrowException:
            return pa.nulls(len(column), pa.string())
    return pc.utf8_trim_whitespace(texts)
