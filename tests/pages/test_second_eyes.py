"""A second pair of eyes: Daniel lets Ruth read his answers before he sends them, and takes it back when he likes."""

from dataclasses import dataclass
from uuid import uuid4

import pytest

from commonpurse.access.context import acting_as
from commonpurse.access.models import Grant, User
from commonpurse.access.queries import actor_for, in_force
from commonpurse.assessments.acts import remove_helper, save_answer, send_answers
from commonpurse.assessments.acts.second_eyes import ask_to_read, note_on_answer
from commonpurse.assessments.answers import Value
from commonpurse.assessments.models import AnswerEvent, Assessment, Helper, ReadersNote, SecondReader, Voice
from commonpurse.assessments.queries import answers_of, visible_to
from commonpurse.assessments.queries.second_eyes import reading
from commonpurse.journeys.grounds import READING
from commonpurse.values.missing import NotReady
from tests.browsing_of_the_tests import as_
from tests.conftest import Databases
from tests.journeys_of_the_tests import DANIELS_ANSWERS, a_helper_who_signs_in, an_account_of, an_answered_assessment
from tests.people_of_the_tests import Place, a_place, actor_of
from tests.walls.test_each_wall_alone import without_row_security

CLOSE = "I am afraid at night."


@dataclass
class Asked:
    place: Place
    assessment: Assessment
    daniel: User
    ruth: User
    helper: Helper

    def reader(self) -> SecondReader:
        with acting_as(actor_for(self.daniel)) as daniel:
            mine = visible_to(daniel).get(pk=self.assessment.pk)
            return ask_to_read(mine, self.ruth.pk, by=daniel)


def asked(place: Place) -> Asked:
    """Daniel has answered, one question only for his worker; Ruth says what she sees, and can sign in."""
    assessment = an_answered_assessment(place, answers={name: value for name, value in DANIELS_ANSWERS.items() if name != "nights"})
    with acting_as(place.as_sam) as sam:
        close = Value(level=3, limbs=("unsafe",), words=CLOSE)
        save_answer(assessment, "nights", Voice.PERSON, close, client_uuid=uuid4(), only_worker=True, by=sam)
        save_answer(assessment, "nights", Voice.PRACTITIONER, Value(level=1, words="Sam's view."), client_uuid=uuid4(), by=sam)
    helper, ruth = a_helper_who_signs_in(place, assessment)
    return Asked(place, assessment, an_account_of(place, assessment.person), ruth, helper)


def by_the_database(user: User) -> set[tuple[str, str]]:
    with acting_as(actor_of(user)):
        return set(AnswerEvent.objects.values_list("voice", "question"))


def test_she_is_asked_reads_and_writes_a_note_that_only_he_sees(place: Place) -> None:
    found = asked(place)
    daniel, ruth = as_(found.daniel), as_(found.ruth)
    assert "Ruth Ellis" in daniel.get("/my/questions/second-eyes").content.decode()
    form = {"about": str(found.assessment.person_id), "seen": str(found.assessment.pk), "reader": str(found.ruth.pk)}
    for _ in range(2):  # pressed twice is asked once
        daniel.post("/my/questions/second-eyes", form)
    with acting_as(place.as_sam):
        reader = SecondReader.objects.get()
    at = f"/helping/reading/{reader.pk}"
    assert at in ruth.get("/helping/").content.decode()
    page = ruth.get(at).content.decode()
    assert "Letters pile up" in page
    assert CLOSE not in page
    assert "Sam&#39;s view" not in page
    refused = ruth.post(at, {"client_uuid": str(uuid4()), "question": "home", "words": " "}).content.decode()
    assert "Write your note" in refused
    ruth.post(at, {"client_uuid": str(uuid4()), "question": "home", "words": "The stairs, too."})
    ruth.post(at, {"client_uuid": str(uuid4()), "question": "people", "words": "", "right": "1"})
    mine = daniel.get("/my/questions/check").content.decode()
    assert "The stairs, too." in mine
    assert "Looks right to me." in mine
    with acting_as(place.as_sam):
        assert not ReadersNote.objects.exists()  # no worker reads over their shoulder
    assert "The stairs, too." not in as_(place.sam).get(f"/work/journeys/{found.assessment.journey_id}/answers/person").content.decode()


def test_nobody_reads_who_was_not_asked(place: Place) -> None:
    found = asked(place)
    assert by_the_database(found.ruth) == set()
    reader = found.reader()
    assert {voice for voice, _ in by_the_database(found.ruth)} == {"person"}
    assert "nights" not in {question for _, question in by_the_database(found.ruth)}
    for user in (place.charlie, place.wen, found.daniel):
        assert as_(user).get(f"/helping/reading/{reader.pk}").status_code == 404


@pytest.mark.parametrize("how", ["taken back", "sent", "helps no more"])
def test_it_ends(place: Place, how: str) -> None:
    found = asked(place)
    reader = found.reader()
    at = f"/helping/reading/{reader.pk}"
    assert as_(found.ruth).get(at).status_code == 200
    with acting_as(place.as_sam) as sam:
        if how == "sent":
            send_answers(found.assessment, by=sam)  # nothing waits for the reader
        if how == "helps no more":
            remove_helper(found.helper, by=sam)
    if how == "taken back":
        assert as_(found.daniel).post(f"/my/questions/second-eyes/{reader.pk}/stop").status_code == 302
    assert as_(found.ruth).get(at).status_code == 404
    assert by_the_database(found.ruth) == set()


def test_handing_over_ends_it_for_the_worker_alone_and_he_may_ask_the_new_one(place: Place) -> None:
    found = asked(place)
    hers = found.reader()
    with acting_as(actor_for(found.daniel)) as daniel:
        sams = ask_to_read(visible_to(daniel).get(pk=found.assessment.pk), place.sam.pk, by=daniel)
    assert as_(place.sam).get(f"/helping/reading/{sams.pk}").status_code == 200
    form = {"to": str(place.priya.pk), "note": "Likes mornings."}
    assert as_(place.sam).post(f"/work/journeys/{found.assessment.journey_id}/hand-over", form).status_code == 302
    assert as_(place.sam).get(f"/helping/reading/{sams.pk}").status_code == 404
    with acting_as(place.as_sam):
        assert (
            not Grant.objects.filter(in_force(), person_id=found.assessment.person_id, ground_kind=READING)
            .exclude(holder_id=found.ruth.pk)
            .exists()
        )
    assert as_(found.ruth).get(f"/helping/reading/{hers.pk}").status_code == 200  # the negative control: Ruth reads on
    page = as_(found.daniel).get("/my/questions/second-eyes").content.decode()
    assert f"/my/questions/second-eyes/{sams.pk}/stop" not in page
    with acting_as(actor_for(found.daniel)) as daniel:
        mine = visible_to(daniel).get(pk=found.assessment.pk)
        with pytest.raises(NotReady):
            ask_to_read(mine, place.sam.pk, by=daniel)
        assert ask_to_read(mine, place.priya.pk, by=daniel).name == place.priya.name


def test_the_first_wall_alone(own_database: str, databases: Databases) -> None:
    found = asked(a_place())
    reader = found.reader()
    without_row_security(databases, own_database)
    assert len(by_the_database(found.ruth)) > len(DANIELS_ANSWERS)  # the negative control: the second wall is gone
    with acting_as(actor_of(found.ruth)) as ruth:
        assert reading(ruth).get() == reader
        assert "nights" not in answers_of(reader.assessment, Voice.PERSON, shown_to=ruth)
    with acting_as(found.place.as_charlie) as charlie:
        assert reading(charlie).count() == 0


def test_only_those_on_the_list_are_asked(place: Place) -> None:
    found = asked(place)
    with acting_as(actor_for(found.daniel)) as daniel, pytest.raises(NotReady, match="from the list"):
        ask_to_read(visible_to(daniel).get(), place.charlie.pk, by=daniel)


def test_a_note_sent_twice_is_one(place: Place) -> None:
    found = asked(place)
    found.reader()
    key = uuid4()
    with acting_as(actor_of(found.ruth)) as ruth:
        reader = reading(ruth).get()
        for _ in range(2):
            note_on_answer(reader, "home", "The stairs.", client_uuid=key, by=ruth)
        assert ReadersNote.objects.count() == 1
