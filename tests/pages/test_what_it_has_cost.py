"""What a journey has cost so far, on its own page: minutes, visits and calls, questions, handovers, days, beside how it was."""

import re
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from commonpurse.access.context import acting_as
from commonpurse.assessments import acts as assessments
from commonpurse.assessments.answers import Value
from commonpurse.assessments.models import Voice
from commonpurse.assessments.queries import asked_on, helping
from commonpurse.foundation.clock import today
from commonpurse.journeys.effort.rules import Side, Step
from commonpurse.journeys.models import Contact, Journey, PageTime
from tests.browsing_of_the_tests import as_
from tests.carers_of_the_tests import a_carer
from tests.effort_of_the_tests import spends
from tests.journeys_of_the_tests import (
    a_helper_who_signs_in,
    a_sent_assessment,
    a_started_journey,
    an_account_of,
    an_answered_assessment,
)
from tests.people_of_the_tests import Place, actor_of


@pytest.fixture
def journey(place: Place) -> Journey:
    return a_started_journey(place)


@pytest.fixture
def sam(client: Client, place: Place) -> Client:
    client.force_login(place.sam)
    return client


def shown(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def a_visit(journey: Journey, **changed: Any) -> dict[str, Any]:
    day = today()
    on = {"on-day": day.day, "on-month": day.month, "on-year": day.year}
    told = {"about": journey.person_id, "kind": "visit", "minutes": 65, "travel_minutes": 30, "client_uuid": uuid4()}
    return {**on, **told, **changed}


def test_a_visit_is_noted_once_however_often_it_is_sent(sam: Client, journey: Journey) -> None:
    visit = a_visit(journey)
    for _ in range(2):
        assert sam.post(f"/work/journeys/{journey.pk}/cost", visit).status_code == 302
    page = shown(sam, f"/work/journeys/{journey.pk}/cost")
    assert page.count("Correct the visit") == 1
    assert "1 hour 5 minutes" in page


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"minutes": ""}, "How many minutes did it take"),
        ({"minutes": "0"}, "write a whole number, 1 or more"),
        ({"minutes": "721"}, "at most 720"),
        ({"minutes": "an hour"}, "Write whole minutes"),
        ({"on-year": 2099}, "This day has not come yet"),
        ({"kind": "letter"}, "choose one of the answers that stand here"),
        ({"about": uuid4()}, "opened for somebody else"),
    ],
)
def test_what_does_not_fit_is_refused_in_words_and_stays_typed(
    sam: Client, place: Place, journey: Journey, wrong: dict[str, Any], sentence: str
) -> None:
    page = sam.post(f"/work/journeys/{journey.pk}/cost", a_visit(journey, **wrong)).content.decode()
    assert sentence in page
    assert 'value="30"' in page
    with acting_as(place.as_sam):
        assert Contact.objects.count() == 0


def only_visit(place: Place) -> UUID:
    with acting_as(place.as_sam):
        (one,) = Contact.objects.exclude(pk__in=Contact.objects.exclude(replaces=None).values("replaces_id"))
        return one.pk


def test_a_visit_is_corrected_and_taken_back_by_new_rows(sam: Client, place: Place, journey: Journey) -> None:
    at = f"/work/journeys/{journey.pk}/cost"
    sam.post(at, a_visit(journey, client_uuid=uuid4()))
    first = only_visit(place)
    correction = a_visit(journey, minutes=45, client_uuid=uuid4())
    for _ in range(2):
        assert sam.post(f"{at}/{first}", correction).status_code == 302
    assert "45 minutes" in shown(sam, at)
    assert "1 hour 5 minutes" not in shown(sam, at)
    assert "changed this in the meantime" in sam.post(f"{at}/{first}", a_visit(journey)).content.decode()
    assert sam.get(f"{at}/{first}").status_code == 404
    second = only_visit(place)
    assert second != first
    assert sam.post(f"{at}/{second}", a_visit(journey, client_uuid=uuid4(), take_back="1")).status_code == 302
    assert "None noted yet" in shown(sam, at)
    with acting_as(place.as_sam):
        assert Contact.objects.count() == 3
        assert "user" not in " ".join(field.name for field in Contact._meta.get_fields())


def test_another_journeys_visit_is_not_there(sam: Client, place: Place, journey: Journey) -> None:
    other = a_started_journey(place, person=place.person(first_name="Iris"))
    sam.post(f"/work/journeys/{journey.pk}/cost", a_visit(journey, client_uuid=uuid4()))
    visit = only_visit(place)
    assert sam.get(f"/work/journeys/{journey.pk}/cost/{visit}").status_code == 200  # the negative control
    assert sam.get(f"/work/journeys/{other.pk}/cost/{visit}").status_code == 404
    assert as_(place.charlie).get(f"/work/journeys/{journey.pk}/cost").status_code == 404


def test_measured_and_estimated_stand_apart_and_beside_how_it_was(sam: Client, place: Place, journey: Journey) -> None:
    spends(journey, 25, by=place.as_sam)
    spends(journey, 5, by=place.as_helen, step=Step.AGREEMENT, side=Side.MANAGER)
    page = shown(sam, f"/work/journeys/{journey.pk}/cost")
    assert "The questions none 25 minutes" in page
    assert "In all none 30 minutes" in page
    assert "“the good part of a couple of days” of a worker's time; here, at the screen, up to the indicative budget: 25 minutes" in page
    assert "“three specific visits each of at least an hour”" in page


def test_a_person_reads_their_time_and_ours_in_plain_words(place: Place, sam: Client, journey: Journey) -> None:
    sam.post(f"/work/journeys/{journey.pk}/cost", a_visit(journey))
    with acting_as(place.as_sam):
        assessments.hand_over(journey, to_user_id=place.priya.pk, note="Likes mornings.", by=place.as_sam)
    spends(journey, 12, by=place.as_sam, side=Side.PERSON)
    page = shown(as_(an_account_of(place, journey.person)), "/my/time")
    assert "You: 12 minutes, at these pages" in page
    assert "we met once, 1 hour 5 minutes in all" in page
    assert "Your worker: changed once" in page


def test_a_carers_time_and_her_mothers_are_never_shown_together(place: Place, journey: Journey) -> None:
    carer = a_carer(place, journey)
    spends(journey, 41, by=place.as_sam, side=Side.PERSON)
    spends(carer.journey, 17, by=place.as_sam, side=Side.CARER)
    mothers = shown(as_(an_account_of(place, journey.person)), "/my/time")
    carers = shown(as_(carer.user), "/my/time")
    assert "41 minutes" in mothers
    assert "17 minutes" not in mothers
    assert "17 minutes" in carers
    assert "41 minutes" not in carers


def test_what_somebody_who_helps_said_and_the_time_it_took_them_is_not_on_the_persons_page(place: Place) -> None:
    assessment = an_answered_assessment(place)
    _, ruth = a_helper_who_signs_in(place, assessment)
    daniel = an_account_of(place, assessment.person)
    before = shown(as_(daniel), "/my/time")
    assert "Questions: 11 answered" in before
    with acting_as(actor_of(ruth)) as by:
        helper = helping(by).get()
        for question in ("eating", "home", "nights"):
            said = Value(level=2, limbs=("cannot",))
            assessments.save_answer(helper.assessment, question, Voice.CARER, said, said_by=helper, client_uuid=uuid4(), by=by)
    spends(assessment.journey, 19, by=actor_of(ruth), side=Side.HELPER)
    assert shown(as_(daniel), "/my/time") == before
    with acting_as(actor_of(daniel)):
        assert not PageTime.objects.filter(side=Side.HELPER).exists()  # nor past the database's own wall
    work = shown(as_(place.sam), f"/work/journeys/{assessment.journey_id}/cost")
    assert "19 minutes" in work


def test_a_question_asked_again_is_one_that_was_opened_again_and_answered_anew(place: Place) -> None:
    assessment = a_sent_assessment(place)
    sam = place.as_sam
    with acting_as(sam):
        assert (asked := asked_on([assessment.journey_id])[assessment.journey_id]).questions == 11
        assert asked.again == 0
        assessments.reopen_answers(assessment, by=sam)
        for level in (2, 3):  # changed twice while it was open: asked again once
            assessments.save_answer(assessment, "eating", Voice.PERSON, Value(level=level, limbs=("cannot",)), client_uuid=uuid4(), by=sam)
        assessments.save_answer(assessment, "eating", Voice.PRACTITIONER, Value(level=1, limbs=("cannot",)), client_uuid=uuid4(), by=sam)
        asked = asked_on([assessment.journey_id])[assessment.journey_id]
    assert (asked.questions, asked.again) == (12, 1)


def test_the_page_asks_as_often_however_much_there_is(sam: Client, place: Place, journey: Journey) -> None:
    def asks() -> int:
        with CaptureQueriesContext(connection) as found:
            sam.get(f"/work/journeys/{journey.pk}/cost")
        return len(found)

    asks()
    asks()
    few = asks()
    for _ in range(10):
        spends(journey, 3, by=place.as_sam)
        sam.post(f"/work/journeys/{journey.pk}/cost", a_visit(journey))
    sam.get("/work/")
    sam.get(f"/work/journeys/{journey.pk}/cost")
    assert asks() == few
