"""The only writer of kept documents: whatever is given out is kept, its bytes once, and each giving."""

from dataclasses import dataclass
from datetime import datetime, time
from hashlib import sha256
from uuid import UUID

from django.db import transaction

from commonpurse.access.actors import Actor
from commonpurse.access.decisions import require
from commonpurse.documents.blocks import Document, Format
from commonpurse.documents.drawings.drawing import FILES
from commonpurse.documents.models import Giving, KeptDocument
from commonpurse.documents.policy import may_have
from commonpurse.foundation.clock import LONDON, now, today
from commonpurse.values.missing import Missing, NotReady

LONGEST_NAME = 120


@dataclass(frozen=True)
class About:
    """Whose document it is: the person, the journey, the parts of the record that it shows, and whether it is for staff alone."""

    person_id: UUID
    journey_id: UUID
    sections: tuple[str, ...]
    for_staff: bool = False


@transaction.atomic
def give(
    document: Document, format_: Format, about: About, *, to_whom: str, way: Giving.Way, content: bytes | None = None, by: Actor
) -> KeptDocument:
    """Draw a document, keep its bytes, and write down that it was given. `content`: its bytes, where they are drawn already.

    The same to the same by the same way is one giving a day: a download that is opened twice was given once.
    """
    require(may_have(by, person_id=about.person_id, sections=about.sections, for_staff=about.for_staff))
    if missing := what_is_missing_to_give(to_whom):
        raise NotReady(missing)
    kept = _kept(document, format_, about, content or FILES[format_].draw(document), by)
    begun = datetime.combine(today(), time.min, tzinfo=LONDON)
    same = Giving.objects.filter(kept=kept, to_whom=to_whom.strip(), way=way, by_id=by.user_id, at__gte=begun)
    if not same.exists():
        Giving.objects.create(kept=kept, person_id=about.person_id, to_whom=to_whom.strip(), way=way, by_id=by.user_id, at=now())
    return kept


def what_is_missing_to_give(to_whom: str) -> list[Missing]:
    if not to_whom.strip():
        return [Missing("Say to whom it was given.", "to_whom")]
    if len(to_whom.strip()) > LONGEST_NAME:
        return [Missing(f"A name has {LONGEST_NAME} characters at most.", "to_whom")]
    return []


def _kept(document: Document, format_: Format, about: About, content: bytes, by: Actor) -> KeptDocument:
    kept, _ = KeptDocument.objects.get_or_create(
        person_id=about.person_id,
        journey_id=about.journey_id,
        for_staff=about.for_staff,
        sha256=sha256(content).hexdigest(),
        defaults={
            "sections": list(about.sections),
            "kind": document.kind,
            "format": format_,
            "language": document.language,
            "title": document.title,
            "dated": document.dated,
            "content": content,
            "facts": dict(document.facts),
            "made_by_id": by.user_id,
            "made_at": now(),
        },
    )
    return kept
