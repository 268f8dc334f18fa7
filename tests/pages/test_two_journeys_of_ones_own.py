"""Somebody with a journey for themselves and one as a carer: a home with both, a room for each, and nothing mixed."""

import re
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from commonpurse.access.context import acting_as
from commonpurse.journeys.models import Journey
from commonpurse.journeys.stages import Stage
from commonpurse.pages.person.rooms import ROOMS, inside
from tests.carers_of_the_tests import Carer, a_carer
from tests.journeys_of_the_tests import a_prepared_assessment, a_started_journey, an_account_of
from tests.people_of_the_tests import Place

FOR_MYSELF, AS_A_CARER = (room.begins for room in ROOMS)


@dataclass
class Both:
    place: Place
    ruth: Carer
    own: Journey
    client: Client


@pytest.fixture
def both(place: Place) -> Both:
    """Ruth helps her mother, and needs support herself. Her own questions are open; those as a carer are not."""
    ruth = a_carer(place, a_started_journey(place, person=place.person("Margaret", "Ellis")))
    own = a_started_journey(place, person=ruth.person)
    a_prepared_assessment(place, journey=own)
    client = Client()
    client.force_login(ruth.user)
    return Both(place, ruth, own, client)


def page(both: Both, path: str) -> str:
    answer = both.client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def stage_of(both: Both, journey: Journey) -> str:
    with acting_as(both.place.as_sam):
        return Journey.objects.get(pk=journey.pk).stage


def test_her_home_shows_both_and_the_way_into_each(both: Both) -> None:
    home = page(both, "/my/")
    assert "You have two journeys" in home
    assert [home.index(room.title) for room in ROOMS] == sorted(home.index(room.title) for room in ROOMS)
    assert f'href="{FOR_MYSELF}"' in home
    assert f'href="{AS_A_CARER}"' in home


def test_a_room_is_about_one_journey_and_leads_to_no_other(both: Both) -> None:
    mine, carers = page(both, FOR_MYSELF), page(both, AS_A_CARER)
    assert "Go to my questions" in mine
    assert "Helping Margaret" not in mine
    assert "Go to my questions" not in carers
    assert "Helping Margaret" in carers
    for shown, begins in ((mine, FOR_MYSELF), (carers, AS_A_CARER)):
        links = set(re.findall(r'(?:href|action)="(/my/[^"]*)"', shown))
        assert links - {"/my/"} == {link for link in links if link.startswith(begins)}
        assert "/my/" in links  # the way back to both


def test_every_address_of_her_pages_stands_in_each_room(both: Both) -> None:
    routes: dict[Any, Any] = get_resolver().namespace_dict["person"][1].reverse_dict
    names = [name for name in routes if isinstance(name, str)]
    assert len(names) > 15
    known = {"caring_id": both.ruth.caring.pk, "need": "eating", "question_id": "work", "holder_id": both.own.person_id, "what": "stage"}
    known |= {"reader_id": both.own.pk, "whose": "person", "day": "2026-03-04", "kind": "plan", "format": "pdf", "kept_id": both.own.pk}
    known |= {"user_id": both.place.priya.pk, "never_id": both.own.pk}
    for room in ROOMS:
        for name in names:
            ((_, keys),) = routes[name][0]
            with inside(room):
                address = reverse(f"person:{name}", kwargs={key: known[key] for key in keys})
            assert address.startswith(room.begins)
            answer = both.client.get(address)
            assert answer.status_code in {200, 302, 404, 405}
            assert not answer.headers.get("Location", room.begins).startswith("/my/") or answer.headers.get(
                "Location", room.begins
            ).startswith(room.begins)


def test_what_is_pressed_in_a_room_moves_that_journey_only(both: Both) -> None:
    answer = both.client.post(f"{AS_A_CARER}rest")
    assert answer.headers["Location"] == AS_A_CARER
    assert stage_of(both, both.ruth.journey) == Stage.PAUSED
    assert stage_of(both, both.own) == Stage.SELF_ASSESSMENT
    both.client.post(f"{AS_A_CARER}go-on")
    both.client.post(f"{FOR_MYSELF}rest")
    assert stage_of(both, both.ruth.journey) == Stage.STARTED
    assert stage_of(both, both.own) == Stage.PAUSED


def test_the_banner_says_in_which_room_one_is(both: Both) -> None:
    for room in ROOMS:
        banner = page(both, f"{room.begins}budget").split('class="cp-person"')[1].split("</section>")[0]
        assert room.title in banner
        assert "My two journeys" in banner


def test_an_ended_one_stays_beside_the_other(both: Both) -> None:
    both.client.post(f"{FOR_MYSELF}stop", {"reason": ""})
    assert stage_of(both, both.own) == Stage.ENDED
    assert "You have two journeys" in page(both, "/my/")
    assert "This has ended" in page(both, FOR_MYSELF)
    assert "This has ended" not in page(both, AS_A_CARER)


def test_whoever_has_one_journey_has_one_home(place: Place) -> None:
    journey = a_started_journey(place)
    client = Client()
    client.force_login(an_account_of(place, journey.person))
    assert "You have two journeys" not in client.get("/my/").content.decode()
    assert client.get(AS_A_CARER).status_code == 404
    assert client.get(FOR_MYSELF).status_code == 200


def test_a_room_asks_a_visitor_to_sign_in_and_shows_a_stranger_nothing(both: Both) -> None:
    answer = Client().get(AS_A_CARER)
    assert answer.headers["Location"] == f"/account/sign-in?next={AS_A_CARER}"
    stranger = Client()
    stranger.force_login(both.place.charlie)
    assert stranger.get(AS_A_CARER).status_code == 404
