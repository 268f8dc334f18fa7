"""Journeys and the past-tense events that they are made of."""

from typing import ClassVar
from uuid import uuid4

from django.db import models

from commonpurse.access.models import append_only
from commonpurse.foundation.clock import now, today
from commonpurse.journeys.stages import Holder, Stage
from commonpurse.organisations.models import Team
from commonpurse.people.models import Person

ONE_OF_A_KIND = "one_journey_of_a_kind"


class Journey(models.Model):
    """One application, from first contact to review.

    `stage`, `stage_since`, `held_by` and `due_on` are what the events reduce to (`journeys.rules.standing`), kept here so
    that a caseload can be sorted; `journeys.acts.record` is their only writer.
    """

    class Kind(models.TextChoices):
        ADULT = "adult", "For myself"
        CARER = "carer", "As a carer"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="journeys")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    team = models.ForeignKey(Team, models.PROTECT, related_name="journeys")
    started_on = models.DateField(default=today)
    stage = models.CharField(max_length=20, choices=[(stage.value, stage.value) for stage in Stage])
    stage_since = models.DateTimeField(default=now)
    held_by = models.CharField(max_length=10, choices=[(holder.value, holder.value) for holder in Holder])
    due_on = models.DateField(null=True)
    worker_id = models.UUIDField()  # the practitioner responsible

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "kind"],
                condition=~models.Q(stage=Stage.ENDED.value),
                name=ONE_OF_A_KIND,
                violation_error_message="There is a journey of this kind already. Open that one.",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["team", "stage"]), models.Index(fields=["team", "due_on"])]


class JourneyEvent(models.Model):
    """One thing that happened on a journey. `facts` carries ids, choices and notes, never amounts or answers. Append-only."""

    id = models.BigAutoField(primary_key=True)
    journey = models.ForeignKey(Journey, models.PROTECT, related_name="events")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=40)
    facts = models.JSONField(default=dict)
    by_id = models.UUIDField()
    at = models.DateTimeField(default=now)

    class Meta:
        triggers: ClassVar = [append_only()]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["journey", "number"],
                name="one_event_a_number",
                violation_error_message="Somebody moved this on at the same moment. Look at the page again.",
            ),
        ]
