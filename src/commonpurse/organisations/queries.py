"""Reads of organisations, teams and memberships."""

from uuid import UUID

from django.db.models import Q, QuerySet

from commonpurse.access.actors import Actor, MembershipOf, Role
from commonpurse.access.models import User
from commonpurse.foundation.clock import today
from commonpurse.organisations.models import Invitation, Membership, Organisation, Team


def in_force() -> Q:
    """Memberships that hold today."""
    return Q(starts_on__lte=today()) & (Q(ends_on=None) | Q(ends_on__gt=today()))


def memberships_of(user_id: UUID) -> tuple[MembershipOf, ...]:
    """What `access` needs to know of a user's memberships, in one query."""
    rows = Membership.objects.filter(in_force(), user_id=user_id).order_by("starts_on", "pk")
    return tuple(MembershipOf(Role(row.role), row.organisation_id, row.team_id, row.approval_limit_pence) for row in rows)


def teams_of(actor: Actor) -> QuerySet[Team]:
    return Team.objects.filter(pk__in=actor.teams()).order_by("name")


def workers_in(team_id: UUID) -> QuerySet[User]:
    """Practitioners and managers of a team today."""
    roles = [Role.PRACTITIONER, Role.MANAGER]
    members = Membership.objects.filter(in_force(), team_id=team_id, role__in=roles).values("user_id")
    return User.objects.filter(pk__in=members, is_active=True).order_by("name")


def administered_by(actor: Actor) -> QuerySet[Organisation]:
    mine = [m.organisation_id for m in actor.memberships if m.role == Role.ADMINISTRATOR]
    return Organisation.objects.filter(pk__in=mine).order_by("name")


def members_of(organisation_id: UUID) -> QuerySet[Membership]:
    return (
        Membership.objects.filter(in_force(), organisation_id=organisation_id)
        .select_related("user", "team", "organisation")
        .order_by("user__name", "pk")
    )


def open_invitations(organisation_id: UUID) -> QuerySet[Invitation]:
    waiting = Invitation.objects.filter(organisation_id=organisation_id, accepted_at=None, withdrawn_at=None)
    return waiting.select_related("team").order_by("-made_at")
