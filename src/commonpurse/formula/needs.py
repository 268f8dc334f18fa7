"""Steps 1 and 2: answers become units of need by question, domain and part; each need with its price (step 10) and its lines."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from commonpurse.values.money import half_up

from .answers import QUARTERS, WEEKS, Answer, Given, WithoutHelp, wrong_with
from .explain_answers import lines_of_question, lines_of_second_estimate
from .result import Line
from .scheme import UNITS_PER_POINT, Domain, Part, Question, Scheme

_MINUTES_PER_HOUR = 60

KEPT = 32_768
"""The same answer means the same for everybody: so many needs are kept, with the lines that explain them (some 40 MB)."""


class AnswerDoesNotFit(ValueError):
    """An answer that its question does not allow."""


@dataclass(eq=False, slots=True)
class Need:
    """One question's need in units: all of it, what unpaid help leaves of it, and both without the worst weeks.

    `second_pence` is its part of the second estimate. `lines` and `second_lines` are its words.
    """

    gross: int
    net: int
    steady_gross: int
    steady_net: int
    second_pence: int
    lines: Sequence[Line]
    second_lines: Sequence[Line]


@dataclass(slots=True)
class DomainNeed:
    """One domain's need, in the units of its questions' needs."""

    domain: Domain
    needs: list[Need]
    gross: int
    net: int
    steady_gross: int
    steady_net: int


@dataclass(slots=True)
class PartNeed:
    """One part's need: G and N of step 3, and both without the worst weeks."""

    part: Part
    domains: list[DomainNeed]
    gross: int
    net: int
    steady_gross: int
    steady_net: int


@lru_cache(maxsize=KEPT)
def _need_of(question: Question, answer: Answer, willing: bool, weekly: bool) -> Need:  # noqa: FBT001 - positional, for a smaller key
    """Step 1. A need in units: 208 are one point. `willing`: whoever helps wants to and is able to.

    Raises AnswerDoesNotFit.
    """
    if wrong_with(answer, question):
        raise AnswerDoesNotFit(answer)
    quarters = answer.unpaid_quarters
    counted = (quarters if willing else 0) if quarters else None
    return _need(question, answer.without_help, counted, weekly)


@lru_cache(maxsize=KEPT)
def _need(question: Question, without_help: WithoutHelp, counted: int | None, weekly: bool) -> Need:  # noqa: FBT001 - positional
    """Work it out. `counted` quarters of unpaid help count: 0 where what was said does not, however much it is, and None where none was."""
    left = QUARTERS - (counted or 0)
    year = _over_the_year(question.points, *without_help)
    steady = WEEKS * question.points[without_help[0]]
    gross, net = QUARTERS * year, left * year
    pence = _second_pence(question, without_help, left)
    lines = lines_of_question(question, without_help, counted, gross, net, weekly=weekly)
    second_lines = lines_of_second_estimate(question, without_help, counted, pence)
    return Need(gross, net, QUARTERS * steady, left * steady, pence, lines, second_lines)


def _over_the_year(values: Sequence[int], level: int, worst_level: int | None, worst_weeks: int | None) -> int:
    """Give 52 times the weekly figure of a level, with the worst weeks in it."""
    usual = values[level]
    if worst_level is None or worst_weeks is None:
        return WEEKS * usual
    return WEEKS * usual + (values[worst_level] - usual) * worst_weeks


def _second_pence(question: Question, without_help: WithoutHelp, left: int) -> int:
    if question.minutes is None or question.rate_pence is None:
        return 0
    return half_up(left * _over_the_year(question.minutes, *without_help) * question.rate_pence, UNITS_PER_POINT * _MINUTES_PER_HOUR)


def part_needs(scheme: Scheme, given: Given) -> list[PartNeed]:
    """Take steps 1 and 2 for every part. Every question must have an answer. Raises AnswerDoesNotFit."""
    return [_part_need(scheme, part, given) for part in scheme.parts]


def _part_need(scheme: Scheme, part: Part, given: Given) -> PartNeed:
    answers, willing, weekly = given.answers, given.carer_willing_and_able, scheme.pays == "weekly"
    domains: list[DomainNeed] = []
    gross = net = steady_gross = steady_net = 0
    for rules in scheme.domains_of[part.id]:
        domain = _domain_need(rules, [_need_of(each, answers[each.id], willing, weekly) for each in scheme.questions_of(rules.id)])
        domains.append(domain)
        gross += domain.gross  # not by _sums: Python is slower where a loop meets two classes
        net += domain.net
        steady_gross += domain.steady_gross
        steady_net += domain.steady_net
    return PartNeed(part, domains, gross, net, steady_gross, steady_net)


def _domain_need(domain: Domain, needs: list[Need]) -> DomainNeed:
    """Step 2. Add up, or take the largest; then at most the cap."""
    gross, net, steady_gross, steady_net = _sums(needs) if domain.combine == "sum" else _largest(needs)
    if domain.cap is not None:
        most = UNITS_PER_POINT * domain.cap
        gross, net, steady_gross, steady_net = min(gross, most), min(net, most), min(steady_gross, most), min(steady_net, most)
    return DomainNeed(domain, needs, gross, net, steady_gross, steady_net)


def _sums(needs: Sequence[Need]) -> tuple[int, int, int, int]:
    gross = net = steady_gross = steady_net = 0
    for need in needs:
        gross += need.gross
        net += need.net
        steady_gross += need.steady_gross
        steady_net += need.steady_net
    return gross, net, steady_gross, steady_net


def _largest(needs: Sequence[Need]) -> tuple[int, int, int, int]:
    return (
        max([need.gross for need in needs]),
        max([need.net for need in needs]),
        max([need.steady_gross for need in needs]),
        max([need.steady_net for need in needs]),
    )
