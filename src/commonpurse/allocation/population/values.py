"""The values of one column as whole numbers, whatever kind of column they stand in; and which rows hold no person."""

import re
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from commonpurse.formula.many import NULL, RowFault

from .refusing import LISTED, Found
from .wanted import Wanted

Flags = NDArray[np.bool_]

_TRUE_AND_FALSE = {"true": 1, "1": 1, "1.0": 1, "false": 0, "0": 0, "0.0": 0}
_WHOLE = r"^-?[0-9]{1,15}(\.0{0,9})?$"
_QUOTABLE = re.compile(r"[-+£$€]{0,2}[0-9.,]{0,9}%?")
"""A number, short enough to be nobody's NHS number or telephone. Any other text may be a part of somebody's row, and is not repeated."""

_SURELY_PLAIN = 2
"""A text of so few signs that can be read as a number is one in tens: 0x1 needs three."""

_FOOT = r"^\s*((grand\s+|sub-?\s*)?totals?\b|(sum|average|mean|median|count)s?\s*:?\s*$)"
_LAST_ROWS = 20


def plain(column: Any) -> Any:
    """Give a column in a kind that everything here can read: codes of a dictionary written out, views and bytes as text."""
    kind = column.type
    if pa.types.is_dictionary(kind):
        return plain(column.dictionary_decode())
    if pa.types.is_run_end_encoded(kind):
        return plain(pc.run_end_decode(column))
    if pa.types.is_string_view(kind) or pa.types.is_large_string(kind):
        return column.cast(pa.string())
    if pa.types.is_binary(kind) or pa.types.is_large_binary(kind) or pa.types.is_binary_view(kind):
        return _as_text(column)
    return column


def _as_text(column: Any) -> Any:
    try:
        return column.cast(pa.binary()).cast(pa.string())
    except pa.ArrowException:
        return column


def taken(column: Any, wanted: Wanted, rows: NDArray[np.int64]) -> tuple[NDArray[Any], Found]:
    """Give a column as whole numbers with NULL where it is empty, and what is wrong with it. `rows` are the rows of the file."""
    column = plain(column)
    if (fitting := _fitting(column, wanted)) is not None:
        return fitting, ([], 0)
    numbers, unreadable = _as_wholes(column, flag=wanted.flag)
    values = pc.fill_null(numbers, NULL).to_numpy(zero_copy_only=False).astype(np.int64, copy=False)
    there = numbers.is_valid().to_numpy(zero_copy_only=False)
    outside = there & ((values < 0) | (values > wanted.most))
    wrong = np.flatnonzero(outside | unreadable)
    must = "true or false" if wanted.flag else f"a whole number from 0 to {wanted.most:,}"
    faults = [RowFault(int(rows[row]), wanted.name, f"must be {must}, and {_shown(column[int(row)])}") for row in wrong[:LISTED]]
    return values.astype(wanted.dtype) if not faults else values, (faults, len(wrong) - len(faults))


def _fitting(column: Any, wanted: Wanted) -> NDArray[Any] | None:
    """Give a column of whole numbers all of which fit, which is nearly every one, without looking at each; else None."""
    if not pa.types.is_signed_integer(column.type):
        return None
    ends = pc.min_max(column).as_py()
    if ends["min"] is not None and not 0 <= ends["min"] <= ends["max"] <= wanted.most:
        return None
    values: NDArray[Any] = pc.fill_null(column, NULL).to_numpy(zero_copy_only=False)
    return values.astype(wanted.dtype, copy=False)


def _shown(value: Any) -> str:
    said = value.as_py()
    if isinstance(said, str):
        return f"is {said!r}" if _QUOTABLE.fullmatch(said) else "is text"
    text = str(said)
    return f"is {text}" if len(text) <= LISTED and not isinstance(said, bytes) else "is something else"


def _as_wholes(column: Any, *, flag: bool) -> tuple[Any, Flags]:
    """Give whole numbers, null where there is nothing, and where something stands that is no whole number."""
    kind = column.type
    nothing_wrong = np.zeros(len(column), np.bool_)
    if pa.types.is_null(kind) or (pa.types.is_boolean(kind) and flag):
        return column.cast(pa.int64()), nothing_wrong
    if pa.types.is_signed_integer(kind) or (pa.types.is_unsigned_integer(kind) and kind.bit_width < _WIDEST):
        return column.cast(pa.int64()), nothing_wrong
    if pa.types.is_unsigned_integer(kind):
        return _cast_where(column, pc.less_equal(column, pa.scalar(_LARGEST, pa.uint64())))
    if pa.types.is_float16(kind):
        return _as_wholes(column.cast(pa.float32()), flag=flag)
    if pa.types.is_floating(kind):
        return _cast_where(column, pc.and_(pc.equal(column, pc.round(column)), pc.less(pc.abs(column), pa.scalar(_EXACT, kind))))
    if pa.types.is_decimal(kind):
        return _from_texts(column.cast(pa.string()), flag=flag)
    if pa.types.is_string(kind):
        return _from_texts(column, flag=flag)
    return pa.nulls(len(column), pa.int64()), column.is_valid().to_numpy(zero_copy_only=False)


_WIDEST = 64
_LARGEST = 2**63 - 1
_EXACT = 1e15


def _from_texts(column: Any, *, flag: bool) -> tuple[Any, Flags]:
    if not flag and (numbers := _surely_plain(column)) is not None:
        return numbers, np.zeros(len(column), np.bool_)
    stripped = pc.utf8_trim_whitespace(column)
    stripped = pc.if_else(pc.equal(stripped, ""), pa.scalar(None, pa.string()), stripped)
    if flag:
        lowered = pc.utf8_lower(stripped)
        found = pc.index_in(lowered, pa.array(list(_TRUE_AND_FALSE)))
        numbers = pc.take(pa.array(list(_TRUE_AND_FALSE.values()), pa.int64()), found)
        return numbers, pc.and_(stripped.is_valid(), pc.invert(found.is_valid())).to_numpy(zero_copy_only=False)
    whole = pc.match_substring_regex(stripped, _WHOLE)
    return _cast_where(pc.replace_substring_regex(stripped, r"\.0*$", ""), whole)


def _surely_plain(column: Any) -> Any:
    """Read numbers of one or two digits, which nearly all are, without looking at each of them twice; None where that cannot be."""
    longest = pc.max(pc.binary_length(column)).as_py() or 0
    if longest > _SURELY_PLAIN:
        return None
    try:
        return column.cast(pa.int64())
    except pa.ArrowInvalid:
        return None


def _cast_where(column: Any, fits: Any) -> tuple[Any, Flags]:
    fits = pc.fill_null(fits, False)  # noqa: FBT003 - the value to fill with
    unreadable = pc.and_(column.is_valid(), pc.invert(fits)).to_numpy(zero_copy_only=False)
    if not pc.any(fits).as_py():
        return pa.nulls(len(column), pa.int64()), unreadable
    return pc.if_else(fits, column, pa.scalar(None, column.type)).cast(pa.int64()), unreadable


# Rows that are no person


def left_out_and_at_fault(batch: Any, levels: dict[str, NDArray[Any]], wanted: set[str]) -> tuple[Flags, list[tuple[int, str]]]:
    """Say which rows of a batch are wholly empty, and which are no person's though something stands in them, with a sentence.

    `levels` are the columns that say something of each person: a row with any of them is looked at no further, but for its foot.
    """
    empty = np.zeros(batch.num_rows, np.bool_)
    candidates = np.ones(batch.num_rows, np.bool_)
    for values in levels.values():
        candidates &= values == NULL
        if not candidates.any():
            break
    faults = [] if not candidates.any() else _without_answers(batch, np.flatnonzero(candidates), wanted, empty)
    return empty, sorted([*faults, *_foot(batch, wanted)])


def _without_answers(batch: Any, rows: NDArray[np.intp], wanted: set[str], empty: Flags) -> list[tuple[int, str]]:
    answered, named = np.zeros(len(rows), np.bool_), np.zeros(len(rows), np.bool_)
    some = batch.take(pa.array(rows))
    for name, column in zip(batch.schema.names, some.columns, strict=True):
        (answered if name in wanted else named)[:] |= _filled(plain(column))
    empty[rows[~answered & ~named]] = True
    return [(int(row), "nothing is answered here, so it is no person's; take the row out") for row in rows[~answered & named]]


def _filled(column: Any) -> Flags:
    there: Flags = column.is_valid().to_numpy(zero_copy_only=False)
    if pa.types.is_string(column.type):
        blank = pc.fill_null(pc.equal(pc.utf8_trim_whitespace(column), ""), False)  # noqa: FBT003 - the value to fill with
        there &= ~blank.to_numpy(zero_copy_only=False)
    return there


def _foot(batch: Any, wanted: set[str]) -> list[tuple[int, str]]:
    """Find a total or a mean at the end, whose numbers might be taken for a person's."""
    first = max(0, batch.num_rows - _LAST_ROWS)
    last = batch.slice(first)
    found: set[int] = set()
    for name, column in zip(last.schema.names, last.columns, strict=True):
        texts = plain(column)
        if name not in wanted and pa.types.is_string(texts.type):
            says = pc.match_substring_regex(texts, _FOOT, ignore_case=True)
            found |= {row for row, each in enumerate(says.to_pylist()) if each}
    return [(first + row, "this is a total, a mean or the like, and no person; take the row out") for row in found]
