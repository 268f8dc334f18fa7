"""From a scheme and answers to a result: the steps of docs/scheme-format.md, in their order."""

from dataclasses import replace
from functools import lru_cache

from .amounts import amount_of, costing_is_due, part_money, per_year, settle
from .answers import Answer, Given, check
from .explain import Figures, explain
from .faults import GivenFaults
from .needs import part_needs, steady
from .result import Result, SchemeName, State
from .scheme import Scheme
from .second_estimate import second_estimate
from .sharing import share_between_funders


def allocate(scheme: Scheme, given: Given) -> Result:
    """Give the indicative budget with every line explained, or the range if a question has no answer.

    Raises GivenFaults where the answers do not fit the scheme.
    """
    if faults := check(given, scheme):
        raise GivenFaults(faults)
    missing = tuple([question.id for question in scheme.questions if question.id not in given.answers])
    if missing:
        return _cannot_say_yet(scheme, given, missing)
    return _said(scheme, work_out(scheme, given))


def work_out(scheme: Scheme, given: Given) -> Figures:
    """Take steps 1 to 10 for answers that are complete and fit the scheme."""
    needs = part_needs(scheme, given)
    parts = [part_money(need, scheme) for need in needs]
    settled = settle(scheme, sum([part.pence for part in parts]))
    gross = settle(scheme, sum([part.gross_pence for part in parts]))
    year = per_year(scheme, settled.amount)
    return Figures(
        scheme=scheme,
        given=given,
        parts=parts,
        settled=settled,
        gross=gross,
        year=year,
        steady_year=per_year(scheme, amount_of(scheme, [steady(need) for need in needs])) if _has_worst_weeks(given) else year,
        shares=share_between_funders(scheme, parts, settled.amount, given.paying_funders),
        second=second_estimate(scheme, needs, settled.amount),
        needs_costing=given.cost_by_hand or any(costing_is_due(need) for need in needs),
    )


def _has_worst_weeks(given: Given) -> bool:
    return any(answer.worst_weeks for answer in given.answers.values())


@lru_cache(maxsize=256)
def _name(scheme: Scheme) -> SchemeName:
    return SchemeName(scheme.id, scheme.version, scheme.sha256)


def _said(scheme: Scheme, figures: Figures) -> Result:
    state: State = "needs_costing" if figures.needs_costing else "amount"
    return Result(
        state=state,
        scheme=_name(scheme),
        amount_pence=figures.settled.amount,
        gross_pence=figures.gross.amount,
        year_pence=figures.year,
        worst_weeks_year_pence=figures.year - figures.steady_year,
        funders={funder.id: pence for funder, pence in zip(scheme.funders, figures.shares.pence, strict=True)},
        second_estimate_pence=None if figures.second is None else figures.second.pence,
        second_estimate_differs=figures.second is not None and figures.second.differs,
        missing=(),
        range_pence=None,
        lines=tuple(explain(figures)),
    )


def _cannot_say_yet(scheme: Scheme, given: Given, missing: tuple[str, ...]) -> Result:
    """Give the least and the most that the amount can still become. A budget is never guessed."""
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
