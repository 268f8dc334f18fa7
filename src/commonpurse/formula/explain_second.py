"""Lines for step 10: the second opinion."""

from functools import lru_cache

from .needs import KEPT, Need
from .result import Line
from .second_estimate import SecondEstimate
from .words import hard_weeks, pounds, share_of_help


def explain_second(second: SecondEstimate, amount: int) -> list[Line]:
    lines = [_line(need) for need in second.needs if need.second_pence]
    gives = f"Counting hours and local prices gives {pounds(second.pence)}"
    if second.differs:
        because = f"{gives}, not {pounds(amount)}. A person must judge between them."
    else:
        because = f"{gives}. That is close, so nobody needs to judge between them."
    return [*lines, Line("second-estimate", "second-estimate", "A second opinion", because, pence=second.pence)]


@lru_cache(maxsize=KEPT)
def _line(need: Need) -> Line:
    return Line("second-question", need.question.id, need.question.text, _minutes(need), pence=need.second_pence)


def _minutes(need: Need) -> str:
    minutes = need.question.minutes or ()
    because = f"{minutes[need.level]} minutes a week"
    if need.worst_weeks:
        weeks = hard_weeks(need.worst_weeks)
        because += f", and {weeks[0].lower()}{weeks[1:]} of {minutes[need.worst_level]} minutes"
    if need.counted:
        because += f", less the help of somebody unpaid with {share_of_help(need.counted)} of it"
    return f"{because}, at {pounds(need.question.rate_pence or 0)} an hour."
