"""The reference scheme for adults as variables of OpenFisca-core, each a vectorised formula, as its experts write them for speed.

One variable for each figure that has a name, tables looked up by level, whole numbers throughout, no parameter read from a tree inside a
formula. -1 is no answer. It covers what that scheme uses: sums, one line, shares of unpaid help, two funders.
"""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np
from openfisca_core.entities import build_entity
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from commonpurse.formula import Scheme
from commonpurse.formula.many import Columns, OutputColumn

Whole = Any
Formula = Callable[[Any, str], Whole]

PERIOD = "2026-04"
PERSON: Any = build_entity("person", "persons", "A person", is_person=True)


def as_name(column: str) -> str:
    return column.replace("-", "_")


def simulation(system: Any, columns: Columns) -> Any:
    """Make a population with its answers in place, and nothing worked out."""
    rows = len(next(iter(columns.values())))
    made = SimulationBuilder().build_default_simulation(system, rows)
    for name, values in columns.items():
        made.set_input(as_name(name), PERIOD, values.astype(np.int32))
    return made


def calculate(made: Any, outputs: tuple[OutputColumn, ...]) -> dict[str, Whole]:
    return {column.name: made.calculate(as_name(column.name), PERIOD) for column in outputs}


def as_system(scheme: Scheme, inputs: tuple[Any, ...]) -> Any:
    """Write the scheme: its answers are variables without a formula."""
    system = TaxBenefitSystem([PERSON])
    for column in inputs:
        system.add_variable(_variable(as_name(column.name), None))
    for name, formula in {**_needs(scheme), **_budget(scheme), **_results(scheme)}.items():
        system.add_variable(_variable(as_name(name), formula))
    return system


def _variable(name: str, formula: Formula | None) -> Any:
    members: dict[str, Any] = {"value_type": int, "entity": PERSON, "definition_period": DateUnit.MONTH, "label": name, "default_value": -1}
    if formula is not None:
        members["formula"] = lambda population, period: formula(population, period)
    return type(name, (Variable,), members)


def _needs(scheme: Scheme) -> dict[str, Formula]:
    made: dict[str, Formula] = {}
    for question in scheme.questions:
        made |= _question(question)
    questions = [as_name(question.id) for question in scheme.questions]
    for total in ("gross", "net", "steady_gross", "steady_net", "second"):
        made[f"total_{total}"] = _added([f"{total}_{name}" for name in questions])
    funder = scheme.funders[1].id
    percents = {as_name(question.id): question.funding.get(funder, 0) for question in scheme.questions}

    def weight(person: Any, period: str) -> Whole:
        shared = sum(percent * person(f"net_{name}", period) for name, percent in percents.items() if percent)
        return np.asarray(shared * (person(f"paying_{funder}", period) == 1))

    lasts = {as_name(question.id): 208 * question.points[-1] for question in scheme.questions}

    def missing(person: Any, period: str) -> Whole:
        return np.asarray(sum(last * (person(name, period) < 0) for name, last in lasts.items()))

    made["weight"], made["missing_units"] = weight, missing
    made["unknown"] = lambda person, period: np.logical_or.reduce([person(name, period) < 0 for name in questions])
    return made


def _added(names: list[str]) -> Formula:
    def formula(person: Any, period: str) -> Whole:
        total = person(names[0], period).copy()
        for name in names[1:]:
            total += person(name, period)
        return total

    return formula


def _question(question: Any) -> dict[str, Formula]:
    name = as_name(question.id)
    points, minutes = (np.array(values, np.int32) for values in (question.points, question.minutes))

    def left(person: Any, period: str) -> Whole:
        if not question.unpaid_support:
            return person.filled_array(4)
        return 4 - np.maximum(person(f"{name}__unpaid", period), 0) * (person("carer_willing_and_able", period) == 1)

    def year(values: Whole, person: Any, period: str) -> Whole:
        level = np.maximum(person(name, period), 0)
        usual = values[level]
        if not question.fluctuates:
            return 52 * usual
        worst = values[np.maximum(person(f"{name}__worst", period), level)]
        return 52 * usual + (worst - usual) * np.maximum(person(f"{name}__weeks", period), 0)

    def second(person: Any, period: str) -> Whole:
        return (person(f"left_{name}", period) * year(minutes, person, period).astype(np.int64) * question.rate_pence + 6240) // 12480

    return {
        f"left_{name}": left,
        f"year_{name}": lambda person, period: year(points, person, period),
        f"steady_{name}": lambda person, period: 52 * points[np.maximum(person(name, period), 0)],
        f"gross_{name}": lambda person, period: 4 * person(f"year_{name}", period),
        f"net_{name}": lambda person, period: person(f"left_{name}", period) * person(f"year_{name}", period),
        f"steady_gross_{name}": lambda person, period: 4 * person(f"steady_{name}", period),
        f"steady_net_{name}": lambda person, period: person(f"left_{name}", period) * person(f"steady_{name}", period),
        f"second_{name}": second,
    }


def _budget(scheme: Scheme) -> dict[str, Formula]:
    line = _line(scheme)

    def shared(gross: str, net: str, extra: str = "") -> Formula:
        def formula(person: Any, period: str) -> Whole:
            more = person(extra, period) if extra else 0
            units, left = person(gross, period) + more, person(net, period) + more
            numerator, denominator = line(units)
            return _half_up(numerator * left, denominator * np.maximum(units, 1))

        return formula

    def rounded(part: str) -> Formula:
        return lambda person, period: _half_up(person(part, period), scheme.to_pence) * scheme.to_pence

    return {
        "part": shared("total_gross", "total_net"),
        "gross_part": lambda person, period: _half_up(*line(person("total_gross", period))),
        "steady_part": shared("total_steady_gross", "total_steady_net"),
        "most_part": shared("total_gross", "total_net", "missing_units"),
        "amount": rounded("part"),
        "gross_amount": rounded("gross_part"),
        "steady_amount": rounded("steady_part"),
        "most_amount": rounded("most_part"),
        "part_share": lambda person, period: _second_share(
            person("part", period), person("weight", period), 100 * person("total_net", period)
        ),
        "share": lambda person, period: _second_share(person("amount", period), person("part_share", period), person("part", period)),
    }


def _line(scheme: Scheme) -> Callable[[Whole], tuple[Whole, Whole]]:
    """Give the exact fraction of pence: the whole points say between which two knots."""
    part = scheme.parts[0]
    rows = []
    for (low, low_pence), (high, high_pence) in pairwise(part.knots):
        span, rise = 208 * (high - low), high_pence - low_pence
        rows += [(low_pence * span - rise * 208 * low, rise, span)] * (high - low)
    starts, rises, spans = np.array([*rows, (part.knots[-1][1], 0, 1)], np.int64).T.copy()

    def line(units: Whole) -> tuple[Whole, Whole]:
        point = units // 208
        return starts[point] + rises[point] * units, spans[point]

    return line


def _results(scheme: Scheme) -> dict[str, Formula]:
    over, tolerance = 208 * (scheme.parts[0].costing_over or 0), scheme.second_estimate_tolerance_percent

    def known(figure: Callable[[Any, str], Whole]) -> Formula:
        return lambda person, period: np.where(person("unknown", period), -1, figure(person, period))

    def unknown(figure: str) -> Formula:
        return lambda person, period: np.where(person("unknown", period), person(figure, period), -1)

    def state(person: Any, period: str) -> Whole:
        costing = (person("cost_by_hand", period) == 1) | (person("total_gross", period) > over)
        return np.where(person("unknown", period), 2, costing)

    def differs(person: Any, period: str) -> Whole:
        second, amount = person("total_second", period).astype(np.int64), person("amount", period)
        return (100 * np.abs(second - amount) > tolerance * np.maximum(second, amount)) & (person("unknown", period) == 0)

    weeks, (first, second) = scheme.weeks_per_year, scheme.funders
    return {
        "state": state,
        "amount_pence": known(lambda person, period: person("amount", period)),
        "gross_pence": known(lambda person, period: person("gross_amount", period)),
        "year_pence": known(lambda person, period: weeks * person("amount", period)),
        "worst_weeks_year_pence": known(lambda person, period: weeks * (person("amount", period) - person("steady_amount", period))),
        f"funder_{first.id}_pence": known(lambda person, period: person("amount", period) - person("share", period)),
        f"funder_{second.id}_pence": known(lambda person, period: person("share", period)),
        "second_estimate_pence": known(lambda person, period: person("total_second", period)),
        "second_estimate_differs": differs,
        "range_low_pence": unknown("amount"),
        "range_high_pence": unknown("most_amount"),
    }


def _half_up(numerator: Whole, denominator: Any) -> Whole:
    return (numerator + denominator // 2) // denominator


def _second_share(total: Whole, weight: Whole, whole: Whole) -> Whole:
    """Give the second of two shares by largest remainder: it takes the penny left over only if its remainder is the larger."""
    product, of = total.astype(np.int64) * weight, np.maximum(whole, 1)
    floor = product // of
    return floor + (2 * (product - floor * of) > of)
