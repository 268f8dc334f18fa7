"""The kernel's side of the door: a table and columns become what it reads, and it is run over pieces of the rows."""

from collections.abc import Callable, Sequence
from threading import local
from typing import Any

import numpy as np
from numpy.typing import NDArray

from . import kernel
from .kernel import Program
from .table import Table, Wholes


def program_of(table: Table, empty_from: int) -> Program:
    """Write a table as the kernel reads it. The inputs from `empty_from` on must hold nothing."""
    parts = range(len(table.steps))
    last_points = [_last_point(table, part) for part in parts]
    money = [table.share, table.minimum, table.maximum, table.to_pence, table.weeks, table.priced, table.tolerance]
    return Program(
        questions=np.column_stack([table.columns, table.levels, table.rates]),
        points=_narrow(table.points),
        minutes=_narrow(table.minutes),
        percents=table.percents,
        paying=table.paying,
        domains=np.column_stack([table.questions_of[:-1], table.questions_of[1:], table.largest, table.caps]),
        parts=np.column_stack([table.domains_of[:-1], table.domains_of[1:], table.costing_over, last_points]),
        curves=np.array([_curve(table, part, max(last_points) + 1) for part in parts], np.int64),
        adjustments=table.adjustments,
        money=np.array([*money, table.carer, table.by_hand, empty_from], np.int64),
    )


def _narrow(values: Wholes) -> NDArray[np.int16]:
    """Write what levels are worth in 16 bits, four levels to a question at least: the kernel steps from one to the next."""
    return np.pad(values, ((0, 0), (0, max(0, kernel.FEW_LEVELS - values.shape[1])))).astype(np.int16)


def _last_point(table: Table, part: int) -> int:
    return int(table.knot_units[table.knots_of[part + 1] - 1]) // kernel.POINT


def _curve(table: Table, part: int, points: int) -> Wholes:
    """Write a curve by whole points: a start, a rise for each unit, and the denominator under both."""
    knots = slice(table.knots_of[part], table.knots_of[part + 1])
    places, pence = table.knot_units[knots], table.knot_pence[knots]
    after = np.searchsorted(places, np.arange(points) * kernel.POINT, side="right")
    before = np.maximum(after - 1, 0)
    level = (after == 0) | (after == len(places)) | bool(table.steps[part])
    high = np.minimum(after, len(places) - 1)
    span = np.where(level, 1, places[high] - places[before])
    rise = np.where(level, 0, pence[high] - pence[before])
    below = 0 if table.steps[part] else pence[0]
    start = np.where(after == 0, below, pence[before])
    return np.stack([start * span - rise * places[before], rise, span])


def prepared(program: Program, inputs: Sequence[NDArray[Any] | None], outputs: Sequence[NDArray[Any]]) -> Callable[[int, int], bool]:
    """Give what writes the results of the rows from one to another, and says whether they fit."""
    return _Prepared(program, inputs, outputs)


class _Prepared:
    """The kernel knows columns by their addresses alone: whoever may still call it holds the columns too.

    Each thread has a room of its own, once: a new one for every piece would be taken from the system and given back.
    """

    def __init__(self, program: Program, inputs: Sequence[NDArray[Any] | None], outputs: Sequence[NDArray[Any]]) -> None:
        self.program, self.inputs, self.outputs = program, inputs, outputs
        self.addresses, self.rooms = (_addresses(inputs), _addresses(outputs)), local()

    def __call__(self, start: int, stop: int) -> bool:
        if not hasattr(self.rooms, "own"):
            self.rooms.own = np.empty(kernel.bytes_of(len(self.program.paying), len(self.inputs)), np.int8)
        return kernel.compute(self.program, *self.addresses, self.rooms.own.ctypes.data, start, stop)


def _addresses(columns: Sequence[NDArray[Any] | None]) -> Wholes:
    return np.array([0 if values is None else values.ctypes.data for values in columns], np.int64)
