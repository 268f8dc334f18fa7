"""Who may answer in which voice: every role, every voice."""

from dataclasses import dataclass

import pytest

from commonpurse.access.actors import ANONYMOUS, OPERATOR, Actor
from commonpurse.access.context import acting_as
from commonpurse.access.decisions import Refused
from commonpurse.assessments import acts, queries
from commonpurse.assessments.models import Assessment, Helper, Voice
from commonpurse.assessments.policy import may_answer, may_publish
from tests.journeys_of_the_tests import a_begun_assessment, a_helper_who_signs_in, a_prepared_assessment, an_account_of
from tests.people_of_the_tests import Place, actor_of


@dataclass
class Cast:
    assessment: Assessment
    helper: Helper
    actors: dict[str, Actor]


@pytest.fixture
def cast(place: Place) -> Cast:
    assessment = a_prepared_assessment(place)
    helper, ruth = a_helper_who_signs_in(place, assessment)
    daniel = an_account_of(place, assessment.person)
    actors = {"sam": place.as_sam, "helen": place.as_helen, "charlie": place.as_charlie, "wen": actor_of(place.wen)}
    return Cast(assessment, helper, actors | {"daniel": actor_of(daniel), "ruth": actor_of(ruth), "nobody": ANONYMOUS})


MAY = {
    "daniel": {Voice.PERSON},
    "ruth": {Voice.CARER},
    "sam": {Voice.PERSON, Voice.CARER, Voice.PRACTITIONER, Voice.OBSERVED},
    "helen": {Voice.PERSON, Voice.CARER, Voice.PRACTITIONER, Voice.OBSERVED},
    "charlie": set(),
    "wen": set(),
    "nobody": set(),
}


@pytest.mark.parametrize("who", MAY)
@pytest.mark.parametrize("has_capacity", [True, False, None])
def test_who_may_answer_in_which_voice(cast: Cast, who: str, has_capacity: bool | None) -> None:
    actor = cast.actors[who]
    with acting_as(actor):
        for voice in Voice:
            said_by = cast.helper if voice == Voice.CARER else None
            decision = may_answer(actor, cast.assessment, voice, has_capacity=has_capacity, said_by=said_by)
            expected = voice in MAY[who] and (voice != Voice.PERSON or has_capacity is True)
            assert bool(decision) == expected, (who, voice, decision.because)
            assert decision.because.endswith(".")


def test_a_helper_of_another_assessment_is_no_helper_here(cast: Cast, place: Place) -> None:
    other = a_begun_assessment(place, journey=None)
    with acting_as(place.as_sam):
        elsewhere = acts.note_helper(other, name="Joan", relationship="friend", footing=Helper.Footing.OWN_WORDS, by=place.as_sam)
        assert not may_answer(place.as_sam, cast.assessment, Voice.CARER, has_capacity=True, said_by=elsewhere)


def test_who_may_publish(place: Place) -> None:
    assert may_publish(OPERATOR)
    assert may_publish(actor_of(place.wen))
    assert not may_publish(place.as_sam)
    assert not may_publish(ANONYMOUS)


def test_only_the_team_prepares(cast: Cast) -> None:
    for who in ("charlie", "daniel", "ruth", "wen"):
        actor = cast.actors[who]
        with acting_as(actor):
            for act in (
                lambda by: acts.note_nobody_helps(cast.assessment, by=by),
                lambda by: acts.decide_advocacy(cast.assessment, very_hard_alone=False, offer="not_needed", by=by),
                lambda by: acts.decide_capacity_to_take_part(cast.assessment, has_capacity=True, support_given="x", by=by),
                lambda by: acts.note_helper(cast.assessment, name="A", relationship="b", footing="beside", by=by),
                lambda by: acts.remove_helper(cast.helper, by=by),
                lambda by: acts.let_helper_sign_in(cast.helper, "x", by=by),
                lambda by: acts.open_questions(cast.assessment, by=by),
                lambda by: acts.reopen_answers(cast.assessment, by=by),
            ):
                with pytest.raises(Refused):
                    act(actor)


def test_only_the_person_asks_for_an_advocate_here(cast: Cast, place: Place) -> None:
    with acting_as(place.as_sam):
        with pytest.raises(Refused):
            acts.ask_for_advocate(cast.assessment, by=place.as_sam)
        assert not queries.prepared(cast.assessment).wants_advocate
