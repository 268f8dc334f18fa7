"""An invitation: asked by an administrator, good for seven days and once, kept only as a hash."""

from datetime import timedelta

import pytest

from commonpurse.access.actors import ANONYMOUS, Actor, Role
from commonpurse.access.decisions import Refused
from commonpurse.access.models import User
from commonpurse.access.queries import actor_for
from commonpurse.foundation.clock import at, now
from commonpurse.organisations import acts
from commonpurse.organisations.models import Invitation, Membership
from commonpurse.organisations.queries import invitation_for, open_invitations
from commonpurse.values.missing import NotReady
from tests.people_of_the_tests import Place, actor_of, as_operator

GOOD = "three brass kettles whistle"


def invited(
    place: Place, *, email: str = "jo@example.org", role: Role = Role.PRACTITIONER, by: Actor | None = None
) -> tuple[Invitation, str]:
    team_id = place.team.pk if role in {Role.PRACTITIONER, Role.MANAGER} else None
    return acts.invite(email=email, name="Jo", organisation_id=place.council.pk, team_id=team_id, role=role, by=by or actor_of(place.wen))


def accepted(secret: str, password: str = GOOD, *, name: str = "Jo Marsh", by: Actor = ANONYMOUS) -> User:
    return acts.accept_invitation(secret, name=name, password=password, by=by)


def test_accepting_makes_an_account_and_the_membership_that_was_offered(place: Place) -> None:
    _, secret = invited(place)
    jo = accepted(secret)
    assert (jo.email, jo.name, jo.check_password(GOOD)) == ("jo@example.org", "Jo Marsh", True)
    assert actor_for(jo).works_in(place.team.pk)
    assert [m.organisation_id for m in actor_for(jo).memberships] == [place.council.pk]


def test_the_secret_is_kept_nowhere(place: Place) -> None:
    invitation, secret = invited(place)
    kept = " ".join(str(value) for value in Invitation.objects.filter(pk=invitation.pk).values_list().get())
    assert secret not in kept
    assert invitation.secret_hash in kept


def test_it_works_once(place: Place) -> None:
    _, secret = invited(place)
    accepted(secret)
    with pytest.raises(NotReady, match="cannot be used"):
        accepted(secret)
    assert User.objects.filter(email="jo@example.org").count() == 1


def test_it_works_for_seven_days(place: Place) -> None:
    _, secret = invited(place)
    with at(now() + timedelta(days=7, seconds=1)), pytest.raises(NotReady, match="cannot be used"):
        accepted(secret)
    with at(now() + timedelta(days=6, hours=23)):
        assert accepted(secret).pk


def test_taken_back_it_does_nothing(place: Place) -> None:
    invitation, secret = invited(place)
    acts.withdraw_invitation(invitation.pk, by=actor_of(place.wen))
    with pytest.raises(NotReady, match="cannot be used"):
        accepted(secret)
    assert list(open_invitations(place.council.pk)) == []


def test_what_was_accepted_cannot_be_taken_back(place: Place) -> None:
    invitation, secret = invited(place)
    accepted(secret)
    with pytest.raises(NotReady, match="accepted already"):
        acts.withdraw_invitation(invitation.pk, by=actor_of(place.wen))


@pytest.mark.parametrize("secret", ["", "x", "0" * 43])
def test_a_wrong_secret_opens_nothing(place: Place, secret: str) -> None:
    invited(place)
    assert invitation_for(secret) is None
    with pytest.raises(NotReady, match="cannot be used"):
        accepted(secret)


def test_the_newest_link_is_the_one_that_works(place: Place) -> None:
    _, first = invited(place)
    _, second = invited(place)
    with pytest.raises(NotReady, match="cannot be used"):
        accepted(first)
    assert accepted(second).pk


def test_two_different_roles_can_be_offered_at_once(place: Place) -> None:
    invited(place)
    invited(place, role=Role.TRAINER)
    assert open_invitations(place.council.pk).count() == 2


def test_somebody_with_an_account_accepts_as_themselves(place: Place) -> None:
    _, secret = invited(place, email="charlie@example.org")
    with pytest.raises(NotReady, match="Sign in first"):
        accepted(secret)
    acts.accept_invitation_as_oneself(secret, by=place.as_charlie)
    assert place.as_charlie.works_in(place.team.pk)
    assert User.objects.filter(email__iexact="charlie@example.org").count() == 1


def test_signed_in_one_does_not_make_a_second_account(place: Place) -> None:
    _, secret = invited(place)
    with pytest.raises(Refused):
        accepted(secret, by=place.as_charlie)
    with pytest.raises(Refused):
        acts.accept_invitation_as_oneself(secret, by=ANONYMOUS)


@pytest.mark.parametrize(
    ("password", "why"), [("short", "too short"), ("password1234", "too common"), ("jo@example.org", "too similar"), ("", "too short")]
)
def test_a_weak_password_is_named_at_its_field_and_the_link_still_works(place: Place, password: str, why: str) -> None:
    _, secret = invited(place)
    with pytest.raises(NotReady, match=why) as refused:
        accepted(secret, password)
    assert {one.field for one in refused.value.missing} == {"password"}
    assert accepted(secret).pk


def test_a_team_that_left_the_organisation_meanwhile_cannot_be_joined(place: Place) -> None:
    _, secret = invited(place)
    with as_operator():
        place.team.organisations.remove(place.council)
    with pytest.raises(NotReady, match="does not belong"):
        accepted(secret)
    assert not User.objects.filter(email="jo@example.org").exists()


@pytest.mark.parametrize("who", ["sam", "helen", "charlie"])
def test_only_an_administrator_of_the_organisation_invites(place: Place, who: str) -> None:
    actor = actor_of(getattr(place, who))
    with pytest.raises(Refused):
        invited(place, by=actor)
    invitation, _ = invited(place)
    with pytest.raises(Refused):
        acts.withdraw_invitation(invitation.pk, by=actor)


def test_an_administrator_of_another_organisation_is_a_stranger_here(place: Place) -> None:
    with as_operator():
        Membership.objects.create(user=place.charlie, organisation=place.trust, role=Role.ADMINISTRATOR)
    with pytest.raises(Refused):
        invited(place, by=place.as_charlie)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"email": "not an address"}, "email"),
        ({"role": Role.MANAGER, "team_id": None}, "team"),
        ({"role": Role.FINANCE, "team_id": None, "approval_limit_pence": 100}, "approval_limit"),
        ({"role": Role.MANAGER, "approval_limit_pence": 10_000_001}, "approval_limit"),
        ({"email": "sam@example.org"}, "email"),  # has this role here already
        ({"name": "  "}, "name"),
    ],
)
def test_what_an_invitation_needs_is_said_at_its_field(place: Place, more: dict[str, object], field: str) -> None:
    asked = {"email": "jo@example.org", "name": "Jo", "role": Role.PRACTITIONER, "team_id": place.team.pk} | more
    with pytest.raises(NotReady) as refused:
        acts.invite(**asked, organisation_id=place.council.pk, by=actor_of(place.wen))  # type: ignore[arg-type]
    assert [one.field for one in refused.value.missing] == [field]


def test_a_team_of_somebody_else_cannot_be_offered(place: Place) -> None:
    with pytest.raises(NotReady, match="does not belong"):
        acts.invite(
            email="jo@example.org",
            name="Jo",
            organisation_id=place.council.pk,
            team_id=place.elsewhere.pk,
            role=Role.PRACTITIONER,
            by=actor_of(place.wen),
        )


def test_a_long_address_still_gets_an_account(place: Place) -> None:
    _, secret = invited(place, email=f"{'j' * 60}@example.org")
    assert accepted(secret).email == f"{'j' * 60}@example.org"


def test_only_whoever_has_the_address_accepts_with_their_account(place: Place) -> None:
    _, secret = invited(place, email="sam@example.org", role=Role.TRAINER)
    with pytest.raises(Refused, match="another e-mail address"):
        acts.accept_invitation_as_oneself(secret, by=place.as_charlie)
    with as_operator("accounts"):
        User.objects.filter(pk=place.charlie.pk).update(email="")
    with pytest.raises(Refused, match="another e-mail address"):
        acts.accept_invitation_as_oneself(secret, by=place.as_charlie)
    assert acts.accept_invitation_as_oneself(secret, by=place.as_sam).pk  # the negative control


def test_a_persons_own_account_is_not_used_for_work(place: Place) -> None:
    daniel = place.person()
    _, secret = invited(place, email="charlie@example.org")
    with as_operator("accounts"):
        User.objects.filter(pk=place.charlie.pk).update(person_id=daniel.pk)
    with pytest.raises(Refused, match="for your own record"):
        acts.accept_invitation_as_oneself(secret, by=place.as_charlie)
    assert place.as_charlie.teams() == (place.elsewhere.pk,)


def test_an_administrator_does_not_take_up_what_she_wrote_herself(place: Place) -> None:
    _, secret = invited(place, email="other@example.org", role=Role.MANAGER)
    with as_operator("accounts"):
        User.objects.filter(pk=place.wen.pk).update(email="other@example.org")  # her address changed meanwhile
    with pytest.raises(Refused, match="Ask another administrator"):
        acts.accept_invitation_as_oneself(secret, by=actor_of(place.wen))
