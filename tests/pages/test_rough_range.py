"""A rough range so far: for whoever answers, only on asking, from half on, from that voice alone; nothing of it is kept."""

from uuid import uuid4

from django.test import Client

from commonpurse.access.context import acting_as
from commonpurse.assessments import acts as assessments
from commonpurse.assessments.answers import Value
from commonpurse.assessments.models import Assessment, Voice
from commonpurse.assessments.queries import form_for
from commonpurse.journeys.models import Journey
from tests.browsing_of_the_tests import as_
from tests.journeys_of_the_tests import DANIELS_ANSWERS, a_prepared_assessment, a_sent_assessment, a_started_journey, an_account_of
from tests.people_of_the_tests import Place
from tests.writes_of_the_tests import writes_but_looks

WARNING = "This is only a rough idea"


def says(place: Place, assessment: Assessment, number: int, *, voice: Voice = Voice.PERSON) -> None:
    with acting_as(place.as_sam) as sam:
        for question, value in list(DANIELS_ANSWERS.items())[:number]:
            assessments.save_answer(assessment, question, voice, value, client_uuid=uuid4(), by=sam)


def his_page(client: Client) -> str:
    return client.get("/my/questions/so-far").content.decode()


def test_before_half_it_says_how_many_more(place: Place) -> None:
    assessment = a_prepared_assessment(place)
    says(place, assessment, 5)
    daniel = as_(an_account_of(place, assessment.person))
    page = his_page(daniel)
    assert "1 more answer is needed" in page
    assert "£" not in page
    says(place, assessment, 6)
    page = his_page(daniel)
    assert WARNING in page
    assert "It is no promise" in page
    assert "6 of 11 answers" in page


def test_it_is_a_range_marked_indicative_with_its_period_and_its_why(place: Place) -> None:
    assessment = a_prepared_assessment(place)
    says(place, assessment, 11)
    daniel = as_(an_account_of(place, assessment.person))
    page = his_page(daniel)
    assert 'cp-money--indicative">' in page
    assert "a week" in page
    assert 'href="#rough-why"' in page
    assert "Help at night" in page  # “not sure yet” is still open
    assert "(demonstration)" in page


def test_nobody_is_shown_one_who_does_not_ask(place: Place) -> None:
    assessment = a_prepared_assessment(place)
    says(place, assessment, 11)
    daniel = as_(an_account_of(place, assessment.person))
    for address in ("/my/", "/my/questions", "/my/questions/check", "/my/questions/home"):
        page = daniel.get(address).content.decode()
        assert WARNING not in page
        assert "£" not in page
    assert 'href="/my/questions/so-far"' in daniel.get("/my/questions/check").content.decode()


def test_each_voice_has_its_own(place: Place) -> None:
    assessment = a_prepared_assessment(place)
    says(place, assessment, 7)
    sam = as_(place.sam)
    at = f"/work/journeys/{assessment.journey_id}/answers"
    persons = sam.get(f"{at}/person/so-far").content.decode()
    assert WARNING in persons
    assert "what Daniel said" in persons
    own = sam.get(f"{at}/practitioner/so-far").content.decode()
    assert WARNING not in own
    assert "6 more answers are needed" in own
    assert f'href="{at}/person/so-far"' in sam.get(f"{at}/person").content.decode()
    assert as_(place.charlie).get(f"{at}/person/so-far").status_code == 404


def test_a_carer_has_one_for_a_year_from_her_own_answers(place: Place) -> None:
    journey = a_started_journey(place, person=place.person("Ruth", "Ellis"), kind=Journey.Kind.CARER)
    assessment = a_prepared_assessment(place, journey=journey)
    with acting_as(place.as_sam) as sam:
        for question in ("health", "children", "other-people", "home", "work"):
            assessments.save_answer(assessment, question, Voice.PERSON, Value(level=2, limbs=("cannot",)), client_uuid=uuid4(), by=sam)
    page = his_page(as_(an_account_of(place, assessment.person)))
    assert "£200 to £600" in page
    assert "a year" in page


def test_with_every_answer_it_does_not_say_the_same_twice(place: Place) -> None:
    journey = a_started_journey(place, person=place.person("Ruth", "Ellis"), kind=Journey.Kind.CARER)
    assessment = a_prepared_assessment(place, journey=journey)
    with acting_as(place.as_sam) as sam:
        for question in form_for(assessment).questions:
            assessments.save_answer(assessment, question.id, Voice.PERSON, Value(level=0), client_uuid=uuid4(), by=sam)
    page = his_page(as_(an_account_of(place, assessment.person)))
    assert "Every question has an answer" in page
    assert "The lower figure" not in page
    assert "Still open" not in page


def test_nothing_is_kept(place: Place) -> None:
    assessment = a_prepared_assessment(place)
    says(place, assessment, 8)
    daniel, sam = as_(an_account_of(place, assessment.person)), as_(place.sam)
    before = writes_but_looks()
    assert WARNING in his_page(daniel)
    assert WARNING in sam.get(f"/work/journeys/{assessment.journey_id}/answers/person/so-far").content.decode()
    assert writes_but_looks() == before
    says(place, assessment, 9)  # the negative control: what is kept is seen
    assert writes_but_looks() != before


def test_once_the_answers_are_sent_there_is_none(place: Place) -> None:
    assessment = a_sent_assessment(place)
    daniel = as_(an_account_of(place, assessment.person))
    assert daniel.get("/my/questions/so-far")["Location"] == "/my/questions"
    where = f"/work/journeys/{assessment.journey_id}/answers"
    assert as_(place.sam).get(f"{where}/person/so-far")["Location"] == where


def test_what_somebody_is_not_asked_alone_is_not_told_alone(place: Place) -> None:
    """Who cannot take part has no questions of their own to answer, and so no range either."""
    assessment = a_prepared_assessment(place, capacity=False)
    daniel = as_(an_account_of(place, assessment.person))
    assert daniel.get("/my/questions/so-far")["Location"] == "/my/questions"
