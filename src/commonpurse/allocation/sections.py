"""The part of a record that `allocation` keeps."""

from enum import StrEnum


class BudgetSection(StrEnum):
    BUDGET = "budget"  # runs and costings
