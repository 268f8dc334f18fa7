"""Writing a plan on its pages: forms that keep what was typed, undo, sending, the person's own words."""

from typing import Any

import pytest

from commonpurse.access.context import acting_as
from commonpurse.journeys import acts as journeys
from commonpurse.journeys.models import Journey
from commonpurse.plans.models import PlanLine
from tests.browsing_of_the_tests import as_
from tests.budgets_of_the_tests import Writing, a_plan_being_written, a_plan_sent, a_worked_out_budget
from tests.journeys_of_the_tests import an_account_of
from tests.people_of_the_tests import Place


def at(journey: Journey, what: str = "") -> str:
    return f"/work/journeys/{journey.pk}/plan{what}"


def guard(writing: Writing, seen: int | None = None) -> dict[str, str]:
    return {"about": str(writing.journey.person_id), "seen": str(writing.plan.version if seen is None else seen)}


LINE: dict[str, Any] = {
    "what": "Ceramics studio",
    "who": "Northmere Arts",
    "how_often": "every Thursday",
    "cost": "1,045.50",
    "period": "year",
    "starts_on-day": "1",
    "starts_on-month": "12",
    "starts_on-year": "2026",
    "legal_basis": "care_act",
    "outcome": "",
}


def test_from_nothing_to_sent(place: Place) -> None:
    journey, _ = a_worked_out_budget(place)
    sam = as_(place.sam)
    assert "There is no plan yet" in sam.get(at(journey)).content.decode()
    assert sam.post(at(journey, "/begin"), {"about": str(journey.person_id), "seen": ""})["Location"] == at(journey)
    writing = Writing(place, journey)
    assert sam.post(at(journey, "/outcomes"), {**guard(writing), "words": "To sleep."})["Location"] == at(journey)
    assert sam.post(at(journey, "/lines"), {**guard(writing), **LINE})["Location"] == at(journey)
    support = {"what": "Day centre", "who": "", "cost": "70", "period": "week"}
    assert sam.post(at(journey, "/now"), {**guard(writing), **support})["Location"] == at(journey)
    page = sam.get(at(journey)).content.decode()
    for said in ("“To sleep.”", "£20.11", "£1,045.50 a year", "£70.00", "Send it to the manager"):
        assert said in page
    assert sam.post(at(journey, "/send"), guard(writing))["Location"] == at(journey)
    page = sam.get(at(journey)).content.decode()
    assert "With the manager" in page
    assert "Add what will help" not in page


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"cost": "a lot"}, "Write an amount in pounds"),
        ({"cost": "0"}, "The cost is an amount above £0"),
        ({"cost": "999,999,999"}, "up to £200,000"),
        ({"starts_on-day": "31"}, "There is no such day"),
        ({"legal_basis": "s117"}, "choose one of the answers that stand here"),
        ({"what": ""}, "still needs an answer"),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_everything_typed_is_still_there(place: Place, wrong: dict[str, str], said: str) -> None:
    journey, _ = a_worked_out_budget(place)
    writing = a_plan_being_written(place, journey)
    typed = {**LINE, "starts_on-month": "11", **wrong}
    page = as_(place.sam).post(at(journey, "/lines"), {**guard(writing), **typed}).content.decode()
    assert said in page
    for name in ("what", "who", "how_often", "cost"):
        if typed[name]:
            assert f'value="{typed[name]}"' in page
    with acting_as(place.as_sam):
        assert not PlanLine.objects.exists()


def test_a_stale_page_is_refused_once_with_what_was_typed_kept(place: Place) -> None:
    journey, _ = a_worked_out_budget(place)
    writing = a_plan_being_written(place, journey)
    seen = writing.plan.version
    writing.outcome("Somebody else wrote this.")
    sam = as_(place.sam)
    page = sam.post(at(journey, "/lines"), {**guard(writing, seen), **LINE})
    assert page.status_code == 409
    html = page.content.decode()
    assert "Somebody changed this plan since you opened the page" in html
    assert 'value="Ceramics studio"' in html
    assert f'name="seen" value="{writing.plan.version}"' in html
    assert sam.post(at(journey, "/lines"), {**guard(writing), **LINE}).status_code == 302


def test_for_somebody_else_nothing_is_saved(place: Place) -> None:
    journey, _ = a_worked_out_budget(place)
    writing = a_plan_being_written(place, journey)
    sent = {**guard(writing), **LINE, "about": str(place.sam.pk)}
    assert "opened for somebody else" in as_(place.sam).post(at(journey, "/lines"), sent).content.decode()
    with acting_as(place.as_sam):
        assert not PlanLine.objects.exists()


def test_taken_out_and_put_back(place: Place) -> None:
    journey, _ = a_worked_out_budget(place)
    writing = a_plan_being_written(place, journey)
    writing.line()
    with acting_as(place.as_sam):
        line = writing.plan.lines.get()
    sam = as_(place.sam)
    sam.post(at(journey, f"/items/{line.pk}/take-out"), guard(writing))
    page = sam.get(at(journey)).content.decode()
    assert "Put it back" in page
    assert "Ceramics studio" not in page
    sam.post(at(journey, f"/items/{line.pk}/put-back"), guard(writing))
    assert "Ceramics studio" in sam.get(at(journey)).content.decode()


def test_section_117_shares_are_offered_with_their_reason(place: Place) -> None:
    journey, _ = a_worked_out_budget(place, s117=True)
    writing = a_plan_being_written(place, journey)
    sam = as_(place.sam)
    page = sam.get(at(journey, "/lines")).content.decode()
    assert "In the indicative budget it is NHS £" in page
    sent = {**guard(writing), **LINE, "legal_basis": "s117", "cost": "45.51", "period": "week"}
    assert "still needs an answer" in sam.post(at(journey, "/lines"), sent).content.decode()
    assert sam.post(at(journey, "/lines"), {**sent, "nhs_percent": "42"}).status_code == 302
    page = sam.get(at(journey)).content.decode()
    assert "Council £26.40 · NHS £19.11" in page
    assert "free for the person: £0" in page


def test_the_person_adds_their_own_words(place: Place) -> None:
    journey, _ = a_worked_out_budget(place)
    daniel = as_(an_account_of(place, journey.person))
    assert "There is no plan yet" in daniel.get("/my/plan").content.decode()
    writing = a_plan_being_written(place, journey)
    assert daniel.post("/my/plan", {**guard(writing), "words": "To cook for my mother."})["Location"] == "/my/plan"
    assert "“To cook for my mother.”" in as_(place.sam).get(at(journey)).content.decode()
    assert daniel.post("/my/plan", {**guard(writing, 1), "words": "Another."}).status_code == 409


def test_a_plan_that_was_sent_cannot_be_written_in(place: Place) -> None:
    writing = a_plan_sent(place)
    page = as_(place.sam).post(at(writing.journey, "/lines"), {**guard(writing), **LINE})
    assert "cannot be changed now" in page.content.decode()
    assert "Ceramics studio" in page.content.decode()


def test_strangers_find_nothing(place: Place) -> None:
    writing = a_plan_sent(place)
    charlie = as_(place.charlie)
    for what in ("", "/lines", "/letter"):
        assert charlie.get(at(writing.journey, what)).status_code == 404


def test_a_paused_journeys_plan_says_why_it_cannot_be_changed(place: Place) -> None:
    journey, _ = a_worked_out_budget(place)
    writing = a_plan_being_written(place, journey)
    writing.outcome()
    own = as_(an_account_of(place, journey.person))
    with acting_as(place.as_sam) as sam:
        journey.refresh_from_db()
        journeys.pause(journey, note="In hospital.", by=sam)
    page = as_(place.sam).get(at(journey)).content.decode()
    assert "The journey is paused, so its plan cannot be changed now" in page
    assert "Add what will help" not in page
    assert "Add my words" not in own.get("/my/plan").content.decode()
    html = own.post("/my/plan", {**guard(writing), "words": "To sleep."}).content.decode()
    assert "The journey is paused" in html
