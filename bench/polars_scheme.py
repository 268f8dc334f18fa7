"""The reference scheme for adults as polars expressions: lazy, over all cores, null where there is no answer.

Written for speed: tables are gathered from, never joined or matched; whole numbers throughout; each figure is named once and reused.
It covers what that scheme uses: sums, one line, shares of unpaid help, two funders.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import polars as pl

from commonpurse.formula import Scheme
from commonpurse.formula.many import Columns

AMOUNT = ("amount_pence",)


def as_frame(columns: Columns) -> Any:
    """Stand the columns in a frame, as polars has them: null for no answer, and flags as booleans."""
    frame = pl.DataFrame(dict(columns))
    flags = [name for name in columns if name in ("carer_willing_and_able", "cost_by_hand") or name.startswith("paying_")]
    answers = [name for name in columns if name not in flags]
    return frame.with_columns(
        *(pl.when(pl.col(name) >= 0).then(pl.col(name)).alias(name) for name in answers),
        *((pl.col(name) == 1).alias(name) for name in flags),
    ).rechunk()


class Expressions:
    """The whole scheme in five steps over a frame; each step's columns are worked out side by side."""

    def __init__(self, scheme: Scheme) -> None:
        self.scheme = scheme
        self.questions = scheme.questions
        self.funder = scheme.funders[1].id

    def all_outputs(self, frame: Any) -> Any:
        """Give the outputs in the order of ours."""
        wide = frame.lazy().with_columns(self.answers()).with_columns(self.units()).with_columns(self.totals())
        wide = wide.with_columns(self.lines()).with_columns(self.pence())
        return wide.with_columns(self.amounts()).with_columns(self.shares()).select(self.outputs()).collect()

    def amount(self, frame: Any) -> Any:
        wide = frame.lazy().with_columns(self.answers()).with_columns(self.units(second=False, steady=False))
        wide = wide.with_columns(_sum("G", "gross", self.questions), _sum("N", "net", self.questions))
        wide = wide.with_columns(self._line("G"))
        known = pl.all_horizontal(pl.col(question.id).is_not_null() for question in self.questions)
        amount = self._rounded(_shared("G", pl.col("G"), pl.col("N")))
        return wide.select(pl.when(known).then(amount).alias("amount_pence")).collect()

    def answers(self) -> list[Any]:
        made: list[Any] = []
        for question in self.questions:
            level, worst, weeks, unpaid = (pl.col(f"{question.id}{end}") for end in ("", "__worst", "__weeks", "__unpaid"))
            usual = level.fill_null(0)
            made.append(_table(question.points, usual).alias(f"p {question.id}"))
            made.append(_table(question.minutes or (), usual).alias(f"m {question.id}"))
            if question.fluctuates:
                most = pl.coalesce(worst, usual)
                made.append(_table(question.points, most).alias(f"pw {question.id}"))
                made.append(_table(question.minutes or (), most).alias(f"mw {question.id}"))
                made.append(weeks.fill_null(0).cast(pl.Int32).alias(f"n {question.id}"))
            if question.unpaid_support:
                counted = pl.when("carer_willing_and_able").then(unpaid.fill_null(0)).otherwise(0).cast(pl.Int32)
                made.append((4 - counted).alias(f"left {question.id}"))
        return made

    def units(self, *, second: bool = True, steady: bool = True) -> list[Any]:
        made: list[Any] = []
        for question in self.questions:
            name = question.id
            left = pl.col(f"left {name}") if question.unpaid_support else pl.lit(4, pl.Int32)
            year = _year("p", question)
            made += [(4 * year).alias(f"gross {name}"), (left * year).alias(f"net {name}")]
            if steady:
                made += [
                    (208 * pl.col(f"p {name}")).alias(f"steady-gross {name}"),
                    (left * 52 * pl.col(f"p {name}")).alias(f"steady-net {name}"),
                ]
            if second:
                minutes = (left * _year("m", question)).cast(pl.Int64)
                made.append(((minutes * question.rate_pence + 6240) // 12480).alias(f"second {name}"))
        return made

    def totals(self) -> list[Any]:
        shared = [question for question in self.questions if question.funding.get(self.funder)]
        weights = [pl.col(f"net {question.id}") * question.funding[self.funder] for question in shared]
        return [
            _sum("G", "gross", self.questions),
            _sum("N", "net", self.questions),
            _sum("steady G", "steady-gross", self.questions),
            _sum("steady N", "steady-net", self.questions),
            _sum("second", "second", self.questions),
            pl.when(f"paying_{self.funder}").then(_added(weights)).otherwise(0).cast(pl.Int64).alias("weight"),
            *self._most(),
            pl.all_horizontal(pl.col(question.id).is_not_null() for question in self.questions).alias("known"),
        ]

    def _most(self) -> list[Any]:
        """Give the units with every missing question at its last level."""
        extra = _added([pl.col(question.id).is_null() * (208 * question.points[-1]) for question in self.questions]).cast(pl.Int64)
        gross, net = (_added([pl.col(f"{kind} {question.id}") for question in self.questions]) for kind in ("gross", "net"))
        return [(gross + extra).cast(pl.Int64).alias("most G"), (net + extra).cast(pl.Int64).alias("most N")]

    def lines(self) -> list[Any]:
        return [each for units in ("G", "steady G", "most G") for each in self._line(units)]

    def _line(self, units: str) -> list[Any]:
        """Give the exact fraction of pence: the whole points say between which two knots."""
        part = self.scheme.parts[0]
        starts: list[int] = []
        rises: list[int] = []
        spans: list[int] = []
        for (low, low_pence), (high, high_pence) in pairwise(part.knots):
            span, rise = 208 * (high - low), high_pence - low_pence
            starts += [low_pence * span - rise * 208 * low] * (high - low)
            rises += [rise] * (high - low)
            spans += [span] * (high - low)
        starts, rises, spans = [*starts, part.knots[-1][1]], [*rises, 0], [*spans, 1]
        point = pl.col(units) // 208
        numerator = _table(starts, point, pl.Int64) + _table(rises, point, pl.Int64) * pl.col(units)
        return [numerator.alias(f"line {units}"), _table(spans, point, pl.Int64).alias(f"below {units}")]

    def pence(self) -> list[Any]:
        return [
            _shared("G", pl.col("G"), pl.col("N")).alias("part"),
            _half_up(pl.col("line G"), pl.col("below G")).alias("gross part"),
            _shared("steady G", pl.col("steady G"), pl.col("steady N")).alias("steady part"),
            _shared("most G", pl.col("most G"), pl.col("most N")).alias("most part"),
        ]

    def amounts(self) -> list[Any]:
        whole = pl.max_horizontal(100 * pl.col("N"), 1)
        return [
            self._rounded(pl.col("part")).alias("amount"),
            self._rounded(pl.col("gross part")).alias("gross amount"),
            self._rounded(pl.col("steady part")).alias("steady amount"),
            self._rounded(pl.col("most part")).alias("most amount"),
            _second_share(pl.col("part"), pl.col("weight"), whole).alias("part share"),
        ]

    def shares(self) -> list[Any]:
        return [_second_share(pl.col("amount"), pl.col("part share"), pl.max_horizontal(pl.col("part"), 1)).alias("share")]

    def outputs(self) -> list[Any]:
        known, amount, second = pl.col("known"), pl.col("amount"), pl.col("second")
        scheme, weeks = self.scheme, self.scheme.weeks_per_year
        tolerance = scheme.second_estimate_tolerance_percent
        costing = pl.col("cost_by_hand") | (pl.col("G") > 208 * (scheme.parts[0].costing_over or 0))
        state = pl.when(~known).then(pl.lit(2, pl.Int8)).when(costing).then(pl.lit(1, pl.Int8)).otherwise(pl.lit(0, pl.Int8))
        figures = {
            "amount_pence": amount,
            "gross_pence": pl.col("gross amount"),
            "year_pence": amount * weeks,
            "worst_weeks_year_pence": (amount - pl.col("steady amount")) * weeks,
            f"funder_{scheme.funders[0].id}_pence": amount - pl.col("share"),
            f"funder_{self.funder}_pence": pl.col("share"),
            "second_estimate_pence": second,
        }
        differs = 100 * (second - amount).abs() > tolerance * pl.max_horizontal(second, amount)
        return [
            state.alias("state"),
            *(pl.when(known).then(figure).alias(name) for name, figure in figures.items()),
            (known & differs).alias("second_estimate_differs"),
            pl.when(~known).then(amount).alias("range_low_pence"),
            pl.when(~known).then(pl.col("most amount")).alias("range_high_pence"),
        ]

    def _rounded(self, pence: Any) -> Any:
        return _half_up(pence, self.scheme.to_pence) * self.scheme.to_pence


def _table(values: Sequence[int], at: Any, dtype: Any = pl.Int32) -> Any:
    return pl.lit(pl.Series(list(values), dtype=dtype)).gather(at)


def _year(kind: str, question: Any) -> Any:
    usual = pl.col(f"{kind} {question.id}")
    if not question.fluctuates:
        return 52 * usual
    return 52 * usual + (pl.col(f"{kind}w {question.id}") - usual) * pl.col(f"n {question.id}")


def _added(expressions: Sequence[Any]) -> Any:
    first, *others = expressions
    for other in others:
        first = first + other
    return first


def _sum(name: str, kind: str, questions: Sequence[Any]) -> Any:
    return _added([pl.col(f"{kind} {question.id}") for question in questions]).cast(pl.Int64).alias(name)


def _half_up(numerator: Any, denominator: Any) -> Any:
    return (numerator + denominator // 2) // denominator


def _shared(units: str, gross: Any, net: Any) -> Any:
    whole = pl.max_horizontal(gross, 1)
    return _half_up(pl.col(f"line {units}") * net, pl.col(f"below {units}") * whole)


def _second_share(total: Any, weight: Any, whole: Any) -> Any:
    """Give the second of two shares by largest remainder: it takes the penny left over only if its remainder is the larger."""
    product = total * weight
    floor = product // whole
    return floor + (2 * (product - floor * whole) > whole)
