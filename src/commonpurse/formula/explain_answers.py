"""Lines for one answer: its points, what unpaid help leaves of them, and its part of the second estimate."""

from collections.abc import Sequence
from functools import lru_cache

from commonpurse.values.money import pounds

from .answers import QUARTERS, WithoutHelp
from .result import Line
from .scheme import Question, points, whole_points
from .words import hard_weeks, share_of_help

KEPT = 8_192
"""Answers are said alike whoever helps: so many wordings are kept (some 2 MB)."""


def lines_of_question(
    question: Question, without_help: WithoutHelp, counted: int | None, gross: int, net: int, *, weekly: bool
) -> Sequence[Line]:
    """Give the lines of step 1. `counted` quarters of unpaid help count: 0 where what was said does not, None where none was."""
    because = _what_was_said(question, without_help, weekly)
    if counted == 0:
        because += " Unpaid help is not counted, because no carer has said yes to it."
    line = Line("question", question.id, question.text, because, gross)
    if net == gross or not counted:
        return (line,)
    return line, Line("question-after-help", question.id, question.text, _after_help(counted, net), net)


@lru_cache(maxsize=KEPT)
def _what_was_said(question: Question, without_help: WithoutHelp, weekly: bool) -> str:  # noqa: FBT001 - positional, for a smaller key
    level, worst_level, worst_weeks = without_help
    if worst_level is not None and worst_weeks is not None:
        return f"{question.meanings[level]}. {_worst(question.points[level], question.points[worst_level], worst_weeks)}"
    return question.meanings[level] + (", every week." if question.points[level] and weekly else ".")


def _worst(usual: int, worst: int, weeks: int) -> str:
    if weeks == 0:
        return "No hard weeks are counted."
    if worst == usual:
        return f"{hard_weeks(weeks)} have the same points." if weeks > 1 else "One hard week has the same points."
    added = points(QUARTERS * (worst - usual) * weeks)
    return f"{hard_weeks(weeks)} at {whole_points(worst)} add{'s' if weeks == 1 else ''} {added} points for the year."


def _after_help(counted: int, net: int) -> str:
    if counted == QUARTERS:
        return "Somebody who wants to and is able to helps with all of this, so no points are left."
    return f"Somebody who wants to and is able to helps with {share_of_help(counted)} of this, so {points(net)} points are left."


def lines_of_second_estimate(question: Question, without_help: WithoutHelp, counted: int | None, pence: int) -> Sequence[Line]:
    """Give the line of step 10, if there is any money in it."""
    if not pence:
        return ()
    minutes, rate = _minutes(question, without_help)
    help_ = f", less the help of somebody unpaid with {share_of_help(counted)} of it" if counted else ""
    return (Line("second-question", question.id, question.text, f"{minutes}{help_}{rate}", None, pence),)


@lru_cache(maxsize=KEPT)
def _minutes(question: Question, without_help: WithoutHelp) -> tuple[str, str]:
    """Say what is counted, before any help and after it."""
    level, worst_level, worst_weeks = without_help
    minutes = question.minutes or ()
    rate = f", at {pounds(question.rate_pence or 0)} an hour."
    usual = f"{minutes[level]} minutes a week"
    if worst_level is None or not worst_weeks:
        return usual, rate
    weeks = hard_weeks(worst_weeks)
    return f"{usual}, and {weeks[0].lower()}{weeks[1:]} of {minutes[worst_level]} minutes", rate
