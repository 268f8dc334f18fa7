"""What kind of place this database is, and the outbox: what happened in one app and waits to be heard by another."""

from typing import ClassVar

from django.db import models

from commonpurse.foundation.clock import now, today


class Place(models.Model):
    """Real, or a demonstration. It can never become the other."""

    kind = models.CharField(max_length=20, primary_key=True)  # `demonstration` is the only mark; a real place has none
    made_on = models.DateField()


class Outbox(models.Model):
    """One thing that happened and is to be heard, written in the transaction in which it happened. `ids` holds uuids and nothing else.

    `due_on`: not heard before this day. `failures`: how often hearing it failed; it is tried again each time the outbox is read.
    """

    id = models.BigAutoField(primary_key=True)
    name = models.CharField(max_length=60)
    ids = models.JSONField()
    at = models.DateTimeField(default=now)
    due_on = models.DateField(default=today)
    done_at = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["id"], condition=models.Q(done_at=None), name="outbox_waiting")]
