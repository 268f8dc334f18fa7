"""Reads of schemes and indicative budgets for pages and other apps."""

from commonpurse.allocation.queries.budget import CostingByHand, FunderShare, IndicativeBudget, SideOfBudget
from commonpurse.allocation.queries.latest import budgets_for, given_from, latest_budget
from commonpurse.allocation.queries.runs import cause_of, frozen_runs, visible_to
from commonpurse.allocation.queries.schemes import newer_rules, rules_of
from commonpurse.allocation.queries.shown import ShownFigure, knows_of_budget, shown_figure

__all__ = [
    "CostingByHand",
    "FunderShare",
    "IndicativeBudget",
    "ShownFigure",
    "SideOfBudget",
    "budgets_for",
    "cause_of",
    "frozen_runs",
    "given_from",
    "knows_of_budget",
    "latest_budget",
    "newer_rules",
    "rules_of",
    "shown_figure",
    "visible_to",
]
