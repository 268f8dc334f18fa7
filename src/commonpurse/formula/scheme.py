"""An allocation scheme: rules as data. Points are whole, money is whole pence (docs/scheme-format.md)."""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Literal, NamedTuple, TypeAlias

Status: TypeAlias = Literal["demonstration", "draft", "live", "retired"]
Knot: TypeAlias = tuple[int, int]

WHOLE_PERCENT = 100
UNITS_PER_POINT = 208
"""52 weeks x 4 quarters: no answer ever needs a fraction of a unit."""


@dataclass(frozen=True, eq=False)
class Funder:
    id: str
    name: str


@dataclass(frozen=True, eq=False)
class Question:
    """One question. `points` and `minutes` (a week) go by level; `funding` is whole percent by funder id, `rate_pence` an hour."""

    id: str
    text: str
    domain: str
    levels: tuple[str, ...]
    points: tuple[int, ...]
    fluctuates: bool
    unpaid_support: bool
    funding: Mapping[str, int]
    minutes: tuple[int, ...] | None = None
    rate: str | None = None
    rate_pence: int | None = None

    @cached_property
    def meanings(self) -> tuple[str, ...]:
        """Say what each level is worth."""
        return tuple(f"“{level}” is {whole_points(points)}" for level, points in zip(self.levels, self.points, strict=True))


@dataclass(frozen=True, eq=False)
class Domain:
    id: str
    title: str
    combine: Literal["sum", "max"]
    cap: int | None = None


class Span(NamedTuple):
    """From `start` units on the curve is at `pence`, and rises by `rise` pence over `width` units."""

    start: int
    width: int
    pence: int
    rise: int


@dataclass(frozen=True, eq=False)
class Part:
    """A part of the money. `knots` are (points, pence), rising in points."""

    id: str
    title: str
    domains: tuple[str, ...]
    curve: Literal["linear", "step"]
    knots: tuple[Knot, ...]
    costing_over: int | None = None

    @cached_property
    def knot_units(self) -> tuple[int, ...]:
        return tuple(UNITS_PER_POINT * points for points, _ in self.knots)

    @cached_property
    def spans(self) -> tuple[Span, ...]:
        """What is below the first knot, between each two, and from the last one on."""
        first, last = self.knots[0][1], self.knots[-1][1]
        below, beyond = Span(0, 1, 0 if self.curve == "step" else first, 0), Span(0, 1, last, 0)
        return (below, *(self._span(*pair) for pair in pairwise(self.knots)), beyond)

    def _span(self, knot: Knot, following: Knot) -> Span:
        (points, pence), (next_points, next_pence) = knot, following
        rise = 0 if self.curve == "step" else next_pence - pence
        return Span(UNITS_PER_POINT * points, UNITS_PER_POINT * (next_points - points), pence, rise)


@dataclass(frozen=True)
class Adjustment:
    """A percentage added in its turn. `hundredths` of a percent: -12.5 % is -1250."""

    id: str
    title: str
    hundredths: int


@dataclass(frozen=True)
class Limits:
    minimum_pence: int | None = None
    maximum_pence: int | None = None


@dataclass(frozen=True, eq=False)
class Scheme:
    """One version of the rules. `sha256` is that of its file's bytes; `effective_to` is exclusive.

    Schemes and what they hold are told apart by identity, so that what has been worked out for one can be kept by it.
    """

    id: str
    version: str
    title: str
    status: Status
    for_whom: Literal["adult", "carer"]
    pays: Literal["weekly", "yearly"]
    effective_from: date
    effective_to: date | None
    source: str
    weeks_per_year: int
    unpaid_help: Literal["share", "points"]
    funders: tuple[Funder, ...]
    questions: tuple[Question, ...]
    domains: tuple[Domain, ...]
    parts: tuple[Part, ...]
    adjustments: tuple[Adjustment, ...]
    limits: Limits
    to_pence: int
    rates: Mapping[str, int]
    second_estimate_tolerance_percent: int
    sha256: str = ""

    @cached_property
    def question_ids(self) -> Set[str]:
        return self._questions_by_id.keys()

    @cached_property
    def funder_ids(self) -> tuple[str, ...]:
        return tuple(funder.id for funder in self.funders)

    @cached_property
    def _questions_by_id(self) -> Mapping[str, Question]:
        return {question.id: question for question in self.questions}

    @cached_property
    def _questions_by_domain(self) -> Mapping[str, tuple[Question, ...]]:
        return {each.id: tuple(q for q in self.questions if q.domain == each.id) for each in self.domains}

    @cached_property
    def _domains_by_id(self) -> Mapping[str, Domain]:
        return {domain.id: domain for domain in self.domains}

    def question(self, question_id: str) -> Question:
        """Give the question of an id. Raises KeyError."""
        return self._questions_by_id[question_id]

    def find(self, question_id: str) -> Question | None:
        return self._questions_by_id.get(question_id)

    def domain(self, domain_id: str) -> Domain:
        """Give the domain of an id. Raises KeyError."""
        return self._domains_by_id[domain_id]

    def questions_of(self, domain_id: str) -> tuple[Question, ...]:
        return self._questions_by_domain.get(domain_id, ())

    @cached_property
    def domains_of(self) -> Mapping[str, tuple[Domain, ...]]:
        """The domains of each part, by the part's id, as the part lists them."""
        return {part.id: tuple(self.domain(each) for each in part.domains) for part in self.parts}

    @cached_property
    def has_second_estimate(self) -> bool:
        return any(question.minutes is not None for question in self.questions)

    def most_points(self, part: Part) -> int:
        """Give the most points that a part can reach, after caps."""
        return sum(self._most_points_of(self.domain(each)) for each in part.domains)

    def _most_points_of(self, domain: Domain) -> int:
        reached = [question.points[-1] for question in self.questions_of(domain.id)]
        most = sum(reached) if domain.combine == "sum" else max(reached)
        return most if domain.cap is None else min(most, domain.cap)


def whole_points(points: int) -> str:
    return "1 point" if points == 1 else f"{points} points"


def points(units: int) -> str:
    """Write units of 1/208 of a point as points, half up: "5.9", "12". What is not a whole point is never written as one: "69.98"."""
    return in_points(thousandths(units))


def written_points(units: int) -> str:
    """Write points with their noun: "1 point", "5.9 points"."""
    return "1 point" if units == UNITS_PER_POINT else f"{points(units)} points"


@lru_cache(maxsize=16_384)
def thousandths(units: int) -> int:
    """Round units of 1/208 of a point as they are written: to a tenth of a point, in thousandths.

    Every threshold of a scheme is a whole point, so what is not whole takes as many places as keep it on its own side.
    """
    for step in (100, 10, 1):
        rounded = (2000 * units + step * UNITS_PER_POINT) // (2 * step * UNITS_PER_POINT) * step
        if rounded % 1000 or not units % UNITS_PER_POINT:
            break
    return rounded


@lru_cache(maxsize=16_384)
def in_points(thousandths: int) -> str:
    """Write thousandths of a point as points. They are written again and again within one explanation."""
    whole, rest = divmod(thousandths, 1000)
    return f"{whole}.{rest:03d}".rstrip("0").rstrip(".")
