"""Somebody without an account lets another see through their worker: their own word, with how they said it, ended the same way."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import ProgrammingError, transaction
from django.test import Client
from django.urls import reverse

from commonpurse.access.context import acting_as
from commonpurse.access.decisions import Refused
from commonpurse.access.models import Grant, Look, User
from commonpurse.access.queries import shared_with
from commonpurse.access.registry import SHARED
from commonpurse.assessments import acts
from commonpurse.assessments.acts.screen import say_who_sees_the_screen
from commonpurse.assessments.models import Assessment, SharingSaid
from commonpurse.assessments.queries.sharing import own_answers
from commonpurse.assessments.screen import Seen
from commonpurse.assessments.sections import AssessmentSection
from commonpurse.foundation.clock import today
from commonpurse.journeys import acts as journeys
from commonpurse.journeys.models import Journey
from commonpurse.people.models import Person
from commonpurse.people.queries import shown_names
from commonpurse.values.missing import NotReady
from tests.browsing_of_the_tests import as_
from tests.budgets_of_the_tests import a_worked_out_budget
from tests.conftest import Databases
from tests.journeys_of_the_tests import a_helper_who_signs_in, a_prepared_assessment, an_account_of
from tests.people_of_the_tests import Place, a_place, actor_of, shut_out
from tests.walls.test_each_wall_alone import without_row_security

AT_THE_TABLE = "At the kitchen table, in words: Ruth may see my answers."


@dataclass
class Helped:
    """Daniel has a budget and no account; Ruth helps him and signs in."""

    place: Place
    journey: Journey
    ruth: User

    @property
    def as_ruth(self) -> Client:
        return as_(self.ruth)

    def address(self, name: str, what: str) -> str:
        return reverse(f"practitioner:{name}", kwargs={"journey_id": self.journey.pk, "holder_id": self.ruth.pk, "what": what})

    def says(self, what: str, *, name: str = "let_see", by: User | None = None, until: date | None = None, **more: Any) -> Any:
        day = {"until-day": until.day, "until-month": until.month, "until-year": until.year} if until else {}
        sent = {"about": self.journey.person_id, "key": uuid4(), "how": AT_THE_TABLE, **day, **more}
        return as_(by or self.place.sam).post(self.address(name, what), sent)

    def seen_by_ruth(self, what: str) -> int:
        return self.as_ruth.get(reverse("shown:part", kwargs={"journey_id": self.journey.pk, "what": what})).status_code


def helped(place: Place) -> Helped:
    journey, _ = a_worked_out_budget(place)
    with acting_as(place.as_sam):
        assessment = Assessment.objects.get(journey=journey)
    _, ruth = a_helper_who_signs_in(place, assessment)
    return Helped(place, journey, ruth)


@pytest.fixture
def daniel(place: Place) -> Helped:
    return helped(place)


@pytest.mark.parametrize("what", ["stage", "answers", "budget"])
def test_what_he_says_opens_that_part_and_no_other(daniel: Helped, what: str) -> None:
    assert [daniel.seen_by_ruth(each) for each in ("stage", "answers", "budget")] == [404, 404, 404]
    assert daniel.says(what).status_code == 302
    assert [daniel.seen_by_ruth(each) for each in ("stage", "answers", "budget") if each != what] == [404, 404]
    page = daniel.as_ruth.get(reverse("shown:part", kwargs={"journey_id": daniel.journey.pk, "what": what})).content.decode()
    assert "Daniel Okafor lets you see" in page  # whose it is, and not who wrote it down
    assert "Sam Reed" not in page
    assert AT_THE_TABLE not in page


def test_it_is_kept_as_his_word_with_how_he_said_it_and_ended_the_same_way(daniel: Helped) -> None:
    daniel.says("answers")
    listed = reverse("practitioner:letting_see", kwargs={"journey_id": daniel.journey.pk})
    page = as_(daniel.place.sam).get(listed).content.decode()
    assert "Can see it, until it is ended" in page
    assert AT_THE_TABLE in page
    assert daniel.says("answers", name="end_letting_see", how="").status_code == 200
    assert daniel.seen_by_ruth("answers") == 200
    assert daniel.says("answers", name="end_letting_see", how="On the telephone: not any more.").status_code == 302
    assert daniel.seen_by_ruth("answers") == 404
    assert "On the telephone: not any more." in as_(daniel.place.sam).get(listed).content.decode()
    with acting_as(daniel.place.as_sam) as sam:
        rows = list(SharingSaid.objects.order_by("at").values_list("lets", "what", "holder_id", "by_id"))
    assert rows == [(True, "answers", daniel.ruth.pk, sam.user_id), (False, "answers", daniel.ruth.pk, sam.user_id)]


def test_without_saying_how_nothing_is_noted(daniel: Helped) -> None:
    page = daniel.says("answers", how="  ")
    assert "Write how they said it: when, where, in what way." in page.content.decode()
    assert daniel.seen_by_ruth("answers") == 404


def test_pressed_twice_it_is_said_once_and_an_old_press_opens_nothing_again(daniel: Helped) -> None:
    key = uuid4()
    for _ in range(2):
        assert daniel.says("stage", key=key).status_code == 302
    daniel.says("stage", name="end_letting_see")
    daniel.says("stage", key=key)
    assert daniel.seen_by_ruth("stage") == 404
    with acting_as(daniel.place.as_sam):
        assert SharingSaid.objects.count() == 2
        assert Grant.objects.filter(ground_kind="shared").count() == 1


def test_a_day_that_is_past_is_refused_and_a_coming_one_is_kept(daniel: Helped) -> None:
    assert "This day is past" in daniel.says("stage", until=date(2020, 1, 1)).content.decode()
    daniel.says("stage", until=today() + timedelta(days=9))
    with acting_as(actor_of(daniel.ruth)) as ruth:
        assert [one.valid_until is not None for one in shared_with(ruth, SHARED)] == [True]


def test_only_the_worker_who_is_responsible_writes_it_down(daniel: Helped) -> None:
    for other in (daniel.place.priya, daniel.place.helen):
        answer = daniel.says("stage", by=other)
        assert answer.status_code == 403
        assert "Only the worker who is responsible" in answer.content.decode()
    assert daniel.says("stage", by=daniel.place.charlie).status_code == 404
    assert daniel.says("stage", by=daniel.ruth).status_code == 404
    assert daniel.seen_by_ruth("stage") == 404
    assert daniel.says("stage").status_code == 302  # the negative control


def test_nobody_says_it_for_whoever_has_an_account(daniel: Helped) -> None:
    daniel.says("stage")
    own = as_(an_account_of(daniel.place, daniel.journey.person))
    assert daniel.says("answers").status_code == 403
    listed = as_(daniel.place.sam).get(reverse("practitioner:letting_see", kwargs={"journey_id": daniel.journey.pk})).content.decode()
    assert "has an account, and says this there" in listed
    assert daniel.ruth.name not in listed
    page = own.get(reverse("person:letting_see")).content.decode()
    assert AT_THE_TABLE in page  # what was written down for him before he had one
    own.post(reverse("person:stop_letting_see", kwargs={"holder_id": daniel.ruth.pk, "what": "stage"}), {"about": daniel.journey.pk})
    assert daniel.seen_by_ruth("stage") == 404
    assert AT_THE_TABLE not in own.get(reverse("person:letting_see")).content.decode()


def test_nor_for_whoever_is_recorded_as_unable_to_take_part(place: Place) -> None:
    assessment = a_prepared_assessment(place, capacity=False)
    _, ruth = a_helper_who_signs_in(place, assessment)
    margaret = Helped(place, assessment.journey, ruth)
    answer = margaret.says("stage")
    assert answer.status_code == 403
    assert "cannot take part now, with support" in answer.content.decode()
    assert margaret.seen_by_ruth("stage") == 404


def test_it_goes_to_nobody_who_does_not_help(daniel: Helped) -> None:
    stranger = Helped(daniel.place, daniel.journey, daniel.place.charlie)
    assert stranger.says("stage").status_code == 404
    with acting_as(daniel.place.as_sam) as sam, pytest.raises(NotReady):
        acts.note_letting_see(daniel.journey, what="stage", holder_id=daniel.place.charlie.pk, how=AT_THE_TABLE, key=uuid4(), by=sam)


def test_it_ends_with_the_journey_and_nothing_of_an_ended_one_is_noted(daniel: Helped) -> None:
    daniel.says("stage")
    with acting_as(daniel.place.as_sam) as sam:
        journeys.end(daniel.journey, reason="Enough for now", by=sam)
    assert daniel.seen_by_ruth("stage") == 404
    assert "This journey has ended" in daniel.says("stage").content.decode()


def test_a_carer_without_an_account_lets_the_person_see_whom_she_helps(place: Place) -> None:
    journey, _ = a_worked_out_budget(place)
    mother = an_account_of(place, journey.person)
    with acting_as(place.as_sam) as sam:
        own = acts.start_beside(journey, first_name="Ruth", last_name="Ellis", kind="daughter", by=sam)
        acts.note_letting_see(own, what="stage", holder_id=journey.person_id, how=AT_THE_TABLE, key=uuid4(), by=sam)
    page = as_(mother).get(reverse("shown:part", kwargs={"journey_id": own.pk, "what": "stage"}))
    assert page.status_code == 200
    assert "Ruth Ellis lets you see" in page.content.decode()
    with acting_as(actor_of(mother)):
        assert not Person.objects.filter(pk=own.person_id).exists()
        assert not SharingSaid.objects.exists()


def test_looking_beforehand_is_written_down_and_is_not_shown_beside_somebody_else(daniel: Helped) -> None:
    page = as_(daniel.place.sam).get(daniel.address("let_see", "answers")).content.decode()
    assert "Letters pile up" in page
    with acting_as(daniel.place.as_sam) as sam:
        assert Look.objects.filter(
            person_id=daniel.journey.person_id, section=AssessmentSection.ASSESSMENT, route="practitioner:let_see"
        ).exists()
        assessment = Assessment.objects.get(journey=daniel.journey)
        say_who_sees_the_screen(assessment, Seen.ALL_AGREED, present=["Ruth"], all_said_yes=True, by=sam)
    page = as_(daniel.place.sam).get(daniel.address("let_see", "answers")).content.decode()
    assert "Letters pile up" not in page
    assert "somebody else sees this screen" in page


def test_the_act_itself_refuses_whoever_may_not(daniel: Helped) -> None:
    for who in (daniel.place.as_priya, actor_of(daniel.ruth)):
        with acting_as(who), pytest.raises((Refused, Journey.DoesNotExist)):
            acts.note_letting_see(daniel.journey, what="stage", holder_id=daniel.ruth.pk, how=AT_THE_TABLE, key=uuid4(), by=who)


# The walls, each alone


def note(daniel: Helped, what: str) -> None:
    with acting_as(daniel.place.as_sam) as sam:
        acts.note_letting_see(daniel.journey, what=what, holder_id=daniel.ruth.pk, how=AT_THE_TABLE, key=uuid4(), by=sam)


def names(of: UUID) -> set[str]:
    return set(shown_names({of}).values())


def test_the_database_gives_a_name_only_to_whom_something_is_let_be_seen(daniel: Helped) -> None:
    person, wen = daniel.journey.person_id, actor_of(daniel.place.wen)
    with acting_as(actor_of(daniel.ruth)):
        assert names(person) == set()
    note(daniel, "stage")
    with acting_as(actor_of(daniel.ruth)):
        assert names(person) == {"Daniel Okafor"}
        assert not SharingSaid.objects.exists()  # how he said it is not for her
    with acting_as(wen):
        assert names(person) == set()
    shut_out(daniel.ruth.pk, person)
    with acting_as(actor_of(daniel.ruth)):
        assert names(person) == set()


def test_without_row_security_python_alone_refuses_and_shows_the_same(own_database: str, databases: Databases) -> None:
    daniel = helped(a_place())
    without_row_security(databases, own_database)
    with acting_as(daniel.place.as_charlie) as charlie:
        assert SharingSaid.objects.count() == 0
        assert Assessment.objects.exists()  # the negative control: the second wall is gone
        with pytest.raises(Refused):
            acts.note_letting_see(daniel.journey, what="answers", holder_id=daniel.ruth.pk, how=AT_THE_TABLE, key=uuid4(), by=charlie)
    note(daniel, "answers")
    with acting_as(daniel.place.as_charlie) as charlie:
        assert list(shared_with(charlie, SHARED)) == []
        assert own_answers(daniel.journey.pk)[1] == {}


def test_without_python_the_database_alone_lets_no_stranger_write_or_read_it(daniel: Helped) -> None:
    note(daniel, "stage")
    with acting_as(daniel.place.as_charlie):
        assert not SharingSaid.objects.exists()
    with acting_as(daniel.place.as_sam):
        row = SharingSaid.objects.get()  # the negative control
    row.pk = uuid4()
    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic(), acting_as(daniel.place.as_charlie):
        row.save(force_insert=True)
