"""Two people at the same moment, in real transactions: one plan is agreed once, one budget is worked out once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connections

from commonpurse.access.actors import Actor
from commonpurse.access.context import acting_as
from commonpurse.allocation.acts import work_out
from commonpurse.allocation.models import Run
from commonpurse.journeys.models import Journey
from commonpurse.plans import acts
from commonpurse.plans.models import Agreement, Plan
from commonpurse.values.missing import Stale
from tests.budgets_of_the_tests import a_plan_sent, an_eligible_assessment, budget_of
from tests.people_of_the_tests import a_place


def at_once(actor: Actor, act: Callable[[], object], times: int = 4) -> list[object]:
    """Run an act in so many threads at the same moment; errors are answers."""
    start = Barrier(times)

    def one() -> object:
        try:
            start.wait(10)
            with acting_as(actor):
                return act()
        except Stale as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(times) as pool:
        return [each.result() for each in [pool.submit(one) for _ in range(times)]]


def test_a_plan_is_agreed_once(own_database: str) -> None:
    place = a_place()
    writing = a_plan_sent(place)
    plan, budget = writing.plan, budget_of(place, writing.journey)

    def agree() -> object:
        return acts.agree_plan(
            Plan.objects.get(pk=plan.pk),
            run_id=budget.sides[0].run_id,
            amount_pence=budget.amount_pence or 0,
            reasons="",
            seen_version=plan.version,
            by=place.as_helen,
        )

    answers = at_once(place.as_helen, agree)
    assert sum(isinstance(answer, Agreement) for answer in answers) == 1
    assert sum(isinstance(answer, Stale) for answer in answers) == 3


def test_a_budget_is_worked_out_once(own_database: str) -> None:
    place = a_place()
    journey = an_eligible_assessment(place).journey
    at_once(place.as_sam, lambda: work_out(Journey.objects.get(pk=journey.pk), cause="a test", by=place.as_sam))
    with acting_as(place.as_sam):
        assert Run.objects.filter(journey=journey).count() == 1
