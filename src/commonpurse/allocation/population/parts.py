"""The parts of a population: files, and within large Parquet files runs of row groups. A part is computed by itself, anywhere."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet

from .files import ENDINGS, columns_of
from .refusing import FileRefused
from .wanted import Wanted, other_columns

ROWS_OF_A_PART = 1_000_000


@dataclass(frozen=True)
class Part:
    """Some rows of a file, in the file's own order: all of them, or those of some row groups, of which `first` is the first row.

    `rows` is None where only reading would tell.
    """

    file: Path
    row_groups: tuple[int, ...] | None = None
    first: int = 0
    rows: int | None = None


def files_of(named: Sequence[Path]) -> list[Path]:
    """Give the files that were named, and for each folder all the files of columns in it, by name. Raises FileRefused."""
    found: list[Path] = []
    for each in named:
        if not each.is_dir():
            found.append(each)
            continue
        inside = sorted(file for file in each.iterdir() if file.suffix.lower() in ENDINGS and not file.name.startswith("."))
        if not inside:
            raise FileRefused(f"{each}: there is no file in this folder that ends in {', '.join(ENDINGS[:-1])} or {ENDINGS[-1]}")
        found += inside
    twice = [file for file in dict.fromkeys(found) if found.count(file) > 1]
    if twice:
        raise FileRefused("\n".join(f"{file}: this file is named more than once" for file in twice))
    return found


def unlike(files: Sequence[Path], wanted: Sequence[Wanted]) -> list[str]:
    """Name the files whose columns are not those of the others, a sentence each."""
    columns: dict[Path, Sequence[str]] = {}
    for file in files if len(files) > 1 else ():
        with suppress(FileRefused):  # reading it will say what is wrong with it
            columns[file] = columns_of(file, wanted)
    return other_columns(columns)


def parts_of(files: Sequence[Path]) -> list[Part]:
    return [part for file in files for part in _parts_of(file)]


def _parts_of(file: Path) -> Iterator[Part]:
    if file.suffix.lower() != ".parquet":
        yield Part(file)
        return
    try:
        footer = pyarrow.parquet.read_metadata(file)
    except (pa.ArrowException, OSError):
        yield Part(file)  # reading it will say what is wrong with it
        return
    groups: list[int] = []
    first = rows = 0
    for group in range(footer.num_row_groups):
        groups, rows = [*groups, group], rows + footer.row_group(group).num_rows
        if rows >= ROWS_OF_A_PART or group == footer.num_row_groups - 1:
            yield Part(file, tuple(groups), first, rows)
            groups, first, rows = [], first + rows, 0
    if footer.num_row_groups == 0:
        yield Part(file, (), 0, 0)
