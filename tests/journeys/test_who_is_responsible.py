"""A journey is handed only to somebody of the team, and one whose worker has left waits for the manager."""

import re
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

import commonpurse
from commonpurse.access.context import acting_as
from commonpurse.assessments.acts import hand_over
from commonpurse.journeys import acts
from commonpurse.journeys.models import Journey
from commonpurse.journeys.queries import caseload, caseload_counts
from commonpurse.organisations.models import Membership
from commonpurse.values.missing import NotReady
from tests.journeys_of_the_tests import a_started_journey
from tests.people_of_the_tests import Place, actor_of, as_operator

LEFT = "responsible person has left"


def leaves(place: Place, name: str) -> None:
    with as_operator():
        Membership.objects.filter(user=getattr(place, name)).update(ends_on="2021-01-01")


@pytest.mark.parametrize("who", ["charlie", "wen"])
def test_it_is_handed_to_nobody_outside_the_team(place: Place, who: str) -> None:
    journey = a_started_journey(place)
    with acting_as(place.as_sam) as sam:
        with pytest.raises(NotReady, match="works in this team"):
            hand_over(journey, to_user_id=getattr(place, who).pk, note="Please.", by=sam)
        assert Journey.objects.get(pk=journey.pk).worker_id == place.sam.pk
        hand_over(journey, to_user_id=place.priya.pk, note="Please.", by=sam)  # the negative control
        assert Journey.objects.get(pk=journey.pk).worker_id == place.priya.pk


def test_there_is_one_way_to_hand_over() -> None:
    """The part that the journey plays leaves the former worker's reading open: nobody calls it by itself."""
    house = Path(commonpurse.__file__).parent
    callers = {str(one.relative_to(house)) for one in house.rglob("*.py") if re.search(r"\bmake_responsible\(", one.read_text())}
    assert callers == {"journeys/acts.py", "assessments/acts/handing_over.py"}


def test_it_is_not_handed_to_somebody_who_has_left(place: Place) -> None:
    journey = a_started_journey(place)
    leaves(place, "priya")
    with acting_as(place.as_sam) as sam, pytest.raises(NotReady, match="works in this team"):
        hand_over(journey, to_user_id=place.priya.pk, note="Please.", by=sam)


def test_when_the_worker_leaves_it_waits_for_the_manager(place: Place) -> None:
    journey = a_started_journey(place)
    for who in (place.as_helen, place.as_priya):
        with acting_as(who):
            assert (caseload(who, waiting="me").count(), caseload_counts(who)["me"]) == (0, 0)  # the negative control
    leaves(place, "sam")
    with acting_as(place.as_helen) as helen:
        assert [row.pk for row in caseload(helen, waiting="me")] == [journey.pk]
        assert caseload(helen, waiting="others").count() == 0
        assert (caseload_counts(helen)["me"], caseload_counts(helen)["others"]) == (1, 0)
    with acting_as(place.as_priya) as priya:
        assert caseload(priya, waiting="me").count() == 0
        assert (caseload_counts(priya)["me"], caseload_counts(priya)["others"]) == (0, 1)


def test_the_team_sees_it_on_the_list_and_on_the_journey(place: Place, client: Client) -> None:
    journey = a_started_journey(place)
    addresses = [f"{reverse('practitioner:caseload')}?show=everyone", reverse("practitioner:journey", args=[journey.pk])]
    client.force_login(place.priya)
    assert [LEFT in client.get(address).content.decode() for address in addresses] == [False, False]
    place.sam.is_active = False  # a closed account has left too
    with as_operator("accounts"):
        place.sam.save()
    assert [LEFT in client.get(address).content.decode() for address in addresses] == [True, True]
    with acting_as(place.as_priya) as priya:
        hand_over(journey, to_user_id=place.priya.pk, note="Sam has left.", by=priya)
    assert [LEFT in client.get(address).content.decode() for address in addresses] == [False, False]


def test_what_has_ended_waits_for_nobody(place: Place) -> None:
    journey = a_started_journey(place)
    with acting_as(place.as_sam) as sam:
        acts.end(journey, reason="Moved away.", by=sam)
    leaves(place, "sam")
    with acting_as(actor_of(place.helen)) as helen:
        assert caseload(helen, waiting="me").count() == 0
