"""A second pair of eyes before the answers are sent, if the person wants one. It holds nothing up."""

from uuid import UUID

from django.db import transaction

from commonpurse.access.actors import Actor
from commonpurse.access.decisions import no, require, yes
from commonpurse.assessments.acts.grounds import close_reading, open_reading
from commonpurse.assessments.models import Assessment, ReadersNote, SecondReader
from commonpurse.assessments.queries.answers import form_for
from commonpurse.assessments.queries.second_eyes import who_can_be_asked
from commonpurse.assessments.rules import LONGEST_WORDS
from commonpurse.foundation.clock import now
from commonpurse.journeys.models import Journey
from commonpurse.journeys.policy import is_own
from commonpurse.journeys.stages import Stage
from commonpurse.values.missing import Missing, NotReady


@transaction.atomic
def ask_to_read(assessment: Assessment, reader_id: UUID, *, by: Actor) -> SecondReader:
    """The person lets somebody read their answers until they are sent. Asked twice is asked once."""
    require(yes("They are your answers.") if is_own(by, assessment.journey) else no("Only the person asks somebody to read their answers."))
    assessment.journey = Journey.objects.select_for_update().get(pk=assessment.journey_id)  # and whose it is now: it may be handed over
    if assessment.journey.stage != Stage.SELF_ASSESSMENT:
        raise NotReady([Missing("Your answers are sent, or not open yet. There is nothing to read before sending.")])
    name = who_can_be_asked(assessment).get(reader_id)
    if name is None:
        raise NotReady([Missing("Choose somebody from the list.", "reader")])
    there = SecondReader.objects.filter(assessment=assessment, reader_id=reader_id, ended_at=None).first()
    if there is not None:
        return there
    made = SecondReader.objects.create(
        assessment=assessment, person_id=assessment.person_id, reader_id=reader_id, name=name, asked_at=now()
    )
    open_reading(made, by=by)
    return made


@transaction.atomic
def take_back(reader: SecondReader, *, by: Actor) -> None:
    """They read no more, from this moment. What they noted stays with the person."""
    require(yes("You asked them.") if is_own(by, reader.assessment.journey) else no("Only the person who asked takes it back."))
    _end(reader, by=by)


def end_all_reading(assessment: Assessment, *, by: Actor) -> None:
    """The answers are sent: nobody reads them as a second pair of eyes any more."""
    for reader in SecondReader.objects.filter(assessment=assessment, ended_at=None).select_related("assessment__journey"):
        _end(reader, by=by)


def end_reading_of(assessment: Assessment, reader_id: UUID, *, by: Actor) -> None:
    """Somebody who helped helps no more."""
    open_to_them = SecondReader.objects.filter(assessment=assessment, reader_id=reader_id, ended_at=None)
    for reader in open_to_them.select_related("assessment__journey"):
        _end(reader, by=by)


def _end(reader: SecondReader, *, by: Actor) -> None:
    if reader.ended_at is None:
        close_reading(reader, by=by)
        reader.ended_at = now()
        reader.save(update_fields=["ended_at"])


@transaction.atomic
def note_on_answer(reader: SecondReader, question: str, words: str, *, client_uuid: UUID, by: Actor) -> ReadersNote:
    """What the reader says to the person about one answer; no words mean that it looks right. The same note twice is one."""
    may = reader.reader_id == by.user_id and reader.ended_at is None
    require(yes("You were asked to read.") if may else no("You are not asked to read these answers now."))
    if not form_for(reader.assessment).has(question):
        raise NotReady([Missing("There is no such question.")])
    if len(words) > LONGEST_WORDS:
        raise NotReady([Missing(f"That is longer than {LONGEST_WORDS:,} letters. Make it shorter.", "words")])
    there = ReadersNote.objects.filter(uuid=client_uuid, by_id=by.user_id).first()
    return there or ReadersNote.objects.create(
        uuid=client_uuid,
        reader=reader,
        assessment=reader.assessment,
        person_id=reader.person_id,
        question=question,
        words=words.strip(),
        by_id=by.user_id,
        at=now(),
    )
