"""Users, grants, looks and refusals. People are known here by uuid only."""

from datetime import datetime
from typing import ClassVar
from uuid import uuid4

import pgtrigger
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from commonpurse.foundation.clock import now


def append_only(name: str = "append_only") -> pgtrigger.Protect:
    """The second lock on a table that only grows; the first is that `app` holds no UPDATE and no DELETE on it."""
    return pgtrigger.Protect(name=name, operation=pgtrigger.Update | pgtrigger.Delete)


class Users(BaseUserManager["User"]):
    """Django's own, told which model it is for."""


class User(AbstractBaseUser):
    """Somebody who can sign in. `person_id` is set when the account is a person's own, for their own record."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    sign_in_name = models.CharField(max_length=60, unique=True, error_messages={"unique": "This sign-in name is taken. Choose another."})
    email = models.EmailField(blank=True)
    name = models.CharField(max_length=120)
    person_id = models.UUIDField(null=True, blank=True, unique=True)
    is_active = models.BooleanField(default=True)
    made_at = models.DateTimeField(default=now)

    objects = Users()
    USERNAME_FIELD = "sign_in_name"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                Lower("email"),
                condition=~Q(email=""),
                name="one_account_for_an_email",
                violation_error_message="There is an account with this e-mail address.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)  # never a name: this is what a log line would print


class Grant(models.Model):
    """Who may see which sections of whom, from when until when, and why. `holder_id` is a user or a team."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    holder_id = models.UUIDField()
    person_id = models.UUIDField()
    sections = ArrayField(models.CharField(max_length=30))
    cause = models.CharField(max_length=30)  # own record, case, helping, shared
    cause_id = models.UUIDField(null=True)
    valid_from = models.DateTimeField(default=now)
    valid_until = models.DateTimeField(null=True)
    given_by_id = models.UUIDField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["holder_id", "person_id"]),
            models.Index(fields=["person_id"]),
            GinIndex(fields=["sections"]),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="grant_ends_after_it_begins",
                violation_error_message="Access cannot end before it begins.",
            ),
        ]


class Never(models.Model):
    """A user who must never see this person, whatever any grant says: a neighbour, a cousin, a former partner."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    user_id = models.UUIDField()
    person_id = models.UUIDField()
    since = models.DateTimeField(default=now)
    given_by_id = models.UUIDField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user_id", "person_id"], name="never_once", violation_error_message="This is already so."),
        ]


class Look(models.Model):
    """Somebody opened something about a person. Append-only."""

    id = models.BigAutoField(primary_key=True)
    person_id = models.UUIDField()
    user_id = models.UUIDField()
    section = models.CharField(max_length=30)
    route = models.CharField(max_length=120)
    at = models.DateTimeField(default=now)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["person_id", "-at"])]
        triggers: ClassVar = [append_only()]


class Refusal(models.Model):
    """Somebody was refused, or asked for what they may not see; written after the request's own transaction. Append-only."""

    id = models.BigAutoField(primary_key=True)
    user_id = models.UUIDField()
    route = models.CharField(max_length=120)
    status = models.PositiveSmallIntegerField()
    because = models.CharField(max_length=300)
    at: "models.DateTimeField[datetime, datetime]" = models.DateTimeField(default=now)

    class Meta:
        triggers: ClassVar = [append_only()]
