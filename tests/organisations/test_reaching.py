"""How people reach a team, a worker and whoever takes complaints: told by administrators, and what letters make of it."""

import pytest
from django.test import Client
from django.urls import reverse

from commonpurse.access.context import acting_as
from commonpurse.access.decisions import Refused
from commonpurse.organisations import acts
from commonpurse.organisations.models import Membership
from commonpurse.organisations.queries import contact_of
from tests.people_of_the_tests import Place, actor_of


def test_a_letter_names_the_worker_as_they_are_reached_in_this_team(place: Place) -> None:
    wen, sam = actor_of(place.wen), Membership.objects.get(user=place.sam)
    acts.tell_how_to_reach_team(place.team.pk, address="2 Quay Street", telephone="01632 960110", hours="Nine to five", by=wen)
    acts.tell_how_to_reach_member(sam.pk, telephone=" 01632 960117 ", hours="", by=wen)
    acts.tell_how_to_complain(place.council.pk, complaints="Ring 01632 960100.", by=wen)
    place.team.refresh_from_db()
    contact = contact_of(place.team, place.sam.pk)
    assert contact.organisations == (place.council.name, place.trust.name)
    assert (contact.council, contact.complaints) == (place.council.name, "Ring 01632 960100.")
    assert (contact.worker, contact.ask_telephone, contact.ask_hours) == (place.sam.name, "01632 960117", "Nine to five")
    assert contact_of(place.team, place.priya.pk).ask_telephone == "01632 960110"
    assert contact_of(place.team, place.charlie.pk).worker == ""  # works elsewhere: the team answers


def test_the_number_goes_along_into_a_new_role(place: Place) -> None:
    wen, sam = actor_of(place.wen), Membership.objects.get(user=place.sam)
    acts.tell_how_to_reach_member(sam.pk, telephone="01632 960117", hours="Mornings", by=wen)
    with acting_as(wen):
        new = acts.change_membership(sam.pk, role="manager", team_id=place.team.pk, approval_limit_pence=5, by=wen)  # type: ignore[arg-type]
    assert (new.telephone, new.hours) == ("01632 960117", "Mornings")


def test_only_an_administrator_of_the_place_tells_it(place: Place) -> None:
    sam = Membership.objects.get(user=place.sam)
    with pytest.raises(Refused):
        acts.tell_how_to_reach_team(place.team.pk, address="", telephone="", hours="", by=place.as_sam)
    with pytest.raises(Refused):
        acts.tell_how_to_reach_member(sam.pk, telephone="1", hours="", by=place.as_charlie)
    with pytest.raises(Refused):
        acts.tell_how_to_complain(place.council.pk, complaints="", by=place.as_sam)


def test_the_pages_keep_what_was_typed(place: Place, client: Client) -> None:
    client.force_login(place.wen)
    known = {"organisation_id": place.council.pk}
    team = reverse("administrator:reach_team", kwargs={**known, "team_id": place.team.pk})
    worker = reverse("administrator:reach_worker", kwargs={**known, "membership_id": Membership.objects.get(user=place.sam).pk})
    complaints = reverse("administrator:complaints", kwargs=known)
    for address, typed in (
        (team, {"address": "2 Quay Street", "telephone": "01632 960110", "hours": "Nine to five"}),
        (worker, {"telephone": "01632 960117", "hours": ""}),
        (complaints, {"complaints": "Ring 01632 960100."}),
    ):
        assert client.post(address, typed).status_code == 302
        page = client.get(address).content.decode()
        assert all(value in page for value in typed.values())
    assert "room for" in client.post(team, {"telephone": "0" * 61}).content.decode()
