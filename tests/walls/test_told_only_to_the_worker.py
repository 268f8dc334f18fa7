"""What somebody tells only to their worker reaches nobody else: at each wall by itself."""

from dataclasses import dataclass
from uuid import uuid4

import pytest

from commonpurse.access import acts as access
from commonpurse.access.actors import ANONYMOUS, Actor
from commonpurse.access.context import acting_as
from commonpurse.access.queries import actor_for
from commonpurse.assessments.acts import save_answer
from commonpurse.assessments.answers import Value
from commonpurse.assessments.models import AnswerEvent, Assessment, Helper, Voice
from commonpurse.assessments.queries import answers_of
from commonpurse.assessments.queries.answers import told_to
from commonpurse.assessments.queries.voices import voices_of
from commonpurse.assessments.sections import AssessmentSection
from tests.conftest import Databases
from tests.journeys_of_the_tests import a_helper_who_signs_in, a_prepared_assessment, a_started_journey, an_account_of
from tests.people_of_the_tests import Place, a_place, actor_of, give_past_the_wall
from tests.walls.test_each_wall_alone import without_row_security

OPENLY, SOFTLY = Value(level=1, words="I manage."), Value(level=3, words="I do not eat when he is here.")
LATER = Value(level=2, words="You can tell them this.")


@dataclass
class Told:
    place: Place
    assessment: Assessment
    daniel: Actor
    ruth: Actor
    helper: Helper

    @property
    def jo(self) -> Actor:
        """Somebody from outside the team to whom his answers are open: a broker, an advocate, a friend."""
        return self.place.as_charlie

    def says(self, value: Value, *, only_worker: bool, by: Actor, question: str = "eating") -> None:
        helper = self.helper if by == self.ruth else None
        with acting_as(by):
            save_answer(
                Assessment.objects.get(pk=self.assessment.pk),
                question,
                Voice.CARER if helper else Voice.PERSON,
                value,
                client_uuid=uuid4(),
                said_by=helper,
                only_worker=only_worker,
                by=by,
            )


def told(place: Place) -> Told:
    journey = a_started_journey(place)
    daniel = actor_for(an_account_of(place, journey.person))
    assessment = a_prepared_assessment(place, journey=journey)
    helper, ruth = a_helper_who_signs_in(place, assessment)
    give_past_the_wall(access.account(place.charlie.pk), assessment.person_id, ground="supporting", sections=[AssessmentSection.ASSESSMENT])
    found = Told(place, assessment, daniel, actor_of(ruth), helper)
    found.says(OPENLY, only_worker=False, by=daniel)
    found.says(SOFTLY, only_worker=True, by=daniel)
    found.says(OPENLY, only_worker=False, by=daniel, question="washing")
    found.says(SOFTLY, only_worker=True, by=found.ruth)
    return found


def by_the_database(actor: Actor, assessment: Assessment) -> set[tuple[str, str, int]]:
    """Everything that the second wall lets through, with nothing asked of the first."""
    with acting_as(actor):
        rows = AnswerEvent.objects.filter(assessment_id=assessment.pk)
        return {(row.voice, row.question, row.value["level"]) for row in rows}


def by_python(actor: Actor, assessment: Assessment) -> set[tuple[str, str, int]]:
    with acting_as(actor):
        return {(row.voice, row.question, row.value["level"]) for row in told_to(actor).filter(assessment_id=assessment.pk)}


HIS = {("person", "eating", 1), ("person", "eating", 3), ("person", "washing", 1)}
HERS = {("carer", "eating", 3)}


def test_the_second_wall_alone(place: Place) -> None:
    found = told(place)
    assert by_the_database(found.jo, found.assessment) == {("person", "washing", 1)}  # nor what he wrote before the tick
    assert by_the_database(found.ruth, found.assessment) == HERS
    assert by_the_database(found.daniel, found.assessment) == HIS
    assert by_the_database(place.as_sam, found.assessment) == HIS | HERS
    assert by_the_database(place.as_helen, found.assessment) == HIS | HERS


def test_the_first_wall_alone(own_database: str, databases: Databases) -> None:
    found = told(a_place())
    without_row_security(databases, own_database)
    assert by_the_database(found.jo, found.assessment) == HIS | HERS  # the negative control: the second wall is gone
    assert by_python(found.jo, found.assessment) == {("person", "washing", 1)}
    assert by_python(found.ruth, found.assessment) == HERS | {("person", "washing", 1)}
    assert by_python(found.daniel, found.assessment) == HIS
    assert by_python(found.place.as_sam, found.assessment) == HIS | HERS
    assert by_python(ANONYMOUS, found.assessment) == {("person", "washing", 1)}
    with acting_as(found.jo) as jo:
        assert set(answers_of(found.assessment, Voice.PERSON, shown_to=jo)) == {"washing"}
        assert set(voices_of(found.assessment, shown_to=jo)) == {"washing"}
        assert set(answers_of(found.assessment, Voice.PERSON)) == {"washing"}  # whoever forgets to say who looks shows less


def test_untelling_opens_what_is_said_from_then_on(place: Place) -> None:
    found = told(place)
    found.says(LATER, only_worker=False, by=found.daniel)
    now_seen = {("person", "washing", 1), ("person", "eating", 2)}
    assert by_the_database(found.jo, found.assessment) == now_seen
    assert by_python(found.jo, found.assessment) == now_seen
    assert by_the_database(found.daniel, found.assessment) == HIS | now_seen


def test_what_was_never_ticked_is_open_as_before(place: Place) -> None:
    """The negative control: without the tick, whoever may see the answers sees them."""
    found = told(place)
    assert ("person", "washing", 1) in by_the_database(found.jo, found.assessment)
    assert by_the_database(actor_of(place.wen), found.assessment) == set()  # and a stranger nothing


@pytest.mark.parametrize("voice", [Voice.PRACTITIONER, Voice.OBSERVED])
def test_a_worker_does_not_tell_only_themselves(place: Place, voice: Voice) -> None:
    from commonpurse.values.missing import NotReady

    assessment = a_prepared_assessment(place)
    with acting_as(place.as_sam) as sam, pytest.raises(NotReady, match="own view"):
        save_answer(assessment, "eating", voice, OPENLY, client_uuid=uuid4(), only_worker=True, by=sam)
