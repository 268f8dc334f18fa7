"""People, who is close to them, capacity decision by decision, and what carers have said that they want and are able to do."""

from hashlib import sha256
from typing import ClassVar
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from commonpurse.access.models import Said, append_only
from commonpurse.foundation.clock import now
from commonpurse.values.nhs_number import is_nhs_number

WHOLE = 4  # quarters of a need


def validate_nhs_number(value: str) -> None:
    if value and not is_nhs_number(value):
        raise ValidationError(
            "That is not an NHS number: it has 10 digits, and the last one checks the others. Look at it again, or leave it empty."
        )


class Person(models.Model):
    """Somebody with a journey: someone who draws on support, or a carer. `born` may be unknown at first contact."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    first_name = models.CharField(max_length=60)
    last_name = models.CharField(max_length=60)
    known_as = models.CharField(max_length=60, blank=True)
    born = models.DateField(null=True)
    nhs_number = models.CharField(max_length=10, blank=True, validators=[validate_nhs_number])
    made_at = models.DateTimeField(default=now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["nhs_number"],
                condition=~Q(nhs_number=""),
                name="nhs_number_once",
                violation_error_message="This NHS number cannot be used here. Check it, or leave it empty and ask your privacy officer.",
            ),
        ]

    @property
    def name(self) -> str:
        return f"{self.called} {self.last_name}"

    @property
    def called(self) -> str:
        """The first name that the person goes by."""
        return self.known_as or self.first_name

    @property
    def as_it_stands(self) -> str:
        """A fingerprint of who this is, for telling whether somebody changed it meanwhile."""
        return sha256(repr((self.first_name, self.last_name, self.known_as, self.born, self.nhs_number)).encode()).hexdigest()

    @property
    def in_one_line(self) -> str:
        """Who this is, for showing it beside what somebody else typed."""
        known_as = f", known as {self.known_as}" if self.known_as else ""
        born = f"born {self.born.day} {self.born:%B %Y}" if self.born else "date of birth not known"
        number = f"NHS number {self.nhs_number}" if self.nhs_number else "NHS number not known"
        return f"{self.first_name} {self.last_name}{known_as}, {born}, {number}"


class Relationship(models.Model):
    """Who is close to a person: somebody with a record here, or only a name."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="relationships")
    other = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=40)  # in the person's words: daughter, friend, neighbour
    gives_unpaid_help = models.BooleanField(default=False)
    noted_at = models.DateTimeField(default=now)
    ended_at = models.DateTimeField(null=True)


class CapacityDecision(Said):
    """Whether a person could make one decision at one time, with the support given. Never a flag on the person. Append-only.

    Source: Mental Capacity Act 2005, sections 1 to 4.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="capacity_decisions")
    about = models.CharField(max_length=60)  # which decision; `assessment` = taking part in this assessment
    about_id = models.UUIDField(null=True)
    has_capacity = models.BooleanField()
    support_given = models.TextField()
    reasons = models.TextField(blank=True)
    decided_by_id = models.UUIDField()
    decided_at = models.DateTimeField(default=now)

    class Meta:
        triggers: ClassVar = [append_only()]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(has_capacity=True) | ~Q(reasons=""),
                name="no_capacity_needs_reasons",
                violation_error_message="Say what you saw and heard that shows it.",
            ),
        ]


class Caring(models.Model):
    """Whom a carer with a record of their own helps. It stands on the carer's side only: the other side learns nothing by it.

    `called` is what the carer calls the person, kept here because a carer may see nothing of the other's record.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    carer = models.ForeignKey(Person, models.PROTECT, related_name="caring")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    called = models.CharField(max_length=60)
    kind = models.CharField(max_length=60)  # what the carer is to the person: daughter, friend
    noted_at = models.DateTimeField(default=now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["carer", "person"],
                condition=Q(ended_at=None),
                name="caring_once",
                violation_error_message="It is written down already that they help this person.",
            ),
            models.CheckConstraint(
                condition=~Q(carer=F("person")),
                name="caring_is_for_somebody_else",
                violation_error_message="A carer helps somebody else.",
            ),
        ]


class CarersStatement(Said):
    """What a carer says about one need of the person whom they help: the one fact that crosses from their journey. Append-only.

    The latest statement for carer, person and need holds; only a yes counts, and only until its date. `quarters`: how much of the
    help with this need a yes means; a yes from before that was asked means all of it. `ended` stands where a yes ended with the help.
    """

    class Says(models.TextChoices):
        YES = "yes", "Yes, I want to go on"
        YES_UNTIL = "yes_until", "Yes for now, until a date"
        NO = "no", "No"
        RATHER_NOT_SAY = "rather_not_say", "I would rather not say"
        NOT_HELPING = "not_helping", "I do not help with this"
        ENDED = "ended", "My help ended"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    carer = models.ForeignKey(Person, models.PROTECT, related_name="statements")
    person = models.ForeignKey(Person, models.PROTECT, related_name="carers_statements")
    need = models.CharField(max_length=60)
    says = models.CharField(max_length=20, choices=Says.choices)
    until = models.DateField(null=True)
    quarters = models.PositiveSmallIntegerField(null=True)
    by_id = models.UUIDField(null=True)  # the account that wrote it; none where that was not kept yet
    said_at = models.DateTimeField(default=now)

    class Meta:
        triggers: ClassVar = [append_only()]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(says="yes_until", until__isnull=False) | (~Q(says="yes_until") & Q(until=None)),
                name="yes_until_has_a_date",
                violation_error_message="Say until when.",
            ),
            models.CheckConstraint(
                condition=Q(quarters=None) | Q(says__in=["yes", "yes_until"], quarters__gte=1, quarters__lte=WHOLE),
                name="part_of_a_need_with_a_yes",
                violation_error_message="Choose how much of it you mean.",
            ),
            models.CheckConstraint(
                condition=~Q(carer=F("person")), name="nobody_cares_for_themselves", violation_error_message="A carer helps somebody else."
            ),
        ]
