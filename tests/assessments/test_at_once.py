"""The same thing sent twice at the same moment happens once. Real transactions, on a database of the test's own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

from django.db import connection

from commonpurse.access.context import acting_as
from commonpurse.assessments import acts
from commonpurse.assessments.answers import Value
from commonpurse.assessments.models import AnswerEvent, Assessment, Voice
from tests.journeys_of_the_tests import a_prepared_assessment, a_started_journey, an_answered_assessment, publish_the_reference
from tests.people_of_the_tests import Place, a_place

AT_ONCE = 4


def at_once(place: Place, act: Callable[[], object]) -> list[object]:
    """What each of several threads was told, each in a transaction of its own, all let go together."""
    gate = Barrier(AT_ONCE)

    def one() -> object:
        try:
            with acting_as(place.as_sam):
                gate.wait(10)
                return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return [done.result() for done in [pool.submit(one) for _ in range(AT_ONCE)]]


def test_one_save_four_times_at_once(own_database: str) -> None:
    place = a_place()
    assessment, uuid = a_prepared_assessment(place), uuid4()
    told = at_once(
        place,
        lambda: acts.save_answer(assessment, "eating", Voice.PERSON, Value(level=1), client_uuid=uuid, by=place.as_sam).event,
    )
    assert told == [uuid] * AT_ONCE
    with acting_as(place.as_sam):
        assert AnswerEvent.objects.count() == 1


def test_four_answers_at_once_are_all_kept(own_database: str) -> None:
    place = a_place()
    assessment = a_prepared_assessment(place)
    at_once(place, lambda: acts.save_answer(assessment, "eating", Voice.PERSON, Value(level=1), client_uuid=uuid4(), by=place.as_sam))
    with acting_as(place.as_sam):
        assert AnswerEvent.objects.count() == AT_ONCE


def test_beginning_and_sending_four_times_at_once(own_database: str) -> None:
    place = a_place()
    publish_the_reference()
    journey = a_started_journey(place)
    at_once(place, lambda: acts.begin_assessment(journey, by=place.as_sam))
    with acting_as(place.as_sam):
        assert Assessment.objects.count() == 1
    answered = an_answered_assessment(place, journey=journey)
    at_once(place, lambda: acts.send_answers(Assessment.objects.select_related("journey").get(pk=answered.pk), by=place.as_sam))
    with acting_as(place.as_sam):
        assert journey.events.filter(kind="answers_sent").count() == 1
