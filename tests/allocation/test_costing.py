"""Costing by hand: its figure becomes the indicative amount, and the formula's stays beside it."""

import pytest
from django.db import DatabaseError, connection, transaction

from commonpurse.access.context import acting_as
from commonpurse.allocation.acts import cost_by_hand, work_out
from commonpurse.allocation.models import Costing
from commonpurse.allocation.rules import CostingLine, funders_of, what_is_missing_to_cost, whole_percents
from commonpurse.values.missing import NotReady, Stale
from tests.budgets_of_the_tests import AT_NIGHT, a_worked_out_budget, budget_of
from tests.people_of_the_tests import Place, actor_of

SHEET = [CostingLine("Somebody awake at night", 1_050, 1_833, "three nights of 3.5 hours"), CostingLine("Mornings", 333, 2_250)]


@pytest.mark.parametrize(
    ("hours", "rate", "pence"), [(100, 2_250, 2_250), (50, 1, 1), (49, 1, 0), (1_050, 1_833, 19_247), (333, 2_250, 7_493)]
)
def test_a_line_is_hours_times_rate_half_up(hours: int, rate: int, pence: int) -> None:
    assert CostingLine("x", hours, rate).pence == pence


def test_what_a_sheet_needs_is_said_line_by_line() -> None:
    said = [one.sentence for one in what_is_missing_to_cost([CostingLine("", 0, 0)], "")]
    assert said == [
        "Line 1: say what it is.",
        "Line 1: the hours are a number above 0, for one week.",
        "Line 1: the rate is an amount above £0, for one hour.",
        "Say why the figure is what it is.",
    ]
    assert what_is_missing_to_cost([], "because")[0].field == "lines"


def test_a_line_holds_no_more_hours_than_a_week() -> None:
    whole_week, more = CostingLine("Somebody there", 16_800, 2_250), CostingLine("Somebody there", 16_801, 2_250)
    assert what_is_missing_to_cost([whole_week, whole_week], "Two at once.") == []
    said = [one.sentence for one in what_is_missing_to_cost([whole_week, more], "Two at once.")]
    assert said == ["Line 2: a week has 168 hours. Write fewer, or one line for each of those who help at the same time."]


def test_its_figure_becomes_the_indicative_amount(place: Place) -> None:
    journey, runs = a_worked_out_budget(place, answers=AT_NIGHT, s117=True)
    before = budget_of(place, journey)
    assert before.needs_costing
    with acting_as(place.as_sam) as sam:
        cost_by_hand(journey, lines=SHEET, why="He must not be alone on three nights.", seen_figure=before.figure_id, by=sam)
    after = budget_of(place, journey)
    assert not after.needs_costing
    assert after.asks_for_costing
    assert (after.state, after.amount_pence, after.formula_pence) == ("costed", 19_247 + 7_493, runs[0].result["amount_pence"])
    assert sum(share.pence for share in after.funders) == after.amount_pence
    assert [line.pence for line in after.costing.lines] == [19_247, 7_493] if after.costing else False


def test_the_latest_sheet_holds_and_both_are_kept(place: Place) -> None:
    journey, _ = a_worked_out_budget(place, answers=AT_NIGHT)
    with acting_as(place.as_sam) as sam:
        cost_by_hand(journey, lines=SHEET, why="First.", by=sam)
        cost_by_hand(journey, lines=SHEET[:1], why="Second.", by=sam)
        assert Costing.objects.count() == 2
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("update allocation_costing set amount_pence = 1")
    assert budget_of(place, journey).amount_pence == 19_247


def test_a_second_costing_that_was_not_seen_is_not_passed_over(place: Place) -> None:
    journey, _ = a_worked_out_budget(place, answers=AT_NIGHT)
    seen = budget_of(place, journey)
    with acting_as(actor_of(place.priya)) as priya:
        cost_by_hand(journey, lines=SHEET, why="Priya's.", seen_figure=seen.figure_id, by=priya)
    with acting_as(place.as_sam) as sam:
        with pytest.raises(Stale, match="your sheet is still here"):
            cost_by_hand(journey, lines=SHEET[:1], why="Sam's.", seen_figure=seen.figure_id, by=sam)
        cost_by_hand(journey, lines=SHEET[:1], why="Sam's.", seen_figure=budget_of(place, journey).figure_id, by=sam)
        assert [row.why for row in Costing.objects.order_by("made_at")] == ["Priya's.", "Sam's."]


def test_nobody_costs_what_was_not_asked_for_or_has_moved_on(place: Place) -> None:
    plain, runs = a_worked_out_budget(place)
    with acting_as(place.as_sam) as sam:
        with pytest.raises(NotReady, match="Nothing in the answers asks"):
            cost_by_hand(plain, lines=SHEET, why="Just so.", by=sam)
        with pytest.raises(Stale):
            cost_by_hand(plain, lines=SHEET, why="Just so.", seen_figure=runs[0].pk, by=sam)
        assert work_out(plain, cause="again", by=sam)[0].pk == runs[0].pk


def test_sharing_loses_nothing() -> None:
    assert funders_of(10_001, {"council": 11_406, "nhs": 8_094}) == {"council": 5_850, "nhs": 4_151}
    assert whole_percents({"council": 11_406, "nhs": 8_094}) == {"council": 58, "nhs": 42}
    assert whole_percents({"council": 0, "nhs": 0}) == {"council": 100, "nhs": 0}
