"""Sam writes answers down at the kitchen table: whose words first, then one question a page."""

from uuid import uuid4

import pytest
from django.test import Client

from commonpurse.access.context import acting_as
from commonpurse.assessments import acts, queries
from commonpurse.assessments.models import AnswerEvent, Assessment, Helper
from commonpurse.journeys.models import Journey
from commonpurse.journeys.stages import Stage
from tests.browsing_of_the_tests import as_
from tests.journeys_of_the_tests import a_prepared_assessment, a_sent_assessment, an_answered_assessment
from tests.people_of_the_tests import Place


def posted(assessment: Assessment, **more: str | list[str]) -> dict[str, str | list[str]]:
    return {"person": str(assessment.person_id), "assessment": str(assessment.pk), "client_uuid": str(uuid4()), **more}


def test_whose_words_comes_first(place: Place) -> None:
    assessment = a_prepared_assessment(place)
    at = f"/work/journeys/{assessment.journey_id}/answers"
    page = as_(place.sam).get(at).content.decode()
    assert "Whose words do you write down now?" in page
    for whose in ("person", "observed", "practitioner"):
        assert f"{at}/{whose}/eating" in page
    assert "proxy" not in page


def test_each_voice_is_kept_apart(place: Place) -> None:
    assessment = a_prepared_assessment(place, capacity=False)
    sam, at = as_(place.sam), f"/work/journeys/{assessment.journey_id}/answers"
    with acting_as(place.as_sam):
        ruth = queries.helpers_of(assessment).get()
    for whose, level in ((str(ruth.pk), "3"), ("observed", "2"), ("practitioner", "1")):
        response = sam.post(f"{at}/{whose}/eating", posted(assessment, level=level))
        assert response["Location"] == f"{at}/{whose}/washing"
    assert sam.post(f"{at}/person/eating", posted(assessment, level="0")).status_code == 403
    with acting_as(place.as_sam):
        found = queries.answers_by_voice(assessment)
        assert {voice: answers["eating"].value.level for voice, answers in found.items()} == {"carer": 3, "observed": 2, "practitioner": 1}
        assert found["carer"]["eating"].said_by == "Ruth Ellis"
    page = sam.get(f"{at}/{ruth.pk}/eating").content.decode()
    assert "what Ruth says" in page
    assert "In Ruth’s own words" in page


def test_somebody_beside_the_person_is_named_with_the_answer(place: Place) -> None:
    assessment = a_prepared_assessment(place)
    with acting_as(place.as_sam):
        lee = acts.note_helper(assessment, name="Lee Marsh", relationship="friend", footing=Helper.Footing.BESIDE, by=place.as_sam)
    sam, at = as_(place.sam), f"/work/journeys/{assessment.journey_id}/answers/person/eating"
    assert "Did somebody help with this answer?" in sam.get(at).content.decode()
    sam.post(at, posted(assessment, level="1", helped_by=str(lee.pk)))
    with acting_as(place.as_sam):
        assert queries.answers_by_voice(assessment)["person"]["eating"].with_help_of == "Lee Marsh"


def test_check_then_send_then_open_again(place: Place) -> None:
    assessment = an_answered_assessment(place)
    sam, at = as_(place.sam), f"/work/journeys/{assessment.journey_id}/answers"
    assert "Go on to checking together" in sam.get(at).content.decode()
    assert "Not sure yet" in sam.get(f"{at}/person").content.decode()
    assert sam.post(f"{at}/send", posted(assessment))["Location"] == f"/work/journeys/{assessment.journey_id}"
    assert sam.post(f"{at}/send", posted(assessment)).status_code == 302  # pressed twice
    assert "being checked together" in sam.get(at).content.decode()
    assert sam.get(f"{at}/person/eating")["Location"] == at
    sam.post(f"{at}/open-again", posted(assessment))
    with acting_as(place.as_sam):
        assert Journey.objects.get().stage == Stage.SELF_ASSESSMENT


def test_what_was_typed_for_another_person_is_refused(place: Place) -> None:
    assessment = a_prepared_assessment(place)
    at = f"/work/journeys/{assessment.journey_id}/answers"
    typed = posted(assessment, level="1") | {"assessment": str(uuid4())}
    for address in ("person/eating", "send", "open-again"):
        assert as_(place.sam).post(f"{at}/{address}", typed).status_code == 409, address
    with acting_as(place.as_sam):
        assert AnswerEvent.objects.count() == 0


def test_there_is_no_such_voice_or_question(place: Place) -> None:
    assessment = a_prepared_assessment(place)
    at = f"/work/journeys/{assessment.journey_id}/answers"
    for address in ("proxy/eating", "carer/eating", f"{uuid4()}/eating", "person/gardening", "proxy"):
        assert as_(place.sam).get(f"{at}/{address}").status_code == 404, address


@pytest.mark.parametrize("address", ["", "/person", "/person/eating"])
def test_a_stranger_finds_nothing(place: Place, address: str) -> None:
    assessment = a_prepared_assessment(place)
    at = f"/work/journeys/{assessment.journey_id}/answers{address}"
    assert as_(place.sam).get(at).status_code == 200
    assert as_(place.charlie).get(at).status_code == 404
    assert Client().get(at).status_code == 302


def test_closed_answers_can_still_be_read(place: Place) -> None:
    assessment = a_sent_assessment(place)
    page = as_(place.sam).get(f"/work/journeys/{assessment.journey_id}/answers/person").content.decode()
    assert "These are closed now" in page
    assert "?then=check" not in page


def test_two_workers_at_once_see_both_answers_where_sending_would_be(place: Place) -> None:
    assessment = an_answered_assessment(place)
    at = f"/work/journeys/{assessment.journey_id}/answers"
    sam, priya = as_(place.sam), as_(place.priya)
    with acting_as(place.as_sam):
        before = str(queries.answers_by_voice(assessment)["person"]["eating"].uuid)
    sam.post(f"{at}/person/eating", posted(assessment, level="0", base_event=before))
    both = priya.post(f"{at}/person/eating", posted(assessment, level="3", base_event=before), follow=True).content.decode()
    assert "written by Sam, " in both
    assert "written by Priya, " in both
    page = sam.get(at).content.decode()
    assert f'href="{at}/person/eating">Daniel: Eating and drinking</a>' in page
    assert "Go on to checking together" not in page
    assert sam.post(f"{at}/send", posted(assessment)).status_code == 409
