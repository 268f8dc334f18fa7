"""From a scheme and answers to a result: the steps of docs/scheme-format.md, in their order."""

from dataclasses import replace
from functools import lru_cache

from .amounts import amount_of, costing_is_due, part_money, per_year, settle, steady_amount_of
from .answers import Answer, Given, check, wrong_funders
from .explain import Figures, explain
from .faults import GivenFaults
from .needs import AnswerDoesNotFit, part_needs
from .result import Result, SchemeName
from .scheme import Scheme
from .second_estimate import second_estimate
from .sharing import share_between_funders


def allocate(scheme: Scheme, given: Given) -> Result:
    """Give the indicative budget with every line explained, or the range if a question has no answer.

    Raises GivenFaults where the answers do not fit the scheme.
    """
    if given.answers.keys() != scheme.question_ids or (given.paying_funders and wrong_funders(scheme, given.paying_funders)):
        if faults := check(given, scheme):
            raise GivenFaults(faults)
        return _cannot_say_yet(scheme, given)
    try:
        return _said(_work_out(scheme, given))
    except AnswerDoesNotFit:
        raise GivenFaults(check(given, scheme)) from None


def _work_out(scheme: Scheme, given: Given) -> Figures:
    """Take steps 1 to 10 where every question, and no other, has an answer and the funders fit. Raises AnswerDoesNotFit."""
    needs = part_needs(scheme, given)
    parts = [part_money(scheme, need) for need in needs]
    settled = settle(scheme, sum([part.pence for part in parts]))
    together = sum([part.gross_pence for part in parts])
    gross = settled if together == settled.together else settle(scheme, together)
    year = per_year(scheme, settled.amount)
    worst_weeks_year = year - per_year(scheme, steady_amount_of(scheme, needs))
    shares = share_between_funders(scheme, parts, settled.amount, given.paying_funders)
    second = second_estimate(scheme, needs, settled.amount)
    needs_costing = given.cost_by_hand or any(map(costing_is_due, needs))
    return Figures(scheme, given, parts, settled, gross, year, worst_weeks_year, shares, second, needs_costing)


@lru_cache(maxsize=256)
def _name(scheme: Scheme) -> SchemeName:
    return SchemeName(scheme.id, scheme.version, scheme.sha256)


def _said(figures: Figures) -> Result:
    scheme = figures.scheme
    return Result(
        state="needs_costing" if figures.needs_costing else "amount",
        scheme=_name(scheme),
        amount_pence=figures.settled.amount,
        gross_pence=figures.gross.amount,
        year_pence=figures.year,
        worst_weeks_year_pence=figures.worst_weeks_year,
        funders=dict(zip(scheme.funder_ids, figures.shares.pence, strict=True)),
        second_estimate_pence=None if figures.second is None else figures.second.pence,
        second_estimate_differs=figures.second is not None and figures.second.differs,
        missing=(),
        range_pence=None,
        lines=tuple(explain(figures)),
    )


def _cannot_say_yet(scheme: Scheme, given: Given) -> Result:
    """Give the least and the most that the amount can still become. A budget is never guessed."""
    missing = tuple([question.id for question in scheme.questions if question.id not in given.answers])
    least = {name: Answer(0) for name in missing}
    most = {name: Answer(len(scheme.question(name).levels) - 1) for name in missing}
    low, high = (amount_of(scheme, part_needs(scheme, replace(given, answers={**given.answers, **rest}))) for rest in (least, most))
    return Result(
        state="cannot_say_yet",
        scheme=_name(scheme),
        amount_pence=None,
        gross_pence=None,
        year_pence=None,
        worst_weeks_year_pence=None,
        funders=None,
        second_estimate_pence=None,
        second_estimate_differs=False,
        missing=missing,
        range_pence=(low, high),
        lines=(),
    )
