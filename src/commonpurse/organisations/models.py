"""Organisations, the teams that they share, who works in them as what, and who is invited to."""

from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from commonpurse.access.actors import Role
from commonpurse.foundation.clock import now, today

ROLE_NAMES = {
    Role.PRACTITIONER: "Practitioner",
    Role.MANAGER: "Team manager",
    Role.FINANCE: "Finance officer",
    Role.COMMISSIONER: "Commissioner",
    Role.TRAINER: "Recovery college trainer",
    Role.BROKER: "Broker",
    Role.PEER_SUPPORTER: "Peer supporter",
    Role.PRIVACY: "Privacy officer",
    Role.ADMINISTRATOR: "Administrator",
}


class Organisation(models.Model):
    """A council, an NHS trust or a voluntary organisation. `complaints`: how it takes a complaint, as a letter says it."""

    class Kind(models.TextChoices):
        COUNCIL = "council", "Council"
        NHS_TRUST = "nhs_trust", "NHS trust"
        VOLUNTARY = "voluntary", "Voluntary organisation"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    complaints = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                Lower("name"), name="organisation_name_once", violation_error_message="There is an organisation with this name."
            ),
        ]


class Team(models.Model):
    """People who work together; one team may belong to a council and a trust at once. Its address, number and hours stand on letters."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    name = models.CharField(max_length=120)
    organisations = models.ManyToManyField(Organisation, related_name="teams")
    founded_by = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")  # decides who shares it; none: nobody does
    address = models.CharField(max_length=400, blank=True)
    telephone = models.CharField(max_length=60, blank=True)
    hours = models.CharField(max_length=120, blank=True)


class Membership(models.Model):
    """Somebody's role in an organisation, and in a team where the role has one. `approval_limit_pence` is a week's money.

    `telephone` and `hours` are where and when they are reached at this work; empty: as their team is.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships")
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="memberships")
    role = models.CharField(max_length=20, choices=[(role.value, name) for role, name in ROLE_NAMES.items()])
    approval_limit_pence = models.PositiveIntegerField(default=0)
    starts_on = models.DateField(default=today)
    ends_on = models.DateField(null=True)
    telephone = models.CharField(max_length=60, blank=True)
    hours = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="membership_ends_after_it_begins",
                violation_error_message="A membership cannot end before it begins.",
            ),
            models.UniqueConstraint(
                fields=["user", "organisation", "team", "role"],
                condition=Q(ends_on=None),
                nulls_distinct=False,
                name="membership_once",
                violation_error_message="This person already has this role here.",
            ),
        ]


class Invitation(models.Model):
    """An offer of a role, good for seven days and once. Only a hash of its secret is kept."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    email = models.EmailField()
    name = models.CharField(max_length=120)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="invitations")
    team = models.ForeignKey(Team, models.PROTECT, null=True)
    role = models.CharField(max_length=20, choices=[(role.value, name) for role, name in ROLE_NAMES.items()])
    approval_limit_pence = models.PositiveIntegerField(default=0)
    secret_hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
