"""Steps 1 and 2: answers become units of need by question, domain and part."""

from collections.abc import Mapping
from dataclasses import dataclass

from .answers import QUARTERS, WEEKS, Answer, Given
from .scheme import UNITS_PER_POINT, Domain, Part, Question, Scheme


@dataclass(slots=True)
class Need:
    """One question's need. `quarters` are those of unpaid help that count; gross and net are units."""

    question: Question
    answer: Answer
    quarters: int
    gross: int
    net: int


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


def over_the_year(values: tuple[int, ...], answer: Answer, *, steady: bool = False) -> int:
    """Give 52 times the weekly figure of a level, with the worst weeks in it unless `steady`."""
    usual = values[answer.level]
    if steady or answer.worst_level is None or answer.worst_weeks is None:
        return WEEKS * usual
    return WEEKS * usual + (values[answer.worst_level] - usual) * answer.worst_weeks


def need_of(question: Question, answer: Answer, *, help_counts: bool, steady: bool) -> Need:
    """Step 1. A need in units: 208 are one point."""
    units = over_the_year(question.points, answer, steady=steady)
    quarters = (answer.unpaid_quarters or 0) if help_counts else 0
    return Need(question, answer, quarters, QUARTERS * units, (QUARTERS - quarters) * units)


def domain_need(domain: Domain, needs: list[Need]) -> DomainNeed:
    """Step 2. Add up, or take the largest; then at most the cap; gross and net each for itself."""
    combine = sum if domain.combine == "sum" else max
    gross, net = combine([need.gross for need in needs]), combine([need.net for need in needs])
    if domain.cap is not None:
        most = UNITS_PER_POINT * domain.cap
        gross, net = min(gross, most), min(net, most)
    return DomainNeed(domain, needs, gross, net)


def part_needs(scheme: Scheme, given: Given, *, steady: bool = False) -> list[PartNeed]:
    """Take steps 1 and 2 for every part. `steady` leaves the worst weeks out. Every question must have an answer."""
    return [_part_need(scheme, part, given.answers, help_counts=given.carer_willing_and_able, steady=steady) for part in scheme.parts]


def _part_need(scheme: Scheme, part: Part, answers: Mapping[str, Answer], *, help_counts: bool, steady: bool) -> PartNeed:
    domains = [
        domain_need(
            domain, [need_of(each, answers[each.id], help_counts=help_counts, steady=steady) for each in scheme.questions_of(domain.id)]
        )
        for domain in scheme.domains_of[part.id]
    ]
    return PartNeed(part, domains, sum([each.gross for each in domains]), sum([each.net for each in domains]))
