"""Who may write, send, send back and agree a plan."""

from commonpurse.access.actors import Actor
from commonpurse.access.decisions import Decision, no, yes
from commonpurse.journeys.policy import is_own, may_work_on
from commonpurse.plans.models import Plan, PlanWriter
from commonpurse.values.money import Pence, pounds


def may_write_plan(actor: Actor, plan: Plan) -> Decision:
    """The team that holds the journey writes the plan with the person."""
    return may_work_on(actor, plan.journey)


def may_write_outcome(actor: Actor, plan: Plan) -> Decision:
    """The person too may write what they want to be different, at any time."""
    return yes("It is your own plan.") if is_own(actor, plan.journey) else may_write_plan(actor, plan)


def may_return_plan(actor: Actor, plan: Plan) -> Decision:
    if not actor.manages(plan.journey.team_id):
        return no("Only a manager of this team can send the plan back.")
    return yes("You manage this team.")


def may_agree_plan(actor: Actor, plan: Plan, *, weekly_pence: Pence) -> Decision:
    """To agree a plan one must
    - be a manager of the team that holds the journey,
    - not be the person, and never have written anything in the plan,
    - have a limit that covers a week's money: of the amount, and of every figure that it is chosen from.
    """
    if not actor.manages(plan.journey.team_id):
        return no("Only a manager of this team can agree the plan.")
    if is_own(actor, plan.journey) or _has_written_in(actor, plan):
        return no("Nobody agrees a plan that they wrote in, or their own. Ask another manager.")
    limit = actor.approval_limit_pence(plan.journey.team_id)
    if weekly_pence > limit:
        return no(f"{pounds(weekly_pence)} a week is above your limit of {pounds(limit)} a week. Ask a manager with a higher limit.")
    return yes("You manage this team, and the amount is within your limit.")


def _has_written_in(actor: Actor, plan: Plan) -> bool:
    return plan.begun_by_id == actor.user_id or PlanWriter.objects.filter(plan=plan, user_id=actor.user_id).exists()
