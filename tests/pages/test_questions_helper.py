"""Ruth says what she sees, in her own words; she sees nothing of anybody else's."""

import re
from html import unescape
from uuid import uuid4

from django.test import Client

from commonpurse.access.context import acting_as
from commonpurse.access.models import Look
from commonpurse.access.queries import looks_at
from commonpurse.assessments import acts, queries
from commonpurse.assessments.answers import Value
from commonpurse.assessments.models import Assessment, Helper, Voice
from tests.browsing_of_the_tests import as_
from tests.journeys_of_the_tests import a_helper_who_signs_in, a_prepared_assessment, an_account_of, an_answered_assessment
from tests.people_of_the_tests import Place, write_past_the_wall


def posted(assessment: Assessment, **more: str | list[str]) -> dict[str, str | list[str]]:
    return {"person": str(assessment.person_id), "assessment": str(assessment.pk), "client_uuid": str(uuid4()), **more}


def test_ruth_answers_as_herself_and_only_as_herself(place: Place) -> None:
    assessment = a_prepared_assessment(place)
    helper, user = a_helper_who_signs_in(place, assessment)
    ruth = as_(user)
    page = ruth.get("/helping/").content.decode()
    assert "You are helping Daniel" in page
    assert f"/helping/{helper.pk}/eating" in page
    response = ruth.post(f"/helping/{helper.pk}/eating", posted(assessment, level="2", words="He forgets that he ate."))
    assert response["Location"] == f"/helping/{helper.pk}/washing"
    with acting_as(place.as_sam):
        found = queries.answers_by_voice(assessment)
        assert set(found) == {"carer"}
        assert found["carer"]["eating"].said_by_id == user.pk
    assert "He forgets that he ate." in ruth.get(f"/helping/{helper.pk}").content.decode()


# Uuids and signed words are drawn by lot, and may spell anything.
MADE_ANEW = re.compile(
    r'[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|name="(csrfmiddlewaretoken|typed_by)" value="[^"]*"|(nonce|data-effort)="[^"]*"'
)


def test_ruth_sees_no_answer_count_stage_date_or_number_of_anybody_else(place: Place) -> None:
    assessment = an_answered_assessment(place)
    with acting_as(place.as_sam):
        acts.save_answer(
            assessment, "eating", Voice.OBSERVED, Value(level=3, words="The fridge was bare."), client_uuid=uuid4(), by=place.as_sam
        )
    helper, user = a_helper_who_signs_in(place, assessment)
    ruth = as_(user)
    for address in ("/helping/", f"/helping/{helper.pk}", f"/helping/{helper.pk}/eating", f"/helping/{helper.pk}/home"):
        page = MADE_ANEW.sub("", ruth.get(address).content.decode())
        for hidden in ("Letters pile up", "The fridge was bare", "1992", "elf-assessment", "Sam", "of 11 answered", "saved at", "advocate"):
            assert hidden not in page, (address, hidden)


def test_ruth_is_never_spoken_to_as_if_she_were_the_one_she_helps(place: Place) -> None:
    """What the questions say to Daniel stands in quotation marks, as what he is told; and "I" is said to mean him."""
    assessment = a_prepared_assessment(place)
    helper, user = a_helper_who_signs_in(place, assessment)
    ruth = as_(user)
    with acting_as(place.as_sam):
        questions = queries.form_for(assessment).questions
    for question in questions:
        page = unescape(ruth.get(f"/helping/{helper.pk}/{question.id}").content.decode())
        told = page[page.index("Daniel is told: “") : page.index("”", page.index("Daniel is told: “"))]
        for said in filter(None, (question.why, question.help, question.note)):
            assert (page.count(said), told.count(said)) == (1, 1), (question.id, said)
        assert "“I” means Daniel." in page
    assert "in the answers “I” means Daniel" in ruth.get(f"/helping/{helper.pk}").content.decode()


def test_daniel_is_spoken_to_as_himself(place: Place) -> None:
    assessment = a_prepared_assessment(place)
    page = as_(an_account_of(place, assessment.person)).get("/my/questions/staying-well").content.decode()
    assert "If you may hurt yourself now, call 999" in page
    assert "is told:" not in page
    assert "“I” means" not in page


def test_the_rest_of_the_house_is_not_there_for_her(place: Place) -> None:
    assessment = an_answered_assessment(place)
    _, user = a_helper_who_signs_in(place, assessment)
    ruth = as_(user)
    for address in ("/my/questions", "/my/questions/eating", f"/work/journeys/{assessment.journey_id}/answers", "/work/"):
        assert ruth.get(address).status_code == 404, address


def test_nobody_answers_in_anothers_place(place: Place) -> None:
    assessment = a_prepared_assessment(place)
    helper, _ = a_helper_who_signs_in(place, assessment)
    for somebody in (place.sam, place.charlie):
        assert as_(somebody).get(f"/helping/{helper.pk}/eating").status_code == 404
        assert as_(somebody).get("/helping/").status_code == 404
    assert Client().get("/helping/").status_code == 302


def test_her_looks_are_written_down_and_the_person_can_see_them(place: Place) -> None:
    assessment = a_prepared_assessment(place)
    _, user = a_helper_who_signs_in(place, assessment)
    as_(user).get("/helping/")
    with acting_as(place.as_sam):
        assert looks_at(assessment.person_id).filter(user_id=user.pk, section="own-words").exists()
        assert Look.objects.exclude(user_id=user.pk).count() == 0


def test_what_she_typed_for_somebody_else_is_refused(place: Place) -> None:
    assessment = a_prepared_assessment(place)
    helper, user = a_helper_who_signs_in(place, assessment)
    typed = posted(assessment, level="1") | {"person": str(uuid4())}
    assert as_(user).post(f"/helping/{helper.pk}/eating", typed).status_code == 409


def test_a_helper_who_only_sits_beside_has_no_page(place: Place) -> None:
    assessment = a_prepared_assessment(place)
    helper, user = a_helper_who_signs_in(place, assessment)
    write_past_the_wall("update assessments_helper set footing = %s where id = %s", str(Helper.Footing.BESIDE), helper.pk)
    assert as_(user).get("/helping/").status_code == 404


def test_the_way_on_stands_before_her_answers_and_after_them(place: Place) -> None:
    assessment = a_prepared_assessment(place)
    helper, user = a_helper_who_signs_in(place, assessment)
    ruth = as_(user)
    ruth.post(f"/helping/{helper.pk}/eating", posted(assessment, level="2"))
    first, second = ruth.get(f"/helping/{helper.pk}").content.decode().split('<div class="cp-answer-list">')
    for part in (first, second):
        assert part.count(f'href="/helping/{helper.pk}/washing">Go on with the questions') == 1
