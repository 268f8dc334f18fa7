"""The only writers of plans: writing them, sending them, agreeing them."""

from commonpurse.plans.acts.agreeing import agree_plan
from commonpurse.plans.acts.saying import say_of_plan
from commonpurse.plans.acts.sending import return_plan, send_plan, take_back
from commonpurse.plans.acts.writing import (
    add_current_support,
    add_line,
    add_outcome,
    begin_plan,
    change_current_support,
    change_line,
    change_outcome,
    put_back,
    remove,
)

__all__ = [
    "add_current_support",
    "add_line",
    "add_outcome",
    "agree_plan",
    "begin_plan",
    "change_current_support",
    "change_line",
    "change_outcome",
    "put_back",
    "remove",
    "return_plan",
    "say_of_plan",
    "send_plan",
    "take_back",
]
