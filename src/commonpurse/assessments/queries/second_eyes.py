"""A second pair of eyes: who can be asked, who reads now, and what they said."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from commonpurse.access.actors import Actor
from commonpurse.access.queries import names_of, people_open_to
from commonpurse.assessments.models import Assessment, ReadersNote, SecondReader
from commonpurse.assessments.queries.answers import helpers_of
from commonpurse.assessments.sections import AssessmentSection
from commonpurse.journeys.stages import Stage


def who_can_be_asked(assessment: Assessment) -> dict[UUID, str]:
    """By account: who helps here and can sign in, and the worker."""
    found = {helper.user_id: helper.name for helper in helpers_of(assessment) if helper.user_id}
    worker = assessment.journey.worker_id
    return found | (names_of({worker}) if worker else {})


def readers_of(assessment: Assessment) -> list[SecondReader]:
    """Who was asked, and may read now."""
    return list(SecondReader.objects.filter(assessment=assessment, ended_at=None).order_by("asked_at", "pk"))


def reading(actor: Actor) -> QuerySet[SecondReader]:
    """Where this actor was asked to read, and the answers are not sent yet."""
    mine = SecondReader.objects.filter(
        reader_id=actor.user_id,
        ended_at=None,
        person_id__in=people_open_to(actor, AssessmentSection.SECOND_EYES),
        assessment__journey__stage=Stage.SELF_ASSESSMENT,
    )
    return mine.select_related("person", "assessment__questionnaire", "assessment__person", "assessment__journey").order_by(
        "asked_at", "pk"
    )


@dataclass(frozen=True)
class Note:
    """The latest word of one reader about one answer. Without words it looks right to them."""

    name: str
    words: str


def notes_on(assessment: Assessment, *, reader: SecondReader | None = None) -> dict[str, list[Note]]:
    """By question; of one reader, or of everybody who was asked."""
    rows = ReadersNote.objects.filter(assessment=assessment).select_related("reader").order_by("pk")
    if reader is not None:
        rows = rows.filter(reader=reader)
    latest = {(row.question, row.by_id): Note(row.reader.name, row.words) for row in rows}
    found: dict[str, list[Note]] = {}
    for (question, _), note in latest.items():
        found.setdefault(question, []).append(note)
    return found
