"""The tick "tell only my worker", on the pages: who sees what it covers, how it is marked, and how it is taken away."""

from uuid import uuid4

import pytest

from commonpurse.access.context import acting_as
from commonpurse.assessments.acts import checking, save_answer, send_answers
from commonpurse.assessments.answers import Value
from commonpurse.assessments.models import AnswerEvent, Assessment, CheckEvent, Voice
from tests.browsing_of_the_tests import as_
from tests.journeys_of_the_tests import (
    DANIELS_ANSWERS,
    a_helper_who_signs_in,
    a_prepared_assessment,
    a_started_journey,
    an_account_of,
    an_answered_assessment,
)
from tests.people_of_the_tests import Place

SOFTLY = "I do not eat when he is here."


def posted(assessment: Assessment, **more: str | list[str]) -> dict[str, str | list[str]]:
    return {"person": str(assessment.person_id), "assessment": str(assessment.pk), "client_uuid": str(uuid4()), **more}


def test_a_person_ticks_it_sees_it_marked_and_takes_it_away(place: Place) -> None:
    journey = a_started_journey(place)
    daniel = as_(an_account_of(place, journey.person))
    assessment = a_prepared_assessment(place, journey=journey)
    page = daniel.get("/my/questions/eating").content.decode()
    assert "Tell only my worker" in page
    assert "the money may show that help is needed" in page  # what the tick does not hide is said beside it
    daniel.post("/my/questions/eating", posted(assessment, level="1", words=SOFTLY, only_worker="on"))
    assert "Told only to your worker" in daniel.get("/my/questions/check").content.decode()
    page = daniel.get("/my/questions/eating").content.decode()
    assert 'name="only_worker" type="checkbox" value="on" checked' in page
    with acting_as(place.as_sam):
        base = AnswerEvent.objects.get().uuid
    daniel.post("/my/questions/eating", posted(assessment, level="1", words=SOFTLY, base_event=str(base)))
    assert "Told only to your worker" not in daniel.get("/my/questions/check").content.decode()
    with acting_as(place.as_sam):
        assert list(AnswerEvent.objects.order_by("pk").values_list("only_worker", flat=True)) == [True, False]


def test_a_helper_tells_the_worker_what_the_person_does_not_see(place: Place) -> None:
    journey = a_started_journey(place)
    daniel = as_(an_account_of(place, journey.person))
    assessment = a_prepared_assessment(place, journey=journey)
    helper, user = a_helper_who_signs_in(place, assessment)
    ruth, at = as_(user), f"/helping/{helper.pk}"
    page = ruth.get(f"{at}/eating").content.decode()
    assert "Tell only the worker" in page
    assert "Not even Daniel sees them." in page
    ruth.post(f"{at}/eating", posted(assessment, level="3", limbs=["cannot"], words="He hides the plates.", only_worker="on"))
    assert "Told only to the worker" in ruth.get(at).content.decode()
    for page in ("/my/", "/my/questions", "/my/questions/check", "/my/questions/eating"):
        assert "He hides the plates" not in daniel.get(page).content.decode()
    with acting_as(place.as_sam):
        assert AnswerEvent.objects.get().only_worker


def test_a_workers_own_view_has_no_such_tick(place: Place) -> None:
    assessment = a_prepared_assessment(place)
    at = f"/work/journeys/{assessment.journey_id}/answers"
    assert "Tell only the worker" in as_(place.sam).get(f"{at}/person/eating").content.decode()
    assert "only_worker" not in as_(place.sam).get(f"{at}/practitioner/eating").content.decode()
    as_(place.sam).post(f"{at}/practitioner/eating", posted(assessment, level="1", only_worker="on"))
    with acting_as(place.as_sam):
        assert not AnswerEvent.objects.get().only_worker


@pytest.mark.parametrize("only_worker", [True, False])
def test_what_is_agreed_carries_no_words_that_were_told_only_to_the_worker(place: Place, only_worker: bool) -> None:
    """Checking together writes a record that others may see one day; without the tick it keeps the words, as before."""
    assessment = an_answered_assessment(place, answers={name: value for name, value in DANIELS_ANSWERS.items() if name != "eating"})
    told, view = Value(level=2, limbs=("cannot",), words=SOFTLY), Value(level=1, words="I see less.")
    with acting_as(place.as_sam) as sam:
        save_answer(assessment, "eating", Voice.PERSON, told, client_uuid=uuid4(), only_worker=only_worker, by=sam)
        send_answers(assessment, by=sam)
        first = checking.agree_answer(assessment, "eating", told, by=sam)
        again = checking.agree_answer(assessment, "eating", told, by=sam)  # a button pressed twice is still one
        assert first.pk == again.pk
        checking.record_difference(assessment, "eating", persons=told, practitioners=view, note="We differ.", seen=first.pk, by=sam)
        kept = [value["words"] for row in CheckEvent.objects.order_by("pk") for value in (row.value, row.practitioners_value) if value]
    assert kept == (["", "", ""] if only_worker else [SOFTLY, SOFTLY, "I see less."])


def test_it_still_counts_as_an_answer(place: Place) -> None:
    """Told only to the worker is told: the answers can be sent, and nobody is asked for it again."""
    assessment = a_prepared_assessment(place)
    with acting_as(place.as_sam) as sam:
        for question, value in DANIELS_ANSWERS.items():
            save_answer(assessment, question, Voice.PERSON, value, client_uuid=uuid4(), only_worker=True, by=sam)
        send_answers(assessment, by=sam)
