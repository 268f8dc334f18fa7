"""Reads of what was given."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from commonpurse.access.actors import Actor
from commonpurse.access.queries import is_held_by_team_of, is_open_to
from commonpurse.documents.models import Giving, KeptDocument


@dataclass(frozen=True)
class Given:
    """One giving, as a list shows it."""

    kept_id: UUID
    kind: str
    title: str
    format: str
    dated: date
    to_whom: str
    way: str
    by_id: UUID
    at: datetime


def kept_for(actor: Actor, person_id: UUID, journey_id: UUID) -> QuerySet[KeptDocument]:
    """What this actor may read of what was given on a journey: the first wall asks what the second one does."""
    works = is_held_by_team_of(actor, person_id)
    if not works and actor.person_id != person_id:
        return KeptDocument.objects.none()
    found = KeptDocument.objects.filter(person_id=person_id, journey_id=journey_id)
    found = found if works else found.filter(for_staff=False)
    known = sorted({section for sections in found.values_list("sections", flat=True) for section in sections})
    return found.filter(sections__contained_by=[section for section in known if is_open_to(actor, person_id, section)])


def given_on(actor: Actor, person_id: UUID, journey_id: UUID) -> list[Given]:
    """Every giving on a journey that this actor may know of, newest first; no bytes are read."""
    readable = kept_for(actor, person_id, journey_id).values("pk")
    rows = Giving.objects.filter(kept__in=readable).select_related("kept").defer("kept__content", "kept__facts").order_by("-at", "-pk")
    return [
        Given(
            kept_id=row.kept_id,
            kind=row.kept.kind,
            title=row.kept.title,
            format=row.kept.format,
            dated=row.kept.dated,
            to_whom=row.to_whom,
            way=row.get_way_display(),
            by_id=row.by_id,
            at=row.at,
        )
        for row in rows
    ]
