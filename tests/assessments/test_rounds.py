"""A second round on the same journey: today's questions, helpers asked again, and nothing written into the old answers."""

from datetime import date
from uuid import uuid4

import pytest

from commonpurse.access.context import acting_as
from commonpurse.access.decisions import Refused
from commonpurse.access.models import Grant, User
from commonpurse.access.queries import actor_for
from commonpurse.assessments import acts, queries
from commonpurse.assessments.answers import Value
from commonpurse.assessments.models import AnswerEvent, Assessment, Helper, Questionnaire, Voice
from commonpurse.foundation.clock import today
from commonpurse.journeys import acts as journeys
from commonpurse.journeys.models import Journey
from commonpurse.values.missing import NotReady
from tests.journeys_of_the_tests import a_begun_assessment, a_helper_who_signs_in, a_prepared_assessment, an_account_of
from tests.people_of_the_tests import Place, write_past_the_wall

OWN_WORDS = Helper.Footing.OWN_WORDS


def asked_again(place: Place, assessment: Assessment) -> Journey:
    with acting_as(place.as_sam) as sam:
        journey = Journey.objects.get(pk=assessment.journey_id)
        journeys.end(journey, reason="Not now.", by=sam)
        journeys.ask_again(journey, by=sam)
    return journey


def opens(user: User, assessment: Assessment) -> bool:
    with acting_as(actor_for(user)) as actor:
        return queries.helping(actor).filter(assessment=assessment).exists()


def grants_of(place: Place, user: User) -> int:
    with acting_as(place.as_sam):
        return Grant.objects.filter(holder_id=user.pk, valid_until=None, ground__ended_at=None).count()


def a_helper(place: Place, assessment: Assessment, *, name: str = "Ruth Ellis", footing: str = OWN_WORDS) -> Helper:
    with acting_as(place.as_sam) as sam:
        return acts.note_helper(assessment, name=name, relationship="daughter", footing=footing, by=sam)


def test_whoever_asks_again_is_asked_the_questions_of_that_day(place: Place) -> None:
    first = a_begun_assessment(place)
    # before any of them was in force
    write_past_the_wall("update journeys_journey set started_on = %s where id = %s", date(2020, 1, 6), first.journey_id)
    with acting_as(place.as_sam):
        assert queries.questionnaire_in_force("adult", date(2020, 1, 6)) is None
    journey = asked_again(place, first)
    with acting_as(place.as_sam) as sam:
        second = acts.begin_assessment(journey, by=sam)
    assert second.pk != first.pk
    assert Questionnaire.objects.get(pk=second.questionnaire_id) == queries.questionnaire_in_force("adult", today())


def test_helping_ends_with_the_journey(place: Place) -> None:
    assessment = a_prepared_assessment(place)
    _, ruth = a_helper_who_signs_in(place, assessment)
    assert opens(ruth, assessment)
    asked_again(place, assessment)
    assert grants_of(place, ruth) == 0
    assert not opens(ruth, assessment)


def test_a_new_round_ends_the_help_of_the_former_one(place: Place) -> None:
    assessment = a_prepared_assessment(place)
    helper, ruth = a_helper_who_signs_in(place, assessment)
    journey = asked_again(place, assessment)
    with acting_as(place.as_sam) as sam:
        acts.begin_assessment(journey, by=sam)
        helper.refresh_from_db()
        assert helper.ended_at is not None
    assert not opens(ruth, assessment)


def test_nothing_more_is_written_into_the_answers_of_a_former_round(place: Place) -> None:
    former = a_prepared_assessment(place)
    journey = asked_again(place, former)
    a_prepared_assessment(place, journey=journey)
    with acting_as(place.as_sam) as sam:
        with pytest.raises(NotReady, match="from an earlier time"):
            acts.save_answer(former, "eating", Voice.PERSON, Value(level=1), client_uuid=uuid4(), by=sam)
        assert AnswerEvent.objects.count() == 0


# Accounts that are there already


def test_ruth_uses_the_account_that_she_has(place: Place) -> None:
    assessment = a_prepared_assessment(place)
    _, ruth = a_helper_who_signs_in(place, assessment)
    journey = asked_again(place, assessment)
    second = a_prepared_assessment(place, journey=journey)
    helper = a_helper(place, second)
    with acting_as(place.as_sam) as sam:
        with pytest.raises(NotReady):
            acts.let_helper_sign_in(helper, "ruth.ellis", by=sam)  # the name is taken: by herself
        assert acts.let_helper_use_account(helper, " Ruth.Ellis ", by=sam) == ruth
    assert opens(ruth, second)
    with acting_as(actor_for(ruth)) as herself:
        acts.save_answer(second, "eating", Voice.CARER, Value(level=2), client_uuid=uuid4(), said_by=helper, by=herself)


def test_ruth_helps_a_second_relative_with_the_same_account(place: Place) -> None:
    _, ruth = a_helper_who_signs_in(place, a_prepared_assessment(place))
    with acting_as(place.as_sam) as sam:
        journey = journeys.start_journey(
            place.person("Margaret", "Ellis", date(1942, 6, 12)), kind=Journey.Kind.ADULT, team_id=place.team.pk, by=sam
        )
        mothers = acts.begin_assessment(journey, by=sam)
    helper = a_helper(place, mothers)
    with acting_as(place.as_sam) as sam:
        assert acts.let_helper_use_account(helper, "ruth.ellis", by=sam) == ruth


def test_an_account_that_the_team_did_not_give_looks_as_if_it_were_not_there(place: Place) -> None:
    assessment = a_prepared_assessment(place)
    helper, daniel = a_helper(place, assessment), an_account_of(place, assessment.person)
    told = set()
    for name in (place.sam.sign_in_name, place.charlie.sign_in_name, daniel.sign_in_name, "nobody.at.all"):
        with acting_as(place.as_sam) as sam, pytest.raises(NotReady) as not_ready:
            acts.let_helper_use_account(helper, name, by=sam)
        told.add(str(not_ready.value))
    assert len(told) == 1


def test_two_who_help_do_not_share_an_account(place: Place) -> None:
    assessment = a_prepared_assessment(place)
    a_helper_who_signs_in(place, assessment)
    paul = a_helper(place, assessment, name="Paul Ellis")
    with acting_as(place.as_sam) as sam, pytest.raises(NotReady, match="Each has their own"):
        acts.let_helper_use_account(paul, "ruth.ellis", by=sam)


# Footing


@pytest.mark.parametrize("footing", [one for one in Helper.Footing if one != OWN_WORDS])
def test_only_somebody_who_speaks_in_their_own_words_is_written_down_as_a_carer(place: Place, footing: str) -> None:
    assessment = a_prepared_assessment(place)
    helper = a_helper(place, assessment, footing=footing)
    with acting_as(place.as_sam) as sam, pytest.raises(Refused, match="not set down"):
        acts.save_answer(assessment, "eating", Voice.CARER, Value(level=1), client_uuid=uuid4(), said_by=helper, by=sam)


def test_only_somebody_who_helps_here_now_is_named_with_an_answer(place: Place) -> None:
    assessment = a_prepared_assessment(place)
    lee = a_helper(place, assessment, name="Lee Marsh", footing=Helper.Footing.BESIDE)
    joan = a_helper(place, a_begun_assessment(place), name="Joan", footing=Helper.Footing.BESIDE)
    with acting_as(place.as_sam) as sam:
        acts.save_answer(assessment, "eating", Voice.PERSON, Value(level=1), client_uuid=uuid4(), helped_by=lee, by=sam)
        acts.remove_helper(lee, by=sam)
        for somebody in (lee, joan):
            with pytest.raises(NotReady, match="does not help with this now"):
                acts.save_answer(assessment, "washing", Voice.PERSON, Value(level=1), client_uuid=uuid4(), helped_by=somebody, by=sam)
