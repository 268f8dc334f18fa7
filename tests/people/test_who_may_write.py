"""Who may write about a person: only the team whose case they are. And nothing is overwritten that somebody else changed."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.urls import reverse

from commonpurse.access import acts as access
from commonpurse.access.actors import Actor, Role
from commonpurse.access.context import acting_as
from commonpurse.access.decisions import Refused
from commonpurse.foundation.clock import at
from commonpurse.organisations.models import Membership
from commonpurse.people import acts as people
from commonpurse.people.models import Person
from commonpurse.values.missing import Stale
from tests.journeys_of_the_tests import a_started_journey
from tests.people_of_the_tests import Place, as_operator, give_past_the_wall

WHO = {"first_name": "Daniel", "last_name": "Okafor", "known_as": "", "born": date(1992, 3, 4), "nhs_number": ""}

ACTS: dict[str, Callable[[Person, Actor], object]] = {
    "correct": lambda person, by: people.correct_person(person, **WHO, seen=person.as_it_stands, by=by),  # type: ignore[arg-type]
    "relationship": lambda person, by: people.note_relationship(person, name="Ruth", kind="friend", gives_unpaid_help=True, by=by),
    "sign in": lambda person, by: people.give_sign_in(person, sign_in_name="daniel", by=by),
    "capacity": lambda person, by: people.decide_capacity(
        person, about="assessment", about_id=None, has_capacity=True, support_given="At home.", reasons="", by=by
    ),
}


@pytest.mark.parametrize("act", ACTS)
def test_whoever_may_see_everything_without_holding_the_case_writes_nothing(place: Place, act: str) -> None:
    """Charlie was let see the whole record for another reason: row-level security would let her write."""
    daniel = place.person()
    give_past_the_wall(access.account(place.charlie.pk), daniel.pk, ground="helping")
    with acting_as(place.as_charlie) as charlie:
        assert Person.objects.filter(pk=daniel.pk).exists()
        with pytest.raises(Refused, match="team that holds this record"):
            ACTS[act](daniel, charlie)
    with acting_as(place.as_sam) as sam:  # the negative control
        ACTS[act](daniel, sam)


@pytest.mark.parametrize("act", ACTS)
def test_another_role_in_the_team_writes_nothing(place: Place, act: str) -> None:
    daniel = place.person()
    with as_operator():
        Membership.objects.create(user=place.charlie, organisation=place.council, team=place.team, role=Role.FINANCE)
    with acting_as(place.as_charlie) as charlie, pytest.raises(Refused):
        ACTS[act](daniel, charlie)


def test_a_correction_over_somebody_elses_is_refused_and_says_what_stands(place: Place) -> None:
    daniel = place.person()
    seen = daniel.as_it_stands
    with acting_as(place.as_sam) as sam:
        people.correct_person(daniel, **(WHO | {"known_as": "Dan"}), seen=seen, by=sam)  # type: ignore[arg-type]
        with pytest.raises(Stale, match="known as Dan"):
            people.correct_person(daniel, **(WHO | {"last_name": "Okoro"}), seen=seen, by=sam)  # type: ignore[arg-type]
        daniel.refresh_from_db()
    assert (daniel.known_as, daniel.last_name) == ("Dan", "Okafor")


def test_only_what_differs_is_written(place: Place) -> None:
    with at(datetime(2020, 6, 1, tzinfo=UTC)):
        daniel = place.person()  # made when, this form does not know of
    with acting_as(place.as_sam) as sam:
        people.correct_person(daniel, **(WHO | {"known_as": "Dan"}), seen=daniel.as_it_stands, by=sam)  # type: ignore[arg-type]
        daniel.refresh_from_db()
    assert (daniel.known_as, daniel.made_at.year) == ("Dan", 2020)


def test_the_page_keeps_what_was_typed_and_saves_it_when_it_is_sent_again(place: Place, client: Client) -> None:
    journey = a_started_journey(place)
    client.force_login(place.sam)
    address = reverse("practitioner:correct_person", args=[journey.pk])
    form = client.get(address)
    seen = form.content.decode().split('name="seen" value="')[1].split('"')[0]
    with acting_as(place.as_priya) as priya:
        people.correct_person(journey.person, **(WHO | {"known_as": "Dan"}), seen=seen, by=priya)  # type: ignore[arg-type]
    typed = {"first_name": "Daniel", "last_name": "Okoro", "born_0": "4", "born_1": "3", "born_2": "1992", "about": journey.person_id}
    answer = client.post(address, typed | {"seen": seen})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert 'value="Okoro"' in page
    assert "known as Dan" in page
    again = page.split('name="seen" value="')[1].split('"')[0]
    assert again != seen
    assert client.post(address, typed | {"seen": again, "known_as": "Dan"}).status_code == 302
    with acting_as(place.as_sam):
        journey.person.refresh_from_db()
    assert (journey.person.last_name, journey.person.known_as) == ("Okoro", "Dan")
