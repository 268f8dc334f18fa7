"""What a person wrote stays theirs: a worker writes beside it, never over it."""

from uuid import uuid4

import pytest

from commonpurse.access.context import acting_as
from commonpurse.access.queries import actor_for
from commonpurse.assessments.acts import ask_for_advocate, decide_advocacy, save_answer
from commonpurse.assessments.answers import Value
from commonpurse.assessments.models import Assessment, Voice
from commonpurse.journeys.queries import caseload
from commonpurse.journeys.stages import Holder
from commonpurse.values.missing import NotReady
from tests.journeys_of_the_tests import a_prepared_assessment, a_started_journey, an_account_of
from tests.people_of_the_tests import Place


def test_a_worker_cannot_write_over_what_the_person_wrote(place: Place) -> None:
    journey = a_started_journey(place)
    daniel = actor_for(an_account_of(place, journey.person))
    assessment = a_prepared_assessment(place, journey=journey)
    with acting_as(daniel):
        mine = Assessment.objects.select_related("journey", "questionnaire").get(pk=assessment.pk)
        save_answer(mine, "people", Voice.PERSON, Value(level=3, limbs=("distress",)), client_uuid=uuid4(), by=daniel)
    with acting_as(place.as_sam):
        with pytest.raises(NotReady, match="wrote this answer"):
            save_answer(assessment, "people", Voice.PERSON, Value(level=0), client_uuid=uuid4(), by=place.as_sam)
        save_answer(assessment, "people", Voice.PRACTITIONER, Value(level=1), client_uuid=uuid4(), by=place.as_sam)  # beside it
        save_answer(assessment, "home", Voice.PERSON, Value(level=1), client_uuid=uuid4(), by=place.as_sam)  # what he did not write himself


def test_asking_for_an_advocate_waits_for_the_worker_and_goes_back_when_it_is_answered(place: Place) -> None:
    journey = a_started_journey(place)
    daniel = actor_for(an_account_of(place, journey.person))
    assessment = a_prepared_assessment(place, journey=journey)
    with acting_as(daniel):
        mine = Assessment.objects.select_related("journey", "questionnaire").get(pk=assessment.pk)
        assert mine.journey.held_by == Holder.PERSON
        ask_for_advocate(mine, by=daniel)
    with acting_as(place.as_sam):
        assert [found.pk for found in caseload(place.as_sam, waiting="me")] == [journey.pk]
        decide_advocacy(assessment, very_hard_alone=False, offer="declined", by=place.as_sam)
        assert not caseload(place.as_sam, waiting="me").exists()
