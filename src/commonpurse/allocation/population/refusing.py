"""What stops a file of columns, and what is only said of it. No sentence here holds a part of a person's row but a number at fault."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from commonpurse.formula.many import RowFault

LISTED = 20

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
class Remark:
    """What was done with a file beside reading it, in a sentence; and the rows, counted from 0, that were left out as empty."""

    text: str
    left_out: tuple[int, ...] = ()


Remarks: TypeAlias = Callable[[Remark], None]


def together(found: Sequence[Found]) -> Found:
    """Put faults in the order of their rows; beyond the first of them only their number is kept."""
    faults = sorted((fault for some, _ in found for fault in some), key=lambda fault: fault.row)
    return faults[:LISTED], len(faults[LISTED:]) + sum(more for _, more in found)


def rows_named(rows: Sequence[int], *, most: int = 5) -> str:
    """Name rows, counted from 0, as people count them: "row 5", "rows 5 and 7", "rows 1, 2, 3, 4, 5 and 90 more"."""
    numbers = [f"{row + 1:,}" for row in rows[:most]]
    last = f"{len(rows) - most:,} more" if len(rows) > most else numbers.pop()
    return f"row{'s' if len(rows) > 1 else ''} {' and '.join(filter(None, [', '.join(numbers), last]))}"


def one_line(error: Exception) -> str:
    said = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return " ".join(said.split())
