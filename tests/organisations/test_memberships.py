"""Who works where as what: changed by an administrator, with what held before kept; never without a last administrator."""

import pytest

from commonpurse.access.actors import Role
from commonpurse.access.decisions import Refused
from commonpurse.organisations import acts
from commonpurse.organisations.models import Membership
from commonpurse.values.missing import NotReady
from tests.people_of_the_tests import Place, actor_of, an_administrator, as_operator


def membership(place: Place, who: str) -> Membership:
    return Membership.objects.get(user=getattr(place, who), ends_on=None)


def test_changing_a_limit_ends_the_old_membership_and_begins_a_new_one(place: Place) -> None:
    old = membership(place, "helen")
    acts.change_membership(old.pk, role=Role.MANAGER, team_id=place.team.pk, approval_limit_pence=52_550, by=actor_of(place.wen))
    assert place.as_helen.approval_limit_pence(place.team.pk) == 52_550
    old.refresh_from_db()
    assert (old.approval_limit_pence, old.ends_on is None) == (40_000, False)


def test_nothing_changed_writes_nothing(place: Place) -> None:
    old = membership(place, "helen")
    acts.change_membership(old.pk, role=Role.MANAGER, team_id=place.team.pk, approval_limit_pence=40_000, by=actor_of(place.wen))
    assert Membership.objects.filter(user=place.helen).count() == 1


def test_ended_means_from_the_next_page_on(place: Place) -> None:
    acts.end_membership(membership(place, "sam").pk, by=actor_of(place.wen))
    assert place.as_sam.memberships == ()


def test_what_has_ended_cannot_end_again(place: Place) -> None:
    pk = membership(place, "sam").pk
    acts.end_membership(pk, by=actor_of(place.wen))
    with pytest.raises(NotReady, match="ended already"):
        acts.end_membership(pk, by=actor_of(place.wen))


def test_somebody_who_left_can_come_back_the_same_day(place: Place) -> None:
    wen = actor_of(place.wen)
    old = membership(place, "sam")
    acts.change_membership(old.pk, role=Role.TRAINER, by=wen)
    acts.change_membership(membership(place, "sam").pk, role=Role.PRACTITIONER, team_id=place.team.pk, by=wen)
    assert place.as_sam.works_in(place.team.pk)


def test_nobody_removes_the_last_administrator(place: Place) -> None:
    wen = membership(place, "wen")
    with pytest.raises(NotReady, match="last administrator"):
        acts.end_membership(wen.pk, by=actor_of(place.wen))
    with pytest.raises(Refused):
        acts.change_membership(wen.pk, role=Role.FINANCE, by=actor_of(place.wen))


def test_with_a_second_administrator_the_first_may_go(place: Place) -> None:
    an_administrator(place.helen, place.council)
    acts.end_membership(membership(place, "wen").pk, by=actor_of(place.wen))
    assert not actor_of(place.wen).memberships


def test_an_administrator_whose_account_is_closed_does_not_count(place: Place) -> None:
    an_administrator(place.sam, place.council)
    place.sam.is_active = False
    with as_operator("accounts"):
        place.sam.save()
    with pytest.raises(NotReady, match="last administrator"):
        acts.end_membership(membership(place, "wen").pk, by=actor_of(place.wen))


def test_an_administrator_of_another_organisation_does_not_count(place: Place) -> None:
    an_administrator(place.priya, place.trust)
    with pytest.raises(NotReady, match="last administrator"):
        acts.end_membership(membership(place, "wen").pk, by=actor_of(place.wen))


def test_a_partners_administrator_adds_their_own_people_to_the_shared_team(place: Place) -> None:
    nadia = an_administrator(place.charlie, place.trust)  # an administrator of the trust
    with as_operator():
        Membership.objects.create(user=place.sam, organisation=place.trust, role=Role.TRAINER)
    acts.add_member(place.sam.pk, organisation_id=place.trust.pk, role=Role.MANAGER, team_id=place.team.pk, by=nadia)
    assert place.as_sam.manages(place.team.pk)
    with pytest.raises(Refused):  # and not those of the council
        acts.end_membership(membership(place, "helen").pk, by=nadia)


def test_who_does_not_work_in_the_organisation_is_invited_not_added(place: Place) -> None:
    with pytest.raises(NotReady, match="Invite them"):
        acts.add_member(
            place.charlie.pk, organisation_id=place.council.pk, role=Role.PRACTITIONER, team_id=place.team.pk, by=actor_of(place.wen)
        )
    with pytest.raises(NotReady, match="Invite them"):  # Priya works in the shared team, for the trust
        acts.add_member(
            place.priya.pk, organisation_id=place.council.pk, role=Role.PRACTITIONER, team_id=place.team.pk, by=actor_of(place.wen)
        )


def test_the_same_role_is_not_given_twice(place: Place) -> None:
    with pytest.raises(NotReady, match="already"):
        acts.add_member(
            place.sam.pk, organisation_id=place.council.pk, role=Role.PRACTITIONER, team_id=place.team.pk, by=actor_of(place.wen)
        )


@pytest.mark.parametrize("who", ["sam", "helen", "charlie"])
def test_nobody_else_changes_who_works_here(place: Place, who: str) -> None:
    actor, sam = actor_of(getattr(place, who)), membership(place, "sam")
    with pytest.raises(Refused):
        acts.end_membership(sam.pk, by=actor)
    with pytest.raises(Refused):
        acts.change_membership(sam.pk, role=Role.ADMINISTRATOR, by=actor)
    with pytest.raises(Refused):
        acts.add_member(place.sam.pk, organisation_id=place.council.pk, role=Role.ADMINISTRATOR, by=actor)


@pytest.mark.parametrize(("role", "limit"), [(Role.PRACTITIONER, 0), (Role.MANAGER, 0), (Role.MANAGER, 9_000_000), (Role.ADMINISTRATOR, 0)])
def test_nobody_raises_their_own_role_or_limit(place: Place, role: Role, limit: int) -> None:
    wen, own = actor_of(place.wen), membership(place, "wen")
    where = {"role": role, "team_id": place.team.pk, "approval_limit_pence": limit}
    with pytest.raises(Refused, match="Ask another administrator"):
        acts.add_member(place.wen.pk, organisation_id=place.council.pk, **where, by=wen)  # type: ignore[arg-type]
    with pytest.raises(Refused, match="Ask another administrator"):
        acts.change_membership(own.pk, **where, by=wen)  # type: ignore[arg-type]
    with pytest.raises(Refused, match="Ask another administrator"):
        acts.invite(email="WEN@example.org", name="Wen", organisation_id=place.council.pk, **where, by=wen)  # type: ignore[arg-type]
    another = an_administrator(place.helen, place.council)  # the negative control: somebody else does it
    assert acts.add_member(place.wen.pk, organisation_id=place.council.pk, **where, by=another).pk  # type: ignore[arg-type]


def test_a_manager_who_administers_lowers_her_own_limit_and_raises_it_no_more(place: Place) -> None:
    helen = an_administrator(place.helen, place.council)
    own = Membership.objects.get(user=place.helen, role=Role.MANAGER)
    place_of_hers = {"role": Role.MANAGER, "team_id": place.team.pk}
    lower = acts.change_membership(own.pk, **place_of_hers, approval_limit_pence=30_000, by=helen)  # type: ignore[arg-type]
    with pytest.raises(Refused):
        acts.change_membership(lower.pk, **place_of_hers, approval_limit_pence=30_001, by=helen)  # type: ignore[arg-type]
    assert place.as_helen.approval_limit_pence(place.team.pk) == 30_000
