"""A scheme as arrays of whole numbers: what both engines read. Nothing of it is known when the kernel is compiled."""

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from commonpurse.formula.scheme import UNITS_PER_POINT, Question, Scheme

from .columns import BY_HAND, CARER, InputColumn, paying_of, unpaid_of, weeks_of, worst_of

Wholes: TypeAlias = NDArray[np.int64]

NOWHERE = -1
"""The place of a column that a question does not have."""

UNLIMITED = 2**62
"""Above every figure of a scheme that the bounds allow."""


@dataclass(frozen=True, eq=False)
class Table:
    """Questions stand by domain and domains by part, so that each is a run of rows; within a domain the file's order is kept.

    `points` and `minutes` are by question and level; `percents` by question and funder after the first; `columns` are the places
    of level, worst, weeks and unpaid among the inputs. Caps, knots and `costing_over` are in units.
    """

    columns: Wholes
    carer: int
    by_hand: int
    paying: Wholes

    levels: Wholes
    points: Wholes
    minutes: Wholes
    rates: Wholes
    percents: Wholes

    questions_of: Wholes
    largest: Wholes
    caps: Wholes

    domains_of: Wholes
    steps: Wholes
    knots_of: Wholes
    knot_units: Wholes
    knot_pence: Wholes
    costing_over: Wholes

    share: bool
    adjustments: Wholes
    minimum: int
    maximum: int
    to_pence: int
    weeks: int
    priced: bool
    tolerance: int

    @property
    def funders(self) -> int:
        return len(self.paying) + 1


def table_of(scheme: Scheme, inputs: tuple[InputColumn, ...]) -> Table:
    """Write a scheme as arrays. Raises OverflowError where a figure is beyond 64 bits."""
    places = {column.name: place for place, column in enumerate(inputs)}
    domains = [domain for part in scheme.parts for domain in scheme.domains_of[part.id]]
    questions = [question for domain in domains for question in scheme.questions_of(domain.id)]
    others = [funder.id for funder in scheme.funders[1:]]
    return Table(
        columns=_wholes([_places_of(question, places) for question in questions]),
        carer=places[CARER],
        by_hand=places[BY_HAND],
        paying=_wholes([places[paying_of(funder)] for funder in others]),
        levels=_wholes([len(question.levels) for question in questions]),
        points=_by_level([question.points for question in questions]),
        minutes=_by_level([question.minutes or (0,) * len(question.levels) for question in questions]),
        rates=_wholes([question.rate_pence or 0 if question.minutes is not None else 0 for question in questions]),
        percents=_wholes([[question.funding.get(funder, 0) for funder in others] for question in questions]).reshape(
            len(questions), len(others)
        ),
        questions_of=_ends([len(scheme.questions_of(domain.id)) for domain in domains]),
        largest=_wholes([domain.combine == "max" for domain in domains]),
        caps=_wholes([_units(domain.cap) for domain in domains]),
        domains_of=_ends([len(part.domains) for part in scheme.parts]),
        steps=_wholes([part.curve == "step" for part in scheme.parts]),
        knots_of=_ends([len(part.knots) for part in scheme.parts]),
        knot_units=_wholes([units for part in scheme.parts for units in part.knot_units]),
        knot_pence=_wholes([pence for part in scheme.parts for _, pence in part.knots]),
        costing_over=_wholes([_units(part.costing_over) for part in scheme.parts]),
        share=scheme.unpaid_help == "share",
        adjustments=_wholes([adjustment.hundredths for adjustment in scheme.adjustments]),
        minimum=scheme.limits.minimum_pence or 0,
        maximum=UNLIMITED if scheme.limits.maximum_pence is None else min(scheme.limits.maximum_pence, UNLIMITED),
        to_pence=scheme.to_pence,
        weeks=scheme.weeks_per_year if scheme.pays == "weekly" else 1,
        priced=scheme.has_second_estimate,
        tolerance=scheme.second_estimate_tolerance_percent,
    )


def _places_of(question: Question, places: dict[str, int]) -> list[int]:
    names = (question.id, worst_of(question.id), weeks_of(question.id), unpaid_of(question.id))
    return [places.get(name, NOWHERE) for name in names]


def _by_level(rows: list[tuple[int, ...]]) -> Wholes:
    """Stand rows of unequal length below each other; what is past a row's last level is never looked at."""
    most = max(len(row) for row in rows)
    return _wholes([[*row, *[0] * (most - len(row))] for row in rows])


def _units(points: int | None) -> int:
    return UNLIMITED if points is None else min(UNITS_PER_POINT * points, UNLIMITED)


def _ends(lengths: list[int]) -> Wholes:
    """Give where each run starts, and where the last one ends."""
    return np.concatenate([_wholes([0]), np.cumsum(_wholes(lengths))])


def _wholes(values: list[Any]) -> Wholes:
    return np.array(values, dtype=np.int64)
