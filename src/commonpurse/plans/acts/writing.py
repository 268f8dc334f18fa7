"""Beginning a plan and writing it: what should be different, what will help, what there is now."""

from datetime import date
from typing import TypeVar
from uuid import UUID

from django.db import transaction

from commonpurse.access.actors import Actor
from commonpurse.access.decisions import require
from commonpurse.allocation.entering import what_is_missing_to_work_out
from commonpurse.allocation.queries import latest_budget
from commonpurse.foundation.clock import now
from commonpurse.journeys import acts as journeys
from commonpurse.journeys.events import Happened
from commonpurse.journeys.models import Journey
from commonpurse.journeys.policy import may_work_on
from commonpurse.journeys.stages import Stage
from commonpurse.plans import rules
from commonpurse.plans.acts.locking import being_written, locked, moved_on
from commonpurse.plans.models import CurrentSupport, Outcome, Period, Plan, PlanLine, PlanWriter
from commonpurse.plans.policy import may_write_outcome, may_write_plan
from commonpurse.plans.queries import agreed_plan, open_bases, open_plan
from commonpurse.plans.rules import LineDraft, shares_of, what_is_missing_in_line
from commonpurse.values.missing import Missing, NotReady
from commonpurse.values.money import Pence

Item = TypeVar("Item", Outcome, PlanLine, CurrentSupport)
LONGEST_WORDS = 300


@transaction.atomic
def begin_plan(journey: Journey, *, by: Actor) -> Plan:
    """Begin planning, take up an open plan again, or plan again after a review from what was agreed.

    Asked twice it is one plan.
    """
    require(may_work_on(by, journey))
    locked_journey = Journey.objects.select_for_update().get(pk=journey.pk)
    plan, before = open_plan(journey.pk), agreed_plan(journey.pk)
    if locked_journey.stage == Stage.PLANNING and plan is not None:
        return plan
    if missing := _missing_to_begin(locked_journey):
        raise NotReady(missing)
    again = plan is not None or before is not None
    if plan is None:
        plan = Plan.objects.create(journey=journey, person_id=journey.person_id, begun_by_id=by.user_id, begun_at=now())
        if before is not None:
            _carry_over(before, plan)
    plan.state = Plan.State.WRITING
    moved_on(plan, by=by)
    journeys.record(journey, Happened.PLANNING_AGAIN if again else Happened.PLANNING_BEGUN, facts={"plan": str(plan.pk)}, by=by)
    return plan


def _missing_to_begin(journey: Journey) -> list[Missing]:
    if journey.stage not in {Stage.INDICATIVE, Stage.PLANNING, Stage.REVIEW}:
        return [Missing("Planning begins after checking together, or after a review.")]
    missing = what_is_missing_to_work_out(journey)
    if not missing and latest_budget(journey.pk) is None:
        missing.append(Missing("Work out the indicative budget first."))
    return missing


def _carry_over(before: Plan, plan: Plan) -> None:
    """Nothing is asked twice: words and lines of the agreed plan are the start, and its lines are what there is now."""
    outcomes = {}
    for old in before.outcomes.filter(removed_at=None).order_by("position"):
        outcomes[old.pk] = Outcome.objects.create(plan=plan, person_id=plan.person_id, words=old.words, position=old.position)
    for line in before.lines.filter(removed_at=None).order_by("position"):
        CurrentSupport.objects.create(
            plan=plan,
            person_id=plan.person_id,
            what=line.what,
            who=line.who,
            cost_pence=line.cost_pence,
            period=line.period,
            position=line.position,
        )
        line.pk, line._state.adding = None, True
        line.plan, line.outcome = plan, outcomes.get(line.outcome_id) if line.outcome_id else None
        line.id = PlanLine().id
        line.save(force_insert=True)
    for user_id in before.writers.values_list("user_id", flat=True):
        PlanWriter.objects.get_or_create(plan=plan, user_id=user_id, defaults={"person_id": plan.person_id})


@transaction.atomic
def add_outcome(plan: Plan, *, words: str, seen_version: int, by: Actor) -> Outcome:
    """Add something that should be different, in the person's own words."""
    require(may_write_outcome(by, plan))
    held = being_written(locked(plan.pk, seen_version=seen_version))
    _need_words(words)
    made = Outcome.objects.create(plan=held, person_id=held.person_id, words=words.strip(), position=_next(Outcome, held))
    moved_on(held, by=by)
    return made


@transaction.atomic
def change_outcome(plan: Plan, *, outcome_id: UUID, words: str, seen_version: int, by: Actor) -> Outcome:
    require(may_write_plan(by, plan))
    held = being_written(locked(plan.pk, seen_version=seen_version))
    _need_words(words)
    outcome = held.outcomes.get(pk=outcome_id, removed_at=None)
    outcome.words = words.strip()
    outcome.save(update_fields=["words"])
    moved_on(held, by=by)
    return outcome


def _need_words(words: str) -> None:
    if not words.strip():
        raise NotReady([Missing("Write what should be different.", "words")])
    if len(words.strip()) > LONGEST_WORDS:
        raise NotReady([Missing(f"Write it in at most {LONGEST_WORDS} letters; use two if there is more to say.", "words")])


@transaction.atomic
def add_line(plan: Plan, *, draft: LineDraft, starts_on: date, outcome_id: UUID | None, seen_version: int, by: Actor) -> PlanLine:
    """Add what will help: who gives it, how often, what it costs, from when, on what legal basis, who pays."""
    require(may_write_plan(by, plan))
    held = being_written(locked(plan.pk, seen_version=seen_version))
    line = PlanLine(plan=held, person_id=held.person_id, position=_next(PlanLine, held))
    return _keep_line(held, line, draft, starts_on=starts_on, outcome_id=outcome_id, by=by)


@transaction.atomic
def change_line(
    plan: Plan, *, line_id: UUID, draft: LineDraft, starts_on: date, outcome_id: UUID | None, seen_version: int, by: Actor
) -> PlanLine:
    require(may_write_plan(by, plan))
    held = being_written(locked(plan.pk, seen_version=seen_version))
    line = held.lines.get(pk=line_id, removed_at=None)
    return _keep_line(held, line, draft, starts_on=starts_on, outcome_id=outcome_id, by=by)


def _keep_line(plan: Plan, line: PlanLine, draft: LineDraft, *, starts_on: date, outcome_id: UUID | None, by: Actor) -> PlanLine:
    if missing := what_is_missing_in_line(draft, open_bases=open_bases(plan.journey)):
        raise NotReady(missing)
    line.what, line.who, line.how_often = draft.what.strip(), draft.who.strip(), draft.how_often.strip()
    line.cost_pence, line.period = draft.cost_pence, draft.period
    line.legal_basis, line.shares, line.starts_on = draft.legal_basis, shares_of(draft.legal_basis, draft.nhs_percent), starts_on
    line.outcome = plan.outcomes.filter(pk=outcome_id, removed_at=None).first() if outcome_id else None
    line.save()
    moved_on(plan, by=by)
    return line


@transaction.atomic
def add_current_support(plan: Plan, *, what: str, who: str, cost_pence: Pence, period: str, seen_version: int, by: Actor) -> CurrentSupport:
    """Add something that there is now, to stand beside what is proposed."""
    require(may_write_plan(by, plan))
    held = being_written(locked(plan.pk, seen_version=seen_version))
    row = CurrentSupport(plan=held, person_id=held.person_id, position=_next(CurrentSupport, held))
    return _keep_support(held, row, what=what, who=who, cost_pence=cost_pence, period=period, by=by)


@transaction.atomic
def change_current_support(
    plan: Plan, *, support_id: UUID, what: str, who: str, cost_pence: Pence, period: str, seen_version: int, by: Actor
) -> CurrentSupport:
    require(may_write_plan(by, plan))
    held = being_written(locked(plan.pk, seen_version=seen_version))
    row = held.current_support.get(pk=support_id, removed_at=None)
    return _keep_support(held, row, what=what, who=who, cost_pence=cost_pence, period=period, by=by)


def _keep_support(plan: Plan, row: CurrentSupport, *, what: str, who: str, cost_pence: Pence, period: str, by: Actor) -> CurrentSupport:
    missing = [] if what.strip() else [Missing("Say what there is now.", "what")]
    if not 0 <= cost_pence <= rules.MOST_PENCE:
        missing.append(Missing("The cost is an amount up to £200,000. Write 0 when it costs nothing.", "cost"))
    if period not in Period.values:
        missing.append(Missing("Say whether the cost is a week, a year or once.", "period"))
    if missing:
        raise NotReady(missing)
    row.what, row.who, row.cost_pence, row.period = what.strip(), who.strip(), cost_pence, period
    row.save()
    moved_on(plan, by=by)
    return row


@transaction.atomic
def remove(plan: Plan, *, item: Outcome | PlanLine | CurrentSupport, seen_version: int, by: Actor) -> None:
    """Take something out of the plan; `put_back` brings it back."""
    require(may_write_plan(by, plan))
    held = being_written(locked(plan.pk, seen_version=seen_version))
    _belongs(item, held)
    item.removed_at = now()
    item.save(update_fields=["removed_at"])
    moved_on(held, by=by)


@transaction.atomic
def put_back(plan: Plan, *, item: Outcome | PlanLine | CurrentSupport, seen_version: int, by: Actor) -> None:
    """Undo a removal."""
    require(may_write_plan(by, plan))
    held = being_written(locked(plan.pk, seen_version=seen_version))
    _belongs(item, held)
    item.removed_at = None
    item.save(update_fields=["removed_at"])
    moved_on(held, by=by)


def _belongs(item: Outcome | PlanLine | CurrentSupport, plan: Plan) -> None:
    if item.plan_id != plan.pk:
        raise LookupError("This belongs to another plan.")


def _next(kind: type[Item], plan: Plan) -> int:
    return kind.objects.filter(plan=plan).count() + 1
