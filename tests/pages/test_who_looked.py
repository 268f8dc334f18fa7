"""A person sees every look at their record: page by page, also when they are a carer, also when only a list showed them."""

from datetime import datetime, time, timedelta

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from commonpurse.access import acts as access
from commonpurse.access.context import acting_as
from commonpurse.access.models import Look
from commonpurse.access.queries import looks_at
from commonpurse.assessments import acts as assessments
from commonpurse.assessments.sections import AssessmentSection
from commonpurse.foundation.clock import LONDON, at, now, today
from commonpurse.journeys.models import Journey
from commonpurse.journeys.sections import JourneySection
from commonpurse.plans.sections import PlanSection
from tests.journeys_of_the_tests import a_begun_assessment, a_helper_who_signs_in, a_started_journey, an_account_of
from tests.people_of_the_tests import Place

LIST = "a list with your name, and where"


def looks_of(place: Place, journey: Journey) -> list[Look]:
    with acting_as(place.as_sam):
        return list(looks_at(journey.person_id))


def looked(place: Place, journey: Journey, *, days_ago: int, times: int, section: str = PlanSection.PLAN) -> None:
    noon = datetime.combine(today() - timedelta(days=days_ago), time(12), tzinfo=LONDON)
    for number in range(times):
        with at(noon - timedelta(minutes=number)), acting_as(place.as_sam) as sam:
            access.look(person_id=journey.person_id, section=section, route="practitioner:plan", by=sam)


def test_fifty_days_a_page(place: Place, client: Client) -> None:
    journey = a_started_journey(place)
    for days_ago in range(1, 61):
        looked(place, journey, days_ago=days_ago, times=1)
    client.force_login(an_account_of(place, journey.person))
    address = reverse("person:who_looked")
    first, second = (client.get(address, {"page": page}).content.decode() for page in ("1", "2"))
    assert (first.count("your plan"), second.count("your plan")) == (50, 10)
    assert "?page=2" in first
    assert "can give you all of them" not in first + second


def test_many_looks_of_one_worker_in_a_day_are_one_row_that_opens(place: Place, client: Client) -> None:
    journey = a_started_journey(place)
    looked(place, journey, days_ago=2, times=4)
    looked(place, journey, days_ago=2, times=3, section=AssessmentSection.ASSESSMENT)
    looked(place, journey, days_ago=3, times=1)
    client.force_login(an_account_of(place, journey.person))
    page = client.get(reverse("person:who_looked")).content.decode()
    assert page.count('data-label="Who"') == 2
    assert "Looked 7 times" in page
    assert (page.count("<li>12:00: your plan"), page.count(": your answers</li>"), page.count(": your plan</li>")) == (1, 3, 4)
    assert "Looked 1 times" not in page


def test_the_page_asks_a_fixed_number_of_times(place: Place, client: Client) -> None:
    journey = a_started_journey(place)
    looked(place, journey, days_ago=1, times=1)
    client.force_login(an_account_of(place, journey.person))
    address = reverse("person:who_looked")
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for days_ago in range(2, 8):
        looked(place, journey, days_ago=days_ago, times=4)
    with CaptureQueriesContext(connection) as many:
        assert client.get(address).content.decode().count("Looked 4 times") == 6
    assert len(many) == len(few)


def test_a_day_is_a_day_in_london(place: Place, client: Client) -> None:
    """In summer the day begins an hour before it does in UTC."""
    journey = a_started_journey(place)
    for moment in ("2026-06-01T22:59:00+00:00", "2026-06-01T23:01:00+00:00"):
        with at(datetime.fromisoformat(moment)), acting_as(place.as_sam) as sam:
            access.look(person_id=journey.person_id, section=PlanSection.PLAN, route="practitioner:plan", by=sam)
    client.force_login(an_account_of(place, journey.person))
    page = client.get(reverse("person:who_looked")).content.decode()
    assert ("1 June 2026, 23:59" in page, "2 June 2026, 00:01" in page) == (True, True)


def test_a_carer_sees_hers(place: Place, client: Client) -> None:
    journey = a_started_journey(place, person=place.person("Ruth", "Ellis"), kind=Journey.Kind.CARER)
    client.force_login(place.sam)
    client.get(reverse("practitioner:journey", args=[journey.pk]))
    client.force_login(an_account_of(place, journey.person))
    page = client.get(reverse("person:who_looked")).content.decode()
    assert "where your journey stands" in page


def test_somebody_without_a_journey_sees_theirs(place: Place, client: Client) -> None:
    client.force_login(an_account_of(place, place.person()))
    assert "Nobody else has looked yet" in client.get(reverse("person:who_looked")).content.decode()


def test_a_list_is_a_look_once_a_day(place: Place, client: Client) -> None:
    journey = a_started_journey(place)
    client.force_login(place.sam)
    address = f"{reverse('practitioner:caseload')}?show=everyone"
    for _ in range(3):
        client.get(address)
    assert [(look.route, look.section, look.user_id) for look in looks_of(place, journey)] == [
        ("practitioner:caseload", JourneySection.JOURNEY, place.sam.pk)
    ]
    with at(now() + timedelta(days=1)):
        client.get(address)
    client.force_login(place.priya)
    client.get(address)
    assert len(looks_of(place, journey)) == 3
    client.force_login(an_account_of(place, journey.person))
    assert client.get(reverse("person:who_looked")).content.decode().count(LIST) == 3


def test_whom_a_list_did_not_show_nobody_looked_at(place: Place, client: Client) -> None:
    journey = a_started_journey(place)
    client.force_login(place.priya)
    client.get(reverse("practitioner:caseload"))  # what waits for Priya: nothing
    assert looks_of(place, journey) == []


def test_a_helpers_new_passphrase_leaves_a_trace_that_names_nobody(place: Place, client: Client) -> None:
    assessment = a_begun_assessment(place)
    helper, _ = a_helper_who_signs_in(place, assessment)
    person = assessment.journey.person
    with acting_as(place.as_sam) as sam:
        assessments.give_helper_new_passphrase(helper, by=sam)
    client.force_login(an_account_of(place, person))
    page = client.get(reverse("person:who_looked")).content.decode()
    assert "somebody who helps: it got a new passphrase" in page
    assert helper.name not in page
