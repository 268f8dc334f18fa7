"""Answers are appended once, in a voice that is the speaker's own, and nothing is overwritten."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection

from commonpurse.access.context import acting_as
from commonpurse.access.decisions import Refused
from commonpurse.assessments import acts, queries
from commonpurse.assessments.answers import Value
from commonpurse.assessments.models import AnswerEvent, Assessment, Voice
from commonpurse.foundation.clock import at, now
from commonpurse.journeys.stages import Stage
from commonpurse.people.models import Person
from commonpurse.values.missing import NotReady
from tests.journeys_of_the_tests import (
    DANIELS_ANSWERS,
    a_helper_who_signs_in,
    a_prepared_assessment,
    a_sent_assessment,
    an_account_of,
    an_answered_assessment,
)
from tests.people_of_the_tests import Place, actor_of

A_BIT = Value(level=1, limbs=("cannot",))
A_LOT = Value(level=2, limbs=("cannot",))


def test_the_same_save_sent_twice_is_one_answer(place: Place) -> None:
    assessment, uuid = a_prepared_assessment(place), uuid4()
    with acting_as(place.as_sam):
        first = acts.save_answer(assessment, "eating", Voice.PERSON, A_BIT, client_uuid=uuid, by=place.as_sam)
        again = acts.save_answer(assessment, "eating", Voice.PERSON, A_BIT, client_uuid=uuid, by=place.as_sam)
        assert (first.event, first.at) == (again.event, again.at)
        assert AnswerEvent.objects.filter(assessment=assessment).count() == 1


def test_the_same_save_with_another_answer_is_refused_and_the_first_stands(place: Place) -> None:
    assessment, uuid = a_prepared_assessment(place), uuid4()
    with acting_as(place.as_sam):
        acts.save_answer(assessment, "eating", Voice.PERSON, A_BIT, client_uuid=uuid, by=place.as_sam)
        with pytest.raises(acts.SentTwice):
            acts.save_answer(assessment, "eating", Voice.PERSON, A_LOT, client_uuid=uuid, by=place.as_sam)
        assert queries.answers_by_voice(assessment)["person"]["eating"].value == A_BIT


def test_what_is_on_the_screen_already_is_not_written_again(place: Place) -> None:
    assessment = a_prepared_assessment(place)
    with acting_as(place.as_sam):
        first = acts.save_answer(assessment, "eating", Voice.PERSON, A_BIT, client_uuid=uuid4(), by=place.as_sam)
        again = acts.save_answer(assessment, "eating", Voice.PERSON, A_BIT, client_uuid=uuid4(), base=first.event, by=place.as_sam)
        assert again == first
        assert AnswerEvent.objects.filter(assessment=assessment).count() == 1


def test_an_answer_upon_an_older_one_is_kept_and_says_so(place: Place) -> None:
    assessment = a_prepared_assessment(place)
    with acting_as(place.as_sam):
        first = acts.save_answer(assessment, "eating", Voice.PERSON, A_BIT, client_uuid=uuid4(), by=place.as_sam)
        second = acts.save_answer(assessment, "eating", Voice.PERSON, A_LOT, client_uuid=uuid4(), base=first.event, by=place.as_sam)
        assert second.others == ()
        late = acts.save_answer(
            assessment, "eating", Voice.PERSON, Value(level=3, limbs=("unsafe",)), client_uuid=uuid4(), base=first.event, by=place.as_sam
        )
        assert [other.value for other in late.others] == [A_LOT]
        assert AnswerEvent.objects.filter(assessment=assessment).count() == 3


def test_voices_stand_side_by_side(place: Place) -> None:
    assessment = a_prepared_assessment(place, capacity=True)
    with acting_as(place.as_sam):
        acts.save_answer(assessment, "eating", Voice.PERSON, A_BIT, client_uuid=uuid4(), by=place.as_sam)
        acts.save_answer(assessment, "eating", Voice.PRACTITIONER, A_LOT, client_uuid=uuid4(), by=place.as_sam)
        found = queries.answers_by_voice(assessment)
    assert found["person"]["eating"].value == A_BIT
    assert found["practitioner"]["eating"].value == A_LOT
    assert found["person"]["eating"].said_by == "Daniel Okafor"
    assert found["practitioner"]["eating"].said_by == "Sam"


def test_latest_answers_of_all_voices_are_one_query(place: Place, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    assessment = an_answered_assessment(place)
    with acting_as(place.as_sam), django_assert_num_queries(1):
        assert len(queries.answers_by_voice(assessment)["person"]) == len(DANIELS_ANSWERS)


def test_without_capacity_nothing_is_ever_the_persons_own_words(place: Place) -> None:
    assessment = a_prepared_assessment(place, capacity=False)
    ruth = None
    with acting_as(place.as_sam):
        ruth = queries.helpers_of(assessment).get()
        with pytest.raises(Refused, match="own words"):
            acts.save_answer(assessment, "eating", Voice.PERSON, A_BIT, client_uuid=uuid4(), by=place.as_sam)
        acts.save_answer(assessment, "eating", Voice.CARER, A_BIT, client_uuid=uuid4(), said_by=ruth, by=place.as_sam)
        acts.save_answer(assessment, "eating", Voice.OBSERVED, A_LOT, client_uuid=uuid4(), by=place.as_sam)
        found = queries.answers_by_voice(assessment)
        assert set(found) == {"carer", "observed"}
        assert found["carer"]["eating"].said_by == "Ruth Ellis"
        assert queries.prepared(assessment).title == "Assessment with Ruth's help"
        # and when it turns out later that the person can take part, they may
        acts.decide_capacity_to_take_part(assessment, has_capacity=True, support_given="A quiet room.", by=place.as_sam)
        acts.save_answer(assessment, "eating", Voice.PERSON, A_BIT, client_uuid=uuid4(), by=place.as_sam)


def test_a_carers_words_need_a_name_and_nobody_answers_with_authority_yet(place: Place) -> None:
    assessment = a_prepared_assessment(place)
    with acting_as(place.as_sam):
        with pytest.raises(Refused, match="name"):
            acts.save_answer(assessment, "eating", Voice.CARER, A_BIT, client_uuid=uuid4(), by=place.as_sam)
        with pytest.raises(Refused, match="No authority"):
            acts.save_answer(assessment, "eating", Voice.PROXY, A_BIT, client_uuid=uuid4(), by=place.as_sam)


def test_the_person_answers_in_their_own_words_only(place: Place) -> None:
    assessment = a_prepared_assessment(place)
    daniel = actor_of(an_account_of(place, assessment.person))
    with acting_as(daniel):
        saved = acts.save_answer(assessment, "eating", Voice.PERSON, A_BIT, client_uuid=uuid4(), by=daniel)
        assert AnswerEvent.objects.get(uuid=saved.event).said_by_id == daniel.user_id
        for voice in (Voice.PRACTITIONER, Voice.OBSERVED):
            with pytest.raises(Refused, match="own words"):
                acts.save_answer(assessment, "eating", voice, A_BIT, client_uuid=uuid4(), by=daniel)


def test_a_stranger_saves_nothing(place: Place) -> None:
    assessment = a_prepared_assessment(place)
    with acting_as(place.as_charlie), pytest.raises(Refused):
        acts.save_answer(assessment, "eating", Voice.PRACTITIONER, A_BIT, client_uuid=uuid4(), by=place.as_charlie)


def test_somebody_elses_uuid_is_refused_without_saying_whose(place: Place) -> None:
    """Row-level security hides the first answer from the second writer; the database still keeps the uuid once."""
    assessment = a_prepared_assessment(place)
    helper, ruth_user = a_helper_who_signs_in(place, assessment)
    uuid = uuid4()
    with acting_as(place.as_sam):
        acts.save_answer(assessment, "eating", Voice.PERSON, A_BIT, client_uuid=uuid, by=place.as_sam)
    ruth = actor_of(ruth_user)
    with acting_as(ruth), pytest.raises(acts.SentTwice):
        acts.save_answer(assessment, "eating", Voice.CARER, A_BIT, client_uuid=uuid, said_by=helper, by=ruth)


WRONG = [
    ("no such level", "eating", Value(level=4), "level"),
    ("below the first level", "eating", Value(level=-1), "level"),
    ("a level and not sure", "eating", Value(level=1, not_sure=True), "level"),
    ("hard weeks easier than usual ones", "eating", Value(level=2, worst_level=1, worst_weeks=4), "worst_level"),
    ("no weeks", "eating", Value(level=1, worst_level=2), "worst_weeks"),
    ("weeks and no level", "eating", Value(level=1, worst_weeks=4), "worst_level"),
    ("0 weeks", "eating", Value(level=1, worst_level=2, worst_weeks=0), "worst_weeks"),
    ("53 weeks", "eating", Value(level=1, worst_level=2, worst_weeks=53), "worst_weeks"),
    ("no such worst level", "eating", Value(level=1, worst_level=9, worst_weeks=3), "worst_level"),
    ("hard weeks of an unknown week", "eating", Value(not_sure=True, worst_level=2, worst_weeks=3), "level"),
    ("hard weeks where nothing fluctuates", "getting-about", Value(level=1, worst_level=2, worst_weeks=3), "worst_level"),
    ("unpaid help where it is not asked", "work", Value(level=1, unpaid_quarters=1), "unpaid"),
    ("five quarters", "eating", Value(level=1, unpaid_quarters=5), "unpaid"),
    ("an unknown tick", "washing", Value(level=1, ticks=("sailing",)), "ticks"),
    ("another question's tick", "eating", Value(level=1, ticks=("washing",)), "ticks"),
    ("an unknown limb", "eating", Value(level=1, limbs=("sulky",)), "limbs"),
    ("a limb at level 0", "eating", Value(level=0, limbs=("unsafe",)), "limbs"),
    ("a limb while not sure", "eating", Value(not_sure=True, limbs=("unsafe",)), "limbs"),
    ("a book", "eating", Value(level=1, words="x" * 5001), "words"),
]


@pytest.mark.parametrize(("why", "question", "value", "field"), WRONG, ids=[why for why, *_ in WRONG])
def test_an_answer_that_does_not_fit_is_refused_at_its_field(place: Place, why: str, question: str, value: Value, field: str) -> None:
    assessment = a_prepared_assessment(place)
    with acting_as(place.as_sam):
        with pytest.raises(NotReady) as refused:
            acts.save_answer(assessment, question, Voice.PERSON, value, client_uuid=uuid4(), by=place.as_sam)
        assert field in [missing.field for missing in refused.value.missing]
        assert AnswerEvent.objects.count() == 0


RIGHT = [
    ("eating", Value(level=0)),
    ("eating", Value(not_sure=True, words="It depends on the day.")),
    ("eating", Value(words="Only words so far.")),
    ("eating", Value(level=3, worst_level=3, worst_weeks=52, unpaid_quarters=4, limbs=("cannot", "longer"))),
    ("washing", Value(level=0, worst_level=3, worst_weeks=1)),
    ("nights", Value(level=1, ticks=("awake",), limbs=("unsafe",))),
]


@pytest.mark.parametrize(("question", "value"), RIGHT)
def test_an_answer_that_fits_comes_back_as_it_was_given(place: Place, question: str, value: Value) -> None:
    assessment = a_prepared_assessment(place)
    with acting_as(place.as_sam):
        acts.save_answer(assessment, question, Voice.PERSON, value, client_uuid=uuid4(), by=place.as_sam)
        assert queries.answers_by_voice(assessment)["person"][question].value == value


def test_there_is_no_such_question(place: Place) -> None:
    assessment = a_prepared_assessment(place)
    with acting_as(place.as_sam), pytest.raises(NotReady, match="no such question"):
        acts.save_answer(assessment, "gardening", Voice.PERSON, A_BIT, client_uuid=uuid4(), by=place.as_sam)


def test_answers_are_sent_once_everything_has_an_answer(place: Place) -> None:
    assessment = a_prepared_assessment(place)
    with acting_as(place.as_sam):
        with pytest.raises(NotReady) as refused:
            acts.send_answers(assessment, by=place.as_sam)
        assert len(refused.value.missing) == len(DANIELS_ANSWERS)
        for number, (question, value) in enumerate(DANIELS_ANSWERS.items()):
            voice = Voice.PERSON if number % 2 else Voice.OBSERVED  # in at least one voice
            acts.save_answer(assessment, question, voice, value, client_uuid=uuid4(), by=place.as_sam)
        acts.send_answers(assessment, by=place.as_sam)
        acts.send_answers(assessment, by=place.as_sam)
        assert assessment.journey.stage == Stage.CHECKING
        assert assessment.journey.events.filter(kind="answers_sent").count() == 1


def test_words_alone_are_kept_and_are_no_answer(place: Place) -> None:
    assessment = an_answered_assessment(place, answers={**DANIELS_ANSWERS, "eating": Value(words="I forget.")})
    with acting_as(place.as_sam):
        assert [missing.field for missing in acts.what_is_missing_to_send_answers(assessment, by=place.as_sam)] == ["eating"]


def test_what_is_sent_is_closed_until_it_is_opened_again(place: Place) -> None:
    assessment = a_sent_assessment(place)
    with acting_as(place.as_sam):
        with pytest.raises(NotReady, match="closed"):
            acts.save_answer(assessment, "eating", Voice.PERSON, A_LOT, client_uuid=uuid4(), by=place.as_sam)
        acts.reopen_answers(assessment, by=place.as_sam)
        assert assessment.journey.stage == Stage.SELF_ASSESSMENT
        acts.save_answer(assessment, "eating", Voice.PERSON, A_LOT, client_uuid=uuid4(), by=place.as_sam)


def test_a_helper_sees_their_own_words_and_nothing_else(place: Place) -> None:
    """The second wall alone: no visible_to, only the database stands between Ruth and the rest."""
    assessment = an_answered_assessment(place)
    helper, user = a_helper_who_signs_in(place, assessment)
    ruth = actor_of(user)
    with acting_as(ruth):
        acts.save_answer(assessment, "eating", Voice.CARER, A_LOT, client_uuid=uuid4(), said_by=helper, by=ruth)
        assert [row.voice for row in AnswerEvent.objects.all()] == ["carer"]
        assert [row.pk for row in queries.helping(ruth)] == [helper.pk]
        assert Person.objects.count() == Assessment.objects.count() == 1
        for table in (
            "journeys_journeyevent",
            "assessments_preparation",
            "assessments_advocacydecision",
            "assessments_checkevent",
            "people_capacitydecision",
            "people_relationship",
            "allocation_run",
            "plans_plan",
        ):
            with connection.cursor() as cursor:
                cursor.execute(f'select count(*) from "{table}"')
                assert cursor.fetchone() == (0,), table
        for voice in (Voice.PERSON, Voice.OBSERVED, Voice.PRACTITIONER):
            with pytest.raises(Refused):
                acts.save_answer(assessment, "eating", voice, A_BIT, client_uuid=uuid4(), said_by=helper, by=ruth)
    with acting_as(place.as_sam):  # the negative control: there was something to hide
        assert AnswerEvent.objects.count() == len(DANIELS_ANSWERS) + 1


def test_a_helper_who_helps_no_more_sees_nothing_and_says_nothing(place: Place) -> None:
    assessment = an_answered_assessment(place)
    helper, user = a_helper_who_signs_in(place, assessment)
    ruth = actor_of(user)
    with acting_as(place.as_sam):
        acts.remove_helper(helper, by=place.as_sam)
    with acting_as(ruth):
        assert not queries.helping(ruth)
        assert Assessment.objects.count() == 0
        with pytest.raises(Refused):
            acts.save_answer(assessment, "eating", Voice.CARER, A_BIT, client_uuid=uuid4(), said_by=helper, by=ruth)


def test_progress_goes_by_the_persons_own_pace(place: Place) -> None:
    assessment, moment = a_prepared_assessment(place), now()
    with acting_as(place.as_sam):
        for step, question in enumerate(list(DANIELS_ANSWERS)[:5]):
            with at(moment + timedelta(seconds=120 * step)):
                acts.save_answer(assessment, question, Voice.PERSON, Value(level=0), client_uuid=uuid4(), by=place.as_sam)
        found = queries.progress(queries.form_for(assessment), queries.answers_of(assessment, Voice.PERSON))
    assert (found.answered, found.of, found.resume) == (5, 11, "work")
    assert found.minutes_left == 12  # six left, two minutes each
