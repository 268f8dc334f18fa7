"""What was given or sent: the bytes once, and each time that they were given, to whom, by which way, by whom."""

from typing import Any, ClassVar
from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from commonpurse.access.models import Said, append_only
from commonpurse.documents.blocks import Format, Kind
from commonpurse.foundation.clock import now


class KeptDocument(models.Model):
    """The bytes of one document as somebody had it. Append-only; the same bytes are kept once.

    `sections` are the parts of a record that it shows: whoever reads it needs every one of them. `for_staff`: it holds what the person
    was not told, as the copy for a case record does. `facts` are what it was made from, in the format that stands in them.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person_id = models.UUIDField()
    journey_id = models.UUIDField()
    sections = ArrayField(models.CharField(max_length=30))
    for_staff = models.BooleanField(default=False)
    kind = models.CharField(max_length=20, choices=[(one.value, one.value) for one in Kind])
    format = models.CharField(max_length=20, choices=[(one.value, one.value) for one in Format])
    language = models.CharField(max_length=20)
    title = models.CharField(max_length=200)
    dated = models.DateField()
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    facts: "models.JSONField[Any, Any]" = models.JSONField()
    made_by_id = models.UUIDField()
    made_at = models.DateTimeField(default=now)

    class Meta:
        triggers: ClassVar = [append_only()]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person_id", "journey_id", "for_staff", "sha256"], name="the_same_bytes_once"),
            models.CheckConstraint(condition=Q(sections__len__gt=0), name="kept_document_shows_something"),
        ]


class Giving(Said):
    """Somebody had a kept document: to whom, by which way, by whom, when. Append-only."""

    class Way(models.TextChoices):
        DOWNLOAD = "download", "Downloaded"
        BY_HAND = "by-hand", "Given by hand"
        POST = "post", "Sent by post"
        E_MAIL = "e-mail", "Sent by e-mail"
        READ_ALOUD = "read-aloud", "Read aloud"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    kept = models.ForeignKey(KeptDocument, models.PROTECT, related_name="givings")
    person_id = models.UUIDField()
    to_whom = models.CharField(max_length=120)
    way = models.CharField(max_length=20, choices=Way.choices)
    by_id = models.UUIDField()
    at = models.DateTimeField(default=now)

    class Meta:
        triggers: ClassVar = [append_only()]
        indexes: ClassVar = [models.Index(fields=["kept", "-at"])]
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(to_whom=""), name="giving_says_to_whom")]
