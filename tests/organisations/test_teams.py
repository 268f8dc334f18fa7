"""One team of a council and a trust; organisations come from the server's own command line."""

import pytest

from commonpurse.access.actors import OPERATOR, Actor, Role
from commonpurse.access.decisions import Refused
from commonpurse.organisations import acts
from commonpurse.organisations.models import Membership, Organisation, Team
from commonpurse.values.missing import NotReady
from tests.people_of_the_tests import Place, actor_of, an_administrator, as_operator


def test_a_team_is_made_for_ones_own_organisation_and_its_partners(place: Place) -> None:
    team = acts.found_team(name=" The  Glade ", organisation_ids=[place.council.pk, place.trust.pk], by=actor_of(place.wen))
    assert team.name == "The Glade"
    assert set(team.organisations.all()) == {place.council, place.trust}
    with pytest.raises(Refused):
        acts.found_team(name="Theirs", organisation_ids=[place.trust.pk, place.council.pk], by=actor_of(place.wen))


def test_sharing_lets_the_partner_in_and_stopping_shuts_them_out(place: Place) -> None:
    team = acts.found_team(name="The Glade", organisation_ids=[place.council.pk], by=actor_of(place.wen))
    theirs = an_administrator(place.charlie, place.trust)
    with pytest.raises(NotReady, match="does not belong"):
        acts.add_member(place.priya.pk, organisation_id=place.trust.pk, role=Role.MANAGER, team_id=team.pk, by=theirs)
    acts.share_team(team.pk, with_id=place.trust.pk, by=actor_of(place.wen))
    held = acts.add_member(place.priya.pk, organisation_id=place.trust.pk, role=Role.MANAGER, team_id=team.pk, by=theirs)
    with pytest.raises(NotReady, match="still work in the team"):
        acts.stop_sharing_team(team.pk, with_id=place.trust.pk, by=actor_of(place.wen))
    acts.end_membership(held.pk, by=theirs)
    acts.stop_sharing_team(team.pk, with_id=place.trust.pk, by=actor_of(place.wen))
    assert set(team.organisations.all()) == {place.council}


def test_an_invitation_to_a_team_that_is_no_longer_shared_is_taken_back(place: Place) -> None:
    theirs = an_administrator(place.priya, place.trust)
    team = acts.found_team(name="The Glade", organisation_ids=[place.trust.pk, place.council.pk], by=theirs)
    asked = {"email": "jo@example.org", "name": "Jo", "organisation_id": place.council.pk, "role": Role.PRACTITIONER, "team_id": team.pk}
    invitation, _ = acts.invite(**asked, by=actor_of(place.wen))  # type: ignore[arg-type]
    acts.stop_sharing_team(team.pk, with_id=place.council.pk, by=theirs)
    invitation.refresh_from_db()
    assert invitation.withdrawn_at


def test_a_team_keeps_one_organisation(place: Place) -> None:
    with pytest.raises(NotReady, match="one organisation at least"):
        acts.stop_sharing_team(place.elsewhere.pk, with_id=place.elsewhere.organisations.get().pk, by=_of_elsewhere(place))


def _of_elsewhere(place: Place) -> Actor:
    return an_administrator(place.charlie, place.elsewhere.organisations.get())


def test_a_stranger_neither_names_nor_shares_a_team(place: Place) -> None:
    stranger = _of_elsewhere(place)
    with pytest.raises(Refused):
        acts.rename_team(place.team.pk, name="Ours", by=stranger)
    with pytest.raises(Refused):
        acts.share_team(place.team.pk, with_id=stranger.memberships[0].organisation_id, by=stranger)
    with pytest.raises(Refused):
        acts.stop_sharing_team(place.team.pk, with_id=place.trust.pk, by=stranger)


def test_an_organisation_comes_from_the_operator_only(place: Place) -> None:
    with pytest.raises(Refused):
        acts.found_organisation(name="Another", kind=Organisation.Kind.COUNCIL, by=actor_of(place.wen))
    with pytest.raises(Refused):  # somebody who only has the operator's name
        acts.found_organisation(name="Another", kind=Organisation.Kind.COUNCIL, by=Actor(name=OPERATOR.name))
    assert acts.found_organisation(name="Another", kind=Organisation.Kind.COUNCIL, by=OPERATOR).pk


@pytest.mark.parametrize("name", ["Northmere Council", " northmere  COUNCIL "])
def test_an_organisation_has_its_name_alone(place: Place, name: str) -> None:
    with pytest.raises(NotReady, match="with this name"):
        acts.found_organisation(name=name, kind=Organisation.Kind.COUNCIL, by=OPERATOR)
    with pytest.raises(NotReady, match="with this name"):
        acts.rename_organisation(place.trust.pk, name=name, by=an_administrator(place.priya, place.trust))


def test_an_administrator_renames_their_own_and_no_other(place: Place) -> None:
    acts.rename_organisation(place.council.pk, name="Northmere Borough Council", by=actor_of(place.wen))
    place.council.refresh_from_db()
    assert place.council.name == "Northmere Borough Council"
    with pytest.raises(Refused):
        acts.rename_organisation(place.trust.pk, name="Ours", by=actor_of(place.wen))


def test_the_first_administrator_is_made_once(place: Place) -> None:
    with pytest.raises(NotReady, match="has an administrator already"):
        acts.appoint_first_administrator(place.council.pk, email="a@example.org", name="A", password="three brass kettles", by=OPERATOR)
    user = acts.appoint_first_administrator(place.trust.pk, email="A@example.org", name="A", password="three brass kettles", by=OPERATOR)
    assert Membership.objects.get(user=user).role == Role.ADMINISTRATOR
    assert user.email == "a@example.org"


def test_a_partner_cannot_share_the_team_on_nor_shut_out_its_founder(place: Place) -> None:
    third = place.elsewhere.organisations.get()
    partner = an_administrator(place.priya, place.trust)
    with pytest.raises(Refused, match="founded this team"):
        acts.share_team(place.team.pk, with_id=third.pk, by=partner)
    with pytest.raises(Refused, match="founded this team"):
        acts.stop_sharing_team(place.team.pk, with_id=place.council.pk, by=partner)
    assert set(place.team.organisations.all()) == {place.council, place.trust}
    acts.rename_team(place.team.pk, name="Ours together", by=partner)
    acts.share_team(place.team.pk, with_id=third.pk, by=actor_of(place.wen))  # the negative control
    with pytest.raises(NotReady, match="founded the team"):
        acts.stop_sharing_team(place.team.pk, with_id=place.council.pk, by=actor_of(place.wen))
    assert third in place.team.organisations.all()


def test_a_partner_may_leave(place: Place) -> None:
    partner = an_administrator(place.priya, place.trust)
    acts.end_membership(Membership.objects.get(user=place.priya, team=place.team).pk, by=partner)
    acts.stop_sharing_team(place.team.pk, with_id=place.trust.pk, by=partner)
    assert set(place.team.organisations.all()) == {place.council}


def test_a_team_that_nobody_founded_is_shared_by_nobody(place: Place) -> None:
    with as_operator():
        Team.objects.filter(pk=place.team.pk).update(founded_by=None)
    with pytest.raises(Refused):
        acts.share_team(place.team.pk, with_id=place.elsewhere.organisations.get().pk, by=actor_of(place.wen))
