"""“Add and start” pressed twice makes one person with one journey; another body under the same key is refused."""

from threading import Barrier, Thread
from uuid import UUID, uuid4

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse

from commonpurse.access.context import acting_as
from commonpurse.journeys import acts as journeys
from commonpurse.journeys.models import Journey
from commonpurse.people import acts as people
from commonpurse.people.models import Person
from commonpurse.values.missing import NotReady
from tests.people_of_the_tests import Place, a_place

ADDRESS = "practitioner:add_person"


def typed(place: Place, key: UUID, last_name: str = "Bell") -> dict[str, str]:
    return {"first_name": "Nora", "last_name": last_name, "team": str(place.team.pk), "key": str(key)}


def people_and_journeys(place: Place) -> tuple[int, int]:
    with acting_as(place.as_sam):
        return Person.objects.count(), Journey.objects.count()


def test_two_presses_make_one_person_and_lead_to_one_journey(place: Place, client: Client) -> None:
    client.force_login(place.sam)
    key = UUID(client.get(reverse(ADDRESS)).content.decode().split('name="key" value="')[1].split('"')[0])
    first, second = (client.post(reverse(ADDRESS), typed(place, key)) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert people_and_journeys(place) == (1, 1)
    client.post(reverse(ADDRESS), typed(place, uuid4()))  # the negative control: another form is another person
    assert people_and_journeys(place) == (2, 2)


def test_other_words_under_the_same_key_are_refused(place: Place, client: Client) -> None:
    client.force_login(place.sam)
    key = uuid4()
    client.post(reverse(ADDRESS), typed(place, key))
    answer = client.post(reverse(ADDRESS), typed(place, key, last_name="Ball"))
    assert "sent before, with something else in it" in answer.content.decode()
    assert people_and_journeys(place) == (1, 1)


def test_the_uuid_of_somebody_elses_person_is_only_a_key(place: Place, client: Client) -> None:
    daniel = place.person()
    client.force_login(place.charlie)
    who = {"first_name": "Daniel", "last_name": "Okafor", "born_0": "4", "born_1": "3", "born_2": "1992"}
    answer = client.post(reverse(ADDRESS), who | {"team": str(place.elsewhere.pk), "key": str(daniel.pk)})
    assert answer.status_code == 302
    with acting_as(place.as_charlie):
        assert Person.objects.get().pk != daniel.pk  # a person of her own, under an id that no browser chose
    with acting_as(place.as_sam):
        assert Person.objects.get().pk == daniel.pk


def test_the_uuid_of_a_team_as_a_key_opens_nobody_of_that_team(place: Place, client: Client) -> None:
    place.person()
    client.force_login(place.charlie)
    who = {"first_name": "Nora", "last_name": "Bell", "born_0": "4", "born_1": "3", "born_2": "1992"}
    client.post(reverse(ADDRESS), who | {"team": str(place.elsewhere.pk), "key": str(place.team.pk)})
    with acting_as(place.as_charlie):
        assert [one.first_name for one in Person.objects.all()] == ["Nora"]


def test_at_the_same_moment_too(own_database: str) -> None:
    place = a_place()
    key, start, made = uuid4(), Barrier(3), []

    def press() -> None:
        try:
            with acting_as(place.as_sam) as sam:
                start.wait(10)
                made.append(people.add_person(first_name="Nora", last_name="Bell", seen_by=place.team.pk, key=key, by=sam).pk)
        finally:
            connections.close_all()

    threads = [Thread(target=press) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert len(made) == 3
    assert len(set(made)) == 1
    assert key not in made
    assert people_and_journeys(place)[0] == 1


def test_two_journeys_of_a_kind_started_at_the_same_moment_are_one(own_database: str) -> None:
    place = a_place()
    person, start, outcomes = place.person(), Barrier(2), []

    def press() -> None:
        try:
            with acting_as(place.as_sam) as sam:
                start.wait(10)
                journeys.start_journey(person, kind=Journey.Kind.ADULT, team_id=place.team.pk, by=sam)
            outcomes.append("started")
        except NotReady as error:
            outcomes.append(str(error))
        finally:
            connections.close_all()

    threads = [Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sorted(outcomes) == ["Daniel has a journey of this kind already. Open that one.", "started"]


def test_one_that_ended_is_not_opened_beside_another(place: Place) -> None:
    person = place.person()
    with acting_as(place.as_sam) as sam:
        old = journeys.start_journey(person, kind=Journey.Kind.ADULT, team_id=place.team.pk, by=sam)
        journeys.end(old, reason="Moved away.", by=sam)
        journeys.start_journey(person, kind=Journey.Kind.ADULT, team_id=place.team.pk, by=sam)
        with pytest.raises(NotReady, match="of this kind already"):
            journeys.ask_again(old, by=sam)
        assert Journey.objects.get(pk=old.pk).stage == "ended"
