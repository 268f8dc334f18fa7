"""The steps of docs/scheme-format.md for a run of rows, compiled by numba: once for all schemes, and kept on disk.

Rows go through in blocks that stay in the processor's nearer caches. Every step is a plain loop over a block, which the compiler turns
into instructions on many rows at once: no branch on a row's values, and no division by hardware. The narrower a number, the more rows
at once: answers and what a level is worth have 16 bits, units of need and the second estimate 32, all other money 64; `bounds` proves
that nothing runs over. A sum is cast back to its width at every step, or the compiler would reckon in 64 bits.

All arrays of rows are views of memory that the caller owns: numba counts references to its own arrays at every call, which took as long
as a fifth of the sums. Loops that touch several arrays find them from one address, so that the compiler sees that they lie apart.
"""

from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

import numpy as np
from llvmlite import ir
from numba import carray, njit, types
from numba.core import cgutils
from numba.extending import intrinsic

from .table import Wholes

_Function = TypeVar("_Function", bound=Callable[..., Any])


class Program(NamedTuple):
    """A scheme as the kernel reads it. Each row of `questions`, `domains` and `parts` holds what the constants below name.

    `points` and `minutes` are by question and level, four levels at least; `curves` are by part, then a line's start, its rise for each
    unit and its denominator, then by whole points; `money` holds the figures of steps 4 to 10.
    """

    questions: Wholes
    points: Any
    minutes: Any
    percents: Wholes
    paying: Wholes
    domains: Wholes
    parts: Wholes
    curves: Wholes
    adjustments: Wholes
    money: Wholes


AT_LEVEL, AT_WORST, AT_WEEKS, AT_UNPAID, LEVELS, RATE = range(6)
FIRST, END, LARGEST, CAP = range(4)
COSTING_OVER, LAST_POINT = 2, 3
SHARE, MINIMUM, MAXIMUM, TO_PENCE, WEEKS_A_YEAR, PRICED, TOLERANCE, CARER, BY_HAND, EMPTY = range(10)

STATE_AT, AMOUNT_AT, GROSS_AT, YEAR_AT, WORST_WEEKS_AT, FUNDERS_AT = range(6)
SECOND_AT, DIFFERS_AT, LOW_AT, HIGH_AT = range(4)
"""Where the results are among the outputs: the first by themselves, the others counted from the end of the funders'."""

# These stand elsewhere too. But numba looks only at this file when it asks whether what it kept on disk is still true.
NULL, AMOUNT, COSTING, UNKNOWN = -1, 0, 1, 2
WEEKS, QUARTERS, POINT, PERCENT, HUNDREDTHS, SECOND = 52, 4, 208, 100, 10_000, 12_480
NO_CAP = 2**62
FEW_LEVELS, FIGURES_A_LINE = 4, 8
BLOCK = 2048
LINE_OF_CACHE = 64


class Block(NamedTuple):
    """Where a block of rows is worked on. The constants below name what the rows of each array hold; those that are `int` are addresses."""

    costs: Any
    nothing: int
    halves: int
    needs: int
    second: Any
    wide: Wholes
    owed: Wholes
    gathered: Any
    waiting: Wholes
    figures: Wholes


HELPS, MISSING, LEFT, WEEKS_SAID, LEVEL, WORST, POINTS, MORE_POINTS, MINUTES, MORE_MINUTES, HALVES = range(11)
GROSS, STEADY_GROSS, NET, STEADY_NET, WEIGHTS = range(5)
IN_PART, IN_DOMAIN, IN_QUESTION, PLACES = range(4)
BEYOND, G, N, STEADY_G, STEADY_N, LINE, BELOW, PENCE, STEADY_PENCE, WITH_HELP, WITHOUT_HELP, STEADY, WIDE = range(13)
SHARES, TOTALS, REMAINDERS, OWED = range(4)
THE_AMOUNT, THE_REST, THE_LOW, ANY, FIGURES = range(5)


def _compiled(function: _Function) -> _Function:
    """Compile a part of the kernel, which only the kernel calls."""
    compiled: _Function = njit(nogil=True, error_model="numpy", no_cpython_wrapper=True, no_cfunc_wrapper=True)(function)
    return compiled


def _kept(function: _Function) -> _Function:
    """Compile a function with all that it calls when it is first called, and keep it on the disk where there is a place to write."""
    try:
        compiled: _Function = njit(cache=True, nogil=True, error_model="numpy")(function)
    except RuntimeError:
        compiled = njit(nogil=True, error_model="numpy")(function)
    return compiled


def _as_pointer(_context: Any, address: Any) -> Any:
    """Let an address be used: columns are as many as a scheme has, and numba would compile anew for every number of arrays."""

    def build(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        return builder.inttoptr(arguments[0], cgutils.voidptr_t)

    return types.voidptr(types.int64), build


def _put_eight(_context: Any, to: Any, figures: Any) -> Any:
    """Copy eight figures to a line of memory, without reading what stood there and without keeping them in the caches."""

    def build(context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        line = ir.VectorType(ir.IntType(64), FIGURES_A_LINE).as_pointer()
        eight = builder.load(builder.inttoptr(arguments[1], line), align=FIGURES_A_LINE)
        stored = builder.store(eight, builder.inttoptr(arguments[0], line), align=LINE_OF_CACHE)
        stored.set_metadata("nontemporal", builder.module.add_metadata([ir.Constant(ir.IntType(32), 1)]))
        return context.get_dummy_value()

    return types.void(types.int64, types.int64), build


def _wait_for_all(_context: Any) -> Any:
    """Go on only when everything is in memory that was put past the caches."""

    def build(context: Any, builder: Any, _signature: Any, _arguments: Any) -> Any:
        builder.fence("seq_cst")
        return context.get_dummy_value()

    return types.void(), build


_pointer: Any = intrinsic(_as_pointer)
_put_past_the_caches: Any = intrinsic(_put_eight)
_wait_for_memory: Any = intrinsic(_wait_for_all)


def bytes_of(others: int, inputs: int) -> int:
    """Give how many bytes of room `compute` needs for a scheme with so many funders after the first, and so many inputs."""
    return int(_places.py_func(others, inputs)[-1]) + LINE_OF_CACHE  # type: ignore[attr-defined]


@_kept
def compute(program: Program, inputs: Wholes, outputs: Wholes, room: int, start: int, stop: int) -> bool:
    """Write the results of the rows from `start` to `stop`; say whether all of them fit the scheme. A block that does not is not computed.

    `inputs` and `outputs` are the addresses of the columns, 0 for one that is left out; `room` is that of as many bytes as `bytes_of`
    says, which nobody else writes to.
    """
    program, inputs, outputs = _borrowed(program), _lent(inputs), _lent(outputs)
    block, waiting = _block(room, len(program.paying), len(inputs)), 0
    for first in range(start, stop, BLOCK):
        rows = min(BLOCK, stop - first)
        if not _all_fit(program, inputs, first, rows, block.nothing):
            _wait_for_memory()
            return False
        _amounts(program, block, inputs, first, rows, missing_at_last=False)
        before, waiting = waiting, _let_wait(_half(block, MISSING), block.waiting, waiting, first, rows)
        _gather(block, inputs, before, waiting)
        _write_results(program, block, inputs, outputs, first, rows, block.waiting[before:waiting])
        if waiting >= BLOCK or first + rows == stop:
            for done in range(0, waiting, BLOCK):
                _find_the_highest(program, block, inputs, outputs, done, min(done + BLOCK, waiting))
            waiting = 0
    _wait_for_memory()
    return True


@_compiled
def _borrowed(program: Program) -> Program:
    """Give the same scheme in arrays to which no references are counted: every thread would write to the same counts."""
    return Program(
        questions=_lent(program.questions),
        points=_lent(program.points),
        minutes=_lent(program.minutes),
        percents=_lent(program.percents),
        paying=_lent(program.paying),
        domains=_lent(program.domains),
        parts=_lent(program.parts),
        curves=_lent(program.curves),
        adjustments=_lent(program.adjustments),
        money=_lent(program.money),
    )


@_compiled
def _lent(values: Any) -> Any:
    return carray(_pointer(values.ctypes.data), values.shape, values.dtype)


@_compiled
def _places(others: int, inputs: int) -> Any:
    """Give where each array of a block begins in its room, and where the last one ends."""
    wide = 0
    owed = wide + 8 * BLOCK * WIDE
    waiting = owed + 8 * BLOCK * OWED * (1 + others)
    figures = waiting + 8 * BLOCK * 2
    needs = figures + 8 * BLOCK * FIGURES
    second = needs + 4 * BLOCK * PLACES * (WEIGHTS + others)
    halves = second + 4 * BLOCK
    costs = halves + 2 * BLOCK * HALVES
    nothing = costs + BLOCK
    gathered = nothing + BLOCK
    return wide, owed, waiting, figures, needs, second, halves, costs, nothing, gathered, gathered + 2 * BLOCK * inputs


@_compiled
def _block(room: int, others: int, inputs: int) -> Block:
    begin = -(-room // LINE_OF_CACHE) * LINE_OF_CACHE
    wide, owed, waiting, figures, needs, second, halves, costs, nothing, gathered, _end = _places(others, inputs)
    _fill(carray(_pointer(begin + nothing), (BLOCK,), np.int8), NULL)
    return Block(
        costs=carray(_pointer(begin + costs), (BLOCK,), np.int8),
        nothing=begin + nothing,
        halves=begin + halves,
        needs=begin + needs,
        second=carray(_pointer(begin + second), (BLOCK,), np.int32),
        wide=carray(_pointer(begin + wide), (WIDE, BLOCK), np.int64),
        owed=carray(_pointer(begin + owed), (OWED, 1 + others, BLOCK), np.int64),
        gathered=carray(_pointer(begin + gathered), (inputs, 2 * BLOCK), np.int8),
        waiting=carray(_pointer(begin + waiting), (2 * BLOCK,), np.int64),
        figures=carray(_pointer(begin + figures), (FIGURES, BLOCK), np.int64),
    )


@_compiled
def _fill(values: Any, value: int) -> None:
    for i in range(len(values)):
        values[i] = value


@_compiled
def _half(block: Block, row: int) -> Any:
    return carray(_pointer(block.halves + 2 * BLOCK * row), (BLOCK,), np.int16)


@_compiled
def _needs_at(block: Block, place: int, row: int, others: int) -> int:
    return block.needs + 4 * BLOCK * (place * (WEIGHTS + others) + row)


@_compiled
def _need(block: Block, place: int, row: int, others: int) -> Any:
    return carray(_pointer(_needs_at(block, place, row, others)), (BLOCK,), np.int32)


@_compiled
def _forget(block: Block, place: int, others: int) -> None:
    for row in range(WEIGHTS + others):
        _fill(_need(block, place, row, others), 0)


@_compiled
def _address(inputs: Wholes, at: int, first: int, nothing: int) -> int:
    """Find a column from a row on; one that is left out, or that a question does not have, is `nothing`: a block of NULL."""
    found: int = inputs[at] + first if at >= 0 and inputs[at] else nothing
    return found


@_compiled
def _column(inputs: Wholes, at: int, first: int, rows: int, nothing: int) -> Any:
    return carray(_pointer(_address(inputs, at, first, nothing)), (rows,), np.int8)


@_compiled
def _figures(outputs: Wholes, at: int, first: int, rows: int) -> Any:
    return carray(_pointer(outputs[at] + 8 * first), (rows,), np.int64)


@_compiled
def _bytes(outputs: Wholes, at: int, first: int, rows: int) -> Any:
    return carray(_pointer(outputs[at] + first), (rows,), np.int8)


# Do the answers fit?


@_compiled
def _all_fit(program: Program, inputs: Wholes, first: int, rows: int, nothing: int) -> bool:
    fit = True
    for question in program.questions:
        level = _column(inputs, question[AT_LEVEL], first, rows, nothing)
        worst = _column(inputs, question[AT_WORST], first, rows, nothing)
        weeks = _column(inputs, question[AT_WEEKS], first, rows, nothing)
        unpaid = _column(inputs, question[AT_UNPAID], first, rows, nothing)
        fit &= _fits(level, worst, weeks, unpaid, question[LEVELS])
    for at in range(program.money[CARER], len(inputs)):
        column = _column(inputs, at, first, rows, nothing)
        fit &= _highest(column) <= (2 if at < program.money[EMPTY] else 0)
    return bool(fit)


@_compiled
def _highest(column: Any) -> int:
    """Give one more than the highest value: NULL becomes 0, and what is below it the highest of all."""
    highest = np.uint8(0)
    for i in range(len(column)):
        highest = max(highest, np.uint8(column[i] + 1))
    return int(highest)


@_compiled
def _fits(level: Any, worst: Any, weeks: Any, unpaid: Any, levels: int) -> bool:
    """Say whether every answer is one that the question knows, worst level and weeks come together, the worst is not below the usual,
    and nothing is said without a level.

    One is added to a value, so that NULL becomes 0 and what is below it the highest of all. The sign of a value says that it is NULL:
    signs are reckoned with instead of truths. All that is gathered over the rows stays in 8 bits: one wider figure would quarter the
    number of rows at once.
    """
    wrong, level_above, weeks_above, unpaid_above = np.int8(0), np.uint8(0), np.uint8(0), np.uint8(0)
    for i in range(len(level)):
        halved = worst[i] ^ weeks[i]
        without = level[i] & ~(worst[i] & unpaid[i])
        below = ~worst[i] & np.int8(-1 if worst[i] < level[i] else 0)
        wrong = np.int8(wrong | halved | without | below)
        level_above = np.uint8(max(level_above, np.uint8(level[i] + 1), np.uint8(worst[i] + 1)))
        weeks_above = max(weeks_above, np.uint8(weeks[i] + 1))
        unpaid_above = max(unpaid_above, np.uint8(unpaid[i] + 1))
    return bool(wrong >= 0 and level_above <= levels and weeks_above <= WEEKS + 1 and unpaid_above <= QUARTERS + 1)


# A block, from answers to results


@_compiled
def _write_results(program: Program, block: Block, inputs: Wholes, outputs: Wholes, first: int, rows: int, missing: Wholes) -> None:
    """Work out and write one result after the other; the amount last, because the others are worked out from it.

    Where an answer is missing, no figure but the range: what was worked out with level 0 is its lower end. The upper end is found later.
    """
    wide, figures, money, after = block.wide, block.figures, program.money, FUNDERS_AT + len(program.paying) + 1
    amount, any_figure = figures[THE_AMOUNT, :rows], figures[ANY, :rows]
    state, differs = _bytes(outputs, STATE_AT, first, rows), _bytes(outputs, after + DIFFERS_AT, first, rows)
    _settle(program.adjustments, money, wide[WITH_HELP], amount)
    _settle(program.adjustments, money, wide[WITHOUT_HELP], any_figure)
    _hand_over(figures[ANY], outputs[GROSS_AT], first, rows, missing)
    _settle(program.adjustments, money, wide[STEADY], wide[PENCE, :rows])
    _worst_weeks(money, amount, wide[PENCE], any_figure)
    _hand_over(figures[ANY], outputs[WORST_WEEKS_AT], first, rows, missing)
    _year(money, amount, any_figure)
    _hand_over(figures[ANY], outputs[YEAR_AT], first, rows, missing)
    _share_amount(block, outputs, first, rows, len(program.paying) + 1, missing)
    _compare(money, block.second, amount, any_figure, differs)
    _hand_over(figures[ANY], outputs[after + SECOND_AT], first, rows, missing)
    _name_states(_column(inputs, money[BY_HAND], first, rows, block.nothing), block.costs, state)
    _fill(figures[THE_LOW], NULL)
    for row in missing:
        figures[THE_LOW, row - first] = amount[row - first]
        state[row - first] = UNKNOWN
        differs[row - first] = 0
    _put(figures[THE_LOW], outputs[after + LOW_AT] + 8 * first, rows)
    _fill(_figures(outputs, after + HIGH_AT, first, rows), NULL)
    _hand_over(figures[THE_AMOUNT], outputs[AMOUNT_AT], first, rows, missing)


@_compiled
def _hand_over(figures: Wholes, column: int, first: int, rows: int, missing: Wholes) -> None:
    """Take the figures out where an answer is missing, and write the others as a column of results from `first` on."""
    for row in missing:
        figures[row - first] = NULL
    _put(figures, column + 8 * first, rows)


@_compiled
def _put(figures: Wholes, to: int, rows: int) -> None:
    """Copy whole lines of memory past the caches, where nobody will look for them soon; what begins or ends within a line as usual."""
    column = carray(_pointer(to), (rows,), np.int64)
    head = rows if to % FIGURES_A_LINE else min(rows, -(to // FIGURES_A_LINE) % FIGURES_A_LINE)
    tail = head + (rows - head) // FIGURES_A_LINE * FIGURES_A_LINE
    for i in range(head):
        column[i] = figures[i]
    for i in range(head, tail, FIGURES_A_LINE):
        _put_past_the_caches(to + 8 * i, figures.ctypes.data + 8 * i)
    for i in range(tail, rows):
        column[i] = figures[i]


# Rows with an answer missing


@_compiled
def _let_wait(missing: Any, waiting: Wholes, count: int, first: int, rows: int) -> int:
    """List the rows with an answer missing, until there are enough of them for a block of their own."""
    for i in range(rows):
        waiting[count] = first + i
        count += missing[i] != 0
    return count


@_compiled
def _gather(block: Block, inputs: Wholes, before: int, until: int) -> None:
    """Stand the answers of the rows that have just begun to wait behind those of the others, as long as they are in the caches."""
    for at in range(len(inputs)):
        if inputs[at] and until > before:
            rows = block.waiting[before:until]
            _gather_column(_column(inputs, at, 0, rows[-1] + 1, block.nothing), rows, block.gathered[at, before:until])


@_compiled
def _gather_column(column: Any, rows: Wholes, together: Any) -> None:
    for i in range(len(rows)):
        together[i] = column[rows[i]]


@_compiled
def _find_the_highest(program: Program, block: Block, inputs: Wholes, outputs: Wholes, begin: int, end: int) -> None:
    """Write the upper end of the range for some of the rows that wait, from their answers that stand together."""
    together = np.zeros(len(inputs), np.int64)
    for at in range(len(inputs)):
        together[at] = block.gathered[at].ctypes.data if inputs[at] else 0
    _amounts(program, block, together, begin, end - begin, missing_at_last=True)
    _settle(program.adjustments, program.money, block.wide[WITH_HELP], block.wide[PENCE, : end - begin])
    rows = block.waiting[begin:end]
    high = _figures(outputs, FUNDERS_AT + len(program.paying) + 1 + HIGH_AT, 0, rows[-1] + 1)
    for i in range(len(rows)):
        high[rows[i]] = block.wide[PENCE, i]


# Steps 1 to 3, part by part


@_compiled
def _amounts(program: Program, block: Block, inputs: Wholes, first: int, rows: int, missing_at_last: bool) -> None:  # noqa: FBT001
    """Take steps 1 to 3, part by part: the pence of all parts together, and each funder's total over them."""
    others = len(program.paying)
    _fill(_half(block, MISSING), 0)
    _fill(block.costs, 0)
    _fill(block.second, 0)
    for each in (WITH_HELP, WITHOUT_HELP, STEADY):
        _fill(block.wide[each], 0)
    for funder in range(1 + others):
        _fill(block.owed[TOTALS, funder], 0)
    _read_helps(_column(inputs, program.money[CARER], first, rows, block.nothing), _half(block, HELPS))
    for at in range(len(program.parts)):
        _forget(block, IN_PART, others)
        _fill(block.wide[BEYOND], 0)
        for domain in range(program.parts[at, FIRST], program.parts[at, END]):
            _add_domain(program, block, inputs, first, rows, domain, missing_at_last)
        _price_part(program, block, at, rows)
        if others and not missing_at_last:
            _share_part(program.paying, block, inputs, first, rows)


@_compiled
def _read_helps(carer: Any, helps: Any) -> None:
    """Write a yes as all ones, to be reckoned with bit by bit."""
    for i in range(len(carer)):
        helps[i] = -np.int16(carer[i] == 1)


# Steps 1 and 2. Units of need


@_compiled
def _add_domain(
    program: Program, block: Block, inputs: Wholes, first: int, rows: int, at: int, missing_at_last: bool  # noqa: FBT001
) -> None:  # fmt: skip
    largest, cap, others = program.domains[at, LARGEST], program.domains[at, CAP], len(program.paying)
    apart = largest or cap < NO_CAP
    place = IN_QUESTION if largest else IN_DOMAIN if apart else IN_PART
    if apart:
        _forget(block, IN_DOMAIN, others)
    for question in range(program.domains[at, FIRST], program.domains[at, END]):
        if largest:
            _forget(block, IN_QUESTION, others)
        _add_question(program, block, inputs, first, rows, question, missing_at_last, place)
        if largest:
            _take_the_largest(block, others, rows)
    if apart:
        _add_capped(block, cap, others, rows)


@_compiled
def _add_question(
    program: Program, block: Block, inputs: Wholes, first: int, rows: int, at: int, missing_at_last: bool, place: int  # noqa: FBT001
) -> None:  # fmt: skip
    """Add a question to the needs of its part, of its domain, or to those of the question alone.

    Needs are a quarter of the gross units, and the net units, each also in points without worst weeks; then, for each funder after the
    first, the net units that would be theirs, times percent.
    """
    question, others, when_missing = program.questions[at], len(program.paying), np.int8(0)
    if missing_at_last:
        when_missing = np.int8(question[LEVELS] - 1)
    level = _address(inputs, question[AT_LEVEL], first, block.nothing)
    worst = _address(inputs, question[AT_WORST], first, block.nothing)
    weeks = _address(inputs, question[AT_WEEKS], first, block.nothing)
    _read_levels(level, worst, weeks, when_missing, block.halves, rows)
    _read_unpaid(_address(inputs, question[AT_UNPAID], first, block.nothing), block.halves, rows)
    _look_up(program.points, at, question[LEVELS], block.halves, POINTS, rows)
    _add_units(block.halves, _needs_at(block, place, GROSS, others), rows)
    if missing_at_last:
        return
    for funder in range(others):
        if program.percents[at, funder]:
            _add_weight(block.halves, program.percents[at, funder], _needs_at(block, place, WEIGHTS + funder, others), rows)
    if question[RATE]:
        _look_up(program.minutes, at, question[LEVELS], block.halves, MINUTES, rows)
        _add_price(block.halves, question[RATE], block.second, rows)


@_compiled
def _read_levels(level_at: int, worst_at: int, weeks_at: int, when_missing: Any, halves_at: int, rows: int) -> None:
    """Put the usual level where there is no worst one; it is never below, so that the larger of the two is meant."""
    halves = carray(_pointer(halves_at), (HALVES, BLOCK), np.int16)
    level, worst = carray(_pointer(level_at), (rows,), np.int8), carray(_pointer(worst_at), (rows,), np.int8)
    weeks = carray(_pointer(weeks_at), (rows,), np.int8)
    for i in range(rows):
        none = level[i] < 0
        usual = when_missing if none else level[i]
        halves[MISSING, i] |= np.int16(none)
        halves[LEVEL, i] = usual
        halves[WORST, i] = max(worst[i], usual)
        halves[WEEKS_SAID, i] = max(weeks[i], np.int8(0))


@_compiled
def _read_unpaid(unpaid_at: int, halves_at: int, rows: int) -> None:
    halves = carray(_pointer(halves_at), (HALVES, BLOCK), np.int16)
    unpaid = carray(_pointer(unpaid_at), (rows,), np.int8)
    for i in range(rows):
        halves[LEFT, i] = np.int16(QUARTERS) - (np.int16(max(unpaid[i], np.int8(0))) & halves[HELPS, i])


@_compiled
def _look_up(values: Any, at: int, levels: int, halves_at: int, to: int, rows: int) -> None:
    """Find what a level is worth, and in the row after it how much more the worst one is."""
    if levels <= FEW_LEVELS:
        first, second, third = values[at, 1] - values[at, 0], values[at, 2] - values[at, 1], values[at, 3] - values[at, 2]
        steps = np.int16(values[at, 0]), np.int16(first), np.int16(second), np.int16(third)
        _look_up_four(steps, halves_at, to, rows)
        return
    halves = carray(_pointer(halves_at), (HALVES, BLOCK), np.int16)
    for i in range(rows):
        usual = values[at, np.uint8(halves[LEVEL, i])]
        halves[to, i] = usual
        halves[to + 1, i] = values[at, np.uint8(halves[WORST, i])] - usual


@_compiled
def _look_up_four(steps: Any, halves_at: int, to: int, rows: int) -> None:
    """Do so where there are at most four levels: three comparisons are quicker than going to a table."""
    halves = carray(_pointer(halves_at), (HALVES, BLOCK), np.int16)
    found = carray(_pointer(halves_at + 2 * BLOCK * to), (2, BLOCK), np.int16)
    for i in range(rows):
        usual = _stepped(halves[LEVEL, i], steps)
        found[0, i] = usual
        found[1, i] = np.int16(_stepped(halves[WORST, i], steps) - usual)


@_compiled
def _stepped(level: Any, steps: Any) -> Any:
    low = np.int16(steps[0] + np.int16(steps[1] & np.int16(-np.int16(level >= 1))))
    high = np.int16(np.int16(steps[2] & np.int16(-np.int16(level >= 2))) + np.int16(steps[3] & np.int16(-np.int16(level >= 3))))
    return np.int16(low + high)


@_compiled
def _over_the_year(halves: Any, usual: int, i: int) -> Any:
    return np.int32(np.int32(WEEKS) * halves[usual, i] + np.int32(halves[usual + 1, i]) * np.int32(halves[WEEKS_SAID, i]))


@_compiled
def _add_units(halves_at: int, needs_at: int, rows: int) -> None:
    halves = carray(_pointer(halves_at), (HALVES, BLOCK), np.int16)
    needs = carray(_pointer(needs_at), (WEIGHTS, BLOCK), np.int32)
    for i in range(rows):
        usual, left, year = np.int32(halves[POINTS, i]), np.int32(halves[LEFT, i]), _over_the_year(halves, POINTS, i)
        needs[GROSS, i] += year
        needs[STEADY_GROSS, i] += usual
        needs[NET, i] += np.int32(left * year)
        needs[STEADY_NET, i] += np.int32(left * usual)


@_compiled
def _add_weight(halves_at: int, percent: int, weights_at: int, rows: int) -> None:
    halves = carray(_pointer(halves_at), (HALVES, BLOCK), np.int16)
    weights, times = carray(_pointer(weights_at), (rows,), np.int32), np.int32(percent)
    for i in range(rows):
        weights[i] += np.int32(times * np.int32(np.int32(halves[LEFT, i]) * _over_the_year(halves, POINTS, i)))


@_compiled
def _add_price(halves_at: int, rate: int, second: Any, rows: int) -> None:
    halves = carray(_pointer(halves_at), (HALVES, BLOCK), np.int16)
    for i in range(rows):
        second[i] += _priced(np.int32(np.int32(halves[LEFT, i]) * _over_the_year(halves, MINUTES, i)), rate)


@_compiled
def _priced(minutes: Any, rate: int) -> Any:
    """Round the price half up in floating point, and exactly: prices are whole times 1/12480 of a penny, so that a quarter of that lifts
    no price over a half that was below it, and `bounds` keeps them under 2**31, where no product is as far off as that.
    """
    return np.int32(np.float64(minutes) * (rate / SECOND) + (0.5 + 0.25 / SECOND))


@_compiled
def _take_the_largest(block: Block, others: int, rows: int) -> None:
    """Keep the largest of each; for the funders only the question with the largest net units counts, the first on a tie."""
    net, other_net = _need(block, IN_DOMAIN, NET, others), _need(block, IN_QUESTION, NET, others)
    for row in range(WEIGHTS, WEIGHTS + others):
        _keep_counted(net, other_net, _need(block, IN_DOMAIN, row, others), _need(block, IN_QUESTION, row, others), rows)
    for row in range(WEIGHTS):
        _keep_largest(_need(block, IN_DOMAIN, row, others), _need(block, IN_QUESTION, row, others), rows)


@_compiled
def _keep_counted(net: Any, other_net: Any, weights: Any, other_weights: Any, rows: int) -> None:
    for i in range(rows):
        weights[i] = other_weights[i] if other_net[i] > net[i] else weights[i]


@_compiled
def _keep_largest(units: Any, other_units: Any, rows: int) -> None:
    for i in range(rows):
        units[i] = max(units[i], other_units[i])


@_compiled
def _add_capped(block: Block, cap: int, others: int, rows: int) -> None:
    """Add a domain to its part; `beyond` keeps the net units above caps, which still weigh for the funders."""
    net, beyond = _need(block, IN_DOMAIN, NET, others), block.wide[BEYOND]
    for i in range(rows):
        beyond[i] += max(net[i] - cap, 0)
    _add_at_most(block, GROSS, cap // QUARTERS, others, rows)
    _add_at_most(block, STEADY_GROSS, cap // POINT, others, rows)
    _add_at_most(block, NET, cap, others, rows)
    _add_at_most(block, STEADY_NET, cap // WEEKS, others, rows)
    for row in range(WEIGHTS, WEIGHTS + others):
        _add_at_most(block, row, NO_CAP, others, rows)


@_compiled
def _add_at_most(block: Block, row: int, most: int, others: int, rows: int) -> None:
    units, part = _need(block, IN_DOMAIN, row, others), _need(block, IN_PART, row, others)
    for i in range(rows):
        part[i] += min(units[i], most)


# Step 3. Pence


@_compiled
def _price_part(program: Program, block: Block, at: int, rows: int) -> None:
    curve, last, wide = program.curves[at], program.parts[at, LAST_POINT], block.wide
    others = len(program.paying)
    _widen(_need(block, IN_PART, GROSS, others), QUARTERS, wide[G], rows)
    _widen(_need(block, IN_PART, STEADY_GROSS, others), POINT, wide[STEADY_G], rows)
    _widen(_need(block, IN_PART, NET, others), 1, wide[N], rows)
    _widen(_need(block, IN_PART, STEADY_NET, others), WEEKS, wide[STEADY_N], rows)
    _mark_costing(wide[G], program.parts[at, COSTING_OVER], block.costs, rows)
    _follow(curve, last, wide[G], wide[LINE], wide[BELOW], rows)
    _price(wide[LINE], wide[BELOW], wide[PENCE], rows)
    _add(wide[PENCE], wide[WITHOUT_HELP], rows)
    if program.money[SHARE]:
        _price_share(wide[LINE], wide[BELOW], wide[G], wide[N], wide[PENCE], rows)
        _follow(curve, last, wide[STEADY_G], wide[LINE], wide[BELOW], rows)
        _price_share(wide[LINE], wide[BELOW], wide[STEADY_G], wide[STEADY_N], wide[STEADY_PENCE], rows)
    else:
        _follow(curve, last, wide[N], wide[LINE], wide[BELOW], rows)
        _price(wide[LINE], wide[BELOW], wide[PENCE], rows)
        _follow(curve, last, wide[STEADY_N], wide[LINE], wide[BELOW], rows)
        _price(wide[LINE], wide[BELOW], wide[STEADY_PENCE], rows)
    _add(wide[PENCE], wide[WITH_HELP], rows)
    _add(wide[STEADY_PENCE], wide[STEADY], rows)


@_compiled
def _widen(units: Any, times: int, wide: Wholes, rows: int) -> None:
    for i in range(rows):
        wide[i] = np.int64(units[i]) * times


@_compiled
def _mark_costing(gross: Wholes, over: int, costing: Any, rows: int) -> None:
    for i in range(rows):
        costing[i] |= np.int8(gross[i] > over)


@_compiled
def _follow(curve: Wholes, last: int, units: Wholes, line: Wholes, below: Wholes, rows: int) -> None:
    """Find the exact fraction of pence: knots stand at whole points, so that the whole points alone say between which two."""
    for i in range(rows):
        point: Any = min(np.int64(np.uint32(units[i]) // np.uint32(POINT)), last)
        line[i] = curve[0, point] + curve[1, point] * units[i]
        below[i] = curve[2, point]


@_compiled
def _price(line: Wholes, below: Wholes, pence: Wholes, rows: int) -> None:
    for i in range(rows):
        pence[i] = _half_up(line[i], below[i])


@_compiled
def _price_share(line: Wholes, below: Wholes, gross: Wholes, net: Wholes, pence: Wholes, rows: int) -> None:
    for i in range(rows):
        helped = net[i] != gross[i]
        pence[i] = _half_up(line[i] * (net[i] if helped else 1), below[i] * (gross[i] if helped else 1))


@_compiled
def _add(pence: Wholes, together: Wholes, rows: int) -> None:
    for i in range(rows):
        together[i] += pence[i]


@_compiled
def _half_up(numerator: Any, denominator: Any) -> Any:
    """Round to the nearest, a tie up. Nothing here is below zero."""
    return _divided(numerator + (denominator >> 1), denominator)


@_compiled
def _half_up_by(numerator: Any, denominator: Any, inverse: Any) -> Any:
    """Do the same by a denominator that all rows share: a guess by its inverse is quicker, and as near."""
    numerator += denominator >> 1
    return _put_right(np.int64(np.float64(numerator) * inverse), numerator, denominator)


@_compiled
def _divided(numerator: Any, denominator: Any) -> Any:
    """Divide whole numbers: the quotient is guessed in floating point and then put right by its exact remainder.

    `bounds` keeps every quotient under 2**48, so that the guess is at most one off.
    """
    return _put_right(np.int64(np.float64(numerator) / np.float64(denominator)), numerator, denominator)


@_compiled
def _put_right(guess: Any, numerator: Any, denominator: Any) -> Any:
    remainder = numerator - guess * denominator
    return guess + np.int64(remainder >= denominator) - np.int64(remainder < 0)


# Steps 4 to 6


@_compiled
def _settle(adjustments: Wholes, money: Wholes, together: Wholes, amount: Wholes) -> None:
    for i in range(len(amount)):
        amount[i] = together[i]
    for hundredths in adjustments:
        sign = 1 if hundredths > 0 else -1
        for i in range(len(amount)):
            amount[i] += sign * _half_up_by(amount[i] * abs(hundredths), HUNDREDTHS, 1 / HUNDREDTHS)
    least, most, multiple = money[MINIMUM], money[MAXIMUM], money[TO_PENCE]
    inverse = 1 / multiple
    for i in range(len(amount)):
        amount[i] = _half_up_by(min(max(amount[i], least), most), multiple, inverse) * multiple


@_compiled
def _year(money: Wholes, amount: Wholes, year: Wholes) -> None:
    weeks = money[WEEKS_A_YEAR]
    for i in range(len(amount)):
        year[i] = amount[i] * weeks


@_compiled
def _worst_weeks(money: Wholes, amount: Wholes, steady: Wholes, worst_weeks: Wholes) -> None:
    weeks = money[WEEKS_A_YEAR]
    for i in range(len(amount)):
        worst_weeks[i] = (amount[i] - steady[i]) * weeks


# Step 7. Who pays


@_compiled
def _share_part(paying: Wholes, block: Block, inputs: Wholes, first: int, rows: int) -> None:
    wide, shares, others = block.wide, block.owed[SHARES], len(paying)
    weights = carray(_pointer(_needs_at(block, IN_PART, WEIGHTS, others)), (others, BLOCK), np.int32)
    for funder in range(others):
        _keep_if(_column(inputs, paying[funder], first, rows, block.nothing), weights[funder])
    for i in range(rows):
        wide[BEYOND, i] = PERCENT * (wide[N, i] + wide[BEYOND, i])
    _share(wide[PENCE], wide[BEYOND], weights, shares, block.owed[REMAINDERS], rows)
    for funder in range(others):
        _add(shares[funder], block.owed[TOTALS, funder], rows)


@_compiled
def _keep_if(pays: Any, weights: Any) -> None:
    for i in range(len(pays)):
        weights[i] = weights[i] if pays[i] == 1 else 0


@_compiled
def _share_amount(block: Block, outputs: Wholes, first: int, rows: int, funders: int, missing: Wholes) -> None:
    """Share the amount by the funders' totals. What the others do not take is the first's."""
    amount, rest, shares = block.figures[THE_AMOUNT, :rows], block.figures[THE_REST], block.owed[SHARES]
    for i in range(rows):
        rest[i] = amount[i]
    if funders > 1:
        _share(amount, block.wide[WITH_HELP], block.owed[TOTALS, : funders - 1], shares, block.owed[REMAINDERS], rows)
    for funder in range(1, funders):
        _take(shares[funder - 1], rest, rows)
        _hand_over(shares[funder - 1], outputs[FUNDERS_AT + funder], first, rows, missing)
    _hand_over(rest, outputs[FUNDERS_AT], first, rows, missing)


@_compiled
def _take(share: Wholes, rest: Wholes, rows: int) -> None:
    for i in range(rows):
        rest[i] -= share[i]


@_compiled
def _share(total: Wholes, whole: Wholes, weights: Any, shares: Wholes, remainders: Wholes, rows: int) -> None:
    """Find the shares of all funders but the first: largest remainder, a tie to the first.

    The remainders of all add up to a whole number of pennies, so the first's is known from the others'.
    """
    _fill(remainders[0], 0)
    for funder in range(len(weights)):
        _floor(total, whole, weights[funder], shares[funder], remainders[1 + funder], rows)
        _add(remainders[1 + funder], remainders[0], rows)
    if len(weights) == 1:
        _leave_one_penny(whole, remainders[1], shares[0], rows)
    else:
        _leave_pennies(whole, remainders, shares, len(weights), rows)


@_compiled
def _floor(total: Wholes, whole: Wholes, weights: Any, shares: Wholes, remainders: Wholes, rows: int) -> None:
    for i in range(rows):
        product, of = total[i] * np.int64(weights[i]), max(whole[i], 1)
        shares[i] = _divided(product, of)
        remainders[i] = product - shares[i] * of


@_compiled
def _leave_one_penny(whole: Wholes, remainders: Wholes, shares: Wholes, rows: int) -> None:
    """Of two funders the second takes the penny that is left only where its remainder is more than half of the whole."""
    for i in range(rows):
        shares[i] += 2 * remainders[i] > whole[i]


@_compiled
def _leave_pennies(whole: Wholes, remainders: Wholes, shares: Wholes, others: int, rows: int) -> None:
    left = np.zeros(rows, np.int64)
    for times in range(others):
        for i in range(rows):
            left[i] += remainders[0, i] > times * whole[i]
    for i in range(rows):
        remainders[0, i] = left[i] * whole[i] - remainders[0, i]
    for funder in range(1, 1 + others):
        ahead = np.zeros(rows, np.int64)
        for other in range(1 + others):
            before = np.int64(other < funder)
            for i in range(rows):
                ahead[i] += remainders[other, i] + before > remainders[funder, i]
        for i in range(rows):
            shares[funder - 1, i] += ahead[i] < left[i]


# Step 10, and the state


@_compiled
def _compare(money: Wholes, found: Any, amount: Wholes, second: Wholes, differs: Any) -> None:
    priced, tolerance = money[PRICED], money[TOLERANCE]
    for i in range(len(amount)):
        second[i] = found[i] if priced else NULL
        differs[i] = priced & (PERCENT * abs(found[i] - amount[i]) > tolerance * max(found[i], amount[i]))


@_compiled
def _name_states(by_hand: Any, costing: Any, state: Any) -> None:
    for i in range(len(state)):
        state[i] = COSTING if costing[i] | (by_hand[i] == 1) else AMOUNT
