"""The why page for person and staff, working out, and the costing sheet."""

import pytest
from django.core.cache import cache
from django.test import Client

from commonpurse.access.context import acting_as
from commonpurse.access.models import Look, User
from commonpurse.allocation.acts import cost_by_hand
from commonpurse.allocation.models import Costing, Run
from commonpurse.allocation.rules import CostingLine
from commonpurse.assessments.answers import Value
from commonpurse.journeys.models import Journey
from tests.budgets_of_the_tests import AT_NIGHT, NOT_SURE, a_worked_out_budget, an_eligible_assessment, budget_of
from tests.journeys_of_the_tests import an_account_of
from tests.people_of_the_tests import Place


@pytest.fixture(autouse=True)
def _fresh(db: None) -> None:
    cache.clear()


def as_(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def at(journey: Journey, what: str = "budget") -> str:
    return f"/work/journeys/{journey.pk}/{what}"


def guard(journey: Journey, seen: object = "") -> dict[str, str]:
    return {"about": str(journey.person_id), "seen": str(seen)}


def test_sam_works_it_out_and_daniel_reads_the_same_figure(place: Place) -> None:
    journey = an_eligible_assessment(place, s117=True).journey
    sam = as_(place.sam)
    assert "Work out the indicative budget" in sam.get(at(journey)).content.decode()
    assert sam.post(at(journey), guard(journey))["Location"] == at(journey)
    page, own = sam.get(at(journey)).content.decode(), as_(an_account_of(place, journey.person)).get("/my/budget").content.decode()
    budget = budget_of(place, journey)
    figure = f"£{(budget.amount_pence or 0) // 100}"
    for html in (page, own):
        assert figure in html
        for line in budget.sides[0].result.lines:
            assert line.because.split("£")[0].replace("&", "&amp;").replace("'", "&#39;")[:40] in html, line
        for share in budget.funders:
            assert f"{share.name} £{share.pence // 100}.{share.pence % 100:02d}" in html
        assert "is free: £0" in html
        assert "Not worked out yet" in html
        assert budget.rules.sha256[:12] in html


def test_the_look_is_written_down(place: Place) -> None:
    journey, _ = a_worked_out_budget(place)
    as_(place.priya).get(at(journey))
    with acting_as(place.as_sam):
        assert Look.objects.filter(person_id=journey.person_id, user_id=place.priya.pk, section="budget").count() == 1


def test_a_form_for_somebody_else_is_refused(place: Place) -> None:
    journey = an_eligible_assessment(place).journey
    page = as_(place.sam).post(at(journey), {"about": str(place.sam.pk), "seen": ""})
    assert "opened for somebody else" in page.content.decode()
    with acting_as(place.as_sam):
        assert not Run.objects.exists()


def test_what_comes_first_is_said(place: Place) -> None:
    from tests.budgets_of_the_tests import a_checked_assessment

    journey = a_checked_assessment(place).journey
    sam = as_(place.sam)
    assert "Decide about eligibility first" in sam.get(at(journey)).content.decode()
    assert "Decide about eligibility first" in sam.post(at(journey), guard(journey)).content.decode()
    own = as_(an_account_of(place, journey.person)).get("/my/budget").content.decode()
    assert "There is no figure yet" in own


def test_a_range_says_what_is_missing_and_the_way_back(place: Place) -> None:
    journey, _ = a_worked_out_budget(place, answers=NOT_SURE)
    page = as_(place.sam).get(at(journey)).content.decode()
    assert "No level is agreed for: Help at night" in page
    assert f'href="{at(journey, "checking")}"' in page
    assert "£332 to £511" in page


def test_two_sides_stand_beside_each_other(place: Place) -> None:
    journey, _ = a_worked_out_budget(place, differing={"people": Value(level=0)})
    budget = budget_of(place, journey)
    own = as_(an_account_of(place, journey.person)).get("/my/budget").content.decode()
    page = as_(place.sam).get(at(journey)).content.decode()
    for side in budget.sides:
        figure = f">£{(side.result.amount_pence or 0) // 100}<"
        assert figure in own
        assert figure in page
    assert "Each sees it differently." in own
    assert "From your answers" in own


def test_the_costing_sheet(place: Place) -> None:
    journey, _ = a_worked_out_budget(place, answers=AT_NIGHT)
    sam, batch = as_(place.sam), budget_of(place, journey).batch
    assert "Write the costing sheet" in sam.get(at(journey)).content.decode()
    sheet = {"what_1": "Somebody awake", "hours_1": "10.5", "rate_1": "£18.33", "why_1": "three nights"}
    where = at(journey, "budget/costing")
    wrong = sam.post(where, {**guard(journey, batch), **sheet, "rate_1": "a lot", "why": "He must not be alone."})
    html = wrong.content.decode()
    assert "Write an amount in pounds" in html
    for typed in ("Somebody awake", "10.5", "a lot", "He must not be alone."):
        assert typed in html
    assert sam.post(where, {**guard(journey, batch), **sheet, "why": "He must not be alone."})["Location"] == at(journey)
    assert budget_of(place, journey).amount_pence == 19_247
    page = sam.get(at(journey)).content.decode()
    assert "£192.47" in page
    assert "The formula&#39;s own figure stays beside it" in page or "The formula's own figure stays beside it" in page


def test_a_sheet_for_an_older_budget_is_refused_with_what_was_typed(place: Place) -> None:
    journey, _ = a_worked_out_budget(place, answers=AT_NIGHT)
    page = as_(place.sam).post(
        at(journey, "budget/costing"),
        {**guard(journey, place.sam.pk), "what_1": "Somebody awake", "hours_1": "1", "rate_1": "1", "why": "Because."},
    )
    assert page.status_code == 409
    assert "Somebody awake" in page.content.decode()
    with acting_as(place.as_sam):
        assert not Costing.objects.exists()


def test_nobody_else_sees_it(place: Place) -> None:
    journey, _ = a_worked_out_budget(place)
    assert as_(place.charlie).get(at(journey)).status_code == 404
    assert as_(place.charlie).get("/my/budget").status_code == 404
    other = place.person("Margaret", "Ellis")
    assert as_(an_account_of(place, other)).get("/my/budget").status_code == 404


def test_disagreeing_says_how_and_records_nothing(place: Place) -> None:
    journey, _ = a_worked_out_budget(place)
    page = as_(an_account_of(place, journey.person)).get("/my/budget/i-do-not-agree").content.decode()
    assert "Tell Sam what is not right" in page
    with acting_as(place.as_sam):
        assert Run.objects.count() == 1


def test_a_costed_budget_keeps_both_figures_for_the_person(place: Place) -> None:
    journey, runs = a_worked_out_budget(place, answers=AT_NIGHT)
    with acting_as(place.as_sam) as sam:
        cost_by_hand(journey, lines=[CostingLine("Somebody awake", 1_050, 1_833)], why="Three nights.", by=sam)
    own = as_(an_account_of(place, journey.person)).get("/my/budget").content.decode()
    formula = runs[0].result["amount_pence"]
    assert "£192.47" in own
    assert f"£{formula // 100}.00" in own
    assert "Three nights." in own
