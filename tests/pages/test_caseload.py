"""The caseload: what waits, what is late first, found by name or number, in the same number of queries however long it is."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from commonpurse.access.actors import Role
from commonpurse.access.context import acting_as
from commonpurse.foundation.clock import today
from commonpurse.journeys import acts as journeys
from commonpurse.journeys.models import Journey
from commonpurse.organisations.models import Membership
from commonpurse.plans import acts as plans
from commonpurse.theme.words import day
from tests.browsing_of_the_tests import as_
from tests.budgets_of_the_tests import Writing, a_plan_sent, a_worked_out_budget, an_agreed_plan
from tests.people_of_the_tests import Place, as_operator

ADDRESS = "/work/"


def started(place: Place, name: str, nhs_number: str = "") -> Journey:
    person = place.person(first_name=name, last_name="Example", nhs_number=nhs_number)
    with acting_as(place.as_sam):
        return journeys.start_journey(person, kind=Journey.Kind.ADULT, team_id=place.team.pk, by=place.as_sam)


@pytest.fixture
def sam(client: Client, place: Place) -> Client:
    client.force_login(place.sam)
    return client


def queries(ask: Callable[[], object]) -> int:
    with CaptureQueriesContext(
        connection,
    ) as found:
        ask()
    return len(found)


def test_the_number_of_queries_does_not_grow_with_the_rows(sam: Client, place: Place) -> None:
    for number in range(3):
        started(place, f"One{number}")
    sam.get(ADDRESS)  # what is cached once is cached now
    few = queries(lambda: sam.get(ADDRESS))
    for number in range(21):
        started(place, f"Two{number}")
    sam.get(ADDRESS)  # the first look at each of them today is written down
    assert queries(lambda: sam.get(ADDRESS)) == few


def test_each_list_is_called_what_it_is(sam: Client, place: Place) -> None:
    started(place, "Daniel")
    for show, title in {"me": "Waiting for you", "live": "Live", "ended": "Ended", "none": "Waiting for you"}.items():
        page = sam.get(f"{ADDRESS}?show={show}").content.decode()
        assert f"<h1>{title}</h1>" in page
        assert f"<title>{title} - Common Purse</title>" in page
        assert "1 of 1 waits for you" in page


def test_an_empty_caseload_says_what_to_do(sam: Client) -> None:
    assert "of 0" not in sam.get(f"{ADDRESS}?find=Daniel").content.decode()
    page = sam.get(ADDRESS).content.decode()
    assert "of 0" not in page
    assert "Nothing waits for you." in page
    assert "Add a person" in page


def test_somebody_in_no_team_is_told_so_and_offered_nothing_that_would_be_refused(place: Place) -> None:
    with as_operator():
        Membership.objects.create(user=place.wen, organisation=place.council, team=None, role=Role.PRACTITIONER)
    page = as_(place.wen).get("/work/").content.decode()
    assert "You work in no team yet." in page
    assert "/work/people/add" not in page
    page = as_(place.sam).get("/work/").content.decode()  # the negative control
    assert "/work/people/add" in page
    assert "You work in no team yet." not in page


def test_pages_of_twenty_five(sam: Client, place: Place) -> None:
    for number in range(27):
        started(place, f"Name{number:02}")
    assert sam.get(ADDRESS).content.decode().count("<tr class") == 25
    assert sam.get(f"{ADDRESS}?page=2").content.decode().count("<tr class") == 2
    assert sam.get(f"{ADDRESS}?page=99").status_code == 200  # the last page, not an error


def test_nor_with_rows_that_have_figures(sam: Client, place: Place) -> None:
    """Budgets and agreements stand beside the rows, and are read together."""
    everyone = f"{ADDRESS}?show=everyone"
    a_worked_out_budget(place)
    an_agreed_plan(place)
    sam.get(everyone)
    page = sam.get(everyone).content.decode()
    assert ("Indicative" in page, "Agreed" in page) == (True, True)
    few = queries(lambda: sam.get(everyone))
    for _ in range(2):
        a_worked_out_budget(place)
        an_agreed_plan(place)
    sam.get(everyone)  # the day's first look at each of them is written down now
    assert queries(lambda: sam.get(everyone)) == few


def returned(place: Place, reasons: str = "Who comes when he is unwell?") -> Writing:
    writing = a_plan_sent(place)
    with acting_as(place.as_helen) as helen:
        plans.return_plan(writing.plan, reasons=reasons, seen_version=writing.plan.version, by=helen)
    return writing


def test_a_plan_sent_back_says_so_in_the_list_and_with_the_journey(sam: Client, place: Place) -> None:
    """By whom and when is read at once; the reasons are one press away. Sent again, it says so no more."""
    writing = returned(place)
    said = f"Plan sent back by Helen on {day(today())}"
    places = (ADDRESS, f"/work/journeys/{writing.journey.pk}")
    for address in places:
        page = sam.get(address).content.decode()
        assert said in page
        assert "Who comes when he is unwell?" in page
    writing.send()
    for address in (f"{ADDRESS}?show=everyone", *places):
        assert "Plan sent back" not in sam.get(address).content.decode()


def test_nor_with_plans_that_were_sent_back(sam: Client, place: Place) -> None:
    returned(place)
    sam.get(ADDRESS)
    few = queries(lambda: sam.get(ADDRESS))
    for _ in range(2):
        returned(place)
    sam.get(ADDRESS)
    assert sam.get(ADDRESS).content.decode().count("Plan sent back by") == 3
    assert queries(lambda: sam.get(ADDRESS)) == few


@pytest.mark.parametrize("find", ["%00", "%00marg", "a%0Ab%1Fc%7F", "%C2%80"])
def test_no_typed_character_breaks_the_search(sam: Client, place: Place, find: str) -> None:
    started(place, "Margaret")
    assert sam.get(f"{ADDRESS}?find={find}").status_code == 200


@pytest.mark.parametrize("find", ["marg", "ELLIS", "margaret ellis", "9990234566", "999 023 4566"])
def test_somebody_is_found(sam: Client, place: Place, find: str) -> None:
    person = place.person(first_name="Margaret", last_name="Ellis", nhs_number="9990234566")
    with acting_as(place.as_sam):
        journeys.start_journey(person, kind=Journey.Kind.ADULT, team_id=place.team.pk, by=place.as_sam)
    started(place, "Somebody")
    page = sam.get(ADDRESS, {"find": find}).content.decode()
    assert "Margaret Ellis" in page
    assert "Somebody" not in page


def test_a_search_that_finds_nobody_says_so(sam: Client) -> None:
    assert "Nobody here has that name or number." in sam.get(ADDRESS, {"find": "<script>"}).content.decode()


def test_a_stranger_finds_nobody(client: Client, place: Place) -> None:
    started(place, "Margaret")
    client.force_login(place.charlie)
    assert "Margaret" not in client.get(f"{ADDRESS}?show=everyone").content.decode()


def test_a_person_is_added_with_a_journey_and_a_mistake_keeps_what_was_typed(sam: Client, place: Place) -> None:
    typed = {
        "first_name": "Margaret",
        "last_name": "Ellis",
        "known_as": "",
        "nhs_number": "999 023 4567",
        "team": str(place.team.pk),
        "key": str(uuid4()),
    }
    page = sam.post("/work/people/add", typed)
    assert page.status_code == 200
    assert "This is not an NHS number. Check each digit." in page.content.decode()
    assert 'value="Margaret"' in page.content.decode()
    with acting_as(place.as_sam):
        assert Journey.objects.count() == 0
    answer = sam.post("/work/people/add", typed | {"nhs_number": "999 023 4566"})
    assert answer.status_code == 302
    with acting_as(place.as_sam):
        assert Journey.objects.get().person.nhs_number == "9990234566"


def test_the_same_nhs_number_twice_is_refused_without_saying_whose_it_is(sam: Client, place: Place) -> None:
    started(place, "Margaret", "9990234566")
    typed = {"first_name": "Peggy", "last_name": "Ellis", "nhs_number": "9990234566", "team": str(place.team.pk), "key": str(uuid4())}
    page = sam.post("/work/people/add", typed).content.decode()
    assert "This NHS number cannot be used here." in page
    assert "Margaret" not in page


def test_pause_pick_up_and_end_are_one_press_or_one_form(sam: Client, place: Place) -> None:
    journey = started(place, "Margaret")
    at = f"/work/journeys/{journey.pk}"
    assert sam.post(f"{at}/pause", {"note": "In hospital"}).status_code == 302
    assert "In hospital" in sam.get(at).content.decode()
    assert sam.post(f"{at}/pause", {"note": ""}).status_code == 409
    assert sam.post(f"{at}/pick-up").status_code == 302
    assert sam.post(f"{at}/end", {"reason": ""}).status_code == 200
    assert sam.post(f"{at}/end", {"reason": "Moved away"}).status_code == 302
    assert sam.post(f"{at}/ask-again").status_code == 302


def test_handing_over_offers_only_colleagues_of_the_team(sam: Client, place: Place) -> None:
    journey = started(place, "Margaret")
    at = f"/work/journeys/{journey.pk}/hand-over"
    page = sam.get(at).content.decode()
    assert "Priya" in page
    assert "Charlie" not in page
    assert sam.post(at, {"to": str(place.charlie.pk), "note": "Hello"}).status_code == 200  # no such choice
    assert sam.post(at, {"to": str(place.priya.pk), "note": "She likes mornings"}).status_code == 302


def test_every_look_is_written_down_and_the_person_sees_it(sam: Client, client: Client, place: Place) -> None:
    from commonpurse.access.models import User
    from commonpurse.people import acts as people

    journey = started(place, "Margaret")
    with acting_as(place.as_sam):
        user, _ = people.give_sign_in(journey.person, sign_in_name="margaret", by=place.as_sam)
    sam.get(f"/work/journeys/{journey.pk}")
    hers = Client()
    hers.force_login(User.objects.get(pk=user.pk))
    page = hers.get("/my/who-looked").content.decode()
    assert "Sam" in page
    assert "where your journey stands" in page
