"""A small population, and the ways in which files of it really come: told apart by nothing but how they are written."""

import csv
import io
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from .typed import people

CANARY = "Wilhelmina"
"""Stands in every row of every file here, and in no message."""

NUMBER = 40


@cache
def _rows() -> tuple[tuple[str, ...], ...]:
    table = people(NUMBER, seed=11)
    names = ["person", "reason", *(name for name in table.schema.names[5:]), "known_as"]
    columns = [["" if value is None else str(value).lower() for value in table.column(name).to_pylist()] for name in names[:-1]]
    rows = list(zip(*columns, [f"{CANARY} {at}" for at in range(NUMBER)], strict=True))
    return (tuple(names), *rows)


def rows() -> list[list[str]]:
    """Give the names and everybody, as texts."""
    return [list(each) for each in _rows()]


def text(given: list[list[str]], *, parting: str = ",", ends: str = "\n") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=parting, lineterminator=ends).writerows(given)
    return out.getvalue()


def put(file: Path, content: str | bytes, encoding: str = "utf-8") -> Path:
    file.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return file


def with_cell(name: str, row: int, value: str) -> list[list[str]]:
    given = rows()
    given[row][given[0].index(name)] = value
    return given


def renamed(old: str, new: str) -> list[list[str]]:
    given = rows()
    given[0][given[0].index(old)] = new
    return given


Written = Callable[[], bytes]

CERTAIN: dict[str, Written] = {
    "as it is": lambda: text(rows()).encode(),
    "a mark before UTF-8": lambda: text(rows()).encode("utf-8-sig"),
    "UTF-16": lambda: text(rows()).encode("utf-16"),
    "UTF-16, little end first, unmarked": lambda: text(rows()).encode("utf-16-le"),
    "UTF-16, big end first, unmarked": lambda: text(rows()).encode("utf-16-be"),
    "UTF-16 with tabs (Excel: Unicode text)": lambda: text(rows(), parting="\t", ends="\r\n").encode("utf-16"),
    "UTF-32": lambda: text(rows()).encode("utf-32"),
    "Windows-1252": lambda: text(with_cell("reason", 3, "Zoë’s café, £5")).encode("cp1252"),
    "semicolons": lambda: text(rows(), parting=";").encode(),
    "semicolons that Excel names": lambda: ("sep=;\n" + text(rows(), parting=";")).encode(),
    "tabs": lambda: text(rows(), parting="\t").encode(),
    "bars": lambda: text(rows(), parting="|").encode(),
    "lines of Windows": lambda: text(rows(), ends="\r\n").encode(),
    "lines of an old Mac": lambda: text(rows(), ends="\r").encode(),
    "no last line end": lambda: text(rows()).rstrip("\n").encode(),
    "empty lines at the end": lambda: (text(rows()) + "\n\n\n").encode(),
    "titles above": lambda: ("Adult social care,,\nExtract of 1 April 2026\n\n" + text(rows())).encode(),
    "titles above, with tabs": lambda: ("Adult social care\n\n" + text(rows(), parting="\t")).encode(),
    "levels as 2.0": lambda: _with_points().encode(),
    "a cell of three megabytes in many lines": lambda: text(with_cell("reason", 7, "a line\n" * 450_000)).encode(),
    "a cell of three megabytes in one line": lambda: text(with_cell("reason", 7, "a line " * 450_000)).encode(),
    "empty rows within and after": lambda: text([*rows()[:9], [""] * len(rows()[0]), *rows()[9:], *[[""] * len(rows()[0])] * 3]).encode(),
}
"""Each is the same population."""


def _with_points() -> str:
    names, *others = rows()
    return text([names, *([f"{cell}.0" if cell.isdecimal() else cell for cell in row] for row in others)])


def _cut(given: str, at: int) -> bytes:
    """Open a quotation mark in this row that nothing closes."""
    lines = given.splitlines(keepends=True)
    cells = lines[at].split(",")
    return ("".join(lines[:at]) + ",".join([cells[0], f'"{cells[1]}', *cells[2:]]) + "".join(lines[at + 1 :])).encode()


UNCERTAIN: dict[str, tuple[Written, str]] = {
    "an old Mac's letters": (lambda: text(with_cell("reason", 3, "García")).encode("mac-roman"), 'row 3, column "reason"'),
    "letters of DOS": (lambda: text(with_cell("reason", 3, "café é ü")).encode("cp850"), 'row 3, column "reason"'),
    "half of it in other letters": (
        lambda: text(with_cell("reason", 3, "Zoë")).encode() + text(with_cell("reason", 3, "Zoë")[3:4]).encode("cp1252"),
        f'row {NUMBER + 1}, column "reason"',
    ),
    "bytes that are nothing": (lambda: text(with_cell("reason", 3, "a\0b")).encode(), 'row 3, column "reason"'),
    "UTF-16 that breaks off": (lambda: text(rows()).encode("utf-16")[:-1], "UTF-16"),
    "a spreadsheet": (lambda: b"PK\x03\x04" + bytes(200), "spreadsheet"),
    "a short row": (lambda: text([*rows()[:5], rows()[5][:-2], *rows()[6:]]).encode(), "row 5: "),
    "a long row": (lambda: text([*rows()[:5], [*rows()[5], "x", "y"], *rows()[6:]]).encode(), "row 5: "),
    "a row that breaks off at the end": (lambda: text(rows()).encode()[:-40], f"row {NUMBER}: "),
    "a quotation mark that stays open": (lambda: _cut(text(rows()), 6), "row 6: "),
    "a total below": (lambda: text([*rows(), ["Total", *[""] * (len(rows()[0]) - 1)]]).encode(), f"row {NUMBER + 1}: "),
    "a total with numbers that could be a person's": (
        lambda: text([*rows(), ["Total:", "", *["1"] * (len(rows()[0]) - 3), ""]]).encode(),
        f"row {NUMBER + 1}: ",
    ),
    "a note below": (lambda: (text(rows()) + "Source: our own records\n").encode(), f"row {NUMBER + 1}: "),
    "no names": (lambda: text(rows()[1:]).encode(), "does not name the columns"),
    "a million columns": (lambda: b"a," * 1_000_000 + b"\n", "does not name columns"),
    "too many columns": (lambda: ",".join(f"a{at}" for at in range(3_000)).encode() + b"\n", "at most 2,000"),
    "a column without a name": (lambda: text([[*row, ""] for row in rows()]).encode(), "has no name"),
    "nothing": (lambda: b"", "empty"),
}
"""What is refused, and what the sentence says."""


def everything_that_counts(found: list[dict[str, Any]]) -> list[Any]:
    return [(each["person"], each["state"], each["amount_pence"], each["range_high_pence"], each["funder_nhs_pence"]) for each in found]
