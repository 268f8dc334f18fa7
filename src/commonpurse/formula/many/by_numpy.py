"""The steps of docs/scheme-format.md over a block of rows at a time, in numpy alone. Slower than the kernel, and the same to the penny."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from commonpurse.formula.answers import QUARTERS, WEEKS
from commonpurse.formula.scheme import WHOLE_PERCENT

from .bounds import HUNDREDTHS, SECOND_DENOMINATOR
from .columns import NULL, STATES
from .table import NOWHERE, Table, Wholes

Flags: TypeAlias = NDArray[np.bool_]
Inputs: TypeAlias = Sequence[NDArray[Any] | None]

BLOCK = 8_192
"""Rows at once: an array of one figure is 64 KB, so that a question's arrays stay in the processor's cache."""

COSTING, UNKNOWN = STATES.index("needs_costing"), STATES.index("cannot_say_yet")


def compute(table: Table, inputs: Inputs, outputs: Sequence[NDArray[Any]], start: int, stop: int) -> bool:
    """Write the results of the rows from `start` to `stop`, which are known to fit the scheme."""
    for first in range(start, stop, BLOCK):
        rows = slice(first, min(first + BLOCK, stop))
        _compute(table, [None if values is None else values[rows] for values in inputs], [values[rows] for values in outputs])
    return True


@dataclass(slots=True)
class Needs:
    """The units of one part by row. `weights` are those of the funders after the first, `counted` the weight of all of them."""

    gross: Wholes
    net: Wholes
    steady_gross: Wholes
    steady_net: Wholes
    counted: Wholes
    weights: list[Wholes]

    def fields(self) -> list[Wholes]:
        return [self.gross, self.net, self.steady_gross, self.steady_net, self.counted, *self.weights]


def _compute(table: Table, inputs: Inputs, outputs: Sequence[NDArray[Any]]) -> None:
    rows = len(outputs[0])
    state, amount, gross, year, worst_weeks, *funders = outputs[: 5 + table.funders]
    second, differs, low, high = outputs[5 + table.funders :]
    missing = np.zeros(rows, np.bool_)
    for place in table.columns[:, 0]:
        missing |= inputs[place] == NULL
    parts = _parts(table, inputs, rows, missing_at_last=False)
    amount[:] = _settled(table, [_pence(table, at, part.gross, part.net) for at, part in enumerate(parts)])
    gross[:] = _settled(table, [_pence(table, at, part.gross, part.gross) for at, part in enumerate(parts)])
    steady = _settled(table, [_pence(table, at, part.steady_gross, part.steady_net) for at, part in enumerate(parts)])
    year[:] = amount * table.weeks
    worst_weeks[:] = year - steady * table.weeks
    _share_out(table, parts, amount, funders)
    second[:] = _second_estimate(table, inputs, rows) if table.priced else NULL
    differs[:] = WHOLE_PERCENT * np.abs(second - amount) > table.tolerance * np.maximum(second, amount) if table.priced else False
    state[:] = np.where(_needs_costing(table, inputs, parts), COSTING, STATES.index("amount"))
    low[:], high[:] = NULL, NULL
    if missing.any():
        _cannot_say_yet(table, inputs, outputs, missing)


def _cannot_say_yet(table: Table, inputs: Inputs, outputs: Sequence[NDArray[Any]], missing: Flags) -> None:
    """Where an answer is missing, no figure but the range: what was worked out with level 0 is its lower end."""
    state, amount = outputs[:2]
    differs, low, high = outputs[-3:]
    rows = np.flatnonzero(missing)
    of_these = [None if values is None else values[rows] for values in inputs]
    parts = _parts(table, of_these, len(rows), missing_at_last=True)
    low[rows] = amount[rows]
    high[rows] = _settled(table, [_pence(table, at, part.gross, part.net) for at, part in enumerate(parts)])
    for figures in outputs[1:-3]:
        figures[rows] = NULL
    state[rows], differs[rows] = UNKNOWN, False


# Steps 1 and 2


def _parts(table: Table, inputs: Inputs, rows: int, *, missing_at_last: bool) -> list[Needs]:
    domains = [_domain(table, at, inputs, rows, missing_at_last=missing_at_last) for at in range(len(table.caps))]
    ends = table.domains_of
    return [_together(domains[ends[at] : ends[at + 1]]) for at in range(len(ends) - 1)]


def _together(domains: list[Needs]) -> Needs:
    fields = [sum(each[1:], each[0]) for each in zip(*[domain.fields() for domain in domains], strict=True)]
    gross, net, steady_gross, steady_net, counted, *weights = fields
    return Needs(gross, net, steady_gross, steady_net, counted, weights)


def _domain(table: Table, at: int, inputs: Inputs, rows: int, *, missing_at_last: bool) -> Needs:
    first, *others = (
        _question(table, each, inputs, rows, missing_at_last=missing_at_last)
        for each in range(table.questions_of[at], table.questions_of[at + 1])
    )
    for need in others:
        if table.largest[at]:
            _take_the_largest(first, need)
        else:
            for found, more in zip(first.fields(), need.fields(), strict=True):
                found += more
    for units in (first.gross, first.net, first.steady_gross, first.steady_net):
        np.minimum(units, table.caps[at], out=units)
    return first


def _take_the_largest(found: Needs, need: Needs) -> None:
    """Keep the largest of each; for the funders only the question with the largest net units counts, the first on a tie."""
    more = need.net > found.net
    for weight, other in zip((found.counted, *found.weights), (need.counted, *need.weights), strict=True):
        weight[more] = other[more]
    for units, other in zip(found.fields()[:4], need.fields()[:4], strict=True):
        np.maximum(units, other, out=units)


def _question(table: Table, at: int, inputs: Inputs, rows: int, *, missing_at_last: bool) -> Needs:
    level, worst, weeks, left = _answers(table, at, inputs, rows, missing_at_last=missing_at_last)
    units = _over_the_year(table.points[at], level, worst, weeks)
    steady = WEEKS * table.points[at][level]
    net = left * units
    paid = zip(table.percents[at], table.paying, strict=True)
    weights = [percent * net * _is_true(inputs[place], rows) for percent, place in paid]
    return Needs(QUARTERS * units, net, QUARTERS * steady, left * steady, WHOLE_PERCENT * net, weights)


def _answers(table: Table, at: int, inputs: Inputs, rows: int, *, missing_at_last: bool) -> tuple[Wholes, Wholes, Wholes, Wholes]:
    """Give each row's level, worst level, weeks, and the quarters that no unpaid help meets."""
    at_level, at_worst, at_weeks, at_unpaid = table.columns[at]
    said = _values(inputs, at_level, rows)
    level = np.where(said == NULL, table.levels[at] - 1 if missing_at_last else 0, said)
    worst = _values(inputs, at_worst, rows)
    weeks = np.maximum(_values(inputs, at_weeks, rows), 0)
    counted = np.maximum(_values(inputs, at_unpaid, rows), 0) * _is_true(inputs[table.carer], rows)
    return level, np.where(worst == NULL, level, worst), weeks, QUARTERS - counted


def _values(inputs: Inputs, place: int, rows: int) -> Wholes:
    values = None if place == NOWHERE else inputs[place]
    return np.full(rows, NULL, np.int64) if values is None else values.astype(np.int64)


def _is_true(values: NDArray[Any] | None, rows: int) -> Flags:
    return np.zeros(rows, np.bool_) if values is None else values == 1


def _over_the_year(values: Wholes, level: Wholes, worst: Wholes, weeks: Wholes) -> Wholes:
    usual = values[level]
    return WEEKS * usual + (values[worst] - usual) * weeks


# Steps 3 to 5


def _pence(table: Table, at: int, gross: Wholes, net: Wholes) -> Wholes:
    """Step 3. Where net is gross both ways of counting unpaid help give the same."""
    if not table.share:
        return _half_up(*_curve(table, at, net))
    numerator, denominator = _curve(table, at, gross)
    helped = net != gross
    numerator[helped] *= net[helped]
    denominator[helped] *= gross[helped]
    return _half_up(numerator, denominator)


def _curve(table: Table, at: int, units: Wholes) -> tuple[Wholes, Wholes]:
    """Give the pence at so many units as an exact fraction."""
    knots = slice(table.knots_of[at], table.knots_of[at + 1])
    places, pence = table.knot_units[knots], table.knot_pence[knots]
    after = np.searchsorted(places, units, side="right")
    if table.steps[at]:
        return np.concatenate([[0], pence])[after], np.ones_like(units)
    low, high = np.maximum(after - 1, 0), np.minimum(after, len(places) - 1)
    span = places[high] - places[low]
    level = span == 0
    numerator = pence[low] * span + (pence[high] - pence[low]) * (units - places[low])
    return np.where(level, pence[low], numerator), np.where(level, 1, span)


def _half_up(numerator: Wholes, denominator: Wholes | int) -> Wholes:
    """Round to the nearest, a tie up. Nothing here is below zero."""
    return (numerator + denominator // 2) // denominator


def _settled(table: Table, parts: list[Wholes]) -> Wholes:
    """Take steps 4 and 5, from the parts' pence to the amount."""
    running = sum(parts[1:], parts[0])
    for hundredths in table.adjustments:
        running = running + np.sign(hundredths) * _half_up(running * abs(hundredths), HUNDREDTHS)
    limited = np.minimum(np.maximum(running, table.minimum), table.maximum)
    return _half_up(limited, table.to_pence) * table.to_pence


def _needs_costing(table: Table, inputs: Inputs, parts: list[Needs]) -> Flags:
    due = _is_true(inputs[table.by_hand], len(parts[0].gross))
    for part, over in zip(parts, table.costing_over, strict=True):
        due = due | (part.gross > over)
    return due


# Steps 7 and 10


def _share_out(table: Table, parts: list[Needs], amount: Wholes, funders: Sequence[Wholes]) -> None:
    """Share each part by its weights, then the amount by each funder's total over the parts."""
    if not table.paying.size:
        funders[0][:] = amount
        return
    together, totals = np.zeros_like(amount), [np.zeros_like(amount) for _ in table.paying]
    for at, part in enumerate(parts):
        pence = _pence(table, at, part.gross, part.net)
        together += pence
        for total, share in zip(totals, _shares(pence, part.counted, part.weights), strict=True):
            total += share
    funders[0][:] = amount
    for funder, share in zip(funders[1:], _shares(amount, together, totals), strict=True):
        funder[:] = share
        funders[0][:] -= share


def _shares(total: Wholes, counted: Wholes, weights: list[Wholes]) -> list[Wholes]:
    """Give the shares of all funders but the first: largest remainder, a tie to the first; what is left is the first's.

    The remainders of all shares add up to a whole number of pennies, so the first's is known from the others'.
    """
    whole = np.maximum(counted, 1)
    products = [total * weight for weight in weights]
    shares = [product // whole for product in products]
    remainders = [product - share * whole for product, share in zip(products, shares, strict=True)]
    over = sum(remainders[1:], remainders[0])
    left = -(-over // whole)
    ranked = [left * whole - over, *remainders]
    for at, share in enumerate(shares, start=1):
        before = [other >= ranked[at] for other in ranked[:at]] + [other > ranked[at] for other in ranked[at + 1 :]]
        share += sum(before[1:], before[0].astype(np.int64)) < left
    return shares


def _second_estimate(table: Table, inputs: Inputs, rows: int) -> Wholes:
    total = np.zeros(rows, np.int64)
    for at in np.flatnonzero(table.rates).tolist():
        level, worst, weeks, left = _answers(table, at, inputs, rows, missing_at_last=False)
        minutes = _over_the_year(table.minutes[at], level, worst, weeks)
        total += _half_up(left * minutes * table.rates[at], SECOND_DENOMINATOR)
    return total
