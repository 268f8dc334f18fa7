"""The why page for person and staff, working out, and the costing sheet."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commonpurse.access.context import acting_as
from commonpurse.access.models import Look
from commonpurse.allocation.acts import cost_by_hand, work_out
from commonpurse.allocation.models import Costing, Run
from commonpurse.allocation.queries import latest_budget
from commonpurse.allocation.rules import CostingLine
from commonpurse.assessments.answers import Value
from commonpurse.journeys import acts as journeys
from commonpurse.journeys.models import Journey
from commonpurse.pages.figures import figures_for
from commonpurse.plans.queries import agreement_in_force, last_agreement
from commonpurse.values.money import pounds_and_pence
from tests.browsing_of_the_tests import as_
from tests.budgets_of_the_tests import (
    ANSWERS,
    AT_NIGHT,
    NOT_SURE,
    a_checked_assessment,
    a_worked_out_budget,
    an_agreed_plan,
    an_eligible_assessment,
    budget_of,
)
from tests.carers_of_the_tests import a_carer
from tests.journeys_of_the_tests import an_account_of
from tests.people_of_the_tests import Place


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


def test_two_sides_have_a_page_each_and_the_first_page_stays_short(place: Place) -> None:
    """Both figures and where the answers differ come first; the lines of each are one tap away, and none of them is lost."""
    journey, _ = a_worked_out_budget(place, differing={"people": Value(level=0)})
    own = as_(an_account_of(place, journey.person))
    first = own.get("/my/budget").content.decode()
    assert "The points of each part of life" not in first
    for side in budget_of(place, journey).sides:
        address = f"/my/budget/from/{side.side}"
        assert first.count(f'href="{address}"') == 1
        page = own.get(address).content.decode()
        assert f">£{(side.result.amount_pence or 0) // 100}<" in page
        for line in side.result.lines:
            assert line.because.split("£")[0].replace("&", "&amp;").replace("'", "&#39;")[:40] in page, line
    assert own.get("/my/budget/from/agreed").status_code == 404


def test_where_nothing_is_kept_it_is_said_in_words_and_no_amount_is_shown(place: Place) -> None:
    no_hard_weeks = {name: replace(value, worst_level=None, worst_weeks=None) for name, value in ANSWERS.items()}
    journey, _ = a_worked_out_budget(place, answers=no_hard_weeks)
    page = as_(an_account_of(place, journey.person)).get("/my/budget").content.decode()
    assert "No money is kept for hard weeks." in page
    assert "£0.00" not in page.partition("Line by line</h2>")[0]
    staff = as_(place.sam).get(at(journey)).content.decode()
    assert "NHS £0.00" in staff  # the negative control: a worker sees every share
    plan = as_(place.sam).get(at(journey, "plan")).content.decode()
    assert "£0.00" not in plan


def test_what_is_kept_for_hard_weeks_keeps_its_amount(place: Place) -> None:
    journey, _ = a_worked_out_budget(place)
    page = as_(an_account_of(place, journey.person)).get("/my/budget").content.decode()
    assert "a year, indicative." in page.partition("For the hard weeks")[2]
    assert "No money is kept for hard weeks." not in page


def test_the_hard_weeks_are_a_picture_with_its_sentence(place: Place) -> None:
    journey, _ = a_worked_out_budget(place)
    with acting_as(place.as_sam):
        given = latest_budget(journey.pk).counted.given.answers  # type: ignore[union-attr]
    weeks = [answer.worst_weeks for answer in given.values() if answer.worst_weeks]
    page = as_(place.sam).get(at(journey)).content.decode()
    assert weeks
    assert [page.count(f"Hard weeks: {one} of 52.") for one in set(weeks)] == [weeks.count(one) for one in set(weeks)]
    assert page.count('fill="currentColor"></rect>') == sum(weeks)


def test_one_figure_has_one_page(place: Place) -> None:
    journey, _ = a_worked_out_budget(place)
    own = as_(an_account_of(place, journey.person))
    assert own.get("/my/budget/from/person")["Location"] == "/my/budget"
    assert "The points of each part of life" in own.get("/my/budget").content.decode()


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
    sam, batch = as_(place.sam), budget_of(place, journey).figure_id
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


@pytest.mark.parametrize(
    ("hours", "said"),
    [
        ("169", "Line 2: a week has 168 hours. Write fewer, or one line for each of those who help at the same time."),
        ("99999999", "Line 2: a week has 168 hours."),
        ("10.125", "Line 2: write the hours with at most two figures after the point, like 2.25."),
    ],
)
def test_hours_that_cannot_be_are_said_at_their_own_line(place: Place, hours: str, said: str) -> None:
    journey, _ = a_worked_out_budget(place, answers=AT_NIGHT)
    seen = budget_of(place, journey).figure_id
    sheet = {"what_2": "Somebody awake", "hours_2": hours, "rate_2": "18.33", "why": "He must not be alone."}
    html = as_(place.sam).post(at(journey, "budget/costing"), {**guard(journey, seen), **sheet}).content.decode()
    assert said in html
    assert f'value="{hours}"' in html
    with acting_as(place.as_sam):
        assert not Costing.objects.exists()


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


def test_a_sheet_over_somebody_elses_sheet_is_refused_once_with_what_was_typed(place: Place) -> None:
    journey, _ = a_worked_out_budget(place, answers=AT_NIGHT)
    where, seen = at(journey, "budget/costing"), budget_of(place, journey).figure_id
    sheet = {"what_1": "Somebody awake", "hours_1": "10.5", "rate_1": "£18.33", "why": "As Sam sees it."}
    assert as_(place.priya).post(where, {**guard(journey, seen), **sheet, "why": "As Priya sees it."}).status_code == 302
    page = as_(place.sam).post(where, {**guard(journey, seen), **sheet})
    html = page.content.decode()
    assert page.status_code == 409
    assert "worked out or costed anew since you opened this page" in html
    assert "As Sam sees it." in html
    latest = budget_of(place, journey).figure_id
    assert f'name="seen" value="{latest}"' in html
    assert as_(place.sam).post(where, {**guard(journey, latest), **sheet}).status_code == 302


def test_unpaid_help_that_does_not_count_says_why(place: Place) -> None:
    """Daniel wrote that somebody helps him with eating; nobody has said yes to it themselves."""
    journey, _ = a_worked_out_budget(place)
    own, page = both(place, journey)
    persons = "they have not said themselves that they want to and can."
    staffs = "no carer has said themselves that they want to and are able to."
    assert (own.count(persons), page.count(persons)) == (1, 0)
    assert (own.count(staffs), page.count(staffs)) == (0, 1)


def test_unpaid_help_that_counts_or_is_not_recorded_says_nothing_of_the_kind(place: Place) -> None:
    journey, _ = a_worked_out_budget(place)
    a_carer(place, journey).says("eating")
    with acting_as(place.as_sam) as sam:
        work_out(journey, cause="a carer's word", by=sam)
    for html in both(place, journey):
        assert "have not said themselves" not in html
        assert "no carer has said themselves" not in html


def both(place: Place, journey: Journey) -> tuple[str, str]:
    """The why page of the person and that of staff."""
    own, page = as_(an_account_of(place, journey.person)).get("/my/budget"), as_(place.sam).get(at(journey))
    return own.content.decode(), page.content.decode()


def test_staff_read_in_their_own_words_why_it_is_costed(place: Place) -> None:
    journey, _ = a_worked_out_budget(place, answers=AT_NIGHT)
    sheet = as_(place.sam).get(at(journey, "budget/costing")).content.decode()
    assert "your answers" not in sheet
    assert "An answer asks for something that the points do not measure" in sheet
    assert "An answer asks for something that the points do not measure" in as_(place.sam).get(at(journey)).content.decode()
    assert (
        "One of your answers says that the sum alone is not enough."
        in as_(an_account_of(place, journey.person)).get("/my/budget").content.decode()
    )


def test_the_page_asks_the_database_no_more_for_more_questions(place: Place) -> None:
    """Each reading of what was checked is one query for all questions, never one a question."""
    journey = an_eligible_assessment(place).journey
    sam = as_(place.sam)
    sam.get(at(journey))
    for readings in (1, 4):
        with CaptureQueriesContext(connection) as found:
            sam.get(at(journey))
        assert sum("assessments_checkevent" in query["sql"] for query in found) <= readings
        assert len(found) <= 60
        sam.post(at(journey), guard(journey))


def test_lists_and_homes_show_both_figures_of_a_disagreement(place: Place) -> None:
    """Nobody has chosen, so neither stands alone: not in the caseload, not with the journey, not in the person's own home."""
    journey, _ = a_worked_out_budget(place, differing={"people": Value(level=0)})
    sides = budget_of(place, journey).sides
    amounts = [f"£{(side.result.amount_pence or 0) // 100}<" for side in sides]
    assert len(set(amounts)) == 2
    for address in ("/work/", f"/work/journeys/{journey.pk}"):
        html = as_(place.sam).get(address).content.decode()
        assert all(amount in html for amount in amounts)
        assert ("with the person&#39;s answers" in html, "with the practitioner&#39;s answers" in html) == (True, True)
    own = as_(an_account_of(place, journey.person)).get("/my/").content.decode()
    assert all(amount in own for amount in amounts)
    assert ("With your answers" in own, "With your worker&#39;s answers" in own) == (True, True)


def test_one_figure_stands_alone_and_a_costed_one_says_so(place: Place) -> None:
    journey, _ = a_worked_out_budget(place, answers=AT_NIGHT)
    with acting_as(place.as_sam):
        assert [figure.note for figure in figures_for([journey.pk])[journey.pk]] == [""]
    with acting_as(place.as_sam) as sam:
        cost_by_hand(journey, lines=[CostingLine("Somebody awake", 1_050, 1_833)], why="Three nights.", by=sam)
        assert [(figure.pence, figure.note) for figure in figures_for([journey.pk])[journey.pk]] == [(19_247, "costed by hand")]


def test_after_asking_again_the_former_figure_is_history(place: Place) -> None:
    journey, _ = a_worked_out_budget(place)
    with acting_as(place.as_sam) as sam:
        journeys.end(journey, reason="Moved away.", by=sam)
    assert budget_of(place, journey).amount_pence
    with acting_as(place.as_sam) as sam:
        journey.refresh_from_db()
        journeys.ask_again(journey, by=sam)
        assert latest_budget(journey.pk) is None
        assert figures_for([journey.pk]) == {}
    own, page = both(place, journey)
    assert "There is no figure yet" in own
    assert "Something comes first" in page
    a_checked_assessment(place, journey=journey)
    caseload = as_(place.sam).get("/work/").content.decode()
    assert "Decide eligibility, then work out the budget." in caseload
    assert "The budget is worked out" not in caseload
    with acting_as(place.as_sam):
        assert latest_budget(journey.pk) is None
        assert Run.objects.filter(journey=journey).count() == 1


def test_after_asking_again_the_former_agreement_is_no_figure_but_its_letter_is_read(place: Place) -> None:
    writing, agreement = an_agreed_plan(place)
    journey = writing.journey
    own = as_(an_account_of(place, journey.person))
    with acting_as(place.as_sam) as sam:
        journey.refresh_from_db()
        assert [figure.kind for figure in figures_for([journey.pk])[journey.pk]] == ["agreed"]
    assert "Before you asked again" not in own.get("/my/").content.decode()
    with acting_as(place.as_sam) as sam:
        journeys.end(journey, reason="Moved away.", by=sam)
        journey.refresh_from_db()
        journeys.ask_again(journey, by=sam)
        assert figures_for([journey.pk]) == {}
        assert agreement_in_force(journey.pk) is None
        assert last_agreement(journey.pk) == agreement
    for html in (own.get("/my/plan").content.decode(), as_(place.sam).get(at(journey, "plan")).content.decode()):
        assert "There is no plan yet" in html
        assert "The letter of " in html
    assert own.get("/my/plan/letter").status_code == 200
    assert f"Before you asked again, {pounds_and_pence(agreement.amount_pence)} a week was agreed." in own.get("/my/").content.decode()
    assert as_(place.sam).get(at(journey, "plan/letter")).status_code == 200
