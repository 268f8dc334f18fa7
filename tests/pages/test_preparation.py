"""Before the questions: four short pages, and what follows from them."""

from uuid import uuid4

import pytest
from django.test import Client

from commonpurse.access.context import acting_as
from commonpurse.access.models import User
from commonpurse.assessments import acts, queries
from commonpurse.assessments.models import AdvocacyDecision, Assessment, Helper, Preparation
from commonpurse.journeys.models import Journey
from commonpurse.journeys.stages import Holder, Stage
from commonpurse.people.acts import note_relationship
from tests.browsing_of_the_tests import as_
from tests.journeys_of_the_tests import (
    a_begun_assessment,
    a_helper_who_signs_in,
    a_prepared_assessment,
    a_started_journey,
    an_account_of,
    publish_the_reference,
)
from tests.people_of_the_tests import Place


def about(journey: Journey, **more: str | list[str]) -> dict[str, str | list[str]]:
    assessment = queries.assessment_of(journey.pk)
    return {"person": str(journey.person_id), "assessment": str(assessment.pk) if assessment else "", **more}


def test_the_four_pages_and_then_the_questions(place: Place) -> None:
    publish_the_reference()
    journey, sam = a_started_journey(place), as_(place.sam)
    at = f"/work/journeys/{journey.pk}/before"
    page = sam.get(at).content.decode()
    assert page.count("to do") == 4
    assert f'href="{at}/what-this-is" data-key="Enter">Next: What this is</a>' in page
    assert "Open the questions" not in page
    with acting_as(place.as_sam):
        form = about(journey)
    assert sam.post(f"{at}/what-this-is", form)["Location"] == at
    with acting_as(place.as_sam):
        form = about(journey)
    sam.post(f"{at}/nobody-helps", form)
    sam.post(f"{at}/advocate", {**form, "very_hard_alone": "no", "offer": "not_needed"})
    sam.post(f"{at}/taking-part", {**form, "has_capacity": "yes", "support_given": "At home, in the morning."})
    page = sam.get(at).content.decode()
    assert "to do" not in page
    assert "Open the questions: Self-assessment" in page
    assert sam.post(f"{at}/open", form)["Location"] == f"/work/journeys/{journey.pk}/answers"
    assert sam.post(f"{at}/open", form).status_code == 302  # pressed twice
    with acting_as(place.as_sam):
        found = Journey.objects.get(pk=journey.pk)
        assert (found.stage, found.held_by) == (Stage.SELF_ASSESSMENT, Holder.WORKER)  # Daniel has no account: Sam goes on
        assert found.events.filter(kind="assessment_begun").count() == 1
        assert Assessment.objects.count() == 1


def test_who_is_close_is_not_typed_again_and_a_helper_can_be_let_in_from_the_list(place: Place) -> None:
    publish_the_reference()
    journey, sam = a_started_journey(place), as_(place.sam)
    at = f"/work/journeys/{journey.pk}/before"
    assert 'value="Ruth Ellis"' not in sam.get(f"{at}/who-helps").content.decode()
    with acting_as(place.as_sam) as actor:
        note_relationship(journey.person, name="Ruth Ellis", kind="daughter", gives_unpaid_help=True, by=actor)
    page = sam.get(f"{at}/who-helps").content.decode()
    assert 'value="Ruth Ellis"' in page
    assert 'value="daughter"' in page
    with acting_as(place.as_sam):
        form = about(journey, name="Ruth Ellis", relationship="daughter", footing="own_words")
    assert sam.post(f"{at}/who-helps", form)["Location"] == at
    assert "let Ruth Ellis sign in</a>" in sam.get(at).content.decode()
    assert 'value="Ruth Ellis"' not in sam.get(f"{at}/who-helps").content.decode()


def test_a_carer_is_told_what_her_own_questions_are_about(place: Place) -> None:
    carers = a_started_journey(place, person=place.person("Ruth", "Ellis"), kind=Journey.Kind.CARER)
    sam = as_(place.sam)
    page = sam.get(f"/work/journeys/{carers.pk}/before/what-this-is").content.decode()
    assert "your own life as a carer" in page
    assert "does not see your answers unless you choose" in page
    own = sam.get(f"/work/journeys/{a_started_journey(place).pk}/before/what-this-is").content.decode()
    assert "as a carer" not in own


def test_the_person_goes_on_when_they_can_sign_in(place: Place) -> None:
    journey = a_started_journey(place)
    an_account_of(place, journey.person)
    a_prepared_assessment(place, journey=journey)
    assert journey.held_by == Holder.PERSON


def test_without_capacity_it_is_an_assessment_with_somebodys_help(place: Place) -> None:
    journey = a_started_journey(place)
    an_account_of(place, journey.person)
    assessment = a_prepared_assessment(place, journey=journey, capacity=False)
    assert assessment.journey.held_by == Holder.WORKER
    page = as_(place.sam).get(f"/work/journeys/{assessment.journey_id}/before").content.decode()
    assert "assessment with Ruth&#39;s help" in page
    assert "Self-assessment" not in page
    page = as_(place.sam).get(f"/work/journeys/{assessment.journey_id}/answers").content.decode()
    assert f"/answers/{'person'}/" not in page


MISSING = [
    ("advocate", {"very_hard_alone": "yes", "offer": "accepted"}, "Tick what would be very hard"),
    ("advocate", {"very_hard_alone": "yes", "hard_with": ["weigh"], "offer": "not_needed"}, "There is nobody right to help"),
    ("advocate", {"offer": "not_needed"}, "still needs an answer"),
    ("taking-part", {"has_capacity": "yes", "support_given": " "}, "still needs an answer"),
    ("taking-part", {"has_capacity": "no", "support_given": "Much."}, "Say what you saw and heard"),
    ("who-helps", {"name": "Ruth Ellis", "relationship": "daughter"}, "still needs an answer"),
]


@pytest.mark.parametrize(("step", "given", "sentence"), MISSING)
def test_what_is_missing_is_a_sentence_on_the_page_and_what_was_typed_stays(
    place: Place, step: str, given: dict[str, str | list[str]], sentence: str
) -> None:
    assessment = a_begun_assessment(place)
    with acting_as(place.as_sam):
        form = about(assessment.journey, **given)
    response = as_(place.sam).post(f"/work/journeys/{assessment.journey_id}/before/{step}", form)
    page = response.content.decode()
    assert response.status_code == 200
    assert sentence in page
    for typed in given.values():
        if isinstance(typed, str) and typed.strip() and typed not in {"yes", "no"}:
            assert typed in page


def test_offered_and_not_answered_lets_the_questions_begin_and_the_answers_wait(place: Place) -> None:
    assessment = a_begun_assessment(place)
    sam = place.as_sam
    with acting_as(sam):
        acts.note_explained(assessment, by=sam)
        acts.note_nobody_helps(assessment, by=sam)
        acts.decide_advocacy(assessment, very_hard_alone=True, hard_with=["weigh"], offer="waiting", by=sam)
        acts.decide_capacity_to_take_part(assessment, has_capacity=True, support_given="A quiet room.", by=sam)
        acts.open_questions(assessment, by=sam)
        assert any("advocate was offered" in one.sentence for one in acts.what_is_missing_to_send_answers(assessment, by=place.as_sam))
        acts.decide_advocacy(assessment, very_hard_alone=True, hard_with=["weigh"], offer="declined", by=sam)
        assert not any("advocate" in one.sentence for one in acts.what_is_missing_to_send_answers(assessment, by=place.as_sam))
        assert AdvocacyDecision.objects.count() == 2  # the first stays in the record


def test_helpers_come_and_go_and_the_passphrase_is_shown_once(place: Place) -> None:
    assessment = a_begun_assessment(place)
    sam, at = as_(place.sam), f"/work/journeys/{assessment.journey_id}/before/who-helps"
    with acting_as(place.as_sam):
        form = about(assessment.journey)
    sam.post(at, {**form, "name": "Ruth Ellis", "relationship": "daughter", "footing": "own_words"})
    sam.post(at, {**form, "name": "Ruth Ellis", "relationship": "daughter", "footing": "own_words"})
    again = sam.post(at, {**form, "name": "Ruth Ellis", "relationship": "neighbour", "footing": "beside"}).content.decode()
    assert "Somebody of this name helps already" in again
    with acting_as(place.as_sam):
        helper = Helper.objects.get()
    page = sam.post(f"{at}/{helper.pk}/sign-in", {**form, "sign_in_name": "Sam"}).content.decode()
    assert "This sign-in name is taken" in page
    response = sam.post(f"{at}/{helper.pk}/sign-in", {**form, "sign_in_name": "ruth.ellis"})
    assert "shown only this once" in response.content.decode()
    assert "no-store" in response["Cache-Control"]
    ruth = User.objects.get(sign_in_name="ruth.ellis")
    assert as_(ruth).get("/helping/").status_code == 200
    assert "can sign in already" in sam.post(f"{at}/{helper.pk}/sign-in", {**form, "sign_in_name": "ruth2"}).content.decode()
    sam.post(f"{at}/{helper.pk}/no-more", form)
    assert as_(ruth).get("/helping/").status_code == 404
    with acting_as(place.as_sam):
        assert Helper.objects.get().ended_at is not None


def test_what_was_opened_for_somebody_else_is_refused(place: Place) -> None:
    assessment = a_begun_assessment(place)
    sam = as_(place.sam)
    for step in ("what-this-is", "who-helps", "nobody-helps", "advocate", "taking-part", "open"):
        response = sam.post(
            f"/work/journeys/{assessment.journey_id}/before/{step}", {"person": str(uuid4()), "assessment": str(assessment.pk)}
        )
        assert response.status_code == 409, step
    with acting_as(place.as_sam):
        assert Preparation.objects.count() == 0


@pytest.mark.parametrize("step", ["", "/what-this-is", "/who-helps", "/advocate", "/taking-part"])
def test_a_stranger_finds_nothing(place: Place, step: str) -> None:
    assessment = a_begun_assessment(place)
    at = f"/work/journeys/{assessment.journey_id}/before{step}"
    assert as_(place.sam).get(at).status_code == 200
    assert as_(place.charlie).get(at).status_code == 404
    assert as_(an_account_of(place, assessment.person)).get(at).status_code == 404
    assert Client().get(at).status_code == 302


def test_the_questionnaire_of_the_day_the_journey_started_is_pinned(place: Place, settings) -> None:  # type: ignore[no-untyped-def]
    from commonpurse.values.missing import NotReady

    journey = a_started_journey(place)
    with acting_as(place.as_sam), pytest.raises(NotReady, match="no questions in force"):
        acts.begin_assessment(journey, by=place.as_sam)
    publish_the_reference()
    settings.IN_DEMONSTRATION = False
    with acting_as(place.as_sam), pytest.raises(NotReady, match="no questions in force"):
        acts.begin_assessment(journey, by=place.as_sam)
    settings.IN_DEMONSTRATION = True
    with acting_as(place.as_sam):
        first = acts.begin_assessment(journey, by=place.as_sam)
        assert (first.questionnaire.code, first.questionnaire.kind) == ("reference-adult", "adult")
        assert acts.begin_assessment(journey, by=place.as_sam) == first


@pytest.mark.parametrize(
    ("step", "given", "put_right"),
    [
        ("advocate", {"very_hard_alone": "yes", "offer": "accepted"}, {"hard_with": ["weigh"]}),
        ("taking-part", {"has_capacity": "no", "support_given": "Much."}, {"reasons": "She could not say it back."}),
    ],
)
def test_a_first_step_that_was_refused_can_be_put_right_and_sent(
    place: Place, step: str, given: dict[str, str | list[str]], put_right: dict[str, str | list[str]]
) -> None:
    publish_the_reference()
    journey, sam = a_started_journey(place), as_(place.sam)
    at = f"/work/journeys/{journey.pk}/before/{step}"
    opened_before_it_began: dict[str, str | list[str]] = {"person": str(journey.person_id), "assessment": "", **given}
    assert sam.post(at, opened_before_it_began).status_code == 200
    assert sam.post(at, opened_before_it_began | put_right).status_code == 302
    assert sam.post(at, opened_before_it_began | put_right | {"person": str(uuid4())}).status_code == 409
    assert sam.post(at, opened_before_it_began | put_right | {"assessment": str(uuid4())}).status_code == 409


def test_a_helper_is_let_in_with_an_account_that_she_has(place: Place) -> None:
    assessment = a_prepared_assessment(place)
    _, ruth = a_helper_who_signs_in(place, assessment)
    with acting_as(place.as_sam) as sam:
        acts.remove_helper(queries.helpers_of(assessment).get(), by=sam)
        again = acts.note_helper(assessment, name="Ruth Ellis", relationship="carer", footing=Helper.Footing.OWN_WORDS, by=sam)
        form = about(assessment.journey, sign_in_name="ruth.ellis")
    at = f"/work/journeys/{assessment.journey_id}/before/who-helps"
    page = as_(place.sam).get(f"{at}/{again.pk}/sign-in").content.decode()
    assert "They have this account already" in page
    assert as_(place.sam).post(f"{at}/{again.pk}/sign-in", form | {"known": "1", "sign_in_name": "nobody"}).status_code == 200
    assert as_(place.sam).post(f"{at}/{again.pk}/sign-in", form | {"known": "1"})["Location"] == at
    assert as_(ruth).get("/helping/").status_code == 200
