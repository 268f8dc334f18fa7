"""Steps 1 and 2: answers become units of need by question, domain and part."""

from dataclasses import dataclass
from functools import lru_cache

from commonpurse.values.money import half_up

from .answers import QUARTERS, WEEKS, Answer, Given
from .scheme import UNITS_PER_POINT, Domain, Part, Question, Scheme

_MINUTES_PER_HOUR = 60

KEPT = 16_384
"""The same answer means the same for everybody: so many needs, and the lines that explain them, are kept (some 10 MB)."""


@dataclass(eq=False, slots=True)
class Need:
    """One question's need. `quarters` of unpaid help were said, and `counted` of them count.

    Units: `gross`, `net`, and both without the worst weeks. `second_pence` is its part of the second estimate.
    """

    question: Question
    level: int
    worst_level: int
    worst_weeks: int | None
    quarters: int
    counted: int
    gross: int
    net: int
    steady_gross: int
    steady_net: int
    second_pence: int | None


@dataclass(slots=True)
class DomainNeed:
    domain: Domain
    needs: list[Need]
    gross: int
    net: int


@dataclass(slots=True)
class PartNeed:
    """One part's need: G and N of step 3."""

    part: Part
    domains: list[DomainNeed]
    gross: int
    net: int


def over_the_year(values: tuple[int, ...], level: int, worst_level: int, worst_weeks: int | None) -> int:
    """Give 52 times the weekly figure of a level, with the worst weeks in it."""
    usual = values[level]
    return WEEKS * usual + (values[worst_level] - usual) * worst_weeks if worst_weeks else WEEKS * usual


def need_of(question: Question, answer: Answer, *, help_counts: bool) -> Need:
    """Step 1. A need in units: 208 are one point."""
    worst = answer.level if answer.worst_level is None else answer.worst_level
    quarters = answer.unpaid_quarters or 0
    return _need(question, answer.level, worst, answer.worst_weeks, quarters, quarters if help_counts else 0)


@lru_cache(maxsize=KEPT)
def _need(question: Question, level: int, worst_level: int, worst_weeks: int | None, quarters: int, counted: int) -> Need:
    left = QUARTERS - counted
    units = over_the_year(question.points, level, worst_level, worst_weeks)
    steady = WEEKS * question.points[level]
    second = None
    if question.minutes is not None and question.rate_pence is not None:
        minutes = over_the_year(question.minutes, level, worst_level, worst_weeks)
        second = half_up(left * minutes * question.rate_pence, UNITS_PER_POINT * _MINUTES_PER_HOUR)
    return Need(
        question,
        level,
        worst_level,
        worst_weeks,
        quarters,
        counted,
        gross=QUARTERS * units,
        net=left * units,
        steady_gross=QUARTERS * steady,
        steady_net=left * steady,
        second_pence=second,
    )


def combined(domain: Domain, units: list[int]) -> int:
    """Step 2. Add up, or take the largest; then at most the cap."""
    found = sum(units) if domain.combine == "sum" else max(units)
    return found if domain.cap is None else min(found, UNITS_PER_POINT * domain.cap)


def part_needs(scheme: Scheme, given: Given) -> list[PartNeed]:
    """Take steps 1 and 2 for every part. Every question must have an answer."""
    return [_part_need(scheme, part, given) for part in scheme.parts]


def _part_need(scheme: Scheme, part: Part, given: Given) -> PartNeed:
    answers, counts = given.answers, given.carer_willing_and_able
    domains: list[DomainNeed] = []
    for domain in scheme.domains_of[part.id]:
        needs = [need_of(question, answers[question.id], help_counts=counts) for question in scheme.questions_of(domain.id)]
        gross, net = combined(domain, [need.gross for need in needs]), combined(domain, [need.net for need in needs])
        domains.append(DomainNeed(domain, needs, gross, net))
    return PartNeed(part, domains, sum([each.gross for each in domains]), sum([each.net for each in domains]))


def steady(part: PartNeed) -> PartNeed:
    """Give the same need with every worst week left out (step 9)."""
    gross = sum([combined(each.domain, [need.steady_gross for need in each.needs]) for each in part.domains])
    net = sum([combined(each.domain, [need.steady_net for need in each.needs]) for each in part.domains])
    return PartNeed(part.part, part.domains, gross, net)
