"""The only writers of published schemes, runs and costings."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from commonpurse.access.actors import COMMON_PURSE, Actor
from commonpurse.access.context import proved
from commonpurse.access.decisions import require
from commonpurse.allocation.entering import what_goes_in, what_is_missing_to_work_out
from commonpurse.allocation.models import Costing, Run, Scheme
from commonpurse.allocation.policy import may_cost_by_hand, may_publish, may_work_out
from commonpurse.allocation.queries import IndicativeBudget, latest_budget, rules_of
from commonpurse.allocation.rules import CostingLine, what_is_missing_to_cost, what_is_missing_to_publish
from commonpurse.formula import Given, GivenFaults, SchemeFaults, allocate, read_scheme
from commonpurse.formula import Scheme as Rules
from commonpurse.formula.texts import in_utf8
from commonpurse.foundation.clock import now
from commonpurse.journeys import acts as journeys
from commonpurse.journeys.events import Happened
from commonpurse.journeys.models import Journey
from commonpurse.journeys.stages import Stage
from commonpurse.values.missing import Missing, NotReady, Stale

MOVED_ON = "The budget was worked out or costed anew since you opened this page. Look at it again; your sheet is still here."


class NotPublishable(NotReady):
    """A scheme was refused: every fault is in `missing`, and nothing was published."""


@transaction.atomic
def publish(source: bytes, *, by: Actor) -> Scheme:
    """Publish a scheme's file for good. The same bytes again change nothing; other bytes under the same version are refused.

    A file in UTF-16 is published as the same text in UTF-8: what is kept is text, and gives these very bytes again.
    """
    require(may_publish(by))
    try:
        source = in_utf8(source)
        rules = read_scheme(source)
    except SchemeFaults as error:
        raise NotPublishable([Missing(str(fault)) for fault in error.faults]) from error
    if missing := what_is_missing_to_publish(rules):
        raise NotPublishable(missing)
    there = Scheme.objects.filter(code=rules.id, version=rules.version).first()
    if there is not None and there.sha256 == rules.sha256:
        return there
    if there is not None:
        raise NotPublishable([Missing(f"{rules.id} {rules.version} is published already, and differs. A change needs a new version.")])
    row = Scheme(
        code=rules.id,
        version=rules.version,
        title=rules.title,
        kind=rules.for_whom,
        status=rules.status,
        in_force=DateRange(rules.effective_from, rules.effective_to),
        source=source.decode(),
        sha256=rules.sha256,
        published_at=now(),
    )
    return _saved(row)


def _saved(row: Scheme) -> Scheme:
    try:
        with transaction.atomic(), proved("rules"):
            row.save(force_insert=True)
    except IntegrityError as error:
        raise NotPublishable([Missing(_sentence(row, error))]) from error
    return row


def _sentence(row: Scheme, error: IntegrityError) -> str:
    """The sentence of the database's own rule that was broken."""
    text = str(error)
    if "scheme_in_force_once" in text:
        return f"Another {row.status} scheme of the kind “{row.kind}” is in force on some of these days. Give one of them an end first."
    if "scheme_in_force_is_not_empty" in text:
        return "effective_to must be after effective_from."
    if "scheme_version_once" in text:
        return "This version is published already. A change needs a new version."
    raise error


@transaction.atomic
def work_out(journey: Journey, *, cause: str, by: Actor) -> list[Run]:
    """Work out the indicative budget from the checked answers, and freeze it: one run, or the two sides of a difference.

    Where nothing that goes in has changed since the latest budget, that one is returned.
    """
    require(may_work_out(by, journey))
    locked = Journey.objects.select_for_update(of=("self",)).select_related("person").get(pk=journey.pk)
    if missing := what_is_missing_to_work_out(locked):
        raise NotReady(missing)
    entering = what_goes_in(locked)
    latest = latest_budget(locked.pk)
    if latest is not None and entering.is_what_went_in(latest):
        return list(Run.objects.filter(batch=latest.batch).order_by("side"))
    made_at, batch = _after(latest.made_at if latest else None), uuid4()
    rules = rules_of(entering.scheme)
    runs = [
        Run.objects.create(
            journey=locked,
            assessment=entering.assessment,
            person_id=locked.person_id,
            scheme=entering.scheme,
            batch=batch,
            side=side,
            cause=cause,
            given=given.as_json(),
            result=_result(rules, given),
            made_by_id=by.user_id,
            made_at=made_at,
        )
        for side, given in entering.sides.items()
    ]
    facts = {"batch": str(batch), "runs": " ".join(str(run.pk) for run in runs)}
    if by.user_id == COMMON_PURSE:  # nobody pressed a button: the history says what did
        facts["note"] = cause
    journeys.record(journey, Happened.BUDGET_WORKED_OUT, facts=facts, by=by)
    return runs


def _result(rules: Rules, given: Given) -> dict[str, Any]:
    try:
        return allocate(rules, given).as_json()
    except GivenFaults as error:
        raise NotReady([Missing(f"An answer does not fit the scheme: {fault}.") for fault in error.faults]) from error


def _after(earlier: datetime | None) -> datetime:
    """Now, and after what was made before even where two acts share a moment: the latest must be the last."""
    moment = now()
    return moment if earlier is None else max(moment, earlier + timedelta(microseconds=1))


@transaction.atomic
def cost_by_hand(journey: Journey, *, lines: Sequence[CostingLine], why: str, seen_figure: UUID | None = None, by: Actor) -> Costing:
    """Cost the latest budget by hand: its figure becomes the indicative amount, and the formula's stays beside it.

    `seen_figure` is the `figure_id` of the budget on the screen: a costing that somebody else wrote since is never passed over.
    """
    require(may_cost_by_hand(by, journey))
    locked = Journey.objects.select_for_update().get(pk=journey.pk)
    budget = latest_budget(locked.pk)
    if budget is None:
        raise NotReady([Missing("Work out the indicative budget first.")])
    if missing := [*_not_to_be_costed(locked, budget, seen_figure), *what_is_missing_to_cost(lines, why)]:
        raise NotReady(missing)
    costing = Costing.objects.create(
        journey=journey,
        person_id=journey.person_id,
        batch=budget.batch,
        lines=[line.as_json() for line in lines],
        amount_pence=sum(line.pence for line in lines),
        why=why.strip(),
        made_by_id=by.user_id,
        made_at=_after(budget.costing.made_at if budget.costing else None),
    )
    journeys.record(journey, Happened.COSTED_BY_HAND, facts={"costing": str(costing.pk), "batch": str(budget.batch)}, by=by)
    return costing


def _not_to_be_costed(journey: Journey, budget: IndicativeBudget, seen_figure: UUID | None) -> list[Missing]:
    if seen_figure is not None and seen_figure != budget.figure_id:
        raise Stale([Missing(MOVED_ON)])
    if not budget.asks_for_costing:
        return [Missing("Nothing in the answers asks for costing by hand.")]
    if journey.stage == Stage.AGREEMENT:
        return [Missing("The plan is with the manager. Take it back before you change the costing.")]
    return []
