"""The figure alone, for its person and whom they let see it; and whether somebody may know of one."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from commonpurse.access.actors import Actor
from commonpurse.access.queries import shared_with
from commonpurse.access.registry import SHARED
from commonpurse.allocation.models import Scheme
from commonpurse.allocation.queries.budget import costed_in, period_of, words_of
from commonpurse.allocation.queries.latest import budgets_for
from commonpurse.allocation.queries.runs import visible_to
from commonpurse.allocation.queries.schemes import rules_of
from commonpurse.allocation.rules import indicative_amount
from commonpurse.assessments.sections import AssessmentSection
from commonpurse.journeys.models import Journey
from commonpurse.values.money import Pence


@dataclass(frozen=True)
class ShownFigure:
    """The indicative amount by itself: all that somebody sees whom a person lets see their budget."""

    amount_pence: Pence | None
    each: str
    made_at: datetime
    scheme_words: str


def shown_figure(journey_id: UUID) -> ShownFigure | None:
    """The figure of a journey, for its person and for whom they let see it. The database gives nobody else one, and no line of it."""
    with connection.cursor() as cursor:
        cursor.execute("select scheme_id, made_at, amount_pence, costed_pence from allocation_shown_figure(%s)", [journey_id])
        rows = cursor.fetchall()
    if not rows:
        return None
    scheme_id, made_at, _, costed = rows[0]
    rules = rules_of(Scheme.objects.get(pk=scheme_id))
    amount = indicative_amount([row[2] for row in rows], None if costed is None else costed_in(rules, costed))
    return ShownFigure(amount, f"a {period_of(rules).value}", made_at, words_of(rules))


def knows_of_budget(actor: Actor, person_id: UUID) -> bool:
    """Whether somebody whom others help has a budget that this actor may know of: by their work, or because they let them see it."""
    shown = shared_with(actor, SHARED).filter(person_id=person_id, section=AssessmentSection.SHOWN_BUDGET)
    by_work = visible_to(actor).filter(person_id=person_id, journey__kind=Journey.Kind.ADULT)
    if any(shown_figure(grant.journey_id) for grant in shown if grant.journey_id):
        return True
    return bool(budgets_for(by_work.values_list("journey_id", flat=True)))
