"""Lines for step 10: the second opinion."""

from collections.abc import Iterator

from .answers import Answer
from .result import Line
from .scheme import Scheme
from .second_estimate import PricedNeed, SecondEstimate
from .words import hard_weeks, pounds, share_of_help


def explain_second(scheme: Scheme, second: SecondEstimate, amount: int) -> Iterator[Line]:
    for priced in second.priced:
        if priced.pence:
            question = priced.need.question
            yield Line("second-question", question.id, question.text, _minutes(scheme, priced), pence=priced.pence)
    if second.differs:
        because = f"Counting hours and local prices gives {pounds(second.pence)}, not {pounds(amount)}. A person must judge between them."
    else:
        because = f"Counting hours and local prices gives {pounds(second.pence)}. That is close, so nobody needs to judge between them."
    yield Line("second-estimate", "second-estimate", "A second opinion", because, pence=second.pence)


def _minutes(scheme: Scheme, priced: PricedNeed) -> str:
    need = priced.need
    minutes, rate = need.question.minutes or (), need.question.rate or ""
    because = f"{minutes[need.answer.level]} minutes a week"
    because += _worst(minutes, need.answer)
    if need.quarters:
        because += f", less the help of somebody unpaid with {share_of_help(need.quarters)} of it"
    return f"{because}, at {pounds(scheme.rates[rate])} an hour."


def _worst(minutes: tuple[int, ...], answer: Answer) -> str:
    if not answer.worst_weeks or answer.worst_level is None:
        return ""
    weeks = hard_weeks(answer.worst_weeks)
    return f", and {weeks[0].lower()}{weeks[1:]} of {minutes[answer.worst_level]} minutes"
