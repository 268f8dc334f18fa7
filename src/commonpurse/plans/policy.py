"""Who may write a plan, say what they think of it, send it, send it back and agree it."""

from uuid import UUID

from commonpurse.access.actors import Actor
from commonpurse.access.decisions import Decision, no, yes
from commonpurse.allocation.queries import latest_budget
from commonpurse.assessments.queries import eligibility_on
from commonpurse.journeys.policy import is_own, may_work_on
from commonpurse.organisations.queries import administrators_for, managers_with_limit
from commonpurse.plans.models import Plan, PlanWriter
from commonpurse.values.money import Pence, pounds


def may_write_plan(actor: Actor, plan: Plan) -> Decision:
    """The team that holds the journey writes the plan with the person."""
    return may_work_on(actor, plan.journey)


def may_write_outcome(actor: Actor, plan: Plan) -> Decision:
    """The person too may write what they want to be different, at any time."""
    return yes("It is your own plan.") if is_own(actor, plan.journey) else may_write_plan(actor, plan)


def may_say_of_plan(actor: Actor, plan: Plan) -> Decision:
    """Whether it is their plan is the person's to say. Their team may note what they said, and how."""
    return yes("It is your own plan.") if is_own(actor, plan.journey) else may_work_on(actor, plan.journey)


def may_return_plan(actor: Actor, plan: Plan) -> Decision:
    if not actor.manages(plan.journey.team_id):
        return no("Only a manager of this team can send the plan back.")
    return yes("You manage this team.")


def may_agree_plan(actor: Actor, plan: Plan, *, weekly_pence: Pence) -> Decision:
    """To agree a plan one must
    - be a manager of the team that holds the journey,
    - not be the person, and never have written anything in the plan,
    - not have made the costing in force, nor have decided about eligibility,
    - have a limit that covers a week's money: of the amount, and of every figure that it is chosen from.
    """
    if not actor.manages(plan.journey.team_id):
        return no("Only a manager of this team can agree the plan.")
    if is_own(actor, plan.journey) or _has_written_in(actor, plan):
        return no("Nobody agrees a plan that they wrote in, or their own. Ask another manager.")
    if decided := _what_they_decided(actor, plan):
        return no(f"You {decided}. Nobody agrees what they decided themselves. Ask another manager.")
    limit = actor.approval_limit_pence(plan.journey.team_id)
    if weekly_pence > limit:
        way_on = who_may_agree(plan.journey.team_id, weekly_pence=weekly_pence)
        return no(f"{pounds(weekly_pence)} a week is above your limit of {pounds(limit)} a week. {way_on}")
    return yes("You manage this team, and the amount is within your limit.")


def who_may_agree(team_id: UUID, *, weekly_pence: Pence) -> str:
    """The way on for a figure above a limit: managers of the team by name, else the administrators who can raise a limit."""
    if managers := managers_with_limit(team_id, weekly_pence):
        return f"{' or '.join(managers)} may agree it."
    raisers = " or ".join(administrators_for(team_id)) or "An administrator"
    return f"No manager of this team has a limit that covers it. {raisers} can raise one."


def _has_written_in(actor: Actor, plan: Plan) -> bool:
    return plan.begun_by_id == actor.user_id or PlanWriter.objects.filter(plan=plan, user_id=actor.user_id).exists()


def _what_they_decided(actor: Actor, plan: Plan) -> str:
    """What this actor decided of all that the agreement rests on, in words; nothing where others decided it."""
    budget = latest_budget(plan.journey_id)
    if budget is not None and budget.costing is not None and budget.costing.made_by_id == actor.user_id:
        return "costed this budget by hand"
    decision = eligibility_on(plan.journey_id)
    if decision is not None and decision.decided_by_id == actor.user_id:
        return "decided about eligibility here"
    return ""
