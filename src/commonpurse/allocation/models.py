"""Schemes published for good, runs frozen for good, and costings by hand."""

from typing import Any, ClassVar
from uuid import uuid4

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q

from commonpurse.access.models import Said, append_only
from commonpurse.assessments.models import Assessment
from commonpurse.foundation.clock import now
from commonpurse.journeys.models import Journey
from commonpurse.people.models import Person


class Scheme(models.Model):
    """One published version of the rules: the file's own bytes, never edited. Live ranges for one `kind` never overlap.

    The database holds that promise (an exclusion constraint, written in SQL in the first migration).
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    code = models.CharField(max_length=60)
    version = models.CharField(max_length=20)
    title = models.CharField(max_length=120)
    kind = models.CharField(max_length=10)  # adult or carer
    status = models.CharField(max_length=20)
    in_force = DateRangeField()
    source = models.TextField()
    sha256 = models.CharField(max_length=64)
    published_at = models.DateTimeField(default=now)

    class Meta:
        triggers: ClassVar = [append_only()]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["code", "version"],
                name="scheme_version_once",
                violation_error_message="This version is published already. A change needs a new version.",
            ),
        ]


class Run(Said):
    """One allocation, frozen with what went in and every line that came out. Append-only."""

    class Side(models.TextChoices):
        AGREED = "agreed", "The agreed answers"
        PERSON = "person", "The person's answers"
        PRACTITIONER = "practitioner", "The practitioner's answers"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    journey = models.ForeignKey(Journey, models.PROTECT, related_name="runs")
    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="runs")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="runs")
    batch = models.UUIDField()  # runs made together: one, or the two sides of a difference
    side = models.CharField(max_length=20, choices=Side.choices)
    cause = models.CharField(max_length=200)
    given: "models.JSONField[Any, Any]" = models.JSONField()
    result: "models.JSONField[Any, Any]" = models.JSONField()
    made_by_id = models.UUIDField()
    made_at = models.DateTimeField(default=now)

    class Meta:
        triggers: ClassVar = [append_only()]
        indexes: ClassVar = [models.Index(fields=["journey", "-made_at"])]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["batch", "side"], name="one_run_a_side", violation_error_message="This has been worked out already."
            ),
        ]


class Costing(Said):
    """A costing sheet by hand, asked for by a run: hours, rates and why. The latest for a batch of runs holds. Append-only.

    `lines`: [{"what", "hours_hundredths" (a week), "rate_pence" (an hour), "pence" (a week), "why"}].
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    journey = models.ForeignKey(Journey, models.PROTECT, related_name="costings")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    batch = models.UUIDField()
    lines: "models.JSONField[Any, Any]" = models.JSONField()
    amount_pence = models.PositiveIntegerField()  # a week
    why = models.TextField()
    made_by_id = models.UUIDField()
    made_at = models.DateTimeField(default=now)

    class Meta:
        triggers: ClassVar = [append_only()]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(why=""), name="costing_says_why", violation_error_message="Say why the figure is what it is."
            ),
        ]
