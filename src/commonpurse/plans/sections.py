"""The parts of a record that `plans` keeps."""

from enum import StrEnum


class PlanSection(StrEnum):
    PLAN = "plan"  # lines, what there is now, what was agreed
    WISHES = "wishes"  # what a person wants to be different, and what they say of their plan
