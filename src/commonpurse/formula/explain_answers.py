"""Lines for one answer: its points, what unpaid help leaves of them, and its part of the second estimate."""

from collections.abc import Sequence
from functools import lru_cache

from commonpurse.values.money import pounds

from .answers import QUARTERS, WEEKS, WithoutHelp
from .result import Facts, Line
from .scheme import Question, points, whole_points, written_points
from .words import hard_weeks, hard_weeks_of_a_year, share_of_help

KEPT = 8_192
"""Answers are said alike whoever helps: so many wordings are kept (some 2 MB)."""


def lines_of_question(
    question: Question, without_help: WithoutHelp, counted: int | None, gross: int, net: int, *, weekly: bool
) -> Sequence[Line]:
    """Give the lines of step 1. `counted` quarters of unpaid help count: 0 where what was said does not, None where none was."""
    because, kind, facts = _what_was_said(question, without_help, weekly)
    if counted == 0:
        because += " Unpaid help is not counted, because no carer has said yes to it."
        facts = {**facts, "unpaid_help": "not-counted"}
    line = Line("question", question.id, question.text, because, gross, None, kind, facts)
    if net == gross or not counted:
        return (line,)
    after = {"quarters": counted, "of_units": gross}
    return line, Line("question-after-help", question.id, question.text, _after_help(counted, net), net, None, "after-help", after)


@lru_cache(maxsize=KEPT)
def _what_was_said(question: Question, without_help: WithoutHelp, weekly: bool) -> tuple[str, str, Facts]:  # noqa: FBT001 - positional, for a smaller key
    level, worst_level, worst_weeks = without_help
    usual = question.points[level]
    facts = {"level": level, "points": usual}
    if worst_level is None or worst_weeks is None:
        return question.meanings[level] + (", every week." if usual and weekly else "."), "level", facts
    worst = question.points[worst_level]
    facts |= {"worst_level": worst_level, "worst_points": worst, "weeks": worst_weeks, "of_weeks": WEEKS}
    return f"{question.meanings[level]}. {_worst(usual, worst, worst_weeks)}", "hard-weeks", facts


def _worst(usual: int, worst: int, weeks: int) -> str:
    if weeks == 0:
        return "No hard weeks are counted."
    if worst == usual:
        return f"{hard_weeks(weeks)} have the same points." if weeks > 1 else "One hard week has the same points."
    added = written_points(QUARTERS * (worst - usual) * weeks)
    return f"{hard_weeks_of_a_year(weeks)} at {whole_points(worst)}, not {usual}, add{'s' if weeks == 1 else ''} {added}."


def _after_help(counted: int, net: int) -> str:
    if counted == QUARTERS:
        return "Somebody who wants to and is able to helps with all of this, so no points are left."
    left = "1 point is" if points(net) == "1" else f"{points(net)} points are"
    return f"Somebody who wants to and is able to helps with {share_of_help(counted)} of this, so {left} left."


def lines_of_second_estimate(question: Question, without_help: WithoutHelp, counted: int | None, pence: int) -> Sequence[Line]:
    """Give the line of step 10, if there is any money in it."""
    if not pence:
        return ()
    minutes, rate, facts = _minutes(question, without_help)
    help_ = f", less the help of somebody unpaid with {share_of_help(counted)} of it" if counted else ""
    facts = {**facts, "quarters": counted or 0}
    return (Line("second-question", question.id, question.text, f"{minutes}{help_}{rate}", None, pence, "hours", facts),)


@lru_cache(maxsize=KEPT)
def _minutes(question: Question, without_help: WithoutHelp) -> tuple[str, str, Facts]:
    """Say what is counted, before any help and after it."""
    level, worst_level, worst_weeks = without_help
    minutes, rate_pence = question.minutes or (), question.rate_pence or 0
    rate = f", at {pounds(rate_pence)} an hour."
    usual = f"{minutes[level]} minute{'' if minutes[level] == 1 else 's'} a week"
    facts = {"minutes": minutes[level], "rate_pence": rate_pence}
    if worst_level is None or not worst_weeks:
        return usual, rate, facts
    weeks = hard_weeks_of_a_year(worst_weeks)
    facts |= {"worst_minutes": minutes[worst_level], "weeks": worst_weeks, "of_weeks": WEEKS}
    return f"{usual}, and {minutes[worst_level]} in {weeks[0].lower()}{weeks[1:]}", rate, facts
