"""Agreeing a plan: one record from which the decision and the letter are both printed."""

from uuid import UUID

from django.db import transaction

from commonpurse.access.actors import Actor
from commonpurse.access.decisions import require
from commonpurse.allocation.queries import latest_budget
from commonpurse.foundation.clock import now
from commonpurse.journeys import acts as journeys
from commonpurse.journeys.events import Happened
from commonpurse.plans.acts.locking import locked
from commonpurse.plans.models import Agreement, Plan
from commonpurse.plans.policy import may_agree_plan
from commonpurse.plans.queries import facts_of, weekly_to_cover
from commonpurse.plans.rules import what_is_missing_to_agree
from commonpurse.plans.statement_from_plan import statement_for
from commonpurse.values.missing import Missing, NotReady, Stale
from commonpurse.values.money import Pence

WORKED_OUT_ANEW = "The budget was worked out anew since you opened this page. Look at the figures again; nothing was agreed."


@transaction.atomic
def agree_plan(plan: Plan, *, run_id: UUID | None, amount_pence: Pence, reasons: str, seen_version: int, by: Actor) -> Agreement:
    """Agree a plan as it was seen, and set the personal budget.

    `run_id` is the run that the agreement starts from: of two sides the manager chooses one, with reasons.
    """
    held = locked(plan.pk, seen_version=seen_version)
    budget = latest_budget(held.journey_id)
    if budget is None:
        raise NotReady([Missing("There is no indicative budget.")])
    require(may_agree_plan(by, held, weekly_pence=weekly_to_cover(budget, amount_pence)))
    chosen = budget.side(run_id) if run_id else None
    if run_id and chosen is None:
        raise Stale([Missing(WORKED_OUT_ANEW)])
    indicative = budget.amount_of(chosen) if chosen else None
    if missing := what_is_missing_to_agree(facts_of(held), indicative=indicative, amount=amount_pence, reasons=reasons):
        raise NotReady(missing)
    if chosen is None or indicative is None:
        raise NotReady([Missing("Choose which figure the agreement starts from.", "side")])
    statement = statement_for(held, budget, chosen=chosen, amount=amount_pence, reasons=reasons.strip(), by=by)
    agreement = Agreement.objects.create(
        plan=held,
        journey_id=held.journey_id,
        person_id=held.person_id,
        run_id=chosen.run_id,
        indicative_pence=indicative,
        amount_pence=amount_pence,
        reasons=reasons.strip(),
        statement=statement.as_json(),
        agreed_by_id=by.user_id,
        agreed_at=now(),
    )
    journeys.record(held.journey, Happened.PLAN_AGREED, facts={"agreement": str(agreement.pk), "plan": str(held.pk)}, by=by)
    held.state, held.version = Plan.State.AGREED, held.version + 1
    held.save(update_fields=["state", "version"])
    return agreement
