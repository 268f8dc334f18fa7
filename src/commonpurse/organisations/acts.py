"""The only writers of organisations, teams, memberships and invitations."""

import secrets
from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import QuerySet

from commonpurse.access import acts as access
from commonpurse.access.actors import Actor, Role
from commonpurse.access.context import proved
from commonpurse.access.decisions import no, require, yes
from commonpurse.access.models import User
from commonpurse.foundation.clock import now, today
from commonpurse.organisations.models import Invitation, Membership, Organisation, Team
from commonpurse.organisations.policy import (
    may_administer,
    may_change_role,
    may_change_team,
    may_found,
    may_give_role,
    may_share_team,
    may_stop_sharing,
    may_take_up,
)
from commonpurse.organisations.queries import account_with, in_force, invitation_for
from commonpurse.organisations.rules import INVITATION_HOLDS, hash_of, what_a_role_needs
from commonpurse.values.missing import Missing, NotReady

LONGEST_NAME, LONGEST_SIGN_IN_NAME = 120, 60
MEMBERSHIPS = "memberships"  # what a transaction proves before it may write them


@transaction.atomic
@proved(MEMBERSHIPS)
def found_organisation(*, name: str, kind: Organisation.Kind, by: Actor) -> Organisation:
    """Add an organisation. It begins with nobody in it."""
    require(may_found(by))
    organisation = Organisation(name=_name(name), kind=kind)
    if Organisation.objects.filter(name__iexact=organisation.name).exists():
        raise NotReady([Missing("There is an organisation with this name.", "name")])
    organisation.save(force_insert=True)
    return organisation


@transaction.atomic
@proved(MEMBERSHIPS)
def appoint_first_administrator(organisation_id: UUID, *, email: str, name: str, password: str, by: Actor) -> User:
    """Make the account that everybody else is invited from. An organisation that has an administrator gets none this way."""
    require(may_found(by))
    organisation = _locked(organisation_id)
    if _administrators(organisation.pk).exists():
        raise NotReady([Missing(f"{organisation.name} has an administrator already. They invite the others.", "organisation")])
    user = _new_account(email=email, name=name, password=password)
    Membership.objects.create(user=user, organisation=organisation, role=Role.ADMINISTRATOR, starts_on=today())
    return user


@transaction.atomic
@proved(MEMBERSHIPS)
def rename_organisation(organisation_id: UUID, *, name: str, by: Actor) -> None:
    require(may_administer(by, organisation_id))
    organisation = _locked(organisation_id)
    organisation.name = _name(name)
    if Organisation.objects.filter(name__iexact=organisation.name).exclude(pk=organisation_id).exists():
        raise NotReady([Missing("There is another organisation with this name.", "name")])
    organisation.save(update_fields=["name"])


@transaction.atomic
@proved(MEMBERSHIPS)
def found_team(*, name: str, organisation_ids: Sequence[UUID], by: Actor) -> Team:
    """Make a team of one organisation, or of several that share it. The first must be one's own. The same twice is one team."""
    require(may_administer(by, organisation_ids[0]))
    _locked(organisation_ids[0])
    for there in Team.objects.filter(name=_name(name), founded_by_id=organisation_ids[0]):
        if set(there.organisations.values_list("pk", flat=True)) == set(organisation_ids):
            return there
    team = Team.objects.create(name=_name(name), founded_by_id=organisation_ids[0])
    team.organisations.set(Organisation.objects.filter(pk__in=organisation_ids))
    return team


@transaction.atomic
@proved(MEMBERSHIPS)
def rename_team(team_id: UUID, *, name: str, by: Actor) -> None:
    team = _locked_team(team_id)
    require(may_change_team(by, team))
    team.name = _name(name)
    team.save(update_fields=["name"])


@transaction.atomic
@proved(MEMBERSHIPS)
def tell_how_to_reach_team(team_id: UUID, *, address: str, telephone: str, hours: str, by: Actor) -> None:
    """What letters say of whom to ask. Empty: they name only the team."""
    team = _locked_team(team_id)
    require(may_change_team(by, team))
    team.address, team.telephone, team.hours = address.strip(), telephone.strip(), hours.strip()
    team.save(update_fields=["address", "telephone", "hours"])


@transaction.atomic
@proved(MEMBERSHIPS)
def tell_how_to_complain(organisation_id: UUID, *, complaints: str, by: Actor) -> None:
    """How an organisation takes a complaint, as letters say it."""
    require(may_administer(by, organisation_id))
    organisation = _locked(organisation_id)
    organisation.complaints = complaints.strip()
    organisation.save(update_fields=["complaints"])


@transaction.atomic
@proved(MEMBERSHIPS)
def share_team(team_id: UUID, *, with_id: UUID, by: Actor) -> None:
    """Let a partner's administrators add their own people to this team."""
    team = _locked_team(team_id)
    require(may_share_team(by, team))
    team.organisations.add(Organisation.objects.get(pk=with_id))


@transaction.atomic
@proved(MEMBERSHIPS)
def stop_sharing_team(team_id: UUID, *, with_id: UUID, by: Actor) -> None:
    """Take a partner out of a team, once nobody of theirs works in it and no invitation to it waits."""
    team = _locked_team(team_id)
    require(may_stop_sharing(by, team, with_id))
    if team.organisations.count() == 1:
        raise NotReady([Missing("A team belongs to one organisation at least.")])
    if team.founded_by_id == with_id:
        raise NotReady([Missing("This organisation founded the team, and stays in it.")])
    if Membership.objects.filter(in_force(), team=team, organisation_id=with_id).exists():
        raise NotReady([Missing("People of this organisation still work in the team. Their own administrator ends that first.")])
    Invitation.objects.filter(team=team, organisation_id=with_id, accepted_at=None, withdrawn_at=None).update(withdrawn_at=now())
    team.organisations.remove(Organisation.objects.get(pk=with_id))


@transaction.atomic
@proved(MEMBERSHIPS)
def invite(
    *, email: str, name: str, organisation_id: UUID, role: Role, team_id: UUID | None = None, approval_limit_pence: int = 0, by: Actor
) -> tuple[Invitation, str]:
    """Offer somebody a role. Returns the invitation and its secret, which is kept nowhere.

    An open invitation of the same address to the same role is withdrawn: the newest link is the one that works.
    """
    require(may_administer(by, organisation_id))
    email = email.strip().lower()
    if user := account_with(email):
        require(may_give_role(by, user.pk))
    if missing := [*_what_an_address_needs(email), *_what_a_place_needs(organisation_id, team_id, role, approval_limit_pence)]:
        raise NotReady(missing)
    if user and _holds(user.pk, organisation_id, team_id, role):
        raise NotReady([Missing("Whoever has this address has this role here already.", "email")])
    same = Invitation.objects.filter(email=email, **_place(organisation_id, team_id, role))
    same.filter(accepted_at=None, withdrawn_at=None).update(withdrawn_at=now())
    secret = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        email=email,
        name=_name(name),
        organisation_id=organisation_id,
        team_id=team_id,
        role=role,
        approval_limit_pence=approval_limit_pence,
        secret_hash=hash_of(secret),
        made_by_id=by.user_id,
        made_at=now(),
        expires_at=now() + INVITATION_HOLDS,
    )
    return invitation, secret


@transaction.atomic
@proved(MEMBERSHIPS)
def withdraw_invitation(invitation_id: UUID, *, by: Actor) -> None:
    """Make a link that nobody has used yet worth nothing."""
    invitation = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation_id)
    require(may_administer(by, invitation.organisation_id))
    if invitation.accepted_at:
        raise NotReady([Missing("It has been accepted already. End the membership instead.")])
    invitation.withdrawn_at = invitation.withdrawn_at or now()
    invitation.save(update_fields=["withdrawn_at"])


@transaction.atomic
@proved(MEMBERSHIPS)
def accept_invitation(secret: str, *, name: str, password: str, by: Actor) -> User:
    """Make the account that an invitation offers, for somebody who has none. `by` is nobody: the secret is what lets them in."""
    require(no("Somebody is signed in. Accept as yourself.") if by.signed_in else yes("The link was sent to you."))
    invitation = _open_invitation(secret)
    if account_with(invitation.email):
        raise NotReady([Missing("There is an account with this address. Sign in first, then open the link again.")])
    user = _new_account(email=invitation.email, name=name, password=password)
    _take_up(invitation, user)
    return user


@transaction.atomic
@proved(MEMBERSHIPS)
def accept_invitation_as_oneself(secret: str, *, by: Actor) -> Membership:
    """Take up an invitation with the account that one is signed in to."""
    require(yes("It is your own account.") if by.signed_in else no("Sign in first."))
    invitation, account = _open_invitation(secret), User.objects.get(pk=by.user_id)
    require(may_take_up(by, account, invitation))
    return _take_up(invitation, account)


@transaction.atomic
@proved(MEMBERSHIPS)
def add_member(
    user_id: UUID, *, organisation_id: UUID, role: Role, team_id: UUID | None = None, approval_limit_pence: int = 0, by: Actor
) -> Membership:
    """Give somebody who works in the organisation a further role, or a place in a further team; others are invited."""
    require(may_administer(by, organisation_id))
    require(may_give_role(by, user_id))
    _locked(organisation_id)
    if not Membership.objects.filter(in_force(), user_id=user_id, organisation_id=organisation_id).exists():
        raise NotReady([Missing("This person does not work in your organisation. Invite them.")])
    if missing := _what_a_place_needs(organisation_id, team_id, role, approval_limit_pence):
        raise NotReady(missing)
    return _join(user_id, organisation_id, team_id, role, approval_limit_pence)


@transaction.atomic
@proved(MEMBERSHIPS)
def change_membership(
    membership_id: UUID, *, role: Role, team_id: UUID | None = None, approval_limit_pence: int = 0, by: Actor
) -> Membership:
    """Change a role, a team or a limit. The old membership ends and a new one begins, so that what held when can be told later."""
    old = _own(membership_id, by)
    if (old.role, old.team_id, old.approval_limit_pence) == (role, team_id, approval_limit_pence):
        return old
    require(may_change_role(by, old, role=role, team_id=team_id, approval_limit_pence=approval_limit_pence))
    if missing := _what_a_place_needs(old.organisation_id, team_id, role, approval_limit_pence):
        raise NotReady(missing)
    _end(old, stays_administrator=role == Role.ADMINISTRATOR)
    new = _join(old.user_id, old.organisation_id, team_id, role, approval_limit_pence)
    if old.telephone or old.hours:  # the same telephone rings in the new role
        new.telephone, new.hours = old.telephone, old.hours
        new.save(update_fields=["telephone", "hours"])
    return new


@transaction.atomic
@proved(MEMBERSHIPS)
def end_membership(membership_id: UUID, *, by: Actor) -> None:
    """End a membership from this moment: the next page that they open knows it."""
    _end(_own(membership_id, by))


@transaction.atomic
def tell_how_to_reach_member(membership_id: UUID, *, telephone: str, hours: str, by: Actor) -> None:
    """Their own number and hours, where they are not their team's. It changes nothing that they may do."""
    membership = _own(membership_id, by)
    membership.telephone, membership.hours = telephone.strip(), hours.strip()
    membership.save(update_fields=["telephone", "hours"])


def _own(membership_id: UUID, by: Actor) -> Membership:
    """Lock a membership that holds, in an organisation that the actor administers. The organisation comes first, for one order of locks."""
    membership = Membership.objects.get(pk=membership_id)
    require(may_administer(by, membership.organisation_id))
    _locked(membership.organisation_id)
    held = Membership.objects.select_for_update().filter(in_force(), pk=membership_id).first()
    if held is None:
        raise NotReady([Missing("This membership has ended already.")])
    return held


def _end(membership: Membership, *, stays_administrator: bool = False) -> None:
    others = _administrators(membership.organisation_id).exclude(pk=membership.pk)
    if membership.role == Role.ADMINISTRATOR and not stays_administrator and not others.exists():
        raise NotReady([Missing("This is the last administrator. Make somebody else an administrator first.", "role")])
    membership.ends_on = today()
    membership.save(update_fields=["ends_on"])


def _join(user_id: UUID, organisation_id: UUID, team_id: UUID | None, role: Role, approval_limit_pence: int) -> Membership:
    if _holds(user_id, organisation_id, team_id, role):
        raise NotReady([Missing("This person has this role here already.", "role")])
    return Membership.objects.create(
        user_id=user_id,
        organisation_id=organisation_id,
        team_id=team_id,
        role=role,
        approval_limit_pence=approval_limit_pence,
        starts_on=today(),
    )


def _take_up(invitation: Invitation, user: User) -> Membership:
    missing = _what_a_place_needs(
        invitation.organisation_id, invitation.team_id, Role(invitation.role), invitation.approval_limit_pence, at=""
    )
    if missing:
        raise NotReady(missing)
    invitation.accepted_at = now()
    invitation.save(update_fields=["accepted_at"])
    return _join(user.pk, invitation.organisation_id, invitation.team_id, Role(invitation.role), invitation.approval_limit_pence)


def _open_invitation(secret: str) -> Invitation:
    """Lock an invitation that can still be accepted, so that two presses make one account. Its team comes first, for one order of locks."""
    found = invitation_for(secret)
    if found and found.team_id:
        _locked_team(found.team_id)
    invitation = Invitation.objects.select_for_update(of=("self",)).get(pk=found.pk) if found else None
    if invitation is None or invitation.accepted_at or invitation.withdrawn_at:
        raise NotReady([Missing("This invitation cannot be used. Ask whoever sent it for a new one.")])
    return invitation


def _what_a_place_needs(
    organisation_id: UUID, team_id: UUID | None, role: Role, approval_limit_pence: int, *, at: str = "team"
) -> list[Missing]:
    missing = what_a_role_needs(role, team_id=team_id, approval_limit_pence=approval_limit_pence)
    if team_id and not _locked_team(team_id).organisations.filter(pk=organisation_id).exists():
        missing.append(Missing("This team does not belong to the organisation.", at))
    return missing


def _what_an_address_needs(email: str) -> list[Missing]:
    try:
        validate_email(email)
    except ValidationError:
        return [Missing("Write an e-mail address, like name@example.org.", "email")]
    return []


def _new_account(*, email: str, name: str, password: str) -> User:
    """Make an account whose sign-in name is its address. Raises NotReady with what is wrong, each at its field."""
    email, name = email.strip().lower(), _name(name)
    missing = _what_an_address_needs(email)
    if account_with(email):
        missing.append(Missing("There is an account with this e-mail address.", "email"))
    missing += _what_a_password_needs(password, User(sign_in_name=email, email=email, name=name))
    if missing:
        raise NotReady(missing)
    return access.make_account(sign_in_name=_sign_in_name(email), name=name, email=email, password=password)


def _what_a_password_needs(password: str, user: User) -> list[Missing]:
    try:
        validate_password(password, user)
    except ValidationError as error:
        return [Missing(sentence, "password") for sentence in error.messages]
    return []


def _sign_in_name(email: str) -> str:
    """The address itself, or a made-up name where it is too long or taken as one: they sign in by the address either way."""
    if len(email) > LONGEST_SIGN_IN_NAME or User.objects.filter(sign_in_name=email).exists():
        return uuid4().hex
    return email


def _name(name: str) -> str:
    tidy = " ".join(name.split())
    if not tidy:
        raise NotReady([Missing("Write a name.", "name")])
    if len(tidy) > LONGEST_NAME:
        raise NotReady([Missing(f"A name has {LONGEST_NAME} characters at most.", "name")])
    return tidy


def _holds(user_id: UUID, organisation_id: UUID, team_id: UUID | None, role: Role) -> bool:
    return Membership.objects.filter(in_force(), user_id=user_id, **_place(organisation_id, team_id, role)).exists()


def _place(organisation_id: UUID, team_id: UUID | None, role: Role) -> dict[str, Any]:
    return {"organisation_id": organisation_id, "team_id": team_id, "role": role}


def _administrators(organisation_id: UUID) -> QuerySet[Membership]:
    return Membership.objects.filter(in_force(), organisation_id=organisation_id, role=Role.ADMINISTRATOR, user__is_active=True)


def _locked_team(team_id: UUID) -> Team:
    """One change of a team at a time: nobody joins it for an organisation while the organisation leaves it."""
    return Team.objects.select_for_update().get(pk=team_id)


def _locked(organisation_id: UUID) -> Organisation:
    """One change of an organisation's people at a time: so nobody removes the last administrator twice."""
    return Organisation.objects.select_for_update().get(pk=organisation_id)
