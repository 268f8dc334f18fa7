"""Plans, their lines, what the person says of them, and the agreement from which decision and letter are both printed."""

from typing import Any, ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q

from commonpurse.access.models import Said, append_only
from commonpurse.allocation.models import Run
from commonpurse.foundation.clock import now
from commonpurse.journeys.models import Journey
from commonpurse.people.models import Person


class LegalBasis(models.TextChoices):
    CARE_ACT = "care_act", "Care Act"
    SECTION_117 = "s117", "Section 117 aftercare"
    PERSONAL_HEALTH_BUDGET = "personal_health_budget", "Personal health budget"
    CONTINUING_HEALTHCARE = "continuing_healthcare", "NHS continuing healthcare"
    CARER = "carer", "Carer's support"


class Period(models.TextChoices):
    WEEK = "week", "a week"
    YEAR = "year", "a year"
    ONCE = "once", "once"


class Plan(models.Model):
    """What a person will do and buy. `version` rises with every change, so that what is agreed is what was seen."""

    class State(models.TextChoices):
        WRITING = "writing", "Being written"
        SENT = "sent", "Sent for agreement"
        AGREED = "agreed", "Agreed"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    journey = models.ForeignKey(Journey, models.PROTECT, related_name="plans")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WRITING)
    version = models.PositiveIntegerField(default=1)
    begun_by_id = models.UUIDField()
    begun_at = models.DateTimeField(default=now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["journey"],
                condition=~Q(state="agreed"),
                name="one_open_plan",
                violation_error_message="There is a plan being written for this journey already.",
            ),
        ]


class PlanWriter(models.Model):
    """Everybody who wrote something in a plan: none of them may agree it. Append-only."""

    id = models.BigAutoField(primary_key=True)
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="writers")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    user_id = models.UUIDField()

    class Meta:
        triggers: ClassVar = [append_only()]
        constraints: ClassVar = [models.UniqueConstraint(fields=["plan", "user_id"], name="writer_once")]


class Outcome(models.Model):
    """What the person wants to be different, in their own words."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="outcomes")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    words = models.CharField(max_length=300)
    position = models.PositiveIntegerField()
    removed_at = models.DateTimeField(null=True)


class PlanLine(models.Model):
    """One thing in a plan. `shares` is whole percent by funder and sums to 100."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="lines")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    outcome = models.ForeignKey(Outcome, models.PROTECT, null=True, related_name="lines")
    what = models.CharField(max_length=200)
    who = models.CharField(max_length=120)
    how_often = models.CharField(max_length=120)
    cost_pence = models.PositiveIntegerField()
    period = models.CharField(max_length=10, choices=Period.choices)
    starts_on = models.DateField()
    legal_basis = models.CharField(max_length=30, choices=LegalBasis.choices)
    shares: "models.JSONField[Any, Any]" = models.JSONField()
    position = models.PositiveIntegerField()
    removed_at = models.DateTimeField(null=True)


class CurrentSupport(models.Model):
    """What there is now and what it costs, beside what is proposed."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="current_support")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    what = models.CharField(max_length=200)
    who = models.CharField(max_length=120, blank=True)
    cost_pence = models.PositiveIntegerField()
    period = models.CharField(max_length=10, choices=Period.choices)
    position = models.PositiveIntegerField()
    removed_at = models.DateTimeField(null=True)


class PlanReturn(Said):
    """A manager sent a plan back, with reasons. Append-only."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="returns")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    reasons = models.TextField()
    by_id = models.UUIDField()
    at = models.DateTimeField(default=now)

    class Meta:
        triggers: ClassVar = [append_only()]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(reasons=""), name="return_has_reasons", violation_error_message="Say what should change.")
        ]


class Saying(Said):
    """What the person says of their plan: that it is theirs, or that they do not agree, and why. The last one stands. Append-only.

    Theirs alone: they say it themselves, or a worker notes it for them and writes `how` they said it. `contents_sha256` names what
    stood in the plan when they said it.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="sayings")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    agrees = models.BooleanField()
    words = models.TextField(blank=True)
    how = models.CharField(max_length=300, blank=True)
    contents_sha256 = models.CharField(max_length=64)
    by_id = models.UUIDField()
    at = models.DateTimeField(default=now)

    class Meta:
        triggers: ClassVar = [append_only()]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(agrees=True) | ~Q(words=""), name="a_no_has_words", violation_error_message="Say what is not right."
            )
        ]


class Reply(Said):
    """What was answered to a person who does not agree, when their plan was sent all the same. Append-only."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    saying = models.OneToOneField(Saying, models.PROTECT, related_name="reply")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    words = models.TextField()
    by_id = models.UUIDField()
    at = models.DateTimeField(default=now)

    class Meta:
        triggers: ClassVar = [append_only()]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(words=""), name="reply_has_words", violation_error_message="Write your answer.")
        ]


class Agreement(Said):
    """The sign-off of a plan: gives the personal budget. Append-only.

    `statement` is the frozen text and figures from which the decision page and the letter are both printed
    (`plans.statement.Statement`), so that they agree to the penny.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    plan = models.OneToOneField(Plan, models.PROTECT, related_name="agreement")
    journey = models.ForeignKey(Journey, models.PROTECT, related_name="agreements")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    run = models.ForeignKey(Run, models.PROTECT, related_name="+")  # the side that was chosen
    indicative_pence = models.PositiveIntegerField()
    amount_pence = models.PositiveIntegerField()
    reasons = models.TextField(blank=True)
    statement: "models.JSONField[Any, Any]" = models.JSONField()
    agreed_by_id = models.UUIDField()
    agreed_at = models.DateTimeField(default=now)

    class Meta:
        triggers: ClassVar = [append_only()]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(amount_pence=models.F("indicative_pence")) | ~Q(reasons=""),
                name="a_departure_has_reasons",
                violation_error_message="The amount is not the indicative amount. Write why.",
            ),
        ]
