"""Journeys, the past-tense events that they are made of, and what they cost in people's time."""

from typing import ClassVar
from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models

from commonpurse.access.models import Said, append_only
from commonpurse.foundation.clock import now, today
from commonpurse.journeys.effort.rules import GAP_AT_MOST, MOST_MINUTES, PAGE_AT_MOST, Side, Step
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


class JourneyEvent(Said):
    """One thing that happened on a journey. `facts` carries ids, choices and notes, never amounts or answers. Append-only."""

    id = models.BigAutoField(primary_key=True)
    journey = models.ForeignKey(Journey, models.PROTECT, related_name="events")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=40)
    facts = models.JSONField(default=dict)
    by_id = models.UUIDField()
    at = models.DateTimeField(default=now)
    made_in = models.BigIntegerField(null=True, editable=False)  # the transaction, as the database numbers it

    class Meta:
        triggers: ClassVar = [append_only()]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["journey", "number"],
                name="one_event_a_number",
                violation_error_message="Somebody moved this on at the same moment. Look at the page again.",
            ),
        ]


class PageTime(models.Model):
    """One page of a journey that somebody had open, and the seconds it cost. Holds no user: who it was cannot be found here.

    `id` is the page's own uuid, made when it was shown: whatever is told of it twice counts once.
    `measured` is what a script counted, `estimated` the gap to the next request; where there is the first, the second does not count.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    journey = models.ForeignKey(Journey, models.PROTECT, related_name="page_times")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    step = models.CharField(max_length=20, choices=[(step.value, step.value) for step in Step])
    side = models.CharField(max_length=20, choices=[(side.value, side.value) for side in Side])
    day = models.DateField()  # and no moment: beside the list of looks a moment would say who
    measured = models.PositiveIntegerField(null=True)
    estimated = models.PositiveIntegerField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["journey", "step", "side"])]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=(models.Q(measured=None) | models.Q(measured__lte=PAGE_AT_MOST))
                & (models.Q(estimated=None) | models.Q(estimated__lte=GAP_AT_MOST)),
                name="a_page_costs_an_hour_at_most",
                violation_error_message="One page cannot have cost so long.",
            ),
        ]


class Contact(models.Model):
    """A visit or a call on a journey, as a worker noted it; no name of anybody. Append-only: a correction is a new row.

    `replaces` names the row that this one stands for from now on; with `taken_back` neither counts.
    """

    class Kind(models.TextChoices):
        VISIT = "visit", "Visit"
        CALL = "call", "Call"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    journey = models.ForeignKey(Journey, models.PROTECT, related_name="contacts")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    on = models.DateField()
    minutes = models.PositiveIntegerField()
    travel_minutes = models.PositiveIntegerField(default=0)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    taken_back = models.BooleanField(default=False)

    class Meta:
        triggers: ClassVar = [append_only()]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(minutes__gte=1, minutes__lte=MOST_MINUTES, travel_minutes__lte=MOST_MINUTES),
                name="a_contact_fits_in_a_day",
                violation_error_message="A visit or call takes at least a minute and at most twelve hours.",
            ),
        ]


class Draft(models.Model):
    """What somebody typed on a page of a journey and has not saved: theirs alone, and part of nothing until they save it.

    `window` is made with the page, so that two windows keep two drafts. `sealed` can be opened by nobody but its writer, and is empty once
    it was saved or thrown away. `last` is the browser's uuid of the save that it holds; `older` are saves that came before: one of them
    that arrives late changes nothing.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    window = models.UUIDField()
    journey = models.ForeignKey(Journey, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    user_id = models.UUIDField()
    section = models.CharField(max_length=30)
    page = models.CharField(max_length=300)
    sealed = models.TextField(blank=True)
    last = models.UUIDField()
    older = ArrayField(models.UUIDField(), default=list)
    at = models.DateTimeField(default=now)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["user_id", "journey"])]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user_id", "window"], name="a_draft_a_window", violation_error_message="This window has a draft already."
            ),
        ]
