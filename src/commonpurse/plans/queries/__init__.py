"""Reads of plans for pages and other apps."""

from commonpurse.plans.queries.agreements import agreement_in_force, agreements_for, last_agreement, statement_of
from commonpurse.plans.queries.contents import LineView, OutcomeView, PlanView, SupportView, contents_sha256, totals_for, view_of
from commonpurse.plans.queries.facts import facts_of, open_bases, weekly_to_cover
from commonpurse.plans.queries.plans import agreed_plan, current_plan, item_of, open_plan, removed_item, visible_to, waiting_for
from commonpurse.plans.queries.returns import ReturnView, last_return, sent_back
from commonpurse.plans.queries.said import SaidOfPlan, said_for, said_of

__all__ = [
    "LineView",
    "OutcomeView",
    "PlanView",
    "ReturnView",
    "SaidOfPlan",
    "SupportView",
    "agreed_plan",
    "agreement_in_force",
    "agreements_for",
    "contents_sha256",
    "current_plan",
    "facts_of",
    "item_of",
    "last_agreement",
    "last_return",
    "open_bases",
    "open_plan",
    "removed_item",
    "said_for",
    "said_of",
    "sent_back",
    "statement_of",
    "totals_for",
    "view_of",
    "visible_to",
    "waiting_for",
    "weekly_to_cover",
]
