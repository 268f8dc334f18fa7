"""By team: a middle and nine in ten, beside how it was; never about fewer than ten, never by worker, never by subtraction."""

import re
from datetime import timedelta
from html import unescape
from uuid import uuid4

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from commonpurse.access.actors import Actor
from commonpurse.access.context import acting_as
from commonpurse.foundation.clock import at, now, today
from commonpurse.insight.effort import cost_by_team
from commonpurse.insight.rules import Spread, spread
from commonpurse.journeys import acts as journeys
from commonpurse.journeys.effort import acts as effort
from commonpurse.journeys.effort.rules import Side, Step
from commonpurse.journeys.events import Happened
from commonpurse.journeys.models import Contact, Journey
from tests.effort_of_the_tests import spends
from tests.people_of_the_tests import Place

ADDRESS = "/manage/time"
TO_AGREEMENT = [Happened.PLANNING_BEGUN, Happened.PLAN_SENT, Happened.PLAN_AGREED]


def a_budget_after(
    place: Place,
    days: int,
    *,
    minutes: int = 30,
    kind: Journey.Kind = Journey.Kind.ADULT,
    by: Actor | None = None,
    agreed: bool = False,
) -> Journey:
    """A journey that has an indicative budget so many days after it began, and cost its worker some minutes and one visit."""
    by = by or place.as_sam
    person = place.person(first_name=f"N{uuid4().hex[:6]}")
    began = now() + timedelta(minutes=1)
    with acting_as(by):
        with at(began):
            journey = journeys.start_journey(person, kind=kind, team_id=place.team.pk, by=by)
            for happened in (Happened.ASSESSMENT_BEGUN, Happened.ANSWERS_SENT, Happened.CHECKED_TOGETHER):
                journeys.record(journey, happened, by=by)
        with at(began + timedelta(days=days)):
            journeys.record(journey, Happened.BUDGET_WORKED_OUT, by=by)
            if agreed:
                _up_to_the_agreement(journey, agreed_by=place.as_helen)
        effort.note_contact(journey, client_uuid=uuid4(), kind=Contact.Kind.VISIT, on=today(), minutes=60, by=by)
    spends(journey, minutes, by=by, step=Step.CHECKING)
    spends(journey, 59, by=by, step=Step.PLAN)  # after the amount is known: not beside what was before it
    spends(journey, 58, by=by, side=Side.PERSON)  # not a worker's
    return journey


def _up_to_the_agreement(journey: Journey, *, agreed_by: Actor) -> None:
    with acting_as(agreed_by):
        for happened in TO_AGREEMENT:
            journeys.record(journey, happened, by=agreed_by)


def many(place: Place, number: int, *, kind: Journey.Kind = Journey.Kind.ADULT, agreed: bool = False) -> None:
    workers = [place.as_sam, place.as_priya]
    for one in range(number):
        a_budget_after(place, 10 + one, minutes=20 + one, kind=kind, by=workers[one % 2], agreed=agreed)


def shown(place: Place) -> str:
    client = Client()
    client.force_login(place.helen)
    answer = client.get(ADDRESS)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())))


def test_ten_are_shown_with_their_middle_and_nine_in_ten(place: Place) -> None:
    many(place, 10)
    with acting_as(place.as_helen) as helen:
        adults = cost_by_team(helen)[0]
    assert adults.minutes == Spread(10, 24.5, 28.1)
    assert adults.days_to_indicative == Spread(10, 14.5, 18.1)
    assert adults.visits == Spread(10, 1, 1)
    assert adults.days_to_agreement is None
    page = shown(place)
    assert "about 25 minutes or less of workers' time" in page
    assert "and nine in ten about 30 minutes or less" in page
    assert "Days to the indicative budget 14.5 18.1 10 or more" in page
    assert "Days to the agreement hidden hidden too few" in page


def test_nine_are_hidden(place: Place) -> None:
    many(place, 9)
    with acting_as(place.as_helen) as helen:
        assert all(group.hidden and group.minutes is None and group.questions is None for group in cost_by_team(helen))
    page = shown(place)
    assert page.count("Hidden: fewer than 10 journeys") == 2
    assert "or more" not in page


def test_ten_of_one_worker_are_hidden(place: Place) -> None:
    for one in range(10):
        a_budget_after(place, 10 + one)
    with acting_as(place.as_helen) as helen:
        assert all(group.hidden for group in cost_by_team(helen))


def test_what_is_hidden_cannot_be_worked_out_from_what_is_shown(place: Place) -> None:
    """Twelve adults and three carers: counts are said down to a ten, the few not at all, and there is no total."""
    many(place, 12)
    many(place, 3, kind=Journey.Kind.CARER)
    page = shown(place)
    assert page.count("Hidden: fewer than 10 journeys") == 1
    assert set(re.findall(r"(\d+) or more", page)) == {"10"}
    assert not re.search(r"\b(3|12|15) (journeys|carers|people)", page)


def test_an_agreed_plan_has_its_days(place: Place) -> None:
    many(place, 10, agreed=True)
    with acting_as(place.as_helen) as helen:
        assert cost_by_team(helen)[0].days_to_agreement == Spread(10, 14.5, 18.1)


def test_no_worker_is_named(place: Place) -> None:
    many(place, 10)
    page = shown(place).partition("What journeys cost in")[0].partition("Sign out")[2]
    for name in ("Sam", "Priya"):
        assert name not in page


def test_only_a_manager_sees_it_and_only_of_own_teams(place: Place) -> None:
    many(place, 10)
    for user in (place.sam, place.charlie, place.wen):
        client = Client()
        client.force_login(user)
        assert client.get(ADDRESS).status_code == 404
    with acting_as(place.as_charlie) as charlie:
        assert cost_by_team(charlie) == []


def test_it_asks_a_fixed_number_of_times(place: Place) -> None:
    def asks() -> int:
        with acting_as(place.as_helen) as helen, CaptureQueriesContext(connection) as found:
            cost_by_team(helen)
        return len(found)

    many(place, 2)
    few = asks()
    many(place, 10)
    assert asks() == few == 6


def test_a_spread_is_of_ten_or_more_and_of_two_workers_or_more() -> None:
    assert spread([1] * 9, workers=[1, 2] * 5) is None
    assert spread([1] * 10, workers=[1] * 10) is None
    assert spread([1] * 19 + [100], workers=[1, 2] * 10) == Spread(20, 1, 1)
    assert spread([1] * 27, workers=[1, 2, 3] * 9) == Spread(20, 1, 1)
