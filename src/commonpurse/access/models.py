"""Users and their sessions, grounds and the grants that rest on them, looks and refusals. People are known here by uuid only."""

from datetime import datetime
from typing import ClassVar
from uuid import uuid4

import pgtrigger
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Cast, Concat, Lower

from commonpurse.access.registry import HolderKind, Verb
from commonpurse.foundation.clock import now

NOT_RECORDED = "not recorded"


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


class Said(models.Model):
    """What every act keeps of whoever did it: in what capacity, on what ground, for what purpose. The database writes it, nobody else.

    Rows from before this was kept say so, and are never guessed at.
    """

    as_capacity = models.CharField(max_length=20, default=NOT_RECORDED, editable=False)
    ground_id = models.UUIDField(null=True, editable=False)
    purpose = models.CharField(max_length=30, default=NOT_RECORDED, editable=False)

    class Meta:
        abstract = True


class Session(models.Model):
    """A browser that is signed in, or on its way there. Only functions of the database read and write it, by the browser's own key."""

    key_hash = models.CharField(max_length=64, primary_key=True)  # sha256 of what the cookie carries
    user_id = models.UUIDField(null=True)
    data = models.TextField()
    began_at = models.DateTimeField(default=now)
    expires_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["user_id"]), models.Index(fields=["expires_at"])]


class Key(models.Model):
    """What only the database's own functions can read: `seal` seals who is acting, `web` proves that the web process asks."""

    name = models.CharField(max_length=10, primary_key=True)
    inner_pad = models.BinaryField()  # the key, padded and masked as HMAC has it (RFC 2104)
    outer_pad = models.BinaryField()


class Ground(models.Model):
    """Why somebody may reach a record: a case, a help, a word of the person. What rests on it ends with it, at once.

    `kind` is one that an app's `records.py` names; `about_id` what it is about there, such as a journey.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    kind = models.CharField(max_length=30)
    person_id = models.UUIDField()
    about_id = models.UUIDField(null=True)
    given_by_id = models.UUIDField()
    began_at = models.DateTimeField(default=now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["person_id", "kind"])]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("began_at")),
                name="ground_ends_after_it_begins",
                violation_error_message="Access cannot end before it begins.",
            ),
        ]


class Grant(models.Model):
    """Who may do what with which section of whom, on what ground, from when until when: one row a section and verb."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    holder_kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in HolderKind])
    holder_id = models.UUIDField()
    holder = models.GeneratedField(  # both in one, for the index by which every policy begins
        expression=Concat("holder_kind", Value(":"), Cast("holder_id", models.CharField(max_length=36))),
        output_field=models.CharField(max_length=50),
        db_persist=True,
    )
    person_id = models.UUIDField()
    section = models.CharField(max_length=30)
    verb = models.CharField(max_length=10, choices=[(verb.value, verb.value) for verb in Verb])
    ground_kind = models.CharField(max_length=30)
    ground = models.ForeignKey(Ground, models.PROTECT, related_name="grants")
    journey_id = models.UUIDField(null=True)  # where it is about one journey and no other
    valid_from = models.DateTimeField(default=now)
    valid_until = models.DateTimeField(null=True)
    given_by_id = models.UUIDField()
    given_as = models.CharField(max_length=20, default=NOT_RECORDED, editable=False)  # written by the database, as `as_capacity` is

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["person_id", "section", "verb", "holder"], name="grant_of_one_person"),
            models.Index(fields=["holder", "section", "verb", "person_id"], name="grant_of_one_holder"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="grant_ends_after_it_begins",
                violation_error_message="Access cannot end before it begins.",
            ),
            models.UniqueConstraint(
                fields=["ground", "holder_kind", "holder_id", "section", "verb"],
                name="grant_once",
                violation_error_message="They may do that already.",
            ),
        ]


class Never(models.Model):
    """A user who must never see this person, whatever any grant says: a neighbour, a cousin, a former partner. Until it is ended.

    The person says it, or a privacy officer does: each for themselves, so that what the one takes back stands where the other said it too.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    user_id = models.UUIDField()
    person_id = models.UUIDField()
    why = models.CharField(max_length=300, blank=True)
    since = models.DateTimeField(default=now)
    given_by_id = models.UUIDField()
    ended_at = models.DateTimeField(null=True)
    ended_by_id = models.UUIDField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user_id", "person_id", "given_by_id"],
                condition=Q(ended_at=None),
                name="never_once",
                violation_error_message="This is already so.",
            ),
        ]


class Once(models.Model):
    """What a form's own key stood for: sent twice it is done once. Its sender's alone."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    user_id = models.UUIDField()
    act = models.CharField(max_length=40)
    key = models.UUIDField()
    sent_sha256 = models.CharField(max_length=64)
    made_id = models.UUIDField()
    at = models.DateTimeField(default=now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user_id", "act", "key"], name="a_key_once", violation_error_message="This has been sent already."
            ),
        ]


class Look(Said):
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


class Refusal(Said):
    """Somebody was refused, or asked for what they may not see; written after the request's own transaction. Append-only."""

    id = models.BigAutoField(primary_key=True)
    user_id = models.UUIDField()
    route = models.CharField(max_length=120)
    status = models.PositiveSmallIntegerField()
    because = models.CharField(max_length=300)
    at: "models.DateTimeField[datetime, datetime]" = models.DateTimeField(default=now)

    class Meta:
        triggers: ClassVar = [append_only()]
