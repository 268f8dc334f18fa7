"""A CSV file as it comes: in which letters it is written, what parts its cells, where its names stand; and which rows are broken.

Read where that is certain. Else it is one sentence with row and column and what to do: never a part of the row.
"""

import csv
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv

from commonpurse.formula.faults import quoted
from commonpurse.formula.many import RowFault

from .refusing import LISTED, FileRefused, Remark

BLOCK_BYTES = 2 << 20
MOST_OF_A_ROW = 64 << 20
_HEAD = 1 << 20
_LINES_TO_LOOK_AT = 30
_LINE_END = re.compile(r"\r\n|\r|\n")
_PARTINGS = (",", ";", "\t", "|")

_MARKED = ((b"\xff\xfe\0\0", "utf-32"), (b"\0\0\xfe\xff", "utf-32"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_NO_TEXT = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x1f\x8b", b"PAR1", b"ARROW1", b"%PDF")
_QUOTE, _LINE_FEED, _RETURN = 34, 10, 13

_WESTERN = re.compile(rb"[\x00-\x7f\xc0-\xff\x80\x85\x91-\x97\xa0\xa3\xa7\xa9\xae\xb0\xb4\xb7\xbc-\xbe]*")
_NOT_SURELY_WESTERN = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"  # letters that are UTF-8: then the file is in two minds
    rb"|[A-Za-z][\x80\x85\x91\x93-\x97\xa0][a-z]"  # an accent of DOS or of an old Mac, in the midst of a word
    rb"|[A-Za-z]\x92(?![A-Z]|(?:s|t|d|m|ll|re|ve)(?![A-Za-z]))[a-z]"
)
SAVE_IT = "save it again as “CSV UTF-8” (Excel: Save As, CSV UTF-8)"


@dataclass(frozen=True)
class Shape:
    """How a file is written. `is_named`: the row of names was found. `longest` is the most bytes of one row.

    `has_long_cells`: line ends stand within quotation marks.
    """

    encoding: str = "utf-8"
    parting: str = ","
    lines_before: int = 0
    is_named: bool = False
    longest: int = 0
    has_long_cells: bool = False
    remarks: tuple[Remark, ...] = ()


def shape_of(file: Path, names: Sequence[str]) -> Shape:
    """Look through the file. `names` are those whose row is looked for. Raises FileRefused, with the row where there is one."""
    shape, _ = _beginning(file, names)
    return _looked_through(file, shape)


def names_in(file: Path, names: Sequence[str]) -> list[str]:
    """Give the names of the columns, and look no further."""
    shape, head = _beginning(file, names)
    lines = _LINE_END.split(head.decode(shape.encoding, errors="replace").lstrip("\ufeff"), maxsplit=_LINES_TO_LOOK_AT)
    return _cells(lines[shape.lines_before], shape.parting)


def _beginning(file: Path, names: Sequence[str]) -> tuple[Shape, bytes]:
    with file.open("rb") as opened:
        head = opened.read(_HEAD)
    if not head:
        raise FileRefused(f"{file}: the file is empty")
    if head.startswith(_NO_TEXT):
        raise FileRefused(f"{file}: this is no text but a spreadsheet or the like: open it, and {SAVE_IT}")
    return _with_names(file, Shape(encoding=_encoding_of(head)), head, names), head


def _encoding_of(head: bytes) -> str:
    for mark, encoding in _MARKED:
        if head.startswith(mark):
            return encoding
    pairs = max(len(head) // 2, 1)
    even, odd = head[::2].count(0) / pairs, head[1::2].count(0) / pairs
    if max(even, odd) > 0.4 and min(even, odd) < 0.05:
        return "utf-16-le" if odd > even else "utf-16-be"
    return "utf-8-sig"


def _with_names(file: Path, shape: Shape, head: bytes, names: Sequence[str]) -> Shape:
    """Find the row that names the columns among the first ones, and what parts its cells: both are certain where two names stand in it."""
    text = head.decode(shape.encoding, errors="replace").lstrip("\ufeff")
    lines = _LINE_END.split(text, maxsplit=_LINES_TO_LOOK_AT)
    if len(lines) == 1 and len(head) == _HEAD:
        raise FileRefused(f"{file}: its first row is longer than a million signs: it does not name columns")
    known = set(names)
    for at, line in enumerate(lines[:_LINES_TO_LOOK_AT]):
        count, _, parting = max((sum(cell in known for cell in _cells(line, each)), -place, each) for place, each in enumerate(_PARTINGS))
        if count >= min(2, len(known)):
            return _below(file, shape, lines[:at], parting)
    return shape


def _below(file: Path, shape: Shape, lines: Sequence[str], parting: str) -> Shape:
    """Say what was passed over above the names."""
    before = [line for line in lines if line.strip() and not line.casefold().startswith("sep=")]
    said = f"{file}: {_counted(len(before), 'line')} above the names of the columns {'was' if len(before) == 1 else 'were'} passed over"
    return replace(shape, parting=parting, lines_before=len(lines), is_named=True, remarks=(Remark(said),) if before else ())


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _cells(line: str, parting: str) -> list[str]:
    with _cells_of_any_length():
        return next(csv.reader([line], delimiter=parting), [])


@contextmanager
def _cells_of_any_length() -> Iterator[None]:
    before = csv.field_size_limit(sys.maxsize)
    try:
        yield
    finally:
        csv.field_size_limit(before)


# Every byte, once


def _looked_through(file: Path, shape: Shape) -> Shape:
    """Say whether all of it is text, how long its longest row is, and whether line ends stand in cells. Raises FileRefused."""
    ends = _Ends()
    if shape.encoding == "utf-8-sig":
        western = False
        for block in _blocks(file):
            western |= not ends.is_utf8(block)
            if ends.has_nothing:
                break
            ends.add(block)
        if ends.has_nothing:
            raise _broken(file, shape, "\0", "holds a sign that is no text (NUL)")
        shape = replace(shape, encoding="utf-8") if not western and ends.is_whole else _as_western(file, shape)
    else:
        for text in _texts(file, shape):
            ends.add(text.encode())
    shape = replace(shape, longest=ends.longest, has_long_cells=ends.has_long_cells)
    if shape.has_long_cells and (faults := broken_rows(file, shape)):
        raise refused_rows(file, faults)
    if shape.longest > MOST_OF_A_ROW:
        raise FileRefused(f"{file}: a row in it is longer than {MOST_OF_A_ROW >> 20} million signs")
    return shape


class _Ends:
    """Where rows end: line ends outside quotation marks."""

    def __init__(self) -> None:
        self.longest = self._since = 0
        self.has_nothing = False
        self._inside = self._ended_inside = False
        self._rest = b""

    @property
    def is_whole(self) -> bool:
        return not self._rest

    @property
    def has_long_cells(self) -> bool:
        """Whether a line ended within quotation marks, or the file did."""
        return self._ended_inside or self._inside

    def is_utf8(self, block: bytes) -> bool:
        if block.isascii() and not self._rest:
            self.has_nothing |= 0 in block
            return True
        self.has_nothing |= 0 in block
        try:
            (self._rest + block).decode()
        except UnicodeDecodeError as error:
            cut = error.reason == "unexpected end of data"
            self._rest = (self._rest + block)[error.start :] if cut else b""
            return cut
        self._rest = b""
        return True

    def add(self, block: bytes) -> None:
        signs = np.frombuffer(block, np.uint8)
        ends = signs == _LINE_FEED
        if _RETURN in block:
            ends |= signs == _RETURN
        places = np.flatnonzero(ends)
        if self._inside or _QUOTE in block:
            quotes = np.flatnonzero(signs == _QUOTE)
            inside = (np.searchsorted(quotes, places) + self._inside) % 2 == 1
            self._ended_inside |= bool(inside.any())
            self._inside ^= bool(len(quotes) % 2)
            places = places[~inside]
        self._measure(places, len(signs))

    def _measure(self, places: Any, length: int) -> None:
        if not len(places):
            self._since += length
        else:
            self.longest = max(self.longest, self._since + int(places[0]), int(np.diff(places).max(initial=0)))
            self._since = length - int(places[-1])
        self.longest = max(self.longest, self._since)


def _blocks(file: Path) -> Iterator[bytes]:
    with file.open("rb") as opened:
        while block := opened.read(_HEAD):
            yield block


def _texts(file: Path, shape: Shape) -> Iterator[str]:
    try:
        with file.open(encoding=shape.encoding, newline="") as opened:
            while text := opened.read(_HEAD):
                yield text
    except UnicodeError:
        raise FileRefused(f"{file}: this is not whole: its letters (UTF-16) break off or do not fit together; {SAVE_IT}") from None


def _as_western(file: Path, shape: Shape) -> Shape:
    """Take what is not UTF-8 as Windows-1252 where nothing speaks against it, and say so: in money only digits count."""
    tail = b""
    certain = True
    for block in _blocks(file):
        certain &= bool(_WESTERN.fullmatch(block)) and not _NOT_SURELY_WESTERN.search(tail + block)
        tail = block[-8:]
    if not certain:
        raise _broken(file, shape, "", f"holds a letter that is not UTF-8, and that may be several; {SAVE_IT}")
    where = _place_of(file, shape, "")
    said = f"{file}: this is not in UTF-8, and was read as Windows-1252; {where} holds the first such letter. If it is wrong, {SAVE_IT}"
    return replace(shape, encoding="cp1252", remarks=(*shape.remarks, Remark(said)))


def _broken(file: Path, shape: Shape, sign: str, problem: str) -> FileRefused:
    return FileRefused(f"{file}: {_place_of(file, shape, sign)} {problem}")


def _place_of(file: Path, shape: Shape, sign: str) -> str:
    """Name the row and column of the first cell that holds a sign, or bytes that are not UTF-8."""
    names: list[str] = []
    with _cells_of_any_length(), _rows(file, shape) as rows:
        for number, cells in enumerate(rows):
            at = next((at for at, cell in enumerate(cells) if (sign in cell if sign else _has_odd_bytes(cell))), None)
            if at is not None and number == 0:
                return f"the row of names, column {at + 1},"
            if at is not None:
                return f"row {number:,}, column {quoted(names[at]) if shape.is_named and at < len(names) else at + 1},"
            names = names or cells
    return "a line above the names of the columns"


def _has_odd_bytes(cell: str) -> bool:
    return not cell.isascii() and any("\udc80" <= sign <= "\udcff" for sign in cell)


@contextmanager
def _rows(file: Path, shape: Shape, *, strict: bool = False) -> Iterator[Iterator[list[str]]]:
    with file.open(encoding=shape.encoding, newline="", errors="surrogateescape") as opened:
        for _ in range(shape.lines_before):
            opened.readline()
        yield (cells for cells in csv.reader(opened, delimiter=shape.parting, strict=strict) if cells)


# Broken rows


def broken_rows(file: Path, shape: Shape) -> list[RowFault]:
    """Name every row that has more or fewer cells than there are names, or whose quotation marks do not close."""
    faults: list[RowFault] = []
    number, names = 0, 0
    with _cells_of_any_length(), _rows(file, shape, strict=True) as rows:
        try:
            for number, cells in enumerate(rows):
                names = names or len(cells)
                if len(cells) != names:
                    faults.append(RowFault(number - 1, "", f"{_counted(len(cells), 'cell')} in it, and {names:,} columns are named"))
        except csv.Error as error:
            ends = "is not closed" if "end of data" in str(error) else "is closed in the midst of a cell"
            faults.append(RowFault(number if names else 0, "", f"a quotation mark in it {ends}: two of them stand for one within a cell"))
    return faults


def refused_rows(file: Path, faults: Sequence[RowFault]) -> FileRefused:
    more = [f"{file}: and {len(faults) - LISTED:,} more such rows"] if len(faults) > LISTED else []
    return FileRefused("\n".join([*(f"{file}: {fault}" for fault in faults[:LISTED]), *more]))


# Reading


def open_csv(file: Path, shape: Shape, broken: Any) -> Any:
    """Open it, every value as text: a code such as 007 passes through as it stands, and a bad number can be named with its row.

    `broken` is told of each row with too many or too few cells.
    """
    reading = pyarrow.csv.ReadOptions(
        block_size=max(BLOCK_BYTES, 2 * shape.longest + 1024), encoding=shape.encoding, skip_rows=shape.lines_before
    )
    parsing = pyarrow.csv.ParseOptions(delimiter=shape.parting, newlines_in_values=shape.has_long_cells, invalid_row_handler=broken)
    with pyarrow.csv.open_csv(file, reading, parsing) as opened:
        names = opened.schema.names
    texts = pyarrow.csv.ConvertOptions(column_types={name: pa.string() for name in names}, strings_can_be_null=True, null_values=[""])
    return pyarrow.csv.open_csv(file, reading, parsing, convert_options=texts)
