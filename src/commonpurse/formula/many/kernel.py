"""The steps of docs/scheme-format.md for a run of rows, compiled by numba: once for all schemes, and kept on disk.

Rows go through in blocks that stay in the processor's nearest cache. Every step is a plain loop over a block, which the compiler turns
into instructions on eight rows or more at once: no branch on a row's values, and no division by hardware. Two figures that are always
added and multiplied alike share one number of 64 bits, the second in its upper half (`usual`, see `_look_up`): `bounds` proves that
neither can reach into the other's half, and that nothing else runs over.
"""

from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

import numpy as np
from numba import carray, njit, types
from numba.core import cgutils
from numba.extending import intrinsic

from .table import Wholes

_Function = TypeVar("_Function", bound=Callable[..., Any])


class Program(NamedTuple):
    """A scheme as the kernel reads it. Each row of `questions`, `domains` and `parts` holds what the constants below name.

    `values` are points and minutes (upper half) by question and level; `curves` are by part, then a line's start, its rise for each unit
    and its denominator, then by whole points; `money` holds the figures of steps 4 to 10.
    """

    questions: Wholes
    values: Wholes
    percents: Wholes
    paying: Wholes
    domains: Wholes
    parts: Wholes
    curves: Wholes
    adjustments: Wholes
    money: Wholes


AT_LEVEL, AT_WORST, AT_WEEKS, AT_UNPAID, LAST_LEVEL, RATE = range(6)
FIRST, END, LARGEST, CAP = range(4)
COSTING_OVER, LAST_POINT = 2, 3
SHARE, MINIMUM, MAXIMUM, TO_PENCE, WEEKS_A_YEAR, PRICED, TOLERANCE, CARER, BY_HAND, EMPTY = range(10)

NULL, AMOUNT, COSTING, UNKNOWN = -1, 0, 1, 2
WEEKS, QUARTERS, POINT, PERCENT, HUNDREDTHS, SECOND = 52, 4, 208, 100, 10_000, 12_480
LOW, HALF = 0xFFFFFFFF, 32
NO_CAP = 2**62
FOUR = 4
BLOCK = 2048


class Block(NamedTuple):
    """Where a block of rows is worked on. What the rows of each array hold, the constants below name; see also `_add_question`."""

    narrow: Any
    wide: Wholes
    needs: Wholes
    owed: Wholes
    gathered: Any
    waiting: Wholes


LEVEL, WORST, WEEKS_SAID, LEFT, HELPS, MISSING, COSTS, NOTHING = range(8)
(
    USUAL,
    MINUTES,
    BEYOND,
    SECOND_ESTIMATE,
    G,
    N,
    STEADY_G,
    STEADY_N,
    LINE,
    BELOW,
    PENCE,
    STEADY_PENCE,
    WITH_HELP,
    WITHOUT_HELP,
    STEADY,
) = range(15)
IN_PART, IN_DOMAIN, IN_QUESTION = range(3)
GROSS, NET, WEIGHTS = range(3)
SHARES, TOTALS, REMAINDERS = range(3)


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


_pointer: Any = intrinsic(_as_pointer)


@_kept
def compute(program: Program, inputs: Wholes, outputs: Wholes, start: int, stop: int) -> bool:
    """Write the results of the rows from `start` to `stop`; say whether all of them fit the scheme. A block that does not is not computed.

    `inputs` and `outputs` are the addresses of the columns, 0 for one that is left out.
    """
    block, waiting = _new_block(len(program.paying), len(inputs)), 0
    for first in range(start, stop, BLOCK):
        rows = min(BLOCK, stop - first)
        if not _all_fit(program, inputs, first, rows, block.narrow[NOTHING]):
            return False
        _compute(program, block, inputs, outputs, first, rows)
        waiting = _let_wait(block.narrow[MISSING], block.waiting, waiting, first, rows)
        if waiting >= BLOCK or first + rows == stop:
            for done in range(0, waiting, BLOCK):
                _cannot_say_yet(program, block, inputs, outputs, block.waiting[done : min(done + BLOCK, waiting)])
            waiting = 0
    return True


@_compiled
def _let_wait(missing: Any, waiting: Wholes, count: int, first: int, rows: int) -> int:
    """List the rows with an answer missing, until there are enough of them for a block of their own."""
    for i in range(rows):
        waiting[count] = first + i
        count += missing[i] != 0
    return count


@_compiled
def _new_block(others: int, inputs: int) -> Block:
    narrow = np.empty((8, BLOCK), np.int8)
    narrow[NOTHING] = NULL
    return Block(
        narrow=narrow,
        wide=np.empty((15, BLOCK), np.int64),
        needs=np.empty((3, WEIGHTS + others, BLOCK), np.int64),
        owed=np.empty((3, 1 + others, BLOCK), np.int64),
        gathered=np.empty((inputs, BLOCK), np.int8),
        waiting=np.empty(2 * BLOCK, np.int64),
    )


@_compiled
def _column(inputs: Wholes, at: int, first: int, rows: int, null: Any) -> Any:
    if at < 0 or inputs[at] == 0:
        return null[:rows]
    return carray(_pointer(inputs[at] + first), (rows,), np.int8)


@_compiled
def _figures(outputs: Wholes, at: int, first: int, rows: int) -> Any:
    return carray(_pointer(outputs[at] + 8 * first), (rows,), np.int64)


@_compiled
def _bytes(outputs: Wholes, at: int, first: int, rows: int) -> Any:
    return carray(_pointer(outputs[at] + first), (rows,), np.int8)


# Do the answers fit?


@_compiled
def _all_fit(program: Program, inputs: Wholes, first: int, rows: int, null: Any) -> bool:
    fit = True
    for question in program.questions:
        level = _column(inputs, question[AT_LEVEL], first, rows, null)
        worst = _column(inputs, question[AT_WORST], first, rows, null)
        weeks = _column(inputs, question[AT_WEEKS], first, rows, null)
        unpaid = _column(inputs, question[AT_UNPAID], first, rows, null)
        fit &= _fits(level, worst, weeks, unpaid, question[LAST_LEVEL])
    for at in range(program.money[CARER], len(inputs)):
        column = _column(inputs, at, first, rows, null)
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
def _fits(level: Any, worst: Any, weeks: Any, unpaid: Any, last: int) -> bool:
    """Say whether every answer is one that the question knows, worst level and weeks come together, the worst is not below the usual,
    and nothing is said without a level.

    One is added to a value, so that NULL becomes 0 and what is below it the highest of all. The sign of a value says that it is NULL:
    signs are reckoned with instead of truths.
    """
    wrong, level_above, weeks_above, unpaid_above = np.int8(0), np.uint8(0), np.uint8(0), np.uint8(0)
    for i in range(len(level)):
        halved = worst[i] ^ weeks[i]
        without = level[i] & ~(worst[i] & unpaid[i])
        below = ~worst[i] & np.int8(-1 if worst[i] < level[i] else 0)
        wrong |= np.int8(halved | without | below)
        level_above = max(level_above, np.uint8(level[i] + 1), np.uint8(worst[i] + 1))
        weeks_above = max(weeks_above, np.uint8(weeks[i] + 1))
        unpaid_above = max(unpaid_above, np.uint8(unpaid[i] + 1))
    return bool(wrong >= 0 and level_above <= last + 1 and weeks_above <= WEEKS + 1 and unpaid_above <= QUARTERS + 1)


# A block, from answers to results


@_compiled
def _compute(program: Program, block: Block, inputs: Wholes, outputs: Wholes, first: int, rows: int) -> None:
    narrow, wide, funders = block.narrow, block.wide, len(program.paying) + 1
    narrow[MISSING] = 0
    narrow[COSTS] = 0
    wide[SECOND_ESTIMATE] = 0
    _amounts(program, block, inputs, first, rows, missing_at_last=False)
    amount = _figures(outputs, 1, first, rows)
    _settle(program.adjustments, program.money, wide[WITH_HELP], amount)
    _settle(program.adjustments, program.money, wide[WITHOUT_HELP], _figures(outputs, 2, first, rows))
    _settle(program.adjustments, program.money, wide[STEADY], wide[PENCE, :rows])
    _years(program.money, amount, wide[PENCE], _figures(outputs, 3, first, rows), _figures(outputs, 4, first, rows))
    _share_amount(block, outputs, first, rows, funders)
    second, differs = _figures(outputs, 5 + funders, first, rows), _bytes(outputs, 6 + funders, first, rows)
    _compare(program.money, wide[SECOND_ESTIMATE], amount, second, differs)
    by_hand = _column(inputs, program.money[BY_HAND], first, rows, narrow[NOTHING])
    _name_states(by_hand, narrow[COSTS], _bytes(outputs, 0, first, rows))
    _figures(outputs, 7 + funders, first, rows)[:] = NULL
    _figures(outputs, 8 + funders, first, rows)[:] = NULL


@_compiled
def _cannot_say_yet(program: Program, block: Block, inputs: Wholes, outputs: Wholes, rows: Wholes) -> None:
    """Where an answer is missing, no figure but the range: what was worked out with level 0 is its lower end."""
    funders, number, end = len(program.paying) + 1, len(rows), rows[-1] + 1
    amount, low, high = _figures(outputs, 1, 0, end), _figures(outputs, 7 + funders, 0, end), _figures(outputs, 8 + funders, 0, end)
    _amounts(program, block, _gather(block, inputs, rows), 0, number, missing_at_last=True)
    _settle(program.adjustments, program.money, block.wide[WITH_HELP], block.wide[PENCE, :number])
    for i in range(number):
        low[rows[i]] = amount[rows[i]]
        high[rows[i]] = block.wide[PENCE, i]
    for at in range(1, 6 + funders):
        figures = _figures(outputs, at, 0, end)
        for row in rows:
            figures[row] = NULL
    state, differs = _bytes(outputs, 0, 0, end), _bytes(outputs, 6 + funders, 0, end)
    for row in rows:
        state[row] = UNKNOWN
        differs[row] = 0


@_compiled
def _gather(block: Block, inputs: Wholes, rows: Wholes) -> Any:
    """Stand these rows together; give where their columns are."""
    addresses = np.zeros(len(inputs), np.int64)
    for at in range(len(inputs)):
        if inputs[at]:
            column, together = _column(inputs, at, 0, rows[-1] + 1, block.narrow[NOTHING]), block.gathered[at]
            for i in range(len(rows)):
                together[i] = column[rows[i]]
            addresses[at] = together.ctypes.data
    return addresses


@_compiled
def _amounts(program: Program, block: Block, inputs: Wholes, first: int, rows: int, missing_at_last: bool) -> None:  # noqa: FBT001
    """Take steps 1 to 3, part by part: the pence of all parts together, and each funder's total over them."""
    block.wide[WITH_HELP:] = 0
    block.owed[TOTALS] = 0
    _read_helps(_column(inputs, program.money[CARER], first, rows, block.narrow[NOTHING]), block.narrow[HELPS])
    for at in range(len(program.parts)):
        block.needs[IN_PART] = 0
        block.wide[BEYOND] = 0
        for domain in range(program.parts[at, FIRST], program.parts[at, END]):
            _add_domain(program, block, inputs, first, rows, domain, missing_at_last)
        _price_part(program, block, at, rows)
        if len(program.paying) and not missing_at_last:
            _share_part(program.paying, block, inputs, first, rows)


@_compiled
def _read_helps(carer: Any, helps: Any) -> None:
    """Write a yes as all ones, to be reckoned with bit by bit."""
    for i in range(len(carer)):
        helps[i] = -np.int8(carer[i] == 1)


# Steps 1 and 2. Units of need


@_compiled
def _add_domain(
    program: Program, block: Block, inputs: Wholes, first: int, rows: int, at: int, missing_at_last: bool  # noqa: FBT001
) -> None:  # fmt: skip
    largest, cap = program.domains[at, LARGEST], program.domains[at, CAP]
    apart = largest or cap < NO_CAP
    into = IN_QUESTION if largest else IN_DOMAIN if apart else IN_PART
    if apart:
        block.needs[IN_DOMAIN] = 0
    for question in range(program.domains[at, FIRST], program.domains[at, END]):
        if largest:
            block.needs[IN_QUESTION] = 0
        _add_question(program, block, inputs, first, rows, question, missing_at_last, into)
        if largest:
            _take_the_largest(block.needs[IN_DOMAIN], block.needs[IN_QUESTION], rows)
    if apart:
        _add_capped(block.needs[IN_DOMAIN], cap, block.needs[IN_PART], block.wide[BEYOND], rows)


@_compiled
def _add_question(
    program: Program, block: Block, inputs: Wholes, first: int, rows: int, at: int, missing_at_last: bool, into: int  # noqa: FBT001
) -> None:  # fmt: skip
    """Add a question to the needs of its part, of its domain, or to those of the question alone.

    Needs are a quarter of the gross units, with those without worst weeks in the upper half; the net units likewise; then, for each
    funder after the first, the net units that would be theirs, times percent.
    """
    question, needs, narrow, wide = program.questions[at], block.needs[into], block.narrow, block.wide
    level = _column(inputs, question[AT_LEVEL], first, rows, narrow[NOTHING])
    worst = _column(inputs, question[AT_WORST], first, rows, narrow[NOTHING])
    weeks = _column(inputs, question[AT_WEEKS], first, rows, narrow[NOTHING])
    unpaid = _column(inputs, question[AT_UNPAID], first, rows, narrow[NOTHING])
    when_missing = np.int8(question[LAST_LEVEL] if missing_at_last else 0)
    _read_levels(level, worst, weeks, when_missing, narrow[LEVEL], narrow[WORST], narrow[WEEKS_SAID], narrow[MISSING])
    _read_unpaid(unpaid, narrow[HELPS], narrow[LEFT])
    if len(program.values[at]) <= FOUR:
        _look_up_four(program.values[at], narrow[LEVEL], narrow[WORST], narrow[WEEKS_SAID], wide[USUAL], wide[MINUTES], rows)
    else:
        _look_up(program.values[at], narrow[LEVEL], narrow[WORST], narrow[WEEKS_SAID], wide[USUAL], wide[MINUTES], rows)
    _add_units(wide[USUAL], narrow[LEFT], needs[GROSS], needs[NET], rows)
    if missing_at_last:
        return
    for funder in range(len(program.paying)):
        if program.percents[at, funder]:
            _add_weight(wide[USUAL], program.percents[at, funder], needs[WEIGHTS + funder], rows)
    if question[RATE]:
        _add_price(wide[MINUTES], narrow[LEFT], question[RATE], wide[SECOND_ESTIMATE], rows)


@_compiled
def _read_levels(level: Any, worst: Any, weeks: Any, when_missing: Any, to_level: Any, to_worst: Any, to_weeks: Any, missing: Any) -> None:
    """Put the usual level where there is no worst one; it is never below, so that the larger of the two is meant."""
    for i in range(len(level)):
        none = level[i] < 0
        usual = when_missing if none else level[i]
        missing[i] |= np.int8(none)
        to_level[i] = usual
        to_worst[i] = max(worst[i], usual)
        to_weeks[i] = max(weeks[i], np.int8(0))


@_compiled
def _read_unpaid(unpaid: Any, helps: Any, left: Any) -> None:
    for i in range(len(unpaid)):
        left[i] = np.int8(QUARTERS) - (max(unpaid[i], np.int8(0)) & helps[i])


@_compiled
def _look_up(values: Wholes, level: Any, worst: Any, weeks: Any, usual: Wholes, minutes: Wholes, rows: int) -> None:
    for i in range(rows):
        value = values[np.uint8(level[i])]
        steady = WEEKS * value
        year = steady + (values[np.uint8(worst[i])] - value) * np.int64(weeks[i])
        usual[i] = (year & LOW) | (steady << HALF)
        minutes[i] = year >> HALF


@_compiled
def _look_up_four(values: Wholes, level: Any, worst: Any, weeks: Any, usual: Wholes, minutes: Wholes, rows: int) -> None:
    """Do as `_look_up` where there are at most four levels: three comparisons are quicker than going to a table."""
    first = values[0]
    second = values[1] - first
    third = values[2] - values[1] if len(values) > 2 else 0
    fourth = values[3] - values[2] if len(values) > 3 else 0
    for i in range(rows):
        value = first + (second if level[i] > 0 else 0) + (third if level[i] > 1 else 0) + (fourth if level[i] > 2 else 0)
        most = first + (second if worst[i] > 0 else 0) + (third if worst[i] > 1 else 0) + (fourth if worst[i] > 2 else 0)
        steady = WEEKS * value
        year = steady + (most - value) * np.int64(weeks[i])
        usual[i] = (year & LOW) | (steady << HALF)
        minutes[i] = year >> HALF


@_compiled
def _add_units(usual: Wholes, left: Any, gross: Wholes, net: Wholes, rows: int) -> None:
    for i in range(rows):
        gross[i] += usual[i]
        usual[i] *= np.int64(left[i])
        net[i] += usual[i]


@_compiled
def _add_weight(usual: Wholes, percent: int, weights: Wholes, rows: int) -> None:
    for i in range(rows):
        weights[i] += percent * (usual[i] & LOW)


@_compiled
def _add_price(minutes: Wholes, left: Any, rate: int, second: Wholes, rows: int) -> None:
    inverse = 1 / SECOND
    for i in range(rows):
        second[i] += _half_up_by(np.int64(left[i]) * minutes[i] * rate, SECOND, inverse)


@_compiled
def _take_the_largest(domain: Wholes, question: Wholes, rows: int) -> None:
    """Keep the largest of each; for the funders only the question with the largest net units counts, the first on a tie."""
    for at in range(WEIGHTS, len(domain)):
        _keep_counted(domain[NET], question[NET], domain[at], question[at], rows)
    for at in range(WEIGHTS):
        _keep_largest(domain[at], question[at], rows)


@_compiled
def _keep_counted(net: Wholes, other_net: Wholes, weights: Wholes, others: Wholes, rows: int) -> None:
    for i in range(rows):
        weights[i] = others[i] if (other_net[i] & LOW) > (net[i] & LOW) else weights[i]


@_compiled
def _keep_largest(units: Wholes, others: Wholes, rows: int) -> None:
    for i in range(rows):
        units[i] = max(units[i] & LOW, others[i] & LOW) | (max(units[i] >> HALF, others[i] >> HALF) << HALF)


@_compiled
def _add_capped(domain: Wholes, cap: int, part: Wholes, beyond: Wholes, rows: int) -> None:
    """Add a domain to its part; `beyond` keeps the net units above caps, which still weigh for the funders."""
    for i in range(rows):
        beyond[i] += max((domain[NET, i] & LOW) - cap, 0)
    _add_at_most(domain[GROSS], cap // QUARTERS, part[GROSS], rows)
    _add_at_most(domain[NET], cap, part[NET], rows)
    for at in range(WEIGHTS, len(domain)):
        for i in range(rows):
            part[at, i] += domain[at, i]


@_compiled
def _add_at_most(units: Wholes, most: int, part: Wholes, rows: int) -> None:
    for i in range(rows):
        part[i] += min(units[i] & LOW, most) | (min(units[i] >> HALF, most) << HALF)


# Step 3. Pence


@_compiled
def _price_part(program: Program, block: Block, at: int, rows: int) -> None:
    curve, last, wide = program.curves[at], program.parts[at, LAST_POINT], block.wide
    _unpack(block.needs[IN_PART, GROSS], QUARTERS, wide[G], wide[STEADY_G], rows)
    _unpack(block.needs[IN_PART, NET], 1, wide[N], wide[STEADY_N], rows)
    _mark_costing(wide[G], program.parts[at, COSTING_OVER], block.narrow[COSTS], rows)
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
def _unpack(both: Wholes, times: int, low: Wholes, high: Wholes, rows: int) -> None:
    for i in range(rows):
        low[i] = times * (both[i] & LOW)
        high[i] = times * (both[i] >> HALF)


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
    amount[:] = together[: len(amount)]
    for hundredths in adjustments:
        sign = 1 if hundredths > 0 else -1
        for i in range(len(amount)):
            amount[i] += sign * _half_up_by(amount[i] * abs(hundredths), HUNDREDTHS, 1 / HUNDREDTHS)
    least, most, multiple = money[MINIMUM], money[MAXIMUM], money[TO_PENCE]
    inverse = 1 / multiple
    for i in range(len(amount)):
        amount[i] = _half_up_by(min(max(amount[i], least), most), multiple, inverse) * multiple


@_compiled
def _years(money: Wholes, amount: Wholes, steady: Wholes, year: Wholes, worst_weeks: Wholes) -> None:
    weeks = money[WEEKS_A_YEAR]
    for i in range(len(amount)):
        year[i] = amount[i] * weeks
        worst_weeks[i] = (amount[i] - steady[i]) * weeks


# Step 7. Who pays


@_compiled
def _share_part(paying: Wholes, block: Block, inputs: Wholes, first: int, rows: int) -> None:
    weights, wide, shares = block.needs[IN_PART, WEIGHTS:], block.wide, block.owed[SHARES]
    for funder in range(len(paying)):
        _keep_if(_column(inputs, paying[funder], first, rows, block.narrow[NOTHING]), weights[funder])
    for i in range(rows):
        wide[BEYOND, i] = PERCENT * (wide[N, i] + wide[BEYOND, i])
    _share(wide[PENCE], wide[BEYOND], weights, shares, block.owed[REMAINDERS], rows)
    for funder in range(len(paying)):
        _add(shares[funder], block.owed[TOTALS, funder], rows)


@_compiled
def _keep_if(pays: Any, weights: Wholes) -> None:
    for i in range(len(pays)):
        weights[i] *= np.int64(pays[i] == 1)


@_compiled
def _share_amount(block: Block, outputs: Wholes, first: int, rows: int, funders: int) -> None:
    """Share the amount by the funders' totals. What the others do not take is the first's."""
    amount, rest = _figures(outputs, 1, first, rows), _figures(outputs, 5, first, rows)
    rest[:] = amount
    if funders > 1:
        _share(amount, block.wide[WITH_HELP], block.owed[TOTALS, : funders - 1], block.owed[SHARES], block.owed[REMAINDERS], rows)
    for funder in range(1, funders):
        _take(block.owed[SHARES, funder - 1], _figures(outputs, 5 + funder, first, rows), rest)


@_compiled
def _take(share: Wholes, theirs: Wholes, rest: Wholes) -> None:
    for i in range(len(theirs)):
        theirs[i] = share[i]
        rest[i] -= share[i]


@_compiled
def _share(total: Wholes, whole: Wholes, weights: Wholes, shares: Wholes, remainders: Wholes, rows: int) -> None:
    """Find the shares of all funders but the first: largest remainder, a tie to the first.

    The remainders of all add up to a whole number of pennies, so the first's is known from the others'.
    """
    remainders[0] = 0
    for funder in range(len(weights)):
        _floor(total, whole, weights[funder], shares[funder], remainders[1 + funder], rows)
        _add(remainders[1 + funder], remainders[0], rows)
    if len(weights) == 1:
        _leave_one_penny(whole, remainders[1], shares[0], rows)
    else:
        _leave_pennies(whole, remainders, shares, len(weights), rows)


@_compiled
def _floor(total: Wholes, whole: Wholes, weights: Wholes, shares: Wholes, remainders: Wholes, rows: int) -> None:
    for i in range(rows):
        product, of = total[i] * weights[i], max(whole[i], 1)
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
def _compare(money: Wholes, found: Wholes, amount: Wholes, second: Wholes, differs: Any) -> None:
    priced, tolerance = money[PRICED], money[TOLERANCE]
    for i in range(len(amount)):
        second[i] = found[i] if priced else NULL
        differs[i] = priced & (PERCENT * abs(found[i] - amount[i]) > tolerance * max(found[i], amount[i]))


@_compiled
def _name_states(by_hand: Any, costing: Any, state: Any) -> None:
    for i in range(len(state)):
        state[i] = COSTING if costing[i] | (by_hand[i] == 1) else AMOUNT
