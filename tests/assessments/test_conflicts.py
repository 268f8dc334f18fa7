"""Two answers of one speaker, written in two places at once, stand side by side until somebody chooses."""

from uuid import UUID, uuid4

import pytest

from commonpurse.access.actors import Actor
from commonpurse.access.context import acting_as
from commonpurse.assessments import acts, queries
from commonpurse.assessments.acts import SavedAnswer
from commonpurse.assessments.answers import Value
from commonpurse.assessments.models import AnswerEvent, Assessment, Voice
from commonpurse.assessments.queries.voices import voices_of
from commonpurse.journeys.stages import Stage
from commonpurse.values.missing import NotReady, Stale
from tests.journeys_of_the_tests import an_account_of, an_answered_assessment
from tests.people_of_the_tests import Place, actor_of

ONE, OTHER, THIRD = Value(level=2, limbs=("unsafe",)), Value(level=3, limbs=("cannot",)), Value(level=0)


def save(assessment: Assessment, value: Value, by: Actor, *, base: UUID | None = None, over: tuple[UUID, ...] = ()) -> SavedAnswer:
    with acting_as(by):
        return acts.save_answer(assessment, "eating", Voice.PERSON, value, client_uuid=uuid4(), base=base, over=over, by=by)


def choose(assessment: Assessment, chosen: UUID, shown: list[UUID], by: Actor, press: UUID | None = None) -> SavedAnswer:
    with acting_as(by):
        return acts.choose_answer(assessment, "eating", Voice.PERSON, chosen, shown=shown, client_uuid=press or uuid4(), by=by)


def eating(place: Place, assessment: Assessment) -> queries.LatestAnswer:
    with acting_as(place.as_sam):
        return queries.answers_of(assessment, Voice.PERSON)["eating"]


def missing(place: Place, assessment: Assessment) -> list[str]:
    with acting_as(place.as_sam):
        return [one.sentence for one in acts.what_is_missing_to_send_answers(assessment, by=place.as_sam)]


def a_conflict(place: Place) -> tuple[Assessment, SavedAnswer, SavedAnswer]:
    """Sam and Priya both write down what Daniel says, each on a page that was opened before the other saved."""
    assessment = an_answered_assessment(place)
    before = eating(place, assessment).uuid
    return assessment, save(assessment, ONE, place.as_sam, base=before), save(assessment, OTHER, place.as_priya, base=before)


def test_neither_overwrites_the_other_and_both_are_named(place: Place) -> None:
    assessment, first, second = a_conflict(place)
    assert [other.uuid for other in second.others] == [first.event]
    sides = eating(place, assessment).sides
    assert [(side.value, side.written_by_id) for side in sides] == [(ONE, place.sam.pk), (OTHER, place.priya.pk)]
    with acting_as(place.as_sam):
        said = [one for one in voices_of(assessment)["eating"] if one.voice == Voice.PERSON]
    assert [(one.value, one.differs) for one in said] == [(ONE, True), (OTHER, True)]


def test_nothing_is_sent_until_somebody_chooses(place: Place) -> None:
    assessment, first, second = a_conflict(place)
    assert missing(place, assessment) == ["“Eating and drinking” has two answers, written in two places at once. Choose one."]
    with acting_as(place.as_sam), pytest.raises(NotReady, match="Choose one"):
        acts.send_answers(assessment, by=place.as_sam)
    chosen = choose(assessment, first.event, [first.event, second.event], place.as_sam)
    assert chosen.others == ()
    assert eating(place, assessment).value == ONE  # the one that was chosen, not the later one
    assert missing(place, assessment) == []
    with acting_as(place.as_sam):
        acts.send_answers(assessment, by=place.as_sam)
        assert queries.visible_to(place.as_sam).get().journey.stage == Stage.CHECKING


def test_the_choice_is_appended_and_names_what_it_settles(place: Place) -> None:
    assessment, first, second = a_conflict(place)
    choose(assessment, first.event, [first.event, second.event], place.as_priya)
    with acting_as(place.as_sam):
        row = AnswerEvent.objects.filter(question="eating").latest("pk")
        assert (row.base, row.over, row.written_by_id) == (first.event, [second.event], place.priya.pk)
        assert AnswerEvent.objects.filter(uuid__in=[first.event, second.event]).count() == 2


def test_a_third_answer_in_place_of_both_settles_it_and_typing_on_does_not(place: Place) -> None:
    assessment, first, second = a_conflict(place)
    typed = save(assessment, Value(level=3, limbs=("cannot",), words="More."), place.as_priya, base=second.event)
    assert [other.uuid for other in typed.others] == [first.event]
    third = save(assessment, THIRD, place.as_priya, base=typed.event, over=(first.event, second.event))
    assert third.others == ()
    assert eating(place, assessment).value == THIRD
    assert not eating(place, assessment).sides


def test_choosing_twice_is_once_and_choosing_what_is_gone_is_refused(place: Place) -> None:
    assessment, first, second = a_conflict(place)
    shown, press = [first.event, second.event], uuid4()
    chosen = choose(assessment, first.event, shown, place.as_sam, press)
    assert choose(assessment, first.event, shown, place.as_sam, press) == chosen
    with pytest.raises(Stale):
        choose(assessment, second.event, shown, place.as_priya)
    assert eating(place, assessment).value == ONE


def test_two_answers_that_say_the_same_are_no_conflict(place: Place) -> None:
    assessment = an_answered_assessment(place)
    before = eating(place, assessment).uuid
    save(assessment, ONE, place.as_sam, base=before)
    again = save(assessment, ONE, place.as_priya, base=before)
    assert again.others == ()
    # and whoever goes on from the one has seen what the other says
    with acting_as(place.as_sam):
        first = AnswerEvent.objects.filter(base=before).earliest("pk")
    assert save(assessment, THIRD, place.as_sam, base=first.uuid).others == ()


def test_a_page_that_heard_nothing_of_its_own_save_is_not_a_second_writer(place: Place) -> None:
    assessment = an_answered_assessment(place)
    before = eating(place, assessment).uuid
    lost = save(assessment, ONE, place.as_sam, base=before)  # its answer never came back
    later = save(assessment, THIRD, place.as_sam, base=before, over=(lost.event,))
    assert later.others == ()
    assert not eating(place, assessment).sides


def test_what_the_person_wrote_a_worker_may_choose_and_never_replace(place: Place) -> None:
    assessment = an_answered_assessment(place)
    daniel = actor_of(an_account_of(place, assessment.person))
    before = eating(place, assessment).uuid
    sams = save(assessment, ONE, place.as_sam, base=before)
    daniels = save(assessment, OTHER, daniel, base=before)
    shown = [sams.event, daniels.event]
    with pytest.raises(NotReady, match="Daniel Okafor wrote this answer"):
        choose(assessment, sams.event, shown, place.as_sam)
    with pytest.raises(NotReady, match="Daniel Okafor wrote this answer"):
        save(assessment, THIRD, place.as_sam, base=sams.event, over=(daniels.event,))
    chosen = choose(assessment, daniels.event, shown, place.as_sam)
    with pytest.raises(NotReady, match="Daniel Okafor wrote this answer"):  # a choice does not make it the worker's
        save(assessment, THIRD, place.as_sam, base=chosen.event)
    assert save(assessment, THIRD, daniel, base=chosen.event).others == ()


def test_another_speakers_answer_is_no_side_of_it(place: Place) -> None:
    assessment, first, second = a_conflict(place)
    with acting_as(place.as_sam):
        view = acts.save_answer(assessment, "eating", Voice.PRACTITIONER, THIRD, client_uuid=uuid4(), by=place.as_sam)
    with pytest.raises(Stale):
        choose(assessment, view.event, [first.event, second.event], place.as_sam)
